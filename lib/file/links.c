/* The file of links, as a graph of persons. */
#include "file/links.h"
#include "file/beside.h"
#include "file/key.h"
#include "plan/rater.h"

enum column {
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_ROLE,
    COLUMN_SHARE,
    COLUMN_COUNT
};

static const char *const names[] = {"from", "to", "role", "share"};

/* Links before the persons are numbered, in memory that is given back then. */
struct draft {
    struct crr_arena scratch;
    struct crr_links *links;
    struct crr_text *keys; /* two a link: from, to */
    size_t capacity;
};

/* ---- What the model asks ---- */

static uint32_t
number_of(struct crr_text *list, uint32_t *count, struct crr_text text)
{
    uint32_t i = 0;
    while (i < *count && !crr_text_equal(list[i], text))
        i++;
    if (i == *count)
        list[(*count)++] = text;
    return i;
}

static uint32_t
source_of(struct crr_links *links, size_t input)
{
    uint32_t i = 0;
    while (i < links->source_count && links->sources[i] != input)
        i++;
    if (i == links->source_count)
        links->sources[links->source_count++] = input;
    return i;
}

static bool
list_inputs(struct crr_links *links, const struct crr_ast *ast)
{
    uint32_t roles = 0;
    for (uint32_t i = 0; i < ast->input_count; i++)
        roles += ast->inputs[i].linked ? ast->inputs[i].linked->role_count : 0;
    links->roles = crr_arena_array(links->arena, roles, sizeof *links->roles);
    links->sources = crr_arena_array(
        links->arena, ast->input_count, sizeof *links->sources);
    links->inputs = crr_arena_array(
        links->arena, ast->input_count, sizeof *links->inputs);
    for (uint32_t i = 0; !links->arena->failed && i < ast->input_count; i++) {
        const struct crr_ast_linked *linked = ast->inputs[i].linked;
        if (!linked)
            continue;
        struct crr_linked_input *input = &links->inputs[links->input_count++];
        *input = (struct crr_linked_input){
            .input = i, .linked = linked, .source = source_of(links, linked->source)};
        input->roles = crr_arena_array(links->arena, roles, sizeof *input->roles);
        for (uint32_t k = 0; input->roles && k < linked->role_count; k++)
            input->roles[number_of(
                links->roles, &links->role_count, linked->roles[k])] = true;
    }
    return !links->arena->failed;
}

/* ---- Lines ---- */

static bool
find_role(const struct crr_links *links, struct crr_text text, uint32_t *ret)
{
    for (*ret = 0; *ret < links->role_count; ++*ret)
        if (crr_text_equal(links->roles[*ret], text))
            return true;
    return false;
}

/* A link at which no input looks: told of, not kept. */
static enum crr_status
count_other(struct crr_links *links, struct crr_text role, uint64_t line)
{
    links->other_count++;
    for (uint32_t i = 0; i < links->other_role_count; i++)
        if (crr_text_equal(links->others[i].role, role)) {
            links->others[i].count++;
            return CRR_OK;
        }
    if (links->other_role_count == CRR_OTHER_ROLE_LIMIT)
        return CRR_OK;
    struct crr_other_role *others = crr_arena_grow(links->arena, links->others,
        links->other_role_count, &links->other_capacity, sizeof *others);
    if (!others)
        return CRR_E_MEMORY;
    links->others = others;
    struct crr_other_role *one = &others[links->other_role_count++];
    *one = (struct crr_other_role){crr_arena_copy(links->arena, role), 1, line};
    return one->role.at ? CRR_OK : CRR_E_MEMORY;
}

static bool
keep_key(struct draft *draft, struct crr_text key, struct crr_text *ret)
{
    *ret = crr_arena_copy(&draft->scratch, key);
    return ret->at != NULL;
}

/* A link of a role that some input looks at. */
static enum crr_status
keep(struct crr_beside *beside, struct crr_text from, struct crr_text to,
    const struct crr_link *link)
{
    struct draft *draft = beside->user;
    struct crr_links *links = draft->links;
    struct crr_link *grown = crr_arena_grow(&draft->scratch, links->links,
        links->link_count, &links->link_capacity, sizeof *grown);
    if (!grown)
        return CRR_E_MEMORY;
    links->links = grown;
    struct crr_text *keys = crr_arena_grow(&draft->scratch, draft->keys,
        links->link_count, &draft->capacity, 2 * sizeof *keys);
    if (!keys)
        return CRR_E_MEMORY;
    draft->keys = keys;
    keys += 2 * (size_t)links->link_count;
    if (!keep_key(draft, from, &keys[0]) || !keep_key(draft, to, &keys[1]))
        return CRR_E_MEMORY;
    grown[links->link_count++] = *link;
    return CRR_OK;
}

static enum crr_status
take(struct crr_beside *beside)
{
    struct crr_links *links = ((struct draft *)beside->user)->links;
    struct crr_text from = crr_beside_cell(beside, COLUMN_FROM);
    struct crr_text to = crr_beside_cell(beside, COLUMN_TO);
    struct crr_text role = crr_beside_cell(beside, COLUMN_ROLE);
    struct crr_text share = crr_beside_cell(beside, COLUMN_SHARE);
    struct crr_link link = {.line = beside->stream.line};
    int64_t parsed = 0;
    char folded[2][CRR_KEY_LIMIT];
    bool same = from.length > 0 &&
                crr_text_equal(crr_key_fold(beside->run, from, folded[0]),
                    crr_key_fold(beside->run, to, folded[1]));
    const struct {
        enum column column;
        bool good;
        const char *expected;
        struct crr_text found;
    } cells[] = {
        {COLUMN_FROM, from.length > 0, "a key", from},
        {COLUMN_TO, to.length > 0, "a key", to},
        {COLUMN_TO, !same, "another key than in from", to},
        {COLUMN_ROLE, role.length > 0, "a role", role},
        {COLUMN_SHARE, share.length == 0 || crr_share_parse(share, &parsed),
            "a share above 0 and at most 1, such as 60% or 0.6, or nothing,", share},
    };
    enum crr_status status = CRR_OK;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        if (!cells[i].good && crr_beside_goes_on(beside, status))
            status = crr_beside_refuse(
                beside, cells[i].column, cells[i].expected, cells[i].found);
    if (status != CRR_OK)
        return status;
    link.share = (uint32_t)parsed;
    if (!find_role(links, role, &link.role))
        return count_other(links, role, link.line);
    if (links->link_count == UINT32_MAX / 4)
        return CRR_E_MEMORY;
    return keep(beside, from, to, &link);
}

