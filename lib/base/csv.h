/* The CSV grammar, sequentially defined: splits one record that begins at a given
 * place. The model's tables and the files of customers are read with it; faster readers
 * must equal it. The grammar stands in crr/file.h. */
#ifndef CRR_BASE_CSV_H
#define CRR_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "crr/text.h"

enum crr_csv_result {
    CRR_CSV_RECORD,     /* fields are filled */
    CRR_CSV_EMPTY_LINE, /* nothing but the line's end */
    CRR_CSV_MORE,     /* the record goes on beyond the bytes, which are not the last */
    CRR_CSV_END,      /* no bytes are left */
    CRR_CSV_UNCLOSED, /* a quoted field is not closed in time: skip the physical line */
    CRR_CSV_AFTER_QUOTE, /* bytes after a closing quote: skip the physical line */
    CRR_CSV_TOO_LONG,    /* the record exceeds the limit: skip the physical line */
    CRR_CSV_TOO_MANY /* more fields than there is room for: skip the physical line */
};

struct crr_csv_field {
    const char *at; /* inside the quotes */
    size_t length;
    bool quoted;
    bool doubled; /* holds "" that stands for one quote */
};

/* A place on the way through a record. */
struct crr_csv_scan {
    size_t position; /* from the record's begin */
    size_t count;    /* fields begun */
    unsigned state;
};

/* What a look ahead over several lines found, kept for the lines that it ran over. */
struct crr_csv_trunk {
    bool known;
    unsigned end; /* what stopped the front */
    struct crr_csv_scan tail, front;
};

struct crr_csv_record {
    struct crr_csv_field *fields;
    size_t capacity; /* of fields, set by the caller */
    size_t count;
    size_t consumed;   /* bytes up to the next record, or after the physical line */
    size_t line_count; /* physical lines in consumed */
    size_t length;     /* bytes of the record (or line) without its line end */
    struct crr_csv_trunk trunk; /* crr_csv_next's own; zero before the first record */
};

/* Splits the record at `at`. at_end says that no bytes follow length. limit is the
 * greatest length of a record without its line end. The result does not depend on how
 * many bytes beyond it there are: while they do not decide it, it is CRR_CSV_MORE, and
 * limit + 2 bytes always decide. Only where the physical line to be skipped is longer
 * than that and its end is not within the bytes, CRR_CSV_TOO_LONG comes with consumed
 * == length and line_count == 0: the caller skips on to the next LF.
 *
 * record belongs to one pass over one text: the next call is for the bytes behind
 * `consumed`, at least those that were there, or after CRR_CSV_MORE for the same bytes
 * and more, wherever they lie now. The cost is linear in the bytes. */
enum crr_csv_result crr_csv_next(const char *at, size_t length, bool at_end,
    char delimiter, size_t limit, struct crr_csv_record *record);

/* The field's text. Undoubles quotes into buffer (room for field->length bytes) if need
 * be. */
struct crr_text crr_csv_text(const struct crr_csv_field *field, char *buffer);

#endif
