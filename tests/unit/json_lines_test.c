/* Files of JSON Lines: what members mean for inputs, which lines are refused and why, and
 * that nothing depends on how the bytes come. */
#include "file_run.h"
#include <stdio.h>
#include <stdlib.h>
#include "base/catalogue.h"
#include "file/json_lines.h"

static struct crr_model *bank, *club;

/* Codes, an input that nobody rates, a name that is written in two ways. */
static const char club_text[] =
    "crr: 1\n"
    "model: {id: club, version: 1}\n"
    "inputs:\n"
    "  id: {type: code, key: true}\n"
    "  lands: {type: codes, missing: {points: 7}, unknown: {points: 90}}\n"
    "  pay: {type: number, places: 6, missing: {points: 7}}\n"
    "  vip: {type: flag, yes: [J], no: [N], missing: {points: 7}}\n"
    "  kind: {type: code, columns: [kind, art], missing: {points: 7},\n"
    "    unknown: {points: 90}}\n"
    "  tags: {type: codes}\n"
    "tables:\n"
    "  lands: {rows: {CN: 10, US: 20, 'A;B': 30, '1': 40, 'true': 50}}\n"
    "  kinds: {rows: {a: 1, 'true': 2, '1e3': 3, '1': 4}}\n"
    "factors:\n"
    "  - {id: f_lands, weight: 0.25, input: lands, table: lands, of_many: sum, cap: "
    "100}\n"
    "  - {id: f_pay, weight: 0.25, input: pay,\n"
    "     interpolate: [{at: -1000000, points: 0}, {at: 1000000, points: 100}]}\n"
    "  - {id: f_vip, weight: 0.25, input: vip, points: {yes: 100, no: 0}}\n"
    "  - {id: f_kind, weight: 0.25, input: kind, table: kinds}\n"
    "tiers: [{id: low, from: 0}, {id: high, from: 50}]\n";

static int
compile_models(void **state)
{
    (void)state;
    bank = compiled(bank_text);
    club = compiled(club_text);
    return 0;
}

static int
drop_models(void **state)
{
    (void)state;
    crr_model_unref(bank);
    crr_model_unref(club);
    return 0;
}

#define TEXT(literal) ((struct crr_text){literal, sizeof(literal) - 1})

static void
go(struct file_run *run, struct crr_model *model, struct crr_text text, size_t step,
    const char *columns)
{
    file_run_init(run);
    file_run_add(run, "a.jsonl", text, step);
    file_run_choose(run, columns);
    file_run_go(run, model);
}

/* The one member of a record beside its key gives this row. */
static void
gives(const char *member, const char *columns, const char *row)
{
    struct file_run run;
    char line[512], wanted[512];

    snprintf(line, sizeof line, "{\"id\": 7, %s}\n", member);
    snprintf(wanted, sizeof wanted, "%s\n%s\n", columns, row);
    go(&run, club, crr_text_of(line), 0, columns);
    if (run.status != CRR_OK || strcmp(run.out.at, wanted) != 0)
        fail_msg("%s\ngives: %s%s", line, run.out.at, run.rejects.at);
    file_run_clear(&run);
}

static void
values_are_what_they_say(void **state)
{
    (void)state;
    gives("\"kind\": \"a\"", "key,kind,points.f_kind", "7,a,1");
    gives("\"kind\": \" a \"", "key,points.f_kind", "7,1");
    gives("\"art\": \"\\u0061\"", "kind,points.f_kind", "a,1");
    gives("\"kind\": true", "kind,points.f_kind", "true,2");
    gives("\"kind\": 1e3", "kind,points.f_kind", "1e3,3");
    gives("\"kind\": 1", "kind,points.f_kind", "1,4");
    gives("\"kind\": 1.0", "kind,points.f_kind", "1.0,90");
    gives("\"kind\": false", "kind,points.f_kind", "false,90");
    gives("\"kind\": null", "kind,points.f_kind", ",7");
    gives("\"kind\": \"\"", "kind,points.f_kind", ",7");
    gives("\"other\": [[{}]]", "kind,points.f_kind", ",7");
    gives("\"vip\": true", "vip,points.f_vip", "true,100");
    gives("\"vip\": false", "vip,points.f_vip", "false,0");
    gives("\"vip\": \"J\"", "vip,points.f_vip", "J,100");
    gives("\"vip\": null", "vip,points.f_vip", ",7");
}

