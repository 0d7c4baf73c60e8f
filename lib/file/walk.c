/* From a customer along its links to the persons behind it. No way leads through a
 * person twice, nor back to the customer. Without a least share the shortest way to a
 * person counts; with one the shares of all ways do, each the product of its links'
 * shares. Products are rounded up at 9 places: rounding hides no owner. */
#include "base/decimal.h"
#include "file/key.h"
#include "file/links.h"
#include "plan/rater.h"

/* One walk, for one input of one customer. */
struct walk {
    struct crr_links *links;
    struct crr_linked_input *input;
    const struct crr_run *run;
    struct crr_row *row;
    uint32_t start;
};

/* Refuses the row; the person is named unless keys are confidential. */
static bool
refuse(struct walk *walk, const struct crr_person *person, const char *what)
{
    const struct crr_ast *ast = walk->run->model->ast;
    bool hides = !person || (ast->inputs[walk->run->key].confidential &&
                                !walk->run->options->reveal);
    char shown[96];
    walk->row->status = crr_record_refuse(&walk->row->error, CRR_F_LINKED_VALUE,
        ast->inputs[walk->input->input].id, "%s%s%s%s", what, hides ? "" : ": \"",
        hides ? "" : crr_text_shown(person->key, shown, sizeof shown),
        hides ? "" : "\"");
    return false;
}

static bool
fail(struct walk *walk)
{
    walk->row->status = crr_error_set(
        &walk->row->error, CRR_E_MEMORY, 0, NULL, "", "out of memory");
    return false;
}

/* ---- Ways ---- */

static bool
count_step(struct walk *walk)
{
    if (walk->links->step_count++ < CRR_WALK_LIMIT)
        return true;
    return refuse(
        walk, NULL, "at most 10000 links behind a customer are expected, found more");
}

/* The way on over a link; false if there is no memory. The first way to a person is
 * kept. */
static bool
keep_way(struct walk *walk, const struct crr_way *way)
{
    struct crr_linked_input *input = walk->input;
    uint32_t *found = &walk->links->found[way->person];
    if (*found > 0) {
        int64_t share = input->ways[*found - 1].share + way->share;
        input->ways[*found - 1].share = share < CRR_WEIGHT_UNIT ? share
                                                                : CRR_WEIGHT_UNIT;
        return true;
    }
    struct crr_way *ways = crr_arena_grow(walk->links->arena, input->ways,
        input->way_count, &input->way_capacity, sizeof *ways);
    if (!ways)
        return fail(walk);
    input->ways = ways;
    ways[input->way_count++] = *way;
    *found = input->way_count;
    return true;
}

static int64_t
multiply_up(int64_t a, int64_t b)
{
    return (a * b + CRR_WEIGHT_UNIT - 1) / CRR_WEIGHT_UNIT;
}

static bool
is_on(const struct crr_links *links, const struct crr_way *way, uint32_t person)
{
    for (uint32_t i = 0; i < way->length; i++)
        if (links->links[way->links[i]].to == person)
            return true;
    return false;
}

/* Extends a way by a link. False if the link is not to be gone. */
static bool
extend(const struct walk *walk, const struct crr_way *way, uint32_t index,
    struct crr_way *ret)
{
    const struct crr_link *link = &walk->links->links[index];
    if (!walk->input->roles[link->role] || link->to == walk->start ||
        is_on(walk->links, way, link->to))
        return false;
    *ret = *way;
    ret->person = link->to;
    ret->links[ret->length++] = index;
    ret->share = multiply_up(way->share, link->share ? link->share : CRR_WEIGHT_UNIT);
    return true;
}

/* The shortest ways, near persons first. */
static bool
walk_near(struct walk *walk, const struct crr_way *way)
{
    struct crr_way from = *way, to;
    for (uint32_t next = 0;; from = walk->input->ways[next++]) {
        uint32_t end = walk->links->first[from.person + 1];
        bool ends = from.length == (uint32_t)walk->input->linked->depth;
        for (uint32_t i = walk->links->first[from.person]; !ends && i < end; i++) {
            if (!count_step(walk))
                return false;
            if (extend(walk, &from, i, &to) && walk->links->found[to.person] == 0 &&
                !keep_way(walk, &to))
                return false;
        }
        if (next == walk->input->way_count)
            return true;
    }
}

/* All ways. */
static bool
walk_all(struct walk *walk, const struct crr_way *way)
{
    uint32_t end = walk->links->first[way->person + 1];
    struct crr_way to;
    for (uint32_t i = walk->links->first[way->person]; i < end; i++) {
        if (!count_step(walk))
            return false;
        if (!extend(walk, way, i, &to))
            continue;
        if (!keep_way(walk, &to))
            return false;
        if (to.length < (uint32_t)walk->input->linked->depth && !walk_all(walk, &to))
            return false;
    }
    return true;
}

/* ---- Values ---- */

