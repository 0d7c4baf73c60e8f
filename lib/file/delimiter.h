/* Finding what parts the fields of a file whose delimiter is not told. The candidates
 * are , ; tab | 0x01 0x1D 0x1F. Of those that part the header into several columns the
 * one counts under which the header has the most of the wanted columns. If several have
 * equally many, or none has any, it is the one under which each of the first
 * CRR_DELIMITER_ROWS rows has as many fields as the header. */
#ifndef CRR_FILE_DELIMITER_H
#define CRR_FILE_DELIMITER_H

#include "file/stream.h"

#define CRR_DELIMITER_ROWS 20 /* with the header, as far as the buffer holds them */

struct crr_delimiter_search {
    struct crr_stream *stream;
    /* Whether a column of this name, which is trimmed, is wanted. */
    bool (*is_wanted)(const void *user, struct crr_text name);
    const void *user;
    /* Filled where several candidates fit equally well: two of them. */
    char tied[2];
};

/* Sets the stream's delimiter; the stream stands before the header. Where no candidate
 * fits it is the comma. *ret_tied: two or more fit, and have wanted columns, so that
 * the delimiter is not certain; the stream's is as it was then.
 *   CRR_E_READ, CRR_E_MEMORY */
enum crr_status crr_delimiter_find(struct crr_delimiter_search *search, bool *ret_tied);

/* The delimiter as a person calls it: "a comma", "0x1D". */
const char *crr_delimiter_name(char delimiter);

#endif
