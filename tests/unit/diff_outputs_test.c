/* Comparing two outputs of crr rate: by their columns, without a model. */
#include "diffing.h"

struct outputs {
    const char *a, *b;
    struct crr_outputs_options options;
    struct crr_buffer log;
    struct crr_diff *diff;
    struct crr_error error;
    enum crr_status status;
};

/* "K: low@2 -> high@3: override; score 1 -> 2; reasons a -> b\n" */
static int
log_output_mover(void *user, const struct crr_output_mover *mover)
{
    struct crr_buffer *log = user;
    log_words(log, "%.*s:", (int)mover->key.length, mover->key.at);
    for (int i = 0; i < 2; i++) {
        log_words(log, "%s", i ? " -> " : " ");
        if (mover->present[i])
            log_words(log, "%.*s@%llu", (int)mover->tiers[i].length, mover->tiers[i].at,
                (unsigned long long)mover->lines[i]);
        else
            log_words(log, "absent");
        assert_true(
            mover->present[i] || (mover->tiers[i].length == 0 && mover->lines[i] == 0));
    }
    log_words(log, "%s", mover->by_override ? ": override" : "");
    for (size_t i = 0; i < mover->change_count; i++) {
        const struct crr_column_change *change = &mover->changes[i];
        log_words(log, "; %.*s %.*s -> %.*s", (int)change->column.length,
            change->column.at, (int)change->a.length, change->a.at,
            (int)change->b.length, change->b.at);
    }
    log_words(log, "\n");
    return 0;
}

static void
compare_outputs(struct outputs *outputs)
{
    struct memory memory[2] = {{.text = crr_text_of(outputs->a), .step = 7},
        {.text = crr_text_of(outputs->b)}};
    struct crr_source sources[2] = {
        {.name = "a.csv", .read = memory_read, .user = &memory[0]},
        {.name = "b.csv", .read = memory_read, .user = &memory[1]}};
    crr_buffer_init(&outputs->log, NULL);
    outputs->options.size = sizeof outputs->options;
    outputs->options.moved = log_output_mover;
    outputs->options.moved_user = &outputs->log;
    outputs->status = crr_diff_outputs(
        &sources[0], &sources[1], &outputs->options, &outputs->diff, &outputs->error);
    assert_int_equal(outputs->diff != NULL, outputs->status == CRR_OK);
    assert_int_equal(crr_buffer_write(&outputs->log, "", 1), 0);
}

static void
outputs_clear(struct outputs *outputs)
{
    crr_diff_free(outputs->diff);
    crr_buffer_clear(&outputs->log);
}

static void
expect_outputs(struct outputs outputs, const char *expected)
{
    compare_outputs(&outputs);
    if (outputs.status != CRR_OK)
        fail_msg("%s", outputs.error.message);
    assert_string_equal(outputs.log.at, expected);
    size_t lines = 0;
    for (const char *at = expected; *at; at++)
        lines += *at == '\n';
    assert_int_equal(crr_diff_mover_count(outputs.diff), lines);
    outputs_clear(&outputs);
}

static void
expect_refusal(
    struct outputs outputs, const char *file, size_t line, const char *message)
{
    compare_outputs(&outputs);
    assert_int_equal(outputs.status, CRR_E_FILE);
    assert_int_equal(outputs.error.status, CRR_E_FILE);
    assert_string_equal(outputs.error.file, file);
    assert_int_equal(outputs.error.line, line);
    if (!strstr(outputs.error.message, message))
        fail_msg("%s", outputs.error.message);
    outputs_clear(&outputs);
}

/* ---- Tests ---- */

static void
arguments_are_checked(void **state)
{
    struct memory memory = {.text = crr_text_of("id,tier\n")};
    struct crr_source source = {.name = "a", .read = memory_read, .user = &memory};
    struct crr_outputs_options good = {.size = sizeof good}, strange = {.size = 3};
    struct crr_diff *diff = NULL;
    struct crr_error error = {.status = CRR_OK};
    (void)state;
    assert_int_equal(
        crr_diff_outputs(NULL, &source, &good, &diff, &error), CRR_E_ARGUMENT);
    assert_int_equal(error.status, CRR_E_ARGUMENT);
    assert_int_equal(
        crr_diff_outputs(&source, NULL, &good, &diff, NULL), CRR_E_ARGUMENT);
    assert_int_equal(
        crr_diff_outputs(&source, &source, NULL, &diff, NULL), CRR_E_ARGUMENT);
    assert_int_equal(
        crr_diff_outputs(&source, &source, &strange, &diff, NULL), CRR_E_ARGUMENT);
    assert_int_equal(
        crr_diff_outputs(&source, &source, &good, NULL, NULL), CRR_E_ARGUMENT);
    assert_null(diff);
    assert_int_equal(memory.at, 0);
}

