/* CSV and JSON Lines say the same: random customers, written in both in all the ways that
 * there are, get the same ratings and the same findings, as CSV and as JSON Lines,
 * whatever the pieces in which the bytes come and however many threads rate. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "../unit/file_run.h"
#include "random.h"

#define FILE_COUNT 300
#define ROW_COUNT 60

static const char *const names[] = {
    "id", "country", "amount", "opened", "listed", "reported", "remark"};

#define INPUT_COUNT (sizeof names / sizeof names[0])

/* Spellings that inputs know, and others. */
static const char *const spellings[INPUT_COUNT][9] = {
    {"C1", "客户 1", "a,b\"c", "\xF0\x9F\x98\x80", "7", "-0.5", "", "x\\ty", "\x7F/"},
    {"CN", "US", "IR", " CN ", "XX", "", "1", "\t", "ＣＮ"},
    {"1", "99.99", "100", "-5.00", "1.999", "12,5", "", "1e3", "0100"},
    {"2020-01-01", "2026-06-30", "2026-07-02", "1.1.2020", "", "2026",
        "2026-01-31T08:00:00Z", " 2020-01-01", "2020-02-30"},
    {"Y", "no", "-", "1", "0", "", "maybe", "是", "true"},
    {"N", "Y", "false", "0", "1", "", "no", "N", "N"},
    {"", "watch", "a;b", "'", "0", "null", "{}", "two words", "\xE3\x80\x80"},
};

static void
put(struct crr_buffer *buffer, const char *text)
{
    assert_int_equal(crr_buffer_write(buffer, text, strlen(text)), 0);
}

/* ---- CSV ---- */

static void
put_cell(struct crr_buffer *csv, const char *text)
{
    struct crr_writer writer;

    crr_writer_init(&writer, crr_buffer_write, csv);
    crr_write_csv_field(&writer, crr_text_of(text));
    assert_true(crr_writer_flush(&writer));
}

/* ---- JSON ---- */

/* Whether the text is a number of JSON without an exponent. */
static bool
is_number(const char *text)
{
    size_t at = text[0] == '-';
    size_t digits = strspn(text + at, "0123456789");

    if (digits == 0 || (digits > 1 && text[at] == '0'))
        return false;
    at += digits;
    if (text[at] == '.') {
        digits = strspn(text + at + 1, "0123456789");
        at += digits > 0 ? 1 + digits : 0;
    }
    return text[at] == '\0';
}

static uint32_t
code_point(const char *at, size_t length)
{
    uint32_t code = (unsigned char)at[0] &
                    (length == 1 ? 0x7Fu : 0xFFu >> (length + 1));

    for (size_t i = 1; i < length; i++)
        code = code << 6 | ((unsigned char)at[i] & 0x3Fu);
    return code;
}

/* A string, some of its characters escaped. */
static void
put_string(struct random *random, struct crr_buffer *json, const char *text)
{
    size_t left = strlen(text), step;
    char escape[16];

    put(json, "\"");
    for (; left > 0; left -= step, text += step) {
        step = crr_utf8_length(text, left);
        assert_true(step > 0);
        uint32_t code = code_point(text, step);
        bool must = code < 0x20 || code == '"' || code == '\\';
        if (!must && random_in(random, 0, 3) > 0) {
            crr_buffer_write(json, text, step);
            continue;
        }
        if (code >= 0x10000)
            snprintf(escape, sizeof escape, "\\u%04x\\u%04X",
                (unsigned)(0xD800 + ((code - 0x10000) >> 10)),
                (unsigned)(0xDC00 + (code & 0x3FF)));
        else if (code == '\t' && random_in(random, 0, 1))
            snprintf(escape, sizeof escape, "\\t");
        else if ((code == '"' || code == '\\' || code == '/') &&
                 random_in(random, 0, 1))
            snprintf(escape, sizeof escape, "\\%c", (char)code);
        else
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned)code);
        put(json, escape);
    }
    put(json, "\"");
}

static void
put_space(struct random *random, struct crr_buffer *json)
{
    static const char *const spaces[] = {"", "", "", " ", "\t", "\r", "  "};

    put(json, spaces[random_in(random, 0, 6)]);
}

static void
put_member(struct random *random, struct crr_buffer *json, const char *name,
    const char *text, bool *first)
{
    /* What is empty may be absent, null or "". */
    if (text[0] == '\0' && random_in(random, 0, 2) == 0)
        return;
    put(json, *first ? "" : ",");
    *first = false;
    put_space(random, json);
    put_string(random, json, name);
    put_space(random, json);
    put(json, ":");
    put_space(random, json);
    if (text[0] == '\0' && random_in(random, 0, 1))
        put(json, "null");
    else if (is_number(text) && random_in(random, 0, 1))
        put(json, text);
    else
        put_string(random, json, text);
    put_space(random, json);
}

