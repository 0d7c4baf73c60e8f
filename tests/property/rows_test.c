/* Rows of files, whatever their bytes are: each is rated or rejected where the grammar,
 * followed from the first byte to the last, says that it stands, with the reason that
 * the grammar gives; and what is written is the same however the file is read. */
#include <stdio.h>
#include <stdlib.h>
#include "../unit/file_run.h"
#include "base/catalogue.h"
#include "base/csv.h"
#include "file/chunk.h"

enum {
    TEXT_LIMIT = (2 << 20) + (1 << 19),
    TAIL_LIMIT = 600,
    COLUMN_COUNT = 7,
    TRIAL_COUNT = 120
};

static const char header[] = "id,country,amount,opened,listed,reported,remark\n";

static struct crr_model *bank;
static uint64_t seed = 521288629u;

static uint32_t
draw(uint32_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)((seed >> 33) % below);
}

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

/* ---- Texts ---- */

static size_t
append(char *text, size_t length, const char *piece)
{
    memcpy(text + length, piece, strlen(piece));
    return length + strlen(piece);
}

/* Good rows, and everything that breaks one. */
static size_t
draw_rows(char *text, size_t limit)
{
    static const char *const good[] = {"C1,CN,50,2020-01-01,N,N,x\n",
        "C2,US,150.25,2026-01-01,N,Y,\r\n",
        "\"C,3\",IR,0,2020-01-01,N,N,\"a\n\"\"b\"\n", "C4,,1,2024-02-29,N,N,\"\"\n"};
    static const char *const odd[] = {"\"", "\"\"", ",", "\n", "\r\n", "\r", "x",
        "C5,CN,50\n", "C6,CN,50,2020-01-01,N,N,x,y\n", "C7,\"CN\"x,5,2020-01-01,N,N,\n",
        "C8,CN,5,2020-01-01,N,N,\"open\n", "C9,C\"N,5,2020-01-01,N,N,\"q\"\n", "\n\n",
        "C10,CN,5,2020-01-01,N,N,\xFF\n", "C11,CN,five,2020-01-01,N,N,\n"};
    uint32_t oddness = draw(8);
    size_t length = 0;
    while (length + 64 < limit) {
        bool is_odd = draw(8) < oddness;
        length = append(text, length, is_odd ? odd[draw(15)] : good[draw(4)]);
        if (is_odd && draw(12) == 0)
            text[length++] = '\0';
    }
    return length;
}

/* A long row, so that the rows behind it lie about the end of a chunk. */
static size_t
draw_text(char *text, int trial)
{
    size_t length = append(text, 0, header);
    size_t end = length + CRR_CHUNK_SIZE - (size_t)(trial * 37 % TAIL_LIMIT);
    bool is_quoted = draw(3) == 0;
    /* Sometimes longer than a record may be. */
    if (draw(16) == 0)
        end += CRR_RECORD_LIMIT;
    length += draw_rows(text + length, draw(TAIL_LIMIT));
    length = append(text, length,
        is_quoted ? "L,CN,1,2020-01-01,N,N,\"" : "L,CN,1,2020-01-01,N,N,");
    while (length < end) {
        memcpy(text + length, is_quoted ? "line of it\n" : "more of it ", 11);
        length += 11;
    }
    length = append(text, length, is_quoted && draw(4) ? "\"\n" : "\n");
    length += draw_rows(text + length, 2 * TAIL_LIMIT);
    return length - draw(3);
}

/* ---- What the grammar says ---- */

/* A row: finding is 0 if it can be split. */
struct expected_row {
    uint64_t line, byte;
    unsigned finding;
};

struct expected {
    struct expected_row *rows;
    size_t count;
    uint64_t empty_line_count;
};

static unsigned
finding_of(
    enum crr_csv_result result, const struct crr_csv_record *record, const char *at)
{
    switch (result) {
    case CRR_CSV_UNCLOSED:
        return CRR_F_CSV_UNCLOSED;
    case CRR_CSV_AFTER_QUOTE:
        return CRR_F_CSV_AFTER_QUOTE;
    case CRR_CSV_RECORD:
        if (record->count != COLUMN_COUNT)
            return CRR_F_CSV_FIELD_COUNT;
        return memchr(at, 0, record->length) ? CRR_F_CSV_ENCODING : 0;
    default:
        return CRR_F_CSV_TOO_LONG;
    }
}

static void
follow_grammar(struct expected *expected, const char *text, size_t length)
{
    static struct crr_csv_field fields[CRR_COLUMN_LIMIT];
    struct crr_csv_record record = {.fields = fields, .capacity = CRR_COLUMN_LIMIT};
    size_t at = sizeof header - 1;
    uint64_t line = 2;
    expected->count = expected->empty_line_count = 0;
    while (at < length) {
        enum crr_csv_result result = crr_csv_next(
            text + at, length - at, true, ',', CRR_RECORD_LIMIT, &record);
        if (result == CRR_CSV_END)
            break;
        if (result == CRR_CSV_EMPTY_LINE)
            expected->empty_line_count++;
        else
            expected->rows[expected->count++] = (struct expected_row){
                line, at, finding_of(result, &record, text + at)};
        for (size_t i = 0; i < record.consumed; i++)
            line += text[at + i] == '\n';
        at += record.consumed;
    }
}

