/* Weights in a model's text: where they stand, what flows to them, what is written, and
 * that every other byte stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "ahp/ahp.h"
#include "base/catalogue.h"
#include "base/span.h"
#include "crr/ahp_model.h"

#define TEXT_SIZE 4096

struct text {
    char at[TEXT_SIZE];
    size_t length;
};

static int
append(void *user, const char *at, size_t length)
{
    struct text *text = user;

    assert_true(text->length + length <= TEXT_SIZE);
    memcpy(text->at + text->length, at, length);
    text->length += length;
    return 0;
}

static struct crr_ahp *
derive(struct crr_text text)
{
    struct crr_ahp *ahp = NULL;
    struct crr_error error = {.message = ""};

    if (crr_ahp_derive(text, "m.yaml", NULL, &ahp, &error) != CRR_OK)
        fail_msg("%zu:%zu %s: %s in\n%.*s", error.line, error.column, error.path,
            error.message, (int)text.length, text.at);
    return ahp;
}

/* ---- Bytes ---- */

/* What stands after the factors: a is worth three times b, and 0.75 with two places. */
#define JUDGED "judgements: {places: 2, nodes: {goal: {children: [a, b], upper: [3]}}}"

/* A text with what stands for each weight between `<` and `>`. */
static const char *const written[] = {
    /* Block style, comments, blanks. */
    "crr: 1\nfactors:\n- id: a\n  weight: <~>\n- id: b\n  weight:   <0.5>  # "
    "half\n" JUDGED "\n",
    "crr: 1\nfactors:\n-   weight: <null>   \n    id: a\n-\n  id: b\n  weight: "
    "<1>\n" JUDGED,
    /* Flow style; the order of the keys; no blank before the brace. */
    "crr: 1\nfactors: [{id: a, weight: <0.25>}, {weight: <~>, id: b}]\n" JUDGED "\n",
    "{crr: 1, factors: [{id: a, weight: <~>},{id: b,weight: <~>}], " JUDGED "}",
    /* JSON, where a value may follow its colon at once. */
    "{\"crr\":1,\"factors\":[{\"id\":\"a\",\"weight\":<\"0.1\">},{\"weight\":<0.9>,"
    "\"id\":\"b\"}]," JUDGED "}",
    /* Quotes. */
    "crr: 1\nfactors:\n- {id: 'a', weight: <'0.3'>}\n- {id: \"b\", weight: "
    "<\"0.7\">}\n" JUDGED "\n",
    "crr: 1\nfactors: [{weight: <'0.3'>,id: a},{id: b,weight: <\"0.7\">}]\n" JUDGED
    "\n",
    "crr: 1\nfactors:\n- {id: a, weight: <'1'>\t}\n- id: b\n  weight: "
    "<'1'>\xE2\x80\xA9" JUDGED,
    /* On a line of its own. */
    "crr: 1\nfactors:\n- id: a\n  weight:\n    <0.3>\n- {id: b, weight:\n    <~>\n  "
    "}\n" JUDGED "\n",
    /* Columns count characters of one to four bytes, and tabs. */
    "crr: 1\nfactors:\n- {title: 地区é𠀀, id: a, weight: <0.3>}  # 权重\n"
    "- {title: \"a\tb\\n\", id: b, weight: <0.7>}\n" JUDGED "\n",
    /* Line breaks of every kind. */
    "crr: 1\r\nfactors:\r\n- id: a\r\n  weight: <~>\r\n- {id: b, weight: "
    "<~>}\r\n" JUDGED "\r\n",
    "crr: 1\rfactors:\r- id: a\r  weight: <~>\r- {id: b, weight: <~>}\r" JUDGED "\r",
    "crr: 1\nfactors:\n- id: a # \xC2\x85  weight: <~>\xE2\x80\xA8- {id: b, weight: "
    "<~>}\n" JUDGED "\n",
    /* A mark of the byte order, a document's start and end. */
    "\xEF\xBB\xBF"
    "crr: 1\nfactors: [{id: a, weight: <~>}, {id: b, weight: <~>}]\n" JUDGED,
    "---\ncrr: 1\nfactors: [{id: a, weight: <~>}, {id: b, weight: <~>}]\n" JUDGED
    "\n...\n",
    "\xEF\xBB\xBF{crr: 1, factors: [{id: a, weight: <~>}, {id: b, weight: "
    "<~>}], " JUDGED "}",
    /* The judgements stand first; weights elsewhere are none of a factor. */
    "crr: 1\n" JUDGED "\nfactors:\n- {id: a, weight: <~>}\n- {id: b, weight: <~>}\n"
    "weights: {total: 1}\ncorrection: {weight: 0.5}\n",
};

