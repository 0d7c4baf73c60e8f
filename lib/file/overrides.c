/* Files of overrides: CSV with the columns key, tier, reason_code, reason, decided_by,
 * second_person, decided_on, from, until, system_tier and, if wanted, digest. */
#include "file/overrides.h"
#include <stdio.h>
#include <string.h>
#include "file/beside.h"
#include "file/key.h"
#include "plan/explain.h"
#include "plan/rater.h"

enum column {
    COLUMN_KEY,
    COLUMN_TIER,
    COLUMN_REASON_CODE,
    COLUMN_REASON,
    COLUMN_DECIDED_BY,
    COLUMN_SECOND_PERSON,
    COLUMN_DECIDED_ON,
    COLUMN_FROM,
    COLUMN_UNTIL,
    COLUMN_SYSTEM_TIER,
    COLUMN_DIGEST,
    COLUMN_COUNT
};

static const char *const names[] = {"key", "tier", "reason_code", "reason",
    "decided_by", "second_person", "decided_on", "from", "until", "system_tier",
    "digest"};

/* ---- Lines ---- */

static bool
knows_reason(const struct crr_ast *ast, struct crr_text code)
{
    const struct crr_ast_overrides *overrides = &ast->overrides;
    for (uint32_t i = 0; i < overrides->reason_code_count; i++)
        if (crr_text_equal(overrides->reason_codes[i], code))
            return true;
    return overrides->reason_code_count == 0 && code.length > 0;
}

/* Days that can be read, in an order that can be. */
static enum crr_status
take_days(
    struct crr_beside *beside, const struct crr_text *cells, struct crr_override *ret)
{
    struct crr_text until = cells[COLUMN_UNTIL];
    uint64_t before = beside->fault_count;
    enum crr_status status = crr_beside_day(beside, COLUMN_DECIDED_ON,
        cells[COLUMN_DECIDED_ON], "the day of the decision", &ret->decided_on);
    if (crr_beside_goes_on(beside, status))
        status = crr_beside_day(beside, COLUMN_FROM, cells[COLUMN_FROM],
            "the first day in force", &ret->from);
    ret->until = CRR_NO_DAY;
    if (crr_beside_goes_on(beside, status) && until.length > 0)
        status = crr_beside_day(beside, COLUMN_UNTIL, until,
            "the first day no longer in force", &ret->until);
    if (beside->fault_count > before)
        return CRR_E_FILE;
    if (ret->until != CRR_NO_DAY && ret->until <= ret->from)
        status = crr_beside_refuse(beside, COLUMN_UNTIL, "a day after `from`", until);
    if (crr_beside_goes_on(beside, status) && ret->from < ret->decided_on)
        status = crr_beside_refuse(
            beside, COLUMN_FROM, "a day not before `decided_on`", cells[COLUMN_FROM]);
    return status;
}

/* What may not be left empty. */
static enum crr_status
check_words(struct crr_beside *beside, const struct crr_text *cells)
{
    const struct crr_ast *ast = beside->run->model->ast;
    const struct {
        enum column column;
        bool good;
        const char *expected;
    } words[] = {
        {COLUMN_KEY, cells[COLUMN_KEY].length > 0, "the key of a customer"},
        {COLUMN_REASON_CODE, knows_reason(ast, cells[COLUMN_REASON_CODE]),
            ast->overrides.reason_code_count ? "one of the model's `reason_codes`"
                                             : "a code of the reason"},
        {COLUMN_REASON, cells[COLUMN_REASON].length > 0, "the reason in words"},
        {COLUMN_DECIDED_BY, cells[COLUMN_DECIDED_BY].length > 0,
            "the name of who decided"},
    };
    enum crr_status status = CRR_OK;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (!words[i].good && crr_beside_goes_on(beside, status))
            status = crr_beside_refuse(
                beside, words[i].column, words[i].expected, cells[words[i].column]);
    return status;
}

