/* Tables: rows in the model and in CSV files, what is refused in them, and which files
 * may be opened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "reading.h"

#define HEAD                                                                           \
    "crr: 1\nmodel: {id: m, version: '1'}\nscore: {range: [-1000000, 1000000]}\n"      \
    "inputs: {c: {type: code}}\ntables:\n"
#define FACTORS                                                                        \
    "factors: [{id: f, weight: 1, input: c, table: t}]\n"                              \
    "tiers: [{id: low, from: -1000000}]\n"

/* A model with one table, whose line is the sixth. */
static const char *
model_of(const char *table, const char *head, char text[8192])
{
    snprintf(text, 8192, "%s  t: %s\n%s", head ? head : HEAD, table, FACTORS);
    return text;
}

static void
print_day(char *to, size_t size, int32_t day)
{
    char text[11] = "";

    if (day != CRR_NO_DAY)
        crr_day_print(day, text);
    snprintf(to, size, "%s", text);
}

/* The rows as "key,alias,... points [from to) note line|...". */
static void
print_rows(const struct crr_ast_table *table, char *to, size_t size)
{
    size_t used = 0;

    to[0] = '\0';
    for (uint32_t i = 0; i < table->row_count; i++) {
        const struct crr_ast_row *row = &table->rows[i];
        char from[11], until[11];

        used += (size_t)snprintf(to + used, size - used, "%s%.*s", i > 0 ? "|" : "",
            (int)row->key.length, row->key.at);
        for (uint32_t j = 0; j < row->alias_count; j++)
            used += (size_t)snprintf(to + used, size - used, ",%.*s",
                (int)row->aliases[j].length, row->aliases[j].at);
        used += (size_t)snprintf(
            to + used, size - used, " %lld", (long long)row->points);
        print_day(from, sizeof from, row->valid_from);
        print_day(until, sizeof until, row->valid_to);
        if (table->dated)
            used += (size_t)snprintf(to + used, size - used, " [%s %s)", from, until);
        if (row->note.length > 0)
            used += (size_t)snprintf(
                to + used, size - used, " (%.*s)", (int)row->note.length, row->note.at);
        used += (size_t)snprintf(to + used, size - used, " @%zu", row->line);
    }
}

static const struct {
    const char *table;
    const char *bytes; /* of t.csv; NULL: the table stands in the model */
    const char *rows;
} good_tables[] = {
    {"{rows: {b: 1, a: 2.5}}", NULL, "a 25000 @6|b 10000 @6"},
    {"{rows: [{key: ' ＵＳ ', points: -3, aliases: [USA, 美国], note: n}]}", NULL,
        "US,USA,美国 -30000 (n) @6"},
    {"{rows: [{key: a, points: 1, valid_from: 2020-01-01, valid_to: 2021-01-01}, "
     "{key: a, points: 2, valid_from: 2021-01-01}], complete_from: 2020-01-01}",
        NULL, "a 10000 [2020-01-01 2021-01-01) @6|a 20000 [2021-01-01 ) @6"},
    {"{file: t.csv}", "key,points\nb,1\na,2\n", "a 20000 @3|b 10000 @2"},
    {"{file: t.csv}", "\xEF\xBB\xBFkey,points\r\na,1", "a 10000 @2"},
    {"{file: t.csv}", "\n\nkey,points\n\na,1\n\n", "a 10000 @5"},
    {"{file: t.csv, key: k, points: p, note: n}",
        "x,p,k,n\n1,0.0001,a,\"one, \"\"two\"\"\"\n2,-1000000, b ,\"\n\"\n3,1000000,c,",
        "a 1 (one, \"two\") @2|b -10000000000 (\n) @3|c 10000000000 @5"},
    {"{file: t.csv, aliases: [en, zh], alias_separator: \"|\"}",
        "key,en,zh,points\nDE, Germany | Deutschland||,德国,1\nFR,,,2\n",
        "DE,Germany,Deutschland,德国 10000 @2|FR 20000 @3"},
    {"{file: t.csv, aliases: other}", "key,other,points\na,x|y,1\n", "a,x|y 10000 @2"},
    {"{file: t.csv, delimiter: ';'}", "key;points\n\"a;b\";1\n", "a;b 10000 @2"},
    {"{file: t.csv, delimiter: \"\\t\"}", "key\tpoints\na\t1\n", "a 10000 @2"},
    {"{file: t.csv, complete_from: 2000-01-01}",
        "key,points,valid_from,valid_to\na,2,2010-01-01,\na,1,,2010-01-01\n",
        "a 10000 [ 2010-01-01) @3|a 20000 [2010-01-01 ) @2"},
    {"{file: t.csv, complete_from: 2000-01-01}", "key,points,valid_to\na,1,\n",
        "a 10000 [ ) @2"},
    {"{file: t.csv, aliases: alias}", "key,alias,points\na,a,1\n", NULL},
    {"{file: t.csv}", "key,points\n010,1\nNO,2\n\"\"\"q\"\"\",3\n",
        "\"q\" 30000 @4|010 10000 @2|NO 20000 @3"},
};

