/* Freezing and verifying through the public functions: which differences are accepted,
 * what is told, and what refuses. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "base/catalogue.h"
#include "base/span.h"
#include "crr/ahp_model.h"

/* 2/3 and 1/3: 0.667 and 0.333 with three places. */
#define MODEL(a, b)                                                                    \
    "crr: 1\nfactors:\n- {id: a, weight: " a "}\n- {id: b, weight: " b "}\n"           \
    "judgements: {places: 3, nodes: {goal: {children: [a, b], upper: [2]}}}\n"
/* 0.75 and 0.25, to the last bit. */
#define SCORED(a, b)                                                                   \
    "crr: 1\nfactors:\n- {id: a, weight: " a "}\n- {id: b, weight: " b "}\n"           \
    "judgements: {places: 3, nodes: {goal: {children: [a, b], scores: {a: 3, b: "      \
    "1}}}}\n"
#define PERCENT(a, b) "weights: {total: 100}\n" MODEL(a, b)

static struct crr_ahp *
derive(const char *text)
{
    struct crr_ahp *ahp = NULL;
    struct crr_error error = {.message = ""};

    if (crr_ahp_derive(crr_text_of(text), "m.yaml", NULL, &ahp, &error) != CRR_OK)
        fail_msg("%zu:%zu %s: %s in\n%s", error.line, error.column, error.path,
            error.message, text);
    return ahp;
}

/* Takes "830@3:20 factors[0].weight; ". */
struct told {
    char all[512];
    enum crr_severity severities[8];
    size_t count;
};

static void
tell(void *user, const struct crr_error *finding)
{
    struct told *told = user;
    size_t used = strlen(told->all);

    snprintf(told->all + used, sizeof told->all - used, "%u@%zu:%zu %s; ",
        finding->finding, finding->line, finding->column, finding->path);
    told->severities[told->count++ % 8] = finding->severity;
}

#define A "@3:19 factors[0].weight; "
#define B "@4:19 factors[1].weight; "

static const struct {
    const char *text;
    bool verified;
    enum crr_ahp_agreement a, b;
    const char *told;
} cases[] = {
    {MODEL("0.667", "0.333"), true, CRR_AHP_EQUAL, CRR_AHP_EQUAL, ""},
    /* The value counts, not its spelling. */
    {MODEL("'0.667000'", ".333"), true, CRR_AHP_EQUAL, CRR_AHP_EQUAL, ""},
    /* Less than 0.001 from 0.6666..., and the sum is exact. */
    {MODEL("0.666", "0.334"), true, CRR_AHP_LAST_PLACE, CRR_AHP_LAST_PLACE,
        "831" A "831" B},
    {MODEL("0.6657", "0.3343"), true, CRR_AHP_LAST_PLACE, CRR_AHP_LAST_PLACE,
        "831" A "831" B},
    /* The same, but the sum is not. */
    {MODEL("0.666", "0.333"), false, CRR_AHP_DIFFERENT, CRR_AHP_EQUAL, "830" A},
    {MODEL("0.666", "0.3335"), false, CRR_AHP_DIFFERENT, CRR_AHP_DIFFERENT,
        "830" A "830" B},
    /* A unit and more. */
    {MODEL("0.6656", "0.3344"), false, CRR_AHP_DIFFERENT, CRR_AHP_DIFFERENT,
        "830" A "830" B},
    {MODEL("0.668", "0.332"), false, CRR_AHP_DIFFERENT, CRR_AHP_DIFFERENT,
        "830" A "830" B},
    {MODEL("0.333", "0.667"), false, CRR_AHP_DIFFERENT, CRR_AHP_DIFFERENT,
        "830" A "830" B},
    {SCORED("0.749", "0.251"), false, CRR_AHP_DIFFERENT, CRR_AHP_DIFFERENT,
        "830" A "830" B},
    {SCORED("0.749000001", "0.250999999"), true, CRR_AHP_LAST_PLACE, CRR_AHP_LAST_PLACE,
        "831" A "831" B},
    /* Not written, no numbers. */
    {MODEL("~", "0.333"), false, CRR_AHP_NOT_WRITTEN, CRR_AHP_EQUAL, "416" A},
    {MODEL("~", "0.334"), false, CRR_AHP_NOT_WRITTEN, CRR_AHP_DIFFERENT,
        "416" A "830" B},
    {MODEL("much", "0.333"), false, CRR_AHP_DIFFERENT, CRR_AHP_EQUAL, "830" A},
    {MODEL("\"~\"", "1e-1"), false, CRR_AHP_DIFFERENT, CRR_AHP_DIFFERENT,
        "830" A "830" B},
    {MODEL("9223372036854775807", "0.333"), false, CRR_AHP_DIFFERENT, CRR_AHP_EQUAL,
        "830" A},
    {MODEL("0.6670000000001", "0.333"), false, CRR_AHP_DIFFERENT, CRR_AHP_EQUAL,
        "830" A},
    /* Percent: 66.667 and 33.333. */
    {PERCENT("66.667", "33.333"), true, CRR_AHP_EQUAL, CRR_AHP_EQUAL, ""},
    {PERCENT("66.666", "33.334"), true, CRR_AHP_LAST_PLACE, CRR_AHP_LAST_PLACE,
        "831@4:19 factors[0].weight; 831@5:19 factors[1].weight; "},
    {PERCENT("0.667", "0.333"), false, CRR_AHP_DIFFERENT, CRR_AHP_DIFFERENT,
        "830@4:19 factors[0].weight; 830@5:19 factors[1].weight; "},
};

