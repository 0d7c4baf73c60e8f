/* Comparing two sides: record by record, or joined by key. */
#include <stdio.h>
#include "diff/diff.h"
#include "base/index.h"
#include "base/span.h"
#include "file/json_lines.h"
#include "file/key.h"

/* ---- Life ---- */

static struct crr_text
key_id(const struct crr_run *run)
{
    return run->key == CRR_NONE ? (struct crr_text){"", 0}
                                : run->model->ast->inputs[run->key].id;
}

static bool
list_tiers(struct crr_diff *diff)
{
    const struct crr_ast *a = diff->mix.models[0]->ast, *b = diff->mix.models[1]->ast;
    diff->tiers = crr_arena_array(
        &diff->arena, a->tier_count + b->tier_count, sizeof *diff->tiers);
    if (!diff->tiers)
        return false;
    for (uint32_t i = 0; i < a->tier_count; i++)
        diff->tiers[diff->tier_count++] = a->tiers[i].id;
    for (uint32_t i = 0; i < b->tier_count; i++) {
        size_t k = 0;
        while (k < a->tier_count && !crr_text_equal(a->tiers[k].id, b->tiers[i].id))
            k++;
        if (k == a->tier_count)
            diff->tiers[diff->tier_count++] = b->tiers[i].id;
    }
    diff->counts = crr_arena_array(&diff->arena,
        (diff->tier_count + 2) * (diff->tier_count + 2), sizeof *diff->counts);
    return diff->counts;
}

static bool
same_tiers(const struct crr_diff *diff)
{
    const struct crr_ast *a = diff->mix.models[0]->ast, *b = diff->mix.models[1]->ast;
    bool same = a->tier_count == b->tier_count;
    for (uint32_t i = 0; same && i < a->tier_count; i++)
        same = crr_text_equal(a->tiers[i].id, b->tiers[i].id);
    return same;
}

/* Reads what stands beside the customers. */
static enum crr_status
open_side(struct crr_diff *diff, int index, const struct crr_diff_side *given,
    struct crr_error *reterr)
{
    struct crr_side *side = &diff->sides[index];
    side->options = *given->file;
    side->options.allocator = diff->arena.allocator;
    side->options.reveal = diff->options.reveal;
    side->ready = true;
    enum crr_status status = crr_run_init(&side->run, given->model, given->sources,
        given->source_count, &side->options, reterr);
    if (status == CRR_OK)
        status = crr_previous_open(&side->run, &diff->arena, reterr);
    if (status == CRR_OK)
        status = crr_overrides_open(&side->run, &diff->arena, reterr);
    if (status == CRR_OK)
        status = crr_links_read(&side->run, &diff->arena, reterr);
    return status;
}

static enum crr_status
refuse_keys(const struct crr_run *a, const struct crr_run *b, struct crr_error *reterr)
{
    const struct crr_run *runs[2] = {a, b};
    char found[2][80];
    if (a->key == CRR_NONE && b->key == CRR_NONE)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "two files are joined by the key: a model with a key input is expected, "
            "found one without");
    for (int i = 0; i < 2; i++) {
        struct crr_text id = key_id(runs[i]);
        snprintf(found[i], sizeof found[i],
            runs[i]->key == CRR_NONE ? "none" : "\"%.*s\"", (int)id.length, id.at);
    }
    return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
        "two models with the same key input are expected, found %s and %s", found[0],
        found[1]);
}

static enum crr_status
check_sides(const struct crr_diff *diff, struct crr_error *reterr)
{
    const struct crr_run *a = &diff->sides[0].run, *b = &diff->sides[1].run;
    if (!crr_text_equal(key_id(a), key_id(b)) ||
        (a->key == CRR_NONE && !diff->options.paired))
        return refuse_keys(a, b, reterr);
    if ((a->previous || b->previous || a->overrides || b->overrides) &&
        !same_tiers(diff))
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "an earlier run and overrides need two models with the same tiers");
    return CRR_OK;
}

/* The parts that no text holds: the day, the scenario. */
static bool
add_settings(struct crr_diff *diff)
{
    const struct crr_rater_options *a = &diff->sides[0].options.rater;
    const struct crr_rater_options *b = &diff->sides[1].options.rater;
    struct crr_text none = {"", 0};
    bool good = true;
    if (a->has_as_of != b->has_as_of || (a->has_as_of && a->as_of != b->as_of))
        good = crr_mix_add(&diff->mix, CRR_PART_DAY, none) != CRR_NONE;
    if (good && !crr_text_equal(a->scenario, b->scenario))
        good = crr_mix_add(&diff->mix, CRR_PART_SCENARIO, none) != CRR_NONE;
    return good;
}

