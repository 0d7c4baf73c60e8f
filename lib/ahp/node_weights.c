/* From a node's matrices to its weights. */
#include <math.h>
#include <string.h>
#include "ahp/ahp.h"

void
crr_judge_matrix(const struct crr_judge *judge, size_t n, double *ret)
{
    for (size_t i = 0; i < n; i++) {
        ret[i * n + i] = 1;
        for (size_t j = i + 1; j < n; j++) {
            struct crr_rational value = judge->upper[crr_pair_index(n, i, j)].value;
            double above = (double)value.numerator, below = (double)value.denominator;
            bool is_missing = value.numerator == 0;

            ret[i * n + j] = is_missing ? 0 : above / below;
            ret[j * n + i] = is_missing ? 0 : below / above;
        }
    }
}

enum crr_node_outcome
crr_matrix_weights(struct crr_numeric *work, enum crr_judged_method method,
    const double *a, size_t n, double *scratch, double *ret_weights)
{
    double lambda;

    if (method == CRR_METHOD_GEOMETRIC_MEAN)
        return crr_least_squares(work, a, n, ret_weights) ? CRR_NODE_WEIGHED
                                                          : CRR_NODE_UNCONNECTED;
    switch (crr_complete(work, a, n, scratch)) {
    case CRR_COMPLETION_UNCONNECTED:
        return CRR_NODE_UNCONNECTED;
    case CRR_COMPLETION_DIVERGED:
        return CRR_NODE_DIVERGED;
    case CRR_COMPLETED:
        break;
    }
    return crr_perron(work, scratch, n, ret_weights, &lambda) ? CRR_NODE_WEIGHED
                                                              : CRR_NODE_DIVERGED;
}

/* AIP: each voice's weights, those that connect, put together. */
static enum crr_node_outcome
aggregate_priorities(struct crr_numeric *work, const struct crr_judgements *judgements,
    const struct crr_node_matrices *node, double *scratch, double *ret_weights)
{
    size_t n = node->n, used = 0;
    double sum = 0;
    double *rows = scratch + 2 * n * n;
    double *voting = rows + node->voice_count * n;

    for (size_t i = 0; i < node->voice_count; i++) {
        enum crr_node_outcome outcome = crr_matrix_weights(
            work, judgements->method, node->voices[i], n, scratch, rows + used * n);
        if (outcome == CRR_NODE_DIVERGED)
            return outcome;
        if (outcome != CRR_NODE_WEIGHED)
            continue;
        sum += node->voting_weights[i];
        voting[used++] = node->voting_weights[i];
    }
    if (used == 0)
        return CRR_NODE_UNCONNECTED;
    for (size_t i = 0; i < used; i++)
        voting[i] /= sum;
    crr_aggregate_priorities(rows, voting, used, n,
        judgements->aggregation == CRR_AGGREGATE_PRIORITIES_ARITHMETIC, ret_weights);
    return CRR_NODE_WEIGHED;
}

enum crr_node_outcome
crr_node_weights(struct crr_numeric *work, const struct crr_judgements *judgements,
    const struct crr_node_matrices *node, double *scratch, double *ret_weights)
{
    size_t n = node->n;

    if (node->single)
        return crr_matrix_weights(
            work, judgements->method, node->voices[0], n, scratch, ret_weights);
    if (judgements->aggregation != CRR_AGGREGATE_JUDGEMENTS)
        return aggregate_priorities(work, judgements, node, scratch, ret_weights);
    crr_aggregate_judgements(
        node->voices, node->voting_weights, node->voice_count, n, scratch + n * n);
    return crr_matrix_weights(
        work, judgements->method, scratch + n * n, n, scratch, ret_weights);
}

double
crr_deciding_index(size_t table, size_t n, size_t m, bool *ret_approximate)
{
    *ret_approximate = false;
    if (n <= 2)
        return 0;
    return m == 0 ? crr_random_index(table, n)
                  : crr_random_index_incomplete(n, m, ret_approximate);
}

enum crr_ahp_verdict
crr_decide(double ci, double ri, size_t n, double limit, double *ret_cr)
{
    if (n <= 2) {
        *ret_cr = 0;
        return CRR_AHP_CONSISTENT;
    }
    if (!(ri > 0)) {
        *ret_cr = NAN;
        return CRR_AHP_NOT_TESTABLE;
    }
    *ret_cr = ci / ri;
    return crr_round_significant(*ret_cr) <= limit ? CRR_AHP_CONSISTENT
                                                   : CRR_AHP_INCONSISTENT;
}
