/* A text that is put together piece by piece. */
#include "piece.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
reserve(struct piece *piece, size_t more)
{
    size_t needed = piece->length + more + 1;
    size_t capacity = needed < 256 ? 256 : needed * 2;
    char *at;

    if (piece->failed || needed <= piece->capacity)
        return !piece->failed;
    at = realloc(piece->at, capacity);
    if (!at) {
        piece->failed = true;
        return false;
    }
    piece->at = at;
    piece->capacity = capacity;
    return true;
}

void
piece_put_text(struct piece *piece, struct crr_text text)
{
    if (!reserve(piece, text.length))
        return;
    if (text.length > 0)
        memcpy(piece->at + piece->length, text.at, text.length);
    piece->length += text.length;
    piece->at[piece->length] = '\0';
}

void
piece_put(struct piece *piece, const char *format, ...)
{
    va_list list;
    int length;

    va_start(list, format);
    length = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (length < 0 || !reserve(piece, (size_t)length))
        return;
    va_start(list, format);
    vsnprintf(piece->at + piece->length, (size_t)length + 1, format, list);
    va_end(list);
    piece->length += (size_t)length;
}

struct crr_text
piece_text(const struct piece *piece)
{
    return (struct crr_text){piece->at ? piece->at : "", piece->length};
}

void
piece_release(struct piece *piece)
{
    free(piece->at);
    *piece = (struct piece){.length = 0};
}

void
csv_field(struct output *out, struct crr_text text)
{
    const char *at = text.at ? text.at : "";
    bool quoted = memchr(at, ',', text.length) || memchr(at, '"', text.length) ||
                  memchr(at, '\n', text.length) || memchr(at, '\r', text.length);

    if (!quoted) {
        output_write(out, at, text.length);
        return;
    }
    output_write(out, "\"", 1);
    for (size_t i = 0; i < text.length; i++)
        output_write(out, at[i] == '"' ? "\"\"" : &at[i], at[i] == '"' ? 2 : 1);
    output_write(out, "\"", 1);
}
