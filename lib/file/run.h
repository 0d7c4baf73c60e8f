/* A run over sources: each record becomes values, is rated, and is handed to a visitor.
 * What crr_file_rate and crr_file_find share. */
#ifndef CRR_FILE_RUN_H
#define CRR_FILE_RUN_H

#include "base/report.h"
#include "base/span.h"
#include "crr/file.h"
#include "crr/history.h"
#include "crr/override.h"
#include "file/stream.h"

struct crr_run {
    struct crr_model *model;
    const struct crr_file_options *options;
    const struct crr_source *sources;
    size_t source_count;
    struct crr_rater *rater;
    struct crr_overrides *overrides; /* NULL: none */
    struct crr_previous *previous;   /* NULL: everybody is new */
    struct crr_links *links;         /* NULL: none */
    struct crr_unique *unique;       /* NULL: keys may stand twice */
    bool settles;                    /* ratings are put beside the ones before */
    bool only_reads;                 /* rows are not rated, only refused */
    struct crr_arena arena;          /* everything below */
    size_t input_count;
    struct crr_value *values; /* of the record, by input */
    size_t *columns;          /* of the source, by input; CRR_NONE */
    size_t *twins; /* by input: an earlier one in the same column, CRR_NONE */
    bool *asked;   /* by input: an output column shows it */
    bool *wanted;  /* NULL, or by input: only these and the key need a column */
    size_t key;    /* the key input, CRR_NONE */

    /* The source that is being read. */
    size_t source_index, next_source;
    bool open;
    struct crr_stream stream;
    struct crr_arena header_arena;
    struct crr_text *names; /* of its columns */
    bool *hidden;           /* by column: it may not be printed */
    bool hides;             /* some column may not */
    size_t column_count;
    struct crr_json_lines *lines; /* the source is JSON Lines; NULL: CSV */
    bool *absent;                 /* NULL, or the summary's */
    uint64_t row_count, empty_line_count, byte_count; /* over all sources */
};

/* One record, rated or refused. */
struct crr_row {
    enum crr_status status; /* CRR_OK or CRR_E_RECORD */
    bool split;         /* into the columns of inputs: run->values are the record's */
    bool links_refused; /* the ways to linked persons are not certain */
    struct crr_rating rating;
    size_t system_tier;   /* after history; rating.tier is what the model alone says */
    size_t tier;          /* the final one */
    bool known;           /* it has a past */
    struct crr_past past; /* if it is known */
    struct crr_standing standing;        /* if the run settles */
    const struct crr_override *override; /* in force, applied or not; NULL: none */
    struct crr_override_rating override_rating;
    const struct crr_override *told; /* the same, or one that is not in force; NULL */
    struct crr_override_rating told_rating;
    struct crr_error error;
};

/* Readies the rater and the rest. options are kept, not copied. After a failure too the
 * run is to be cleared. */
enum crr_status crr_run_init(struct crr_run *run, struct crr_model *model,
    const struct crr_source *sources, size_t source_count,
    const struct crr_file_options *options, struct crr_error *reterr);
void crr_run_clear(struct crr_run *run);

/* Another run for the same source, for another thread: with a rater and values of its
 * own, and all else shared. Its stream is the caller's to fill. */
enum crr_status crr_run_fork(
    struct crr_run *fork, const struct crr_run *run, struct crr_error *reterr);
void crr_run_join(struct crr_run *fork);

/* What the stream found becomes a row: rated, or refused with its reason. */
void crr_run_rate_row(
    struct crr_run *run, enum crr_csv_result result, struct crr_row *row);

/* Words for a status that has none yet. */
void crr_run_explain(
    const struct crr_run *run, enum crr_status status, struct crr_error *reterr);

/* Hands every record to visit, in order, until it returns something else than CRR_OK.
 * want_row (may be NULL) is asked before rating, with the values filled; false passes
 * the record over. */
enum crr_status crr_run_each(struct crr_run *run,
    bool (*want_row)(void *user, const struct crr_run *run),
    enum crr_status (*visit)(void *user, struct crr_run *run, struct crr_row *row),
    void *user, struct crr_error *reterr);

/* Hands out the next record that want_row (may be NULL) does not pass over, in *row,
 * valid
 * until the next call; *ret_found is false when there is none left. */
enum crr_status crr_run_next(struct crr_run *run,
    bool (*want_row)(void *user, const struct crr_run *run), void *user,
    struct crr_row *row, bool *ret_found, struct crr_error *reterr);

/* header.c: reads the header of the source, and finds the column of each input that is
 * used, asked for, or there. */
enum crr_status crr_run_read_header(struct crr_run *run, struct crr_error *reterr);

/* Hands out the next record of the source that is open, valid until the next call;
 * *ret_found is false at its end (run->open is false then), for an empty line, and
 * where want_row passes the record over. */
enum crr_status crr_run_next_row(struct crr_run *run,
    bool (*want_row)(void *user, const struct crr_run *run), void *user,
    struct crr_row *row, bool *ret_found);

/* The text of a value, "true" or "false" of a flag; empty if it has none. */
struct crr_text crr_value_text(const struct crr_value *value);

/* The text of an input in the record, as the file has it; empty if it has none. */
struct crr_text crr_run_input_text(const struct crr_run *run, size_t input);

#endif
