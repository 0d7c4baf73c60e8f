/* The screen: size, encoding and directives. */
#include "yaml/screen.h"

#include <string.h>
#include "base/span.h"

bool
crr_yaml_has_bom(struct crr_text text)
{
    return text.length >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0;
}

struct crr_yaml_node
crr_yaml_node_at(struct crr_text text, size_t offset)
{
    struct crr_yaml_node node = {.kind = CRR_YAML_SCALAR, .line = 1};
    size_t line_start = crr_yaml_has_bom(text) && offset >= 3 ? 3 : 0;

    offset = offset < text.length ? offset : text.length;
    for (size_t i = line_start; i < offset; i++) {
        bool ends = text.at[i] == '\n' ||
                    (text.at[i] == '\r' &&
                        !(i + 1 < text.length && text.at[i + 1] == '\n'));

        if (ends) {
            node.line++;
            line_start = i + 1;
        }
    }
    node.column = 1 + crr_text_character_count(
                          (struct crr_text){text.at + line_start, offset - line_start});
    return node;
}

static bool
check_bytes(struct crr_text text, struct crr_reader *trace)
{
    struct crr_yaml_node node;
    size_t at = 0;
    size_t step = 1;

    while (at < text.length && text.at[at] != '\0' && step > 0) {
        step = crr_utf8_length(text.at + at, text.length - at);
        at += step;
    }
    if (at == text.length)
        return true;
    node = crr_yaml_node_at(text, at);
    if (text.length >= 2 &&
        (memcmp(text.at, "\xFF\xFE", 2) == 0 || memcmp(text.at, "\xFE\xFF", 2) == 0))
        crr_reader_finding(trace, CRR_F_NOT_UTF8, &node,
            "expected UTF-8, found UTF-16; save the file as UTF-8");
    else if (text.at[at] == '\0')
        crr_reader_finding(
            trace, CRR_F_NOT_UTF8, &node, "expected text, found a NUL byte");
    else
        crr_reader_finding(trace, CRR_F_NOT_UTF8, &node,
            "expected UTF-8, found the byte 0x%02X; save the file as UTF-8",
            (unsigned)(unsigned char)text.at[at]);
    return false;
}

static bool
has_at(struct crr_text text, size_t at, const char *wanted)
{
    size_t length = strlen(wanted);

    return text.length - at >= length && memcmp(text.at + at, wanted, length) == 0;
}

/* libyaml ends lines at U+0085, U+2028 and U+2029 too. */
static bool
begins_line(struct crr_text text, size_t at)
{
    return at == 0 || text.at[at - 1] == '\n' || text.at[at - 1] == '\r' ||
           (at >= 2 && has_at(text, at - 2, "\xC2\x85")) ||
           (at >= 3 && (has_at(text, at - 3, "\xE2\x80\xA8") ||
                           has_at(text, at - 3, "\xE2\x80\xA9"))) ||
           (at == 3 && crr_yaml_has_bom(text));
}

/* Looks for %YAML and %TAG at the beginning of a line. libyaml compares the handles of
 * tags with each other, in quadratic time. */
static bool
check_directives(struct crr_text text, struct crr_reader *trace)
{
    const char *found = text.length > 0 ? memchr(text.at, '%', text.length) : NULL;

    while (found) {
        size_t at = (size_t)(found - text.at);

        if (begins_line(text, at) &&
            (has_at(text, at, "%YAML") || has_at(text, at, "%TAG"))) {
            struct crr_yaml_node node = crr_yaml_node_at(text, at);

            crr_reader_finding(trace, CRR_F_NOT_YAML, &node,
                "expected no directive, found a line that begins with %s; remove it",
                text.at[at + 1] == 'Y' ? "%YAML" : "%TAG");
            return false;
        }
        found = memchr(found + 1, '%', text.length - at - 1);
    }
    return true;
}

bool
crr_yaml_screen(struct crr_text text, size_t limit, struct crr_reader *trace)
{
    struct crr_yaml_node start = {.line = 1, .column = 1};

    if (text.length > limit) {
        crr_reader_finding(trace, CRR_F_TOO_LARGE, &start,
            "expected at most %zu bytes, found more", limit);
        return false;
    }
    return check_bytes(text, trace) && check_directives(text, trace);
}
