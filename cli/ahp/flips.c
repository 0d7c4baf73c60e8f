/* Customers whose tier hangs on the judgements. */
#include "ahp/flips.h"

#include <stdlib.h>
#include <string.h>
#include "interruption.h"
#include "load.h"
#include "say.h"

#define TIER_LIMIT 255
#define CELL_SIZE 128

/* The counting at work. */
struct counting {
    const struct flips_settings *settings;
    const struct crr_ahp *ahp;
    struct flips *flips;
    struct memory text; /* the model's, as it is written */
    struct crr_ahp_variant *variant;
    struct source_list sources;
    struct file_maps maps;
    size_t capacity; /* of tier_of */
};

/* ---- One run over the customers ---- */

/* What a run does with each rated customer; cell is the one column. */
struct run {
    struct counting *counting;
    void (*take)(struct run *run, uint64_t customer, struct crr_text cell);
    char cell[CELL_SIZE * 8]; /* a line while it arrives in pieces */
    size_t length;
    uint64_t line;
    bool failed;      /* no memory, or a line that cannot be */
    uint64_t flipped; /* by a step */
};

static int
take_pieces(void *user, const char *at, size_t length)
{
    struct run *run = user;

    for (size_t i = 0; i < length; i++) {
        if (at[i] != '\n') {
            if (run->length < sizeof run->cell)
                run->cell[run->length++] = at[i];
            continue;
        }
        /* The first line is the header. */
        if (run->line++ > 0)
            run->take(run, run->line - 2, (struct crr_text){run->cell, run->length});
        run->length = 0;
    }
    return run->failed ? -1 : 0;
}

/* Rates all customers under the model and hands one column to the run. */
static int
rate(struct counting *counting, struct crr_model *model, struct crr_text column,
    struct run *run, uint64_t *ret_rejected)
{
    const struct flips_settings *settings = counting->settings;
    struct operands names = {&settings->customers, 1};
    struct crr_file_options options = {.size = sizeof options,
        .rater = {.size = sizeof options.rater,
            .has_as_of = settings->as_of.given,
            .as_of = settings->as_of.day,
            .scenario = settings->scenario},
        .columns = &column,
        .column_count = 1,
        .maps = counting->maps.at,
        .map_count = counting->maps.count,
        .reveal = true,
        .progress = interruption_progress,
        .write = take_pieces,
        .write_user = run};
    struct crr_summary *summary = NULL;
    struct crr_error error = {0};
    int exit_status = source_list_open(&counting->sources, &names, settings->encoding);

    use_delimiter(settings->delimiter, &options);

    run->counting = counting;
    if (exit_status == EXIT_DONE) {
        enum crr_status status = crr_file_rate(model, counting->sources.views,
            counting->sources.count, &options, &summary, &error);
        if (status != CRR_OK)
            exit_status = say_file_failure(status, &error, &counting->sources);
        else if (ret_rejected)
            *ret_rejected = crr_summary_rejected_count(summary);
        crr_summary_free(summary);
    }
    source_list_release(&counting->sources);
    return exit_status;
}

/* ---- Tiers ---- */

/* The tier's index; tier_count if there is none of this id. */
static size_t
tier_of(const struct flips *flips, struct crr_text id)
{
    size_t i = 0;

    while (
        i < flips->tier_count && (flips->tiers[i].length != id.length ||
                                     memcmp(flips->tiers[i].at, id.at, id.length) != 0))
        i++;
    return i;
}

static void
take_now(struct run *run, uint64_t customer, struct crr_text cell)
{
    struct counting *counting = run->counting;
    struct flips *flips = counting->flips;
    size_t tier = tier_of(flips, cell);

    if (customer >= counting->capacity) {
        size_t capacity = 2 * counting->capacity + 1024;
        unsigned char *grown = realloc(flips->tier_of, capacity);

        if (!grown) {
            run->failed = true;
            return;
        }
        flips->tier_of = grown;
        counting->capacity = capacity;
    }
    flips->tier_of[customer] = (unsigned char)tier;
    flips->now[tier]++;
    flips->customer_count = customer + 1;
}

static void
take_draw(struct run *run, uint64_t customer, struct crr_text cell)
{
    struct flips *flips = run->counting->flips;
    size_t tier = tier_of(flips, cell);

    if (customer >= flips->customer_count || tier >= flips->tier_count) {
        run->failed = true;
        return;
    }
    flips->draws_in[customer * flips->tier_count + tier]++;
    flips->flip_sum += tier != flips->tier_of[customer];
}

static void
take_step(struct run *run, uint64_t customer, struct crr_text cell)
{
    struct flips *flips = run->counting->flips;
    size_t tier = tier_of(flips, cell);

    if (customer >= flips->customer_count || tier >= flips->tier_count)
        run->failed = true;
    else
        run->flipped += tier != flips->tier_of[customer];
}

