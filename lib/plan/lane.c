/* The lane's readers and what their values are worth. */
#include "plan/lane.h"
#include "plan/lane_fit.h"
#include "plan/lane_steps.h"

#define TEXT_LIMIT 4096u  /* texts that a memo keeps; more if a table has more */
#define DATE_LIMIT 16384u /* or if they are dates: some 45 years */

/* ---- Worths ---- */

/* Whether the value of an input may make a rule fire that asks for others, too. */
static bool
is_heard(const struct crr_rater *rater, uint32_t input, uint32_t root)
{
    const struct crr_ast *ast = rater->model->ast;
    for (uint32_t j = root; j < root + ast->conditions[root].subtree_count; j++)
        if (crr_condition_is_leaf(&ast->conditions[j]) &&
            ast->conditions[j].input == input &&
            crr_rater_decide(rater, j) != CRR_FALSE)
            return true;
    return false;
}

/* What a value says to the lane's rules. */
static int64_t
mark_bits(const struct crr_lane *lane, uint32_t input)
{
    int64_t marks = 0;
    for (uint32_t i = 0; i < lane->rules.bit_count; i++) {
        const struct crr_lane_bit *bit = &lane->rules.bits[i];
        if (bit->input != input)
            continue;
        enum crr_truth truth = bit->condition == CRR_ABSENT
                                   ? crr_rater_fires(lane->rater, bit->rule, NULL)
                                   : crr_rater_decide(lane->rater, bit->condition);
        if (truth == CRR_TRUE)
            marks |= INT64_C(1) << (CRR_LANE_BIT_SHIFT + i);
        else if (truth == CRR_UNKNOWN)
            marks |= CRR_LANE_SLOW;
    }
    return marks;
}

static int64_t
mark_rules(const struct crr_lane *lane, uint32_t input)
{
    const struct crr_rater *rater = lane->rater;
    const struct crr_ast *ast = rater->model->ast;
    int64_t marks = mark_bits(lane, input);
    for (uint32_t i = 0; i < ast->rule_count; i++) {
        uint32_t asked = crr_lane_input_of_rule(ast, i);
        if (crr_lane_rules_has(&lane->rules, i))
            continue;
        if (asked == input ? crr_rater_fires(rater, i, NULL) != CRR_FALSE
                           : asked == CRR_ABSENT &&
                                 is_heard(rater, input, ast->rules[i].condition))
            marks |= CRR_LANE_SLOW;
    }
    return marks;
}

/* What each set of bits comes to. */
static void
set_verdicts(struct crr_lane *lane)
{
    const struct crr_ast *ast = lane->rater->model->ast;
    const struct crr_lane_rules *rules = &lane->rules;
    for (uint32_t set = 0; set < 1u << rules->bit_count; set++) {
        lane->fired[set] = crr_lane_rules_fired(rules, ast, set);
        crr_verdict_init(&lane->verdicts[set]);
        for (uint32_t i = 0; i < rules->count; i++)
            if (lane->fired[set] >> i & 1)
                crr_verdict_add(
                    &lane->verdicts[set], &ast->rules[rules->at[i]], rules->at[i]);
    }
}

/* Values every factor that reads the input: which codes are known is told by that. */
static bool
value_factors(struct crr_rater *rater, uint32_t input)
{
    const struct crr_plan_segment *segment = rater->segment;
    for (uint32_t i = 0; i < segment->valued_count; i++) {
        uint32_t factor = segment->valued[i];
        if (crr_lane_input_of(rater->model->ast, factor) == input &&
            crr_rater_value_factor(rater, factor, NULL) != CRR_OK)
            return false;
    }
    return true;
}

static int64_t
mark_of(const struct crr_factor_result *result)
{
    switch (result->source) {
    case CRR_POINTS_MISSING:
        return CRR_LANE_FROM_MISSING;
    case CRR_POINTS_UNKNOWN:
        return CRR_LANE_FROM_UNKNOWN;
    default:
        return 0;
    }
}

static int64_t
worth_of_points(const struct crr_lane *lane, uint32_t factor, int64_t points)
{
    int64_t n = lane->rater->model->plan.factors[factor].coefficient * points;
    return n / lane->divisor * (1 << CRR_LANE_SHIFT);
}