static void
numbers_are_exact(void **state)
{
    (void)state;
    gives("\"pay\": 0", "pay,points.f_pay", "0,50");
    gives("\"pay\": -0", "pay,points.f_pay", "-0,50");
    gives("\"pay\": 100000.10", "pay,points.f_pay", "100000.10,55");
    gives("\"pay\": 1e5", "pay,points.f_pay", "100000,55");
    gives("\"pay\": 1.0E+5", "pay,points.f_pay", "100000,55");
    gives("\"pay\": 2500000000e-4", "pay,points.f_pay", "250000.0000,62.5");
    gives("\"pay\": 2e-06", "pay,points.f_pay", "0.000002,50");
    gives("\"pay\": \"250000\"", "pay,points.f_pay", "250000,62.5");
}

static void
lists_give_codes(void **state)
{
    (void)state;
    gives("\"lands\": [\"CN\", \"US\"]", "lands,points.f_lands", "CN;US,30");
    gives("\"lands\": [\"A;B\"]", "points.f_lands", "30");
    gives("\"lands\": \"CN;US\"", "points.f_lands", "30");
    gives("\"lands\": [1, true, null, \"\", \"CN\", \"CN\"]", "points.f_lands", "100");
    gives("\"lands\": []", "lands,points.f_lands", ",7");
    gives("\"lands\": [null]", "lands,points.f_lands", ",7");
    gives("\"lands\": null", "lands,points.f_lands", ",7");
    gives("\"lands\": [\"XX\"]", "points.f_lands", "90");
    gives("\"lands\": 1", "points.f_lands", "40");
    gives("\"tags\": [\"x\", 1.50]", "tags", "\"[\"\"x\"\", 1.50]\"");
    gives("\"lands\":[\"US\"],\"tags\": {\"a\": 1}", "points.f_lands", "20");
}

/* ---- Refused lines ---- */

/* The line is refused; `reject` is what stands in the rejects behind "line,byte,". The
 * next line is right again. */
static void
rejects(struct crr_text line, const char *columns, const char *reject)
{
    struct file_run run;
    size_t length = line.length;
    char *text = malloc(length + 64), wanted[512];

    assert_non_null(text);
    memcpy(text, line.at, length);
    snprintf(text + length, 64, "\r\n{\"id\": 8}\n");
    file_run_init(&run);
    file_run_add(&run, "a", (struct crr_text){text, length + strlen(text + length)}, 0);
    file_run_choose(&run, columns);
    run.options.input_format = CRR_FORMAT_JSON_LINES;
    file_run_go(&run, club);
    snprintf(wanted, sizeof wanted,
        "line,byte,key,column,finding,message,record\n1,0,%s", reject);
    assert_int_equal(run.status, CRR_OK);
    if (strncmp(run.rejects.at, wanted, strlen(wanted)) != 0)
        fail_msg("%.*s\nis refused: %s", length > 200 ? 200 : (int)length, text,
            run.rejects.at);
    assert_int_equal(crr_summary_row_count(run.summary), 2);
    assert_int_equal(crr_summary_rated_count(run.summary), 1);
    assert_non_null(strstr(run.out.at, "\n8"));
    file_run_clear(&run);
    free(text);
}

