/* CSV that spreadsheets open rightly: crr rate --for-excel. What the library writes is
 * read along and written anew: a UTF-8 mark before it, lines that end in CR LF, and
 *   - a cell that a spreadsheet would run (it begins with = + - @, a tab, a CR, or one
 *     of the wide forms of = + - @) has an apostrophe before it, unless it is a number;
 *   - a cell that it would take for another number or for a date (leading zeros, more
 *     than 15 digits, 1/2, 3-4, 1E5, MAR1) is ="...", which is shown as it is.
 * Numbers of up to 15 digits and days such as 2026-01-31 stay what they are. */
#ifndef CRR_CLI_SPREADSHEET_H
#define CRR_CLI_SPREADSHEET_H

#include <stdbool.h>
#include <stddef.h>
#include "output.h"

struct spreadsheet {
    struct output *out;
    bool begun; /* the mark is written */
    bool in_quotes, quote_seen;
    char *cell; /* the one that is being read, without its quotes */
    size_t length, capacity;
};

void spreadsheet_start(struct spreadsheet *sheet, struct output *out);

/* Takes CSV as the library writes it, in pieces that end anywhere; user is a struct
 * spreadsheet. 0, or -1 if a write failed or there is no memory: the output's error
 * says which. */
int spreadsheet_write(void *user, const char *at, size_t length);

void spreadsheet_release(struct spreadsheet *sheet);

#endif
