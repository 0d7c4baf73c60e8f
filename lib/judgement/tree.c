/* Putting nodes together: one root, everything below it, no way back; and in each node
 * judgements that connect what they compare. */
#include "judgement/read.h"

#include <stdio.h>
#include <string.h>
#include "base/index.h"

/* A tree while it is built. */
struct building {
    struct crr_reader *reader;
    const struct crr_judgements *head;
    struct crr_node_draft *drafts; /* [0] becomes the root */
    uint32_t draft_count;
    struct crr_index names; /* to elements */
    struct crr_judged_element *elements;
    uint32_t element_count;
    uint32_t *parent_counts; /* of elements: in how many nodes they are children */
};

/* Reports at a node's place. */
static void
report_at(const struct building *building, enum crr_finding_number finding,
    const struct crr_judgement_origin *origin, const char *message)
{
    struct crr_place place = {building->reader->file, 0, origin->line, origin->column};

    crr_report_add(
        building->reader->report, finding, &place, origin->path, "%s", message);
}

/* ---- Elements ---- */

/* The element of this name; a new one if there is none yet. */
static uint32_t
element_of(struct building *building, struct crr_text name)
{
    uint32_t found = crr_index_add(&building->names, name, building->element_count);

    if (found != CRR_INDEX_NONE)
        return found;
    building->elements[building->element_count] = (struct crr_judged_element){
        name, CRR_NO_NODE, 0};
    return building->element_count++;
}

static size_t
name_bound(const struct building *building)
{
    size_t count = building->draft_count;

    for (uint32_t i = 0; i < building->draft_count; i++)
        count += building->drafts[i].child_count;
    return count;
}

static bool
collect_elements(struct building *building)
{
    struct crr_arena *arena = building->reader->arena;
    size_t bound = name_bound(building);

    building->elements = crr_arena_array(arena, bound, sizeof *building->elements);
    building->parent_counts = crr_arena_array(
        arena, bound, sizeof *building->parent_counts);
    if (!building->elements || !building->parent_counts ||
        !crr_index_init(&building->names, arena, (uint32_t)bound))
        return false;
    for (uint32_t i = 0; i < building->draft_count; i++) {
        const struct crr_node_draft *draft = &building->drafts[i];

        building->elements[element_of(building, draft->name)].node = i;
        for (uint32_t j = 0; j < draft->child_count; j++)
            building->parent_counts[element_of(building, draft->children[j].text)]++;
    }
    return true;
}

/* ---- The root ---- */

/* The draft that is nobody's child, `goal` if there are several; CRR_NO_NODE if all are
 * somebody's. */
static uint32_t
find_root(const struct building *building)
{
    uint32_t root = CRR_NO_NODE;

    for (uint32_t i = 0; i < building->element_count; i++) {
        const struct crr_judged_element *element = &building->elements[i];

        if (building->parent_counts[i] > 0)
            continue;
        if (root == CRR_NO_NODE || crr_text_is(element->name, "goal"))
            root = element->node;
    }
    return root;
}

static bool
check_roots(const struct building *building, uint32_t root)
{
    char message[400];
    bool good = true;

    for (uint32_t i = 0; i < building->element_count; i++) {
        const struct crr_judged_element *element = &building->elements[i];

        if (building->parent_counts[i] > 0 || element->node == root)
            continue;
        snprintf(message, sizeof message,
            "no node names %.*s as a child, and the root is %.*s already",
            CRR_SPELL(element->name), CRR_SPELL(building->drafts[root].name));
        report_at(building, CRR_F_NODE_UNREACHED,
            &building->drafts[element->node].origin, message);
        good = false;
    }
    return good;
}

/* Brings the root to the front, the others stay in order; elements follow. */
static bool
root_first(struct building *building)
{
    uint32_t root;

    if (!collect_elements(building))
        return false;
    root = find_root(building);
    if (root == CRR_NO_NODE) {
        report_at(building, CRR_F_NODE_CYCLE, &building->drafts[0].origin,
            "every node is the child of another one, so there is no root");
        return false;
    }
    if (!check_roots(building, root))
        return false;
    struct crr_node_draft moved = building->drafts[root];
    memmove(&building->drafts[1], &building->drafts[0], root * sizeof moved);
    building->drafts[0] = moved;
    building->element_count = 0;
    return collect_elements(building);
}

