/* Rejected rows: where they were, why, and what is not told. Rows in = rows rated +
 * rows rejected; the limits on rejects. */
#include "file_run.h"
#include "base/csv.h"
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

#define HEADER "id,country,amount,opened,listed,reported,remark\n"
#define REJECT_HEADER "line,byte,key,column,finding,message,record\n"

/* The fields of a reject in their order; NULL where there must be something, whatever
 * it is. */
struct reject {
    const char *line, *byte, *key, *column, *finding, *message, *record;
};

static void
check_field(const struct crr_csv_field *field, const char *expected)
{
    char buffer[1024];
    assert_true(field->length < sizeof buffer);
    struct crr_text text = crr_csv_text(field, buffer);
    if (expected && !crr_text_is(text, expected))
        fail_msg("\"%.*s\", not \"%s\"", (int)text.length, text.at, expected);
    assert_true(expected || text.length > 0);
}

/* The byte is where the line begins. */
static void
check_place(struct crr_text file, const struct crr_csv_field *line,
    const struct crr_csv_field *byte)
{
    size_t line_number = strtoul(line->at, NULL, 10), at = strtoul(byte->at, NULL, 10);
    size_t line_count = 1;
    assert_true(at > 0 && at < file.length && file.at[at - 1] == '\n');
    for (size_t i = 0; i < at; i++)
        line_count += file.at[i] == '\n';
    assert_int_equal(line_count, line_number);
}

static void
check_rejects(const struct file_run *run, const struct reject *rejects, size_t count)
{
    struct crr_csv_field fields[8];
    struct crr_csv_record record = {.fields = fields, .capacity = 8};
    struct crr_text left = {run->rejects.at, run->rejects.length - 1};
    assert_int_equal(strncmp(left.at, REJECT_HEADER, strlen(REJECT_HEADER)), 0);
    left.at += strlen(REJECT_HEADER);
    left.length -= strlen(REJECT_HEADER);
    for (size_t i = 0; i < count; i++) {
        const char *const *expected = &rejects[i].line;
        assert_int_equal(
            crr_csv_next(left.at, left.length, true, ',', 1 << 20, &record),
            CRR_CSV_RECORD);
        assert_int_equal(record.count, 7);
        for (size_t k = 0; k < 7; k++)
            check_field(&fields[k], expected[k]);
        check_place(run->memory[0].text, &fields[0], &fields[1]);
        left.at += record.consumed;
        left.length -= record.consumed;
    }
    assert_int_equal(left.length, 0);
}

static void
check(struct crr_text text, bool reveal, const struct reject *rejects, size_t count,
    uint64_t row_count)
{
    static const size_t steps[] = {0, 1, 7};
    for (size_t i = 0; i < 3; i++) {
        struct file_run run;
        file_run_init(&run);
        file_run_add(&run, "bank.csv", text, steps[i]);
        run.options.reveal = reveal;
        file_run_go(&run, bank);
        assert_int_equal(run.status, CRR_OK);
        check_rejects(&run, rejects, count);
        assert_int_equal(crr_summary_row_count(run.summary), row_count);
        assert_int_equal(crr_summary_rejected_count(run.summary), count);
        assert_int_equal(crr_summary_rated_count(run.summary), row_count - count);
        file_run_clear(&run);
    }
}

#define CHECK(text, reveal, row_count, ...)                                            \
    do {                                                                               \
        static const struct reject rejects_[] = {__VA_ARGS__};                         \
        check((struct crr_text){text, sizeof text - 1}, reveal, rejects_,              \
            sizeof rejects_ / sizeof rejects_[0], row_count);                          \
    } while (0)