/* The text without its marks, and with new weights between them. */
static void
part(const char *marked, struct text *before, struct text *after)
{
    static const char *const weights[] = {"0.75", "0.25"};
    size_t item = 0;
    bool inside = false;

    *before = *after = (struct text){.length = 0};
    for (const char *at = marked; *at; at++) {
        if (*at == '<') {
            assert_true(item < 2);
            append(after, weights[item++], 4);
            inside = true;
        } else if (*at == '>') {
            inside = false;
        } else {
            append(before, at, 1);
            if (!inside)
                append(after, at, 1);
        }
    }
    assert_int_equal(item, 2);
}

static void
every_other_byte_stays(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++) {
        struct text before, after, frozen = {.length = 0};
        struct crr_error error = {.message = ""};

        part(written[i], &before, &after);
        struct crr_ahp *ahp = derive((struct crr_text){before.at, before.length});
        if (crr_ahp_freeze(ahp, append, &frozen, &error) != CRR_OK)
            fail_msg("%zu: %s", i, error.message);
        if (frozen.length != after.length ||
            memcmp(frozen.at, after.at, after.length) != 0)
            fail_msg("%zu: found\n%.*s\nexpected\n%.*s", i, (int)frozen.length,
                frozen.at, (int)after.length, after.at);
        crr_ahp_free(ahp);
    }
}

/* The places that views and findings tell are those of the scalars. */
static void
places_are_told(void **state)
{
    struct crr_ahp *ahp = derive(
        crr_text_of("crr: 1\nfactors:\n- {title: 地区, id: a, weight: ~}\n- id: b\n  "
                    "weight: '0.25'\n" JUDGED "\n"));
    struct crr_ahp_weight_view view;

    (void)state;
    assert_int_equal(crr_ahp_weight_count(ahp), 2);
    assert_int_equal(crr_ahp_weight(ahp, 0, &view), CRR_OK);
    assert_true(crr_text_is(view.group, "goal"));
    assert_true(crr_text_is(view.factor, "a"));
    assert_int_equal(view.line, 3);
    assert_int_equal(view.column, 30);
    assert_int_equal(view.written.length, 0);
    assert_int_equal(crr_ahp_weight(ahp, 1, &view), CRR_OK);
    assert_true(crr_text_is(view.factor, "b"));
    assert_int_equal(view.line, 5);
    assert_int_equal(view.column, 11);
    assert_true(crr_text_is(view.written, "0.25"));
    assert_int_equal(crr_ahp_weight(ahp, 2, &view), CRR_E_ARGUMENT);
    crr_ahp_free(ahp);
}

/* ---- What cannot be written over ---- */

#define TWO(a) "crr: 1\nfactors: [{id: a" a "}, {id: b, weight: 1}]\n" JUDGED "\n"
#define NESTED(list) "crr: 1\nfactors:" list "\n" JUDGED "\n"

static const struct {
    const char *text;
    unsigned finding;
    const char *path, *found;
} refused[] = {
    {TWO(""), CRR_F_WEIGHT_PLACE, "factors[0].weight", "found no `weight`"},
    {TWO(", weight: "), CRR_F_WEIGHT_PLACE, "factors[0].weight", "found nothing"},
    {TWO(", weight: ''"), CRR_F_WEIGHT_PLACE, "factors[0].weight", "found nothing"},
    {TWO(", weight: [1]"), CRR_F_WEIGHT_PLACE, "factors[0].weight", "found a list"},
    {TWO(", weight: {x: 1}"), CRR_F_WEIGHT_PLACE, "factors[0].weight",
        "found a mapping"},
    {TWO(", weight: \"0\\x2e5\""), CRR_F_WEIGHT_PLACE, "factors[0].weight",
        "found escapes, several lines, "},
    {TWO(", weight: '0.5'''"), CRR_F_WEIGHT_PLACE, "factors[0].weight",
        "found escapes, several lines, "},
    {TWO(", weight: \"0.5\\\\\""), CRR_F_WEIGHT_PLACE, "factors[0].weight",
        "found escapes, several lines, "},
    {TWO(", weight: 0.5\n  1"), CRR_F_WEIGHT_PLACE, "factors[0].weight",
        "found escapes, several lines, "},
    {"crr: 1\nfactors:\n- id: a\n  weight: |\n    0.5\n- {id: b, weight: 1}\n" JUDGED
     "\n",
        CRR_F_WEIGHT_PLACE, "factors[0].weight", "found escapes, several lines, "},
    /* A comment may touch a quoted scalar, and would be a part of a plain one. */
    {"crr: 1\nfactors:\n- id: a\n  weight: '0.5'#half\n- {id: b, weight: 1}\n" JUDGED
     "\n",
        CRR_F_WEIGHT_PLACE, "factors[0].weight", "or something right behind it"},
    {NESTED(" 3"), CRR_F_NODE_MISFIT, "", "expected `factors` with ids"},
    {NESTED(" [{id: a, weight: 1}, {weight: 1}]"), CRR_F_NODE_MISFIT, "",
        "expected `factors` with ids"},
    {NESTED(" [{id: a, weight: 1}, 3]"), CRR_F_NODE_MISFIT, "",
        "expected `factors` with ids"},
};

