/* A source of JSON Lines: every line is an object, whose members are what columns are
 * in CSV. There is no header; the columns of such a source are the names by which the
 * model's inputs may go, and which of them an input has is found in each record. */
#ifndef CRR_FILE_JSON_LINES_H
#define CRR_FILE_JSON_LINES_H

#include "base/index.h"
#include "file/json_parser.h"
#include "file/run.h"

#define CRR_PLAIN_SIZE 64 /* of a number whose exponent is written out */

/* What the record has of a column. */
struct crr_json_member {
    uint64_t stamp;            /* of the record that last had it */
    enum crr_json_event event; /* the value, or how it begins */
    bool nested;               /* a list that holds lists or objects */
    bool overfull;             /* a list of more values than there is room for */
    struct crr_text text;
    size_t first, count; /* of a list: its texts */
    size_t start, end;   /* in the line */
};

/* Where an input is looked for. */
struct crr_json_input {
    size_t *columns;
    size_t count;
    bool read; /* by somebody: what it holds must be a value */
    bool met;  /* some record had it */
    char *plain;
};

/* A name that the record has, on a place of its hash. */
struct crr_json_name {
    struct crr_text text;
    uint64_t stamp;
};

/* Bytes of the line. */
struct crr_json_span {
    size_t start, end;
};

/* Why a record is refused; finding 0: it is not. */
struct crr_json_refusal {
    unsigned finding;
    struct crr_text path; /* the input's id, or empty */
    char message[256];
};

struct crr_json_lines {
    struct crr_run *run; /* while a line is read */
    struct crr_json_parser parser;
    struct crr_json_visitor visitor;
    struct crr_index by_name;        /* columns */
    struct crr_json_member *members; /* by column */
    struct crr_json_input *inputs;   /* by input */
    uint64_t object_count; /* lines that are one: of others no member is absent */
    /* The record that is being read. */
    uint64_t stamp;
    struct crr_json_name *names; /* by hash */
    size_t name_count;
    size_t column;          /* of the member whose value comes, CRR_NONE */
    size_t start;           /* of that value in the line */
    bool hides;             /* it may not be printed */
    struct crr_text *texts; /* of lists */
    size_t text_count;
    struct crr_json_span *hidden; /* values that may not be printed, in order */
    size_t hidden_count;
    struct crr_json_refusal refusal; /* of the line: nothing is known of its values */
    struct crr_json_refusal refused; /* of its values */
};

/* Whether the source that has just been opened is one, by the options or by its first
 * byte that is no space. */
bool crr_json_lines_are_there(const struct crr_run *run);

/* json_columns.c: readies run->lines and the run's columns, in the header's arena. The
 * stream stands at the first line. CRR_E_FILE, CRR_E_MEMORY. */
enum crr_status crr_json_lines_open(struct crr_run *run, struct crr_error *reterr);

/* Marks the inputs that no record had. */
void crr_json_lines_close(struct crr_run *run);

/* The next line as a record: run->values and run->columns are the record's. CRR_OK,
 * CRR_E_READ, CRR_E_MEMORY. */
enum crr_status crr_json_lines_next(struct crr_run *run, enum crr_csv_result *ret);

/* Whether the line is refused; then the row says why. */
bool crr_json_lines_refuse(
    const struct crr_run *run, enum crr_csv_result result, struct crr_row *row);

/* The same of a record whose values are known: one is there twice, or is none. */
bool crr_json_lines_refuse_values(const struct crr_run *run, struct crr_row *row);

/* Whether the record is refused by its values, so that they tell little. */
bool crr_json_lines_refused(const struct crr_run *run);

/* Writes a number of JSON without its exponent, exactly: 1.5e3 becomes 1500. Returns
 * the length; 0 if it has no exponent, or does not fit. */
size_t crr_json_write_out(struct crr_text number, char ret[CRR_PLAIN_SIZE]);

#endif
