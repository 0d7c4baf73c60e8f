/* Published matrices. The expected numbers were computed with another program from the
 * same judgements; what was printed with fewer digits agrees with them, but for what is
 * said at the matrix. */
#include "../ahp/matrices.h"

#define PRECISION 1e-11

struct published {
    const char *name;
    size_t n;
    double upper[66];
    double eigenvector[12];
    double geometric_mean[12];
    double lambda;           /* Perron root */
    double lambda_geometric; /* (1/n) Σ (Aw)_i/w_i of the geometric means */
    double gci, koczkodaj;   /* NAN: not defined for this n */
};

/* Sources: 1, 2: definitions; 236, 235: tests of pyanp, whose index of 235 is a third
 * of Aguarón's and Moreno-Jiménez's; fanggen: an example of 方根法, which prints CR .0739
 * where it is .0740 by its own rounding; cyclic: a > b > c > a, all 9; leader:
 * Wikipedia; jiang: Jiang Qiyuan, 数学模型, whose printed weights sum to .993, two of them
 * being wrong; drinks: Saaty 2008; random: 12 elements. */
static const struct published matrices[] = {
    {
        .name = "n1",
        .n = 1,
        .eigenvector = {1.0},
        .geometric_mean = {1.0},
        .lambda = 1.0,
        .lambda_geometric = 1.0,
        .gci = NAN,
        .koczkodaj = NAN,
    },
    {
        .name = "n2_5",
        .n = 2,
        .upper = {5},
        .eigenvector = {0.8333333333333334, 0.16666666666666669},
        .geometric_mean = {0.8333333333333334, 0.16666666666666669},
        .lambda = 2.0,
        .lambda_geometric = 2.0,
        .gci = NAN,
        .koczkodaj = NAN,
    },
    {
        .name = "consistent_236",
        .n = 3,
        .upper = {2, 6, 3},
        .eigenvector = {0.6000000000000001, 0.2999999999999999, 0.09999999999999999},
        .geometric_mean = {0.6, 0.29999999999999993, 0.10000000000000002},
        .lambda = 2.999999999999999,
        .lambda_geometric = 3.0,
        .gci = 4.437342591868191e-31,
        .koczkodaj = 0.0,
    },
    {
        .name = "inconsistent_235_gci",
        .n = 3,
        .upper = {2, 5, 3},
        .eigenvector = {0.5815520668516159, 0.3089956436328642, 0.10945228951551982},
        .geometric_mean = {0.581552066851616, 0.3089956436328642, 0.10945228951551984},
        .lambda = 3.0036945980636407,
        .lambda_geometric = 3.0036945980636394,
        .gci = 0.011080383357257053,
        .koczkodaj = 0.16666666666666663,
    },
    {
        .name = "fanggen_3_wenda",
        .n = 3,
        .upper = {1.0 / 3, 1.0 / 5, 1.0 / 4},
        .eigenvector = {0.10065392971782088, 0.22553549919853688, 0.6738105710836422},
        .geometric_mean = {0.10065392971782093, 0.22553549919853702,
            0.6738105710836422},
        .lambda = 3.0857666912572017,
        .lambda_geometric = 3.0857666912572,
        .gci = 0.2554818366946774,
        .koczkodaj = 0.5833333333333334,
    },
    {
        .name = "cyclic_9_19_9",
        .n = 3,
        .upper = {9, 1.0 / 9, 9},
        .eigenvector = {0.3333333333333332, 0.33333333333333337, 0.33333333333333337},
        .geometric_mean = {0.33333333333333337, 0.33333333333333337,
            0.33333333333333337},
        .lambda = 10.11111111111111,
        .lambda_geometric = 10.111111111111112,
        .gci = 14.483387529750981,
        .koczkodaj = 0.9986282578875172,
    },
    {
        .name = "wikipedia_leader_criteria_4",
        .n = 4,
        .upper = {4, 3, 7, 1.0 / 3, 3, 5},
        .eigenvector = {0.5475692389618301, 0.1265552843734186, 0.26994992245220245,
            0.05592555421254899},
        .geometric_mean = {0.546240297655846, 0.127584794000301, 0.26980898965580474,
            0.05636591868804818},
        .lambda = 4.1184180243133675,
        .lambda_geometric = 4.118334506329564,
        .gci = 0.15620630547879544,
        .koczkodaj = 0.5555555555555556,
    },
    {
        .name = "jiang_travel_criteria_5",
        .n = 5,
        .upper = {1.0 / 2, 4, 3, 3, 7, 5, 5, 1.0 / 2, 1.0 / 3, 1},
        .eigenvector = {0.26360349279921547, 0.4758353781823157, 0.053814596925772666,
            0.0980682876005198, 0.10867824449217628},
        .geometric_mean = {0.2636328046589077, 0.47726386919486347,
            0.053074155502062736, 0.09883999077895186, 0.10718917986521413},
        .lambda = 5.072084408570216,
        .lambda_geometric = 5.071700210527087,
        .gci = 0.059293304362884144,
        .koczkodaj = 0.5555555555555556,
    },
    {
        .name = "saaty_drinks_7",
        .n = 7,
        .upper = {9, 5, 2, 1, 1, 1.0 / 2, 1.0 / 3, 1.0 / 9, 1.0 / 9, 1.0 / 9, 1.0 / 9,
            1.0 / 3, 1.0 / 4, 1.0 / 3, 1.0 / 9, 1.0 / 2, 1, 1.0 / 3, 2, 1.0 / 2,
            1.0 / 3},
        .eigenvector = {0.17745674744571682, 0.019149476024353605, 0.04183118166209789,
            0.11641703173485868, 0.18957237532617624, 0.12878054853872253,
            0.32679263926807434},
        .geometric_mean = {0.1787233845910277, 0.01846061616030993, 0.04223438731988098,
            0.1164983977544033, 0.19113550919235567, 0.1286246593204375,
            0.32432304566158493},
        .lambda = 7.17662903933035,
        .lambda_geometric = 7.175289200743358,
        .gci = 0.08036344050371513,
        .koczkodaj = 0.6666666666666667,
    },
    {
        .name = "n12_random",
        .n = 12,
        .upper = {1.0 / 4, 1.0 / 2, 1.0 / 2, 1.0 / 2, 3, 2, 2, 1, 1.0 / 2, 1, 1.0 / 2,
            1, 1, 1.0 / 2, 4, 2, 5, 1, 1, 2, 1, 1.0 / 2, 1.0 / 2, 3, 2, 3, 2, 2, 2, 1,
            1, 3, 3, 4, 2, 1.0 / 2, 1, 1, 5, 5, 8, 2, 2, 5, 3, 1, 2, 1, 1.0 / 4,
            1.0 / 2, 1.0 / 2, 1, 1.0 / 2, 1.0 / 4, 1, 1.0 / 2, 1.0 / 4, 1.0 / 8,
            1.0 / 2, 1.0 / 3, 1.0 / 2, 1, 1, 2, 2, 1.0 / 2},
        .eigenvector = {0.05916156510382425, 0.109774492717501, 0.10489827651329332,
            0.11008056262870052, 0.18430609672828469, 0.035423428232532014,
            0.0373874222653466, 0.02422243943573298, 0.06723516078522221,
            0.12863365992093606, 0.05553645909478127, 0.0833404365738452},
        .geometric_mean = {0.058817959646030565, 0.10935928964970956,
            0.1023191028195901, 0.1084033132853098, 0.18636668693890301,
            0.03566334184560686, 0.038156679980381275, 0.024620421130982277,
            0.06762280515735153, 0.1276548574790065, 0.05581614639644169,
            0.08519939567068678},
        .lambda = 12.584121652950738,
        .lambda_geometric = 12.581989547218042,
        .gci = 0.12352604035603919,
        .koczkodaj = 0.875,
    },
};

