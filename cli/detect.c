/* Detecting encodings: what is wrong in one is known for certain, what is valid is not.
 * So the choice is told, and only the two are tried of which a wrong text is rarely a
 * valid one. */
#include "detect.h"

#include <string.h>
#include "decode.h"
#include "say.h"

/* Whether all is valid, or else where it is not first. */
static bool
is_valid(const struct encoding *encoding, iconv_t iconv, bool at_end, const char *at,
    size_t length, size_t *ret_wrong_at)
{
    enum decoding result = DECODING_FULL;
    struct decoding_ends ends = {at, length, NULL, 0};
    char room[4096];

    while (result == DECODING_FULL) {
        ends.to = room;
        ends.room = sizeof room;
        result = decode(encoding, iconv, at_end, &ends);
    }
    *ret_wrong_at = (size_t)(ends.at - at);
    return result == DECODING_MORE;
}

/* False: iconv does not know it. */
static bool
try(enum encoding_index index, bool at_end, const char *at, struct detection *detection,
    size_t *ret_wrong_at)
{
    const struct encoding *encoding = &encodings[index];
    /* UTF-16 has no room for what is beyond U+10FFFF, which glibc takes in UTF-8. */
    iconv_t iconv = iconv_open("UTF-16LE", encoding->iconv_name);

    if (iconv == (iconv_t)-1)
        return false;
    if (is_valid(encoding, iconv, at_end, at, detection->looked_at, ret_wrong_at))
        detection->encoding = encoding;
    iconv_close(iconv);
    return true;
}

bool
detect(const char *at, size_t length, bool at_end, struct detection *ret)
{
    const char *nul;

    memset(ret, 0, sizeof *ret);
    ret->looked_at = length;
    ret->encoding = encoding_of_mark(at, length);
    ret->has_mark = ret->encoding;
    if (ret->encoding)
        return true;
    nul = length > 0 ? memchr(at, 0, length) : NULL;
    if (nul) {
        ret->has_nul = true;
        ret->nul_at = (size_t)(nul - at);
        return true;
    }
    ret->is_ascii = decode_ascii_length(at, length) == length;
    if (!try(ENCODING_UTF_8, at_end, at, ret, &ret->not_utf_8_at))
        return false;
    return ret->encoding ||
           try(ENCODING_GB18030, at_end, at, ret, &ret->not_gb18030_at);
}

void
detection_print(const struct detection *detection, struct fault *ret_text)
{
    char *text = ret_text->text;
    size_t size = sizeof ret_text->text;
    const struct encoding *encoding = detection->encoding;
    char count[COUNT_SIZE];

    count_text(detection->looked_at, count);
    if (detection->has_nul)
        print_text(text, size,
            "byte %zu is NUL, as in UTF-16, whose mark the file does not begin with; "
            "name it, --encoding utf-16le or utf-16be",
            detection->nul_at);
    else if (!encoding)
        print_text(text, size,
            "UTF-16 with a mark, UTF-8 or GB18030 is expected, found a byte %zu that "
            "is not UTF-8 and a byte %zu that is not GB18030; name its --encoding",
            detection->not_utf_8_at, detection->not_gb18030_at);
    else if (detection->has_mark)
        print_text(text, size, "%s: it begins with the mark of it", encoding->title);
    else if (detection->is_ascii)
        print_text(
            text, size, "%s: its first %s bytes are ASCII", encoding->title, count);
    else if (encoding == &encodings[ENCODING_UTF_8])
        print_text(
            text, size, "%s: its first %s bytes are valid", encoding->title, count);
    else
        print_text(text, size,
            "%s: its first %s bytes are valid, but in UTF-8 byte %zu is wrong; Latin-1 "
            "has to be named",
            encoding->title, count, detection->not_utf_8_at);
}