/* ---- Records ---- */

static void
hold(struct crr_diff *diff, int index, const struct crr_row *row)
{
    struct crr_side *side = &diff->sides[index];
    bool rated = row->status == CRR_OK;
    size_t shift = 0;
    side->present = true;
    side->keyed = row->split;
    side->split = row->split && !crr_json_lines_refused(&side->run);
    side->refused = row->links_refused;
    side->line = side->run.stream.line;
    side->finding = rated ? 0 : row->error.finding;
    side->values = side->run.values;
    side->has_outcome = true;
    /* B's tiers by the names of A's. */
    if (rated)
        shift = diff->own[index]->tiers[row->tier];
    side->outcome = (struct crr_outcome){.tier = rated ? shift : diff->tier_count,
        .score = rated ? row->rating.score : 0,
        .decimals = rated ? diff->own[index]->decimals : 0,
        .finding = side->finding};
}

static enum crr_status
compare_paired(struct crr_diff *diff, struct crr_error *reterr)
{
    enum crr_status status = CRR_OK;
    while (status == CRR_OK) {
        struct crr_row row = {.status = CRR_OK};
        bool found[2];
        for (int i = 0; i < 2 && status == CRR_OK; i++) {
            status = crr_run_next(
                &diff->sides[i].run, NULL, NULL, &row, &found[i], reterr);
            if (status == CRR_OK && found[i])
                hold(diff, i, &row);
        }
        if (status != CRR_OK)
            return status;
        if (found[0] != found[1])
            return crr_error_set(reterr, CRR_E_READ, 0, NULL, "",
                "the same records are expected on both sides: the file changed");
        if (!found[0])
            return CRR_OK;
        status = crr_diff_take(diff);
    }
    return status;
}

/* ---- Joined ---- */

struct kept {
    struct crr_value *values;
    struct crr_text key;
    uint64_t line;
    struct crr_outcome outcome;
    bool split;
    uint64_t met; /* line of B's record; 0: none yet */
};

struct join {
    struct crr_diff *diff;
    struct crr_buffer kept; /* of struct kept: A's customers, then those of B alone */
    struct crr_index by_key;
    size_t a_count;
};

static struct kept *
kept_at(const struct join *join, size_t index)
{
    return (struct kept *)(void *)join->kept.at + index;
}

static size_t
kept_count(const struct join *join)
{
    return join->kept.length / sizeof(struct kept);
}

static enum crr_status
refuse_twin(
    const struct crr_run *run, uint64_t line, uint64_t first, struct crr_error *reterr)
{
    struct crr_place place = {run->sources[run->source_index].name, 0, (size_t)line, 0};
    return crr_error_set(reterr, CRR_E_FILE, 0, &place, "",
        "a key that no other row has is expected, found that of line %llu",
        (unsigned long long)first);
}

/* A list with the texts in it; one whose own at is NULL stays so. */
static void
keep_texts(struct crr_arena *arena, struct crr_texts *texts)
{
    struct crr_text *kept = crr_arena_array(arena, texts->count, sizeof *kept);
    for (size_t i = 0; kept && i < texts->count; i++)
        if (texts->at[i].at)
            kept[i] = crr_arena_copy(arena, texts->at[i]);
    texts->at = kept;
}

/* Copies the texts of the record. */
static struct crr_value *
keep_values(struct crr_arena *arena, const struct crr_run *run)
{
    struct crr_value *values = crr_arena_array(arena, run->input_count, sizeof *values);
    for (size_t i = 0; values && i < run->input_count; i++) {
        values[i] = run->values[i];
        if (values[i].type == CRR_VALUE_TEXT)
            values[i].as.text = crr_arena_copy(arena, run->values[i].as.text);
        else if (values[i].type == CRR_VALUE_TEXTS)
            keep_texts(arena, &values[i].as.texts);
    }
    return arena->failed ? NULL : values;
}

static enum crr_status
keep(struct join *join, int index, struct crr_text key, bool with_values)
{
    struct crr_diff *diff = join->diff;
    const struct crr_side *side = &diff->sides[index];
    struct kept kept = {NULL, crr_arena_copy(&diff->arena, key), side->line,
        side->outcome, side->split, 0};
    if (with_values)
        kept.values = keep_values(&diff->arena, &side->run);
    if (!kept.key.at || (with_values && !kept.values) ||
        crr_buffer_write(&join->kept, (const char *)&kept, sizeof kept) != 0)
        return CRR_E_MEMORY;
    return CRR_OK;
}

