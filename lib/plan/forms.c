/* The usual forms of numbers and dates. */
#include "plan/forms.h"

static void
add_mark(struct crr_forms *forms, uint32_t index, char mark, uint32_t behind)
{
    uint32_t place = 15 - behind;
    forms->marks[index][place] = (uint8_t)mark;
    forms->marked |= UINT64_C(1) << (16 * index + place);
}

/* From the last to the first: a digit stands wherever no mark does. */
static void
place_digits(struct crr_forms *forms, uint32_t index)
{
    uint64_t marked = forms->marked >> (16 * index) & 0xFFFF;
    int place = 15;
    for (int i = 15; i >= 0; i--) {
        while (place >= 0 && marked >> place & 1)
            place--;
        forms->digits[index][i] = place >= 0 ? (uint8_t)place : 0x80;
        place--;
    }
}

static void
set_number(
    const struct crr_lane_reader *reader, struct crr_forms *forms, uint32_t index)
{
    size_t longest = reader->form.fraction + 12; /* as read_number */
    if (reader->places > 0)
        add_mark(forms, index, '.', (uint32_t)reader->places);
    forms->shortest[index] = reader->form.fraction + 1;
    forms->further[index] = (longest < 16 ? longest : 16) - forms->shortest[index];
}

static void
set_date(const struct crr_lane_reader *reader, struct crr_forms *forms, uint32_t index)
{
    forms->shortest[index] = reader->separator ? 10 : 8;
    if (reader->separator) {
        add_mark(forms, index, reader->separator, 2);
        add_mark(forms, index, reader->separator, 5);
    }
    forms->dates |= UINT32_C(1) << (4 * index + 3);
}

void
crr_forms_set(
    struct crr_forms *forms, uint32_t index, const struct crr_lane_reader *reader)
{
    if (reader->kind == CRR_LANE_DATE)
        set_date(reader, forms, index);
    else
        set_number(reader, forms, index);
    place_digits(forms, index);
}