static void
what_cannot_be_written_over_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct crr_ahp *ahp = NULL;
        struct crr_error error = {.message = ""};
        enum crr_status status = crr_ahp_derive(
            crr_text_of(refused[i].text), "m.yaml", NULL, &ahp, &error);

        if (status != CRR_E_MODEL || error.finding != refused[i].finding ||
            strcmp(error.path, refused[i].path) != 0 ||
            !strstr(error.message, refused[i].found))
            fail_msg("%zu: %d CRR-%04u %s: %s", i, (int)status, error.finding,
                error.path, error.message);
        assert_null(ahp);
    }
}

/* As many factors as a model may have are weighed; more are refused, however the nodes
 * part them. */
static char *
model_of_many(size_t count)
{
    size_t size = count * 64 + 512, used = 0;
    char *text = malloc(size);

    assert_non_null(text);
    used += (size_t)snprintf(text, size, "crr: 1\nfactors:\n");
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(
            text + used, size - used, "- {id: f%zu, weight: ~}\n", i);
    used += (size_t)snprintf(text + used, size - used,
        "judgements:\n  nodes:\n    goal: {children: [n0, n1], upper: [1]}\n");
    for (size_t half = 0; half < 2; half++) {
        size_t first = half * (count / 2), end = half ? count : count / 2;

        used += (size_t)snprintf(
            text + used, size - used, "    n%zu:\n      children: [", half);
        for (size_t i = first; i < end; i++)
            used += (size_t)snprintf(
                text + used, size - used, "%sf%zu", i > first ? ", " : "", i);
        used += (size_t)snprintf(text + used, size - used, "]\n      scores: {");
        for (size_t i = first; i < end; i++)
            used += (size_t)snprintf(
                text + used, size - used, "%sf%zu: 1", i > first ? ", " : "", i);
        used += (size_t)snprintf(text + used, size - used, "}\n");
    }
    assert_true(used < size);
    return text;
}

static void
more_factors_than_a_model_has_are_refused(void **state)
{
    char *text = model_of_many(1024);
    struct crr_ahp *ahp = derive(crr_text_of(text));
    struct crr_ahp_weight_view view;
    struct crr_error error = {.message = ""};
    int64_t sum = 0;

    (void)state;
    assert_int_equal(crr_ahp_weight_count(ahp), 1024);
    for (size_t i = 0; i < 1024; i++) {
        assert_int_equal(crr_ahp_weight(ahp, i, &view), CRR_OK);
        sum += view.units;
    }
    assert_int_equal(sum, 1000000);
    crr_ahp_free(ahp);
    free(text);

    text = model_of_many(1025);
    ahp = NULL;
    assert_int_equal(
        crr_ahp_derive(crr_text_of(text), NULL, NULL, &ahp, &error), CRR_E_MODEL);
    assert_int_equal(error.finding, CRR_F_TOO_MANY);
    assert_string_equal(error.path, "factors");
    free(text);
}

/* ---- What flows down ---- */

/* The weights of all items: "goal.a 0.75, ...". */
static void
expect_weights(const char *text, const char *expected)
{
    struct crr_ahp *ahp = derive(crr_text_of(text));
    struct crr_ahp_weight_view view;
    char all[TEXT_SIZE] = "", decimal[CRR_NUMBER_SIZE];
    size_t used = 0;

    for (size_t i = 0; i < crr_ahp_weight_count(ahp); i++) {
        assert_int_equal(crr_ahp_weight(ahp, i, &view), CRR_OK);
        crr_decimal_print(view.units, view.places, decimal);
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%.*s.%.*s %s",
            i > 0 ? ", " : "", CRR_SPELL(view.group), CRR_SPELL(view.factor), decimal);
    }
    assert_string_equal(all, expected);
    crr_ahp_free(ahp);
}

#define ABC                                                                            \
    "crr: 1\nfactors: [{id: a, weight: ~}, {id: b, weight: ~}, {id: c, weight: ~}]\n"

