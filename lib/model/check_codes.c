/* The codes that conditions ask for, against the tables that rate the same input. A
 * code that no table knows is most often misspelt, and its rule would never fire. */
#include "base/index.h"
#include "model/check.h"

/* The nearest spelling is looked for in tables up to this size, and for the first
 * findings: a list of codes against the wrong table must not take minutes to refuse. */
#define NEAREST_SPELLING_LIMIT 20000
#define NEAREST_FINDING_LIMIT 100

/* The spellings that the tables of one input know. */
struct known {
    bool any;
    size_t count;
    struct crr_index exact, prefix; /* by the tables' match */
};

static bool
rates_by_table(const struct crr_ast_factor *factor, uint32_t input)
{
    return factor->kind == CRR_FACTOR_TABLE && factor->input == input &&
           factor->table != CRR_ABSENT;
}

/* Calls each for every spelling of every table that rates the input; false once each
 * returns false. A table that two factors read comes twice. */
static bool
for_each_spelling(const struct crr_ast *ast, uint32_t input,
    bool (*each)(void *user, struct crr_text spelling, bool prefix), void *user)
{
    for (uint32_t i = 0; i < ast->factor_count; i++) {
        const struct crr_ast_table *table;

        if (!rates_by_table(&ast->factors[i], input))
            continue;
        table = &ast->tables[ast->factors[i].table];
        for (uint32_t j = 0; j < table->row_count; j++) {
            const struct crr_ast_row *row = &table->rows[j];
            bool good = each(user, row->key, table->prefix);

            for (uint32_t k = 0; good && k < row->alias_count; k++)
                good = each(user, row->aliases[k], table->prefix);
            if (!good)
                return false;
        }
    }
    return true;
}

static bool
count_spelling(void *user, struct crr_text spelling, bool prefix)
{
    (void)spelling;
    (void)prefix;
    *(size_t *)user += 1;
    return true;
}

struct learning {
    struct known *known;
    struct crr_arena *arena;
    bool ignore_case;
};

static bool
learn_spelling(void *user, struct crr_text spelling, bool prefix)
{
    struct learning *learning = user;
    struct known *known = learning->known;

    if (learning->ignore_case) {
        char *buffer = crr_arena_alloc(learning->arena, spelling.length);

        if (!buffer)
            return false;
        spelling = crr_text_fold(spelling, true, buffer);
    }
    crr_index_add(prefix ? &known->prefix : &known->exact, spelling, 0);
    return true;
}

static bool
learn(const struct crr_ast *ast, uint32_t input, struct crr_arena *arena,
    struct known *known)
{
    struct learning learning = {known, arena, ast->inputs[input].ignore_case};

    for_each_spelling(ast, input, count_spelling, &known->count);
    known->any = known->count > 0;
    return known->count < UINT32_MAX &&
           crr_index_init(&known->exact, arena, (uint32_t)known->count) &&
           crr_index_init(&known->prefix, arena, (uint32_t)known->count) &&
           for_each_spelling(ast, input, learn_spelling, &learning);
}

static bool
knows(const struct known *known, struct crr_text code)
{
    if (crr_index_find(&known->exact, code) != CRR_INDEX_NONE)
        return true;
    for (size_t length = code.length; length > 0; length--) {
        struct crr_text start = {code.at, length};

        if (crr_index_find(&known->prefix, start) != CRR_INDEX_NONE)
            return true;
    }
    return false;
}

static bool
try_nearest(void *user, struct crr_text spelling, bool prefix)
{
    (void)prefix;
    crr_nearest_try(user, spelling);
    return true;
}

