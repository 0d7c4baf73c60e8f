#include "../ahp/matrices.h"

#define VOICES 5

static double matrices[VOICES][MATRIX_LIMIT * MATRIX_LIMIT];
static const double *const voices[VOICES] = {
    matrices[0], matrices[1], matrices[2], matrices[3], matrices[4]};
static double aggregate[MATRIX_LIMIT * MATRIX_LIMIT];
static double rows[VOICES * MATRIX_LIMIT], vector[MATRIX_LIMIT], mean[MATRIX_LIMIT];

/* Three experts who plan a holiday, of the package gluc/ahp; the consensus is what
 * AHP-OS computes, which counts every voice alike (Goepel 2013). */
static void
test_a_group_of_three(void **state)
{
    static const double upper[3][3] = {
        {4, 9, 4}, {1.0 / 4, 1.0 / 9, 1.0 / 5}, {1.0 / 9, 1, 9}};
    static const double votes[] = {0.4, 0.4, 0.2};
    static const double geometric[] = {
        0.2827611346313254, 0.4259384856475625, 0.29130037972111206};
    static const double arithmetic[] = {
        0.3303085324334957, 0.328055260516504, 0.3416362070500003};
    double lambda;

    for (size_t k = 0; k < 3; k++) {
        fill_upper(matrices[k], 3, upper[k]);
        assert_true(crr_perron(work_of(state), matrices[k], 3, rows + 3 * k, &lambda));
    }
    crr_aggregate_judgements(voices, votes, 3, 3, aggregate);
    assert_ratio_close(aggregate[1], 0.6443940149772542, 1e-14, "first over second");
    assert_ratio_close(aggregate[2], 1, 1e-14, "first over third");
    assert_ratio_close(aggregate[5], 1.41933364152511, 1e-14, "second over third");
    assert_true(crr_perron(work_of(state), aggregate, 3, vector, &lambda));
    assert_all_close(vector, geometric, 3, 1e-13, "weights of AIJ");
    assert_close(lambda, 3.0008852749814836, 1e-13, "lambda of AIJ");
    crr_aggregate_priorities(rows, votes, 3, 3, false, vector);
    assert_all_close(vector, geometric, 3, 1e-13, "geometric AIP");
    crr_aggregate_priorities(rows, votes, 3, 3, true, vector);
    assert_all_close(vector, arithmetic, 3, 1e-13, "arithmetic AIP");
    assert_close(crr_consensus(rows, 3, 3, 9), 0.16312620951435916, 1e-12, "consensus");
}

/* Two who say the opposite: all judgements become 1. */
static void
test_two_opposed(void **state)
{
    static const double weights[] = {8.0 / 15, 4.0 / 15, 2.0 / 15, 1.0 / 15};
    static const double votes[] = {0.5, 0.5}, arithmetic[] = {0.3, 0.2, 0.2, 0.3};

    for (size_t i = 0; i < 4; i++) {
        rows[i] = weights[i];
        rows[4 + i] = weights[3 - i];
    }
    make_consistent(matrices[0], 4, rows);
    make_consistent(matrices[1], 4, rows + 4);
    crr_aggregate_judgements(voices, votes, 2, 4, aggregate);
    for (size_t i = 0; i < 16; i++)
        assert_close(aggregate[i], 1, 1e-15, "AIJ");
    crr_aggregate_priorities(rows, votes, 2, 4, false, vector);
    for (size_t i = 0; i < 4; i++)
        assert_close(vector[i], 0.25, 1e-15, "geometric AIP");
    crr_aggregate_priorities(rows, votes, 2, 4, true, vector);
    assert_all_close(vector, arithmetic, 4, 1e-15, "arithmetic AIP");
    assert_close(crr_consensus(rows, 2, 4, 9), 0.5152862970825998, 1e-12, "consensus");
    (void)state;
}

