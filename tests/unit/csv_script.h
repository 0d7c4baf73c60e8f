/* What was read of CSV, as text that can be compared. */
#ifndef CRR_TESTS_CSV_SCRIPT_H
#define CRR_TESTS_CSV_SCRIPT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
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

/* Reads text as a caller does who holds `first` bytes and then gets `step` more at a
 * time. The bytes are copied, so that reading beyond them is seen by a sanitizer. */
static inline void
read_in_steps(struct script *script, struct crr_text text, char delimiter, size_t limit,
    size_t capacity, size_t first, size_t step)
{
    struct crr_csv_field fields[16];
    struct crr_csv_record record = {.fields = fields, .capacity = capacity};
    size_t start = 0, end = first < text.length ? first : text.length;
    size_t line = 1;
    bool skipping = false;
    script->used = 0;
    script->at[0] = '\0';
    for (;;) {
        size_t length = end - start;
        char *held = malloc(length ? length : 1);
        assert_non_null(held);
        if (length > 0)
            memcpy(held, text.at + start, length);
        if (skipping) {
            const char *lf = memchr(held, '\n', length);
            start += lf ? (size_t)(lf - held) + 1 : length;
            line += lf != NULL;
            skipping = !lf && end < text.length;
            if (skipping)
                end += step < text.length - end ? step : text.length - end;
            free(held);
            continue;
        }
        enum crr_csv_result result = crr_csv_next(
            held, length, end == text.length, delimiter, limit, &record);
        if (result == CRR_CSV_MORE) {
            assert_true(end < text.length);
            assert_true(length < limit + 2);
            end += step < text.length - end ? step : text.length - end;
            free(held);
            continue;
        }
        if (result == CRR_CSV_END) {
            free(held);
            return;
        }
        note_record(script, result, &record);
        note_end(script, line, record.length > limit ? 0 : record.length);
        assert_in_range(record.consumed, 1, length);
        line += record.line_count;
        skipping = record.line_count == 0;
        start += record.consumed;
        free(held);
    }
}

#endif
