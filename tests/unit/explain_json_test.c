/* Explanations as JSON: exact, readable whatever the values are, and a writer that
 * fails. */
#include "explaining.h"

static const char revealed_json[] =
    "{\"key\": \"no. 7\", \"model\": \"small\", \"version\": \"v 1\", \"digest"
    "\": \"################################################################\", "
    "\"as_of\": \"2024-06-30\", \n"
    "  \"factors\": [\n"
    "    {\"id\": \"who\", \"weight\": \"0.6\", \"points\": \"32.5\", "
    "\"contribution\": \"6.5\", \"gr"
    "oup\": true},\n"
    "    {\"id\": \"where\", \"weight\": \"0.3\", \"input\": \"中国\", \"match\":"
    " \"CN\", \"note\": \"seen in person\", \"source\": \"matched\", \"points\""
    ": \"40\", \"contribution\": \"4\", \"group\": false},\n"
    "    {\"id\": \"age\", \"weight\": \"0.3\", \"input\": \"2023-12-30\", \"ma"
    "tch\": \"at least 6, below 24 months\", \"note\": \"young\", \"source\": "
    "\"matched\", \"points\": \"25\", \"contribution\": \"2.5\", \"group\": fal"
    "se},\n"
    "    {\"id\": \"asked\", \"weight\": \"0.4\", \"input\": \"yes\", \"match\""
    ": \"yes\", \"source\": \"matched\", \"points\": \"100\", \"contribution\":"
    " \"40/3\", \"group\": false}],\n"
    "  \"correction\": [\n"
    "    {\"id\": \"sum\", \"input\": \"1000.01\", \"match\": \"at least 100\","
    " \"source\": \"matched\", \"points\": \"5\", \"contribution\": \"5\", \"gr"
    "oup\": false},\n"
    "    {\"id\": \"held\", \"input\": \"\", \"match\": \"yes\", \"source\": \""
    "matched\", \"points\": \"1.25\", \"contribution\": \"1.25\", \"group\": fa"
    "lse}],\n"
    "  \"theta\": \"4\", \"theta_clamp\": \"-2.25\", \"score_clamp\": \"0\", \""
    "rounding\": \"-1/300\", \"score\": \"23.83\", \"score_tier\": \"high\", \""
    "tier_without_theta\": \"high\", \"to_next_up\": null, \"to_next_down\": \""
    "11.33\", \n"
    "  \"rules\": [\n"
    "    {\"id\": \"quiet\", \"effect\": \"tier\", \"tier\": \"stop\", \"truth"
    "\": \"true\", \"basis\": \"order 9\"}],\n"
    "  \"tier\": \"stop\", \"tier_by_rule\": \"quiet\", \"review\": false, \"me"
    "asures\": []}\n";

static const char hidden_json[] =
    "{\"key\": \"no. 7\", \"model\": \"small\", \"version\": \"v 1\", \"digest"
    "\": \"################################################################\", "
    "\"as_of\": \"2024-06-30\", \n"
    "  \"factors\": [\n"
    "    {\"id\": \"who\", \"weight\": \"0.6\", \"points\": \"32.5\", "
    "\"contribution\": \"6.5\", \"gr"
    "oup\": true},\n"
    "    {\"id\": \"where\", \"weight\": \"0.3\", \"input\": \"中国\", \"match\":"
    " \"CN\", \"note\": \"seen in person\", \"source\": \"matched\", \"points\""
    ": \"40\", \"contribution\": \"4\", \"group\": false},\n"
    "    {\"id\": \"age\", \"weight\": \"0.3\", \"input\": \"2023-12-30\", \"ma"
    "tch\": \"at least 6, below 24 months\", \"note\": \"young\", \"source\": "
    "\"matched\", \"points\": \"25\", \"contribution\": \"2.5\", \"group\": fal"
    "se}],\n"
    "  \"correction\": [\n"
    "    {\"id\": \"sum\", \"input\": \"1000.01\", \"match\": \"at least 100\","
    " \"source\": \"matched\", \"points\": \"5\", \"contribution\": \"5\", \"gr"
    "oup\": false}],\n"
    "  \"confidential\": \"175/12\", \"theta\": \"4\", \"theta_clamp\": \"-2.25"
    "\", \"score_clamp\": \"0\", \"rounding\": \"-1/300\", \"score\": \"23.83\""
    ", \"score_tier\": \"high\", \"tier_without_theta\": \"high\", \"to_next_up"
    "\": null, \"to_next_down\": \"11.33\", \n"
    "  \"rules\": [],\n"
    "  \"tier\": \"stop\", \"tier_by_rule\": \"(confidential)\", \"review\": fa"
    "lse, \"measures\": []}\n";

