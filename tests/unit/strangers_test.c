/* Linked persons of whom something is not known, as the summary and refusals tell it. */
#include <stdio.h>
#include "file_run.h"

/* What decides stands in the middle. */
#define MODEL(middle)                                                                  \
    "crr: 1\nmodel: {id: m, version: 1}\n"                                             \
    "inputs:\n  id: {type: text, key: true}\n  grade: {type: code}\n"                  \
    "  owners: {type: codes, linked: {input: grade, roles: [owner]}}\n"                \
    "tables:\n  grade: {rows: {a: 1, b: 2}}\n"                                         \
    "tiers: [{id: low, from: 0}, {id: high, from: 50}]\n" middle

#define GRADE "  - {id: grade, weight: 1, input: grade, table: grade}\n"

static const char by_factor[] = MODEL("factors:\n"
                                      "  - {id: f, weight: 1, input: owners, table: "
                                      "grade}\n");
static const char by_condition[] = MODEL(
    "factors:\n"
    "  - {id: f, weight: 1, when: {owners: b}, points: {yes: 1, no: 0}}\n");
static const char by_group[] = MODEL(
    "factors:\n"
    "  - id: g\n    weight: 0.5\n    applies: {owners: b}\n"
    "    factors: [{id: h, weight: 1, input: grade, table: grade}]\n"
    "  - {id: f, weight: 0.5, input: grade, table: grade}\n");
static const char by_rule[] = MODEL("factors:\n" GRADE "rules:\n"
                                    "  - {id: r, when: {owners: b}, tier: high, "
                                    "basis: b}\n");
static const char by_segment[] = MODEL("factors:\n" GRADE "segments:\n"
                                       "  - {id: s, when: {owners: b}}\n"
                                       "  - {id: t, when: {not: {owners: b}}}\n");
static const char by_another[] = MODEL(
    "factors:\n" GRADE "rules:\n"
    "  - {id: r, when: {owners: b}, tier: high, basis: b, if_missing: false}\n"
    "  - {id: q, when: {grade: {is: missing}}, review: required, basis: b}\n");

static const char customers[] = "id,grade\nC,a\nP,\n";
static const char links[] = "from,to,role\nC,P,owner\nC,\"Q\n1\",owner\nC,R,owner\n"
                            "C,S,owner\nC,T,Owner\nX,Y,owners\nX,Z,Owner\n";

struct linked_run {
    struct file_run run;
    struct memory link_memory, person_memory;
    struct crr_source links, persons;
};

static void
go_with(struct linked_run *linked, const char *model_text, const char *rows,
    const char *link_text)
{
    struct crr_model *model = compiled(model_text);
    file_run_init(&linked->run);
    file_run_add(&linked->run, "customers", crr_text_of(rows), 0);
    linked->link_memory = (struct memory){.text = crr_text_of(link_text)};
    linked->person_memory = (struct memory){.text = crr_text_of(rows)};
    linked->links = (struct crr_source){
        .name = "links", .read = memory_read, .user = &linked->link_memory};
    linked->persons = (struct crr_source){
        .name = "persons", .read = memory_read, .user = &linked->person_memory};
    linked->run.options.links = &linked->links;
    linked->run.options.persons = &linked->persons;
    linked->run.options.person_count = 1;
    file_run_go(&linked->run, model);
    crr_model_unref(model);
}

static void
go(struct linked_run *linked, const char *model_text, const char *rows)
{
    go_with(linked, model_text, rows, links);
}

#define WHO "owners of P (no value), Q\\n1 (no record), R (no record) and 1 more"

static void
refusals_name_those_who_would_decide(void **state)
{
    static const struct {
        const char *model, *finding;
    } list[] = {{by_factor, "CRR-0601"}, {by_condition, "CRR-0601"},
        {by_group, "CRR-0612"}, {by_rule, "CRR-0608"}, {by_segment, "CRR-0614"}};
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        struct linked_run linked = {.links = {.name = NULL}};
        go(&linked, list[i].model, customers);
        assert_int_equal(linked.run.status, CRR_OK);
        const char *row = strstr(linked.run.rejects.at, "\n2,");
        assert_non_null(row);
        assert_non_null(strstr(row, list[i].finding));
        assert_non_null(strstr(row, "; " WHO " is not known"));
        file_run_clear(&linked.run);
    }
}