static void
values_are_refused_with_their_column(void **state)
{
    (void)state;
    CHECK(HEADER "C1,CN,\"12,5\",2020-01-01,N,N,a\n"
                 "C2,CN,5,2020-01-01,N,N,b\n"
                 "C3,CN,5,2020-02-30,N,N,\"c \"\"d\"\"\"\n"
                 ",CN,5,2020-01-01,N,N,e\n"
                 "C5,CN,5,2026-07-02,N,N,f\n"
                 "C6,CN,5,2020-01-01,maybe,N,g",
        true, 6,
        {"2", NULL, "C1", "amount", "CRR-0603", NULL,
            "C1,CN,\"12,5\",2020-01-01,N,N,a"},
        {"4", NULL, "C3", "opened", "CRR-0604", NULL,
            "C3,CN,5,2020-02-30,N,N,\"c \"\"d\"\"\""},
        {"5", NULL, "", "id", "CRR-0601", NULL, ",CN,5,2020-01-01,N,N,e"},
        {"6", NULL, "C5", "opened", "CRR-0607", NULL, "C5,CN,5,2026-07-02,N,N,f"},
        {"7", NULL, "C6", "listed", "CRR-0605", NULL, "C6,CN,5,2020-01-01,maybe,N,g"});
}

static void
rows_that_do_not_fit_the_grammar_or_the_header_are_refused(void **state)
{
    (void)state;
    CHECK(HEADER "C1,CN,5,2020-01-01,N,N\n"
                 "C2,CN,5,2020-01-01,N,N,a,\n"
                 "C3,CN,5,2020-01-01,N,N,\"a\"b\n"
                 "\n"
                 "C4,CN,5,2020-01-01,N,N,\"a\nb\"\n"
                 "C5,C\0,5,2020-01-01,N,N,a\r\n"
                 "C6,\xFF,5,2020-01-01,N,N,a\n"
                 "C7,CN,5,2020-01-01,N,N,\"open\nC8,CN,5,2020-01-01,N,N,\n",
        true, 8, {"2", NULL, "", "", "CRR-0704", NULL, "C1,CN,5,2020-01-01,N,N"},
        {"3", NULL, "", "", "CRR-0704", NULL, "C2,CN,5,2020-01-01,N,N,a,"},
        {"4", NULL, "", "", "CRR-0702", NULL, "C3,CN,5,2020-01-01,N,N,\"a\"b"},
        {"8", NULL, "", "", "CRR-0708", NULL, NULL},
        {"9", NULL, "C6", "country", "CRR-0609", NULL, "C6,\xFF,5,2020-01-01,N,N,a"},
        {"10", NULL, "", "", "CRR-0701", NULL, "C7,CN,5,2020-01-01,N,N,\"open"});
}

static void
confidential_cells_are_starred_out(void **state)
{
    (void)state;
    CHECK(HEADER "C1,CN,x,2020-01-01,N,\"Y\",\"a,b\"\n"
                 "C2,CN,x,2020-01-01,N,,\n"
                 "C3,CN,5,2020-01-01,N,perhaps,a\n"
                 "C4,CN,5,2020-01-01,N,,a\n"
                 "C5,CN,5,2020-01-01,N,Y\n"
                 "C6,CN,5,2020-01-01,N,Y,\"a\"b\n",
        false, 6,
        {"2", NULL, "C1", "amount", "CRR-0603", NULL,
            "C1,CN,x,2020-01-01,N,***,\"a,b\""},
        {"3", NULL, "C2", "amount", "CRR-0603", NULL, "C2,CN,x,2020-01-01,N,***,"},
        {"4", NULL, "C3", "(confidential)", "CRR-0605", NULL,
            "C3,CN,5,2020-01-01,N,***,a"},
        {"5", NULL, "C4", "(confidential)", "CRR-0601", NULL,
            "C4,CN,5,2020-01-01,N,***,a"},
        {"6", NULL, "", "", "CRR-0704", NULL, ""},
        {"7", NULL, "", "", "CRR-0702", NULL, ""});
}

/* Neither an id, nor a value, nor a spelling of what is confidential is anywhere in
 * what is written. */
