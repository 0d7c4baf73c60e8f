/* Weights: each in its range, and siblings sum to exactly the total. */
#include <stdio.h>
#include "model/check.h"

/* The siblings from first to before end, in preorder; group is what they are under. */
struct level {
    uint32_t first, end;
    const struct crr_ast_factor *group; /* NULL: they are roots */
    const struct crr_ast_segment *segment;
};

/* A weight as the model writes it: a part of 1, or percent. */
static const char *
print_weight(const struct crr_ast *ast, int64_t weight, char text[CRR_NUMBER_SIZE])
{
    int places = ast->weights_total == 100 ? CRR_WEIGHT_PLACES - 2 : CRR_WEIGHT_PLACES;
    struct crr_decimal reduced = crr_decimal_reduce(
        (struct crr_decimal){weight, places});

    crr_decimal_print(reduced.units, reduced.places, text);
    return text;
}

/* False if a sibling's weight is out of range or could not be read. */
static bool
check_each(const struct crr_check *check, const struct level *level, int64_t *ret_sum,
    uint32_t *ret_count)
{
    const struct crr_ast_factor *factors = check->ast->factors;
    char text[CRR_NUMBER_SIZE];
    bool good = true;

    *ret_sum = 0;
    *ret_count = 0;
    for (uint32_t i = level->first; i < level->end; i += factors[i].subtree_count) {
        int64_t weight = factors[i].weight;

        *ret_count += 1;
        if (weight > 0 && weight <= CRR_WEIGHT_UNIT) {
            *ret_sum += weight;
            continue;
        }
        good = false;
        if (crr_check_is_sound(check, factors[i].origin.path))
            CRR_CHECK_REPORT(check, CRR_F_WEIGHT_RANGE, &factors[i].origin,
                "expected a weight above 0 and not above %d, found %s",
                check->ast->weights_total, print_weight(check->ast, weight, text));
    }
    return good;
}

static void
check_level(const struct crr_check *check, const struct level *level)
{
    const struct crr_ast *ast = check->ast;
    struct crr_origin origin = {0, 0, "factors"};
    char sum_text[CRR_NUMBER_SIZE], miss_text[CRR_NUMBER_SIZE], under[192] = "";
    int64_t sum, miss;
    uint32_t count;

    if (level->first == level->end || !check_each(check, level, &sum, &count) ||
        sum == CRR_WEIGHT_UNIT)
        return;
    origin.line = ast->factors[level->first].origin.line;
    origin.column = ast->factors[level->first].origin.column;
    if (level->group) {
        origin = level->group->origin;
        snprintf(under, sizeof under, " under %.*s", CRR_SHOW(level->group->id));
    }
    if (level->segment->id.length > 0) {
        origin = level->segment->origin;
        snprintf(under + strlen(under), sizeof under - strlen(under),
            " of segment %.*s", CRR_SHOW(level->segment->id));
    }
    miss = sum < CRR_WEIGHT_UNIT ? CRR_WEIGHT_UNIT - sum : sum - CRR_WEIGHT_UNIT;
    print_weight(ast, sum, sum_text);
    print_weight(ast, miss, miss_text);
    if (count == 1)
        CRR_CHECK_REPORT(check, CRR_F_WEIGHTS_SUM, &origin,
            "the weight of the only factor%s is %s; expected %d", under, sum_text,
            ast->weights_total);
    else
        CRR_CHECK_REPORT(check, CRR_F_WEIGHTS_SUM, &origin,
            "the weights of the %u factors%s sum to %s, not to %d; %s is %s",
            (unsigned)count, under, sum_text, ast->weights_total, miss_text,
            sum < CRR_WEIGHT_UNIT ? "missing" : "too much");
}

static void
check_segment(const struct crr_check *check, const struct crr_ast_segment *segment)
{
    const struct crr_ast *ast = check->ast;
    struct level roots = {segment->first, segment->secondary, NULL, segment};

    check_level(check, &roots);
    for (uint32_t i = segment->first; i < segment->secondary; i++) {
        const struct crr_ast_factor *factor = &ast->factors[i];
        struct level members = {i + 1, i + factor->subtree_count, factor, segment};

        if (factor->kind == CRR_FACTOR_GROUP && factor->combine == CRR_COMBINE_WEIGHTED)
            check_level(check, &members);
    }
}

void
crr_check_weights(const struct crr_check *check)
{
    const struct crr_ast *ast = check->ast;

    if (ast->weights_total == 0 || !crr_check_is_sound(check, "weights"))
        return;
    for (uint32_t i = 0; i < ast->segment_count; i++)
        check_segment(check, &ast->segments[i]);
}