static void
only_the_last_place_may_differ(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_ahp *ahp = derive(cases[i].text);
        struct crr_ahp_weight_view a, b;
        struct told told = {.all = ""};
        struct crr_error error = {.message = "untouched"};
        enum crr_status status = crr_ahp_verify(ahp, tell, &told, &error);

        crr_ahp_weight(ahp, 0, &a);
        crr_ahp_weight(ahp, 1, &b);
        if ((status == CRR_OK) != cases[i].verified || a.agreement != cases[i].a ||
            b.agreement != cases[i].b || strcmp(told.all, cases[i].told) != 0)
            fail_msg("case %zu: status %d, %d and %d, told %s", i, (int)status,
                (int)a.agreement, (int)b.agreement, told.all);
        if (cases[i].verified)
            assert_string_equal(error.message, "untouched");
        else
            assert_int_equal(status, CRR_E_MODEL);
        assert_int_equal(crr_ahp_verify(ahp, NULL, NULL, NULL), status);
        crr_ahp_free(ahp);
    }
}

static void
findings_say_both_weights(void **state)
{
    struct crr_ahp *ahp = derive(MODEL("0.6", "0.4"));
    struct crr_error error;
    struct told told = {.all = ""};

    (void)state;
    assert_int_equal(crr_ahp_verify(ahp, tell, &told, &error), CRR_E_MODEL);
    assert_string_equal(
        error.message, "the judgements give a the weight 0.667, found 0.6");
    assert_string_equal(error.file, "m.yaml");
    assert_int_equal(error.line, 3);
    assert_int_equal(error.severity, CRR_SEVERITY_ERROR);
    assert_int_equal(told.severities[0], CRR_SEVERITY_ERROR);
    crr_ahp_free(ahp);

    ahp = derive(MODEL("0.666", "0.334"));
    told = (struct told){.all = ""};
    assert_int_equal(crr_ahp_verify(ahp, tell, &told, NULL), CRR_OK);
    assert_int_equal(told.severities[0], CRR_SEVERITY_NOTE);
    crr_ahp_free(ahp);
}

static void
views_have_the_unrounded_weight(void **state)
{
    struct crr_ahp *ahp = derive(PERCENT("~", "~"));
    struct crr_ahp_weight_view view;

    (void)state;
    assert_int_equal(crr_ahp_weight(ahp, 0, &view), CRR_OK);
    assert_int_equal(view.units, 66667);
    assert_int_equal(view.places, 3);
    assert_true(fabs(view.weight - 2 / 3.0) < 1e-15);
    crr_ahp_free(ahp);
}

/* ---- Freezing ---- */

struct text {
    char at[1024];
    size_t length;
};

static int
append(void *user, const char *at, size_t length)
{
    struct text *text = user;

    assert_true(text->length + length < sizeof text->at);
    memcpy(text->at + text->length, at, length);
    text->length += length;
    return 0;
}

static int
fail_to_write(void *user, const char *at, size_t length)
{
    (void)at;
    (void)length;
    ++*(int *)user;
    return 7;
}