static void
nothing_confidential_is_written(void **state)
{
    static const char *const texts[] = {HEADER "C1,CN,5,2020-01-01,N,zzsecret,a\n",
        HEADER "C1,CN,q,2020-01-01,N,zzsecret,a\n",
        HEADER "C1,CN,5,2020-01-01,N,zzsecret\n",
        HEADER "C1,CN,5,2020-01-01,N,zzsecret,a,b\n",
        HEADER "C1,CN,5,2020-01-01,N,\"zzsecret\"x,a\n",
        HEADER "C1,CN,5,2020-01-01,N,\"zzsecret,a\n"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct file_run run;
        struct crr_buffer summary;
        file_run_init(&run);
        file_run_add(&run, "bank.csv", crr_text_of(texts[i]), 0);
        file_run_go(&run, bank);
        assert_int_equal(run.status, CRR_OK);
        assert_int_equal(crr_summary_rejected_count(run.summary), 1);
        crr_buffer_init(&summary, NULL);
        assert_int_equal(
            crr_summary_write_text(run.summary, false, crr_buffer_write, &summary),
            CRR_OK);
        assert_int_equal(
            crr_summary_write_json(run.summary, false, crr_buffer_write, &summary),
            CRR_OK);
        assert_int_equal(crr_buffer_write(&summary, "", 1), 0);
        const char *const written[] = {run.out.at, run.rejects.at, summary.at};
        for (size_t k = 0; k < 3; k++) {
            assert_null(strstr(written[k], "zzsecret"));
            assert_null(strstr(written[k], "reported"));
            assert_null(strstr(written[k], "history"));
            assert_null(strstr(written[k], "whisper"));
        }
        crr_buffer_clear(&summary);
        file_run_clear(&run);
    }
}

static const char covert_text[] =
    "crr: 1\n"
    "model: {id: m, version: '1'}\n"
    "inputs:\n"
    "  id: {type: code, key: true, confidential: true}\n"
    "  x: {type: number}\n"
    "  y: {type: flag, confidential: true}\n"
    "factors: [{id: f, weight: 1, input: x, range: [0, 100]}]\n"
    "tiers: [{id: t, from: 0}, {id: u}]\n"
    "rules: [{id: covert, when: {y: true}, tier: u, basis: b}]\n";

/* A key that is confidential, and a rule that could not be decided. */
static void
confidential_keys_and_rules_are_not_told(void **state)
{
    struct crr_model *model = compiled(covert_text);
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "m.csv", crr_text_of("id,x,y\nK1,5,\nK2,z,Y\n"), 0);
    file_run_choose(&run, "line,tier");
    file_run_go(&run, model);
    assert_int_equal(run.status, CRR_OK);
    assert_int_equal(crr_summary_rejected_count(run.summary), 2);
    assert_null(strstr(run.rejects.at, "K1"));
    assert_null(strstr(run.rejects.at, "K2"));
    assert_null(strstr(run.rejects.at, "covert"));
    assert_non_null(strstr(run.rejects.at, "CRR-0608"));
    assert_non_null(strstr(run.rejects.at, "\"***,z,***\""));
    file_run_clear(&run);
    crr_model_unref(model);
}

static void
sources_are_named_if_there_are_several(void **state)
{
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "a.csv", crr_text_of(HEADER "C1,CN,x,2020-01-01,N,N,a\n"), 0);
    file_run_add(&run, "b.csv",
        crr_text_of("客户号,listed,str,opened,amount,country\n"
                    "C2,N,N,2020-01-01,5,CN\nC3,N,N,2020-01-01,y,CN\n"),
        0);
    run.options.reveal = true;
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_OK);
    assert_int_equal(crr_summary_row_count(run.summary), 3);
    assert_int_equal(crr_summary_rejected_count(run.summary), 2);
    assert_non_null(strstr(run.rejects.at, "2,48,C1,amount,CRR-0603,\"a.csv: "));
    assert_non_null(strstr(run.rejects.at, "3,66,C3,amount,CRR-0603,\"b.csv: "));
    assert_string_equal(run.out.at,
        "id,score,tier,score_tier,reasons,warnings\n"
        "C2,3.00,low,low,calm=mid;residence=6;tenure=-3,\n");
    file_run_clear(&run);
}

/* ---- Limits ---- */

#define GOOD "C,CN,5,2020-01-01,N,N,\n"
#define BAD "C,CN,x,2020-01-01,N,N,\n"

static void
check_limit(struct file_run *run, enum crr_status status, uint64_t row_count,
    uint64_t rejected_count)
{
    file_run_go(run, bank);
    assert_int_equal(run->status, status);
    assert_int_equal(crr_summary_row_count(run->summary), row_count);
    assert_int_equal(crr_summary_rejected_count(run->summary), rejected_count);
    if (status == CRR_E_REJECTS)
        assert_int_equal(run->error.finding, 711);
    file_run_clear(run);
}

