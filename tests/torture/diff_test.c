/* Comparing while every allocation, every read and every call of the caller's functions
 * fails in turn: each time the call says so, nothing leaks, *ret_diff stays untouched.
 * And a comparison of one file takes the same memory however many rows it has. */
#include <stdio.h>
#include "counted.h"

/* ---- Models: they differ in the factors and their weights (which are only valid
 * together), a table, thresholds, a rule and what overrides may do ---- */

#define INPUTS                                                                         \
    "inputs:\n"                                                                        \
    "  id: {type: text, key: true}\n"                                                  \
    "  country: {type: code}\n"                                                        \
    "  amount: {type: number, places: 2}\n"                                            \
    "  pep: {type: flag}\n"                                                            \
    "  owners: {type: codes, linked: {input: country, roles: [o], depth: 3}}\n"
#define BANDS "bands: [{below: 100, points: 0}, {points: 50}]"

static const char text_a[] =
    "crr: 1\nmodel: {id: bank, version: '1'}\n" INPUTS
    "tables: {country: {rows: {CN: 10, US: 20, IR: 60}}}\n"
    "factors:\n"
    "  - {id: residence, weight: 0.7, input: country, table: country}\n"
    "  - {id: size, weight: 0.3, input: amount, " BANDS "}\n"
    "tiers: [{id: low, from: 0}, {id: mid, from: 20}, {id: high, from: 50}]\n"
    "rules:\n"
    "  - {id: owned, when: {owners: IR}, at_least: mid, basis: policy,\n"
    "     if_missing: false}\n"
    "history: {down: {steps: 1}}\n";
static const char text_b[] =
    "crr: 1\nmodel: {id: bank, version: '2'}\n" INPUTS
    "tables: {country: {rows: {CN: 10, US: 20, IR: 90}}}\n"
    "factors:\n"
    "  - {id: residence, weight: 0.5, input: country, table: country}\n"
    "  - {id: size, weight: 0.3, input: amount, " BANDS "}\n"
    "  - {id: person, weight: 0.2, input: pep, points: {yes: 100, no: 0}}\n"
    "tiers: [{id: low, from: 0}, {id: mid, from: 25}, {id: high, from: 50}]\n"
    "rules:\n"
    "  - {id: owned, when: {owners: IR}, at_least: high, basis: policy,\n"
    "     if_missing: false}\n"
    "history: {down: {steps: 1}}\n"
    "overrides: {woken: ignore}\n";

/* ---- Files ---- */

enum place {
    CUSTOMERS,
    PREVIOUS,
    OVERRIDES,
    LINKS,
    PERSONS,
    PLACE_COUNT
};

static const char customers_a[] =
    "id,country,amount,pep\n"
    "C0,IR,500,Y\nC1,CN,50,N\nC2,US,500,Y\nC3,US,x,N\n"
    "C4,CN,5,Y\n,CN,5,N\nC5,CN\nC6,US,100,N\ngone,CN,5,N\n";
static const char customers_b[] = "id,country,amount,pep\n"
                                  "C6,US,500,Y\nC4,IR,500,N\nC2,IR,5,Y\nnew,CN,5,N\n"
                                  "C0,IR,500,Y\nC1,CN,500,Y\nC3,US,5,N\nC7,CN\n";
static const char previous_text[] =
    "id,system_tier,tier_since,first_rated_on,last_reviewed_on,direct\n"
    "C2,high,2024-01-01,2023-01-01,,no\nC4,high,2024-01-01,2023-01-01,,no\n";
#define OVERRIDES_HEADER                                                               \
    "key,tier,reason_code,reason,decided_by,second_person,decided_on,from,until,"      \
    "system_tier\n"
static const char overrides_a[] = OVERRIDES_HEADER
    "C1,high,A,seen,Wang,,2024-01-01,2024-01-01,,low\n";
static const char overrides_b[] = OVERRIDES_HEADER
    "C4,high,A,seen,Wang,,2024-01-01,2024-01-01,,low\n";
static const char links_a[] = "from,to,role,share\nC1,P1,o,60%\nP1,P2,o,\n";
static const char links_b[] = "from,to,role,share\nC0,P1,o,60%\nC1,P1,o,\nC6,P2,o,\n";
static const char persons_text[] = "id,country\nP1,CN\nP2,IR\n";