static bool
keep_text(struct walk *walk, uint32_t way, struct crr_text text)
{
    struct crr_linked_input *input = walk->input;
    struct crr_text *texts = crr_arena_grow(walk->links->arena, input->texts,
        input->text_count, &input->text_capacity, sizeof *texts);
    if (!texts)
        return fail(walk);
    input->texts = texts;
    uint32_t *ways = crr_arena_grow(walk->links->arena, input->way_of,
        input->text_count, &input->way_of_capacity, sizeof *ways);
    if (!ways)
        return fail(walk);
    input->way_of = ways;
    texts[input->text_count] = text;
    ways[input->text_count++] = way;
    return true;
}

/* What the person at the end of a way has; nobody knows it of one without a record. */
static bool
keep_values(struct walk *walk, uint32_t way)
{
    const struct crr_way *it = &walk->input->ways[way];
    const struct crr_person *person = &walk->links->persons[it->person];
    const struct crr_person_value *value = person->values
                                               ? &person->values[walk->input->source]
                                               : NULL;
    if (it->share < walk->input->linked->min_share)
        return true;
    if (person->record_count > 1)
        return refuse(
            walk, person, "one record of a linked person is expected, found several");
    if (value && value->state == CRR_STATE_UNREADABLE)
        return refuse(walk, person,
            "a value that can be read is expected of a linked person, found none");
    if (!value || value->state == CRR_STATE_MISSING)
        return keep_text(walk, way, (struct crr_text){NULL, 0});
    for (uint32_t i = 0; i < value->count; i++)
        if (!keep_text(walk, way, value->texts[i]))
            return false;
    return true;
}

static bool
fill_input(struct walk *walk)
{
    struct crr_linked_input *input = walk->input;
    struct crr_way start = {.person = walk->start, .share = CRR_WEIGHT_UNIT};
    bool all = input->linked->min_share > 0;
    walk->links->step_count = 0;
    bool good = all ? walk_all(walk, &start) : walk_near(walk, &start);
    for (uint32_t i = 0; i < input->way_count; i++)
        walk->links->found[input->ways[i].person] = 0;
    for (uint32_t i = 0; good && i < input->way_count; i++)
        good = keep_values(walk, i);
    return good;
}

bool
crr_links_fill(struct crr_links *links, struct crr_run *run, struct crr_row *row)
{
    char folded[CRR_KEY_LIMIT];
    uint32_t start = crr_index_find(
        &links->by_key, crr_key_fold(run, crr_run_input_text(run, run->key), folded));
    struct walk walk = {links, NULL, run, row, start};
    if (start != CRR_INDEX_NONE)
        links->persons[start].met = true;
    for (uint32_t i = 0; i < links->input_count; i++) {
        struct crr_linked_input *input = walk.input = &links->inputs[i];
        struct crr_value *value = &run->values[input->input];
        input->way_count = input->text_count = 0;
        if (start != CRR_INDEX_NONE && !fill_input(&walk))
            return false;
        *value = (struct crr_value){.type = CRR_VALUE_MISSING};
        if (input->text_count == 0)
            continue;
        value->type = CRR_VALUE_TEXTS;
        value->as.texts = (struct crr_texts){input->texts, input->text_count};
    }
    return true;
}

/* ---- Showing a way ---- */

/* Whether a key can stand in a way; else the line of the link does. */
static bool
is_plain(struct crr_text key)
{
    static const char signs[] = ";,\"()>#\\";
    char shown[256];
    for (size_t i = 0; i < key.length; i++)
        if (memchr(signs, key.at[i], sizeof signs - 1))
            return false;
    return crr_text_equal(key, crr_text_of(crr_text_shown(key, shown, sizeof shown)));
}

static void
write_step(const struct crr_links *links, struct crr_writer *writer, uint32_t index)
{
    const struct crr_link *link = &links->links[index];
    struct crr_text key = links->persons[link->to].key;
    if (is_plain(key)) {
        crr_write_text(writer, key);
    } else {
        crr_write_string(writer, "#");
        crr_write_count(writer, link->line);
    }
    crr_write_string(writer, "(");
    crr_write_text(writer, links->roles[link->role]);
    if (link->share > 0) {
        struct crr_decimal share = crr_decimal_reduce(
            (struct crr_decimal){link->share, CRR_WEIGHT_PLACES});
        crr_write_string(writer, " ");
        crr_write_decimal(writer, share.units, share.places);
    }
    crr_write_string(writer, ")");
}

void
crr_links_write_way(
    const void *user, struct crr_writer *writer, uint32_t input, uint32_t place)
{
    const struct crr_links *links = user;
    for (uint32_t i = 0; i < links->input_count; i++) {
        const struct crr_linked_input *it = &links->inputs[i];
        if (it->input != input || place >= it->text_count)
            continue;
        const struct crr_way *way = &it->ways[it->way_of[place]];
        for (uint32_t k = 0; k < way->length; k++) {
            crr_write_string(writer, k > 0 ? ">" : "");
            write_step(links, writer, way->links[k]);
        }
    }
}
