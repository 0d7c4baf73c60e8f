/* Conditions in the canonical text, each as a flow mapping that reads back as the same
 * tree. What must all hold stands as several entries of one mapping if no two of them
 * have the same key, else as a list under `all`; so the text is never nested deeper
 * than the model. */
#include "model/canonical.h"
#include "model/read.h"

/* More members than this cannot all have keys of their own: inputs, all, any, not. */
#define DISTINCT_LIMIT (CRR_INPUT_LIMIT + 3)

static struct crr_text
key_of(const struct crr_ast *ast, uint32_t index)
{
    switch (ast->conditions[index].kind) {
    case CRR_CONDITION_ALL:
        return (struct crr_text){"all", 3};
    case CRR_CONDITION_ANY:
        return (struct crr_text){"any", 3};
    case CRR_CONDITION_NOT:
        return (struct crr_text){"not", 3};
    default:
        return ast->inputs[ast->conditions[index].input].id;
    }
}

/* True if an ALL has two members or more, all with different keys. */
static bool
is_spread(const struct crr_ast *ast, uint32_t index)
{
    const struct crr_ast_condition *conditions = ast->conditions;
    uint32_t end = index + conditions[index].subtree_count;
    struct crr_text keys[DISTINCT_LIMIT];
    size_t count = 0;

    if (conditions[index].kind != CRR_CONDITION_ALL)
        return false;
    for (uint32_t i = index + 1; i < end; i += conditions[i].subtree_count) {
        if (count == DISTINCT_LIMIT)
            return false;
        keys[count] = key_of(ast, i);
        for (size_t j = 0; j < count; j++) {
            if (crr_text_equal(keys[j], keys[count]))
                return false;
        }
        count++;
    }
    return count > 1;
}

static void
write_end(struct crr_page *page, int64_t value, int places)
{
    if (places < 0)
        crr_page_day(page, (int32_t)value);
    else
        crr_page_decimal(page, value, places);
}

void
crr_page_interval(
    struct crr_page *page, const struct crr_interval *interval, int places)
{
    const struct crr_interval_words *words = places < 0 ? &crr_date_words
                                                        : &crr_number_words;

    if (interval->has_low) {
        crr_page_entry(page, interval->low_open ? words->low_open : words->low);
        write_end(page, interval->low, places);
    }
    if (interval->has_high) {
        crr_page_entry(page, interval->high_open ? words->high_open : words->high);
        write_end(page, interval->high, places);
    }
}

static void
write_within(struct crr_page *page, const struct crr_ast_condition *condition)
{
    const struct crr_ast_input *input = &page->ast->inputs[condition->input];
    const struct crr_interval *interval = &condition->interval;
    int places = input->type == CRR_INPUT_DATE ? -1 : input->places;

    if (interval->has_low && interval->has_high && !interval->low_open &&
        !interval->high_open && interval->low == interval->high) {
        write_end(page, interval->low, places);
        return;
    }
    crr_page_open(page);
    crr_page_interval(page, interval, places);
    crr_page_close(page);
}

/* {word: value} */
static void
write_question(struct crr_page *page, const char *word, struct crr_text value)
{
    crr_page_open(page);
    crr_page_entry(page, word);
    crr_page_text(page, value);
    crr_page_close(page);
}

/* {name_in: list, birth_date: input} */
static void
write_listed(struct crr_page *page, const struct crr_ast_condition *condition)
{
    crr_page_open(page);
    crr_page_entry(page,
        condition->name_kind == CRR_NAME_IDENTIFIER ? "identifier_in" : "name_in");
    crr_page_text(page, page->ast->lists[condition->list].id);
    if (condition->other != CRR_ABSENT) {
        crr_page_entry(page, "birth_date");
        crr_page_text(page, page->ast->inputs[condition->other].id);
    }
    crr_page_close(page);
}

/* What stands after the key. */
static void
write_asked(struct crr_page *page, uint32_t index)
{
    const struct crr_ast_condition *condition = &page->ast->conditions[index];

    switch (condition->kind) {
    case CRR_CONDITION_ALL:
    case CRR_CONDITION_ANY:
        crr_page_members(page, index);
        break;
    case CRR_CONDITION_NOT:
        crr_page_condition(page, index + 1);
        break;
    case CRR_CONDITION_IN:
        if (condition->text_count == 1)
            crr_page_text(page, condition->texts[0]);
        else
            crr_page_texts(page, condition->texts, condition->text_count);
        break;
    case CRR_CONDITION_WITHIN:
        write_within(page, condition);
        break;
    case CRR_CONDITION_FLAG:
        crr_page_word(page, condition->flag ? "true" : "false");
        break;
    case CRR_CONDITION_MISSING:
        write_question(page, "is", (struct crr_text){"missing", 7});
        break;
    case CRR_CONDITION_PRESENT:
        write_question(page, "is", (struct crr_text){"present", 7});
        break;
    case CRR_CONDITION_SAME:
        write_question(page, "same_as", page->ast->inputs[condition->other].id);
        break;
    case CRR_CONDITION_DIFFERS:
        write_question(page, "differs_from", page->ast->inputs[condition->other].id);
        break;
    case CRR_CONDITION_LISTED:
        write_listed(page, condition);
        break;
    }
}

static void
write_entry(struct crr_page *page, uint32_t index)
{
    crr_page_text(page, key_of(page->ast, index));
    crr_page_word(page, ": ");
    write_asked(page, index);
}

void
crr_page_condition(struct crr_page *page, uint32_t index)
{
    const struct crr_ast_condition *conditions = page->ast->conditions;
    uint32_t end = index + conditions[index].subtree_count;

    crr_page_word(page, "{");
    if (!is_spread(page->ast, index)) {
        write_entry(page, index);
        crr_page_word(page, "}");
        return;
    }
    for (uint32_t i = index + 1; i < end; i += conditions[i].subtree_count) {
        crr_page_word(page, i > index + 1 ? ", " : "");
        write_entry(page, i);
    }
    crr_page_word(page, "}");
}

void
crr_page_members(struct crr_page *page, uint32_t index)
{
    const struct crr_ast_condition *conditions = page->ast->conditions;
    uint32_t end = index + conditions[index].subtree_count;

    crr_page_word(page, "[");
    for (uint32_t i = index + 1; i < end; i += conditions[i].subtree_count) {
        crr_page_word(page, i > index + 1 ? ", " : "");
        crr_page_condition(page, i);
    }
    crr_page_word(page, "]");
}