static void
report_unknown(const struct crr_check *check, const struct crr_ast_condition *condition,
    const struct known *known, struct crr_text code)
{
    const struct crr_ast_input *input = &check->ast->inputs[condition->input];
    char shown[96], near[96];
    struct crr_nearest nearest;

    crr_nearest_init(&nearest, code);
    if (known->count <= NEAREST_SPELLING_LIMIT &&
        check->report->count < NEAREST_FINDING_LIMIT)
        for_each_spelling(check->ast, condition->input, try_nearest, &nearest);
    crr_text_shown(code, shown, sizeof shown);
    if (nearest.best.at)
        CRR_CHECK_REPORT(check, CRR_F_CONDITION_CODE, &condition->origin,
            "expected a code that a table of input %.*s knows, found \"%s\"; did you "
            "mean \"%s\"?",
            CRR_SHOW(input->id), shown,
            crr_text_shown(nearest.best, near, sizeof near));
    else
        CRR_CHECK_REPORT(check, CRR_F_CONDITION_CODE, &condition->origin,
            "expected a code that a table of input %.*s knows, found \"%s\"",
            CRR_SHOW(input->id), shown);
}

static bool
contains(struct crr_text text, struct crr_text piece)
{
    for (size_t i = 0; i + piece.length <= text.length; i++) {
        if (memcmp(text.at + i, piece.at, piece.length) == 0)
            return true;
    }
    return false;
}

/* False, and reports, if the input itself never has the value. */
static bool
can_occur(const struct crr_check *check, const struct crr_ast_condition *condition,
    struct crr_text text)
{
    const struct crr_ast_input *input = &check->ast->inputs[condition->input];
    bool missing = text.length == 0;
    char shown[96], end[32];

    for (uint32_t i = 0; i < input->missing_value_count && !missing; i++)
        missing = crr_text_equal(text, input->missing_values[i]);
    crr_text_shown(text, shown, sizeof shown);
    if (missing)
        CRR_CHECK_REPORT(check, CRR_F_CONDITION_CODE, &condition->origin,
            "\"%s\" means that input %.*s is missing, so nothing equals it; ask {is: "
            "missing}",
            shown, CRR_SHOW(input->id));
    else if (input->before.length > 0 && contains(text, input->before))
        CRR_CHECK_REPORT(check, CRR_F_CONDITION_CODE, &condition->origin,
            "input %.*s ends before \"%s\", so nothing equals \"%s\"",
            CRR_SHOW(input->id), crr_text_shown(input->before, end, sizeof end), shown);
    else
        return true;
    return false;
}

static void
check_condition(const struct crr_check *check,
    const struct crr_ast_condition *condition, const struct known *known)
{
    for (uint32_t i = 0; i < condition->text_count; i++) {
        struct crr_text text = condition->texts[i];

        if (can_occur(check, condition, text) && known->any && !knows(known, text))
            report_unknown(check, condition, known, text);
    }
}

/* The conditions that ask one input for codes or texts; false if there is no memory. */
static bool
check_input(const struct crr_check *check, uint32_t input)
{
    const struct crr_ast *ast = check->ast;
    struct crr_arena scratch;
    struct known known = {.any = false};
    bool learnt = false, good = true;

    crr_arena_init(&scratch, &check->report->arena->allocator);
    for (uint32_t i = 0; i < ast->condition_count && good; i++) {
        const struct crr_ast_condition *condition = &ast->conditions[i];

        if (condition->kind != CRR_CONDITION_IN || condition->input != input)
            continue;
        if (!learnt)
            good = learn(ast, input, &scratch, &known);
        learnt = true;
        if (good)
            check_condition(check, condition, &known);
    }
    crr_arena_clear(&scratch);
    return good;
}

void
crr_check_codes(const struct crr_check *check)
{
    const struct crr_ast *ast = check->ast;

    if (!crr_check_is_sound(check, "tables") || !crr_check_is_sound(check, "factors") ||
        !crr_check_is_sound(check, "segments") ||
        !crr_check_is_sound(check, "correction"))
        return;
    for (uint32_t i = 0; i < ast->input_count; i++) {
        if (!check_input(check, i))
            check->report->arena->failed = true;
    }
}