/* Neither where nothing is linked to, nor where something else decides. */
static void
other_refusals_name_nobody(void **state)
{
    struct linked_run linked = {.links = {.name = NULL}};
    (void)state;
    go(&linked, by_factor, "id,grade\nD,a\n");
    assert_non_null(strstr(linked.run.rejects.at, "CRR-0601"));
    assert_null(strstr(linked.run.rejects.at, "not known"));
    file_run_clear(&linked.run);
    go(&linked, by_another, "id,grade\nC,\n");
    assert_non_null(strstr(linked.run.rejects.at, "CRR-0601"));
    assert_null(strstr(linked.run.rejects.at, "not known"));
    file_run_clear(&linked.run);
}

static void
the_summary_lists_them(void **state)
{
    static const char *const keys[] = {"Q\n1", "R", "S"};
    static const uint64_t lines[] = {3, 5, 6};
    struct linked_run linked = {.links = {.name = NULL}};
    struct crr_stranger_view stranger;
    struct crr_other_role_view role;
    (void)state;
    go(&linked, by_another, customers);
    const struct crr_summary *summary = linked.run.summary;
    assert_int_equal(crr_summary_unknown_person_count(summary), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(crr_summary_unknown_person(summary, i, &stranger), CRR_OK);
        assert_true(crr_text_is(stranger.key, keys[i]));
        assert_int_equal(stranger.line, lines[i]);
    }
    assert_int_equal(crr_summary_unknown_person(summary, 3, &stranger), CRR_E_ARGUMENT);
    assert_int_equal(crr_summary_other_link_count(summary), 3);
    assert_int_equal(crr_summary_other_role(summary, 0, &role), CRR_OK);
    assert_true(crr_text_is(role.role, "Owner"));
    assert_true(crr_text_is(role.nearest, "owner"));
    assert_int_equal(role.count, 2);
    assert_int_equal(role.line, 7);
    assert_int_equal(crr_summary_other_role(summary, 1, &role), CRR_OK);
    assert_true(crr_text_is(role.role, "owners"));
    assert_int_equal(role.count, 1);
    assert_int_equal(crr_summary_other_role(summary, 2, &role), CRR_E_ARGUMENT);
    file_run_clear(&linked.run);
}

static void
shares_beyond_the_whole(void **state)
{
    static const struct {
        const char *links;
        uint64_t count, line;
        const char *key;
    } list[] = {
        {"C,P,owner,0.5\nC,Q,owner,50%\n", 0, 0, ""},
        {"C,P,owner,0.5\nC,Q,owner,50%\nC,R,owner,0.000000001\n", 1, 4, "C"},
        {"C,P,owner,0.6\nC,P,owner,0.6\n", 1, 3, "C"},
        {"C,P,owner,0.6\nC,P,agent,0.6\nD,P,owner,0.6\n", 0, 0, ""},
        {"C,P,owner,1\nD,P,owner,1\nD,Q,owner,1\nC,Q,owner,1\nC,R,owner,1\n", 2, 4,
            "D"},
        {"C,P,owner,\nC,Q,owner,1\n", 0, 0, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++) {
        struct linked_run linked = {.links = {.name = NULL}};
        struct crr_excess_view excess = {.line = 0};
        char text[256];
        snprintf(text, sizeof text, "from,to,role,share\n%s", list[i].links);
        go_with(&linked, by_another, customers, text);
        assert_int_equal(linked.run.status, CRR_OK);
        assert_int_equal(
            crr_summary_excess_share_count(linked.run.summary, &excess), list[i].count);
        assert_int_equal(excess.line, list[i].line);
        if (list[i].count > 0) {
            assert_true(crr_text_is(excess.key, list[i].key));
            assert_true(crr_text_is(excess.role, "owner"));
        }
        file_run_clear(&linked.run);
    }
}

static void
without_links_there_are_none(void **state)
{
    struct crr_model *model = compiled(bank_text);
    struct crr_stranger_view stranger;
    struct crr_other_role_view role;
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "customers",
        crr_text_of("id,country,amount,opened,listed,reported\n"), 0);
    file_run_go(&run, model);
    assert_int_equal(run.status, CRR_OK);
    assert_int_equal(
        crr_summary_unknown_person(run.summary, 0, &stranger), CRR_E_ARGUMENT);
    assert_int_equal(crr_summary_other_link_count(run.summary), 0);
    assert_int_equal(crr_summary_other_role(run.summary, 0, &role), CRR_E_ARGUMENT);
    file_run_clear(&run);
    crr_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals_name_those_who_would_decide),
        cmocka_unit_test(other_refusals_name_nobody),
        cmocka_unit_test(the_summary_lists_them),
        cmocka_unit_test(shares_beyond_the_whole),
        cmocka_unit_test(without_links_there_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
