/* What a run comes to: counts, and shares in the spread that add up. */
#include "file_run.h"
#include <stdio.h>
#include <stdlib.h>

static struct crr_model *bank;

static int
compile_bank(void **state)
{
    (void)state;
    bank = compiled(bank_text);
    return 0;
}

static int
drop_bank(void **state)
{
    (void)state;
    crr_model_unref(bank);
    return 0;
}

static const char customers[] = "id,country,amount,opened,listed,reported\n"
                                "C1,CN,50,2020-01-01,N,N\n"
                                "C2,IR,500.5,2026-05-01,Y,Y\n"
                                "\n"
                                "C3,,99.99,2025-12-31,-,N\n"
                                "C4,XX,100,2026-01-02,N,N\n"
                                "C5,CN,x,2026-01-02,N,N\n"
                                "C6,CN,y,2026-01-02,N,N\n"
                                "C7,CN,1,2026-01-02,N,\n"
                                "C8,CN,1,,N,N\n"
                                "C9,CN\n";

static char *
written(const struct file_run *run, bool reveal, bool json)
{
    struct crr_buffer buffer;
    crr_buffer_init(&buffer, NULL);
    assert_int_equal(
        json ? crr_summary_write_json(run->summary, reveal, crr_buffer_write, &buffer)
             : crr_summary_write_text(run->summary, reveal, crr_buffer_write, &buffer),
        CRR_OK);
    assert_int_equal(crr_buffer_write(&buffer, "", 1), 0);
    return buffer.at;
}

/* Spaces in a row count as one. */
static char *
squeezed(char *text)
{
    size_t used = 0;
    for (size_t i = 0; text[i]; i++)
        if (text[i] != ' ' || used == 0 || text[used - 1] != ' ')
            text[used++] = text[i];
    text[used] = '\0';
    return text;
}

static void
rows_are_counted(void **state)
{
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of(customers), 0);
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_OK);
    assert_int_equal(crr_summary_row_count(run.summary), 9);
    assert_int_equal(crr_summary_rated_count(run.summary), 4);
    assert_int_equal(crr_summary_rejected_count(run.summary), 5);
    assert_int_equal(crr_summary_empty_line_count(run.summary), 1);
    assert_int_equal(crr_summary_tier_count(run.summary, 0), 1);
    assert_int_equal(crr_summary_tier_count(run.summary, 1), 0);
    assert_int_equal(crr_summary_tier_count(run.summary, 2), 1);
    assert_int_equal(crr_summary_tier_count(run.summary, 3), 2);
    assert_int_equal(crr_summary_tier_count(run.summary, 4), 0);
    file_run_clear(&run);
}

static void
text_tells_what_may_be_told(void **state)
{
    static const char *const common[] = {"9 rows: 4 rated, 5 rejected; 1 empty lines",
        "low 1 25.0 %", "high 1 25.0 %", "prohibited 2 50.0 %",
        "CRR-0603 amount 2 22.2 %", "CRR-0601 opened 1 11.1 %", "CRR-0704 1 11.1 %",
        "rows without a value", "country 1 11.1 %", "listed 1 11.1 %",
        "opened 1 11.1 %", "rows with a code that no table knows", "lifted 0 0.0 %",
        "lowered 0 0.0 %"};
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of(customers), 0);
    file_run_go(&run, bank);
    for (int reveal = 0; reveal <= 1; reveal++) {
        char *text = squeezed(written(&run, reveal, false));
        for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
            if (!strstr(text, common[i]))
                fail_msg("\"%s\" is not in\n%s", common[i], text);
        assert_int_equal(!strstr(text, "(confidential)"), reveal);
        assert_int_equal(!!strstr(text, "history"), reveal);
        assert_int_equal(!!strstr(text, "CRR-0601 reported 1"), reveal);
        free(text);
    }
    file_run_clear(&run);
}

static void
json_tells_the_same(void **state)
{
    struct file_run run;
    char *text;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of(customers), 0);
    file_run_go(&run, bank);
    text = written(&run, false, true);
    assert_non_null(strstr(text, "\"model\": \"bank\", \"version\": \"2026,1\""));
    assert_non_null(strstr(text, "\"rows\": 9, \"rated\": 4, \"rejected\": 5, "
                                 "\"empty_lines\": 1, \"rule_changed\": 2"));
    assert_non_null(strstr(
        text, "\"tiers\": {\"low\": 1, \"mid\": 0, \"high\": 1, \"prohibited\": 2}"));
    assert_non_null(strstr(
        text, "{\"finding\": \"CRR-0601\", \"at\": \"(confidential)\", \"rows\": 1}"));
    assert_non_null(
        strstr(text, "\"missing\": {\"country\": 1, \"opened\": 1, \"listed\": 1}"));
    assert_non_null(strstr(text, "\"unknown\": {\"country\": 1}"));
    assert_null(strstr(text, "history"));
    assert_null(strstr(text, "reported"));
    free(text);
    text = written(&run, true, true);
    assert_non_null(strstr(text, "\"missing\": {\"country\": 1, \"opened\": 1, "
                                 "\"listed\": 1, \"reported\": 1}"));
    assert_non_null(strstr(text, "\"history\": "));
    free(text);
    file_run_clear(&run);
}

