/* Texts: comparing, trimming, and finding the nearest known word. */
#ifndef CRR_BASE_SPAN_H
#define CRR_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include "crr/text.h"

/* A text from a string literal or a terminated string. */
static inline struct crr_text
crr_text_of(const char *terminated)
{
    return (struct crr_text){terminated, terminated ? strlen(terminated) : 0};
}

static inline bool
crr_text_equal(struct crr_text a, struct crr_text b)
{
    return a.length == b.length &&
           (a.length == 0 || (a.at[0] == b.at[0] && memcmp(a.at, b.at, a.length) == 0));
}

static inline bool
crr_text_is(struct crr_text text, const char *terminated)
{
    return crr_text_equal(text, crr_text_of(terminated));
}

/* Byte order, shorter first if one begins the other: <0, 0, >0. */
int crr_text_compare(struct crr_text a, struct crr_text b);

/* Equal but for A-Z against a-z. */
bool crr_text_equal_fold(struct crr_text a, struct crr_text b);

/* Without spaces, tabs, U+00A0 and U+3000 at both ends. */
struct crr_text crr_text_trim(struct crr_text text);

/* True for [A-Za-z][A-Za-z0-9_.-]{0,63}. */
bool crr_text_is_id(struct crr_text text);

/* True for well-formed UTF-8 (no surrogates, no overlong forms, up to U+10FFFF). */
bool crr_text_is_utf8(struct crr_text text);

/* The bytes of the well-formed UTF-8 character that stands at `at`; 0 if none does. */
size_t crr_utf8_length(const char *at, size_t length);

/* How many characters the first `length` bytes of UTF-8 text are. */
size_t crr_text_character_count(struct crr_text text);

/* Room for a folded code. */
#define CRR_CODE_LIMIT 255

/* Folds a code, number, date or flag: trims, and writes U+FF01-FF5E as ASCII, U+3000 as
 * a space, and with ignore_case A-Z as a-z. buffer has room for text.length bytes
 * (folding never lengthens). The result points into text where nothing changed, else
 * into buffer. */
struct crr_text crr_text_fold(struct crr_text text, bool ignore_case, char *buffer);

/* Writes text as a message shows it: control characters, characters that change the
 * direction of writing and bytes that are not UTF-8 escaped; what is too long is cut
 * between characters and ends in "...". size >= 16. Returns buffer, NUL-terminated. */
const char *crr_text_shown(struct crr_text text, char *buffer, size_t size);

/* The words among which a misspelt one is looked for; feed each known word. */
struct crr_nearest {
    struct crr_text wanted;
    struct crr_text best; /* at == NULL: none is near */
    size_t best_distance;
};
void crr_nearest_init(struct crr_nearest *nearest, struct crr_text wanted);
void crr_nearest_try(struct crr_nearest *nearest, struct crr_text known);

#endif
