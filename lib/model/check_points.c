/* Points: within what the score can be, and not the same for everybody. */
#include <stdio.h>
#include "model/check.h"
#include "model/points.h"
#include "model/read.h"

static const char *
print_points(int64_t points, char text[CRR_NUMBER_SIZE])
{
    crr_fraction_print(points, crr_power_of_ten(CRR_POINTS_PLACES), text);
    return text;
}

/* Where a table's factor gets these points from: " in the row CN", or nothing. */
static const char *
name_row(const struct crr_ast *ast, const struct crr_ast_factor *factor, int64_t points,
    char *name, size_t size)
{
    const struct crr_ast_table *table;
    char key[64];

    name[0] = '\0';
    if (factor->kind != CRR_FACTOR_TABLE)
        return name;
    table = &ast->tables[factor->table];
    for (uint32_t i = 0; i < table->row_count; i++) {
        if (crr_factor_row_points(factor, table->rows[i].points) != points)
            continue;
        snprintf(name, size, " in the row \"%s\" of table %.*s",
            crr_text_shown(table->rows[i].key, key, sizeof key), CRR_SHOW(table->id));
        break;
    }
    return name;
}

/* ---- The score's range ---- */

/* What points make of the score against one of its ends, as integers over the same
 * denominator. False if they do not fit: crr_plan_scale refuses such a model. */
static bool
scale_points(
    const struct crr_ast *ast, int64_t points, int64_t *ret_n, int64_t *ret_unit)
{
    struct crr_rational factor = ast->score_factor;

    /* points · a/b / 10^4 */
    return crr_multiply(points, factor.numerator, ret_n) &&
           crr_multiply(
               factor.denominator, crr_power_of_ten(CRR_POINTS_PLACES), ret_unit);
}

/* <0, 0, >0 as n/unit is below, at or above end/10^decimals; 0 if they do not fit. */
static int
compare_with_end(const struct crr_ast *ast, int64_t n, int64_t unit, int64_t end)
{
    int64_t left, right;

    if (!crr_multiply(n, crr_power_of_ten(ast->decimals), &left) ||
        !crr_multiply(end, unit, &right))
        return 0;
    return left < right ? -1 : left > right;
}

/* False, and reports, if the points lead outside of the score's range. */
static bool
check_reach(
    const struct crr_check *check, const struct crr_ast_factor *factor, int64_t points)
{
    const struct crr_ast *ast = check->ast;
    char low[CRR_NUMBER_SIZE], high[CRR_NUMBER_SIZE], score[CRR_NUMBER_SIZE];
    char found[CRR_NUMBER_SIZE], times[CRR_NUMBER_SIZE], row[192];
    int64_t n, unit;

    if (!scale_points(ast, points, &n, &unit) ||
        (compare_with_end(ast, n, unit, ast->score_low) >= 0 &&
            compare_with_end(ast, n, unit, ast->score_high) <= 0))
        return true;
    crr_fraction_print(ast->score_low, crr_power_of_ten(ast->decimals), low);
    crr_fraction_print(ast->score_high, crr_power_of_ten(ast->decimals), high);
    crr_fraction_print(n, unit, score);
    crr_fraction_print(
        ast->score_factor.numerator, ast->score_factor.denominator, times);
    print_points(points, found);
    name_row(ast, factor, points, row, sizeof row);
    if (ast->score_factor.numerator == ast->score_factor.denominator)
        CRR_CHECK_REPORT(check, CRR_F_SCORE_RANGE, &factor->origin,
            "expected points within score.range [%s, %s], found %s%s", low, high, found,
            row);
    else
        CRR_CHECK_REPORT(check, CRR_F_SCORE_RANGE, &factor->origin,
            "expected points that times score.factor lie within score.range [%s, %s], "
            "found %s%s, and %s times %s is %s",
            low, high, found, row, found, times, score);
    return false;
}

/* ---- Sums over several values ---- */

/* A sum that a further value lowers would let a customer gain by telling more. */
static void
check_sum(const struct crr_check *check, const struct crr_ast_factor *factor)
{
    const struct crr_ast *ast = check->ast;
    int64_t least = crr_factor_bounds(ast, factor, false).low;
    struct crr_policy unknown = crr_policy_settle(
        factor->unknown, ast->inputs[factor->input].unknown);
    bool by_policy = unknown.kind == CRR_POLICY_POINTS && unknown.points < least;
    char points[CRR_NUMBER_SIZE], row[192] = " for unknown codes";

    if (by_policy)
        least = unknown.points;
    else
        name_row(ast, factor, least, row, sizeof row);
    if (least < 0)
        CRR_CHECK_REPORT(check, CRR_F_POINTS_RANGE, &factor->origin,
            "expected points of 0 or more under `of_many: sum`, so that no further "
            "value lowers a rating; found %s%s",
            print_points(least, points), row);
}

