/* The normal form in which names and identifiers are compared.
 *
 * NFKC with full case folding and without what is ignorable by default (NFKC_Casefold,
 * The Unicode Standard, 3.13), by utf8proc. Then letters, marks and digits stay, and
 * all else stands between words: of a name one space for any number of such
 * characters, but none at the ends and none between two Chinese characters; of an
 * identifier nothing. "O’NEIL,  Ｊ." and "o'neil j" are one name, and so are "王　伟" and
 * "王伟"; "AB 12-34" and "ab1234" are one identifier.
 *
 * Equal normal forms are equal names. Nothing is transliterated, no words change their
 * places, no letter is forgiven: this is no screening for similar names. */
#ifndef CRR_MODEL_NAME_H
#define CRR_MODEL_NAME_H

#include <stdbool.h>
#include <stdint.h>
#include "crr/text.h"

#define CRR_SPELLING_LIMIT 1024 /* bytes of a name as it is written */

/* Room for one name; large, so not for the stack of a small thread. No character
 * becomes more than 18 (U+FDFA), and each of them has 2 bytes then, else 4. */
#define CRR_NAME_ROOM (6 * CRR_SPELLING_LIMIT + 64)
struct crr_name_room {
    int32_t points[CRR_NAME_ROOM]; /* code points */
    char text[4 * CRR_NAME_ROOM];
};

enum crr_name_kind {
    CRR_NAME_OF_PERSON = 0,
    CRR_NAME_IDENTIFIER = 1
};
#define CRR_NAME_KIND_COUNT 2

/* The normal form of UTF-8 text of up to CRR_SPELLING_LIMIT bytes, in room->text.
 * Empty if
 * it has no letter, mark or digit. */
struct crr_text crr_name_normal(
    struct crr_text text, enum crr_name_kind kind, struct crr_name_room *room);

#endif