/* ---- What the run says ---- */

/* The next line of rejects: its line, byte and finding. The record, which comes last,
 * may hold lines: all is read with the grammar. */
static bool
next_reject(struct crr_text *rejects, struct expected_row *ret)
{
    struct crr_csv_field fields[8];
    struct crr_csv_record record = {.fields = fields, .capacity = 8};
    enum crr_csv_result result = crr_csv_next(
        rejects->at, rejects->length, true, ',', SIZE_MAX, &record);
    if (result == CRR_CSV_END)
        return false;
    assert_int_equal(result, CRR_CSV_RECORD);
    assert_int_equal(record.count, COLUMN_COUNT);
    ret->line = strtoull(fields[0].at, NULL, 10);
    ret->byte = strtoull(fields[1].at, NULL, 10);
    ret->finding = (unsigned)strtoul(fields[4].at + strlen("CRR-"), NULL, 10);
    rejects->at += record.consumed;
    rejects->length -= record.consumed;
    return true;
}

/* Every row is in the output, where only lines are written, or among the rejects. */
static void
expect_rows(const struct expected *expected, const struct file_run *run)
{
    struct crr_text rejects = {run->rejects.at, run->rejects.length - 1};
    const char *out = strchr(run->out.at, '\n') + 1;
    struct expected_row reject;
    assert_true(next_reject(&rejects, &reject)); /* the header */
    bool left = next_reject(&rejects, &reject);
    for (size_t i = 0; i < expected->count; i++) {
        const struct expected_row *row = &expected->rows[i];
        if (left && reject.byte == row->byte) {
            assert_int_equal(reject.line, row->line);
            if (row->finding)
                assert_int_equal(reject.finding, row->finding);
            else
                assert_true(reject.finding < CRR_F_CSV_UNCLOSED);
            left = next_reject(&rejects, &reject);
            continue;
        }
        assert_int_equal(row->finding, 0);
        assert_int_equal(strtoull(out, NULL, 10), row->line);
        out = strchr(out, '\n') + 1;
    }
    assert_false(left);
    assert_int_equal(*out, '\0');
    assert_int_equal(
        crr_summary_empty_line_count(run->summary), expected->empty_line_count);
}

/* From any place, in pieces that end anywhere. */
static enum crr_status
read_at(void *user, char *buffer, size_t capacity, uint64_t offset, size_t *ret_length)
{
    const struct memory *memory = user;
    size_t length = memory->text.length - (size_t)offset;
    if (length > capacity)
        length = capacity;
    if (length > 4096)
        length -= (size_t)offset % 61;
    memcpy(buffer, memory->text.at + offset, length);
    *ret_length = length;
    return CRR_OK;
}

static void
run_with(struct file_run *run, struct crr_text text, const char *columns, size_t step,
    unsigned jobs)
{
    file_run_init(run);
    file_run_add(run, "a", text, step);
    file_run_choose(run, columns);
    run->options.jobs = jobs;
    run->options.reveal = true;
    if (step == 0) {
        run->sources[0].read_at = read_at;
        run->sources[0].size = text.length;
    }
    file_run_go(run, bank);
    assert_int_equal(run->status, CRR_OK);
}

static void
expect_same(const struct file_run *a, struct crr_text text, const char *columns,
    size_t step, unsigned jobs)
{
    struct file_run b;
    run_with(&b, text, columns, step, jobs);
    assert_int_equal(a->out.length, b.out.length);
    assert_memory_equal(a->out.at, b.out.at, b.out.length);
    assert_int_equal(a->rejects.length, b.rejects.length);
    assert_memory_equal(a->rejects.at, b.rejects.at, b.rejects.length);
    assert_int_equal(
        crr_summary_row_count(a->summary), crr_summary_row_count(b.summary));
    file_run_clear(&b);
}

/* Columns that the rows of the lane have, and one that takes every row one by one. */
static void
rows_are_the_grammars(void **state)
{
    static const char lane_columns[] = "score,tier,reasons";
    struct expected expected = {.rows = malloc(TEXT_LIMIT * sizeof *expected.rows)};
    char *text = malloc(TEXT_LIMIT);
    (void)state;
    assert_non_null(expected.rows);
    assert_non_null(text);
    for (int trial = 0; trial < TRIAL_COUNT; trial++) {
        struct crr_text whole = {text, draw_text(text, trial)};
        struct file_run by_line, in_lane;
        follow_grammar(&expected, text, whole.length);
        run_with(&by_line, whole, "line", 0, 1 + (unsigned)trial % 3);
        expect_rows(&expected, &by_line);
        expect_same(&by_line, whole, "line", 1 + draw(70000), 1);
        if (trial % 16 == 0)
            expect_same(&by_line, whole, "line", 1, 2);
        run_with(&in_lane, whole, lane_columns, 0, 1);
        assert_string_equal(in_lane.rejects.at, by_line.rejects.at);
        expect_same(&in_lane, whole, lane_columns, 0, 2 + (unsigned)trial % 2);
        expect_same(&in_lane, whole, lane_columns, 65536, 3);
        file_run_clear(&in_lane);
        file_run_clear(&by_line);
    }
    free(expected.rows);
    free(text);
}

