/* Writing tables. */
#include "ahp/columns.h"

#include "base/span.h"
#include "base/width.h"

#define GAP 2
#define NAME_SIZE 400

static void
pad(struct crr_columns *columns, size_t count)
{
    while (count-- > 0)
        crr_write_string(columns->writer, " ");
}

void
crr_columns_text(struct crr_columns *columns, const char *text)
{
    size_t width = crr_text_width(crr_text_of(text));
    size_t at = columns->at++;
    size_t room;

    if (columns->measuring) {
        if (width > columns->widths[at])
            columns->widths[at] = width;
        return;
    }
    room = columns->widths[at] - width;
    columns->owed += at == 0 ? columns->indent : GAP;
    columns->owed += columns->numbers[at] ? room : 0;
    if (width > 0) {
        pad(columns, columns->owed);
        crr_write_string(columns->writer, text);
        columns->owed = 0;
    }
    columns->owed += columns->numbers[at] ? 0 : room;
}

void
crr_columns_name(struct crr_columns *columns, struct crr_text name)
{
    char text[NAME_SIZE];

    crr_columns_text(columns, crr_text_shown(name, text, sizeof text));
}

void
crr_columns_fixed(struct crr_columns *columns, double value, int places)
{
    char text[CRR_REAL_SIZE];

    crr_real_print_fixed(value, places, text);
    crr_columns_text(columns, text);
}

void
crr_columns_decimal(struct crr_columns *columns, int64_t units, int places)
{
    char text[CRR_NUMBER_SIZE];

    crr_decimal_print(units, places, text);
    crr_columns_text(columns, text);
}

void
crr_columns_end(struct crr_columns *columns)
{
    columns->at = 0;
    columns->owed = 0;
    if (!columns->measuring)
        crr_write_string(columns->writer, "\n");
}
