/* What was read of CSV, as text that can be compared. */
#ifndef CRR_TESTS_CSV_SCRIPT_H
#define CRR_TESTS_CSV_SCRIPT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/csv.h"

#define NO_LIMIT ((size_t)1 << 20)
#define SCRIPT_SIZE 8192

/* What was read, as text: "a|b;" a record of two fields, "-;" an empty line, "!u;" a
 * refused line, each with its first line and its length: "a|b@1+3;". */
struct script {
    char at[SCRIPT_SIZE];
    size_t used;
};

static inline void
note(struct script *script, const char *at, size_t length)
{
    assert_true(script->used + length < sizeof script->at);
    memcpy(script->at + script->used, at, length);
    script->used += length;
    script->at[script->used] = '\0';
}

static inline void
note_end(struct script *script, size_t line, size_t length)
{
    char text[64];
    int used = snprintf(text, sizeof text, "@%zu+%zu;", line, length);
    note(script, text, (size_t)used);
}

static const char *const refusals[] = {[CRR_CSV_EMPTY_LINE] = "-",
    [CRR_CSV_UNCLOSED] = "!unclosed",
    [CRR_CSV_AFTER_QUOTE] = "!after",
    [CRR_CSV_TOO_LONG] = "!long",
    [CRR_CSV_TOO_MANY] = "!many"};

static inline void
note_record(struct script *script, enum crr_csv_result result,
    const struct crr_csv_record *record)
{
    char buffer[64];
    if (result != CRR_CSV_RECORD)
        note(script, refusals[result], strlen(refusals[result]));
    for (size_t i = 0; result == CRR_CSV_RECORD && i < record->count; i++) {
        struct crr_text text = crr_csv_text(&record->fields[i], buffer);
        if (i > 0)
            note(script, "|", 1);
        note(script, text.at, text.length);
    }
}

#endif