static void
members_get_the_sum_over_the_ways(void **state)
{
    (void)state;
    /* Two situations, 3 : 1: a = .75·.5 + .25·.2, b = .75·.5 + .25·.3, c = .25·.5. */
    expect_weights(ABC "judgements:\n"
                       "  places: 3\n"
                       "  nodes:\n"
                       "    goal: {children: [calm, storm], upper: [3]}\n"
                       "    calm: {children: [a, b], upper: [1]}\n"
                       "    storm: {children: [a, b, c], scores: {a: 2, b: 3, c: 5}}\n",
        "goal.a 0.425, goal.b 0.450, goal.c 0.125");
    /* The same nodes in another order, one way longer than the other. */
    expect_weights(ABC "judgements:\n"
                       "  places: 3\n"
                       "  nodes:\n"
                       "    storm: {children: [a, b, c], scores: {a: 2, b: 3, c: 5}}\n"
                       "    calm: {children: [only], upper: []}\n"
                       "    goal: {children: [calm, storm], upper: [3]}\n"
                       "    only: {children: [a, b], upper: [1]}\n",
        "goal.a 0.425, goal.b 0.450, goal.c 0.125");
}

/* A node that several nodes lead to: k = .75·.4 + .25·1. */
static void
nodes_pass_on_what_they_get(void **state)
{
    (void)state;
    expect_weights(ABC "judgements:\n"
                       "  places: 3\n"
                       "  nodes:\n"
                       "    goal: {children: [s, t], upper: [3]}\n"
                       "    s: {children: [k, c], scores: {k: 2, c: 3}}\n"
                       "    t: {children: [k]}\n"
                       "    k: {children: [a, b], scores: {a: 1, b: 4}}\n",
        "goal.a 0.110, goal.b 0.440, goal.c 0.450");
}

/* A member ends a way, though it has a node, which stands for its own group. */
static void
groups_are_mirrored(void **state)
{
    (void)state;
    expect_weights(
        "crr: 1\nweights: {total: 100}\nfactors:\n"
        "- {id: g, weight: ~, factors: [{id: x, weight: ~}, {id: y, weight: ~}]}\n"
        "- {id: h, weight: ~, factors: [{id: u, weight: 40}, {id: v, weight: 60}]}\n"
        "judgements:\n"
        "  places: 1\n"
        "  nodes:\n"
        "    goal: {children: [h, g], upper: [1/3]}\n"
        "    g: {children: [x, y], upper: [2]}\n",
        "goal.g 75.0, goal.h 25.0, g.x 66.7, g.y 33.3");
    /* Only a group below; the roots keep what is written. */
    expect_weights(
        "crr: 1\nfactors:\n"
        "- {id: g, weight: 1, factors: [{id: x, weight: ~}, {id: y, weight: ~}]}\n"
        "judgements: {nodes: {g: {children: [x, y], upper: [4]}}}\n",
        "g.x 0.800000, g.y 0.200000");
}

/* A group inside of another one stands before the rest of the outer one in the text. */
static void
nested_weights_are_written_in_place(void **state)
{
    static const char text[] =
        "crr: 1\nfactors:\n"
        "- {id: g, weight: ~, factors: [{id: x, weight: ~}, {id: y, weight: ~}]}\n"
        "- {id: h, factors: [{id: u, weight: 0.4}, {id: v, weight: 0.6}], weight: ~}\n"
        "judgements: {places: 1, nodes: {g: {children: [x, y], upper: [4]},\n"
        "  goal: {children: [h, g], upper: [1/4]}, h: {children: [v, u], scores: "
        "{v: 1, u: 9}}}}\n";
    static const char expected[] = "crr: 1\nfactors:\n"
                                   "- {id: g, weight: 0.8, factors: [{id: x, weight: "
                                   "0.8}, {id: y, weight: 0.2}]}\n"
                                   "- {id: h, factors: [{id: u, weight: 0.9}, {id: v, "
                                   "weight: 0.1}], weight: 0.2}\n";
    struct text frozen = {.length = 0};
    struct crr_ahp *ahp = derive(crr_text_of(text));

    (void)state;
    assert_int_equal(crr_ahp_freeze(ahp, append, &frozen, NULL), CRR_OK);
    assert_memory_equal(frozen.at, expected, sizeof expected - 1);
    assert_memory_equal(frozen.at + sizeof expected - 1, strstr(text, "judgements:"),
        strlen(strstr(text, "judgements:")));
    crr_ahp_free(ahp);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_other_byte_stays),
        cmocka_unit_test(places_are_told),
        cmocka_unit_test(what_cannot_be_written_over_is_refused),
        cmocka_unit_test(more_factors_than_a_model_has_are_refused),
        cmocka_unit_test(members_get_the_sum_over_the_ways),
        cmocka_unit_test(nodes_pass_on_what_they_get),
        cmocka_unit_test(groups_are_mirrored),
        cmocka_unit_test(nested_weights_are_written_in_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