static void
the_reject_after_the_limit_stops(void **state)
{
    static const char text[] = HEADER GOOD BAD GOOD BAD GOOD BAD GOOD;
    static const struct {
        uint64_t max;
        enum crr_status status;
        uint64_t rows, rejected;
    } cases[] = {{0, CRR_E_REJECTS, 2, 1}, {1, CRR_E_REJECTS, 4, 2},
        {2, CRR_E_REJECTS, 6, 3}, {3, CRR_OK, 7, 3}, {UINT64_MAX, CRR_OK, 7, 3}};
    struct file_run run;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        file_run_init(&run);
        file_run_add(&run, "bank.csv", crr_text_of(text), 0);
        run.options.has_max_rejects = true;
        run.options.max_rejects = cases[i].max;
        check_limit(&run, cases[i].status, cases[i].rows, cases[i].rejected);
    }
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of(text), 0);
    check_limit(&run, CRR_OK, 7, 3);
}

static void
the_share_is_judged_at_the_end(void **state)
{
    static const char text[] = HEADER BAD GOOD GOOD GOOD;
    struct file_run run;
    (void)state;
    for (uint32_t ppm = 249999; ppm <= 250000; ppm++) {
        file_run_init(&run);
        file_run_add(&run, "bank.csv", crr_text_of(text), 0);
        run.options.has_max_reject_ppm = true;
        run.options.max_reject_ppm = ppm;
        check_limit(&run, ppm < 250000 ? CRR_E_REJECTS : CRR_OK, 4, 1);
    }
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of(HEADER), 0);
    run.options.has_max_reject_ppm = true;
    check_limit(&run, CRR_OK, 0, 0);
}

/* Without a function for them rejects are counted all the same. */
static void
rejects_may_go_nowhere(void **state)
{
    struct file_run run;
    (void)state;
    file_run_init(&run);
    file_run_add(&run, "bank.csv", crr_text_of(HEADER GOOD BAD GOOD), 0);
    run.options.write_reject = NULL;
    check_limit(&run, CRR_OK, 3, 1);
}

/* A line that is longer than any record is left out, also where no buffer holds it;
 * what follows is read, and lines are counted on. */
static void
records_beyond_the_limit_are_left_out(void **state)
{
    static const size_t limit = 1 << 20;
    const size_t lengths[] = {limit, limit + 1, 3 * limit};
    const size_t head = strlen(HEADER);
    char *text = malloc(head + 3 * limit + strlen(GOOD BAD) + 2);
    struct file_run run;
    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < 6; i++) {
        size_t length = lengths[i / 2];
        memcpy(text, HEADER, head);
        memcpy(text + head, GOOD, strlen(GOOD));
        memset(text + head + strlen(GOOD) - 1, 'x', length - strlen(GOOD) + 1);
        strcpy(text + head + length, "\n" GOOD BAD);
        file_run_init(&run);
        file_run_add(&run, "bank.csv", crr_text_of(text), i % 2 * 4096);
        file_run_go(&run, bank);
        assert_int_equal(run.status, CRR_OK);
        assert_int_equal(crr_summary_row_count(run.summary), 3);
        assert_int_equal(
            crr_summary_rejected_count(run.summary), length > limit ? 2 : 1);
        assert_int_equal(
            !!strstr(run.rejects.at, "\n2,48,,,CRR-0703,"), length > limit);
        assert_non_null(strstr(run.rejects.at, "\n4,"));
        assert_true(strlen(run.rejects.at) < 512);
        file_run_clear(&run);
    }
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_refused_with_their_column),
        cmocka_unit_test(rows_that_do_not_fit_the_grammar_or_the_header_are_refused),
        cmocka_unit_test(confidential_cells_are_starred_out),
        cmocka_unit_test(nothing_confidential_is_written),
        cmocka_unit_test(confidential_keys_and_rules_are_not_told),
        cmocka_unit_test(sources_are_named_if_there_are_several),
        cmocka_unit_test(the_reject_after_the_limit_stops),
        cmocka_unit_test(the_share_is_judged_at_the_end),
        cmocka_unit_test(rejects_may_go_nowhere),
        cmocka_unit_test(records_beyond_the_limit_are_left_out),
    };
    return cmocka_run_group_tests(tests, compile_bank, drop_bank);
}
