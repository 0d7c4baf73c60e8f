/* Files rated by several threads: rows, rejects and summary are those of one thread that
 * reads in order, wherever chunks are cut and whatever lies there. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include "../unit/file_run.h"

enum {
    TEXT_SIZE = 5 << 18
};

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

/* Reads from any place, in uneven pieces. */
static enum crr_status
memory_read_at(
    void *user, char *buffer, size_t capacity, uint64_t offset, size_t *ret_length)
{
    const struct memory *memory = user;
    size_t length = memory->text.length - (size_t)offset;
    size_t step = 100000 + (size_t)offset % 7919;
    if (memory->fail_at > 0 && offset + capacity > memory->fail_at)
        return CRR_E_READ;
    if (length > step)
        length = step;
    if (length > capacity)
        length = capacity;
    memcpy(buffer, memory->text.at + offset, length);
    *ret_length = length;
    return CRR_OK;
}

/* What the rows are like; each is everywhere, so that chunks begin within it. */
enum kind {
    PLAIN,
    LINES_IN_QUOTES, /* which look like rows */
    ODD,             /* quotes where none belong */
    KIND_COUNT
};

static char *
file_of(enum kind kind)
{
    static const char *const remarks[KIND_COUNT] = {"plain",
        "\"C9,9,US,9,2024-01-01,N,N,\nC9,US,9,2024-01-01,N,N,x\n\"\"\n\"", "5\" wide"};
    static const char *const countries[] = {"CN", "US", "IR", "", "XX", " CN "};
    char *text = malloc(TEXT_SIZE + 1024);
    size_t used;
    assert_non_null(text);
    used = (size_t)sprintf(text, "id,country,amount,opened,listed,reported,remark\n");
    for (unsigned i = 0; used < TEXT_SIZE; i++)
        used += (size_t)sprintf(text + used,
            "C%u,%s,%u.%02u,20%02u-%02u-%02u,%s,%c,%s%s", i, countries[i * 7 % 41 % 6],
            i * 31 % 200, i % 100, i % 27, i % 12 + 1, i % 29 + 1,
            i % 37  ? "N"
            : i % 2 ? "Y"
                    : "perhaps",
            i % 91 ? 'N' : 'Y', i % 5 ? remarks[kind] : "",
            i % 53 ? "\n" : ",more\n\n");
    return text;
}

static void
run_with(struct file_run *run, struct crr_text text, unsigned jobs, bool from_any_place)
{
    file_run_init(run);
    file_run_add(run, "a", text, from_any_place ? 0 : 65537);
    run->options.jobs = jobs;
    if (from_any_place) {
        run->sources[0].read_at = memory_read_at;
        run->sources[0].size = text.length;
    }
    file_run_go(run, bank);
}

static void
expect_same_summary(const struct file_run *a, const struct file_run *b)
{
    struct crr_buffer texts[2];
    for (int i = 0; i < 2; i++) {
        crr_buffer_init(&texts[i], NULL);
        assert_int_equal(crr_summary_write_json(i ? b->summary : a->summary, true,
                             crr_buffer_write, &texts[i]),
            CRR_OK);
        assert_int_equal(crr_buffer_write(&texts[i], "", 1), 0);
    }
    assert_string_equal(texts[0].at, texts[1].at);
    crr_buffer_clear(&texts[0]);
    crr_buffer_clear(&texts[1]);
}

static void
threads_write_what_one_writes(void **state)
{
    static const unsigned jobs[] = {1, 2, 5};
    (void)state;
    for (enum kind kind = PLAIN; kind < KIND_COUNT; kind++) {
        char *text = file_of(kind);
        struct file_run alone;
        run_with(&alone, crr_text_of(text), 1, false);
        assert_int_equal(alone.status, CRR_OK);
        assert_true(crr_summary_rejected_count(alone.summary) > 100);
        for (size_t i = 0; i < 2 * sizeof jobs / sizeof jobs[0]; i++) {
            struct file_run run;
            run_with(&run, crr_text_of(text), jobs[i / 2], i % 2);
            assert_int_equal(run.status, CRR_OK);
            assert_string_equal(run.out.at, alone.out.at);
            assert_string_equal(run.rejects.at, alone.rejects.at);
            expect_same_summary(&alone, &run);
            file_run_clear(&run);
        }
        file_run_clear(&alone);
        free(text);
    }
}

/* Files that end where a chunk ends, and a few bytes before and behind. */
static void
ends_of_files_meet_ends_of_chunks(void **state)
{
    char *text = file_of(PLAIN);
    size_t header = strcspn(text, "\n") + 1;
    (void)state;
    for (size_t size = header + (2 << 18) - 4; size < header + (2 << 18) + 5; size++)
        for (unsigned jobs = 1; jobs < 4; jobs++) {
            struct crr_text whole = {text, size};
            struct file_run alone, run;
            run_with(&alone, whole, 1, false);
            run_with(&run, whole, jobs, true);
            assert_int_equal(run.status, CRR_OK);
            assert_string_equal(run.out.at, alone.out.at);
            assert_string_equal(run.rejects.at, alone.rejects.at);
            file_run_clear(&alone);
            file_run_clear(&run);
        }
    free(text);
}

