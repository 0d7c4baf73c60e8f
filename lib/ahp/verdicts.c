/* What is said about a node: findings that do not refuse its weights. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "ahp/derive.h"

/* Both methods give weights; a pair that they order differently by more than this is
 * told. */
#define ORDER_MARGIN 1e-9
#define RATIO_SIZE 32

void
crr_report_at(const struct crr_deriving *deriving, enum crr_finding_number finding,
    const struct crr_judgement_origin *origin, const char *format, ...)
{
    struct crr_place place = {deriving->ahp->name, 0, origin->line, origin->column};
    char message[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    crr_report_add(deriving->report, finding, &place, origin->path, "%s", message);
}

/* A ratio with 4 decimals, whatever the locale. */
static const char *
print_ratio(double ratio, char text[RATIO_SIZE])
{
    long long units = ratio < 1e12 ? llround(ratio * 1e4) : -1;

    if (units < 0)
        snprintf(text, RATIO_SIZE, "above 10^12");
    else
        snprintf(text, RATIO_SIZE, "%lld.%04lld", units / 10000, units % 10000);
    return text;
}

/* ---- Inconsistent, or not to be tested ---- */

static void
report_voice(const struct crr_deriving *deriving,
    const struct crr_judgement_origin *origin, const struct crr_ahp_node_view *node,
    const struct crr_ahp_voice *voice, const char *who)
{
    const char *table = voice->missing_count > 0
                            ? "exact for missing judgements"
                            : crr_random_index_names[deriving->ahp->view.table].id;
    char cr[RATIO_SIZE], limit[RATIO_SIZE];

    if (voice->verdict == CRR_AHP_INCONSISTENT)
        crr_report_at(deriving, CRR_F_INCONSISTENT, origin,
            "%.*s%s%.*s: CR is %s under %s, above the limit %s; `crr ahp hints` says "
            "which judgements to look at",
            CRR_SPELL(node->id), who, CRR_SPELL(voice->name),
            print_ratio(voice->decisive_cr, cr), table,
            print_ratio(deriving->ahp->view.limit, limit));
    else if (voice->verdict == CRR_AHP_NOT_TESTABLE && voice->connected)
        crr_report_at(deriving, CRR_F_NOT_TESTABLE, origin,
            "%.*s%s%.*s: no judgement beyond the %zu that a tree needs, so that "
            "nothing "
            "tells whether they are consistent",
            CRR_SPELL(node->id), who, CRR_SPELL(voice->name), node->child_count - 1);
}

/* ---- Where the verdict hangs on the table ---- */

static void
report_tables(const struct crr_deriving *deriving,
    const struct crr_judgement_origin *origin, const struct crr_ahp_node_view *node,
    const struct crr_ahp_voice *voice, const char *who)
{
    char others[160] = "", ratio[RATIO_SIZE];
    double limit = deriving->ahp->view.limit;
    bool passes = voice->verdict == CRR_AHP_CONSISTENT;

    if (node->child_count <= 2 || isnan(voice->decisive_cr) || voice->missing_count > 0)
        return;
    for (size_t i = 0; i < CRR_AHP_TABLE_COUNT; i++) {
        size_t used = strlen(others);
        if (isnan(voice->cr[i]) ||
            (crr_round_significant(voice->cr[i]) <= limit) == passes)
            continue;
        snprintf(others + used, sizeof others - used, "%s%s (%s)", used > 0 ? ", " : "",
            crr_random_index_names[i].id, print_ratio(voice->cr[i], ratio));
    }
    if (others[0])
        crr_report_at(deriving, CRR_F_TABLES_DISAGREE, origin,
            "%.*s%s%.*s: %s under %s (%s), but not under %s", CRR_SPELL(node->id), who,
            CRR_SPELL(voice->name), passes ? "consistent" : "inconsistent",
            crr_random_index_names[deriving->ahp->view.table].id,
            print_ratio(voice->decisive_cr, ratio), others);
}

/* ---- Methods, decimals ---- */

static void
report_methods(const struct crr_deriving *deriving,
    const struct crr_judgement_origin *origin, const struct crr_ahp_node_view *node,
    const struct crr_ahp_voice *voice, const char *who)
{
    const double *mean = voice->geometric_mean;
    const double *vector = voice->eigenvector;
    size_t n = mean && vector ? node->child_count : 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            if (mean[i] - mean[j] <= ORDER_MARGIN ||
                vector[j] - vector[i] <= ORDER_MARGIN)
                continue;
            crr_report_at(deriving, CRR_F_METHODS_DISAGREE, origin,
                "%.*s%s%.*s: the geometric mean puts %.*s above %.*s, the eigenvector "
                "below",
                CRR_SPELL(node->id), who, CRR_SPELL(voice->name),
                CRR_SPELL(node->children[i]), CRR_SPELL(node->children[j]));
            return;
        }
    }
}

static void
report_zero(const struct crr_deriving *deriving,
    const struct crr_judgement_origin *origin, const struct crr_ahp_node_view *node)
{
    size_t least = 0;

    if (node->frozen)
        return;
    for (size_t i = 1; i < node->child_count; i++)
        if (node->weights[i] < node->weights[least])
            least = i;
    crr_report_at(deriving, CRR_F_FROZEN_ZERO, origin,
        "%.*s: the weight of %.*s would be 0 with %d decimal place%s%s",
        CRR_SPELL(node->id), CRR_SPELL(node->children[least]), node->places,
        node->places == 1 ? "" : "s",
        node->places < 9 ? "; give more `places`, or leave it out" : "; leave it out");
}

void
crr_report_verdicts(const struct crr_deriving *deriving,
    const struct crr_judged_node *node, const struct crr_ahp_node_view *view)
{
    report_zero(deriving, &node->origin, view);
    if (view->scores)
        return;
    report_voice(deriving, &node->origin, view, &view->group, "");
    report_tables(deriving, &node->origin, view, &view->group, "");
    report_methods(deriving, &node->origin, view, &view->group, "");
    for (size_t i = 0; i < view->expert_count; i++) {
        report_voice(deriving, &node->judges[i].origin, view, &view->experts[i], ", ");
        report_tables(deriving, &node->judges[i].origin, view, &view->experts[i], ", ");
        report_methods(
            deriving, &node->judges[i].origin, view, &view->experts[i], ", ");
    }
}
