/* An output of rating that is read again: its columns, then row by row. */
#ifndef CRR_DIFF_SHEET_H
#define CRR_DIFF_SHEET_H

#include "base/arena.h"
#include "crr/diff.h"
#include "file/stream.h"

struct crr_sheet {
    const struct crr_source *source;
    const struct crr_outputs_options *options; /* of finding the delimiter */
    struct crr_stream stream;
    bool marked; /* it began with a mark of UTF-8 */
    struct crr_text *names;
    size_t column_count, key, tier, system_tier, score; /* places, or CRR_NONE */
};

struct crr_sheet_row {
    struct crr_text *cells; /* by column of its file */
    uint64_t line;
};

/* CRR_E_FILE at a line. */
enum crr_status crr_sheet_refuse(const struct crr_sheet *sheet, uint64_t line,
    struct crr_error *reterr, const char *message);

/* CRR_NONE if there is none. */
size_t crr_sheet_find(const struct crr_sheet *sheet, struct crr_text name);

/* Reads the header into the arena. key: empty, the first column. */
enum crr_status crr_sheet_read_header(struct crr_sheet *sheet, struct crr_text key,
    struct crr_arena *arena, struct crr_error *reterr);

/* Reads a row into the arena; *ret_found is false at the end. Its key is trimmed, and
 * not empty. */
enum crr_status crr_sheet_next(struct crr_sheet *sheet, struct crr_arena *arena,
    struct crr_sheet_row *ret, bool *ret_found, struct crr_error *reterr);

#endif
