/* The columns of the output: what each holds, how they are chosen, and that none tells
 * what is confidential unless it is asked to. */
#include "file_run.h"
#include <stdio.h>

static const char customers[] =
    "id,country,amount,opened,listed,reported,remark\n"
    "C1,CN,50,2020-01-01,N,N,plain\n"
    "C2,IR,500.5,2026-05-01,Y,Y,\"says \"\"no\"\", twice\"\n"
    "C3,,99.99,2025-12-31,-,N,\n"
    "C4,XX,100,2026-01-02,N,N,' a '\n";

struct expected {
    const char *columns; /* NULL: the default ones */
    bool reveal;
    const char *out;
};

static void
check(struct crr_model *model, const struct expected *expected)
{
    struct file_run run;
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of(customers), 0);
    run.options.reveal = expected->reveal;
    if (expected->columns)
        file_run_choose(&run, expected->columns);
    file_run_go(&run, model);
    if (run.status != CRR_OK)
        fail_msg("%s: %s", expected->columns, run.error.message);
    assert_string_equal(run.out.at, expected->out);
    file_run_clear(&run);
}

static void
each_column_holds_what_its_help_says(void **state)
{
    static const struct expected cases[] = {
        {NULL, false,
            "id,score,tier,score_tier,reasons,warnings\n"
            "C1,3.00,low,low,calm=mid;residence=6;tenure=-3,\n"
            "C2,89.50,prohibited,high,"
            "sanction=prohibited;look=review;residence=54;size=10;tenure=5.5,\n"
            "C3,51.00,prohibited,high,sanction=prohibited;residence=54;tenure=-3,"
            "missing:residence\n"
            "C4,63.50,high,high,residence=48;size=10;tenure=5.5,unknown:residence\n"},
        {"id,reasons,reason", true,
            "id,reasons,reason\n"
            "C1,calm=mid;residence=6;tenure=-3,residence\n"
            "C2,sanction=prohibited;look=review;whisper=high;residence=54;history=20;"
            "size=10,sanction\n"
            "C3,sanction=prohibited;residence=54;tenure=-3,sanction\n"
            "C4,residence=48;size=10;tenure=5.5,residence\n"},
        {"line,rules,review,theta", false,
            "line,rules,review,theta\n"
            "2,calm,,-3\n"
            "3,sanction;look,required,5.5\n"
            "4,sanction,,-3\n"
            "5,,,5.5\n"},
        {"rules", true, "rules\ncalm\nsanction;look;whisper\nsanction\n\n"},
        {"tier_without_theta,to_next_up,to_next_down", false,
            "tier_without_theta,to_next_up,to_next_down\n"
            "low,17.00,\n"
            "high,,39.50\n"
            "high,,1.00\n"
            "high,,13.50\n"},
        {"version,as_of", false,
            "version,as_of\n\"2026,1\",2026-07-01\n\"2026,1\",2026-07-01\n"
            "\"2026,1\",2026-07-01\n\"2026,1\",2026-07-01\n"},
        {"remark,input.remark,amount", false,
            "remark,input.remark,amount\nplain,plain,50\n"
            "\"says \"\"no\"\", twice\",\"says \"\"no\"\", twice\",500.5\n"
            ",,99.99\n' a ',' a ',100\n"},
        {"points.residence,contribution.residence,match.residence", false,
            "points.residence,contribution.residence,match.residence\n"
            "10,6,CN\n90,54,IR\n90,54,\n80,48,\n"},
        {"contribution.size,contribution.tenure,points.tenure,match.size", false,
            "contribution.size,contribution.tenure,points.tenure,match.size\n"
            "0,-3,-3,below 100\n10,5.5,5.5,at least 100\n0,-3,-3,below 100\n"
            "10,5.5,5.5,at least 100\n"},
        {"contribution.profile", false, "contribution.profile\n6\n64\n54\n58\n"},
        {"contribution.history,match.history,reported,input.reported", true,
            "contribution.history,match.history,reported,input.reported\n"
            "0,no,N,N\n20,yes,Y,Y\n0,no,N,N\n0,no,N,N\n"},
    };
    struct crr_model *model = compiled(bank_text);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(model, &cases[i]);
    crr_model_unref(model);
}

