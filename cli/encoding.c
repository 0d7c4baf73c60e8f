/* The table of encodings. */
#include "encoding.h"

#include <strings.h>

static size_t
length_in_utf_8(const unsigned char *at, size_t length)
{
    (void)length;
    if (at[0] < 0xC2 || at[0] > 0xF4)
        return 1;
    return at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
}

static size_t
length_in_gbk(const unsigned char *at, size_t length)
{
    (void)length;
    return at[0] > 0x80 && at[0] < 0xFF ? 2 : 1;
}

/* A digit as the second byte begins two pairs. */
static size_t
length_in_gb18030(const unsigned char *at, size_t length)
{
    if (length_in_gbk(at, length) == 1)
        return 1;
    return length > 1 && at[1] >= '0' && at[1] <= '9' ? 4 : 2;
}

static size_t
length_of_unit(unsigned char high_byte)
{
    return high_byte >= 0xD8 && high_byte < 0xDC ? 4 : 2;
}

static size_t
length_in_utf_16le(const unsigned char *at, size_t length)
{
    return length < 2 ? 2 : length_of_unit(at[1]);
}

static size_t
length_in_utf_16be(const unsigned char *at, size_t length)
{
    (void)length;
    return length_of_unit(at[0]);
}

static size_t
length_in_bytes(const unsigned char *at, size_t length)
{
    (void)at;
    (void)length;
    return 1;
}

const struct encoding encodings[ENCODING_COUNT] = {
    {"auto", {NULL}, "an encoding that is found out", NULL, false, NULL},
    {"utf-8", {"utf8"}, "UTF-8", "UTF-8", true, length_in_utf_8},
    {"gb18030", {NULL}, "GB18030", "GB18030", true, length_in_gb18030},
    {"gbk", {NULL}, "GBK", "GBK", true, length_in_gbk},
    {"utf-16", {"utf16"}, "UTF-16", NULL, false, NULL},
    {"utf-16le", {"utf16le"}, "UTF-16LE", "UTF-16LE", false, length_in_utf_16le},
    {"utf-16be", {"utf16be"}, "UTF-16BE", "UTF-16BE", false, length_in_utf_16be},
    {"latin-1", {"iso-8859-1", "latin1"}, "Latin-1", "ISO-8859-1", true,
        length_in_bytes},
    {"windows-1252", {"cp1252"}, "Windows-1252", "CP1252", true, length_in_bytes},
};

static bool
has_name(const struct encoding *encoding, const char *name)
{
    bool found = strcasecmp(encoding->name, name) == 0;

    for (size_t i = 0; i < 2 && encoding->other_names[i]; i++)
        found |= strcasecmp(encoding->other_names[i], name) == 0;
    return found;
}

const struct encoding *
encoding_find(const char *name)
{
    for (size_t i = 0; i < ENCODING_COUNT; i++)
        if (has_name(&encodings[i], name))
            return &encodings[i];
    return NULL;
}

const struct encoding *
encoding_of_mark(const char *at, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)at;

    if (length < ENCODING_MARK_LENGTH)
        return NULL;
    if (bytes[0] == 0xFF && bytes[1] == 0xFE)
        return &encodings[ENCODING_UTF_16LE];
    if (bytes[0] == 0xFE && bytes[1] == 0xFF)
        return &encodings[ENCODING_UTF_16BE];
    return NULL;
}
