/* The encodings that files of customers may have. */
#ifndef CRR_CLI_ENCODING_H
#define CRR_CLI_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct encoding {
    const char *name;           /* as --encoding has it */
    const char *other_names[2]; /* NULL: no more of them */
    const char *title;          /* in sentences */
    const char *iconv_name;     /* NULL: the file decides which row it is */
    bool holds_ascii;           /* bytes below 0x80 that begin a character are ASCII */
    /* Bytes of the character that begins with these, length > 0, as far as they tell;
     * more than length if it is cut. Where no character begins so, how many bytes are
     * worth showing. NULL with iconv_name. */
    size_t (*character_length)(const unsigned char *at, size_t length);
};

enum encoding_index {
    ENCODING_AUTO,
    ENCODING_UTF_8,
    ENCODING_GB18030,
    ENCODING_GBK,
    ENCODING_UTF_16, /* by the mark at its start */
    ENCODING_UTF_16LE,
    ENCODING_UTF_16BE,
    ENCODING_LATIN_1,
    ENCODING_WINDOWS_1252,
    ENCODING_COUNT
};

extern const struct encoding encodings[ENCODING_COUNT];

/* The names, as a message lists them. */
#define ENCODING_NAMES                                                                 \
    "auto, utf-8, gb18030, gbk, utf-16, utf-16le, utf-16be, latin-1 or windows-1252"

/* By name, in any case; NULL: there is none. */
const struct encoding *encoding_find(const char *name);

/* The order that a mark at the start of UTF-16 tells; NULL: there is none. */
const struct encoding *encoding_of_mark(const char *at, size_t length);
#define ENCODING_MARK_LENGTH 2u

#endif