/* What is rejected is told with its place and reason, and the next row is right. */
static void
the_row_after_a_reject_is_right(void **state)
{
    static const struct {
        const char *row;
        size_t length;
        unsigned finding;
    } bad[] = {
        {"C1,CN,50\n", 9, CRR_F_CSV_FIELD_COUNT},
        {"C1,CN,50,2020-01-01,N,N,x,y\n", 28, CRR_F_CSV_FIELD_COUNT},
        {"C1,CN,50,2020-01-01,N,N,\"x\n", 27, CRR_F_CSV_AFTER_QUOTE},
        {"C1,CN,50,2020-01-01,N,N,\"x\"y\n", 29, CRR_F_CSV_AFTER_QUOTE},
        {"\"\n", 2, CRR_F_CSV_AFTER_QUOTE},
        {"C1,CN,50,2020-01-01,N,N,\0\n", 26, CRR_F_CSV_ENCODING},
    };
    static const char good[] = "C2,CN,50,2020-01-01,N,N,\"y\"\n";
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char text[256];
        size_t start = sizeof header - 1, length = start;
        memcpy(text, header, length);
        memcpy(text + length, bad[i].row, bad[i].length);
        length += bad[i].length;
        memcpy(text + length, good, sizeof good - 1);
        length += sizeof good - 1;
        for (unsigned jobs = 1; jobs < 4; jobs++) {
            struct file_run run;
            struct expected_row reject;
            run_with(&run, (struct crr_text){text, length}, "line,id", 0, jobs);
            assert_string_equal(run.out.at, "line,id\n3,C2\n");
            struct crr_text rejects = {run.rejects.at, run.rejects.length - 1};
            assert_true(next_reject(&rejects, &reject));
            assert_true(next_reject(&rejects, &reject));
            assert_int_equal(reject.line, 2);
            assert_int_equal(reject.byte, start);
            assert_int_equal(reject.finding, bad[i].finding);
            assert_false(next_reject(&rejects, &reject));
            file_run_clear(&run);
        }
    }
}

/* A code longer than any, and a record longer than one may be, in or without quotes. */
static void
what_is_too_long_is_rejected_alone(void **state)
{
    static const struct {
        const char *before, *after;
        size_t length;
        unsigned finding;
    } bad[] = {
        {"C1,", ",50,2020-01-01,N,N,\n", 256, CRR_F_VALUE_TEXT},
        {"C1,CN,50,2020-01-01,N,N,", "\n", CRR_RECORD_LIMIT, CRR_F_CSV_TOO_LONG},
        {"C1,CN,50,2020-01-01,N,N,", "\n", 3 * CRR_RECORD_LIMIT / 2,
            CRR_F_CSV_TOO_LONG},
        {"C1,CN,50,2020-01-01,N,N,\"", "\"\n", CRR_RECORD_LIMIT, CRR_F_CSV_TOO_LONG},
    };
    char *text = malloc(TEXT_LIMIT);
    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        size_t length = append(text, 0, header);
        length = append(text, length, bad[i].before);
        memset(text + length, 'x', bad[i].length);
        length = append(text, length + bad[i].length, bad[i].after);
        length = append(text, length, "C2,CN,50,2020-01-01,N,N,y\n");
        for (unsigned jobs = 1; jobs < 4; jobs++) {
            struct file_run run;
            struct expected_row reject;
            run_with(&run, (struct crr_text){text, length}, "line,id", 0, jobs);
            assert_string_equal(run.out.at, "line,id\n3,C2\n");
            struct crr_text rejects = {run.rejects.at, run.rejects.length - 1};
            assert_true(next_reject(&rejects, &reject));
            assert_true(next_reject(&rejects, &reject));
            assert_int_equal(reject.line, 2);
            assert_int_equal(reject.byte, sizeof header - 1);
            assert_int_equal(reject.finding, bad[i].finding);
            expect_same(&run, (struct crr_text){text, length}, "line,id", 999, 2);
            file_run_clear(&run);
        }
    }
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_the_grammars),
        cmocka_unit_test(the_row_after_a_reject_is_right),
        cmocka_unit_test(what_is_too_long_is_rejected_alone),
    };
    return cmocka_run_group_tests(tests, compile_bank, drop_bank);
}