/* ---- Order ---- */

static uint32_t
child_element(
    const struct building *building, const struct crr_node_draft *draft, uint32_t child)
{
    return crr_index_find(&building->names, draft->children[child].text);
}

static void
report_cycle(const struct building *building, const uint32_t *waiting)
{
    char message[300];

    for (uint32_t i = 0; i < building->element_count; i++) {
        const struct crr_judged_element *element = &building->elements[i];

        if (waiting[i] == 0 || element->node == CRR_NO_NODE)
            continue;
        snprintf(message, sizeof message, "%.*s is below itself, or below what is",
            CRR_SPELL(element->name));
        report_at(building, CRR_F_NODE_CYCLE, &building->drafts[element->node].origin,
            message);
        return;
    }
}

/* Sorts the nodes so that each comes after all that it hangs under, and finds the
 * depths. */
static bool
sort_nodes(struct building *building, uint32_t *order)
{
    uint32_t count = 1;
    uint32_t *waiting = building->parent_counts;

    order[0] = 0;
    for (uint32_t at = 0; at < count; at++) {
        const struct crr_node_draft *draft = &building->drafts[order[at]];
        uint32_t above = crr_index_find(&building->names, draft->name);
        uint32_t depth = building->elements[above].depth + 1;

        for (uint32_t i = 0; i < draft->child_count; i++) {
            uint32_t child = child_element(building, draft, i);
            struct crr_judged_element *element = &building->elements[child];

            if (element->depth < depth)
                element->depth = depth;
            if (--waiting[child] == 0 && element->node != CRR_NO_NODE)
                order[count++] = element->node;
        }
    }
    if (count == building->draft_count)
        return true;
    report_cycle(building, waiting);
    return false;
}

/* ---- What a node's judgements must do ---- */

/* Joins the parts of the graph of judged pairs; part[i] is the smallest member. */
static void
join_parts(const struct crr_judge *judge, uint32_t n, uint32_t *part)
{
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = i + 1; j < n; j++) {
            uint32_t from = part[i] > part[j] ? part[i] : part[j];
            uint32_t to = part[i] > part[j] ? part[j] : part[i];

            if (judge->upper[crr_pair_index(n, i, j)].value.numerator == 0 ||
                from == to)
                continue;
            for (uint32_t k = 0; k < n; k++)
                part[k] = part[k] == from ? to : part[k];
        }
    }
}

/* Writes the parts as {a, b} {c}; cut if it is long. */
static void
print_parts(
    const struct crr_node_draft *draft, const uint32_t *part, char *to, size_t size)
{
    size_t used = 0;

    to[0] = '\0';
    for (uint32_t first = 0; first < draft->child_count; first++) {
        if (part[first] != first)
            continue;
        for (uint32_t i = first; i < draft->child_count && used + 160 < size; i++) {
            if (part[i] != first)
                continue;
            used += (size_t)snprintf(to + used, size - used, "%s%.*s",
                i > first ? ", " : (used > 0 ? " {" : "{"),
                CRR_SPELL(draft->children[i].text));
        }
        used += (size_t)snprintf(to + used, size - used, "}");
        if (used + 160 >= size) {
            snprintf(to + used, size - used, " ...");
            return;
        }
    }
}

static bool
is_connected(const uint32_t *part, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (part[i] != 0)
            return false;
    return true;
}

/* Whether all judged pairs of the judges connect the children; else says how they fall
 * apart. */
static bool
check_connected(const struct building *building, const struct crr_node_draft *draft,
    const struct crr_judge *judges, uint32_t judge_count,
    enum crr_finding_number finding, const struct crr_judgement_origin *origin)
{
    uint32_t part[CRR_COMPARED_LIMIT];
    char parts[360], message[500];

