/* Rejected rows on their way through: counted by finding, and the first ones kept to be
 * shown on stderr. */
#ifndef CRR_CLI_REJECTS_H
#define CRR_CLI_REJECTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "output.h"

#define REJECTS_SHOWN 5
#define REJECT_FIELDS 6       /* line, byte, key, column, finding, message */
#define REJECT_FIELD_SIZE 320 /* more is cut off */
#define REJECT_KINDS 32       /* findings about records and files */

struct reject {
    char fields[REJECT_FIELDS][REJECT_FIELD_SIZE];
};

struct rejects {
    /* Where they go besides; NULL: nowhere. */
    int (*write)(void *user, const char *at, size_t length);
    void *user;

    /* The reader of the CSV that the library writes. */
    bool in_quotes;
    bool quote_seen; /* in quotes: the byte before was a quote */
    bool header_done;
    size_t field;
    size_t length;      /* of the field so far */
    unsigned char_left; /* bytes that the character of UTF-8 still lacks */
    struct reject current;

    struct reject first[REJECTS_SHOWN];
    size_t first_count;
    uint64_t count;
    bool not_utf_8;                              /* some of them hold other bytes */
    char kinds[REJECT_KINDS][REJECT_FIELD_SIZE]; /* CRR-0602 */
    uint64_t kind_counts[REJECT_KINDS];
    size_t kind_count;
};

void rejects_start(struct rejects *rejects,
    int (*write)(void *user, const char *at, size_t length), void *user);

/* What the library calls; user is a struct rejects. */
int rejects_write(void *user, const char *at, size_t length);

/* "7 CRR-0602, 3 CRR-0604" into ret_text; empty if there are none. */
void rejects_kinds(const struct rejects *rejects, char *ret_text, size_t size);

/* Prints the rejects that were kept on stderr. */
void rejects_say_first(const struct rejects *rejects);

/* --max-rejects: a count, or a share. */
struct reject_limit {
    bool has_count, has_ppm;
    uint64_t count;
    uint32_t ppm; /* millionths of the rows */
};

bool read_max_rejects(const char *value, void *member); /* struct reject_limit */

#endif
