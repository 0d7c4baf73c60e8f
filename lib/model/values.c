/* Values that several parts of a model hold: titles, points, policies, ranges,
 * intervals, names. */
#include <stdio.h>
#include "model/read.h"
#include "yaml/comma.h"

struct crr_origin
crr_origin_of(struct crr_reader *reader, const struct crr_yaml_node *node)
{
    struct crr_text path = crr_arena_copy(reader->arena, crr_text_of(reader->path));
    return (struct crr_origin){
        (uint32_t)node->line, (uint32_t)node->column, path.at ? path.at : ""};
}

const char *
crr_input_type_name(enum crr_input_type type)
{
    static const char *const names[] = {[CRR_INPUT_CODE] = "code",
        [CRR_INPUT_NUMBER] = "number",
        [CRR_INPUT_DATE] = "date",
        [CRR_INPUT_FLAG] = "flag",
        [CRR_INPUT_TEXT] = "text",
        [CRR_INPUT_CODES] = "codes"};
    return names[type];
}

/* ---- Titles ---- */

static bool
is_language(struct crr_text text)
{
    if (text.length < 2 || text.length > 16)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
            !(i > 0 && (c == '-' || (c >= '0' && c <= '9'))))
            return false;
    }
    return true;
}

bool
crr_read_titles(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_titles *ret)
{
    size_t count = node->kind == CRR_YAML_MAPPING ? node->item_count / 2 : 1;
    struct crr_title *items = crr_arena_array(reader->arena, count, sizeof *items);
    if (!items)
        return false;
    bool good = true;
    if (node->kind != CRR_YAML_MAPPING)
        good = crr_read_text(reader, node, &items[0].text);
    else if (count == 0)
        return crr_read_kind(
            reader, node, CRR_YAML_SCALAR, "a text or texts by language");
    for (size_t i = 0; node->kind == CRR_YAML_MAPPING && i < count; i++) {
        const struct crr_yaml_node *key = node->items[2 * i];
        size_t above = crr_reader_enter_key(reader, key->text);
        items[i].language = key->text;
        if (!is_language(key->text)) {
            crr_reader_finding(reader, CRR_F_NOT_A_WORD, key,
                "expected the tag of a language such as en or zh");
            good = false;
        }
        good &= crr_read_text(reader, node->items[2 * i + 1], &items[i].text);
        crr_reader_leave(reader, above);
    }
    *ret = (struct crr_titles){items, (uint32_t)count};
    return good;
}

struct crr_text
crr_title_in(const struct crr_titles *titles, const char *language)
{
    for (uint32_t i = 0; language && i < titles->count; i++)
        if (crr_text_is(titles->items[i].language, language))
            return titles->items[i].text;
    for (uint32_t i = 0; i < titles->count; i++)
        if (titles->items[i].language.length == 0)
            return titles->items[i].text;
    return titles->count > 0 ? titles->items[0].text : (struct crr_text){NULL, 0};
}

/* ---- Points and policies ---- */

bool
crr_read_points(
    struct crr_reader *reader, const struct crr_yaml_node *node, int64_t *ret)
{
    int64_t points;
    if (!crr_read_decimal(reader, node, CRR_POINTS_PLACES, &points))
        return false;
    if (points < -CRR_POINTS_LIMIT || points > CRR_POINTS_LIMIT) {
        crr_reader_finding(reader, CRR_F_OUT_OF_RANGE, node,
            "expected points from -1000000 to 1000000, found %.*s",
            CRR_SHOW(node->text));
        return false;
    }
    *ret = points;
    return true;
}

static bool
read_points_field(
    struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    return crr_read_points(reader, node, object);
}

bool
crr_read_local_weight(
    struct crr_reader *reader, const struct crr_yaml_node *node, int64_t *ret)
{
    if (crr_yaml_is_null(node)) {
        crr_reader_finding(reader, CRR_F_NOT_FROZEN, node,
            "the weight is not there yet: `crr ahp freeze` derives it from the model's "
            "judgements; without judgements, write it");
        return false;
    }
    /* Hundredths of a total of 100 with 7 places are 10^-9 as well. */
    int places = crr_ast_of(reader)->weights_total == 100 ? 7 : CRR_WEIGHT_PLACES;
    return crr_read_decimal(reader, node, places, ret);
}