static void
bad_lines_are_refused(void **state)
{
    (void)state;
    rejects(TEXT("{\"id\": 7"), "key", ",,CRR-0715,\"an object of JSON is expected, ");
    rejects(TEXT("{\"id\": 7}}"), "key", ",,CRR-0715,");
    rejects(TEXT("{\"id\": 07}"), "key", ",,CRR-0715,");
    rejects(TEXT("id,kind"), "key", ",,CRR-0715,");
    rejects(TEXT("[{\"id\": 7}]"), "key",
        ",,CRR-0715,\"an object such as {\"\"id\"\": \"\"1001\"\"} is expected, found "
        "another value near byte 2 of the line\",\"[{\"\"id");
    rejects(TEXT("7"), "key", ",,CRR-0715,\"an object such as");
    rejects(TEXT("\"7\""), "key", ",,CRR-0715,\"an object such as");
    rejects(TEXT("null"), "key", ",,CRR-0715,\"an object such as");
    rejects(TEXT("{\"id\": \"\xFF\"}"), "key",
        ",,CRR-0708,\"text in UTF-8 is expected, found other bytes near byte 9 of the "
        "line\",\"{\"\"id\"\": \"\"\xFF\"\"}\"\n");
    rejects(TEXT("{\"id\": 7, \"x\": \"\\ud800\"}"), "key",
        ",,CRR-0715,\"both halves of a surrogate pair are expected, found one near "
        "byte "
        "17");
    rejects(TEXT("{\"id\": 7, \"x\": \"\\u0000\"}"), "key",
        ",,CRR-0708,\"text is expected, found a NUL byte near byte 17 of the line\"");
    rejects(TEXT("{\"id\": 7, \"x\": \"\0\"}"), "key", ",,CRR-0708,");
    rejects(TEXT("{\"id\": 7, \"x\": "
                 "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
                 "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"),
        "key", ",,CRR-0715,\"at most 64 objects and lists in each other are expected");
}

static void
bad_values_are_refused(void **state)
{
    (void)state;
    rejects(TEXT("{\"id\": 7, \"kind\": \"a\", \"kind\": \"a\"}"), "key",
        "7,kind,CRR-0716,\"each member once is expected, found \"\"kind\"\" twice\",");
    rejects(TEXT("{\"id\": 7, \"x\\n\": 1, \"x\\u000a\": 1}"), "key",
        "7,,CRR-0716,\"each member once is expected, found \"\"x\\n\"\" twice\",");
    rejects(TEXT("{\"id\": 7, \"kind\": \"a\", \"art\": null}"), "key",
        "7,kind,CRR-0707,\"one member for the input is expected, found both "
        "\"\"kind\"\" "
        "and \"\"art\"\"; map one to it\",");
    rejects(TEXT("{\"id\": 7, \"kind\": {}}"), "key",
        "7,kind,CRR-0610,\"a text, a number, true, false or null is expected, found an "
        "object\",");
    rejects(TEXT("{\"id\": 7, \"art\": [\"a\"]}"), "key",
        "7,art,CRR-0610,\"a text, a number, true, false or null is expected, found a "
        "list\",");
    rejects(TEXT("{\"id\": 7, \"lands\": [\"CN\", [\"US\"]]}"), "key",
        "7,lands,CRR-0610,\"a text, a number, true, false or null, or a list of them, "
        "is "
        "expected, found lists or objects in a list\",");
    rejects(
        TEXT("{\"id\": 7, \"lands\": {\"a\": \"CN\"}}"), "key", "7,lands,CRR-0610,");
    rejects(TEXT("{\"id\": 7, \"tags\": [{}]}"), "key,tags", "7,tags,CRR-0610,");
    rejects(TEXT("{\"id\": 7, \"pay\": true}"), "key", "7,pay,CRR-0603,");
    rejects(TEXT("{\"id\": 7, \"pay\": 1e13}"), "key", "7,pay,CRR-0603,");
    rejects(TEXT("{\"id\": 7, \"pay\": 1e-7}"), "key", "7,pay,CRR-0603,");
    rejects(TEXT("{\"id\": 7, \"pay\": 1e999999999999}"), "key",
        "7,pay,CRR-0603,\"a number with at most 6 decimal places is expected, found "
        "\"\"1e999999999999\"\", which has an exponent");
    rejects(TEXT("{\"id\": 7, \"pay\": \"1e3\"}"), "key", "7,pay,CRR-0603,");
    rejects(TEXT("{\"id\": 7, \"vip\": \"true\"}"), "key", "7,vip,CRR-0605,");
    rejects(TEXT("{\"id\": null}"), "key", ",id,CRR-0601,");
    rejects(TEXT("{\"ID\": 7}"), "key", ",id,CRR-0601,");
    rejects(TEXT("{}"), "key", ",id,CRR-0601,");
}