/* ---- The graph ---- */

/* The number of the person with a key, a new one if need be. CRR_ABSENT: no memory. */
static uint32_t
person_of(struct crr_links *links, const struct crr_run *run, struct crr_text key)
{
    char folded[CRR_KEY_LIMIT];
    struct crr_text form = crr_key_fold(run, key, folded);
    uint32_t number = crr_index_find(&links->by_key, form);
    if (number != CRR_INDEX_NONE)
        return number;
    bool same = crr_text_equal(form, crr_text_trim(key));
    form = crr_arena_copy(links->arena, form);
    key = same ? form : crr_arena_copy(links->arena, key);
    if (!form.at || !key.at)
        return CRR_ABSENT;
    crr_index_add(&links->by_key, form, links->person_count);
    links->persons[links->person_count].key = key;
    return links->person_count++;
}

static bool
number_persons(struct draft *draft, const struct crr_run *run)
{
    struct crr_links *links = draft->links;
    uint32_t most = 2 * links->link_count;
    links->persons = crr_arena_array(links->arena, most, sizeof *links->persons);
    if (!links->persons || !crr_index_init(&links->by_key, links->arena, most))
        return false;
    for (uint32_t i = 0; i < links->link_count; i++) {
        struct crr_link *link = &links->links[i];
        link->from = person_of(links, run, draft->keys[2 * i]);
        link->to = person_of(links, run, draft->keys[2 * i + 1]);
        if (link->from == CRR_ABSENT || link->to == CRR_ABSENT)
            return false;
        links->persons[link->from].is_from = true;
        if (!links->persons[link->to].behind)
            links->persons[link->to].line = link->line;
        links->persons[link->to].behind = true;
    }
    return true;
}

/* Links by whose they are; those of one keep the file's order. */
static bool
sort_links(struct crr_links *links)
{
    uint32_t *first = crr_arena_array(
        links->arena, (size_t)links->person_count + 2, sizeof *first);
    struct crr_link *sorted = crr_arena_array(
        links->arena, links->link_count, sizeof *sorted);
    if (!first || !sorted)
        return false;
    for (uint32_t i = 0; i < links->link_count; i++)
        first[links->links[i].from + 2]++;
    for (uint32_t i = 2; i < links->person_count + 2; i++)
        first[i] += first[i - 1];
    for (uint32_t i = 0; i < links->link_count; i++)
        sorted[first[links->links[i].from + 1]++] = links->links[i];
    links->links = sorted;
    links->first = first;
    links->found = crr_arena_array(
        links->arena, links->person_count, sizeof *links->found);
    return links->found != NULL;
}

static enum crr_status
read_links(struct crr_links *links, struct crr_run *run, struct crr_error *reterr)
{
    struct draft draft = {.links = links};
    struct crr_beside beside = {.names = names,
        .count = COLUMN_COUNT,
        .required = COLUMN_SHARE,
        .origin = "",
        .finding = CRR_F_LINKS,
        .run = run,
        .source = run->options->links,
        .arena = links->arena,
        .reterr = reterr,
        .take = take,
        .user = &draft};
    crr_arena_init(&draft.scratch, &links->arena->allocator);
    enum crr_status status = crr_beside_read(&beside);
    if (status == CRR_OK && !(number_persons(&draft, run) && sort_links(links) &&
                                crr_links_sum_shares(links)))
        status = CRR_E_MEMORY;
    crr_arena_clear(&draft.scratch);
    return status;
}

enum crr_status
crr_links_read(struct crr_run *run, struct crr_arena *arena, struct crr_error *reterr)
{
    if (!run->options->links)
        return CRR_OK;
    if (run->key == CRR_NONE)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "links are between keys: a model whose inputs have a key is expected");
    struct crr_links *links = crr_arena_alloc(arena, sizeof *links);
    if (!links)
        return CRR_E_MEMORY;
    links->arena = arena;
    if (!list_inputs(links, run->model->ast))
        return CRR_E_MEMORY;
    if (links->input_count == 0)
        return crr_error_set(reterr, CRR_E_ARGUMENT, 0, NULL, "",
            "a model with an input that is `linked` is expected, for there are links");
    enum crr_status status = read_links(links, run, reterr);
    if (status == CRR_OK)
        status = crr_persons_read(links, run, reterr);
    if (status == CRR_OK && !crr_links_list_strangers(links))
        status = CRR_E_MEMORY;
    if (status != CRR_OK)
        return status;
    run->links = links;
    run->rater->ways = (struct crr_ways){
        crr_links_write_way, crr_links_find_stranger, links};
    return CRR_OK;
}

uint64_t
crr_links_unmet_count(const struct crr_links *links)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < links->person_count; i++)
        count += links->persons[i].is_from && !links->persons[i].behind &&
                 !links->persons[i].met;
    return count;
}