bool
crr_read_policy(
    struct crr_reader *reader, const struct crr_yaml_node *node, struct crr_policy *ret)
{
    static const struct crr_word words[] = {
        {"error", CRR_POLICY_ERROR}, {"worst", CRR_POLICY_WORST}, {NULL, 0}};
    static const struct crr_field fields[] = {{"points", read_points_field, true}};
    static const char expected[] = "error, worst or {points: N}";
    struct crr_nearest nearest;
    char shown[64];
    if (node->kind == CRR_YAML_MAPPING) {
        ret->kind = CRR_POLICY_POINTS;
        return crr_read_mapping(reader, node, fields, 1, &ret->points);
    }
    if (!crr_read_kind(reader, node, CRR_YAML_SCALAR, expected))
        return false;
    crr_nearest_init(&nearest, node->text);
    for (const struct crr_word *word = words; word->name; word++) {
        crr_nearest_try(&nearest, crr_text_of(word->name));
        if (crr_text_is(node->text, word->name)) {
            ret->kind = (enum crr_policy_kind)word->value;
            return true;
        }
    }
    crr_reader_finding(reader, CRR_F_NOT_A_WORD, node,
        "expected %s, found \"%s\"%s%.*s%s", expected,
        crr_text_shown(node->text, shown, sizeof shown),
        nearest.best.at ? "; did you mean \"" : "", CRR_SHOW(nearest.best),
        nearest.best.at ? "\"?" : "");
    return false;
}

struct yes_no {
    int64_t yes, no;
};

static bool
read_yes(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    return crr_read_points(reader, node, &((struct yes_no *)object)->yes);
}

static bool
read_no(struct crr_reader *reader, const struct crr_yaml_node *node, void *object)
{
    return crr_read_points(reader, node, &((struct yes_no *)object)->no);
}

bool
crr_read_yes_no(struct crr_reader *reader, const struct crr_yaml_node *node,
    int64_t *ret_yes, int64_t *ret_no)
{
    static const struct crr_field fields[] = {
        {"yes", read_yes, true}, {"no", read_no, true}};
    struct yes_no points = {0, 0};
    bool good = crr_read_mapping(reader, node, fields, 2, &points);
    *ret_yes = points.yes;
    *ret_no = points.no;
    return good;
}

bool
crr_read_code(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_finding_number finding, struct crr_text text, bool ignore_case,
    struct crr_text *ret)
{
    char *buffer = crr_arena_alloc(reader->arena, text.length);
    if (!buffer)
        return false;
    struct crr_text folded = crr_text_fold(text, ignore_case, buffer);
    if (folded.length == 0 || folded.length > CRR_CODE_LIMIT) {
        crr_reader_finding(reader, finding, node,
            "expected a code of 1 to %d bytes, found one of %zu", CRR_CODE_LIMIT,
            folded.length);
        return false;
    }
    *ret = folded;
    return true;
}

/* ---- Ranges and intervals ---- */

bool
crr_read_range(struct crr_reader *reader, const struct crr_yaml_node *node, int places,
    int64_t *ret_low, int64_t *ret_high)
{
    static const char expected[] = "a list of two numbers [low, high]";
    int64_t ends[2];
    if (!crr_read_kind(reader, node, CRR_YAML_SEQUENCE, expected))
        return false;
    if (node->item_count != 2) {
        bool parted = node->item_count > 2 &&
                      (crr_yaml_is_parted(node->items[0], node->items[1]) ||
                          crr_yaml_is_parted(node->items[1], node->items[2]));
        crr_reader_finding(reader, CRR_F_RANGE, node,
            "expected %s, found a list of %zu%s", expected, node->item_count,
            parted ? " (decimal commas? decimals have a point)" : "");
        return false;
    }
    for (size_t i = 0; i < 2; i++) {
        size_t above = crr_reader_enter_index(reader, i);
        bool good = places == CRR_POINTS_PLACES
                        ? crr_read_points(reader, node->items[i], &ends[i])
                        : crr_read_decimal(reader, node->items[i], places, &ends[i]);
        crr_reader_leave(reader, above);
        if (!good)
            return false;
    }
    if (ends[0] >= ends[1]) {
        crr_reader_finding(reader, CRR_F_RANGE, node,
            "expected a low end below the high end, found [%.*s, %.*s]",
            CRR_SHOW(node->items[0]->text), CRR_SHOW(node->items[1]->text));
        return false;
    }
    *ret_low = ends[0];
    *ret_high = ends[1];
    return true;
}

const struct crr_interval_words crr_number_words = {
    "at_least", "above", "below", "at_most"};
const struct crr_interval_words crr_date_words = {"from", "after", "before", "until"};

bool
crr_read_end(struct crr_reader *reader, const struct crr_yaml_node *node, int places,
    int64_t *ret)
{
    if (places >= 0)
        return crr_read_decimal(reader, node, places, ret);
    int32_t day;
    if (!crr_read_day(reader, node, &day))
        return false;
    *ret = day;
    return true;
}

/* Reads the end under one of two keys, the second the open one. */
static bool
read_either_end(struct crr_reader *reader, const struct crr_yaml_node *mapping,
    const char *closed, const char *open, int places, bool *has, bool *is_open,
    int64_t *end)
{
    const struct crr_yaml_node *closed_node = crr_yaml_get(mapping, closed);
    const struct crr_yaml_node *open_node = crr_yaml_get(mapping, open);
    *has = closed_node || open_node;
    *is_open = open_node != NULL;
    if (!*has)
        return true;
    if (closed_node && open_node) {
        crr_reader_finding(reader, CRR_F_CONFLICTING_KEYS, open_node,
            "expected either `%s` or `%s`, found both", closed, open);
        return false;
    }
    size_t above = crr_reader_enter_key(reader, crr_text_of(open_node ? open : closed));
    bool good = crr_read_end(reader, open_node ? open_node : closed_node, places, end);
    crr_reader_leave(reader, above);
    return good;
}

