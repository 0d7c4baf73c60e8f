/* Rating whole files of customers: CSV or JSON Lines in, the same out, through the
 * caller's functions.
 *
 * The grammar of CSV is fixed and sequential. A record ends at LF or CRLF. A
 * quote opens only at a field's start; anywhere else in an unquoted field it is a
 * character. Inside quotes "" is one quote and everything else stands for itself; after
 * the closing quote only a delimiter or the record's end may follow. A quoted field
 * that is never closed, or not within CRR_RECORD_LIMIT bytes, or has bytes after its
 * closing quote rejects the physical line in which the record began; reading resumes
 * after that line. Empty lines are skipped and counted. A UTF-8 byte-order mark at the
 * start is skipped.
 *
 * In JSON Lines each line is one object (RFC 8259, UTF-8, ends at LF or CRLF, at most
 * CRR_RECORD_LIMIT bytes and 4096 members, 64 objects and lists in each other); its
 * members are what columns are in CSV, found by the same names. A string is its text; a
 * number the text that stands there, exactly (for inputs of type number an exponent is
 * written out); true and false are a flag's yes and no, for other inputs the texts
 * "true" and "false"; null and an absent member are a missing value. A list gives an
 * input of type codes its values, which are not split any more, and null in it is
 * passed over; for other inputs a list, and for every one an object, rejects the
 * record. So do a name that is there twice, two names of one input, U+0000 and half of
 * a surrogate pair. Members that no input names are passed over, whatever they hold.
 * There is no header: a member that no record has makes a missing value in each, and
 * crr_summary_is_absent tells of it. Blank lines are skipped and counted. */
#ifndef CRR_FILE_H
#define CRR_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/export.h"
#include "crr/history.h"
#include "crr/model.h"
#include "crr/override.h"
#include "crr/rater.h"
#include "crr/status.h"

CRR_BEGIN_C

#define CRR_RECORD_LIMIT (1u << 20) /* bytes a record */
#define CRR_COLUMN_LIMIT 4096u      /* columns a file */

/* One file to read. */
struct crr_source {
    const char *name; /* printed in errors */
    /* Reads up to capacity bytes; *ret_length 0 means the end, after which it is not
     * called again. Anything but CRR_OK stops the run with CRR_E_READ. */
    enum crr_status (*read)(
        void *user, char *buffer, size_t capacity, size_t *ret_length);
    void *user;
    /* NULL, or reads from a place: up to capacity bytes at offset; 0 bytes only at the
     * end, which is at size. Several threads call it at once; read is then used for the
     * header alone. It lets threads read for themselves. */
    enum crr_status (*read_at)(
        void *user, char *buffer, size_t capacity, uint64_t offset, size_t *ret_length);
    uint64_t size; /* bytes of the source, if there is a read_at */
};

/* Input `input` is in the column `column`; an empty column says that the file does not
 * have it: the input is missing in every row. */
struct crr_file_map {
    struct crr_text input;
    struct crr_text column;
};

/* How customers or rated rows are written. */
enum crr_file_format {
    /* In: as the source's first byte says that is no space, { begins JSON Lines, else
     * it is CSV. Out: CSV. */
    CRR_FORMAT_DEFAULT = 0,
    CRR_FORMAT_CSV = 1,
    CRR_FORMAT_JSON_LINES = 2
};

struct crr_file_options {
    size_t size;                    /* sizeof(struct crr_file_options) */
    struct crr_rater_options rater; /* its size may be 0 */
    /* Threads that rate, the caller's among them; 0: 1; at most 256 are made. What is
     * written does not depend on it. Of the functions below only read_at and write_at
     * are called by several threads at once, the others by one at a time, not always
     * the caller's. The run ends with all of them gone. A run with previous, overrides,
     * links or unique uses one. */
    unsigned jobs;
    /* The summary tells nothing of the spread of the scores: a run that needs no such
     * report is faster without it. */
    bool without_spread;
    const struct crr_file_map *maps;
    size_t map_count;