static enum crr_status
fill(struct crr_beside *beside, const struct crr_text *cells,
    struct crr_filed_override *ret)
{
    struct crr_override *decision = &ret->decision;
    uint64_t before = beside->fault_count;
    enum crr_status status = check_words(beside, cells);
    if (crr_beside_goes_on(beside, status))
        status = crr_beside_tier(
            beside, COLUMN_TIER, cells[COLUMN_TIER], &decision->tier);
    if (crr_beside_goes_on(beside, status))
        status = crr_beside_tier(beside, COLUMN_SYSTEM_TIER, cells[COLUMN_SYSTEM_TIER],
            &decision->system_tier);
    if (crr_beside_goes_on(beside, status))
        take_days(beside, cells, decision);
    if (beside->fault_count > before)
        return CRR_E_FILE;
    char folded[CRR_KEY_LIMIT];
    ret->shown = cells[COLUMN_KEY];
    ret->key = crr_arena_copy(
        beside->arena, crr_key_fold(beside->run, cells[COLUMN_KEY], folded));
    ret->line = beside->stream.line;
    ret->next = CRR_INDEX_NONE;
    decision->reason_code = cells[COLUMN_REASON_CODE];
    decision->reason = cells[COLUMN_REASON];
    decision->decided_by = cells[COLUMN_DECIDED_BY];
    decision->second_person = cells[COLUMN_SECOND_PERSON];
    decision->digest = cells[COLUMN_DIGEST];
    return ret->key.at ? CRR_OK : CRR_E_MEMORY;
}

static enum crr_status
take(struct crr_beside *beside)
{
    struct crr_overrides *overrides = beside->user;
    struct crr_filed_override *items = crr_arena_grow(beside->arena, overrides->items,
        overrides->count, &overrides->capacity, sizeof *items);
    struct crr_text cells[COLUMN_COUNT];
    if (!items)
        return CRR_E_MEMORY;
    overrides->items = items;
    items[overrides->count] = (struct crr_filed_override){.line = 0};
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        cells[i] = crr_arena_copy(beside->arena, crr_beside_cell(beside, i));
        if (!cells[i].at)
            return CRR_E_MEMORY;
    }
    enum crr_status status = fill(beside, cells, &items[overrides->count]);
    overrides->count += status == CRR_OK;
    return status;
}

/* Overrides of one key in a chain, in the order of the file. */
static bool
index_keys(struct crr_overrides *overrides, struct crr_arena *arena)
{
    if (!crr_index_init(&overrides->by_key, arena, overrides->count))
        return false;
    for (uint32_t i = 0; i < overrides->count; i++) {
        uint32_t first = crr_index_add(&overrides->by_key, overrides->items[i].key, i);
        if (first == CRR_INDEX_NONE)
            first = i;
        else
            overrides->items[overrides->items[first].last].next = i;
        overrides->items[first].last = i;
    }
    return true;
}

enum crr_status
crr_overrides_read(struct crr_overrides *overrides, const struct crr_run *run,
    const struct crr_source *source, struct crr_arena *arena, struct crr_error *reterr)
{
    struct crr_beside beside = {.names = names,
        .count = COLUMN_COUNT,
        .required = COLUMN_DIGEST,
        .closed = true,
        .origin = "",
        .finding = CRR_F_OVERRIDE,
        .run = run,
        .source = source,
        .arena = arena,
        .reterr = reterr,
        .take = take,
        .user = overrides};
    enum crr_status status = crr_beside_read(&beside);
    return status == CRR_OK && !index_keys(overrides, arena) ? CRR_E_MEMORY : status;
}

enum crr_status
crr_overrides_open(
    struct crr_run *run, struct crr_arena *arena, struct crr_error *reterr)
{
    if (!run->options->overrides)
        return CRR_OK;
    if (!run->options->rater.has_as_of || run->key == CRR_NONE)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "overrides hold for a time and for a customer: the day of the rating and a "
            "model whose inputs have a key are expected");
    struct crr_overrides *overrides = crr_arena_alloc(arena, sizeof *overrides);
    if (!overrides)
        return CRR_E_MEMORY;
    run->overrides = overrides;
    return crr_overrides_read(overrides, run, run->options->overrides, arena, reterr);
}

/* ---- Rows ---- */

/* The first override of the row's customer, or CRR_INDEX_NONE. */
static uint32_t
first_of(const struct crr_overrides *overrides, const struct crr_run *run)
{
    char folded[CRR_KEY_LIMIT];
    return crr_index_find(&overrides->by_key,
        crr_key_fold(run, crr_run_input_text(run, run->key), folded));
}

