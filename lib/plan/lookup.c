/* Tables to search: a hash of all spellings, and for each spelling the rows that it
 * has, one in an undated table, one for each period in a dated one. */
#include "plan/plan.h"

static uint32_t
count_spellings(const struct crr_ast_table *table)
{
    uint32_t count = table->row_count;
    for (uint32_t i = 0; i < table->row_count; i++)
        count += table->rows[i].alias_count;
    return count;
}

/* The spelling as the index holds it: folded to lower case if the lookup ignores case.
 */
static bool
folded(const struct crr_lookup *lookup, struct crr_arena *arena,
    struct crr_text spelling, struct crr_text *ret)
{
    *ret = spelling;
    if (!lookup->ignore_case)
        return true;
    char *buffer = crr_arena_alloc(arena, spelling.length);
    if (!buffer)
        return false;
    *ret = crr_text_fold(spelling, true, buffer);
    return true;
}

/* Adds the spelling i of a row (0: its key) to the index; numbers[position] becomes its
 * number. A spelling that comes again, as in dated tables, keeps its number. */
static bool
add_spelling(struct crr_lookup *lookup, struct crr_arena *arena,
    struct crr_text spelling, uint32_t *ret_number)
{
    struct crr_text key;
    if (!folded(lookup, arena, spelling, &key))
        return false;
    uint32_t number = crr_index_add(&lookup->index, key, lookup->spelling_count);
    if (number == CRR_INDEX_NONE) {
        number = lookup->spelling_count++;
        lookup->lengths[key.length / 64] |= UINT64_C(1) << (key.length % 64);
        if (key.length > lookup->longest)
            lookup->longest = (uint32_t)key.length;
    }
    *ret_number = number;
    return true;
}

/* Numbers the spellings in order of row and alias. */
static bool
number_spellings(struct crr_lookup *lookup, struct crr_arena *arena, uint32_t *numbers)
{
    const struct crr_ast_table *table = lookup->table;
    uint32_t position = 0;
    for (uint32_t i = 0; i < table->row_count; i++) {
        const struct crr_ast_row *row = &table->rows[i];
        if (!add_spelling(lookup, arena, row->key, &numbers[position++]))
            return false;
        for (uint32_t j = 0; j < row->alias_count; j++)
            if (!add_spelling(lookup, arena, row->aliases[j], &numbers[position++]))
                return false;
    }
    return true;
}

/* Sorts the rows by spelling: a counting sort over `first`. */
static void
gather_rows(struct crr_lookup *lookup, const uint32_t *numbers)
{
    const struct crr_ast_table *table = lookup->table;
    uint32_t total = count_spellings(table);
    for (uint32_t i = 0; i < total; i++)
        lookup->first[numbers[i] + 1]++;
    for (uint32_t i = 0; i < lookup->spelling_count; i++)
        lookup->first[i + 1] += lookup->first[i];
    uint32_t position = total;
    for (uint32_t i = table->row_count; i-- > 0;)
        for (uint32_t j = 0; j <= table->rows[i].alias_count; j++)
            lookup->rows[--lookup->first[numbers[--position] + 1]] = i;
    for (uint32_t i = 0; i < lookup->spelling_count; i++)
        lookup->first[i] = lookup->first[i + 1];
    lookup->first[lookup->spelling_count] = total;
}

static bool
build(struct crr_lookup *lookup, struct crr_arena *arena)
{
    uint32_t total = count_spellings(lookup->table);
    uint32_t *numbers = crr_arena_array(arena, total, sizeof *numbers);
    lookup->first = crr_arena_array(arena, (size_t)total + 1, sizeof *lookup->first);
    lookup->rows = crr_arena_array(arena, total, sizeof *lookup->rows);
    if (!numbers || !lookup->first || !lookup->rows ||
        !crr_index_init(&lookup->index, arena, total) ||
        !number_spellings(lookup, arena, numbers))
        return false;
    gather_rows(lookup, numbers);
    if (lookup->table->dated)
        return true;
    lookup->row_of = crr_arena_array(
        arena, lookup->spelling_count, sizeof *lookup->row_of);
    if (!lookup->row_of)
        return false;
    crr_lookup_resolve(lookup, 0, lookup->row_of);
    return true;
}

static uint32_t
find_lookup(
    const struct crr_plan *plan, const struct crr_ast_table *table, bool ignore_case)
{
    for (uint32_t i = 0; i < plan->lookup_count; i++)
        if (plan->lookups[i].table == table &&
            plan->lookups[i].ignore_case == ignore_case)
            return i;
    return CRR_ABSENT;
}

/* Whether conditions are asked before all factors have looked their codes up, so that
 * reading has to say which codes are known. */
static bool
asks_early(const struct crr_ast *ast)
{
    bool early = ast->segment_count > 1;
    for (uint32_t i = 0; i < ast->factor_count; i++)
        early |= ast->factors[i].applies != CRR_ABSENT;
    return early;
}

