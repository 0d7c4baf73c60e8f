/* A line of JSON (RFC 8259) as events, by libyajl. What libyajl lets pass is refused
 * here: half of a surrogate pair, U+0000, nesting without end. Numbers stay the text
 * that they are. */
#ifndef CRR_FILE_JSON_PARSER_H
#define CRR_FILE_JSON_PARSER_H

#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "crr/text.h"

#define CRR_JSON_DEPTH_LIMIT 64 /* objects and arrays in each other */

enum crr_json_event {
    CRR_JSON_NULL,
    CRR_JSON_TRUE,
    CRR_JSON_FALSE,
    CRR_JSON_NUMBER, /* text: as it stands */
    CRR_JSON_STRING, /* text: without escapes */
    CRR_JSON_NAME,   /* of a member; text: without escapes */
    CRR_JSON_OPEN_OBJECT,
    CRR_JSON_CLOSE_OBJECT,
    CRR_JSON_OPEN_ARRAY,
    CRR_JSON_CLOSE_ARRAY
};

enum crr_json_fault {
    CRR_JSON_GOOD = 0,
    CRR_JSON_NOT_UTF8,
    CRR_JSON_NUL,       /* the byte, or \u0000 */
    CRR_JSON_SURROGATE, /* half of a pair */
    CRR_JSON_SYNTAX,
    CRR_JSON_DEEP,
    CRR_JSON_STOPPED, /* by the visitor */
    CRR_JSON_MEMORY
};

/* Who looks at the line. A line may be begun several times: what came before begin is
 * then void. */
struct crr_json_visitor {
    void (*begin)(void *user);
    /* depth: of the value, 0 for the line's own; of a name that of its object's
     * members. end: offset in the line behind what the event is about. False stops. */
    bool (*visit)(void *user, enum crr_json_event event, struct crr_text text,
        unsigned depth, size_t end);
    void *user;
};

struct crr_json_parser {
    struct crr_arena *arena;
    /* libyajl's memory. It does not look whether it gets any, so that it gets none from
     * anywhere else, and where this is too small the line is begun again with more. */
    char *pool;
    size_t pool_size, pool_used;
    jmp_buf exhausted;
    /* The line that is being read. */
    const struct crr_json_visitor *visitor;
    void *handle; /* of libyajl */
    struct crr_text line;
    char *scratch;
    size_t scratch_used;
    unsigned depth;
    size_t value_end; /* offset behind the last event */
    enum crr_json_fault fault;
    char reason[96]; /* of a fault of syntax, libyajl's words */
};

/* Memory comes from the arena. */
void crr_json_parser_init(struct crr_json_parser *parser, struct crr_arena *arena);

/* Reads one line, which holds one value. scratch has room for line.length bytes: texts
 * lie in it or in the line. *ret_at is the offset near which a fault is. */
enum crr_json_fault crr_json_parse(struct crr_json_parser *parser, struct crr_text line,
    char *scratch, const struct crr_json_visitor *visitor, size_t *ret_at);

#endif
