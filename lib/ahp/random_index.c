/* Random indices: the mean consistency index of random reciprocal matrices. */
#include <math.h>
#include "ahp/numeric.h"
#include "crr/ahp.h"
#include "judgement/judgement.h"

static const double saaty_1980[] = {
    0, 0, 0.58, 0.9, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};
static const double saaty_2005[] = {
    0, 0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.4, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59};
static const double textbook_cn[] = {
    0, 0, 0.52, 0.89, 1.12, 1.26, 1.36, 1.41, 1.46, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59};
static const double alonso_lamata_2006[] = {0, 0, 0.5245, 0.8815, 1.1086, 1.2479,
    1.3417, 1.4056, 1.4499, 1.4854, 1.5141, 1.5365, 1.5551, 1.5713, 1.5838};
static const double donegan_dodd_1991[] = {0, 0, 0.4914, 0.8286, 1.0591, 1.1797, 1.2519,
    1.3171, 1.3733, 1.4055, 1.4213, 1.4497, 1.4643, 1.4822, 1.4969, 1.5078, 1.5153,
    1.5262, 1.5313, 1.5371};
/* By tests/bench/random_index.c; the standard error of those that are drawn is 0.0002. */
static const double exact[] = {0, 0, 0.52446, 0.88416, 1.10871, 1.24893, 1.34074,
    1.40453, 1.4507, 1.48614, 1.51375, 1.53652, 1.55488, 1.57052, 1.58408, 1.59505,
    1.60567, 1.61386, 1.62218, 1.62923, 1.63541, 1.64104, 1.64645, 1.65126, 1.65538,
    1.65944, 1.66278, 1.66639, 1.66942, 1.67212, 1.67522, 1.67782, 1.68044, 1.68254,
    1.6842, 1.68678, 1.68856, 1.68991, 1.69224, 1.69398, 1.69458, 1.69679, 1.69805,
    1.6993, 1.70087, 1.70147, 1.70257, 1.70386, 1.70499, 1.70569, 1.70688, 1.70835,
    1.70863, 1.70957, 1.71053, 1.71158, 1.71197, 1.71279, 1.71334, 1.71412, 1.71492,
    1.71526, 1.71604, 1.71695, 1.71711, 1.71804, 1.71874, 1.71878, 1.7193, 1.71995,
    1.72029, 1.72113, 1.72115, 1.72208, 1.72246, 1.72249, 1.72308, 1.72382, 1.72387,
    1.72468, 1.72489, 1.72534, 1.72583, 1.7258, 1.72646, 1.72655, 1.72694, 1.72745,
    1.72746, 1.72797, 1.72846, 1.72837, 1.72861, 1.72905, 1.72908, 1.72975, 1.73009,
    1.72992, 1.73016, 1.73};

/* RI(n, m) of incomplete matrices whose completion is not bounded, simulated; by n, then
 * by m. */
struct incomplete {
    size_t n, m;
    double index;
};
static const struct incomplete incomplete[] = {
    {4, 1, 0.5752},
    {4, 2, 0.2835},
    {4, 3, 0.0},
    {5, 1, 0.9218},
    {5, 2, 0.7342},
    {5, 3, 0.5508},
    {5, 4, 0.3608},
    {5, 5, 0.1782},
    {5, 6, 0.0},
    {6, 1, 1.1267},
    {6, 2, 1.0059},
    {6, 3, 0.8813},
    {6, 4, 0.757},
    {6, 5, 0.629},
    {6, 6, 0.4992},
    {6, 7, 0.3704},
    {6, 8, 0.2448},
    {6, 9, 0.1195},
    {7, 1, 1.2564},
    {7, 2, 1.1718},
    {7, 3, 1.0853},
    {7, 4, 0.9979},
    {7, 5, 0.9093},
    {7, 6, 0.8191},
    {7, 7, 0.7281},
    {7, 8, 0.6383},
    {7, 10, 0.4521},
    {7, 12, 0.2682},
    {7, 14, 0.0858},
    {8, 1, 1.3427},
    {8, 2, 1.2783},
    {8, 3, 1.2154},
    {8, 4, 1.1514},
    {8, 6, 1.0214},
    {8, 10, 0.7567},
    {8, 15, 0.4109},
    {8, 20, 0.064},
    {9, 1, 1.4029},
    {9, 2, 1.3542},
    {9, 4, 1.2552},
    {10, 1, 1.4481},
    {10, 2, 1.4095},
    {10, 4, 1.3319},
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct {
    const double *values;
    struct crr_ahp_table_view view;
} tables[CRR_RANDOM_INDEX_COUNT] = {
    {saaty_1980, {"saaty-1980", "Saaty 1980, 500 random matrices for each n",
                     COUNT(saaty_1980)}},
    {saaty_2005, {"saaty-2005", "Saaty 2005, 2008", COUNT(saaty_2005)}},
    {textbook_cn, {"textbook-cn", "Chinese textbooks after Xu 1986 (许树柏)",
                      COUNT(textbook_cn)}},
    {alonso_lamata_2006, {"alonso-lamata-2006",
                             "Alonso, Lamata 2006, 100,000 random matrices for each n",
                             COUNT(alonso_lamata_2006)}},
    {donegan_dodd_1991, {"donegan-dodd-1991",
                            "Donegan, Dodd 1991; the values for n = 3 and 4 are "
                            "disputed: full enumeration gives 0.5245 and 0.8842",
                            COUNT(donegan_dodd_1991)}},
    {exact, {"exact",
                "full enumeration for n = 3 and 4, simulation beyond, uniform on the "
                "17 values of Saaty's scale",
                COUNT(exact)}},
};

const struct crr_ahp_table_view *
crr_ahp_table(size_t index)
{
    return index < COUNT(tables) ? &tables[index].view : NULL;
}

double
crr_random_index(size_t table, size_t n)
{
    if (table >= COUNT(tables) || n < 1 || n > tables[table].view.greatest)
        return NAN;
    return tables[table].values[n - 1];
}

double
crr_ahp_random_index(size_t table, size_t n)
{
    return crr_random_index(table, n);
}

double
crr_random_index_incomplete(size_t n, size_t m, bool *ret_approximate)
{
    *ret_approximate = false;
    if (n < 3 || m >= (n - 1) * (n - 2) / 2)
        return 0;
    if (m == 0)
        return crr_random_index(COUNT(tables) - 1, n);
    for (size_t i = 0; i < COUNT(incomplete); i++)
        if (incomplete[i].n == n && incomplete[i].m == m)
            return incomplete[i].index;
    *ret_approximate = true;
    return (1 - 2 * (double)m / (double)((n - 1) * (n - 2))) *
           crr_random_index(COUNT(tables) - 1, n);
}