static const char *
name_of(int side, enum place place)
{
    static const char *const names[2][PLACE_COUNT] = {
        {"a.csv", "p.csv", "oa.csv", "la.csv", "pa.csv"},
        {"b.csv", "p.csv", "ob.csv", "lb.csv", "pb.csv"}};
    return names[side][place];
}

static const char output_a[] = "id,score,tier,system_tier,reasons,residence\n"
                               "C0,1,low,low,a,5\nC1,2,low,low,b,6\nC2,3,mid,mid,c,7\n"
                               "gone,1,low,low,,\n";
static const char output_b[] = "id,tier,score,system_tier,reasons,size\n"
                               "C2,high,5,mid,d,1\nnew,low,1,low,,\nC1,mid,2,mid,b,1\n"
                               "C0,low,7,low,a,1\n";

/* ---- Trials ---- */

/* Everything that is used while two sides are compared. */
struct trial {
    struct heap heap;
    struct crr_model *models[2];
    struct counted_source files[2][PLACE_COUNT];
    struct count movers, progress;
    size_t part_calls; /* movers with a cause of several parts */
    size_t models_live;
    char file[256]; /* that could not be read */
    bool paired;
};

static struct crr_model *
compiled_in(struct heap *heap, const char *text)
{
    struct crr_model_options options = {
        .size = sizeof options, .allocator = {resize, heap}};
    struct crr_model *model = NULL;
    struct crr_error error = {.status = CRR_OK};
    if (crr_model_compile(crr_text_of(text), NULL, &options, &model, &error) != CRR_OK)
        fail_msg("%zu:%zu %s: %s", error.line, error.column, error.path, error.message);
    return model;
}

static void
begin(struct trial *trial, bool paired, size_t step)
{
    const char *const texts[2][PLACE_COUNT] = {
        {customers_a, previous_text, overrides_a, links_a, persons_text},
        {paired ? customers_a : customers_b, previous_text, overrides_b, links_b,
            persons_text}};
    memset(trial, 0, sizeof *trial);
    trial->paired = paired;
    trial->models[0] = compiled_in(&trial->heap, text_a);
    trial->models[1] = compiled_in(&trial->heap, text_b);
    trial->models_live = trial->heap.live;
    trial->heap.count = 0;
    trial->heap.peak = trial->heap.live;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < PLACE_COUNT; i++)
            trial->files[side][i].memory = (struct memory){
                .text = crr_text_of(texts[side][i]), .step = step};
}

static void
begin_outputs(struct trial *trial, size_t step)
{
    memset(trial, 0, sizeof *trial);
    trial->files[0][CUSTOMERS].memory = (struct memory){
        .text = crr_text_of(output_a), .step = step};
    trial->files[1][CUSTOMERS].memory = (struct memory){
        .text = crr_text_of(output_b), .step = step};
}

/* Whatever happened, only the models are left. */
static void
end(struct trial *trial)
{
    assert_int_equal(trial->heap.live, trial->models_live);
    crr_model_unref(trial->models[0]);
    crr_model_unref(trial->models[1]);
    assert_int_equal(trial->heap.live, 0);
}

static int
count_mover(void *user, const struct crr_mover *mover)
{
    struct trial *trial = user;
    for (size_t i = 0; i < mover->cause_count; i++)
        trial->part_calls += mover->causes[i].part_count > 1;
    return ++trial->movers.calls == trial->movers.fail_at;
}

static int
count_output_mover(void *user, const struct crr_output_mover *mover)
{
    struct trial *trial = user;
    (void)mover;
    return ++trial->movers.calls == trial->movers.fail_at;
}

static int
count_progress(void *user, uint64_t row_count, uint64_t byte_count)
{
    struct trial *trial = user;
    assert_true(byte_count > row_count);
    return ++trial->progress.calls == trial->progress.fail_at;
}