/* The next record of a side that has a key; others are taken as they come. */
static enum crr_status
next_keyed(struct join *join, int index, char *folded, struct crr_text *ret_key,
    bool *ret_found, struct crr_error *reterr)
{
    struct crr_diff *diff = join->diff;
    struct crr_side *side = &diff->sides[index];
    struct crr_row row = {.status = CRR_OK};
    enum crr_status status = CRR_OK;
    while (status == CRR_OK) {
        status = crr_run_next(&side->run, NULL, NULL, &row, ret_found, reterr);
        if (status != CRR_OK || !*ret_found)
            return status;
        hold(diff, index, &row);
        diff->sides[!index].present = false;
        *ret_key = (struct crr_text){"", 0};
        if (side->keyed)
            *ret_key = crr_key_fold(
                &side->run, crr_run_input_text(&side->run, side->run.key), folded);
        if (ret_key->length > 0)
            return CRR_OK;
        status = crr_diff_take(diff);
    }
    return status;
}

static enum crr_status
index_keys(struct join *join, size_t first, const struct crr_run *run,
    struct crr_index *index, struct crr_error *reterr)
{
    size_t count = kept_count(join) - first;
    if (count >= CRR_INDEX_NONE / 2)
        return crr_error_set(
            reterr, CRR_E_FILE, 0, NULL, "", "at most 2^31 customers are expected");
    if (!crr_index_init(index, &join->diff->arena, (uint32_t)count))
        return CRR_E_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const struct kept *kept = kept_at(join, first + i);
        uint32_t twin = crr_index_add(index, kept->key, (uint32_t)i);
        if (twin != CRR_INDEX_NONE)
            return refuse_twin(
                run, kept->line, kept_at(join, first + twin)->line, reterr);
    }
    return CRR_OK;
}

static enum crr_status
read_a(struct join *join, struct crr_error *reterr)
{
    char folded[CRR_KEY_LIMIT];
    struct crr_text key;
    bool found = true;
    enum crr_status status = CRR_OK;
    while (status == CRR_OK && found) {
        status = next_keyed(join, 0, folded, &key, &found, reterr);
        if (status == CRR_OK && found)
            status = keep(join, 0, key, true);
    }
    join->a_count = kept_count(join);
    return status != CRR_OK
               ? status
               : index_keys(join, 0, &join->diff->sides[0].run, &join->by_key, reterr);
}

/* Puts a customer of A back into its run. */
static enum crr_status
restore(struct crr_diff *diff, const struct kept *kept)
{
    struct crr_side *side = &diff->sides[0];
    struct crr_row row = {.status = CRR_OK};
    memcpy(
        side->run.values, kept->values, side->run.input_count * sizeof *kept->values);
    side->present = side->keyed = side->has_outcome = true;
    side->split = kept->split;
    side->values = side->run.values;
    side->line = kept->line;
    side->outcome = kept->outcome;
    side->finding = kept->outcome.finding;
    side->refused = side->run.links &&
                    !crr_links_fill(side->run.links, &side->run, &row);
    return row.status == CRR_E_MEMORY ? CRR_E_MEMORY : CRR_OK;
}

static enum crr_status
read_b(struct join *join, struct crr_error *reterr)
{
    struct crr_diff *diff = join->diff;
    char folded[CRR_KEY_LIMIT];
    struct crr_text key;
    bool found = true;
    enum crr_status status = CRR_OK;
    while (status == CRR_OK && found) {
        status = next_keyed(join, 1, folded, &key, &found, reterr);
        if (status != CRR_OK || !found)
            break;
        uint32_t index = crr_index_find(&join->by_key, key);
        if (index == CRR_INDEX_NONE) {
            status = keep(join, 1, key, false);
        } else if (kept_at(join, index)->met) {
            status = refuse_twin(&diff->sides[1].run, diff->sides[1].line,
                kept_at(join, index)->met, reterr);
        } else {
            kept_at(join, index)->met = diff->sides[1].line;
            status = restore(diff, kept_at(join, index));
        }
        if (status == CRR_OK)
            status = crr_diff_take(diff);
    }
    return status;
}