/* The place of the segment that the value chooses. */
static int64_t
choose_segment(struct crr_rater *rater)
{
    if (crr_rater_choose_segment(rater, NULL) != CRR_OK)
        return CRR_LANE_SLOW;
    int64_t place = rater->segment - rater->model->plan.segments;
    return place * (1 << CRR_LANE_SHIFT);
}

int64_t
crr_lane_weigh(struct crr_lane *lane, const struct crr_lane_reader *reader,
    const struct crr_value *value)
{
    struct crr_rater *rater = lane->rater;
    if (crr_rater_read_one(rater, reader->input, value, NULL) != CRR_OK)
        return CRR_LANE_SLOW;
    if (reader->chooses)
        return choose_segment(rater);
    rater->segment = lane->segment;
    if (!value_factors(rater, reader->input))
        return CRR_LANE_SLOW;
    int64_t marks = mark_rules(lane, reader->input);
    if (marks & CRR_LANE_SLOW)
        return CRR_LANE_SLOW;
    marks |= rater->given[reader->input].present ? 0 : CRR_LANE_MISSING;
    if (reader->factor == CRR_ABSENT)
        return marks;
    const struct crr_factor_result *result = &rater->results[reader->factor];
    return worth_of_points(lane, reader->factor, result->points) +
           (marks | mark_of(result));
}

int64_t
crr_lane_learn(struct crr_lane *lane, struct crr_lane_reader *reader,
    struct crr_text field, struct crr_text text)
{
    struct crr_value value = {.type = CRR_VALUE_TEXT, .as.text = text};
    int64_t worth = crr_lane_weigh(lane, reader, &value);
    crr_memo_keep(&reader->memo, field.at, field.length, worth);
    return worth;
}

/* YYYYMMDD of a day. */
int64_t
crr_lane_date(int32_t day)
{
    struct crr_civil civil = crr_civil_of_day(day);
    return civil.year * INT64_C(10000) + civil.month * 100 + civil.day;
}

int64_t
crr_lane_number(
    struct crr_lane *lane, const struct crr_lane_reader *reader, struct crr_text text)
{
    struct crr_value value = {.type = CRR_VALUE_TEXT, .as.text = text};
    const struct crr_given *given = &lane->rater->given[reader->input];
    if (crr_rater_read_one(lane->rater, reader->input, &value, NULL) != CRR_OK)
        return CRR_LANE_BAD_NUMBER;
    if (!given->present)
        return CRR_LANE_NO_NUMBER;
    return reader->kind == CRR_LANE_DATE ? crr_lane_date((int32_t)given->number)
                                         : given->number;
}

bool
crr_lane_key_is_good(const struct crr_lane *lane, const struct crr_lane_reader *reader,
    struct crr_text text)
{
    struct crr_value value = {.type = CRR_VALUE_TEXT, .as.text = text};
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] == '"' || text.at[i] == ',' || text.at[i] == '\r' ||
            text.at[i] == '\n')
            return false;
    return crr_rater_read_one(lane->rater, reader->input, &value, NULL) == CRR_OK &&
           lane->rater->given[reader->input].present;
}

/* ---- Readers ---- */

/* How a factor's or the rules' input is read. */
static enum crr_lane_kind
kind_of(struct crr_lane *lane, uint32_t input, char *ret_separator)
{
    const struct crr_ast_input *at = &lane->rater->model->ast->inputs[input];
    if (!crr_lane_has_steps(lane->rater, input))
        return CRR_LANE_TEXT;
    if (at->type == CRR_INPUT_NUMBER)
        return CRR_LANE_NUMBER;
    if (at->type != CRR_INPUT_DATE)
        return CRR_LANE_TEXT;
    *ret_separator = '\0';
    if (crr_text_is(at->format, "YYYYMMDD"))
        return CRR_LANE_DATE;
    if (at->format.length != 10 || memcmp(at->format.at, "YYYY", 4) != 0 ||
        memcmp(at->format.at + 5, "MM", 2) != 0 ||
        memcmp(at->format.at + 8, "DD", 2) != 0 || at->format.at[4] != at->format.at[7])
        return CRR_LANE_TEXT;
    *ret_separator = at->format.at[4];
    return CRR_LANE_DATE;
}

