#include "../ahp/matrices.h"
#include "crr/ahp.h"
#include "judgement/judgement.h"

enum {
    SAATY_1980,
    SAATY_2005,
    TEXTBOOK_CN,
    ALONSO_LAMATA,
    DONEGAN_DODD,
    EXACT
};

/* As published, from n = 1. */
static const struct {
    size_t table, greatest;
    double values[20];
} published[] = {
    {SAATY_1980, 15,
        {0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57,
            1.59}},
    {SAATY_2005, 15,
        {0, 0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.4, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58,
            1.59}},
    {TEXTBOOK_CN, 15,
        {0, 0, 0.52, 0.89, 1.12, 1.26, 1.36, 1.41, 1.46, 1.49, 1.52, 1.54, 1.56, 1.58,
            1.59}},
    {ALONSO_LAMATA, 15,
        {0, 0, 0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499, 1.4854, 1.5141,
            1.5365, 1.5551, 1.5713, 1.5838}},
    {DONEGAN_DODD, 20,
        {0, 0, 0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055, 1.4213,
            1.4497, 1.4643, 1.4822, 1.4969, 1.5078, 1.5153, 1.5262, 1.5313, 1.5371}},
};

/* The standard error of what `exact` has drawn. */
#define DRAWN_ERROR 1e-4

/* An independent simulation, and its standard error. */
static const struct {
    size_t n;
    double index, error;
} simulated[] = {{1, 0, 0}, {2, 0, 0}, {3, 0.524457, 0}, {4, 0.884158, 0},
    {5, 1.10825, 0.00025}, {6, 1.24891, 0.0002}, {7, 1.34081, 0.00017},
    {8, 1.40429, 0.00014}, {9, 1.45064, 0.00012}, {10, 1.4858, 0.0001},
    {11, 1.51377, 0.00013}, {12, 1.53617, 0.00012}, {13, 1.55496, 0.00011},
    {14, 1.57043, 0.0001}, {15, 1.58383, 9e-05}, {16, 1.59535, 0.00019},
    {17, 1.60559, 0.00017}, {18, 1.61427, 0.00016}, {19, 1.62229, 0.00015},
    {20, 1.62909, 0.00015}, {25, 1.65527, 0.00029}, {30, 1.67266, 0.00024},
    {40, 1.69384, 0.00018}, {50, 1.706, 0.00014}, {60, 1.71433, 0.0002},
    {70, 1.7204, 0.00017}, {80, 1.7244, 0.00015}, {90, 1.72806, 0.00013},
    {100, 1.7306, 0.00012}};

/* RI(n, m) of incomplete matrices, simulated. */
static const struct {
    size_t n, m;
    double index;
} incomplete[] = {{4, 1, 0.5752}, {4, 2, 0.2835}, {4, 3, 0.0}, {5, 1, 0.9218},
    {5, 2, 0.7342}, {5, 3, 0.5508}, {5, 4, 0.3608}, {5, 5, 0.1782}, {5, 6, 0.0},
    {6, 1, 1.1267}, {6, 2, 1.0059}, {6, 3, 0.8813}, {6, 4, 0.757}, {6, 5, 0.629},
    {6, 6, 0.4992}, {6, 7, 0.3704}, {6, 8, 0.2448}, {6, 9, 0.1195}, {7, 1, 1.2564},
    {7, 2, 1.1718}, {7, 3, 1.0853}, {7, 4, 0.9979}, {7, 5, 0.9093}, {7, 6, 0.8191},
    {7, 7, 0.7281}, {7, 8, 0.6383}, {7, 10, 0.4521}, {7, 12, 0.2682}, {7, 14, 0.0858},
    {8, 1, 1.3427}, {8, 2, 1.2783}, {8, 3, 1.2154}, {8, 4, 1.1514}, {8, 6, 1.0214},
    {8, 10, 0.7567}, {8, 15, 0.4109}, {8, 20, 0.064}, {9, 1, 1.4029}, {9, 2, 1.3542},
    {9, 4, 1.2552}, {10, 1, 1.4481}, {10, 2, 1.4095}, {10, 4, 1.3319}};

static void
test_published_tables(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof published / sizeof published[0]; k++) {
        size_t table = published[k].table, greatest = published[k].greatest;

        for (size_t n = 1; n <= greatest; n++) {
            assert_true(crr_random_index(table, n) == published[k].values[n - 1]);
            assert_true(crr_ahp_random_index(table, n) == published[k].values[n - 1]);
        }
        assert_true(isnan(crr_random_index(table, greatest + 1)));
        assert_true(isnan(crr_random_index(table, 0)));
    }
    assert_true(isnan(crr_random_index(EXACT, 101)));
    assert_true(isnan(crr_random_index(EXACT + 1, 3)));
}

