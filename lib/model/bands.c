/* Bands and the points of interpolations: what stands in order along one axis. */
#include "model/bands.h"
#include <stdio.h>

/* ---- Bands ---- */

static bool
read_band_points(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *band)
{
    return crr_read_points(reader, node, &((struct crr_ast_band *)band)->points);
}

static bool
read_band_note(struct crr_reader *reader, const struct crr_yaml_node *node, void *band)
{
    return crr_read_text(reader, node, &((struct crr_ast_band *)band)->note);
}

/* The ends are read together. */
static bool
skip(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    (void)reader;
    (void)node;
    (void)object;
    return true;
}

static bool
read_band(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_interval_words *words, int places, struct crr_ast_band *ret)
{
    const struct crr_field fields[] = {{"points", read_band_points, true},
        {"note", read_band_note, false}, {words->low, skip, false},
        {words->low_open, skip, false}, {words->high_open, skip, false},
        {words->high, skip, false}};
    bool good = crr_read_mapping(
        reader, node, fields, sizeof fields / sizeof fields[0], ret);
    if (node->kind != CRR_YAML_MAPPING)
        return false;
    return crr_read_interval(reader, node, words, places, &ret->interval) && good;
}

/* An end as the model writes it: "at_most 5", "before 2024-01-01". */
static const char *
print_end(char *text, size_t size, const char *word, int places, int64_t end)
{
    char value[CRR_NUMBER_SIZE];
    if (places < 0)
        crr_day_print((int32_t)end, value);
    else
        crr_fraction_print(end, crr_power_of_ten(places), value);
    snprintf(text, size, "%s %s", word, value);
    return text;
}

/* Joins a band to the one before it: fills in the lower end, or checks the stated one.
 * Dates, ages and numbers of so many places are whole numbers of units, so that until
 * 2019-12-31 and from 2020-01-01 leave nothing between them. */
static bool
join(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_interval_words *words, int places,
    const struct crr_interval *before, struct crr_interval *band)
{
    if (!before->has_high) {
        crr_reader_finding(reader, CRR_F_BANDS_ORDER, node,
            "expected no further band: the one before it has no upper end");
        return false;
    }
    if (!band->has_low) {
        band->has_low = true;
        band->low = before->high;
        band->low_open = !before->high_open;
        return true;
    }
    int64_t end = before->high + (before->high_open ? 0 : 1);
    int64_t begin = band->low + (band->low_open ? 1 : 0);
    if (end == begin)
        return true;
    char expected[CRR_NUMBER_SIZE + 16], found[CRR_NUMBER_SIZE + 16];
    crr_reader_finding(reader, end < begin ? CRR_F_BANDS_GAP : CRR_F_BANDS_OVERLAP,
        node,
        "expected the band to begin where the one before it ends, %s, found %s: %s",
        print_end(expected, sizeof expected,
            before->high_open ? words->low : words->low_open, places, before->high),
        print_end(found, sizeof found, band->low_open ? words->low_open : words->low,
            places, band->low),
        end < begin ? "a gap" : "an overlap");
    return false;
}

bool
crr_read_bands(struct crr_reader *reader, const struct crr_yaml_node *node,
    const struct crr_interval_words *words, int places, struct crr_ast_factor *factor)
{
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of bands"))
        return false;
    if (node->item_count == 0) {
        crr_reader_finding(
            reader, CRR_F_BANDS_ORDER, node, "expected at least one band, found none");
        return false;
    }
    factor->bands = crr_arena_array(
        reader->arena, node->item_count, sizeof *factor->bands);
    bool good = factor->bands != NULL;
    for (size_t i = 0; factor->bands && i < node->item_count; i++) {
        struct crr_ast_band *band = &factor->bands[i];
        size_t above = crr_reader_enter_index(reader, i);
        bool read = read_band(reader, node->items[i], words, places, band);
        if (read && good && i > 0)
            read = join(reader, node->items[i], words, places, &band[-1].interval,
                &band->interval);
        if (read && crr_interval_is_empty(&band->interval)) {
            crr_reader_finding(reader, CRR_F_BANDS_ORDER, node->items[i],
                "expected an upper end above the lower end, found a band that holds "
                "nothing");
            read = false;
        }
        good = good && read;
        crr_reader_leave(reader, above);
    }
    factor->band_count = (uint32_t)node->item_count;
    return good;
}

/* ---- Interpolation ---- */

struct knot_draft {
    struct crr_ast_knot knot;
    int places;
};

static bool
read_at(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    struct knot_draft *draft = object;
    return crr_read_decimal(reader, node, draft->places, &draft->knot.at);
}

static bool
read_knot_points(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    return crr_read_points(reader, node, &((struct knot_draft *)object)->knot.points);
}

bool
crr_read_knots(struct crr_reader *reader, const struct crr_yaml_node *node, int places,
    struct crr_ast_factor *factor)
{
    static const struct crr_field fields[] = {
        {"at", read_at, true}, {"points", read_knot_points, true}};
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, "a list of {at: N, points: N}"))
        return false;
    if (node->item_count < 2) {
        crr_reader_finding(reader, CRR_F_INTERPOLATION, node,
            "expected at least two points to draw a line between, found %zu",
            node->item_count);
        return false;
    }
    factor->knots = crr_arena_array(
        reader->arena, node->item_count, sizeof *factor->knots);
    bool good = factor->knots != NULL;
    for (size_t i = 0; factor->knots && i < node->item_count; i++) {
        struct knot_draft draft = {.places = places};
        size_t above = crr_reader_enter_index(reader, i);
        bool read = crr_read_mapping(reader, node->items[i], fields, 2, &draft);
        factor->knots[i] = draft.knot;
        if (read && good && i > 0 && draft.knot.at <= factor->knots[i - 1].at) {
            char before[CRR_NUMBER_SIZE], found[CRR_NUMBER_SIZE];
            crr_fraction_print(
                factor->knots[i - 1].at, crr_power_of_ten(places), before);
            crr_fraction_print(draft.knot.at, crr_power_of_ten(places), found);
            crr_reader_finding(reader, CRR_F_INTERPOLATION, node->items[i],
                "expected `at` above %s, that of the point before it, found %s", before,
                found);
            read = false;
        }
        good = good && read;
        crr_reader_leave(reader, above);
    }
    factor->knot_count = (uint32_t)node->item_count;
    return good;
}
