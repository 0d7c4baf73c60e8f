/* What `crr rate` says at its end. */
#include "summary.h"

#include <string.h>
#include "say.h"

static bool
same_text(struct crr_text a, struct crr_text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static void
say_tiers(const struct crr_model *model, const struct crr_summary *summary)
{
    uint64_t rated = crr_summary_rated_count(summary);
    struct crr_tier_view tier;
    int width = 0;

    for (size_t i = 0; crr_model_tier(model, i, NULL, &tier) == CRR_OK; i++)
        width = (int)tier.id.length > width ? (int)tier.id.length : width;
    for (size_t i = 0; crr_model_tier(model, i, NULL, &tier) == CRR_OK; i++) {
        uint64_t count = crr_summary_tier_count(summary, i);
        /* Tenths of a percent, rounded. */
        uint64_t share = rated > 0 ? (count * 1000 + rated / 2) / rated : 0;
        bool titled = tier.title.length > 0 && !same_text(tier.title, tier.id);
        char text[COUNT_SIZE];

        say_line("  %-*.*s  %10s  %3llu.%llu %%%s%.*s", width, (int)tier.id.length,
            tier.id.at, count_text(count, text), (unsigned long long)(share / 10),
            (unsigned long long)(share % 10), titled ? "  " : "",
            titled ? (int)tier.title.length : 0, tier.title.at ? tier.title.at : "");
    }
}

static void
say_rejects(const struct crr_summary *summary, const struct rejects *rejects,
    const char *reject_name)
{
    uint64_t rejected = crr_summary_rejected_count(summary);

    if (rejected == 0)
        return;
    if (reject_name) {
        say_line("rejected rows: %s", reject_name);
    } else {
        say_line(rejected > REJECTS_SHOWN ? "first rejected rows:" : "rejected rows:");
        rejects_say_first(rejects);
        say_line("add --rejects FILE to get %s their records",
            rejected > REJECTS_SHOWN ? "all of them with" : "them with");
    }
    if (rejects->not_utf_8)
        say_line("rejected rows hold bytes that are not UTF-8: a file in another "
                 "encoding is read with --encoding; --encoding auto looks for it");
}

/* Inputs that some file of JSON Lines does not have. */
static void
say_absent(const struct crr_model *model, const struct crr_summary *summary)
{
    struct crr_input_view input;

    for (size_t i = 0; crr_model_input(model, i, NULL, &input) == CRR_OK; i++)
        if (crr_summary_is_absent(summary, i) && !input.confidential)
            say_line("warning: no record of a file has a member for input %.*s; if it "
                     "is named otherwise there, say so with --map",
                (int)input.id.length, input.id.at);
}

void
say_summary(const struct crr_model *model, const struct crr_summary *summary,
    const struct rejects *rejects, const char *reject_name)
{
    char rows[COUNT_SIZE], rated[COUNT_SIZE], rejected[COUNT_SIZE], empty[COUNT_SIZE];
    uint64_t empty_count = crr_summary_empty_line_count(summary);
    char kinds[1024];

    rejects_kinds(rejects, kinds, sizeof kinds);
    count_text(empty_count, empty);
    say_line("%s row%s: %s rated, %s rejected%s%s%s%s%s%s",
        count_text(crr_summary_row_count(summary), rows),
        crr_summary_row_count(summary) == 1 ? "" : "s",
        count_text(crr_summary_rated_count(summary), rated),
        count_text(crr_summary_rejected_count(summary), rejected), *kinds ? " (" : "",
        kinds, *kinds ? ")" : "", empty_count > 0 ? "; " : "",
        empty_count > 0 ? empty : "",
        empty_count == 0   ? ""
        : empty_count == 1 ? " empty line skipped"
                           : " empty lines skipped");
    say_tiers(model, summary);
    say_absent(model, summary);
    say_rejects(summary, rejects, reject_name);
}

/* ---- Links ---- */

#define PERSONS_SHOWN 5
#define ROLES_SHOWN 5
#define NAME_SIZE 96

/* A key or a role, fit for a terminal: cut between characters if it is long. */
static const char *
name_text(struct crr_text name, char ret_text[NAME_SIZE])
{
    size_t length = name.length;

    if (length > NAME_SIZE - 4) {
        length = NAME_SIZE - 4;
        while (length > 0 && ((unsigned char)name.at[length] & 0xc0) == 0x80)
            length--;
    }
    print_text(ret_text, NAME_SIZE, "%.*s%s", (int)length, name.at,
        length < name.length ? "..." : "");
    clean_text(ret_text);
    return ret_text;
}

static bool
hides_keys(const struct crr_model *model, bool reveal)
{
    struct crr_input_view input;

    for (size_t i = 0; crr_model_input(model, i, NULL, &input) == CRR_OK; i++)
        if (input.key && input.confidential && !reveal)
            return true;
    return false;
}

static void
say_strangers(const struct crr_summary *summary, bool hides)
{
    uint64_t count = crr_summary_unknown_person_count(summary);
    struct crr_stranger_view view;
    char name[NAME_SIZE];

    if (count == 0)
        return;
    say_line("linked persons without a record: %llu", (unsigned long long)count);
    for (size_t i = 0;
         i < PERSONS_SHOWN && crr_summary_unknown_person(summary, i, &view) == CRR_OK;
         i++)
        say_line("  line %llu of the links%s%s", (unsigned long long)view.line,
            hides ? "" : ": ", hides ? "" : name_text(view.key, name));
    if (count > PERSONS_SHOWN)
        say_line("  and %llu more; --summary FILE lists them all",
            (unsigned long long)(count - PERSONS_SHOWN));
}

static void
say_excess(const struct crr_summary *summary, bool hides)
{
    struct crr_excess_view view;
    uint64_t count = crr_summary_excess_share_count(summary, &view);
    char role[NAME_SIZE], name[NAME_SIZE];

    if (count > 0)
        say_line("shares of one role that sum to more than 1: %llu, first in line %llu "
                 "of the links: %s%s%s",
            (unsigned long long)count, (unsigned long long)view.line,
            hides ? "" : name_text(view.key, name), hides ? "" : ", ",
            name_text(view.role, role));
}

static void
say_roles(const struct crr_summary *summary)
{
    uint64_t count = crr_summary_other_link_count(summary);
    struct crr_other_role_view view;
    char role[NAME_SIZE], near[NAME_SIZE];
    size_t index = 0;

    if (count == 0)
        return;
    say_line(
        "links of roles that the model does not name, which count for nothing: %llu",
        (unsigned long long)count);
    for (; crr_summary_other_role(summary, index, &view) == CRR_OK; index++)
        if (index < ROLES_SHOWN)
            say_line("  %llu of %s, first in line %llu%s%s%s",
                (unsigned long long)view.count, name_text(view.role, role),
                (unsigned long long)view.line,
                view.nearest.length ? "; did you mean " : "",
                name_text(view.nearest, near), view.nearest.length ? "?" : "");
    if (index > ROLES_SHOWN)
        say_line(
            "  and %zu more roles; --summary FILE lists them", index - ROLES_SHOWN);
}

/* ---- Overrides ---- */

#define OVERRIDES_SHOWN 10

/* One that ends the run with findings: refused, or for nobody who is in the files. */
static bool
is_finding(const struct crr_override_view *view)
{
    return !view->met || view->state == CRR_OVERRIDE_REFUSED;
}

/* And one that deserves a look: the system's tier has risen since it was decided. */
static bool
is_worth_saying(const struct crr_override_view *view)
{
    return is_finding(view) || view->state == CRR_OVERRIDE_WOKEN ||
           (view->risen && view->state == CRR_OVERRIDE_APPLIED);
}

static void
say_override(const struct crr_override_view *view, bool hides, bool reveal)
{
    const char *why = reveal ? view->why_revealed : view->why;
    const char *words = !view->met ? "no customer has its key"
                        : view->state == CRR_OVERRIDE_REFUSED ? "refused, for "
                        : view->state == CRR_OVERRIDE_WOKEN   ? "woken, not applied"
                                                              : "woken, applied";
    char name[NAME_SIZE];

    say_line("  line %llu of the overrides%s%s: %s%s", (unsigned long long)view->line,
        hides ? "" : ", ", hides ? "" : name_text(view->key, name), words,
        view->met && why ? why : "");
}

static void
say_counts(const struct crr_summary *summary)
{
    static const char *const words[] = {"of rejected customers", "applied", "refused",
        "woken and not applied", "not yet in force", "expired"};
    uint64_t counts[6] = {0}, strangers = 0, risen = 0, others = 0;
    struct crr_override_view view;

    for (size_t i = 0; crr_summary_override(summary, i, &view) == CRR_OK; i++) {
        strangers += !view.met;
        risen += view.risen && view.state == CRR_OVERRIDE_APPLIED;
        others += view.other_model && view.state != CRR_OVERRIDE_EARLY &&
                  view.state != CRR_OVERRIDE_EXPIRED;
        counts[view.state] += view.met;
    }
    for (size_t i = 1; i <= 6; i++)
        if (counts[i % 6] > 0)
            say_line(
                "overrides %s: %llu", words[i % 6], (unsigned long long)counts[i % 6]);
    if (risen > 0)
        say_line("overrides applied though the system's tier has risen since: %llu",
            (unsigned long long)risen);
    if (others > 0)
        say_line(
            "overrides decided under another model: %llu", (unsigned long long)others);
    if (strangers > 0)
        say_line("overrides without a customer: %llu", (unsigned long long)strangers);
}

static bool
say_overrides(const struct crr_summary *summary, bool silent, bool hides, bool reveal)
{
    struct crr_override_view view;
    bool findings = false;
    size_t shown = 0;

    if (!silent)
        say_counts(summary);
    for (size_t i = 0; crr_summary_override(summary, i, &view) == CRR_OK; i++) {
        findings |= is_finding(&view);
        if (is_worth_saying(&view) && shown++ < OVERRIDES_SHOWN && !silent)
            say_override(&view, hides, reveal);
    }
    if (shown > OVERRIDES_SHOWN && !silent)
        say_line(
            "  and %zu more; --summary FILE lists them all", shown - OVERRIDES_SHOWN);
    return findings;
}

bool
say_others(const struct crr_model *model, const struct crr_summary *summary,
    bool silent, bool reveal)
{
    uint64_t unrated = crr_summary_unrated_count(summary);
    uint64_t unlinked = crr_summary_unlinked_count(summary);

    if (unrated > 0 && !silent)
        say_line("customers of the previous file that were not rated: %llu",
            (unsigned long long)unrated);
    if (unlinked > 0 && !silent)
        say_line("customers of the links who are in no file: %llu",
            (unsigned long long)unlinked);
    if (!silent) {
        say_strangers(summary, hides_keys(model, reveal));
        say_excess(summary, hides_keys(model, reveal));
        say_roles(summary);
    }
    return crr_summary_override_count(summary) > 0 &&
           say_overrides(summary, silent, hides_keys(model, reveal), reveal);
}