static void
test_published_matrices(void **state)
{
    double a[144], vector[12], low, high, lambda;
    size_t triad[3];

    for (size_t k = 0; k < sizeof matrices / sizeof matrices[0]; k++) {
        const struct published *wanted = &matrices[k];
        size_t n = wanted->n;

        fill_upper(a, n, wanted->upper);
        assert_true(crr_perron(work_of(state), a, n, vector, &lambda));
        assert_all_close(vector, wanted->eigenvector, n, PRECISION, wanted->name);
        assert_close(lambda, wanted->lambda, PRECISION, wanted->name);
        assert_close(crr_perron_root(work_of(state), a, n, NULL), wanted->lambda,
            PRECISION, wanted->name);
        crr_collatz_wielandt(a, n, vector, &low, &high);
        assert_true(low <= lambda + PRECISION && lambda <= high + PRECISION);
        assert_close(high, low, 10 * PRECISION, wanted->name);

        crr_geometric_mean(a, n, vector);
        assert_all_close(vector, wanted->geometric_mean, n, PRECISION, wanted->name);
        assert_close(crr_lambda_of(a, n, vector), wanted->lambda_geometric, PRECISION,
            wanted->name);
        crr_collatz_wielandt(a, n, vector, &low, &high);
        assert_true(low <= lambda + PRECISION && lambda <= high + PRECISION);
        if (n < 3) {
            assert_true(isnan(crr_geometric_consistency_index(a, n, vector)));
            assert_true(isnan(crr_koczkodaj(a, n, triad)));
            continue;
        }
        assert_close(crr_geometric_consistency_index(a, n, vector), wanted->gci,
            PRECISION, wanted->name);
        assert_close(
            crr_koczkodaj(a, n, triad), wanted->koczkodaj, PRECISION, wanted->name);
    }
}

