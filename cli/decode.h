/* Decoding bytes into UTF-8: iconv, and past it where all is ASCII. */
#ifndef CRR_CLI_DECODE_H
#define CRR_CLI_DECODE_H

#include <iconv.h>
#include <stdbool.h>
#include "encoding.h"

enum decoding {
    DECODING_MORE,  /* all is decoded but the start of a character, at most 3 bytes */
    DECODING_FULL,  /* there may be no room for the next character */
    DECODING_WRONG, /* what follows is no character, or the text ends within one */
};

/* Room for any character. */
#define DECODING_ROOM ((size_t)16)

/* The bytes that are left, and the room. */
struct decoding_ends {
    const char *at;
    size_t length;
    char *to;
    size_t room;
};

/* Decodes as far as it can and moves the ends behind that; something is done if there is
 * DECODING_ROOM, unless the first character is cut or wrong. iconv is that of the
 * encoding, which has a name for iconv, into UTF-8. at_end: nothing follows. */
enum decoding decode(const struct encoding *encoding, iconv_t iconv, bool at_end,
    struct decoding_ends *ends);

/* How many bytes at the start are ASCII. */
size_t decode_ascii_length(const char *at, size_t length);

#endif