/* The start, `count` times the item (the letters nn in it are different numbers), the end.
 */
static char *
many(const char *start, const char *item, const char *end, unsigned count)
{
    size_t length = strlen(start), step = strlen(item);
    char *text = malloc(length + count * step + strlen(end) + 1);

    assert_non_null(text);
    memcpy(text, start, length);
    for (unsigned i = 0; i < count; i++) {
        char *place = text + length + i * step, *number;

        memcpy(place, item, step);
        number = memchr(place, '#', step);
        for (unsigned k = 0, left = i; number && k < 4; k++, left /= 10)
            number[k] = (char)('0' + left % 10);
    }
    strcpy(text + length + count * step, end);
    return text;
}

static void
members_are_limited(void **state)
{
    struct file_run run;
    char *text;

    (void)state;
    text = many("{\"id\": 7", ", \"m####\": 1", "}", 4095);
    go(&run, club, crr_text_of(text), 0, "key");
    assert_string_equal(run.out.at, "key\n7\n");
    file_run_clear(&run);
    free(text);
    text = many("{\"id\": 7", ", \"m####\": 1", "}", 4096);
    rejects(crr_text_of(text), "key",
        "7,,CRR-0703,\"at most 4096 members are expected, found more\",");
    free(text);
    text = many("{\"id\": 7, \"lands\": [", "\"CN\",", "\"US\"]}", 4095);
    go(&run, club, crr_text_of(text), 0, "key,points.f_lands");
    assert_string_equal(run.out.at, "key,points.f_lands\n7,30\n");
    file_run_clear(&run);
    free(text);
    text = many("{\"id\": 7, \"lands\": [", "\"CN\",", "\"US\"]}", 4096);
    rejects(crr_text_of(text), "key", "7,lands,CRR-0610,");
    free(text);
    /* Of an input that nobody reads it does not matter. */
    text = many("{\"id\": 7, \"tags\": [", "\"CN\",", "\"US\"]}", 4096);
    go(&run, club, crr_text_of(text), 0, "key");
    assert_string_equal(run.out.at, "key\n7\n");
    file_run_clear(&run);
    free(text);
}

/* A line of length bytes with a name in it that nobody asks for. */
static char *
long_line(size_t length)
{
    char *text = malloc(length + 1);

    assert_non_null(text);
    memset(text, 'x', length);
    memcpy(text, "{\"id\": 7, \"x\": \"", 16);
    memcpy(text + length - 2, "\"}", 3);
    return text;
}

static void
lines_are_limited(void **state)
{
    struct file_run run;
    char *text = long_line(CRR_RECORD_LIMIT);

    (void)state;
    go(&run, club, (struct crr_text){text, CRR_RECORD_LIMIT}, 100000, "key");
    assert_string_equal(run.out.at, "key\n7\n");
    file_run_clear(&run);
    free(text);
    for (size_t more = 1; more < 1000000; more = more * 30 + 1) {
        text = long_line(CRR_RECORD_LIMIT + more);
        rejects((struct crr_text){text, CRR_RECORD_LIMIT + more}, "key",
            ",,CRR-0703,\"a line of at most 1 MiB is expected, found a longer "
            "one\",\n");
        free(text);
    }
}

/* ---- Columns ---- */

static void
maps_name_members(void **state)
{
    static const struct crr_file_map maps[] = {
        {{"kind", 4}, {"kind of\n\"it\"", 12}}, {{"lands", 5}, {NULL, 0}}};
    struct file_run run;

    (void)state;
    file_run_init(&run);
    file_run_add(&run, "a",
        TEXT("{\"id\":1,\"kind\":\"a\",\"kind of\\n\\\"it\\\"\":true,"
             "\"lands\":{}}"),
        1);
    file_run_choose(&run, "key,kind,points.f_kind,points.f_lands");
    run.options.maps = maps;
    run.options.map_count = 2;
    file_run_go(&run, club);
    assert_string_equal(
        run.out.at, "key,kind,points.f_kind,points.f_lands\n1,true,2,7\n");
    assert_false(crr_summary_is_absent(run.summary, 1)); /* it was said */
    assert_true(crr_summary_is_absent(run.summary, 2));
    assert_true(crr_summary_is_absent(run.summary, 3));
    assert_false(crr_summary_is_absent(run.summary, 4));
    assert_false(crr_summary_is_absent(run.summary, 5)); /* nobody reads it */
    assert_false(crr_summary_is_absent(run.summary, 6));
    file_run_clear(&run);
}