    /* A key stands once in all sources together: records whose key an earlier record
     * has, rated or rejected, are rejected. Takes 32 to 64 bytes of memory a customer,
     * while the room grows half as much again, and one thread. Needs a model with a
     * key. Not used by crr_file_find. */
    bool unique;

    /* The output of an earlier run with the columns key (or the id of the key input),
     * system_tier, tier_since, first_rated_on, last_reviewed_on, direct and others;
     * NULL: everybody is new. Tiers are settled against it (crr/history.h). It takes
     * about 40 bytes of memory a customer. Needs rater.as_of and a model with a key. */
    const struct crr_source *previous;

    /* A file of overrides (crr/override.h), CSV with the columns key, tier,
     * reason_code, reason, decided_by, second_person, decided_on, from, until,
     * system_tier and, if wanted, digest; NULL: none. It is read and checked before the
     * first record. Needs rater.as_of and a model with a key. */
    const struct crr_source *overrides;

    /* The links between customers and the persons behind them, CSV with the columns
     * from, to (keys), role and, if wanted, share; NULL: none. The model's inputs that
     * are `linked` take their values from the persons' records, which are read from
     * persons before the first customer: the customers' own files, opened once more,
     * and others. Of a person only these values are kept, so that memory grows with the
     * links, not with the customers. A person without a record, or without a value, is
     * a value that is not known (crr/value.h). Needs a model with a key and a linked
     * input; a column of a linked input's name is then not read. */
    const struct crr_source *links;
    const struct crr_source *persons;
    size_t person_count;

    /* Output columns by name, each once; NULL: the key (or line), score, tier,
     * score_tier, reasons, warnings. See crr_file_column_help(). "history" stands for
     * those that options.previous of a next run needs, less what is there already. An
     * input among them needs a column in the file, or a map that says that there is
     * none. */
    const struct crr_text *columns;
    size_t column_count;
    char delimiter; /* of CSV input, no quote or line's end; 0: ','. Output has ',' */
    /* With delimiter 0: finds it in each source's first rows. Of , ; tab | 0x01 0x1D
     * 0x1F it is the one under which the header has the most columns that the model
     * needs (or that are mapped); if several have equally many, or none has any, the
     * one under which each of the first 20 rows has as many fields as the header. If
     * that leaves several the run fails with CRR_E_FILE, but where no candidate has a
     * needed column it is the comma, and the columns that are missing are told. */
    bool find_delimiter;
    /* NULL, or called with what was found before the source's first record. */
    void (*delimiter_found)(
        void *user, const struct crr_source *source, char delimiter, const char *name);
    void *delimiter_user;
    /* Of sources and persons; previous, overrides and links are CSV always. JSON Lines
     * are read by one thread. */
    enum crr_file_format input_format;
    /* Of what write gets. In JSON Lines each rated row is one object and a line, its
     * members the columns in their order; there is no header. Scores,
     * points, contributions and lines are numbers in their exact decimal text (a
     * contribution that is no decimal, such as 1/3, is a string), reasons a list of
     * {"rule", "tier"}, {"rule", "review"}, {"factor", "contribution"}, {"override"},
     * with "via" where a linked person gave the value; warnings, rules, list_entry and
     * depends_on are lists of strings, overdue and direct true or false, all else
     * strings; what is empty is null. previous does not read it. */
    enum crr_file_format output_format;
    /* What is confidential may be printed. Else confidential cells of rejected records
     * are starred out, a record that cannot be split is left out, and no id, value or
     * message tells of what is confidential. */
    bool reveal;

    /* The run stops with CRR_E_REJECTS at the reject after max_rejects, if
     * has_max_rejects; it fails at its end if more than max_reject_ppm millionths of
     * the rows were rejected, if has_max_reject_ppm. */
    bool has_max_rejects;
    bool has_max_reject_ppm;
    uint64_t max_rejects;
    uint32_t max_reject_ppm;