/* One code that two factors do not know, and a value that three of them and a rule
 * miss, are one row each. */
static void
rows_count_once(void **state)
{
    struct crr_model *model = compiled(
        "crr: 1\n"
        "model: {id: m, version: '1'}\n"
        "inputs: {a: {type: code, missing: {points: 1}, unknown: {points: 2}},"
        " b: {type: number, missing: {points: 3}}}\n"
        "tables: {t: {rows: {A: 1, B: 2}}, u: {rows: {A: 3, C: 4}}}\n"
        "factors:\n"
        "  - {id: f, weight: 0.25, input: a, table: t}\n"
        "  - {id: g, weight: 0.25, input: b, range: [0, 100]}\n"
        "  - {id: h, weight: 0.25, input: a, table: u}\n"
        "  - {id: i, weight: 0.25, input: a, table: t}\n"
        "tiers: [{id: x, from: 0}, {id: y}]\n"
        "rules: [{id: r, when: {a: A}, tier: y, basis: z, if_missing: true}]\n");
    struct file_run run;
    char *text;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "m.csv", crr_text_of("a,b\n,1\nX,2\nB,\nC,4\nA,5\n"), 0);
    file_run_go(&run, model);
    assert_int_equal(crr_summary_rated_count(run.summary), 5);
    text = written(&run, false, true);
    assert_non_null(strstr(text, "\"missing\": {\"a\": 1, \"b\": 1}"));
    assert_non_null(strstr(text, "\"unknown\": {\"a\": 3}"));
    free(text);
    file_run_clear(&run);
    crr_model_unref(model);
}

/* Without θ the first would be low and the second mid. */
static void
rows_that_theta_decides_are_counted(void **state)
{
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "bank.csv",
        crr_text_of("id,country,amount,opened,listed,reported\n"
                    "C1,CN,100,2026-06-01,N,N\n"
                    "C2,US,100,2020-01-01,N,N\n"
                    "C3,US,100,2020-01-01,N,N\n"
                    "C4,CN,1,2020-01-01,N,N\n"),
        0);
    file_run_go(&run, bank);
    char *text = written(&run, false, true);
    assert_non_null(strstr(text, "\"theta_lifted\": 1, \"theta_lowered\": 2,"));
    free(text);
    file_run_clear(&run);
}

/* ---- The spread ---- */

static const char spread_text[] =
    "crr: 1\n"
    "model: {id: m, version: '1'}\n"
    "score: {range: [0, 100], decimals: %s}\n"
    "inputs: {x: {type: number}, y: {type: number}, z: {type: number}}\n"
    "factors:\n"
    "  - {id: fx, weight: 0.5, input: x, range: [0, 100]}\n"
    "  - {id: fy, weight: 0.25, input: y, range: [0, 100]}\n"
    "  - {id: fz, weight: 0.25, input: z, range: [0, 100]}\n"
    "tiers: [{id: t, from: 0}]\n";

/* The part of the JSON from "spread_share" on. */
static char *
spread_of(const char *decimals, const char *rows)
{
    char model_text[1024];
    struct file_run run;
    snprintf(model_text, sizeof model_text, spread_text, decimals);
    struct crr_model *model = compiled(model_text);
    file_run_init(&run);
    file_run_add(&run, "m.csv", crr_text_of(rows), 0);
    file_run_go(&run, model);
    assert_int_equal(run.status, CRR_OK);
    char *text = written(&run, false, true);
    char *spread = strstr(text, "\"spread_share\"");
    assert_non_null(spread);
    memmove(text, spread, strlen(spread) + 1);
    file_run_clear(&run);
    crr_model_unref(model);
    return text;
}

/* x in {0, 40}, y in {0, 40} independent of it: their parts are {0, 20} and {0, 10},
 * the variances 100 and 25 of 125; z is always 8. */
static void
independent_factors_share_by_their_variance(void **state)
{
    char *text = spread_of("2", "x,y,z\n0,0,8\n40,0,8\n0,40,8\n40,40,8\n");
    (void)state;
    assert_string_equal(text,
        "\"spread_share\": {\"fx\": 0.800, \"fy\": 0.200, \"fz\": 0.000, "
        "\"clamping of θ\": 0.000, \"clamping of the score\": 0.000, "
        "\"rounding\": 0.000},\n  \"without_variance\": [\"fz\"]}\n");
    free(text);
}