/* Nodes of the two hierarchies of Wikipedia's page on AHP, by the eigenvector. */
static const struct {
    const char *name;
    size_t n;
    double upper[15];
    double eigenvector[6];
    double lambda;
} nodes[] = {
    {"leader Goal", 4, {4, 3, 7, 1.0 / 3, 3, 5},
        {0.5475692389618301, 0.1265552843734186, 0.26994992245220245,
            0.05592555421254899},
        4.1184180243133675},
    {"leader Experience", 3, {1.0 / 4, 4, 9},
        {0.217165608802806, 0.7170650412287761, 0.06576934996841792},
        3.0368955407784193},
    {"leader Education", 3, {3, 1.0 / 5, 1.0 / 7},
        {0.1883940966391197, 0.08096123199975064, 0.7306446713611296},
        3.064887579872818},
    {"leader Charisma", 3, {5, 9, 4},
        {0.7428666222020376, 0.19388163339754472, 0.0632517444004177},
        3.0712653127831753},
    {"leader Age", 3, {1.0 / 3, 5, 9},
        {0.2654333418834975, 0.6716254530142468, 0.06294120510225565},
        3.029063766798437},
    {"car Goal", 4, {3, 7, 3, 9, 1, 1.0 / 7},
        {0.510075021778086, 0.23435219357179213, 0.04051874697205853,
            0.21505403767806316},
        4.199235118131176},
    {"car Cost", 4, {2, 5, 3, 2, 2, 1.0 / 2},
        {0.4880537884835197, 0.2515361029062035, 0.09986255654219378,
            0.16054755206808313},
        4.040705102072449},
    {"car Capacity", 2, {1.0 / 5}, {0.16666666666666669, 0.8333333333333334}, 2.0},
    {"car Price", 6,
        {9, 9, 1, 1.0 / 2, 5, 1, 1.0 / 9, 1.0 / 9, 1.0 / 7, 1.0 / 9, 1.0 / 9, 1.0 / 7,
            1.0 / 2, 5, 6},
        {0.2461754168726075, 0.024554260664387442, 0.02455426066438745,
            0.2461754168726076, 0.3657506320739797, 0.09279001285203038},
        6.422870837747191},
    {"car Fuel", 6,
        {100.0 / 113, 141.0 / 100, 23.0 / 20, 31.0 / 25, 119.0 / 100, 159.0 / 100,
            13.0 / 10, 7.0 / 5, 27.0 / 20, 100.0 / 123, 50.0 / 57, 50.0 / 59, 27.0 / 25,
            26.0 / 25, 25.0 / 26},
        {0.18671838339039443, 0.21104060513760345, 0.13243457035242512,
            0.16261954382104266, 0.15067300862397057, 0.1565138886745638},
        6.00000513244861},
    {"car Resale", 6,
        {3, 4, 1.0 / 2, 2, 2, 2, 1.0 / 5, 1, 1, 1.0 / 6, 1.0 / 2, 1.0 / 2, 4, 4, 1},
        {0.22491835712285355, 0.0949282749008498, 0.05516739405881974,
            0.4158058942450977, 0.10459003983618961, 0.10459003983618961},
        6.0316813704404515},
    {"car Maintenance", 6, {3.0 / 2, 4, 4, 4, 5, 4, 4, 4, 5, 1, 6.0 / 5, 1, 1, 3, 2},
        {0.35819852243006406, 0.313250420684639, 0.08369952615641935,
            0.09953251391812072, 0.0879128229869066, 0.05740619382385035},
        6.140964959595933},
    {"car Safety", 6,
        {1, 5, 7, 9, 1.0 / 3, 5, 7, 9, 1.0 / 3, 2, 9, 1.0 / 8, 2, 1.0 / 8, 1.0 / 9},
        {0.216243852797731, 0.216243852797731, 0.07515991202724505,
            0.036030253594938416, 0.022294680984876386, 0.4340274477974781},
        6.501118841087299},
    {"car Style", 6, {1, 7, 5, 9, 6, 7, 5, 9, 6, 1.0 / 6, 3, 1.0 / 3, 7, 5, 1.0 / 5},
        {0.3578592265060505, 0.35785922650605, 0.03886101189596119, 0.15508521558830787,
            0.022752485846465793, 0.06758283365716475},
        6.632331411319424},
    {"car Passenger", 6,
        {1, 1.0 / 2, 1, 3, 1.0 / 2, 1.0 / 2, 1, 3, 1.0 / 2, 2, 6, 1, 3, 1.0 / 2,
            1.0 / 6},
        {0.13636363636363638, 0.13636363636363633, 0.27272727272727276,
            0.13636363636363638, 0.04545454545454546, 0.27272727272727276},
        5.999999999999999},
    {"car Cargo", 6,
        {1, 1.0 / 2, 1.0 / 2, 1.0 / 2, 1.0 / 3, 1.0 / 2, 1.0 / 2, 1.0 / 2, 1.0 / 3, 1,
            1, 1.0 / 2, 1, 1.0 / 2, 1.0 / 2},
        {0.08939804390011971, 0.0893980439001197, 0.17018695096659794,
            0.17018695096659794, 0.17018695096659794, 0.3106430592999669},
        6.013825104317959},
};