static void
good_tables_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good_tables / sizeof good_tables[0]; i++) {
        struct memory_file file = {"t.csv", good_tables[i].bytes, 0};
        struct reading reading;
        char text[8192], rows[2048];

        reading_do(&reading, model_of(good_tables[i].table, NULL, text), &file,
            file.bytes ? 1 : 0);
        if (reading.status != CRR_OK)
            fail_msg(
                "%s: %s: %s", good_tables[i].table, reading.findings, reading.message);
        print_rows(&reading.ast->tables[0], rows, sizeof rows);
        if (good_tables[i].rows)
            assert_string_equal(rows, good_tables[i].rows);
        assert_int_equal(reading.open_count, reading.close_count);
        reading_clear(&reading);
    }
}

static const struct {
    const char *table;
    const char *bytes; /* of t.csv; NULL: the table stands in the model */
    const char *findings;
} bad_tables[] = {
    {"{rows: {}}", NULL, "313 m.yaml:6"}, {"{match: exact}", NULL, "202 m.yaml:6"},
    {"{rows: {a: 1}, file: t.csv}", "key,points\na,1\n", "212 m.yaml:6"},
    {"{rows: {a: 1}, key: k}", NULL, "212 m.yaml:6"},
    {"{rows: {a: 1}, complete_from: 2020-01-01}", NULL, "317 m.yaml:6"},
    {"{rows: [{key: a, points: 1, valid_to: 2020-01-01}]}", NULL, "317 m.yaml:6"},
    {"{rows: {a: 1, ' a': 2}}", NULL, "312 m.yaml:6"},
    {"{rows: [{key: a, points: 1, aliases: [b]}, {key: b, points: 1}]}", NULL,
        "312 m.yaml:6"},
    {"{rows: {'  ': 1}}", NULL, "314 m.yaml:6"}, {"{file: t.csv}", "", "313 t.csv:1"},
    {"{file: t.csv}", "key,points\n\n", "313 t.csv:1"},
    {"{file: t.csv}", "ky,points\na,1\n", "310 t.csv:1"},
    {"{file: t.csv}", "key,points,key\na,1,b\n", "310 t.csv:1"},
    {"{file: t.csv, note: n, aliases: [x]}", "key,points\na,1\n",
        "310 t.csv:1, 310 t.csv:1"},
    {"{file: t.csv}", "key,points,valid_to,valid_to\na,1,,\n", "310 t.csv:1"},
    {"{file: t.csv}", "key,points\na\nb,1,2\nc,1\n", "311 t.csv:2, 311 t.csv:3"},
    {"{file: t.csv}", "key,points\n\"a\"b,1\nc,1\n", "311 t.csv:2"},
    {"{file: t.csv}", "key,points\n\"a,1\nc,1\n", "311 t.csv:2"},
    {"{file: t.csv}", "\"key,points\na,1\n", "311 t.csv:1"},
    {"{file: t.csv}", "key,points\n ,1\na,\nb,1e3\nc,\"1,5\"\nd,1.23456\ne,1000000.1\n",
        "314 t.csv:2, 315 t.csv:3, 315 t.csv:4, 315 t.csv:5, 315 t.csv:6, 315 t.csv:7"},
    {"{file: t.csv, complete_from: 2000-01-01}",
        "key,points,valid_from,valid_to\na,1,2020-02-30,\nb,1,1.1.2020,\n"
        "c,1,2020-01-01,2020-01-01\nd,1,,\n",
        "316 t.csv:2, 316 t.csv:3, 316 t.csv:4"},
    {"{file: t.csv}", "key,points,valid_from\na,1,\n", "317 m.yaml:6"},
    {"{file: t.csv, complete_from: 2020-01-01}", "key,points\na,1\n", "317 m.yaml:6"},
    {"{file: t.csv}", "key,points\na,1\nb,1\na,2\n", "312 t.csv:4"},
    {"{file: t.csv, aliases: [x]}", "key,x,points\na,c,1\nb,c,1\n", "312 t.csv:3"},
    {"{file: t.csv, complete_from: 2000-01-01}",
        "key,points,valid_from,valid_to\na,1,,\na,2,2010-01-01,2011-01-01\n"
        "a,3,2020-01-01,\n",
        "312 t.csv:3, 312 t.csv:4"},
    {"{file: t.csv}", "key,points\n\xFF,1\n", "102 t.csv:2"},
    {"{file: x.csv}", "key,points\na,1\n", "109 m.yaml:6"},
    {"{file: ../t.csv}", "key,points\na,1\n", "309 m.yaml:6"},
    {"{file: /t.csv}", "key,points\na,1\n", "309 m.yaml:6"},
    {"{file: a//t.csv}", "key,points\na,1\n", "309 m.yaml:6"},
    {"{file: ./t.csv}", "key,points\na,1\n", "309 m.yaml:6"},
    {"{file: t.csv/}", "key,points\na,1\n", "309 m.yaml:6"},
    {"{file: 'a\\t.csv'}", "key,points\na,1\n", "309 m.yaml:6"},
    {"{file: t.csv, delimiter: '||'}", "key,points\na,1\n", "206 m.yaml:6"},
    {"{file: t.csv, alias_separator: '|'}", "key,points\na,1\n", "212 m.yaml:6"},
    {"{file: t.csv}", NULL,
        "309 m.yaml:6"}, /* compiled from text: there is no folder */
};

