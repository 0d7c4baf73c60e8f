/* Bands and interpolations: ends filled in, gaps, overlaps, order, and the words for
 * ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "reading.h"

/* A model whose one factor, in the sixth line, is `keys`. */
static const char *
model_of(const char *keys, char text[4096])
{
    snprintf(text, 4096,
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "score: {range: [-1000000, 1000000]}\n"
        "inputs: {n: {type: number, places: 2}, d: {type: date}, w: {type: number, "
        "places: 6}}\n"
        "factors:\n  - {id: f, weight: 1, %s}\n"
        "tiers: [{id: low, from: -1000000}]\n",
        keys);
    return text;
}

/* The bands as "[0, 5) 1; [5, ) 2", ends as the model keeps them. */
static void
print_bands(const struct crr_ast_factor *factor, char *to, size_t size)
{
    size_t used = 0;

    to[0] = '\0';
    for (uint32_t i = 0; i < factor->band_count; i++) {
        const struct crr_interval *interval = &factor->bands[i].interval;

        used += (size_t)snprintf(to + used, size - used, "%s%s", i > 0 ? "; " : "",
            interval->low_open ? "(" : "[");
        if (interval->has_low)
            used += (size_t)snprintf(
                to + used, size - used, "%lld", (long long)interval->low);
        used += (size_t)snprintf(to + used, size - used, ", ");
        if (interval->has_high)
            used += (size_t)snprintf(
                to + used, size - used, "%lld", (long long)interval->high);
        used += (size_t)snprintf(to + used, size - used, "%s %lld",
            interval->has_high && !interval->high_open ? "]" : ")",
            (long long)factor->bands[i].points / 10000);
    }
}

static const struct {
    const char *keys;
    const char *bands;
} good[] = {
    {"input: n, bands: [{below: 5, points: 1}, {points: 2}]", "[, 500) 1; [500, ) 2"},
    {"input: n, bands: [{at_most: 5, points: 1}, {points: 2}]", "[, 500] 1; (500, ) 2"},
    {"input: n, bands: [{at_least: 0, below: 0.01, points: 1}, {at_least: 0.01, "
     "at_most: "
     "0.01, points: 2}, {above: 0.01, points: 3}]",
        "[0, 1) 1; [1, 1] 2; (1, ) 3"},
    {"input: n, bands: [{above: -999999999999, below: -5.5, points: 1}, {points: 2}]",
        "(-99999999999900, -550) 1; [-550, ) 2"},
    {"input: n, bands: [{points: 7}]", "[, ) 7"},
    {"input: d, bands: [{before: 1970-01-02, points: 1}, {until: 1970-01-02, points: "
     "2}, "
     "{after: 1970-01-02, before: 1971-01-01, points: 3}, {from: 1971-01-01, points: "
     "4}]",
        "[, 1) 1; [1, 1] 2; (1, 365) 3; [365, ) 4"},
    {"input: d, bands: [{until: 2020-12-31, points: 1}, {from: 2021-01-01, points: 2}]",
        "[, 18627] 1; [18628, ) 2"},
    {"input: n, bands: [{at_most: 5, points: 1}, {at_least: 5.01, points: 2}]",
        "[, 500] 1; [501, ) 2"},
    {"input: d, age_in: months, bands: [{below: 6, points: 5}, {below: 24, points: 0}, "
     "{points: -3}]",
        "[, 6) 5; [6, 24) 0; [24, ) -3"},
    {"input: w, bands: [{below: 999999999999.999999, points: 1}, {points: 2}]",
        "[, 999999999999999999) 1; [999999999999999999, ) 2"},
};

static void
good_bands_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct reading reading;
        char text[4096], bands[512];

        reading_do(&reading, model_of(good[i].keys, text), NULL, 0);
        if (reading.status != CRR_OK)
            fail_msg("%s: %s: %s", good[i].keys, reading.findings, reading.message);
        print_bands(&reading.ast->factors[0], bands, sizeof bands);
        assert_string_equal(bands, good[i].bands);
        reading_clear(&reading);
    }
}