static void
test_published_hierarchies(void **state)
{
    double a[36], vector[6], lambda;

    for (size_t k = 0; k < sizeof nodes / sizeof nodes[0]; k++) {
        size_t n = nodes[k].n;

        fill_upper(a, n, nodes[k].upper);
        assert_true(crr_perron(work_of(state), a, n, vector, &lambda));
        assert_all_close(vector, nodes[k].eigenvector, n, PRECISION, nodes[k].name);
        assert_close(lambda, nodes[k].lambda, PRECISION, nodes[k].name);
    }
}

/* What is printed in the sources, to their digits: consistency ratios. */
static void
test_published_ratios(void **state)
{
    static const struct {
        const char *name;
        size_t table;
        double ratio, tolerance;
    } ratios[] = {
        {"wikipedia_leader_criteria_4", 1, 0.044, 5e-4},
        {"saaty_drinks_7", 1, 0.022, 5e-4},
        {"saaty_drinks_7", 4, 0.0235, 5e-5},
        {"jiang_travel_criteria_5", 0, 0.016, 5e-4},
        {"fanggen_3_wenda", 0, 0.0739, 5e-5},
    };
    size_t found = 0;
    double a[144], vector[12], lambda;

    for (size_t k = 0; k < sizeof ratios / sizeof ratios[0]; k++) {
        for (size_t i = 0; i < sizeof matrices / sizeof matrices[0]; i++) {
            size_t n = matrices[i].n;

            if (strcmp(matrices[i].name, ratios[k].name) != 0)
                continue;
            fill_upper(a, n, matrices[i].upper);
            assert_true(crr_perron(work_of(state), a, n, vector, &lambda));
            assert_close(
                crr_consistency_index(lambda, n) / crr_random_index(ratios[k].table, n),
                ratios[k].ratio, ratios[k].tolerance, ratios[k].name);
            found++;
        }
    }
    assert_int_equal(found, sizeof ratios / sizeof ratios[0]);
}

