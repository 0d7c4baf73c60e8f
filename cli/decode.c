/* Decoding. Text in GB18030 and GBK is mostly ASCII, which is copied: but only where a
 * character begins, because their characters have bytes of ASCII behind the first. */
#include "decode.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

/* So much ASCII in a row is worth leaving iconv for. */
#define LONG_RUN 16u

#define HIGH_BITS UINT64_C(0x8080808080808080)

size_t
decode_ascii_length(const char *at, size_t length)
{
    size_t run = 0;

    for (; run + 32 <= length; run += 32) {
        uint64_t words[4];

        memcpy(words, at + run, sizeof words);
        if ((words[0] | words[1] | words[2] | words[3]) & HIGH_BITS)
            break;
    }
    while (run < length && (unsigned char)at[run] < 0x80)
        run++;
    return run;
}

static void
advance(struct decoding_ends *ends, size_t length)
{
    ends->at += length;
    ends->length -= length;
}

static void
copy_ascii(struct decoding_ends *ends)
{
    size_t most = ends->length < ends->room ? ends->length : ends->room;
    size_t run = decode_ascii_length(ends->at, most);

    memcpy(ends->to, ends->at, run);
    advance(ends, run);
    ends->to += run;
    ends->room -= run;
}

/* How far it goes to the next long run of ASCII, or to the end. */
static size_t
mixed_length(const struct encoding *encoding, const char *at, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)at;
    size_t end = 0, ascii = 0;

    while (end < length && ascii < LONG_RUN) {
        size_t step = 1;

        if (bytes[end] < 0x80) {
            ascii++;
        } else {
            ascii = 0;
            step = encoding->character_length(bytes + end, length - end);
        }
        end += step < length - end ? step : length - end;
    }
    return end - ascii;
}

enum decoding
decode(const struct encoding *encoding, iconv_t iconv_of, bool at_end,
    struct decoding_ends *ends)
{
    for (;;) {
        size_t run, left, result;
        char *at;

        if (encoding->holds_ascii)
            copy_ascii(ends);
        if (ends->length == 0)
            return DECODING_MORE;
        if (ends->room < DECODING_ROOM)
            return DECODING_FULL;
        run = encoding->holds_ascii ? mixed_length(encoding, ends->at, ends->length)
                                    : ends->length;
        left = run;
        at = (char *)(uintptr_t)ends->at; /* iconv does not write there */
        result = iconv(iconv_of, &at, &left, &ends->to, &ends->room);
        advance(ends, run - left);
        if (result != (size_t)-1)
            continue;
        if (errno == E2BIG)
            return DECODING_FULL;
        if (errno == EINVAL && left == ends->length && !at_end)
            return DECODING_MORE;
        return DECODING_WRONG;
    }
}