static void
objects_are_exact(void **state)
{
    static const struct {
        const char *line;
        const char *language;
        bool reveal;
        const char *key;
        const char *expected;
    } cases[] = {
        {INQUIRY, NULL, true, "no. 7", revealed_json},
        {INQUIRY, "zh", false, "no. 7", hidden_json},
    };
    struct crr_rater *rater = small_rater();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct crr_explain_options options = options_of(
            cases[i].language, cases[i].reveal, cases[i].key);
        char text[16384];
        rating_of(rater, cases[i].line);
        explain(crr_rater_explain_json, rater, &options, text);
        expect_same(text, cases[i].expected);
    }
    crr_rater_free(rater);
}

/* ---- JSON is JSON ---- */

static const char *skip_value(const char *at);

static const char *
skip_blank(const char *at)
{
    return at + strspn(at, " \n");
}

static const char *
skip_string(const char *at)
{
    assert_int_equal(*at, '"');
    for (at++; *at != '"'; at++) {
        assert_true((unsigned char)*at >= 0x20);
        if (*at == '\\')
            assert_non_null(strchr("\"\\/bfnrtu", *++at));
    }
    return at + 1;
}

/* The members of an object or an array, up to behind its end. */
static const char *
skip_members(const char *at, char end)
{
    at = skip_blank(at + 1);
    while (*at != end) {
        if (end == '}') {
            at = skip_blank(skip_string(at));
            assert_int_equal(*at, ':');
            at++;
        }
        at = skip_blank(skip_value(at));
        if (*at == end)
            break;
        assert_int_equal(*at, ',');
        at = skip_blank(at + 1);
        assert_int_not_equal(*at, end); /* no comma before the end */
    }
    return at + 1;
}

static const char *
skip_value(const char *at)
{
    static const char *const words[] = {"true", "false", "null"};
    at = skip_blank(at);
    if (*at == '{')
        return skip_members(at, '}');
    if (*at == '[')
        return skip_members(at, ']');
    for (size_t i = 0; i < 3; i++)
        if (strncmp(at, words[i], strlen(words[i])) == 0)
            return at + strlen(words[i]);
    return skip_string(at);
}

static void
json_can_be_read(void **state)
{
    static const char *const lines[] = {INQUIRY, PLAIN, "XX|2024-06-30|0|N",
        "a\"b\\c|2024-06-30|0|Y", "CN|2024-06-30|100|N"};
    struct crr_rater *rater = small_rater();
    (void)state;
    for (size_t i = 0; i < 2 * sizeof lines / sizeof lines[0]; i++) {
        struct crr_explain_options options = options_of(
            NULL, i % 2, "a \"key\"\n\t\x01 中");
        char text[16384];
        rating_of(rater, lines[i / 2]);
        explain(crr_rater_explain_json, rater, &options, text);
        assert_non_null(strstr(text, "{\"key\": \"a \\\"key\\\"\\n\\t\\u0001 中\", "));
        assert_string_equal(skip_value(text), "\n");
    }
    crr_rater_free(rater);
}

/* ---- Writing ---- */

struct failing {
    size_t good; /* calls that succeed */
    size_t calls;
};

static int
write_or_fail(void *user, const char *at, size_t length)
{
    struct failing *failing = user;
    assert_non_null(at);
    assert_true(length > 0);
    return failing->calls++ < failing->good ? 0 : -1;
}

static void
a_failing_writer_ends_it(void **state)
{
    static char key[20001];
    struct crr_rater *rater = small_rater();
    struct crr_explain_options options;
    struct failing failing = {SIZE_MAX, 0};
    (void)state;
    memset(key, 'k', sizeof key - 1);
    options = options_of(NULL, true, key);
    rating_of(rater, INQUIRY);
    assert_int_equal(
        crr_rater_explain_json(rater, &options, write_or_fail, &failing), CRR_OK);
    size_t calls = failing.calls;
    assert_true(calls > 2);
    for (size_t i = 0; i < calls; i++) {
        failing = (struct failing){i, 0};
        assert_int_equal(
            crr_rater_explain_json(rater, &options, write_or_fail, &failing),
            CRR_E_WRITE);
        assert_int_equal(failing.calls, i + 1); /* and is not called again */
    }
    failing = (struct failing){0, 0};
    assert_int_equal(
        crr_rater_explain_text(rater, &options, write_or_fail, &failing), CRR_E_WRITE);
    options.size--;
    assert_int_equal(crr_rater_explain_text(rater, &options, write_or_fail, &failing),
        CRR_E_ARGUMENT);
    assert_int_equal(crr_rater_explain_json(rater, &options, write_or_fail, &failing),
        CRR_E_ARGUMENT);
    assert_int_equal(crr_rater_explain_text(rater, NULL, NULL, NULL), CRR_E_ARGUMENT);
    assert_int_equal(crr_rater_explain_json(rater, NULL, NULL, NULL), CRR_E_ARGUMENT);
    crr_rater_free(rater);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_exact),
        cmocka_unit_test(json_can_be_read),
        cmocka_unit_test(a_failing_writer_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