/* Whatever was written, the frozen text is the same, and is verified. */
static void
what_is_frozen_is_verified(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_ahp *ahp = derive(cases[i].text);
        struct text text = {.length = 0};
        struct told told = {.all = ""};

        assert_int_equal(crr_ahp_freeze(ahp, append, &text, NULL), CRR_OK);
        text.at[text.length] = '\0';
        assert_string_equal(
            text.at, strstr(cases[i].text, "scores") ? SCORED("0.750", "0.250")
                     : *cases[i].text == 'w'         ? PERCENT("66.667", "33.333")
                                                     : MODEL("0.667", "0.333"));
        crr_ahp_free(ahp);
        ahp = derive(text.at);
        assert_int_equal(crr_ahp_verify(ahp, tell, &told, NULL), CRR_OK);
        assert_string_equal(told.all, "");
        crr_ahp_free(ahp);
    }
}

static void
writing_that_fails_is_told(void **state)
{
    struct crr_ahp *ahp = derive(MODEL("~", "~"));
    struct crr_error error = {.message = ""};
    int calls = 0;

    (void)state;
    assert_int_equal(crr_ahp_freeze(ahp, fail_to_write, &calls, &error), CRR_E_WRITE);
    assert_int_equal(error.status, CRR_E_WRITE);
    assert_int_equal(calls, 1);
    crr_ahp_free(ahp);
}

/* A weight of 0 in one group: nothing is written, and the other groups' weights are told
 * all the same. */
static void
a_weight_of_zero_refuses(void **state)
{
    struct crr_ahp *ahp = derive(
        "crr: 1\nfactors:\n"
        "- {id: g, weight: 0.001, factors: [{id: x, weight: 0.75}, {id: y, weight: "
        "0.25}]}\n"
        "- {id: h, weight: 0.999, factors: [{id: u, weight: 0}, {id: v, weight: 1}]}\n"
        "judgements: {places: 3, nodes: {\n"
        "  goal: {children: [g, h], scores: {g: 1, h: 9999}},\n"
        "  g: {children: [x, y], upper: [3]},\n"
        "  h: {children: [u, v], scores: {u: 1, v: 9999}}}}\n");
    struct crr_ahp_weight_view view;
    struct crr_error error = {.message = ""};
    struct told told = {.all = ""};
    int calls = 0;

    (void)state;
    assert_int_equal(crr_ahp_freeze(ahp, fail_to_write, &calls, &error), CRR_E_MODEL);
    assert_int_equal(calls, 0);
    assert_int_equal(error.finding, CRR_F_FROZEN_ZERO);
    assert_int_equal(error.severity, CRR_SEVERITY_ERROR);
    assert_string_equal(error.path, "factors[0].weight");
    assert_int_equal(crr_ahp_weight(ahp, 2, &view), CRR_OK);
    assert_true(crr_text_is(view.factor, "x"));
    assert_int_equal(view.units, 750);
    /* Its neighbour within the last place does not make it verified. */
    assert_int_equal(crr_ahp_verify(ahp, tell, &told, NULL), CRR_E_MODEL);
    assert_string_equal(told.all,
        "830@3:19 factors[0].weight; 831@4:19 factors[1].weight; "
        "830@4:52 factors[1].factors[0].weight; ");
    crr_ahp_free(ahp);
}

static void
judgements_alone_have_no_weights_to_write(void **state)
{
    struct crr_ahp *ahp = derive(
        "crr: 1\njudgements: {nodes: {goal: {children: [a, b], upper: [2]}}}\n");
    struct crr_ahp_weight_view view;
    struct crr_error error = {.message = ""};
    int calls = 0;

    (void)state;
    assert_int_equal(crr_ahp_weight_count(ahp), 0);
    assert_int_equal(crr_ahp_weight(ahp, 0, &view), CRR_E_ARGUMENT);
    assert_int_equal(crr_ahp_freeze(ahp, fail_to_write, &calls, &error), CRR_E_MODEL);
    assert_int_equal(calls, 0);
    assert_non_null(strstr(error.message, "judgements alone"));
    assert_int_equal(crr_ahp_verify(ahp, NULL, NULL, &error), CRR_E_MODEL);
    crr_ahp_free(ahp);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_last_place_may_differ),
        cmocka_unit_test(findings_say_both_weights),
        cmocka_unit_test(views_have_the_unrounded_weight),
        cmocka_unit_test(what_is_frozen_is_verified),
        cmocka_unit_test(writing_that_fails_is_told),
        cmocka_unit_test(a_weight_of_zero_refuses),
        cmocka_unit_test(judgements_alone_have_no_weights_to_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