    for (uint32_t i = 0; i < draft->child_count; i++)
        part[i] = i;
    for (uint32_t i = 0; i < judge_count; i++)
        join_parts(&judges[i], draft->child_count, part);
    if (is_connected(part, draft->child_count))
        return true;
    print_parts(draft, part, parts, sizeof parts);
    bool is_named = judge_count == 1 && judges[0].name.length > 0;
    snprintf(message, sizeof message, "%.*s%sno judgement connects %s%s",
        is_named ? (int)judges[0].name.length : 0, judges[0].name.at,
        is_named ? ": " : "", parts,
        finding == CRR_F_EXPERT_LEFT_OUT ? "; this expert is left out" : "");
    report_at(building, finding, origin, message);
    return false;
}

/* Under AIP each voice needs weights of its own. */
static bool
check_voices(const struct building *building, const struct crr_node_draft *draft)
{
    bool leave_out = building->head->leave_out;
    uint32_t good_count = 0;

    if (building->head->aggregation == CRR_AGGREGATE_JUDGEMENTS || !draft->has_experts)
        return check_connected(building, draft, draft->judges, draft->judge_count,
            CRR_F_NOT_CONNECTED, &draft->origin);
    for (uint32_t i = 0; i < draft->judge_count; i++)
        good_count += check_connected(building, draft, &draft->judges[i], 1,
            leave_out ? CRR_F_EXPERT_LEFT_OUT : CRR_F_NOT_CONNECTED,
            &draft->judges[i].origin);
    if (good_count > 0 || !leave_out)
        return good_count == draft->judge_count || leave_out;
    report_at(building, CRR_F_NOT_CONNECTED, &draft->origin,
        "no expert's judgements connect the children, so that none is left");
    return false;
}

static bool
check_node(const struct building *building, const struct crr_node_draft *draft)
{
    const struct crr_random_index_name *table =
        &crr_random_index_names[building->head->random_index];
    char message[240];

    if (draft->judge_count == 0)
        return true;
    if (draft->child_count > 2 && draft->child_count > table->greatest) {
        snprintf(message, sizeof message,
            "expected at most %u children, for which the random index %s is known, "
            "found %u; `exact` goes to %d",
            (unsigned)table->greatest, table->id, (unsigned)draft->child_count,
            CRR_COMPARED_LIMIT);
        report_at(building, CRR_F_RANDOM_INDEX, &draft->origin, message);
        return false;
    }
    return check_voices(building, draft);
}

/* ---- The tree ---- */

static bool
settle_node(const struct building *building, const struct crr_node_draft *draft,
    struct crr_judged_node *node)
{
    uint32_t *children = crr_arena_array(
        building->reader->arena, draft->child_count, sizeof *children);

    if (!children)
        return false;
    for (uint32_t i = 0; i < draft->child_count; i++)
        children[i] = child_element(building, draft, i);
    *node = (struct crr_judged_node){
        .element = crr_index_find(&building->names, draft->name),
        .rationale = draft->rationale,
        .children = children,
        .child_count = draft->child_count,
        .judges = draft->judges,
        .judge_count = draft->judge_count,
        .has_experts = draft->has_experts,
        .scores = draft->scores,
        .origin = draft->origin};
    return true;
}

bool
crr_read_judged_tree(struct crr_reader *reader, const struct crr_judgements *head,
    struct crr_node_draft *drafts, uint32_t count, const struct crr_yaml_node *node,
    struct crr_judged_tree *ret)
{
    struct building building = {
        .reader = reader, .head = head, .drafts = drafts, .draft_count = count};
    struct crr_judged_node *nodes = crr_arena_array(
        reader->arena, count, sizeof *nodes);
    uint32_t *order = crr_arena_array(reader->arena, count, sizeof *order);

    if (!nodes || !order)
        return false;
    if (name_bound(&building) > CRR_ELEMENT_LIMIT) {
        crr_reader_finding(reader, CRR_F_TOO_MANY, node,
            "expected at most %d names in a tree, found %zu", CRR_ELEMENT_LIMIT,
            name_bound(&building));
        return false;
    }
    if (!root_first(&building) || !sort_nodes(&building, order))
        return false;
    bool good = true;
    for (uint32_t i = 0; i < count; i++) {
        good = check_node(&building, &drafts[i]) && good;
        if (!settle_node(&building, &drafts[i], &nodes[i]))
            return false;
    }
    ret->nodes = nodes;
    ret->node_count = count;
    ret->elements = building.elements;
    ret->element_count = building.element_count;
    ret->order = order;
    return good;
}