uint32_t
flips_of(const struct flips *flips, uint64_t customer)
{
    return flips->draw_count -
           flips->draws_in[customer * flips->tier_count + flips->tier_of[customer]];
}

static void
take_key(struct run *run, uint64_t customer, struct crr_text cell)
{
    struct flips *flips = run->counting->flips;

    if (customer < flips->customer_count && flips_of(flips, customer) > 0)
        flips->keys[customer] = strndup(cell.at, cell.length);
}

/* ---- Changed models ---- */

/* The model under a change; EXIT_FINDINGS if there are no such weights. */
static int
change_model(struct counting *counting, const struct crr_ahp_change *change,
    struct crr_model **ret_model)
{
    struct memory text = {NULL, 0, 0};
    struct crr_error error = {0};
    enum crr_status status = crr_ahp_variant_write(
        counting->variant, change, memory_write, &text, &error);
    int exit_status = EXIT_FINDINGS;

    if (status == CRR_OK)
        exit_status = compile_memory(counting->settings->model, &text, ret_model);
    else if (status != CRR_E_MODEL) {
        say("%s", error.message);
        exit_status = EXIT_FILE;
    }
    memory_release(&text);
    return exit_status;
}

/* Rates under a change. */
static int
rate_change(
    struct counting *counting, const struct crr_ahp_change *change, struct run *run)
{
    struct crr_model *model;
    int exit_status = change_model(counting, change, &model);

    if (exit_status != EXIT_DONE)
        return exit_status;
    exit_status = rate(counting, model, (struct crr_text){"tier", 4}, run, NULL);
    crr_model_unref(model);
    if (exit_status == EXIT_DONE && run->failed) {
        say("the customers changed while they were rated");
        exit_status = EXIT_FILE;
    }
    return exit_status;
}

/* ---- The parts ---- */

static bool
take_tiers(struct flips *flips)
{
    flips->tier_count = crr_model_tier_count(flips->model);
    flips->tiers = calloc(flips->tier_count, sizeof *flips->tiers);
    flips->now = calloc(flips->tier_count + 1, sizeof *flips->now);
    for (size_t i = 0; flips->tiers && i < flips->tier_count; i++) {
        struct crr_tier_view view;

        crr_model_tier(flips->model, i, NULL, &view);
        flips->tiers[i] = view.id;
    }
    return flips->tiers && flips->now && flips->tier_count <= TIER_LIMIT;
}

static int
rate_now(struct counting *counting)
{
    const struct crr_ahp_change none = {.kind = CRR_AHP_UNMOVED};
    struct flips *flips = counting->flips;
    struct run run = {.take = take_now};
    int exit_status = change_model(counting, &none, &flips->model);

    if (exit_status == EXIT_FINDINGS) {
        say("the judgements give a weight that would be 0");
        return EXIT_USAGE;
    }
    if (exit_status != EXIT_DONE)
        return exit_status;
    if (!as_of_fits(flips->model, &counting->settings->as_of))
        return EXIT_USAGE;
    if (!take_tiers(flips)) {
        say("out of memory");
        return EXIT_FILE;
    }
    exit_status = rate(counting, flips->model, (struct crr_text){"tier", 4}, &run,
        &flips->rejected_count);
    if (exit_status != EXIT_DONE)
        return exit_status;
    flips->draws_in = calloc(
        flips->customer_count * flips->tier_count + 1, sizeof *flips->draws_in);
    flips->keys = calloc(flips->customer_count + 1, sizeof *flips->keys);
    if (flips->draws_in && flips->keys)
        return EXIT_DONE;
    say("out of memory");
    return EXIT_FILE;
}

static int
rate_draws(struct counting *counting)
{
    struct flips *flips = counting->flips;

    for (uint32_t i = 0; i < counting->settings->draws; i++) {
        struct crr_ahp_change change = {
            .kind = CRR_AHP_DRAWN, .seed = counting->settings->seed, .draw = i};
        struct run run = {.take = take_draw};
        int exit_status = rate_change(counting, &change, &run);

        if (exit_status == EXIT_DONE)
            flips->draw_count++;
        else if (exit_status != EXIT_FINDINGS)
            return exit_status;
    }
    for (uint64_t i = 0; i < flips->customer_count; i++)
        flips->flipped_count += flips_of(flips, i) > 0;
    return EXIT_DONE;
}

static int
step_once(struct counting *counting, struct flips_by *by, int steps, uint64_t *ret)
{
    struct crr_ahp_change change = by->change;
    struct run run = {.take = take_step};

    change.steps = steps;
    int exit_status = rate_change(counting, &change, &run);
    *ret = run.flipped;
    return exit_status == EXIT_FINDINGS ? EXIT_DONE : exit_status;
}