static uint32_t
memo_limit(const struct crr_lane *lane, const struct crr_lane_reader *reader)
{
    const struct crr_model *model = lane->rater->model;
    uint32_t limit = TEXT_LIMIT;
    if (model->ast->inputs[reader->input].type == CRR_INPUT_DATE)
        limit = DATE_LIMIT;
    if (reader->factor == CRR_ABSENT ||
        model->plan.factors[reader->factor].lookup == CRR_ABSENT)
        return limit;
    uint32_t count =
        model->plan.lookups[model->plan.factors[reader->factor].lookup].spelling_count;
    return count > limit ? count : limit;
}

static bool
add_reader(struct crr_lane *lane, uint32_t input, uint32_t factor,
    const struct crr_allocator *allocator)
{
    struct crr_lane_reader *reader = &lane->readers[lane->reader_count++];
    bool first = true;
    for (uint32_t i = 0; i + 1 < lane->reader_count; i++)
        first &= lane->readers[i].input != input;
    *reader = (struct crr_lane_reader){.input = input,
        .factor = factor,
        .first = first,
        .places = lane->rater->model->ast->inputs[input].places};
    reader->form = form_of(reader->places);
    reader->kind = kind_of(lane, input, &reader->separator);
    reader->absent = crr_lane_weigh(
        lane, reader, &(struct crr_value){.type = CRR_VALUE_MISSING});
    if (reader->kind == CRR_LANE_TEXT)
        return crr_memo_init(&reader->memo, memo_limit(lane, reader), allocator);
    return crr_lane_set_steps(lane, reader);
}

/* A factor whose condition asks several inputs. */
static bool
add_joint(struct crr_lane *lane, uint32_t factor)
{
    const struct crr_ast *ast = lane->rater->model->ast;
    const struct crr_ast_factor *at = &ast->factors[factor];
    uint32_t set_count = 1u << lane->rules.bit_count;
    struct crr_lane_reader *reader = &lane->readers[lane->reader_count++];
    *reader = (struct crr_lane_reader){
        .kind = CRR_LANE_JOINT, .input = CRR_ABSENT, .factor = factor};
    reader->totals = crr_arena_array(&lane->arena, set_count, sizeof *reader->totals);
    for (uint32_t set = 0; reader->totals && set < set_count; set++) {
        bool yes = crr_lane_rules_hold(&lane->rules, ast, at->condition, set);
        reader->totals[set] = worth_of_points(
            lane, factor, yes ? at->points_yes : at->points_no);
    }
    lane->joint_count++;
    return reader->totals;
}

/* The factors of the segment that are no groups, primary or secondary. */
static bool
add_factors(struct crr_lane *lane, uint32_t from, uint32_t to,
    const struct crr_allocator *allocator, uint32_t *ret_count)
{
    const struct crr_ast *ast = lane->rater->model->ast;
    uint32_t before = lane->reader_count;
    for (uint32_t i = from; i < to; i++) {
        uint32_t input = crr_lane_input_of(ast, i);
        if (ast->factors[i].kind == CRR_FACTOR_GROUP)
            continue;
        if (input == CRR_ABSENT ? !add_joint(lane, i)
                                : !add_reader(lane, input, i, allocator))
            return false;
    }
    *ret_count = lane->reader_count - before;
    return true;
}

static bool
has_reader(const struct crr_lane *lane, uint32_t input)
{
    for (uint32_t i = 0; i < lane->reader_count; i++)
        if (lane->readers[i].input == input)
            return true;
    return false;
}

/* The customer's key. A text of plain ASCII, without a space, is a key if it is no
 * spelling of a missing value; a code if besides nothing of it is cut away. */
static void
add_key(struct crr_lane *lane, uint32_t input)
{
    const struct crr_model *model = lane->rater->model;
    const struct crr_ast_input *at = &model->ast->inputs[input];
    struct crr_lane_reader *reader = &lane->readers[lane->reader_count++];
    *reader = (struct crr_lane_reader){.kind = CRR_LANE_KEY,
        .input = input,
        .factor = CRR_ABSENT,
        .absent = CRR_LANE_SLOW};
    reader->plain_limit = at->type == CRR_INPUT_TEXT ? CRR_SPELLING_LIMIT
                          : at->before.length > 0    ? 0
                                                     : CRR_CODE_LIMIT;
    for (uint32_t i = 0; i < at->missing_value_count; i++)
        if (at->missing_values[i].length > reader->missing_longest)
            reader->missing_longest = at->missing_values[i].length;
}