static void
digest_is_the_models(void **state)
{
    struct crr_model *model = compiled(bank_text);
    char out[512];
    const char *digest = crr_model_digest(model);
    (void)state;
    snprintf(
        out, sizeof out, "digest\n%s\n%s\n%s\n%s\n", digest, digest, digest, digest);
    check(model, &(struct expected){"digest", false, out});
    crr_model_unref(model);
}

/* Every column that the help names can be asked for. */
static void
help_names_columns_that_are_there(void **state)
{
    struct crr_model *model = compiled(bank_text);
    const char *name = NULL, *help;
    size_t count = 0;
    (void)state;
    for (; (help = crr_file_column_help(count, &name)); count++) {
        struct file_run run;
        char asked[64];
        size_t length = strcspn(name, ".");
        bool family = name[length] == '.';
        snprintf(asked, sizeof asked, "%.*s%s", (int)length, name,
            !family                           ? ""
            : strncmp(name, "input.", 6) == 0 ? ".remark"
                                              : ".size");
        assert_true(strlen(help) > 0);
        file_run_init(&run);
        file_run_add(&run, "bank.csv", crr_text_of(customers), 0);
        file_run_choose(&run, asked);
        file_run_go(&run, model);
        if (run.status != CRR_OK)
            fail_msg("%s: %s", asked, run.error.message);
        file_run_clear(&run);
    }
    assert_true(count >= 20);
    assert_null(crr_file_column_help(count + 1, &name));
    crr_model_unref(model);
}

static void
line_stands_in_for_a_key(void **state)
{
    struct crr_model *model = compiled("crr: 1\n"
                                       "model: {id: m, version: '1'}\n"
                                       "inputs: {x: {type: number}}\n"
                                       "factors: [{id: f, weight: 1, input: x,"
                                       " range: [0, 100]}]\n"
                                       "tiers: [{id: t, from: 0}]\n");
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "x.csv", crr_text_of("x,y\n\n1,a\n2,\"b\nc\"\n3,d\n"), 0);
    file_run_go(&run, model);
    assert_string_equal(run.out.at, "line,score,tier,score_tier,reasons,warnings\n"
                                    "3,1.00,t,t,f=1,\n4,2.00,t,t,f=2,\n"
                                    "6,3.00,t,t,f=3,\n");
    file_run_clear(&run);
    crr_model_unref(model);
}

static void
refuse(struct crr_model *model, const char *columns, const char *part)
{
    struct file_run run;
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of(customers), 0);
    file_run_choose(&run, columns);
    file_run_go(&run, model);
    assert_int_equal(run.status, CRR_E_FILE);
    assert_int_equal(run.error.finding, 709);
    if (!strstr(run.error.message, part))
        fail_msg("%s: %s", columns, run.error.message);
    assert_null(run.summary);
    file_run_clear(&run);
}

static void
unknown_and_confidential_columns_are_refused(void **state)
{
    struct crr_model *model = compiled(bank_text);
    (void)state;
    refuse(model, "id,scor", "did you mean score?");
    refuse(model, "id,score,tier,score", "found \"score\" twice");
    refuse(model, "points.sizes", "\"points.sizes\"");
    refuse(model, "contribution.country", "\"contribution.country\"");
    refuse(model, "input.", "\"input.\"");
    refuse(model, "points.", "\"points.\"");
    refuse(model, "", "\"\"");
    refuse(model, "reported", "confidential");
    refuse(model, "input.reported", "confidential");
    refuse(model, "points.history", "confidential");
    refuse(model, "contribution.history", "confidential");
    refuse(model, "match.history", "confidential");
    crr_model_unref(model);
}