/* Bozóki, Fülöp, Rónyai 2010: the missing pair's optimum is √(8/15). */
static void
test_one_missing_pair(void **state)
{
    static const double upper[] = {1, 5, 2, 3, 4, 0};
    static const double eigenvector[] = {0.37378688434061585, 0.39199254833691577,
        0.09848421768550741, 0.13573634963696085};
    static const double least_squares[] = {0.3741829541717732, 0.3916330283977235,
        0.09884074851905236, 0.13534326891145085};
    double a[16], vector[4], lambda;

    fill_upper(a, 4, upper);
    assert_int_equal(crr_missing_count(a, 4), 1);
    assert_true(crr_least_squares(work_of(state), a, 4, vector));
    assert_all_close(vector, least_squares, 4, PRECISION, "least squares");
    assert_int_equal(crr_complete(work_of(state), a, 4, a), CRR_COMPLETED);
    assert_close(a[11], sqrt(8.0 / 15), 1e-12, "c over d");
    assert_ratio_close(a[14], sqrt(15.0 / 8), 1e-12, "d over c");
    assert_true(crr_perron(work_of(state), a, 4, vector, &lambda));
    assert_all_close(vector, eigenvector, 4, PRECISION, "eigenvector");
    assert_close(lambda, 4.092367293939258, PRECISION, "lambda");
    assert_close(
        crr_consistency_index(lambda, 4), 0.03078909797975271, PRECISION, "CI");
}

/* a/b = b/c = c/d = d/e = 9: entries up to 6561, which no bound may cut. */
static void
test_a_tree_of_five(void **state)
{
    static const double upper[] = {9, 0, 0, 0, 9, 0, 0, 9, 0, 9};
    static const double weights[] = {0.8889039425552093, 0.09876710472835659,
        0.010974122747595176, 0.0012193469719550196, 0.00013548299688389108};
    double a[25], vector[5], lambda;

    fill_upper(a, 5, upper);
    assert_true(crr_least_squares(work_of(state), a, 5, vector));
    assert_all_close(vector, weights, 5, 1e-13, "least squares");
    assert_int_equal(crr_complete(work_of(state), a, 5, a), CRR_COMPLETED);
    assert_ratio_close(a[4], 6561, 1e-13, "a over e");
    assert_true(crr_perron(work_of(state), a, 5, vector, &lambda));
    assert_all_close(vector, weights, 5, 1e-13, "eigenvector");
    assert_close(lambda, 5, 1e-13, "lambda");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published_matrices),
        cmocka_unit_test(test_published_hierarchies),
        cmocka_unit_test(test_published_ratios),
        cmocka_unit_test(test_one_missing_pair),
        cmocka_unit_test(test_a_tree_of_five),
    };

    return cmocka_run_group_tests(tests, set_up_matrices, tear_down_matrices);
}