static void
bad_tables_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_tables / sizeof bad_tables[0]; i++) {
        struct memory_file file = {"t.csv", bad_tables[i].bytes, 0};
        struct reading reading;
        char text[8192];

        reading_do(&reading, model_of(bad_tables[i].table, NULL, text), &file,
            file.bytes ? 1 : 0);
        if (strcmp(reading.findings, bad_tables[i].findings) != 0)
            fail_msg("%s with \"%s\": expected %s, found %s: %s", bad_tables[i].table,
                bad_tables[i].bytes ? bad_tables[i].bytes : "", bad_tables[i].findings,
                reading.findings, reading.message);
        assert_int_equal(reading.status, CRR_E_MODEL);
        assert_int_equal(reading.open_count == 0 || reading.close_count > 0 ||
                             strstr(reading.findings, "109") != NULL,
            true);
        reading_clear(&reading);
    }
}

/* A NUL byte is refused with the line in which it stands. */
static void
nul_bytes_are_refused(void **state)
{
    static const char bytes[] = "key,points\na,1\nb\0,1\n";
    struct memory_file file = {"t.csv", bytes, sizeof bytes - 1};
    struct reading reading;
    char text[8192];

    (void)state;
    reading_do(&reading, model_of("{file: t.csv}", NULL, text), &file, 1);
    assert_string_equal(reading.findings, "102 t.csv:3");
    reading_clear(&reading);
}

/* Keys that differ by case alone are two, unless an input that reads them ignores case.
 */