static void
one_reject_too_many_is_the_same_for_all(void **state)
{
    char *text = file_of(PLAIN);
    struct file_run runs[2];
    (void)state;
    for (uint64_t limit = 0; limit < 900; limit += 299) {
        for (unsigned i = 0; i < 2; i++) {
            file_run_init(&runs[i]);
            file_run_add(&runs[i], "a", crr_text_of(text), 0);
            runs[i].options.has_max_rejects = true;
            runs[i].options.max_rejects = limit;
            runs[i].options.jobs = i ? 4 : 1;
            if (i == 1) {
                runs[i].sources[0].read_at = memory_read_at;
                runs[i].sources[0].size = strlen(text);
            }
            file_run_go(&runs[i], bank);
            assert_int_equal(runs[i].status, CRR_E_REJECTS);
            assert_int_equal(crr_summary_rejected_count(runs[i].summary), limit + 1);
        }
        assert_string_equal(runs[0].out.at, runs[1].out.at);
        assert_string_equal(runs[0].rejects.at, runs[1].rejects.at);
        expect_same_summary(&runs[0], &runs[1]);
        file_run_clear(&runs[0]);
        file_run_clear(&runs[1]);
    }
    free(text);
}

static void
reads_that_fail_end_every_thread(void **state)
{
    char *text = file_of(LINES_IN_QUOTES);
    (void)state;
    for (size_t place = 100; place < TEXT_SIZE; place += 300000) {
        struct file_run run;
        file_run_init(&run);
        file_run_add(&run, "a", crr_text_of(text), 0);
        run.memory[0].fail_at = place;
        run.options.jobs = 4;
        run.sources[0].read_at = memory_read_at;
        run.sources[0].size = strlen(text);
        file_run_go(&run, bank);
        assert_int_equal(run.status, CRR_E_READ);
        assert_null(run.summary);
        file_run_clear(&run);
    }
    free(text);
}

/* ---- Rows that are written at their places ---- */

struct places {
    char *at; /* zeroed; no row holds a NUL */
    size_t size;
    atomic_size_t length;
    uint64_t fail_at; /* writing this byte fails; 0: never */
};

static int
write_at(void *user, const char *at, size_t length, uint64_t offset)
{
    struct places *places = user;
    assert_true(length > 0 && offset + length <= places->size);
    if (places->fail_at > 0 && offset + length > places->fail_at)
        return -1;
    for (size_t i = 0; i < length; i++)
        assert_int_equal(places->at[offset + i], 0);
    memcpy(places->at + offset, at, length);
    atomic_fetch_add(&places->length, length);
    return 0;
}

static void
run_at_places(
    struct file_run *run, struct crr_text text, unsigned jobs, struct places *places)
{
    memset(places->at, 0, places->size);
    places->length = 0;
    file_run_init(run);
    for (int i = 0; i < 2; i++) {
        file_run_add(run, i ? "b" : "a", text, 0);
        run->sources[i].read_at = memory_read_at;
        run->sources[i].size = text.length;
    }
    run->options.jobs = jobs;
    run->options.write = NULL;
    run->options.write_at = write_at;
    run->options.write_user = places;
    file_run_go(run, bank);
}

static void
rows_are_written_at_their_places(void **state)
{
    char *text = file_of(LINES_IN_QUOTES);
    struct places places = {.at = malloc(4 * TEXT_SIZE), .size = 4 * TEXT_SIZE};
    struct file_run in_order, run;
    (void)state;
    assert_non_null(places.at);
    file_run_init(&in_order);
    file_run_add(&in_order, "a", crr_text_of(text), 0);
    file_run_add(&in_order, "b", crr_text_of(text), 0);
    file_run_go(&in_order, bank);
    for (unsigned jobs = 1; jobs < 6; jobs += 2) {
        run_at_places(&run, crr_text_of(text), jobs, &places);
        assert_int_equal(run.status, CRR_OK);
        assert_int_equal(places.length, in_order.out.length - 1);
        assert_string_equal(places.at, in_order.out.at);
        assert_string_equal(run.rejects.at, in_order.rejects.at);
        file_run_clear(&run);
    }
    for (uint64_t place = 1; place < in_order.out.length; place += 40000) {
        places.fail_at = place;
        run_at_places(&run, crr_text_of(text), 4, &places);
        assert_int_equal(run.status, CRR_E_WRITE);
        assert_null(run.summary);
        file_run_clear(&run);
    }
    file_run_clear(&in_order);
    free(places.at);
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_write_what_one_writes),
        cmocka_unit_test(ends_of_files_meet_ends_of_chunks),
        cmocka_unit_test(one_reject_too_many_is_the_same_for_all),
        cmocka_unit_test(reads_that_fail_end_every_thread),
        cmocka_unit_test(rows_are_written_at_their_places),
    };
    return cmocka_run_group_tests(tests, compile_bank, drop_bank);
}