/* Of a file without an object nothing is known to be absent. */
static void
absence_needs_an_object(void **state)
{
    struct file_run run;

    (void)state;
    file_run_init(&run);
    file_run_add(&run, "a", TEXT("{\n \"id\": 1,\n \"pay\": 1\n}\n"), 0);
    file_run_choose(&run, "key");
    file_run_go(&run, club);
    assert_int_equal(crr_summary_rejected_count(run.summary), 4);
    for (size_t i = 0; i < crr_model_input_count(club); i++)
        assert_false(crr_summary_is_absent(run.summary, i));
    file_run_clear(&run);
}

/* One file has it and the other has not. */
static void
absence_is_told_of_each_file(void **state)
{
    struct crr_buffer text, json;
    struct file_run run;

    (void)state;
    file_run_init(&run);
    file_run_add(&run, "a", TEXT("\n{\"id\":1,\"pay\":1,\"vip\":null}\n"), 0);
    file_run_add(&run, "b", TEXT("id,lands,pay,vip,kind\n2,CN,,,\n"), 0);
    file_run_add(
        &run, "c", TEXT("\xEF\xBB\xBF \r\n{\"id\":3,\"lands\":[],\"pay\":2}"), 0);
    file_run_choose(&run, "key,line,points.f_lands");
    file_run_go(&run, club);
    assert_string_equal(run.out.at, "key,line,points.f_lands\n1,2,7\n2,2,10\n3,2,7\n");
    assert_int_equal(crr_summary_empty_line_count(run.summary), 2);
    assert_true(crr_summary_is_absent(run.summary, 1));
    assert_false(crr_summary_is_absent(run.summary, 2));
    assert_true(crr_summary_is_absent(run.summary, 3));
    crr_buffer_init(&text, NULL);
    crr_buffer_init(&json, NULL);
    crr_summary_write_text(run.summary, false, crr_buffer_write, &text);
    crr_summary_write_json(run.summary, false, crr_buffer_write, &json);
    crr_buffer_write(&text, "", 1);
    crr_buffer_write(&json, "", 1);
    assert_non_null(strstr(text.at, "\nin no record of a file: lands, vip, kind\n"));
    assert_non_null(strstr(json.at, "\"absent\": [\"lands\", \"vip\", \"kind\"],"));
    crr_buffer_clear(&text);
    crr_buffer_clear(&json);
    file_run_clear(&run);
}

static void
formats_may_be_said(void **state)
{
    struct file_run run;

    (void)state;
    file_run_init(&run);
    file_run_add(&run, "a", TEXT(""), 0);
    run.options.input_format = CRR_FORMAT_JSON_LINES;
    file_run_go(&run, club);
    assert_int_equal(run.status, CRR_OK);
    assert_int_equal(crr_summary_row_count(run.summary), 0);
    assert_false(crr_summary_is_absent(run.summary, 1));
    file_run_clear(&run);
    file_run_init(&run);
    file_run_add(&run, "a", TEXT("id,kind\n"), 0);
    run.options.input_format = CRR_FORMAT_JSON_LINES;
    file_run_go(&run, club);
    assert_int_equal(crr_summary_rejected_count(run.summary), 1);
    file_run_clear(&run);
    file_run_init(&run);
    file_run_add(&run, "a", TEXT("{id,kind\n"), 0);
    run.options.input_format = CRR_FORMAT_CSV;
    file_run_go(&run, club);
    assert_int_equal(run.status, CRR_E_FILE);
    assert_int_equal(run.error.finding, CRR_F_CSV_COLUMN_MISSING);
    file_run_clear(&run);
}

/* ---- What is confidential ---- */

#define SECRET                                                                         \
    "{\"id\":\"C1\", \"reported\" : \"perhaps\" "                                      \
    ",\"str\":[\"a\\\"]\",{}],\"country\":1}"

