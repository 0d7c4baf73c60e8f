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
/* By tests/bench/random_index.c; the standard error of those that are drawn is 0.0001.
 */
static const double exact[] = {0, 0, 0.52446, 0.88416, 1.10879, 1.24908, 1.34067,
    1.40445, 1.45083, 1.48595, 1.51372, 1.53613, 1.55468, 1.57047, 1.58398, 1.5954,
    1.60543, 1.61412, 1.62205, 1.62922, 1.63559, 1.64112, 1.64632, 1.65114, 1.65542,
    1.65938, 1.66286, 1.6664, 1.66944, 1.6724, 1.67518, 1.67753, 1.68013, 1.68244,
    1.6845, 1.68656, 1.68848, 1.69016, 1.69198, 1.69341, 1.69486, 1.69667, 1.69788,
    1.69914, 1.70063, 1.70167, 1.70256, 1.70399, 1.70494, 1.70608, 1.70696, 1.70796,
    1.70864, 1.70954, 1.71045, 1.71141, 1.7121, 1.71272, 1.71349, 1.71417, 1.71513,
    1.71535, 1.71617, 1.71674, 1.7174, 1.71799, 1.7186, 1.71894, 1.71937, 1.72007,
    1.72065, 1.72106, 1.72137, 1.72208, 1.72247, 1.72286, 1.72303, 1.72351, 1.724,
    1.72463, 1.72486, 1.7252, 1.72555, 1.72579, 1.72615, 1.72652, 1.72688, 1.72727,
    1.72736, 1.72778, 1.72809, 1.72837, 1.72868, 1.72899, 1.72927, 1.72968, 1.72981,
    1.72989, 1.73021, 1.73038};

/* RI(n, m) of incomplete matrices whose completion is not bounded, simulated; by n,
 * then by m. */
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
                     COUNT(saaty_1980), 0}},
    {saaty_2005, {"saaty-2005", "Saaty 2005, 2008", COUNT(saaty_2005), 0}},
    {textbook_cn, {"textbook-cn", "Chinese textbooks after Xu 1986 (许树柏)",
                      COUNT(textbook_cn), 0}},
    {alonso_lamata_2006, {"alonso-lamata-2006",
                             "Alonso, Lamata 2006, 100,000 random matrices for each n",
                             COUNT(alonso_lamata_2006), 0}},
    {donegan_dodd_1991, {"donegan-dodd-1991",
                            "Donegan, Dodd 1991; the values for n = 3 and 4 are "
                            "disputed: full enumeration gives 0.5245 and 0.8842",
                            COUNT(donegan_dodd_1991), 4}},
    {exact, {"exact",
                "full enumeration for n = 3 and 4, simulation beyond, uniform on the "
                "17 values of Saaty's scale",
                COUNT(exact), 0}},
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