static bool
is_in_force(const struct crr_override *decision, int32_t as_of)
{
    return decision->from <= as_of &&
           (decision->until == CRR_NO_DAY || as_of < decision->until);
}

/* Several in force: none counts, and the row neither. */
static void
refuse_several(
    struct crr_overrides *overrides, uint32_t first, int32_t as_of, struct crr_row *row)
{
    char lines[128];
    size_t length = 0, more = 0;
    for (uint32_t i = first; i != CRR_INDEX_NONE; i = overrides->items[i].next) {
        struct crr_filed_override *item = &overrides->items[i];
        if (!is_in_force(&item->decision, as_of))
            continue;
        item->state = CRR_OVERRIDE_REFUSED;
        item->why = item->why_revealed = "several are in force";
        if (length + 48 > sizeof lines)
            more++;
        else
            length += (size_t)snprintf(lines + length, sizeof lines - length, "%s%llu",
                length ? ", " : "", (unsigned long long)item->line);
    }
    if (more > 0)
        snprintf(lines + length, sizeof lines - length, " and %zu more", more);
    row->status = crr_record_refuse(&row->error, CRR_F_OVERRIDE_TWICE,
        (struct crr_text){"", 0},
        "at most one override in force is expected, found those of the lines %s",
        lines);
}

/* Takes what came of an override; one record that refused it counts before others. */
static void
note(struct crr_filed_override *item, const struct crr_override_rating *rating)
{
    item->risen |= rating->risen;
    item->other_model |= rating->other_model;
    if (item->state == CRR_OVERRIDE_REFUSED)
        return;
    item->state = rating->state;
    item->why = rating->why;
    item->why_revealed = rating->why_revealed;
}

void
crr_overrides_apply(
    struct crr_overrides *overrides, struct crr_run *run, struct crr_row *row)
{
    int32_t as_of = run->options->rater.as_of;
    uint32_t first = first_of(overrides, run);
    uint32_t in_force = 0;
    for (uint32_t i = first; i != CRR_INDEX_NONE; i = overrides->items[i].next) {
        struct crr_filed_override *item = &overrides->items[i];
        struct crr_override_rating rating;
        item->met = true;
        if (crr_rater_override(run->rater, run->settles ? &row->standing : NULL,
                &item->decision, &rating) != CRR_OK)
            continue;
        note(item, &rating);
        if (in_force == 0) { /* of those that are not in force the last */
            row->told = &item->decision;
            row->told_rating = rating;
        }
        if (!is_in_force(&item->decision, as_of))
            continue;
        in_force++;
        row->override = &item->decision;
        row->override_rating = rating;
    }
    if (in_force > 1)
        refuse_several(overrides, first, as_of, row);
    else if (in_force == 1)
        row->tier = row->override_rating.tier;
    if (in_force == 1) {
        row->told = row->override;
        row->told_rating = row->override_rating;
    }
}

const struct crr_override *
crr_overrides_in_force(const struct crr_overrides *overrides, const struct crr_run *run,
    int32_t as_of, size_t *ret_count)
{
    const struct crr_override *first = NULL;
    *ret_count = 0;
    for (uint32_t i = first_of(overrides, run); i != CRR_INDEX_NONE;
         i = overrides->items[i].next) {
        const struct crr_override *decision = &overrides->items[i].decision;
        if (!is_in_force(decision, as_of))
            continue;
        if (!first)
            first = decision;
        ++*ret_count;
    }
    return first;
}

void
crr_overrides_meet(struct crr_overrides *overrides, const struct crr_run *run)
{
    uint32_t i = first_of(overrides, run);
    for (; i != CRR_INDEX_NONE; i = overrides->items[i].next)
        overrides->items[i].met = true;
}

const char *
crr_override_word(const struct crr_filed_override *item)
{
    return !item->met         ? "without a customer"
           : item->state == 0 ? "of a rejected customer"
                              : crr_explain_override_state(item->state);
}

const char *
crr_override_why(const struct crr_filed_override *item, bool reveal)
{
    const char *why = reveal ? item->why_revealed : item->why;
    return why ? why : "";
}