static void
secrets_stay_secret(void **state)
{
    struct file_run run;

    (void)state;
    for (int revealed = 0; revealed < 2; revealed++) {
        file_run_init(&run);
        file_run_add(&run, "a",
            TEXT(SECRET "\n" SECRET
                        "]\n{\"id\":\"C2\",\"reported\":1,\"reported\":\"x\"}\n"),
            3);
        run.options.reveal = revealed;
        file_run_go(&run, bank);
        assert_int_equal(crr_summary_rejected_count(run.summary), 3);
        assert_int_equal(strstr(run.rejects.at, "perhaps") != NULL, revealed);
        if (!revealed)
            assert_string_equal(run.rejects.at,
                "line,byte,key,column,finding,message,record\n"
                "1,0,C1,(confidential),CRR-0707,a confidential value or rule refuses "
                "this record,\"{\"\"id\"\":\"\"C1\"\", \"\"reported\"\" : \"\"***\"\" "
                ",\"\"str\"\":\"\"***\"\",\"\"country\"\":1}\"\n"
                "2,67,,,CRR-0715,\"an object of JSON is expected, found a fault near "
                "byte 68 of the line: trailing garbage; the record is not shown, for "
                "it "
                "may hold confidential values\",\n"
                "3,135,C2,(confidential),CRR-0716,a confidential value or rule refuses "
                "this record,\"{\"\"id\"\":\"\"C2\"\",\"\"reported\"\":\"\"***\"\","
                "\"\"reported\"\":\"\"***\"\"}\"\n");
        file_run_clear(&run);
    }
}

/* An input that is not confidential would print one that is. */
static void
shared_members_are_refused(void **state)
{
    static const struct crr_file_map maps[] = {{{"remark", 6}, {"str", 3}}};
    struct file_run run;

    (void)state;
    file_run_init(&run);
    file_run_add(&run, "a", TEXT("{\"id\":1}"), 0);
    run.options.maps = maps;
    run.options.map_count = 1;
    file_run_go(&run, bank);
    assert_int_equal(run.status, CRR_E_FILE);
    assert_int_equal(run.error.finding, CRR_F_MAP);
    file_run_clear(&run);
}

/* ---- Pieces ---- */

static void
pieces_do_not_matter(void **state)
{
    static const char text[] =
        "\xEF\xBB\xBF\r\n{\"id\":\"C1\",\"country\":\"CN\",\"amount\":1.5e2,\"opened\":"
        "\"2020-01-01\",\"listed\":false,\"reported\":null}\r\n"
        "{\"id\":\"\\ud83d\\ude00\",\"country\":\"\\u0043N\",\"amount\":1,\"opened\":"
        "\"2020-01-01\",\"listed\":\"-\",\"str\":true,\"more\":[1,[2]]}\n\n"
        "nonsense\n{\"id\":\"C3\"}";
    struct file_run whole, cut;

    (void)state;
    go(&whole, bank, TEXT(text), 0, "line,id,score,tier,warnings");
    assert_int_equal(whole.status, CRR_OK);
    assert_string_equal(whole.out.at, "line,id,score,tier,warnings\n"
                                      "3,\xF0\x9F\x98\x80,23.00,prohibited,\n");
    for (size_t step = 1; step < sizeof text; step++) {
        go(&cut, bank, TEXT(text), step, "line,id,score,tier,warnings");
        assert_string_equal(cut.out.at, whole.out.at);
        assert_string_equal(cut.rejects.at, whole.rejects.at);
        assert_int_equal(crr_summary_empty_line_count(cut.summary), 2);
        file_run_clear(&cut);
    }
    file_run_clear(&whole);
}

/* Files that are larger than the buffer, with lines across its end. */
static void
buffers_do_not_matter(void **state)
{
    struct crr_buffer text;
    struct file_run run;
    char line[96];
    unsigned rows = 20000;

    (void)state;
    crr_buffer_init(&text, NULL);
    for (unsigned i = 0; i < rows; i++) {
        int length = snprintf(line, sizeof line, "{\"id\":\"K%u\",\"kind\":\"%.*s\"}%s",
            i, (int)(i % 23), "aaaaaaaaaaaaaaaaaaaaaaaa", i % 3 ? "\n" : "\r\n");
        crr_buffer_write(&text, line, (size_t)length);
    }
    go(&run, club, (struct crr_text){text.at, text.length}, 4093, "line");
    assert_int_equal(crr_summary_rated_count(run.summary), rows);
    file_run_clear(&run);
    crr_buffer_clear(&text);
}