bool
crr_read_interval(struct crr_reader *reader, const struct crr_yaml_node *mapping,
    const struct crr_interval_words *words, int places, struct crr_interval *ret)
{
    bool low = read_either_end(reader, mapping, words->low, words->low_open, places,
        &ret->has_low, &ret->low_open, &ret->low);
    bool high = read_either_end(reader, mapping, words->high, words->high_open, places,
        &ret->has_high, &ret->high_open, &ret->high);
    return low && high;
}

bool
crr_interval_is_empty(const struct crr_interval *interval)
{
    if (!interval->has_low || !interval->has_high)
        return false;
    int64_t first = interval->low + (interval->low_open ? 1 : 0);
    int64_t last = interval->high - (interval->high_open ? 1 : 0);
    return first > last;
}

/* ---- Names ---- */

void
crr_report_unknown_name(struct crr_reader *reader, enum crr_finding_number finding,
    const struct crr_yaml_node *node, const char *kind,
    bool (*next)(const struct crr_ast *ast, size_t index, struct crr_text *ret))
{
    struct crr_nearest nearest;
    struct crr_text known;
    char wanted[96];
    char near[96];
    crr_nearest_init(&nearest, node->text);
    for (size_t i = 0; next(crr_ast_of(reader), i, &known); i++)
        crr_nearest_try(&nearest, known);
    crr_text_shown(node->text, wanted, sizeof wanted);
    if (nearest.best.at)
        crr_reader_finding(reader, finding, node,
            "expected the id of %s, found `%s`; did you mean `%s`?", kind, wanted,
            crr_text_shown(nearest.best, near, sizeof near));
    else
        crr_reader_finding(reader, finding, node,
            "expected the id of %s, found `%s`, which the model does not have", kind,
            wanted);
}

static bool
next_input(const struct crr_ast *ast, size_t index, struct crr_text *ret)
{
    if (index >= ast->input_count)
        return false;
    *ret = ast->inputs[index].id;
    return true;
}

static bool
next_table(const struct crr_ast *ast, size_t index, struct crr_text *ret)
{
    if (index >= ast->table_count)
        return false;
    *ret = ast->tables[index].id;
    return true;
}

static bool
next_tier(const struct crr_ast *ast, size_t index, struct crr_text *ret)
{
    if (index >= ast->tier_count)
        return false;
    *ret = ast->tiers[index].id;
    return true;
}

static bool
read_name(struct crr_reader *reader, const struct crr_yaml_node *node,
    enum crr_finding_number finding, const char *kind,
    bool (*next)(const struct crr_ast *ast, size_t index, struct crr_text *ret),
    uint32_t *ret)
{
    struct crr_text id;
    struct crr_text known;
    if (!crr_read_id(reader, node, &id))
        return false;
    for (size_t i = 0; next(crr_ast_of(reader), i, &known); i++) {
        if (!crr_text_equal(known, id))
            continue;
        *ret = (uint32_t)i;
        return true;
    }
    crr_report_unknown_name(reader, finding, node, kind, next);
    return false;
}

bool
crr_read_input_name(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret)
{
    return read_name(reader, node, CRR_F_UNKNOWN_INPUT, "an input", next_input, ret);
}

bool
crr_read_table_name(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret)
{
    return read_name(reader, node, CRR_F_UNKNOWN_TABLE, "a table", next_table, ret);
}

static bool
next_list(const struct crr_ast *ast, size_t index, struct crr_text *ret)
{
    if (index >= ast->list_count)
        return false;
    *ret = ast->lists[index].id;
    return true;
}

bool
crr_read_list_name(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret)
{
    return read_name(reader, node, CRR_F_UNKNOWN_LIST, "a list", next_list, ret);
}

bool
crr_read_tier_name(
    struct crr_reader *reader, const struct crr_yaml_node *node, uint32_t *ret)
{
    return read_name(reader, node, CRR_F_UNKNOWN_TIER, "a tier", next_tier, ret);
}

bool
crr_report_duplicate_id(struct crr_reader *reader, const struct crr_yaml_node *node,
    struct crr_text id, const struct crr_text *earlier, const char *kind)
{
    if (!crr_text_equal(id, *earlier))
        return false;
    crr_reader_finding(reader, CRR_F_DUPLICATE_ID, node,
        "expected an id of its own, found `%.*s`, which is the id of an earlier %s",
        CRR_SHOW(id), kind);
    return true;
}