/* The judgements of one node that may move. */
static void
list_of_node(struct flips *flips, const struct crr_ahp_stability_view *view,
    size_t tree, size_t node)
{
    const struct crr_ahp_influence *items = view->trees[tree].nodes[node].influences;
    size_t count = view->trees[tree].nodes[node].influence_count;

    for (size_t i = 0; i < count; i++) {
        if (items[i].tolerance == 0)
            continue;
        flips->by[flips->by_count++] = (struct flips_by){
            .change = {.kind = CRR_AHP_STEPPED,
                .tree = tree,
                .node = node,
                .expert = items[i].expert,
                .row = items[i].row,
                .column = items[i].column},
            .tolerance = items[i].tolerance};
    }
}

/* Those of every tree. */
static bool
list_judgements(struct counting *counting, const struct crr_ahp_stability_view *view)
{
    struct flips *flips = counting->flips;

    flips->by = calloc(view->judgement_count + 1, sizeof *flips->by);
    if (!flips->by)
        return false;
    for (size_t i = 0; i < view->tree_count; i++)
        for (size_t j = 0; j < view->trees[i].node_count; j++)
            list_of_node(flips, view, i, j);
    return true;
}

static int
rate_steps(struct counting *counting)
{
    struct crr_ahp_stability_options options = {.size = sizeof options, .draws = 1};
    struct crr_ahp_stability *stability;
    struct flips *flips = counting->flips;
    struct crr_error error = {0};
    int exit_status = EXIT_DONE;

    if (crr_ahp_stability_derive(counting->ahp, &options, &stability, &error) !=
        CRR_OK) {
        say("%s", error.message);
        return EXIT_FILE;
    }
    if (!list_judgements(counting, crr_ahp_stability_view(stability))) {
        say("out of memory");
        exit_status = EXIT_FILE;
    }
    for (size_t i = 0; exit_status == EXIT_DONE && i < flips->by_count; i++) {
        struct flips_by *by = &flips->by[i];

        exit_status = step_once(counting, by, by->tolerance, &by->up);
        if (exit_status == EXIT_DONE)
            exit_status = step_once(counting, by, -by->tolerance, &by->down);
    }
    crr_ahp_stability_free(stability);
    return exit_status;
}

/* The keys of those that flip; without a key in the model, their lines. */
static int
rate_keys(struct counting *counting)
{
    struct crr_model *model = counting->flips->model;
    struct crr_text column = {"line", 4};
    struct run run = {.take = take_key};

    for (size_t i = 0; i < crr_model_input_count(model); i++) {
        struct crr_input_view view;

        crr_model_input(model, i, NULL, &view);
        if (view.key)
            column = view.id;
    }
    return rate(counting, model, column, &run, NULL);
}

/* ---- All of it ---- */

static void
say_model_finding(void *user, const struct crr_error *finding)
{
    (void)user;
    if (finding->severity == CRR_SEVERITY_ERROR)
        say_finding(finding);
}

static int
prepare(struct counting *counting)
{
    const struct flips_settings *settings = counting->settings;
    struct crr_ahp_variant_options options = {
        .size = sizeof options, .report = say_model_finding};
    struct crr_error error_told = {0};
    int error = memory_read(&counting->text, settings->model);

    if (error != 0) {
        say("%s: cannot be read: %s", settings->model, strerror(error));
        return EXIT_FILE;
    }
    if (!file_maps_read(&counting->maps, &settings->maps))
        return EXIT_FILE;
    enum crr_status status = crr_ahp_variant_new(counting->ahp,
        (struct crr_text){
            counting->text.at ? counting->text.at : "", counting->text.length},
        settings->model, &options, &counting->variant, &error_told);
    if (status == CRR_OK)
        return EXIT_DONE;
    if (status == CRR_E_MODEL)
        say("the judgements do not weigh the factors of %s", settings->model);
    else
        say("%s: %s", settings->model, error_told.message);
    return status == CRR_E_MODEL ? EXIT_USAGE : EXIT_FILE;
}

int
flips_count(
    const struct flips_settings *settings, const struct crr_ahp *ahp, struct flips *ret)
{
    struct counting counting = {.settings = settings, .ahp = ahp, .flips = ret};
    int (*const parts[])(struct counting *) = {
        prepare, rate_now, rate_draws, rate_steps, rate_keys};
    int exit_status = EXIT_DONE;

    memset(ret, 0, sizeof *ret);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && exit_status == EXIT_DONE;
         i++)
        exit_status = parts[i](&counting);
    crr_ahp_variant_free(counting.variant);
    file_maps_release(&counting.maps);
    memory_release(&counting.text);
    return exit_status;
}

void
flips_release(struct flips *flips)
{
    for (uint64_t i = 0; flips->keys && i < flips->customer_count; i++)
        free(flips->keys[i]);
    free(flips->keys);
    free(flips->draws_in);
    free(flips->tier_of);
    free(flips->now);
    free(flips->tiers);
    free(flips->by);
    crr_model_unref(flips->model);
    memset(flips, 0, sizeof *flips);
}