static void
rejects_may_stop_a_run(void **state)
{
    struct file_run run;

    (void)state;
    file_run_init(&run);
    file_run_add(&run, "a", TEXT("{}\n{\"id\":1}\n[]\n{\"id\":2}\n[]\n"), 0);
    file_run_choose(&run, "key");
    run.options.has_max_rejects = true;
    run.options.max_rejects = 1;
    file_run_go(&run, club);
    assert_int_equal(run.status, CRR_E_REJECTS);
    assert_int_equal(crr_summary_row_count(run.summary), 3);
    assert_int_equal(crr_summary_rejected_count(run.summary), 2);
    assert_string_equal(run.out.at, "key\n1\n");
    file_run_clear(&run);
}

/* ---- Exponents ---- */

static void
exponents_are_written_out(void **state)
{
    static const struct {
        const char *number, *plain; /* NULL: stays */
    } cases[] = {
        {"1e0", "1"},
        {"1E3", "1000"},
        {"-1.5e3", "-1500"},
        {"1.50e1", "15.0"},
        {"1.5e-3", "0.0015"},
        {"-2E-06", "-0.000002"},
        {"123e-2", "1.23"},
        {"123e-3", "0.123"},
        {"0e5", "0"},
        {"-0.000e-9", "-0"},
        {"0.05e1", "0.5"},
        {"0.05e2", "5"},
        {"0.0012e2", "0.12"},
        {"10e-1", "1.0"},
        {"1e+00003", "1000"},
        {"100e10", "1000000000000"},
        {"0.00000000000000000001e20", "1"},
        {"1", NULL},
        {"1.5", NULL},
        {"1e1000", NULL},
        {"1e-1000", NULL},
        {"1e99999999999999999999", NULL},
        {"12345678901234567890123456789012345678901234567890123456789012345e1", NULL},
    };
    char plain[CRR_PLAIN_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t length = crr_json_write_out(crr_text_of(cases[i].number), plain);

        if (!crr_text_equal(
                (struct crr_text){plain, length}, crr_text_of(cases[i].plain)))
            fail_msg("%s: %.*s", cases[i].number, (int)length, plain);
    }
    /* To the last byte and not beyond it. */
    for (int exponent = -100; exponent <= 100; exponent++) {
        char number[32];

        snprintf(number, sizeof number, "-7e%d", exponent);
        size_t length = crr_json_write_out(crr_text_of(number), plain);
        size_t limit = CRR_PLAIN_SIZE - (exponent < 0 ? 0 : 2);
        size_t wanted = exponent < 0 ? 3 + (size_t)-exponent : 2 + (size_t)exponent;
        assert_int_equal(length, wanted <= limit ? wanted : 0);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_what_they_say),
        cmocka_unit_test(numbers_are_exact),
        cmocka_unit_test(lists_give_codes),
        cmocka_unit_test(bad_lines_are_refused),
        cmocka_unit_test(bad_values_are_refused),
        cmocka_unit_test(members_are_limited),
        cmocka_unit_test(lines_are_limited),
        cmocka_unit_test(maps_name_members),
        cmocka_unit_test(absence_needs_an_object),
        cmocka_unit_test(absence_is_told_of_each_file),
        cmocka_unit_test(formats_may_be_said),
        cmocka_unit_test(secrets_stay_secret),
        cmocka_unit_test(shared_members_are_refused),
        cmocka_unit_test(pieces_do_not_matter),
        cmocka_unit_test(buffers_do_not_matter),
        cmocka_unit_test(rejects_may_stop_a_run),
        cmocka_unit_test(exponents_are_written_out),
    };

    return cmocka_run_group_tests_name(
        "json_lines", tests, compile_models, drop_models);
}