static bool
is_in_condition(const struct crr_ast *ast, uint32_t input)
{
    for (uint32_t i = 0; i < ast->condition_count; i++)
        if (crr_condition_is_leaf(&ast->conditions[i]) &&
            ast->conditions[i].input == input)
            return true;
    return false;
}

/* The inputs that no factor reads: those of rules, and the key. */
static bool
add_others(struct crr_lane *lane, const struct crr_allocator *allocator)
{
    const struct crr_ast *ast = lane->rater->model->ast;
    for (uint32_t i = 0; i < ast->input_count; i++) {
        bool asked = ast->inputs[i].used &&
                     (!ast->inputs[i].key || is_in_condition(ast, i));
        if (asked && !has_reader(lane, i) &&
            !add_reader(lane, i, CRR_ABSENT, allocator))
            return false;
        if (ast->inputs[i].key)
            add_key(lane, i);
    }
    return true;
}

static bool
add_readers(struct crr_lane *lane, const struct crr_allocator *allocator)
{
    const struct crr_ast *ast = lane->rater->model->ast;
    const struct crr_ast_segment *segment = lane->segment->ast;
    size_t room = (size_t)ast->factor_count + ast->input_count + 1;
    lane->readers = crr_arena_array(&lane->arena, room, sizeof *lane->readers);
    lane->worths = crr_arena_array(&lane->arena, room, sizeof *lane->worths);
    return lane->readers && lane->worths &&
           add_factors(lane, segment->first, segment->secondary, allocator,
               &lane->primary_count) &&
           add_factors(lane, segment->secondary, segment->end, allocator,
               &lane->secondary_count) &&
           add_others(lane, allocator);
}

/* ---- The sum's scale ---- */

static int64_t
shifted(const struct crr_lane *lane, int64_t n)
{
    return n / lane->divisor * (1 << CRR_LANE_SHIFT);
}

static void
set_scale(struct crr_lane *lane)
{
    const struct crr_plan_segment *segment = lane->segment;
    lane->divisor = crr_lane_divisor(lane->rater, segment);
    lane->rounding = lane->rater->model->ast->rounding;
    lane->score_unit = segment->score_unit / lane->divisor;
    lane->theta_max = segment->ast->correction_max;
    lane->theta_low = shifted(lane, segment->ast->theta_low * segment->unit);
    lane->theta_high = shifted(lane, segment->ast->theta_high * segment->unit);
    lane->score_low = shifted(lane, segment->score_low);
    lane->score_high = shifted(lane, segment->score_high);
    lane->threshold_count = segment->threshold_count;
    for (uint32_t i = 0; i < segment->threshold_count; i++) {
        /* The least multiple of the divisor that reaches it. */
        int64_t n = segment->thresholds[i].n;
        int64_t down = n / lane->divisor - (n % lane->divisor < 0);
        lane->thresholds[i] = (down + (down * lane->divisor < n)) *
                              (1 << CRR_LANE_SHIFT);
    }
}

bool
crr_lane_init(struct crr_lane *lane, struct crr_rater *rater,
    const struct crr_allocator *allocator)
{
    memset(lane, 0, sizeof *lane);
    crr_arena_init(&lane->arena, allocator);
    lane->rater = rater;
    lane->segment = rater->segment;
    crr_lane_rules_choose(&lane->rules, rater->model->ast, lane->segment->ast);
    set_verdicts(lane);
    set_scale(lane);
    return add_readers(lane, allocator);
}

void
crr_lane_clear(struct crr_lane *lane)
{
    for (uint32_t i = 0; i < lane->reader_count; i++)
        if (lane->readers[i].memo.slots || lane->readers[i].memo.texts)
            crr_memo_clear(&lane->readers[i].memo);
    crr_arena_clear(&lane->arena);
}