static const struct {
    const char *keys;
    const char *findings;
    const char *message; /* of the last one; NULL: any */
} bad[] = {
    {"input: n, bands: [{below: 5, points: 1}, {at_least: 6, points: 2}]",
        "405 m.yaml:6",
        "expected the band to begin where the one before it ends, at_least 5, found "
        "at_least 6: a gap"},
    {"input: n, bands: [{below: 5, points: 1}, {above: 5, points: 2}]", "405 m.yaml:6",
        "expected the band to begin where the one before it ends, at_least 5, found "
        "above "
        "5: a gap"},
    {"input: n, bands: [{at_most: 5.5, points: 1}, {at_least: 5.5, points: 2}]",
        "406 m.yaml:6",
        "expected the band to begin where the one before it ends, above 5.5, found "
        "at_least 5.5: an overlap"},
    {"input: n, bands: [{below: 5, points: 1}, {at_least: 4, points: 2}]",
        "406 m.yaml:6", NULL},
    {"input: d, bands: [{until: 2020-12-30, points: 1}, {from: 2021-01-01, points: 2}]",
        "405 m.yaml:6",
        "expected the band to begin where the one before it ends, after 2020-12-30, "
        "found from 2021-01-01: a gap"},
    {"input: n, bands: [{below: 24, points: 1}, {below: 6, points: 2}, {points: 3}]",
        "407 m.yaml:6", NULL},
    {"input: n, bands: [{points: 1}, {points: 2}]", "407 m.yaml:6", NULL},
    {"input: n, bands: [{above: 5, below: 5.01, points: 1}, {points: 2}]",
        "407 m.yaml:6", NULL},
    {"input: n, bands: [{at_least: 5, below: 5, points: 1}, {points: 2}]",
        "407 m.yaml:6", NULL},
    {"input: n, bands: []", "407 m.yaml:6", NULL},
    {"input: n, bands: [{below: 5}, {points: 2}]", "202 m.yaml:6", NULL},
    {"input: n, bands: [{below: 5, at_most: 5, points: 1}, {points: 2}]",
        "212 m.yaml:6", NULL},
    {"input: n, bands: [{before: 5, points: 1}, {points: 2}]", "201 m.yaml:6", NULL},
    {"input: d, bands: [{below: 2020-01-01, points: 1}, {points: 2}]", "201 m.yaml:6",
        NULL},
    {"input: n, bands: [{below: 5.001, points: 1}, {points: 2}]", "204 m.yaml:6", NULL},
    {"input: n, bands: [{below: '5,5', points: 1}, {points: 2}]", "204 m.yaml:6", NULL},
    {"input: d, age_in: months, bands: [{below: 5.5, points: 1}, {points: 2}]",
        "204 m.yaml:6", NULL},
    {"input: d, age_in: weeks, bands: [{below: 5, points: 1}, {points: 2}]",
        "206 m.yaml:6", NULL},
    {"input: d, age_in: months", "202 m.yaml:6", NULL},
    {"input: n, age_in: months, bands: [{below: 5, points: 1}, {points: 2}]",
        "404 m.yaml:6", NULL},
    {"bands: [{below: 5, points: 1}, {points: 2}]", "202 m.yaml:6", NULL},
    {"input: n, bands: [{points: 1}], interpolate: [{at: 0, points: 0}]",
        "404 m.yaml:6", NULL},
    {"input: n, bands: [{below: 5, points: 1.23456}, {points: 1000001}]",
        "204 m.yaml:6, 205 m.yaml:6", NULL},
    {"input: n, interpolate: [{at: 0, points: 0}]", "410 m.yaml:6", NULL},
    {"input: n, interpolate: [{at: 0, points: 0}, {at: 0.00, points: 1}]",
        "410 m.yaml:6", "expected `at` above 0, that of the point before it, found 0"},
    {"input: n, interpolate: [{at: 1, points: 0}, {at: -1, points: 1}]", "410 m.yaml:6",
        "expected `at` above 1, that of the point before it, found -1"},
    {"input: n, range: [5, 5]", "412 m.yaml:6", NULL},
    {"input: n, range: [5]", "412 m.yaml:6", NULL},
    {"input: w, range: [0, 5]", "404 m.yaml:6", NULL},
    {"input: n, inverted: true", "404 m.yaml:6", NULL},
    {"input: x, bands: [{points: 1}]", "302 m.yaml:6", NULL},
};

static void
bad_bands_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct reading reading;
        char text[4096];

        reading_do(&reading, model_of(bad[i].keys, text), NULL, 0);
        if (strcmp(reading.findings, bad[i].findings) != 0)
            fail_msg("%s: expected %s, found %s: %s", bad[i].keys, bad[i].findings,
                reading.findings, reading.message);
        if (bad[i].message)
            assert_string_equal(reading.message, bad[i].message);
        reading_clear(&reading);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_bands_are_read),
        cmocka_unit_test(bad_bands_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
