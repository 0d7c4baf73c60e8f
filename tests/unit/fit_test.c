/* Judgements and the groups of factors that they weigh: which ways fit, and what is said
 * of those that do not, the same by a model's reader and by what derives its weights. */
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
#include "crr/crr.h"

#define LEAF(id, weight) "{id: " id ", weight: " weight ", input: n, range: [0, 100]}"
/* The groups goal {g, h}, g {x, y} and h {u}. */
#define MODEL(judgements)                                                              \
    "crr: 1\nmodel: {id: m, version: '1'}\ninputs: {n: {type: number}}\n"              \
    "factors:\n"                                                                       \
    "- {id: g, weight: 0.75, factors: [" LEAF("x", "0.5") ", " LEAF("y",               \
        "0.5") "]}\n"                                                                  \
               "- {id: h, weight: 0.25, factors: [" LEAF("u",                          \
                   "1") "]}\n"                                                         \
                        "tiers: [{id: low, from: 0}]\njudgements: " judgements "\n"
#define NODES(nodes) MODEL("{nodes: {" nodes "}}")

#define GOAL "goal: {children: [g, h], upper: [3]}"
#define G "g: {children: [x, y], upper: [1]}"

/* The findings about judgements, each as "number path: message\n". */
static void
tell(void *user, const struct crr_error *finding)
{
    char *told = user;
    size_t used = strlen(told);

    if (finding->finding != CRR_F_NOT_VERIFIED)
        snprintf(told + used, 1024 - used, "%u %s: %s\n", finding->finding,
            finding->path, finding->message);
}

static bool
model_fits(const char *text, char told[1024])
{
    struct crr_model_options options = {
        .size = sizeof options, .report = tell, .report_user = told};
    struct crr_model *model = NULL;
    enum crr_status status = crr_model_compile(
        crr_text_of(text), NULL, &options, &model, NULL);

    crr_model_unref(model);
    return status == CRR_OK;
}

static bool
weights_fit(const char *text, char told[1024])
{
    struct crr_ahp_options options = {
        .size = sizeof options, .report = tell, .report_user = told};
    struct crr_ahp *ahp = NULL;
    enum crr_status status = crr_ahp_derive(
        crr_text_of(text), NULL, &options, &ahp, NULL);

    crr_ahp_free(ahp);
    return status == CRR_OK;
}

static const struct {
    const char *text;
    bool fits;
    const char *told;
} cases[] = {
    {NODES(GOAL ", " G), true, ""},
    {NODES(GOAL ", " G ", h: {children: [u]}"), true, ""},
    /* A group that is not judged is noted, unless there is nothing to judge. */
    {NODES(GOAL), true,
        "828 judgements.nodes.goal: the group g has no node: its weights stay as they "
        "are written\n"},
    {NODES(G), true,
        "828 judgements.nodes.g: the group goal has no node: its weights stay as they "
        "are written\n"},
    /* Situations, one of which says nothing about h. */
    {NODES("goal: {children: [calm, storm], upper: [2]}, "
           "calm: {children: [g, h], upper: [1]}, storm: {children: [g]}, " G),
        true, ""},
    /* What leads nowhere. */
    {NODES("goal: {children: [g, h, i], upper: [1, 1, 1]}, " G), false,
        "827 judgements.nodes.goal: i is no member of the group goal, and no node that "
        "leads to one\n"},
    {NODES("goal: {children: [calm, h], upper: [2]}, "
           "calm: {children: [g, i], upper: [1]}, " G),
        false,
        "827 judgements.nodes.calm: i is no member of the group goal, and no node that "
        "leads to one\n"},
    /* A member of another group is none of this one. */
    {NODES("goal: {children: [g, x], upper: [2]}, " G), false,
        "827 judgements.nodes.goal: x is no member of the group goal, and no node that "
        "leads to one\n"},
    /* What is not reached. */
    {NODES("goal: {children: [g]}, " G), false,
        "827 judgements.nodes.goal: expected all members of the group goal below the "
        "node, found no way to h\n"},
    {NODES(GOAL ", g: {children: [y]}"), false,
        "827 judgements.nodes.g: expected all members of the group g below the node, "
        "found no way to x\n"},
    /* Nodes that stand for no group: a leaf, the root of something else. */
    {NODES(GOAL ", " G ", x: {children: [p, q], upper: [1]}"), false,
        "827 judgements.nodes.x: x stands for no group of factors: expected `goal`, "
        "the id of a group, or a node on the way to a group's members\n"},
    {NODES("all: {children: [goal, other], upper: [1]}, " GOAL ", " G), false,
        "827 judgements.nodes.all: all stands for no group of factors: expected "
        "`goal`, the id of a group, or a node on the way to a group's members\n"},
    /* Trees of situations that a model does not have. */
    {MODEL("{segments: {s: {nodes: {" GOAL "}}}}"), false,
        "827 judgements: expected judgements without segments of the model, found "
        "segment s\n"},
};

static void
both_readers_say_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char by_model[1024] = "", by_weights[1024] = "";
        bool fits = model_fits(cases[i].text, by_model);

        if (fits != cases[i].fits || strcmp(by_model, cases[i].told) != 0)
            fail_msg("case %zu: a model that %s:\n%s", i,
                fits ? "fits" : "does not fit", by_model);
        assert_int_equal(weights_fit(cases[i].text, by_weights), fits);
        /* What comes of the judgements is told as well. */
        assert_memory_equal(by_weights, by_model, strlen(by_model));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_readers_say_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