/* A side; side A has an earlier run, B has none. */
static void
fill_side(struct trial *trial, int side, struct crr_source sources[PLACE_COUNT],
    struct crr_file_options *file)
{
    for (int i = 0; i < PLACE_COUNT; i++)
        sources[i] = (struct crr_source){.name = name_of(side, (enum place)i),
            .read = read_counted,
            .user = &trial->files[side][i]};
    *file = (struct crr_file_options){.size = sizeof *file,
        .rater = {.has_as_of = true, .as_of = AS_OF + side},
        .previous = side == 0 ? &sources[PREVIOUS] : NULL,
        .overrides = &sources[OVERRIDES],
        .links = &sources[LINKS],
        .persons = &sources[PERSONS],
        .person_count = 1,
        .progress = count_progress,
        .progress_user = trial};
}

static enum crr_status
check_result(struct trial *trial, enum crr_status status, const struct crr_error *error,
    struct crr_diff *diff)
{
    assert_int_equal(error->status, status);
    assert_int_equal(diff != NULL, status == CRR_OK);
    assert_true(status == CRR_OK || error->message[0]);
    if (status == CRR_E_READ)
        snprintf(trial->file, sizeof trial->file, "%s", error->file);
    if (diff) {
        assert_int_equal(crr_diff_mover_count(diff), trial->movers.calls);
        /* It outlives the run. */
        assert_true(trial->heap.live > trial->models_live);
    }
    crr_diff_free(diff);
    return status;
}

static enum crr_status
diff_models(struct trial *trial)
{
    struct crr_source sources[2][PLACE_COUNT];
    struct crr_file_options files[2];
    struct crr_diff_side sides[2];
    struct crr_diff_options options = {.size = sizeof options,
        .paired = trial->paired,
        .scores = true,
        .moved = count_mover,
        .moved_user = trial,
        .allocator = {resize, &trial->heap}};
    struct crr_diff *diff = NULL;
    struct crr_error error = {.status = CRR_OK};
    for (int i = 0; i < 2; i++) {
        fill_side(trial, i, sources[i], &files[i]);
        sides[i] = (struct crr_diff_side){
            trial->models[i], &sources[i][CUSTOMERS], 1, &files[i]};
    }
    enum crr_status status = crr_diff_models(
        &sides[0], &sides[1], &options, &diff, &error);
    return check_result(trial, status, &error, diff);
}

static enum crr_status
diff_outputs(struct trial *trial)
{
    struct crr_source sources[2];
    struct crr_outputs_options options = {.size = sizeof options,
        .scores = true,
        .moved = count_output_mover,
        .moved_user = trial,
        .allocator = {resize, &trial->heap}};
    struct crr_diff *diff = NULL;
    struct crr_error error = {.status = CRR_OK};
    for (int i = 0; i < 2; i++)
        sources[i] = (struct crr_source){.name = name_of(i, CUSTOMERS),
            .read = read_counted,
            .user = &trial->files[i][CUSTOMERS]};
    enum crr_status status = crr_diff_outputs(
        &sources[0], &sources[1], &options, &diff, &error);
    return check_result(trial, status, &error, diff);
}

/* ---- What fails ---- */

/* A comparison of models, of one file or of two, or of outputs. */
enum act {
    ACT_PAIRED,
    ACT_JOINED,
    ACT_OUTPUTS
};

static void
start(struct trial *trial, enum act act, size_t step)
{
    if (act == ACT_OUTPUTS)
        begin_outputs(trial, step);
    else
        begin(trial, act == ACT_PAIRED, step);
}

static enum crr_status
run(struct trial *trial, enum act act)
{
    return act == ACT_OUTPUTS ? diff_outputs(trial) : diff_models(trial);
}

static void
allocations_fail(void **state)
{
    (void)state;
    for (enum act act = ACT_PAIRED; act <= ACT_OUTPUTS; act++) {
        struct trial trial;
        start(&trial, act, 0);
        assert_int_equal(run(&trial, act), CRR_OK);
        size_t allocations = trial.heap.count;
        assert_true(trial.movers.calls >= 4);
        assert_true(allocations > (act == ACT_OUTPUTS ? 8 : 100));
        /* Weights and factors were exchanged together. */
        assert_int_equal(trial.part_calls > 0, act != ACT_OUTPUTS);
        end(&trial);
        for (size_t i = 1; i <= allocations; i++) {
            start(&trial, act, 0);
            trial.heap.fail_at = i;
            enum crr_status status = run(&trial, act);
            if (status != CRR_E_MEMORY)
                fail_msg("comparison %d, allocation %zu of %zu: %s", act, i,
                    allocations, crr_status_name(status));
            trial.heap.fail_at = 0;
            end(&trial);
        }
    }
}

