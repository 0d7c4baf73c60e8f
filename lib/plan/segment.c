/* The segment of a record: the one whose condition holds, and no other's may. */
#include <stdio.h>
#include "plan/rater.h"

#define INPUTS_SHOWN 4 /* in a refusal */

/* Which inputs the conditions ask for, and how many of them were shown. */
struct asked {
    uint32_t inputs[INPUTS_SHOWN];
    uint32_t count;
    char text[400];
    size_t length;
};

static bool
is_noted(const struct asked *asked, uint32_t input)
{
    uint32_t i = 0;
    while (i < asked->count && asked->inputs[i] != input)
        i++;
    return i < asked->count;
}

/* "; kind is "fund"", each input once. */
static void
note_input(const struct crr_rater *rater, uint32_t input, struct asked *asked)
{
    char value[CRR_SHOWN_LIMIT], shown[48];
    if (input == CRR_ABSENT || asked->count == INPUTS_SHOWN || is_noted(asked, input))
        return;
    struct crr_text id = rater->model->ast->inputs[input].id;
    bool present = rater->given[input].present && !rater->given[input].supposed;
    crr_text_shown(crr_rater_input_value(rater, input, value), shown, sizeof shown);
    asked->inputs[asked->count++] = input;
    asked->length += (size_t)snprintf(asked->text + asked->length,
        sizeof asked->text - asked->length, "%s%.*s %s%s%s",
        asked->length ? ", " : "; ", (int)id.length, id.at,
        present ? "is \"" : "has no value", shown, present ? "\"" : "");
}

/* What the record has of the inputs by which a segment is chosen. */
static void
note_segment(const struct crr_rater *rater, uint32_t index, struct asked *asked)
{
    const struct crr_ast *ast = rater->model->ast;
    uint32_t root = ast->segments[index].condition;
    uint32_t end = root + ast->conditions[root].subtree_count;
    for (uint32_t i = root; i < end; i++) {
        note_input(rater, ast->conditions[i].input, asked);
        note_input(rater, ast->conditions[i].other, asked);
    }
}

static enum crr_status
refuse(const struct asked *asked, struct crr_error *reterr, const char *found,
    struct crr_text one, struct crr_text other)
{
    return crr_record_refuse(reterr, CRR_F_NO_SEGMENT, other.length ? other : one,
        "a customer of exactly one segment is expected, found %s%.*s%s%.*s%s", found,
        (int)one.length, one.at, other.length ? " and " : "", (int)other.length,
        other.at, asked->text);
}

static enum crr_status
refuse_none(const struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_text none = {"", 0};
    struct asked asked = {.count = 0};
    for (uint32_t i = 0; i < rater->model->ast->segment_count; i++)
        note_segment(rater, i, &asked);
    return refuse(&asked, reterr, "none", none, none);
}

static enum crr_status
refuse_unknown(const struct crr_rater *rater, uint32_t index, struct crr_error *reterr)
{
    struct asked asked = {.count = 0};
    note_segment(rater, index, &asked);
    return refuse(&asked, reterr,
        "a value missing or unknown that decides whether it is ",
        rater->model->ast->segments[index].id, (struct crr_text){"", 0});
}

static enum crr_status
refuse_both(const struct crr_rater *rater, uint32_t one, uint32_t other,
    struct crr_error *reterr)
{
    const struct crr_ast_segment *segments = rater->model->ast->segments;
    struct asked asked = {.count = 0};
    note_segment(rater, one, &asked);
    note_segment(rater, other, &asked);
    return refuse(&asked, reterr, "", segments[one].id, segments[other].id);
}

enum crr_status
crr_rater_choose_segment(struct crr_rater *rater, struct crr_error *reterr)
{
    const struct crr_ast *ast = rater->model->ast;
    uint32_t chosen = CRR_ABSENT;
    for (uint32_t i = 0; i < ast->segment_count; i++) {
        const struct crr_ast_segment *segment = &ast->segments[i];
        enum crr_truth truth = crr_rater_decide(rater, segment->condition);
        if (truth == CRR_FALSE)
            continue;
        if (truth == CRR_UNKNOWN)
            return refuse_unknown(rater, i, reterr);
        if (chosen != CRR_ABSENT)
            return refuse_both(rater, chosen, i, reterr);
        chosen = i;
    }
    if (chosen == CRR_ABSENT)
        return refuse_none(rater, reterr);
    rater->segment = &rater->model->plan.segments[chosen];
    return CRR_OK;
}