    /* The rated rows, with a header; return 0, else the run stops with CRR_E_WRITE.
     * Needed by crr_file_rate if there is no write_at, not used by crr_file_find. */
    int (*write)(void *user, const char *at, size_t length);
    void *write_user;
    /* NULL, or called in place of write, with write_user, where output can be written
     * at any place, as files can: offset is where the bytes stand in all that is
     * written. Several threads call it at once, in any order, for every place once;
     * none waits for another's writing then. */
    int (*write_at)(void *user, const char *at, size_t length, uint64_t offset);
    /* The rejected rows as CSV with a header: line, byte, key, column, finding,
     * message, record. NULL: rejects are only counted. */
    int (*write_reject)(void *user, const char *at, size_t length);
    void *reject_user;
    /* Called with each fault of the first of previous, overrides and links that has
     * any: of the lines one by one, then of lines together, such as a key twice; at
     * most 20, then once without a finding's number if there are more. The run ends
     * with CRR_E_FILE and the first of them. NULL: only that is looked for. */
    void (*report)(void *user, const struct crr_error *finding);
    void *report_user;
    /* Called now and then with what was done so far; anything but 0 stops the run. */
    int (*progress)(void *user, uint64_t row_count, uint64_t byte_count);
    void *progress_user;
    struct crr_allocator allocator;
};

struct crr_summary;

/* Rates every record of the sources, in order. Every source begins with a header row of
 * its own. Rows in = rows rated + rows rejected, always. Memory does not depend on the
 * size of the sources. *ret_summary (may be NULL) is filled on CRR_OK and
 * CRR_E_REJECTS.
 *   CRR_E_FILE      a header does not fit: a needed column is missing, a name is there
 *                   twice, the encoding is not UTF-8, a CR alone stands where its line
 *                   should end; or an output column is unknown or confidential
 *   CRR_E_REJECTS, CRR_E_READ, CRR_E_WRITE, CRR_E_STOPPED, CRR_E_MEMORY, CRR_E_ARGUMENT
 * What was written before a failure is not complete: replace a file only on CRR_OK. */
CRR_API enum crr_status crr_file_rate(struct crr_model *model,
    const struct crr_source *sources, size_t source_count,
    const struct crr_file_options *options, struct crr_summary **ret_summary,
    struct crr_error *reterr);

/* A record that crr_file_find rated. */
struct crr_found {
    const struct crr_rating *rating;
    const char *file;                    /* name of the source */
    uint64_t line;                       /* in which the record begins there */
    const struct crr_past *past;         /* NULL: new, or no options.previous */
    const struct crr_standing *standing; /* NULL: no options.previous */
    /* The customer's override that is in force, applied or not; else the last of the
     * file that is not yet, or no longer. NULL: none. */
    const struct crr_override *override;
    const struct crr_override_rating *override_rating;
    size_t system_tier; /* index, after history */
    size_t tier;        /* index, the final one */
};

/* Rates the records whose key is key, and calls found for each while the rater holds
 * its rating; status is CRR_OK, or CRR_E_RECORD: then record is NULL, and error says
 * why, and in which file and line the record stands. found returns 0 to go on. Keys are
 * compared trimmed, codes as the model compares codes. *ret_count is the number found.
 * Statuses as crr_file_rate, and
 *   CRR_E_STOPPED   found did not return 0
 *   CRR_E_ARGUMENT  the model has no key, too */
CRR_API enum crr_status crr_file_find(struct crr_model *model,
    const struct crr_source *sources, size_t source_count,
    const struct crr_file_options *options, struct crr_text key,
    int (*found)(void *user, const struct crr_rater *rater,
        const struct crr_found *record, enum crr_status status,
        const struct crr_error *error),
    void *user, uint64_t *ret_count, struct crr_error *reterr);

/* One output column, or a family of them, and what it holds; NULL beyond the last. The
 * texts are static. */
CRR_API const char *crr_file_column_help(size_t index, const char **ret_name);

/* ---- The summary of a run ---- */

CRR_API void crr_summary_free(struct crr_summary *summary);

CRR_API uint64_t crr_summary_row_count(const struct crr_summary *summary);
CRR_API uint64_t crr_summary_rated_count(const struct crr_summary *summary);
CRR_API uint64_t crr_summary_rejected_count(const struct crr_summary *summary);
CRR_API uint64_t crr_summary_empty_line_count(const struct crr_summary *summary);
/* Rows whose final tier is the tier with this index. */
CRR_API uint64_t crr_summary_tier_count(const struct crr_summary *summary, size_t tier);