/* The readers know the tables by name, without their values. */
static void
test_names_and_sources(void **state)
{
    (void)state;
    for (size_t k = 0; k < CRR_RANDOM_INDEX_COUNT; k++) {
        const struct crr_ahp_table_view *table = crr_ahp_table(k);

        assert_non_null(table);
        assert_string_equal(table->id, crr_random_index_names[k].id);
        assert_int_equal(table->greatest, crr_random_index_names[k].greatest);
        assert_true(strlen(table->source) > 10);
        assert_true(isnan(crr_random_index(k, table->greatest + 1)));
        assert_true(crr_random_index(k, table->greatest) > 1);
    }
    assert_null(crr_ahp_table(CRR_RANDOM_INDEX_COUNT));
    assert_string_equal(crr_ahp_table(EXACT)->id, "exact");
    assert_non_null(strstr(crr_ahp_table(DONEGAN_DODD)->source, "disputed"));
}

/* Within 4 standard errors of the difference. */
static void
test_exact_against_another_simulation(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof simulated / sizeof simulated[0]; k++) {
        size_t n = simulated[k].n;
        double error = n <= 4 ? 0 : hypot(simulated[k].error, DRAWN_ERROR);

        assert_close(crr_random_index(EXACT, n), simulated[k].index, 4 * error + 5e-6,
            "random index");
    }
}

/* It grows with n, but for the errors of drawing. */
static void
test_exact_has_no_gaps(void **state)
{
    (void)state;
    for (size_t n = 3; n <= 100; n++) {
        double before = crr_random_index(EXACT, n - 1),
               index = crr_random_index(EXACT, n);

        assert_true(index > before - 4 * DRAWN_ERROR);
        assert_true(index < before + (n <= 5 ? 0.6 : 0.15));
        /* Nearly a - c/n, c < 4: a wrong value would stand out. */
        if (n > 10 && n < 100)
            assert_close(crr_random_index(EXACT, n + 1) + before, 2 * index,
                4 * 2.5 * DRAWN_ERROR + 8 / pow((double)n, 3), "neighbours");
    }
}

/* The n = 3 mean by enumeration: λ = 1 + c + 1/c, c³ = a_13/(a_12 a_23). */
static void
test_three_by_enumeration(void **state)
{
    double values[17] = {0}, sum = 0;

    (void)state;
    for (size_t i = 0; i < 17; i++)
        values[i] = i < 9 ? 1.0 + (double)i : 1 / ((double)i - 7);
    for (size_t i = 0; i < 17; i++) {
        for (size_t j = 0; j < 17; j++) {
            for (size_t k = 0; k < 17; k++) {
                double c = cbrt(values[i] / (values[j] * values[k]));
                sum += (1 + c + 1 / c - 3) / 2;
            }
        }
    }
    assert_close(crr_random_index(EXACT, 3), sum / 4913, 5e-6, "n = 3");
}

static void
test_incomplete(void **state)
{
    bool approximate = true;

    (void)state;
    for (size_t k = 0; k < sizeof incomplete / sizeof incomplete[0]; k++) {
        assert_true(crr_random_index_incomplete(incomplete[k].n, incomplete[k].m,
                        &approximate) == incomplete[k].index);
        assert_false(approximate);
    }
    /* Nothing is missing. */
    assert_true(
        crr_random_index_incomplete(6, 0, &approximate) == crr_random_index(EXACT, 6));
    assert_false(approximate);
    /* Trees, and what does not even connect. */
    assert_true(crr_random_index_incomplete(20, 171, &approximate) == 0);
    assert_false(approximate);
    assert_true(crr_random_index_incomplete(20, 190, &approximate) == 0);
    assert_true(crr_random_index_incomplete(2, 0, &approximate) == 0);
    assert_true(crr_random_index_incomplete(3, 1, &approximate) == 0);
    /* Elsewhere the linear rule. */
    assert_close(crr_random_index_incomplete(20, 57, &approximate),
        crr_random_index(EXACT, 20) * 2 / 3, 1e-15, "a third is missing");
    assert_true(approximate);
    assert_close(crr_random_index_incomplete(7, 9, &approximate),
        crr_random_index(EXACT, 7) * 2 / 5, 1e-15, "between simulated ones");
    assert_true(approximate);
}

/* The linear rule is good where it can be compared. */
static void
test_the_linear_rule_is_near(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof incomplete / sizeof incomplete[0]; k++) {
        double n = (double)incomplete[k].n, m = (double)incomplete[k].m;

        assert_close((1 - 2 * m / ((n - 1) * (n - 2))) *
                         crr_random_index(EXACT, incomplete[k].n),
            incomplete[k].index, 0.03, "linear rule");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_tables),
        cmocka_unit_test(test_names_and_sources),
        cmocka_unit_test(test_exact_against_another_simulation),
        cmocka_unit_test(test_exact_has_no_gaps),
        cmocka_unit_test(test_three_by_enumeration),
        cmocka_unit_test(test_incomplete),
        cmocka_unit_test(test_the_linear_rule_is_near),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