static void
test_consensus_at_its_ends(void **state)
{
    static const double agreed[] = {0.7, 0.2, 0.1, 0.7, 0.2, 0.1};
    static const double apart[] = {1, 0, 0, 0, 1, 0, 0, 0, 1};

    (void)state;
    assert_close(crr_consensus(agreed, 2, 3, 9), 1, 1e-14, "agreed");
    assert_true(crr_consensus(agreed, 2, 3, 9) <= 1);
    assert_true(crr_consensus(apart, 3, 3, 9) == 0);
    /* Where nobody can disagree. */
    assert_true(crr_consensus((const double[]){1, 1}, 2, 1, 9) == 1);
    assert_true(crr_consensus((const double[]){0.5, 0.5, 0.5, 0.5}, 2, 2, 1) == 1);
}

/* Each pair has the votes of those who judged it. */
static void
test_missing_judgements(void **state)
{
    static const double votes[] = {0.5, 0.3, 0.2};
    static const double upper[3][3] = {{3, 0, 0}, {1.0 / 7, 0, 5}, {0, 0, 2}};

    (void)state;
    for (size_t k = 0; k < 3; k++)
        fill_upper(matrices[k], 3, upper[k]);
    crr_aggregate_judgements(voices, votes, 3, 3, aggregate);
    assert_ratio_close(aggregate[1], pow(3, 0.5 / 0.8) * pow(1.0 / 7, 0.3 / 0.8), 1e-14,
        "two of three");
    assert_true(aggregate[2] == 0 && aggregate[6] == 0);
    assert_ratio_close(
        aggregate[5], pow(5, 0.3 / 0.5) * pow(2, 0.2 / 0.5), 1e-14, "the others");
    for (size_t i = 0; i < 3; i++) {
        assert_true(aggregate[i * 4] == 1);
        for (size_t j = 0; j < i; j++)
            if (aggregate[i * 3 + j] > 0)
                assert_close(aggregate[i * 3 + j] * aggregate[j * 3 + i], 1, 3e-16,
                    "reciprocal");
    }
}

/* What all say, or the only one, comes out bit for bit. */
static void
test_agreement_is_exact(void **state)
{
    static const double votes[] = {0.7, 0.1, 0.2};
    struct random random = {40};

    (void)state;
    random_matrix(&random, 8, matrices[0]);
    memcpy(matrices[1], matrices[0], sizeof matrices[0]);
    memcpy(matrices[2], matrices[0], sizeof matrices[0]);
    matrices[1][3] = matrices[1][24] = 0;
    crr_aggregate_judgements(voices, votes, 3, 8, aggregate);
    assert_memory_equal(aggregate, matrices[0], 64 * sizeof *aggregate);
}

/* With geometric means AIJ and geometric AIP are the same (Aczél, Saaty 1983;
 * Ramanathan, Ganesh 1994; Forman, Peniwati 1998), for complete voices. */
static void
test_judgements_as_priorities(void **state)
{
    static const size_t sizes[] = {1, 2, 3, 4, 9, 30, 100};
    struct random random = {41};

    (void)state;
    for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
        size_t n = sizes[k];
        double votes[VOICES];

        random_weights(&random, VOICES, votes);
        for (size_t i = 0; i < VOICES; i++) {
            random_matrix(&random, n, matrices[i]);
            crr_geometric_mean(matrices[i], n, rows + i * n);
        }
        crr_aggregate_judgements(voices, votes, VOICES, n, aggregate);
        crr_geometric_mean(aggregate, n, vector);
        crr_aggregate_priorities(rows, votes, VOICES, n, false, mean);
        assert_all_close(vector, mean, n, 1e-13, "AIJ and AIP");
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_group_of_three),
        cmocka_unit_test(test_two_opposed),
        cmocka_unit_test(test_consensus_at_its_ends),
        cmocka_unit_test(test_missing_judgements),
        cmocka_unit_test(test_agreement_is_exact),
        cmocka_unit_test(test_judgements_as_priorities),
    };

    return cmocka_run_group_tests(tests, set_up_matrices, tear_down_matrices);
}