/* The default columns. */
static void
without_contributions(void **state)
{
    static const char a[] = "id,score,tier,reasons\n"
                            "A,10.00,low,x=10\nB,20.00,mid,x=20\nC,30.00,mid,x=30\n"
                            "gone,1.00,low,x=1\n";
    static const char b[] = "id,score,tier,reasons\n"
                            "C,30.00,high,\"x=30;look\"\nnew,1.00,low,x=1\n"
                            "B,21.00,mid,x=21\nA,10.00,low,x=10\n";
    struct outputs outputs = {.a = a, .b = b};
    (void)state;
    expect_outputs(outputs, "C: mid@4 -> high@2; reasons x=30 -> x=30;look\n"
                            "new: absent -> low@3\ngone: low@5 -> absent\n");
    outputs.options.scores = true;
    expect_outputs(outputs, "C: mid@4 -> high@2; reasons x=30 -> x=30;look\n"
                            "new: absent -> low@3\n"
                            "B: mid@3 -> mid@4; score 20.00 -> 21.00; reasons x=20 -> "
                            "x=21\n"
                            "gone: low@5 -> absent\n");
}

/* Inputs, contributions, digests: what both have is compared; columns may stand in
 * another order, and one file may have more of them. */
static void
with_contributions(void **state)
{
    static const char a[] =
        "id,country,contribution.residence,contribution.size,only_a,tier\n"
        "A,CN,6,0,7,low\nB,IR,36,15,7,high\n";
    static const char b[] =
        "tier,contribution.size,id,only_b,contribution.residence,country\n"
        "mid,0,A,9,36,IR\nhigh,15,B,9,36,IR\n";
    (void)state;
    expect_outputs((struct outputs){.a = a, .b = b},
        "A: low@2 -> mid@2; country CN -> IR; contribution.residence 6 -> 36\n");
}

/* Where model and rules say the same, and the tier is another, a person decided. */
static void
system_tiers(void **state)
{
    static const char a[] = "id,tier,system_tier\nA,low,low\nB,low,low\nC,low,low\n"
                            "D,high,low\n";
    static const char b[] = "id,tier,system_tier\nA,high,low\nB,mid,mid\nC,low,mid\n"
                            "E,low,low\n";
    struct outputs outputs = {.a = a, .b = b};
    (void)state;
    compare_outputs(&outputs);
    assert_int_equal(outputs.status, CRR_OK);
    assert_string_equal(outputs.log.at, "A: low@2 -> high@2: override\n"
                                        "B: low@3 -> mid@3; system_tier low -> mid\n"
                                        "E: absent -> low@5\nD: high@5 -> absent\n");
    /* In the order in which they came: low, high, mid; then rejected; absent. */
    assert_int_equal(crr_diff_tier_count(outputs.diff), 3);
    assert_true(crr_text_is(crr_diff_tier(outputs.diff, 0), "low"));
    assert_true(crr_text_is(crr_diff_tier(outputs.diff, 1), "high"));
    assert_true(crr_text_is(crr_diff_tier(outputs.diff, 2), "mid"));
    assert_int_equal(crr_diff_count(outputs.diff, 0, 1), 1);
    assert_int_equal(crr_diff_count(outputs.diff, 0, 2), 1);
    assert_int_equal(crr_diff_count(outputs.diff, 0, 0), 1);
    assert_int_equal(crr_diff_count(outputs.diff, 4, 0), 1);
    assert_int_equal(crr_diff_count(outputs.diff, 1, 4), 1);
    assert_int_equal(crr_diff_count(outputs.diff, 5, 0), 0);
    assert_int_equal(crr_diff_system_count(outputs.diff, 0, 0), 1);
    assert_int_equal(crr_diff_system_count(outputs.diff, 0, 2), 2);
    assert_int_equal(crr_diff_system_count(outputs.diff, 4, 0), 1);
    assert_int_equal(crr_diff_system_count(outputs.diff, 0, 4), 1);
    assert_int_equal(crr_diff_system_count(outputs.diff, 0, 5), 0);
    struct crr_part part;
    uint64_t count;
    assert_int_equal(crr_diff_part(outputs.diff, 0, &part, &count), CRR_E_ARGUMENT);
    outputs_clear(&outputs);
    /* One file without the column: it is not counted, and nobody decided. */
    outputs = (struct outputs){.a = a, .b = "id,tier\nA,high\n"};
    compare_outputs(&outputs);
    assert_non_null(strstr(outputs.log.at, "A: low@2 -> high@2\n"));
    assert_int_equal(crr_diff_system_count(outputs.diff, 0, 0), 0);
    outputs_clear(&outputs);
}

static void
keys_and_forms(void **state)
{
    struct outputs outputs = {.a = "tier;name\nlow; K \n",
        .b = "\xef\xbb\xbfname;tier\r\n\r\nK;high\r\n",
        .options = {.delimiter = ';', .keys = {crr_text_of("name"), {NULL, 0}}}};
    (void)state;
    expect_outputs(outputs, "K: low@2 -> high@3\n");
    /* The first column of A names the customer in B, too. */
    expect_outputs((struct outputs){.a = "id,tier\nK,low\n", .b = "tier,id\nhigh,K\n"},
        "K: low@2 -> high@2\n");
    expect_outputs((struct outputs){.a = "id,tier\n\"a \"\"b\"\", c\",low\n",
                       .b = "id,tier\n\"a \"\"b\"\", c\",high"},
        "a \"b\", c: low@2 -> high@2\n");
    expect_outputs((struct outputs){.a = "id,tier\n", .b = "id,tier\n"}, "");
}

