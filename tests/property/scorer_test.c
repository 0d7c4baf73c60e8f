/* A scorer gives what its rater gives, with every member of the rating and every
 * contribution, or refuses with the same finding: random models and random records. */
#include "drawn.h"

#define MODEL_COUNT 150
#define RECORD_COUNT 400

static struct crr_value
draw_value(struct random *random, int input, char *text, size_t size)
{
    int way = random_in(random, 0, 9);
    if (way == 0)
        return (struct crr_value){.type = CRR_VALUE_MISSING};
    if (way == 1 && input == 3)
        return (struct crr_value){.type = CRR_VALUE_NUMBER,
            .places = random_in(random, 0, 3),
            .as.units = random_in(random, -99, 9999) * 10};
    if (way == 1 && input == 4)
        return (struct crr_value){
            .type = CRR_VALUE_DAY, .as.day = AS_OF - random_in(random, -3, 9999)};
    if (way == 1 && (input == 5 || input == 7))
        return (struct crr_value){
            .type = CRR_VALUE_FLAG, .as.flag = random_in(random, 0, 1)};
    draw_text(random, input, text, size);
    if (input == 4 && random_in(random, 0, 19) == 0)
        snprintf(text, size, "0001-01-01");
    struct crr_value value = text_value(text);
    if (way == 2 && random_in(random, 0, 9) == 0)
        value.as.text.length = size; /* with NULs behind it */
    if (way == 3 && random_in(random, 0, 9) == 0)
        value.as.text = (struct crr_text){"\0\1\0\0", (size_t)random_in(random, 1, 4)};
    return value;
}

static void
expect_equal(const struct crr_rating *found, const struct crr_rating *expected)
{
    assert_int_equal(found->segment, expected->segment);
    assert_int_equal(found->score, expected->score);
    assert_int_equal(found->exact, expected->exact);
    assert_int_equal(found->scale, expected->scale);
    assert_int_equal(found->theta, expected->theta);
    assert_int_equal(found->score_tier, expected->score_tier);
    assert_int_equal(found->tier, expected->tier);
    assert_int_equal(found->tier_without_theta, expected->tier_without_theta);
    assert_int_equal(found->direct_tier, expected->direct_tier);
    assert_int_equal(found->floor_tier, expected->floor_tier);
    assert_int_equal(found->rule, expected->rule);
    assert_int_equal(found->top_factor, expected->top_factor);
    assert_int_equal(found->to_next_up, expected->to_next_up);
    assert_int_equal(found->to_next_down, expected->to_next_down);
    assert_int_equal(found->warning_count, expected->warning_count);
    assert_int_equal(found->review, expected->review);
    assert_int_equal(found->score_low, expected->score_low);
    assert_int_equal(found->score_high, expected->score_high);
    assert_int_equal(found->tier_low, expected->tier_low);
}

static void
expect_contributions(const struct crr_rater *rater, const int64_t *contributions)
{
    size_t count = crr_model_factor_count(crr_rater_model(rater));
    for (size_t i = 0; i < count; i++) {
        struct crr_factor_rating factor;
        assert_int_equal(crr_rater_factor(rater, i, &factor), CRR_OK);
        assert_int_equal(contributions[i], factor.contribution);
    }
}

static size_t rated_count, rejected_count;

static void
try_record(struct random *random, struct crr_rater *rater, struct crr_scorer *scorer)
{
    char texts[INPUT_COUNT][16];
    struct crr_value values[INPUT_COUNT];
    struct crr_rating expected, found;
    struct crr_error error, other;
    int64_t contributions[16] = {0};
    memset(texts, 0, sizeof texts);
    for (int i = 0; i < INPUT_COUNT; i++)
        values[i] = draw_value(random, i, texts[i], sizeof texts[i]);
    enum crr_status first = crr_scorer_rate(
        scorer, values, INPUT_COUNT, &found, contributions, &other);
    enum crr_status status = crr_rater_rate(
        rater, values, INPUT_COUNT, &expected, &error);
    assert_int_equal(first, status);
    if (status != CRR_OK) {
        assert_int_equal(status, CRR_E_RECORD);
        assert_int_equal(other.finding, error.finding);
        assert_string_equal(other.message, error.message);
        rejected_count++;
        return;
    }
    expect_equal(&found, &expected);
    expect_contributions(rater, contributions);
    rated_count++;
}

static void
scorers_give_what_raters_give(void **state)
{
    (void)state;
    struct random random = {4711};
    for (int i = 0; i < MODEL_COUNT; i++) {
        struct crr_model *model = draw_model(&random);
        struct crr_rater_options options = {
            .size = sizeof options, .has_as_of = true, .as_of = AS_OF};
        struct crr_rater *rater;
        struct crr_scorer *scorer;
        struct crr_error error;
        assert_int_equal(crr_rater_new(model, &options, &rater, &error), CRR_OK);
        assert_int_equal(crr_scorer_new(rater, &scorer, &error), CRR_OK);
        for (int k = 0; k < RECORD_COUNT; k++)
            try_record(&random, rater, scorer);
        crr_scorer_free(scorer);
        crr_rater_free(rater);
        crr_model_unref(model);
    }
    print_message("%zu rated, %zu rejected\n", rated_count, rejected_count);
    assert_true(rated_count > 10000 && rejected_count > 10000);
}

/* What a scorer gave is not what the rater holds. */
static void
the_rater_holds_no_rating_afterwards(void **state)
{
    (void)state;
    struct random random = {3};
    struct crr_model *model = draw_model(&random);
    struct crr_rater_options options = {
        .size = sizeof options, .has_as_of = true, .as_of = AS_OF};
    struct crr_rater *rater;
    struct crr_scorer *scorer = NULL;
    struct crr_error error;
    struct crr_factor_rating factor;
    assert_int_equal(crr_rater_new(model, &options, &rater, &error), CRR_OK);
    assert_int_equal(crr_scorer_new(NULL, &scorer, &error), CRR_E_ARGUMENT);
    assert_null(scorer);
    assert_int_equal(crr_scorer_new(rater, &scorer, &error), CRR_OK);
    try_record(&random, rater, scorer);
    struct crr_value values[INPUT_COUNT] = {0};
    struct crr_rating rating;
    crr_scorer_rate(scorer, values, INPUT_COUNT, &rating, NULL, &error);
    assert_int_equal(crr_rater_factor(rater, 0, &factor), CRR_E_ARGUMENT);
    assert_int_equal(
        crr_scorer_rate(scorer, values, 2, &rating, NULL, &error), CRR_E_ARGUMENT);
    crr_scorer_free(scorer);
    crr_scorer_free(NULL);
    crr_rater_free(rater);
    crr_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scorers_give_what_raters_give),
        cmocka_unit_test(the_rater_holds_no_rating_afterwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