/* Whether in some source of JSON Lines no record had a member for the input with this
 * index, though the model reads it: perhaps its name is another one there. */
CRR_API bool crr_summary_is_absent(const struct crr_summary *summary, size_t input);

/* Customers of options.previous for whom no row was rated: gone, or rejected. */
CRR_API uint64_t crr_summary_unrated_count(const struct crr_summary *summary);

/* Links of options.links: persons of whom there is no record, and customers to whom
 * something is linked but who are not in the files (and behind nobody). */
CRR_API uint64_t crr_summary_unknown_person_count(const struct crr_summary *summary);
CRR_API uint64_t crr_summary_unlinked_count(const struct crr_summary *summary);

/* A linked person of whom there is no record, in the order in which the links name
 * them. */
struct crr_stranger_view {
    struct crr_text key; /* confidential if the model's key is */
    uint64_t line;       /* in the file of links, of the first link to whom is behind */
};
/* CRR_E_ARGUMENT beyond crr_summary_unknown_person_count. The key is owned by the
 * summary. */
CRR_API enum crr_status crr_summary_unknown_person(
    const struct crr_summary *summary, size_t index, struct crr_stranger_view *ret);

/* A role of links at which no linked input of the model looks: these links count for
 * nothing. The first 64 such roles are told apart. */
struct crr_other_role_view {
    struct crr_text role;
    struct crr_text nearest; /* a role of the model that was perhaps meant, or empty */
    uint64_t count;          /* links of this role */
    uint64_t line;           /* of the first of them */
};
/* All links of such roles, and one such role; CRR_E_ARGUMENT beyond the last. */
CRR_API uint64_t crr_summary_other_link_count(const struct crr_summary *summary);
CRR_API enum crr_status crr_summary_other_role(
    const struct crr_summary *summary, size_t index, struct crr_other_role_view *ret);

/* Persons whose links of one role have shares that sum to more than 1, which one of the
 * links must have wrong, or twice: how many, and, if there is one, the first. */
struct crr_excess_view {
    struct crr_text key, role; /* the key is confidential if the model's is */
    uint64_t line; /* in the file of links, of the link with which the sum exceeds 1 */
};
CRR_API uint64_t crr_summary_excess_share_count(
    const struct crr_summary *summary, struct crr_excess_view *ret_first);

/* An override of the file, and what became of it in the run. */
struct crr_override_view {
    struct crr_text key;
    uint64_t line;    /* in the file of overrides */
    bool met;         /* its customer is in the files */
    bool risen;       /* the system's tier is above the one at the decision */
    bool other_model; /* it was decided under another model than the one that rated */
    /* 0: the customer is not there, or its record was rejected. Of several records of a
     * customer one that refused it counts. */
    enum crr_override_state state;
    const char *why; /* static; NULL unless refused. Tells of no confidential rule */
    const char *why_revealed; /* the same for those who may see what is confidential */
};
CRR_API size_t crr_summary_override_count(const struct crr_summary *summary);
/* CRR_E_ARGUMENT beyond the count. The key is owned by the summary. */
CRR_API enum crr_status crr_summary_override(
    const struct crr_summary *summary, size_t index, struct crr_override_view *ret);

/* Writes tiers, rejects by cause, missing and unknown values by input, the share of
 * rows that θ lifted or lowered to another tier, each factor's share in the spread of
 * the scores (its covariance with the score over the score's variance; the shares add
 * up to 1) and the factors that were the same for all rows. Confidential factors are
 * added up. */
CRR_API enum crr_status crr_summary_write_json(const struct crr_summary *summary,
    bool reveal, int (*write)(void *user, const char *at, size_t length), void *user);
CRR_API enum crr_status crr_summary_write_text(const struct crr_summary *summary,
    bool reveal, int (*write)(void *user, const char *at, size_t length), void *user);

CRR_END_C

#endif