static void
fail_each_read(enum act act, int side, enum place place)
{
    struct trial trial;
    start(&trial, act, 40);
    assert_int_equal(run(&trial, act), CRR_OK);
    size_t reads = trial.files[side][place].count.calls;
    end(&trial);
    if (place == PREVIOUS && side == 1) {
        assert_int_equal(reads, 0);
        return;
    }
    assert_true(reads > 1);
    for (size_t i = 1; i <= reads; i++) {
        start(&trial, act, 40);
        trial.files[side][place].count.fail_at = i;
        assert_int_equal(run(&trial, act), CRR_E_READ);
        assert_string_equal(trial.file, name_of(side, place));
        /* What stands beside is read before the first customer. */
        assert_true(place == CUSTOMERS || trial.movers.calls == 0);
        end(&trial);
    }
}

static void
reads_fail(void **state)
{
    (void)state;
    for (int side = 0; side < 2; side++) {
        for (int place = 0; place < PLACE_COUNT; place++) {
            fail_each_read(ACT_PAIRED, side, (enum place)place);
            fail_each_read(ACT_JOINED, side, (enum place)place);
        }
        fail_each_read(ACT_OUTPUTS, side, CUSTOMERS);
    }
}

/* The caller's function stops at each mover. */
static void
calls_stop(void **state)
{
    (void)state;
    for (enum act act = ACT_PAIRED; act <= ACT_OUTPUTS; act++) {
        struct trial trial;
        start(&trial, act, 0);
        assert_int_equal(run(&trial, act), CRR_OK);
        size_t calls = trial.movers.calls;
        end(&trial);
        for (size_t i = 1; i <= calls; i++) {
            start(&trial, act, 0);
            trial.movers.fail_at = i;
            assert_int_equal(run(&trial, act), CRR_E_STOPPED);
            assert_int_equal(trial.movers.calls, i);
            end(&trial);
        }
    }
}

/* ---- Many rows ---- */

static char *
many_rows(size_t row_count)
{
    char *text = malloc(64 + row_count * 32);
    assert_non_null(text);
    size_t used = (size_t)sprintf(text, "id,country,amount,pep\n");
    for (size_t i = 0; i < row_count; i++)
        used += (size_t)sprintf(text + used, "K%zu,%s,%zu,%c\n", i,
            i % 500 ? "CN" : "IR", i % 90, i % 1000 ? 'N' : 'Y');
    return text;
}

static void
begin_many(struct trial *trial, const char *text)
{
    begin(trial, true, 0);
    trial->files[0][CUSTOMERS].memory.text = crr_text_of(text);
    trial->files[1][CUSTOMERS].memory.text = crr_text_of(text);
}

static void
progress_stops(void **state)
{
    char *text = many_rows(20000);
    struct trial trial;
    (void)state;
    begin_many(&trial, text);
    assert_int_equal(diff_models(&trial), CRR_OK);
    assert_int_equal(trial.progress.calls, 4); /* each side at 8192 and at 16384 */
    end(&trial);
    for (size_t i = 1; i <= 4; i++) {
        begin_many(&trial, text);
        trial.progress.fail_at = i;
        assert_int_equal(diff_models(&trial), CRR_E_STOPPED);
        end(&trial);
    }
    free(text);
}

static void
one_file_takes_constant_memory(void **state)
{
    size_t peaks[2], movers[2];
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char *text = many_rows(i ? 60000 : 6000);
        struct trial trial;
        begin_many(&trial, text);
        assert_int_equal(diff_models(&trial), CRR_OK);
        peaks[i] = trial.heap.peak - trial.models_live;
        movers[i] = trial.movers.calls;
        end(&trial);
        free(text);
    }
    assert_true(movers[1] >= 10 * movers[0] && movers[0] > 5);
    assert_in_range(peaks[1], 1, peaks[0] + peaks[0] / 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocations_fail),
        cmocka_unit_test(reads_fail),
        cmocka_unit_test(calls_stop),
        cmocka_unit_test(progress_stops),
        cmocka_unit_test(one_file_takes_constant_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