static void
put_stranger(struct random *random, struct crr_buffer *json, int number, bool *first)
{
    static const char *const values[] = {"{\"id\": [1, {\"id\": 2}]}", "[[], {}]",
        "-1.5E-300", "true", "\"\\\"}\"", "{\"a\":1,\"a\":2}"};
    char name[32];

    if (random_in(random, 0, 3) > 0)
        return;
    snprintf(name, sizeof name, "%s\"stranger %d\":", *first ? "" : ",", number);
    *first = false;
    put(json, name);
    put(json, values[random_in(random, 0, 5)]);
}

/* ---- Files ---- */

struct files {
    struct crr_buffer csv, json;
};

static void
draw_row(struct random *random, struct files *files)
{
    const char *texts[INPUT_COUNT];
    size_t order[INPUT_COUNT];
    bool first = true;

    for (size_t i = 0; i < INPUT_COUNT; i++) {
        texts[i] = spellings[i][random_in(random, 0, random_in(random, 0, 3) ? 1 : 8)];
        put(&files->csv, i > 0 ? "," : "");
        put_cell(&files->csv, texts[i]);
        size_t place = (size_t)random_in(random, 0, (int)i);
        order[i] = order[place];
        order[place] = i;
    }
    put(&files->csv, random_in(random, 0, 1) ? "\n" : "\r\n");
    put(&files->json, "{");
    put_space(random, &files->json);
    for (size_t i = 0; i < INPUT_COUNT; i++) {
        put_stranger(random, &files->json, (int)i, &first);
        put_member(random, &files->json, names[order[i]], texts[order[i]], &first);
    }
    put(&files->json, random_in(random, 0, 1) ? "}\n" : "} \t\r\n");
}

static void
draw_files(struct random *random, struct files *files)
{
    crr_buffer_init(&files->csv, NULL);
    crr_buffer_init(&files->json, NULL);
    for (size_t i = 0; i < INPUT_COUNT; i++) {
        put(&files->csv, i > 0 ? "," : "");
        put(&files->csv, names[i]);
    }
    put(&files->csv, "\n");
    if (random_in(random, 0, 1))
        put(&files->json, "\n"); /* lines are the same then */
    else
        put(&files->json, "  \n");
    for (int i = 0; i < ROW_COUNT; i++)
        draw_row(random, files);
}

static void
rate(struct file_run *run, struct crr_model *model, const struct crr_buffer *text,
    enum crr_file_format format, size_t step, unsigned jobs)
{
    file_run_init(run);
    file_run_add(run, "a", (struct crr_text){text->at, text->length}, step);
    file_run_choose(run,
        "line,id,country,amount,opened,listed,remark,score,tier,score_tier,"
        "reasons,reason,warnings,rules,review,points.residence,"
        "contribution.size,theta,to_next_up,match.residence");
    run->options.output_format = format;
    run->options.jobs = jobs;
    file_run_go(run, model);
    assert_int_equal(run->status, CRR_OK);
}

/* The findings of the rejects, in order. */
static void
same_findings(const char *a, const char *b)
{
    unsigned count = 0;

    for (;;) {
        unsigned findings[2];
        const char *from[2] = {strstr(a, ",CRR-"), strstr(b, ",CRR-")};

        assert_int_equal(from[0] != NULL, from[1] != NULL);
        if (!from[0])
            break;
        assert_int_equal(sscanf(from[0], ",CRR-%u", &findings[0]), 1);
        assert_int_equal(sscanf(from[1], ",CRR-%u", &findings[1]), 1);
        assert_int_equal(findings[0], findings[1]);
        a = from[0] + 1;
        b = from[1] + 1;
        count++;
    }
    assert_true(count > 0);
}

static void
both_say_the_same(void **state)
{
    struct crr_model *model = compiled(bank_text);
    struct random random = {20260131};

    (void)state;
    for (int i = 0; i < FILE_COUNT; i++) {
        struct file_run csv, json, csv_out, json_out;
        struct files files;
        size_t step = (size_t)random_in(&random, 1, 999);

        draw_files(&random, &files);
        rate(&csv, model, &files.csv, CRR_FORMAT_CSV, 0, 1);
        rate(&json, model, &files.json, CRR_FORMAT_CSV, step, 1);
        assert_string_equal(csv.out.at, json.out.at);
        same_findings(csv.rejects.at, json.rejects.at);
        rate(&csv_out, model, &files.csv, CRR_FORMAT_JSON_LINES, step, 3);
        rate(&json_out, model, &files.json, CRR_FORMAT_JSON_LINES, 0, 2);
        assert_string_equal(csv_out.out.at, json_out.out.at);
        assert_string_equal(csv.rejects.at, csv_out.rejects.at);
        assert_int_equal(crr_summary_rated_count(csv.summary),
            crr_summary_rated_count(json_out.summary));
        file_run_clear(&csv);
        file_run_clear(&json);
        file_run_clear(&csv_out);
        file_run_clear(&json_out);
        crr_buffer_clear(&files.csv);
        crr_buffer_clear(&files.json);
    }
    crr_model_unref(model);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_say_the_same)};

    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