/* A list for each input: its length, then room for every lookup there can be. */
static bool
make_room_for_early(struct crr_model *model)
{
    struct crr_plan *plan = &model->plan;
    uint32_t count = model->ast->input_count;
    size_t room = (size_t)model->ast->table_count + 1;
    plan->early_lookups = crr_arena_array(
        &model->arena, count, sizeof *plan->early_lookups);
    for (uint32_t i = 0; plan->early_lookups && i < count; i++) {
        plan->early_lookups[i] = crr_arena_array(
            &model->arena, room, sizeof *plan->early_lookups[i]);
        if (!plan->early_lookups[i])
            return false;
    }
    return plan->early_lookups;
}

static void
note_early(uint32_t *list, uint32_t lookup)
{
    for (uint32_t i = 1; i <= list[0]; i++)
        if (list[i] == lookup)
            return;
    list[++list[0]] = lookup;
}

bool
crr_plan_look_up(struct crr_model *model)
{
    struct crr_plan *plan = &model->plan;
    const struct crr_ast *ast = model->ast;
    plan->lookups = crr_arena_array(
        &model->arena, (size_t)ast->table_count * 2, sizeof *plan->lookups);
    plan->input_has_table = crr_arena_array(
        &model->arena, ast->input_count, sizeof(bool));
    plan->input_lookup = crr_arena_array(
        &model->arena, ast->input_count, sizeof *plan->input_lookup);
    if (!plan->lookups || !plan->input_has_table || !plan->input_lookup)
        return false;
    for (uint32_t i = 0; i < ast->input_count; i++)
        plan->input_lookup[i] = CRR_ABSENT;
    if (asks_early(ast) && !make_room_for_early(model))
        return false;
    for (uint32_t i = 0; i < ast->factor_count; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];
        plan->factors[i].lookup = CRR_ABSENT;
        if (factor->kind != CRR_FACTOR_TABLE)
            continue;
        const struct crr_ast_table *table = &ast->tables[factor->table];
        bool ignore_case = ast->inputs[factor->input].ignore_case;
        plan->input_has_table[factor->input] = true;
        uint32_t found = find_lookup(plan, table, ignore_case);
        if (found == CRR_ABSENT) {
            found = plan->lookup_count++;
            plan->lookups[found].table = table;
            plan->lookups[found].ignore_case = ignore_case;
            if (!build(&plan->lookups[found], &model->arena))
                return false;
        }
        plan->factors[i].lookup = found;
        if (plan->early_lookups)
            note_early(plan->early_lookups[factor->input], found);
        if (!table->prefix && plan->input_lookup[factor->input] == CRR_ABSENT)
            plan->input_lookup[factor->input] = found;
    }
    return true;
}

static uint32_t
find_prefix(const struct crr_lookup *lookup, const uint32_t *rows, struct crr_text code)
{
    size_t length = code.length < lookup->longest ? code.length : lookup->longest;
    for (; length > 0; length--) {
        if (!(lookup->lengths[length / 64] >> (length % 64) & 1))
            continue;
        uint32_t spelling = crr_index_find(
            &lookup->index, (struct crr_text){code.at, length});
        if (spelling != CRR_INDEX_NONE && rows[spelling] != CRR_INDEX_NONE)
            return spelling;
    }
    return CRR_INDEX_NONE;
}

uint32_t
crr_lookup_find(
    const struct crr_lookup *lookup, const uint32_t *rows, struct crr_text code)
{
    if (lookup->table->prefix)
        return find_prefix(lookup, rows, code);
    uint32_t spelling = crr_index_find(&lookup->index, code);
    if (spelling == CRR_INDEX_NONE || rows[spelling] == CRR_INDEX_NONE)
        return CRR_INDEX_NONE;
    return spelling;
}

struct crr_text
crr_lookup_key(const struct crr_lookup *lookup, struct crr_text code)
{
    uint32_t spelling = crr_index_find(&lookup->index, code);
    if (spelling == CRR_INDEX_NONE)
        return code;
    /* Rows are sorted by key. */
    return lookup->table->rows[lookup->rows[lookup->first[spelling]]].key;
}

void
crr_lookup_resolve(const struct crr_lookup *lookup, int32_t as_of, uint32_t *rows)
{
    bool dated = lookup->table->dated;
    for (uint32_t i = 0; i < lookup->spelling_count; i++) {
        rows[i] = CRR_INDEX_NONE;
        for (uint32_t j = lookup->first[i]; j < lookup->first[i + 1]; j++) {
            const struct crr_ast_row *row = &lookup->table->rows[lookup->rows[j]];
            /* CRR_NO_DAY is below every day. */
            if (!dated || (row->valid_from <= as_of &&
                              (row->valid_to == CRR_NO_DAY || as_of < row->valid_to)))
                rows[i] = lookup->rows[j];
        }
    }
}
