#include "plan/asked.h"
#include <stdio.h>

static bool
is_noted(const struct crr_asked *asked, uint32_t input)
{
    uint32_t i = 0;
    while (i < asked->count && asked->inputs[i] != input)
        i++;
    return i < asked->count;
}

/* "; kind is "fund"", each input once. */
static void
note_input(const struct crr_rater *rater, uint32_t input, struct crr_asked *asked)
{
    char value[CRR_SHOWN_LIMIT], shown[48];
    if (input == CRR_ABSENT || asked->count == CRR_ASKED_SHOWN ||
        is_noted(asked, input))
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

void
crr_asked_note(
    struct crr_asked *asked, const struct crr_rater *rater, uint32_t condition)
{
    const struct crr_ast_condition *conditions = rater->model->ast->conditions;
    uint32_t end = condition + conditions[condition].subtree_count;
    for (uint32_t i = condition; i < end; i++) {
        note_input(rater, conditions[i].input, asked);
        note_input(rater, conditions[i].other, asked);
    }
}