static void
case_counts_where_the_input_says_so(void **state)
{
    static const char *const heads[] = {HEAD,
        "crr: 1\nmodel: {id: m, version: '1'}\n"
        "score: {range: [-1000000, 1000000]}\n"
        "inputs: {c: {type: code, case: ignore}}\ntables:\n"};
    static const char table[] = "{rows: [{key: us, points: 1, aliases: [Usa]}, "
                                "{key: x, points: 2, aliases: [USA]}]}";
    struct reading reading;
    char text[8192];

    (void)state;
    reading_do(&reading, model_of(table, heads[0], text), NULL, 0);
    assert_string_equal(reading.findings, "");
    reading_clear(&reading);
    reading_do(&reading, model_of(table, heads[1], text), NULL, 0);
    assert_string_equal(reading.findings, "312 m.yaml:6");
    reading_clear(&reading);
}

/* Two tables of one file: it is opened once, and stands once in the source digest. */
static void
a_file_is_opened_once(void **state)
{
    static const char text[] = HEAD
        "  t: {file: a/t.csv}\n  u: {file: a/t.csv, points: other}\n"
        "  v: {file: b.csv}\n"
        "factors:\n  - {id: f, weight: 0.5, input: c, table: t}\n"
        "  - {id: g, weight: 0.3, input: c, table: u}\n"
        "  - {id: h, weight: 0.2, input: c, table: v}\n"
        "tiers: [{id: low, from: -1000000}]\n";
    static const struct memory_file files[] = {
        {"a/t.csv", "key,points,other\na,1,2\nb,2,3\n", 0},
        {"b.csv", "key,points\na,1\nb,2\n", 0}};
    struct reading reading;
    char listing[512], digest[CRR_DIGEST_SIZE];
    char hex[3][CRR_DIGEST_SIZE];

    (void)state;
    reading_do(&reading, text, files, 2);
    assert_string_equal(reading.findings, "");
    assert_int_equal(reading.open_count, 2);
    assert_int_equal(reading.close_count, 2);
    assert_int_equal(reading.ast->tables[1].rows[0].points, 20000);
    assert_int_equal(reading.ast->tables[1].file_index, 1);
    assert_int_equal(reading.ast->tables[2].file_index, 2);
    crr_digest(crr_text_of(text), hex[0]);
    crr_digest(crr_text_of(files[0].bytes), hex[1]);
    crr_digest(crr_text_of(files[1].bytes), hex[2]);
    snprintf(listing, sizeof listing, "%s  m.yaml\n%s  a/t.csv\n%s  b.csv\n", hex[0],
        hex[1], hex[2]);
    crr_digest(crr_text_of(listing), digest);
    assert_string_equal(reading.ast->source_digest, digest);
    reading_clear(&reading);
}

/* 200,000 rows and as many aliases, one of which is there twice: found, and only that
 * one. Comparing all with all would take hours. */
static void
one_double_key_among_many_is_found(void **state)
{
    size_t capacity = 64u * 200000u;
    char *bytes = malloc(capacity);
    struct memory_file file = {"t.csv", bytes, 0};
    struct reading reading;
    char text[8192];
    size_t used;

    (void)state;
    assert_non_null(bytes);
    used = (size_t)snprintf(bytes, capacity, "key,alias,points\n");
    for (int i = 0; i < 200000; i++)
        used += (size_t)snprintf(bytes + used, capacity - used, "k%d,a%d,%d\n", i,
            i == 150000 ? 7 : i, i % 100);
    file.length = used;
    reading_do(
        &reading, model_of("{file: t.csv, aliases: alias}", NULL, text), &file, 1);
    assert_string_equal(reading.findings, "312 t.csv:150002");
    reading_clear(&reading);
    free(bytes);
}