/* A group's sum less its open members would tell the hidden one. */
static void
group_with_a_confidential_member_is_confidential(void **state)
{
    struct crr_model *model = compiled(
        "crr: 1\n"
        "model: {id: m, version: '1'}\n"
        "inputs: {x: {type: number}, y: {type: number, confidential: true},"
        " z: {type: number}}\n"
        "factors:\n"
        "  - {id: g, weight: 0.5, factors: [\n"
        "      {id: fx, weight: 0.5, input: x, range: [0, 100]},\n"
        "      {id: fy, weight: 0.5, input: y, range: [0, 100]}]}\n"
        "  - {id: fz, weight: 0.5, input: z, range: [0, 100]}\n"
        "tiers: [{id: t, from: 0}]\n");
    (void)state;
    refuse(model, "contribution.g", "confidential");
    crr_model_unref(model);
}

/* Where the rule or the factor that would be named is hidden, the next one is. */
static void
reason_passes_over_what_is_hidden(void **state)
{
    static const char text[] = "id,country,amount,opened,listed,reported\n"
                               "C1,US,50,2020-01-01,N,Y\n";
    struct crr_model *model = compiled(bank_text);
    struct file_run run;
    (void)state;
    for (int reveal = 0; reveal <= 1; reveal++) {
        file_run_init(&run);
        file_run_add(&run, "bank.csv", crr_text_of(text), 0);
        file_run_choose(&run, "reason,tier,reasons,rules");
        run.options.reveal = reveal;
        file_run_go(&run, model);
        assert_string_equal(
            run.out.at, reveal ? "reason,tier,reasons,rules\n"
                                 "whisper,high,whisper=high;history=20;residence=12;"
                                 "tenure=-3,whisper\n"
                               : "reason,tier,reasons,rules\n"
                                 "residence,high,residence=12;tenure=-3,\n");
        file_run_clear(&run);
    }
    crr_model_unref(model);
}

/* The one reason is a primary factor, however much θ adds. */
static void
reason_is_a_primary_factor(void **state)
{
    struct crr_model *model = compiled(
        "crr: 1\n"
        "model: {id: m, version: '1'}\n"
        "inputs: {x: {type: number}, y: {type: flag}}\n"
        "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
        "correction: {combine: sum, bounds: [-9, 9], factors: [\n"
        "  {id: s, input: y, points: {yes: 9, no: 0}}]}\n"
        "tiers: [{id: t, from: 0}]\n");
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "x.csv", crr_text_of("x,y\n1,Y\n"), 0);
    file_run_choose(&run, "reason,reasons");
    file_run_go(&run, model);
    assert_string_equal(run.out.at, "reason,reasons\nf,s=9;f=1\n");
    file_run_clear(&run);
    crr_model_unref(model);
}

/* Equal contributions come in the order of the file, whatever their sign. */
static void
ties_go_by_the_order_of_the_file(void **state)
{
    struct crr_model *model = compiled(
        "crr: 1\n"
        "model: {id: m, version: '1'}\n"
        "inputs: {x: {type: number}}\n"
        "factors:\n"
        "  - {id: d, weight: 0.25, input: x, range: [-100, 100]}\n"
        "  - {id: c, weight: 0.25, input: x, range: [-100, 100], inverted: true}\n"
        "  - {id: b, weight: 0.25, input: x, range: [-100, 100]}\n"
        "  - {id: a, weight: 0.25, input: x, range: [-100, 100]}\n"
        "score: {range: [-100, 100]}\n"
        "tiers: [{id: t, from: -100}]\n");
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "x.csv", crr_text_of("x\n8\n0\n-8\n"), 0);
    file_run_choose(&run, "reasons,reason");
    file_run_go(&run, model);
    assert_string_equal(
        run.out.at, "reasons,reason\nd=2;c=-2;b=2,d\n,d\nd=-2;c=2;b=-2,c\n");
    file_run_clear(&run);
    crr_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_column_holds_what_its_help_says),
        cmocka_unit_test(digest_is_the_models),
        cmocka_unit_test(help_names_columns_that_are_there),
        cmocka_unit_test(line_stands_in_for_a_key),
        cmocka_unit_test(unknown_and_confidential_columns_are_refused),
        cmocka_unit_test(group_with_a_confidential_member_is_confidential),
        cmocka_unit_test(reason_passes_over_what_is_hidden),
        cmocka_unit_test(reason_is_a_primary_factor),
        cmocka_unit_test(ties_go_by_the_order_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