static void
bad_files_are_refused(void **state)
{
    static const char good[] = "id,tier\nA,low\nB,low\n";
    (void)state;
    expect_refusal((struct outputs){.a = "", .b = good}, "a.csv", 0, "empty");
    expect_refusal((struct outputs){.a = good, .b = "\n\n"}, "b.csv", 0, "empty");
    expect_refusal((struct outputs){.a = "id,score\n", .b = good}, "a.csv", 1, "tier");
    expect_refusal((struct outputs){.a = good, .b = "key,tier\n"}, "b.csv", 1,
        "a column \"id\" is expected, which names the customer, found: key, tier");
    expect_refusal((struct outputs){.a = good,
                       .b = good,
                       .options = {.keys = {crr_text_of("name"), {NULL, 0}}}},
        "a.csv", 1, "a column \"name\" is expected");
    expect_refusal((struct outputs){.a = "id,tier,x,x\n", .b = good}, "a.csv", 1,
        "found \"x\" twice");
    expect_refusal((struct outputs){.a = "id,tier\nA\n", .b = good}, "a.csv", 2,
        "2 fields are expected, as in the header, found 1");
    expect_refusal((struct outputs){.a = good, .b = "id,tier\nA,low,x\n"}, "b.csv", 2,
        "2 fields are expected, as in the header, found 3");
    expect_refusal((struct outputs){.a = "id,tier\nA,\"low\"x\n", .b = good}, "a.csv",
        2, "cannot be split");
    expect_refusal((struct outputs){.a = "id,tier\nA,low\n  ,low\n", .b = good},
        "a.csv", 3, "a key");
    expect_refusal((struct outputs){.a = "id,tier\nA,low\nB,low\n A,low\n", .b = good},
        "a.csv", 4, "line 2");
    expect_refusal((struct outputs){.a = good, .b = "id,tier\nB,low\nA,low\nB,mid\n"},
        "b.csv", 4, "line 2");
    expect_refusal((struct outputs){.a = good, .b = "id,tier\nX,low\nA,low\nX,mid\n"},
        "b.csv", 4, "line 2");
}

/* More names than the message has room for. */
static void
long_headers_are_cut(void **state)
{
    char text[4096];
    size_t used = (size_t)sprintf(text, "id");
    (void)state;
    for (int i = 0; i < 200; i++)
        used += (size_t)sprintf(text + used, ",column%d", i);
    sprintf(text + used, "\n");
    expect_refusal((struct outputs){.a = text, .b = text}, "a.csv", 1, "column29, ...");
}

static void
columns_of_one_side_are_told(void **state)
{
    struct outputs outputs = {.a = "id,tier,override,score\nK,low,,1\n",
        .b = "customer,score,,tier,warnings,digest\nK,2,,high,,x\n",
        .options = {.keys = {crr_text_of("id"), crr_text_of("customer")}}};
    static const char *const lone[2][3] = {{"override"}, {"warnings", "digest"}};
    (void)state;
    compare_outputs(&outputs);
    assert_string_equal(outputs.log.at, "K: low@2 -> high@2; score 1 -> 2\n");
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < 3; i++) {
            const char *name = lone[side][i] ? lone[side][i] : "";
            struct crr_text found = crr_diff_lone_column(outputs.diff, side, i);
            assert_true(crr_text_is(found, name));
        }
    assert_int_equal(crr_diff_lone_column(outputs.diff, 2, 0).length, 0);
    outputs_clear(&outputs);
}

/* 64 tiers may be told apart. */
static void
tiers_are_limited(void **state)
{
    char text[4096];
    size_t used = (size_t)sprintf(text, "id,tier\n");
    (void)state;
    for (int i = 0; i < 64; i++)
        used += (size_t)sprintf(text + used, "K%d,tier%d\n", i, i);
    struct outputs outputs = {.a = "id,tier\n", .b = text};
    compare_outputs(&outputs);
    assert_int_equal(outputs.status, CRR_OK);
    assert_int_equal(crr_diff_tier_count(outputs.diff), 64);
    for (size_t i = 0; i < 64; i++)
        assert_int_equal(crr_diff_count(outputs.diff, 65, i), 1);
    outputs_clear(&outputs);
    sprintf(text + used, "K64,tier64\n");
    expect_refusal((struct outputs){.a = "id,tier\n", .b = text}, "b.csv", 66, "64");
    expect_refusal((struct outputs){.a = text, .b = "id,tier\n"}, "a.csv", 66, "64");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments_are_checked),
        cmocka_unit_test(without_contributions),
        cmocka_unit_test(with_contributions),
        cmocka_unit_test(system_tiers),
        cmocka_unit_test(keys_and_forms),
        cmocka_unit_test(bad_files_are_refused),
        cmocka_unit_test(long_headers_are_cut),
        cmocka_unit_test(columns_of_one_side_are_told),
        cmocka_unit_test(tiers_are_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