/* Hundreds of bad rows make a few findings, not hundreds. */
static void
bad_rows_are_not_all_reported(void **state)
{
    char bytes[8192] = "key,points\n";
    struct memory_file file = {"t.csv", bytes, 0};
    struct reading reading;
    char text[8192];
    size_t used = strlen(bytes);

    (void)state;
    for (int i = 0; i < 500; i++)
        used += (size_t)snprintf(bytes + used, sizeof bytes - used, "k%d,x\n", i);
    reading_do(&reading, model_of("{file: t.csv}", NULL, text), &file, 1);
    assert_true(reading.report.error_count >= 10 && reading.report.error_count <= 25);
    reading_clear(&reading);
}

/* ---- Files on disk ---- */

static void
write_file(const char *folder, const char *name, const char *text)
{
    char path[512];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void
keep_first(void *user, const struct crr_error *finding)
{
    unsigned *first = user;

    if (*first == 0 && finding->severity == CRR_SEVERITY_ERROR)
        *first = finding->finding;
}

/* Compiles folder/models/m.yaml with the table's file; the first error's number, or 0.
 */
static unsigned
compile_with(const char *folder, const char *table_file)
{
    struct crr_model_options options = {.size = sizeof options, .report = keep_first};
    struct crr_model *model = NULL;
    unsigned first = 0;
    char text[8192], table[512], path[512];

    options.report_user = &first;
    snprintf(table, sizeof table, "{file: %s}", table_file);
    write_file(folder, "models/m.yaml", model_of(table, NULL, text));
    snprintf(path, sizeof path, "%s/models/m.yaml", folder);
    if (crr_model_compile_file(path, &options, &model, NULL) == CRR_OK)
        assert_int_equal(first, 0);
    crr_model_unref(model);
    return first;
}

static void
make_links(const char *folder)
{
    static const struct {
        const char *to, *name;
    } links[] = {{"../out.csv", "models/link.csv"}, {"..", "models/up"},
        {"sub", "models/within"}, {"/etc", "models/etc"},
        {"nowhere", "models/dangling"}};
    char path[512];

    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, links[i].name);
        assert_int_equal(symlink(links[i].to, path), 0);
    }
    snprintf(path, sizeof path, "%s/models/fifo", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
}

static void
remove_all(const char *folder)
{
    static const char *const names[] = {"models/link.csv", "models/up", "models/within",
        "models/etc", "models/dangling", "models/fifo", "models/sub/t.csv",
        "models/t.csv", "models/m.yaml", "out.csv", "models/sub", "models", ""};
    char path[512];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        if (remove(path) != 0)
            fail_msg("cannot remove %s: %s", path, strerror(errno));
    }
}

static void
only_files_beneath_the_folder_are_opened(void **state)
{
    static const struct {
        const char *name;
        unsigned finding;
    } cases[] = {{"t.csv", 0}, {"sub/t.csv", 0}, {"link.csv", 309}, {"up/out.csv", 309},
        {"within/t.csv", 309}, {"etc/passwd", 309}, {"dangling", 309},
        {"../out.csv", 309}, {"sub/../../out.csv", 309}, {"none.csv", 109},
        {"none/t.csv", 109}, {"t.csv/t.csv", 109}, {"sub", 109}, {"fifo", 109}};
    char folder[] = "/tmp/crr_tables_XXXXXX";
    char path[512];

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/models", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/models/sub", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    write_file(folder, "models/t.csv", "key,points\na,1\nb,2\n");
    write_file(folder, "models/sub/t.csv", "key,points\na,1\nb,2\n");
    write_file(folder, "out.csv", "key,points\na,1\nb,2\n");
    make_links(folder);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned found = compile_with(folder, cases[i].name);

        if (found != cases[i].finding)
            fail_msg("%s: expected finding %u, found %u", cases[i].name,
                cases[i].finding, found);
    }
    remove_all(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_tables_are_read),
        cmocka_unit_test(bad_tables_are_refused),
        cmocka_unit_test(nul_bytes_are_refused),
        cmocka_unit_test(case_counts_where_the_input_says_so),
        cmocka_unit_test(a_file_is_opened_once),
        cmocka_unit_test(one_double_key_among_many_is_found),
        cmocka_unit_test(bad_rows_are_not_all_reported),
        cmocka_unit_test(only_files_beneath_the_folder_are_opened),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