/* ---- All of it ---- */

/* The points of a matrix's members choose levels, and are none of the score's. */
static bool
is_in_matrix(const struct crr_ast *ast, const struct crr_ast_factor *factor)
{
    for (uint32_t i = factor->parent; i != CRR_ABSENT; i = ast->factors[i].parent)
        if (ast->factors[i].combine == CRR_COMBINE_MATRIX)
            return true;
    return false;
}

/* A level that depends on who is rated would need a level for nobody. */
static void
check_matrix_members(const struct crr_check *check, uint32_t index)
{
    const struct crr_ast_factor *factors = check->ast->factors;
    uint32_t end = index + factors[index].subtree_count;

    for (uint32_t i = index + 1; i < end; i += factors[i].subtree_count)
        if (factors[i].may_drop)
            CRR_CHECK_REPORT(check, CRR_F_MATRIX, &factors[i].origin,
                "expected a member that always applies, for a cell needs both levels; "
                "give `applies` to the matrix");
}

static void
check_factor(const struct crr_check *check, uint32_t index, bool score_is_sound)
{
    const struct crr_ast_factor *factor = &check->ast->factors[index];
    struct crr_points_bounds bounds = crr_factor_bounds(check->ast, factor, true);
    char points[CRR_NUMBER_SIZE];

    if (!factor->correction && score_is_sound && !is_in_matrix(check->ast, factor) &&
        check_reach(check, factor, bounds.low))
        check_reach(check, factor, bounds.high);
    if (bounds.low == bounds.high)
        CRR_CHECK_REPORT(check, CRR_F_NO_VARIANCE, &factor->origin,
            "the factor %.*s gives every customer %s points", CRR_SHOW(factor->id),
            print_points(bounds.low, points));
}

/* Whether a factor at the root applies shows in the weights of those beside it. */
static void
check_telling(const struct crr_check *check, uint32_t index)
{
    const struct crr_ast *ast = check->ast;
    const struct crr_ast_factor *root = &ast->factors[index];

    if (root->parent != CRR_ABSENT || root->correction || !root->may_drop)
        return;
    for (uint32_t i = index; i < index + root->subtree_count; i++)
        if (crr_condition_is_hidden(ast, ast->factors[i].applies))
            CRR_CHECK_REPORT(check, CRR_F_TELLING, &ast->factors[i].origin,
                "expected an `applies` that reads no confidential input, for the "
                "weights of the other factors would tell whether it holds");
}

/* True if everything that decides the factor's points could be read. */
static bool
is_sound(const struct crr_check *check, const struct crr_ast_factor *factor)
{
    const struct crr_ast *ast = check->ast;

    if (!crr_check_is_sound(check, factor->origin.path))
        return false;
    if (factor->input != CRR_ABSENT &&
        !crr_check_is_sound(check, ast->inputs[factor->input].origin.path))
        return false;
    if (factor->kind == CRR_FACTOR_TABLE)
        return factor->table != CRR_ABSENT && factor->input != CRR_ABSENT &&
               crr_check_is_sound(check, ast->tables[factor->table].origin.path);
    return true;
}

void
crr_check_points(const struct crr_check *check)
{
    const struct crr_ast *ast = check->ast;
    bool score_is_sound = crr_check_is_sound(check, "score");

    for (uint32_t i = 0; i < ast->segment_count; i++)
        if (crr_condition_is_hidden(ast, ast->segments[i].condition))
            CRR_CHECK_REPORT(check, CRR_F_TELLING, &ast->segments[i].origin,
                "expected a `when` that reads no confidential input, for every output "
                "tells the segment");
    for (uint32_t i = 0; i < ast->factor_count; i++) {
        check_telling(check, i);
        if (ast->factors[i].matrix)
            check_matrix_members(check, i);
        if ((ast->factors[i].kind != CRR_FACTOR_GROUP || ast->factors[i].matrix) &&
            is_sound(check, &ast->factors[i])) {
            check_factor(check, i, score_is_sound);
            if (ast->factors[i].many_sum)
                check_sum(check, &ast->factors[i]);
        }
    }
}