/* y runs against x: parts {0, 20} and {20, 0}/2, scores {10, 20}: covariances 200 and
 * -100, in halves, of 100. */
static void
shares_may_be_negative(void **state)
{
    char *text = spread_of("2", "x,y,z\n0,40,8\n40,0,8\n");
    (void)state;
    assert_non_null(strstr(text, "{\"fx\": 2.000, \"fy\": -1.000, \"fz\": 0.000"));
    free(text);
}

static void
equal_scores_have_no_spread(void **state)
{
    char *text = spread_of("2", "x,y,z\n1,2,3\n1,2,3\n");
    (void)state;
    assert_string_equal(text, "\"spread_share\": {},\n  "
                              "\"without_variance\": [\"fx\", \"fy\", \"fz\"]}\n");
    free(text);
    text = spread_of("2", "x,y,z\n1,2,3\n");
    assert_string_equal(text, "\"spread_share\": {},\n  \"without_variance\": []}\n");
    free(text);
}

/* True if there are `count` shares in the JSON from "spread_share" on, and they sum to
 * exactly 1. */
static bool
adds_up(const char *text, long count)
{
    long sum = 0;
    for (const char *at = text; (at = strstr(at, "\": ")) && at[3] != '[';) {
        at += 3;
        if (*at == '{')
            continue;
        bool negative = *at == '-';
        const char *point = strchr(at, '.');
        long thousandths = strtol(at + negative, NULL, 10) * 1000 +
                           strtol(point + 1, NULL, 10);
        sum += negative ? -thousandths : thousandths;
        count--;
    }
    return count == 0 && sum == 1000;
}

/* What is not told is one line, and the lines add up all the same. */
static void
hidden_factors_share_one_line(void **state)
{
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of(customers), 0);
    file_run_go(&run, bank);
    for (int reveal = 0; reveal <= 1; reveal++) {
        char *text = written(&run, reveal, true);
        char *spread = strstr(text, "\"spread_share\"");
        assert_true(adds_up(spread, 7));
        assert_int_equal(!strstr(spread, "\"(confidential)\": 0.19"), reveal);
        free(text);
    }
    file_run_clear(&run);
}

/* The shares as printed add up to exactly 1, also where rounding takes part. */
static void
printed_shares_add_up(void **state)
{
    static const char *const decimals[] = {"0", "1", "2", "4"};
    (void)state;
    for (size_t i = 0; i < 4 * 40; i++) {
        char rows[512] = "x,y,z\n";
        uint32_t seed = (uint32_t)i * 2654435761u + 12345;
        for (int row = 0; row < 7; row++) {
            unsigned cells[3];
            for (int k = 0; k < 3; k++) {
                seed = seed * 1664525u + 1013904223u;
                cells[k] = (seed >> 16) % 100;
            }
            snprintf(rows + strlen(rows), sizeof rows - strlen(rows),
                "%u.%u,%u,%u.37\n", cells[0], cells[1] % 10, cells[1], cells[2]);
        }
        char *text = spread_of(decimals[i % 4], rows);
        assert_true(adds_up(text, 6));
        free(text);
    }
}

static int
refuse_to_write(void *user, const char *at, size_t length)
{
    (void)user;
    (void)at;
    (void)length;
    return 1;
}

static void
failures_are_told(void **state)
{
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of(customers), 0);
    file_run_go(&run, bank);
    assert_int_equal(
        crr_summary_write_json(run.summary, true, refuse_to_write, NULL), CRR_E_WRITE);
    assert_int_equal(
        crr_summary_write_text(run.summary, true, refuse_to_write, NULL), CRR_E_WRITE);
    assert_int_equal(
        crr_summary_write_text(NULL, true, crr_buffer_write, NULL), CRR_E_ARGUMENT);
    assert_int_equal(
        crr_summary_write_json(run.summary, true, NULL, NULL), CRR_E_ARGUMENT);
    crr_summary_free(NULL);
    file_run_clear(&run);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_counted),
        cmocka_unit_test(text_tells_what_may_be_told),
        cmocka_unit_test(json_tells_the_same),
        cmocka_unit_test(rows_count_once),
        cmocka_unit_test(rows_that_theta_decides_are_counted),
        cmocka_unit_test(hidden_factors_share_one_line),
        cmocka_unit_test(independent_factors_share_by_their_variance),
        cmocka_unit_test(shares_may_be_negative),
        cmocka_unit_test(equal_scores_have_no_spread),
        cmocka_unit_test(printed_shares_add_up),
        cmocka_unit_test(failures_are_told),
    };
    return cmocka_run_group_tests(tests, compile_bank, drop_bank);
}
