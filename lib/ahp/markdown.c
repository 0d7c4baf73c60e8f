/* The forms of Markdown. */
#include "ahp/markdown.h"

#include <math.h>
#include "ahp/real.h"
#include "base/span.h"

void
crr_page_put(struct crr_page *page, const char *markdown)
{
    crr_write_string(&page->writer, markdown);
}

/* A character, controls as the messages show them; none of it is active. */
static void
put_character(struct crr_page *page, struct crr_text character)
{
    char shown[16];

    if (character.length == 1 && (*character.at == '\n' || *character.at == '\r')) {
        crr_page_put(page, " ");
        return;
    }
    crr_text_shown(character, shown, sizeof shown);
    for (const char *at = shown; *at; at++) {
        if (strchr("\\`*_{}[]<>#!|&~$@^", *at))
            crr_page_put(page, "\\");
        crr_write_bytes(&page->writer, at, 1);
    }
}

void
crr_page_text(struct crr_page *page, struct crr_text text)
{
    while (text.length > 0) {
        size_t length = crr_utf8_length(text.at, text.length);

        length = length > 0 ? length : 1;
        put_character(page, (struct crr_text){text.at, length});
        text.at += length;
        text.length -= length;
    }
}

void
crr_page_real(struct crr_page *page, double value)
{
    if (isfinite(value))
        crr_write_real(&page->writer, value);
    else
        crr_page_put(page, "–");
}

void
crr_page_rational(struct crr_page *page, struct crr_rational value)
{
    char text[CRR_REAL_SIZE];

    crr_write_bytes(&page->writer, text, crr_rational_print(value, text));
}

void
crr_page_count(struct crr_page *page, size_t count)
{
    crr_write_count(&page->writer, count);
}

void
crr_page_heading(struct crr_page *page, int below)
{
    crr_page_put(page, "\n");
    for (int i = 0; i < page->depth + below; i++)
        crr_page_put(page, "#");
    crr_page_put(page, " ");
}

void
crr_page_cell(struct crr_page *page)
{
    crr_page_put(page, "| ");
}

void
crr_page_end(struct crr_page *page)
{
    crr_page_put(page, "|\n");
}

void
crr_page_rule(struct crr_page *page, size_t numbers)
{
    crr_page_put(page, "|---");
    for (size_t i = 0; i < numbers; i++)
        crr_page_put(page, "|---:");
    crr_page_end(page);
}

void
crr_page_text_cell(struct crr_page *page, struct crr_text text)
{
    crr_page_cell(page);
    crr_page_text(page, text);
    crr_page_put(page, " ");
}

void
crr_page_real_cell(struct crr_page *page, double value)
{
    crr_page_cell(page);
    crr_page_real(page, value);
    crr_page_put(page, " ");
}

void
crr_page_children(struct crr_page *page, const struct crr_ahp_node_view *node)
{
    crr_page_put(page, "\n|   ");
    for (size_t i = 0; i < node->child_count; i++)
        crr_page_text_cell(page, node->children[i]);
    crr_page_end(page);
    crr_page_rule(page, node->child_count);
}
