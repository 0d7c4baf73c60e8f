/* Names in their normal form. */
#include "model/name.h"
#include <utf8proc.h>

/* What is written so far, and whether something to leave out came after it. */
struct form {
    char *text;
    size_t length;
    bool apart;   /* a separator is due before the next letter */
    bool chinese; /* the last letter is */
};

/* Ideographs after NFKC, which has made the compatible ones equal to these. */
static bool
is_chinese(int32_t point)
{
    return (point >= 0x4E00 && point <= 0x9FFF) ||
           (point >= 0x3400 && point <= 0x4DBF) || point == 0x3007 ||
           (point >= 0x20000 && point <= 0x3FFFF);
}

static bool
is_kept(int32_t point)
{
    switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

/* Puts a space where one is due. */
static void
part(struct form *form, enum crr_name_kind kind, bool chinese)
{
    if (form->apart && kind == CRR_NAME_OF_PERSON && form->length > 0 &&
        !(form->chinese && chinese))
        form->text[form->length++] = ' ';
    form->apart = false;
    form->chinese = chinese;
}

/* True if all of it is ASCII, of which the form is found letter by letter. */
static bool
write_ascii(struct form *form, struct crr_text text, enum crr_name_kind kind)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool upper = byte >= 'A' && byte <= 'Z';
        if (byte >= 0x80)
            return false;
        if (!upper && !(byte >= 'a' && byte <= 'z') && !(byte >= '0' && byte <= '9')) {
            form->apart = true;
            continue;
        }
        part(form, kind, false);
        form->text[form->length++] = (char)(upper ? byte + ('a' - 'A') : byte);
    }
    return true;
}

static void
write_points(struct form *form, const int32_t *points, utf8proc_ssize_t count,
    enum crr_name_kind kind)
{
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        if (!is_kept(points[i])) {
            form->apart = true;
            continue;
        }
        part(form, kind, is_chinese(points[i]));
        form->length += (size_t)utf8proc_encode_char(
            points[i], (utf8proc_uint8_t *)form->text + form->length);
    }
}

struct crr_text
crr_name_normal(
    struct crr_text text, enum crr_name_kind kind, struct crr_name_room *room)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT |
                                      UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD |
                                      UTF8PROC_IGNORE;
    struct form form = {.text = room->text};
    if (text.length > CRR_SPELLING_LIMIT)
        return (struct crr_text){room->text, 0};
    if (write_ascii(&form, text, kind))
        return (struct crr_text){form.text, form.length};
    form = (struct form){.text = room->text};
    utf8proc_ssize_t count = utf8proc_decompose((const utf8proc_uint8_t *)text.at,
        (utf8proc_ssize_t)text.length, room->points, CRR_NAME_ROOM, options);
    if (count > 0 && count <= CRR_NAME_ROOM)
        count = utf8proc_normalize_utf32(room->points, count, options);
    if (count > 0 && count <= CRR_NAME_ROOM)
        write_points(&form, room->points, count, kind);
    return (struct crr_text){form.text, form.length};
}
