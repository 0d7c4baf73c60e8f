/* The width of texts. */
#include "base/width.h"

#include <stdint.h>

/* How many columns of a terminal a character takes. */
static size_t
character_width(uint32_t character)
{
    static const struct {
        uint32_t first, last, width;
    } ranges[] = {{0x300, 0x36F, 0}, {0x1100, 0x115F, 2}, {0x2E80, 0xA4CF, 2},
        {0xAC00, 0xD7A3, 2}, {0xF900, 0xFAFF, 2}, {0xFE30, 0xFE6F, 2},
        {0xFF00, 0xFF60, 2}, {0xFFE0, 0xFFE6, 2}, {0x1F300, 0x1FAFF, 2},
        {0x20000, 0x3FFFD, 2}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return ranges[i].width;
    return 1;
}

size_t
crr_text_width(struct crr_text text)
{
    const unsigned char *at = (const unsigned char *)text.at;
    const unsigned char *end = at + text.length;
    size_t width = 0;

    while (at < end) {
        unsigned char lead = *at++;
        int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
        uint32_t character = more ? lead & (0x3Fu >> more) : lead;

        for (; more > 0 && at < end; more--)
            character = character << 6 | (*at++ & 0x3Fu);
        width += character_width(character);
    }
    return width;
}