static enum crr_status
compare_joined(struct join *join, struct crr_error *reterr)
{
    struct crr_diff *diff = join->diff;
    struct crr_index others;
    enum crr_status status = read_a(join, reterr);
    if (status == CRR_OK)
        status = read_b(join, reterr);
    if (status == CRR_OK)
        status = index_keys(join, join->a_count, &diff->sides[1].run, &others, reterr);
    diff->sides[1].present = false;
    for (size_t i = 0; i < join->a_count && status == CRR_OK; i++) {
        if (kept_at(join, i)->met)
            continue;
        status = restore(diff, kept_at(join, i));
        if (status == CRR_OK)
            status = crr_diff_take(diff);
    }
    return status;
}

/* ---- All of it ---- */

static enum crr_status
compare(struct crr_diff *diff, const struct crr_diff_side *a,
    const struct crr_diff_side *b, struct crr_error *reterr)
{
    enum crr_status status = open_side(diff, 0, a, reterr);
    if (status == CRR_OK)
        status = open_side(diff, 1, b, reterr);
    if (status == CRR_OK)
        status = check_sides(diff, reterr);
    if (status == CRR_OK &&
        (!list_tiers(diff) || !add_settings(diff) || !crr_parts_init(diff)))
        status = CRR_E_MEMORY;
    if (status == CRR_OK)
        status = crr_variants_init(diff);
    if (status != CRR_OK)
        return status;
    if (diff->options.paired)
        return compare_paired(diff, reterr);
    struct join join = {.diff = diff};
    crr_buffer_init(&join.kept, &diff->arena.allocator);
    status = compare_joined(&join, reterr);
    crr_buffer_clear(&join.kept);
    return status;
}

static void
close_sides(struct crr_diff *diff)
{
    crr_variants_clear(diff);
    diff->variant_count = 0;
    for (int i = 0; i < 2; i++) {
        if (diff->sides[i].ready)
            crr_run_clear(&diff->sides[i].run);
        diff->sides[i].ready = false;
    }
    crr_arena_clear(&diff->mover_arena);
    crr_arena_init(&diff->mover_arena, &diff->arena.allocator);
}

struct crr_diff *
crr_diff_new(const struct crr_allocator *allocator)
{
    struct crr_arena arena;
    crr_arena_init(&arena, allocator);
    struct crr_diff *diff = crr_arena_alloc(&arena, sizeof *diff);
    if (!diff) {
        crr_arena_clear(&arena);
        return NULL;
    }
    diff->arena = arena;
    crr_arena_init(&diff->mover_arena, allocator);
    crr_arena_init(&diff->mix.arena, allocator);
    return diff;
}

static bool
is_side(const struct crr_diff_side *side)
{
    return side && side->model && side->file &&
           side->file->size == sizeof *side->file &&
           (side->sources || side->source_count == 0);
}

enum crr_status
crr_diff_models(const struct crr_diff_side *a, const struct crr_diff_side *b,
    const struct crr_diff_options *options, struct crr_diff **ret_diff,
    struct crr_error *reterr)
{
    if (!is_side(a) || !is_side(b) || !options || options->size != sizeof *options ||
        !ret_diff)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "crr_diff_models needs two sides with a model, sources and options, and "
            "options of a known size");
    if (reterr)
        reterr->status = CRR_OK;
    struct crr_diff *diff = crr_diff_new(&options->allocator);
    enum crr_status status = diff ? CRR_OK : CRR_E_MEMORY;
    if (diff) {
        diff->options = *options;
        if (!crr_mix_init(&diff->mix, a->model, b->model, &options->allocator))
            status = CRR_E_MEMORY;
        crr_model_ref(a->model);
        crr_model_ref(b->model);
        if (status == CRR_OK)
            status = compare(diff, a, b, reterr);
        close_sides(diff);
    }
    if (status != CRR_OK) {
        crr_diff_free(diff);
        if (reterr && reterr->status != status)
            crr_error_set(reterr, status, 0, NULL, "", "%s", crr_status_name(status));
        return status;
    }
    *ret_diff = diff;
    return CRR_OK;
}

void
crr_diff_free(struct crr_diff *diff)
{
    if (!diff)
        return;
    crr_model_unref(diff->mix.models[0]);
    crr_model_unref(diff->mix.models[1]);
    crr_mix_clear(&diff->mix);
    /* It lies in its own arena. */
    struct crr_arena arena = diff->arena;
    crr_arena_clear(&arena);
}
