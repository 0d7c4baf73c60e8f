/* Customers whose tier hangs on the judgements. */
#include "ahp/flips.h"

#include <stdlib.h>
#include <string.h>
#include "interruption.h"
#include "load.h"
#include "say.h"

#define TIER_LIMIT 255

/* The counting at work. */
struct counting {
    const struct flips_settings *settings;
    const struct crr_ahp *ahp;
    struct flips *flips;
    struct memory text; /* the model's, as it is written */
    struct crr_ahp_variant *variant;
    struct source_list sources;
    struct file_maps maps;
    struct crr_book *book; /* all customers, read once */
    size_t *rows;          /* by customer: those that are rated */
    uint8_t *tiers;        /* by row, under the model that was the last */
};

static int
out_of_memory(void)
{
    say("out of memory");
    return EXIT_FILE;
}

/* ---- The book of customers ---- */

static int
take_rater(
    struct counting *counting, struct crr_model *model, struct crr_rater **ret_rater)
{
    const struct flips_settings *settings = counting->settings;
    struct crr_rater_options options = {.size = sizeof options,
        .has_as_of = settings->as_of.given,
        .as_of = settings->as_of.day,
        .scenario = settings->scenario};
    struct crr_error error = {0};
    enum crr_status status = crr_rater_new(model, &options, ret_rater, &error);

    return status == CRR_OK ? EXIT_DONE
                            : say_file_failure(status, &error, &counting->sources);
}

static int
load_book(struct counting *counting)
{
    struct crr_file_options options = {.size = sizeof options,
        .maps = counting->maps.at,
        .map_count = counting->maps.count,
        .reveal = true,
        .progress = interruption_progress};
    struct crr_error error = {0};

    use_delimiter(counting->settings->delimiter, &options);
    enum crr_status status = crr_book_load(counting->flips->model,
        counting->sources.views, counting->sources.count, &options, &counting->book,
        &error);

    if (status != CRR_OK)
        return say_file_failure(status, &error, &counting->sources);
    counting->tiers = malloc(crr_book_row_count(counting->book) + 1);
    return counting->tiers ? EXIT_DONE : out_of_memory();
}

/* Fills the tiers of all rows. */
static int
rate_rows(struct counting *counting, struct crr_rater *rater)
{
    struct crr_column_ratings ratings = {.tiers = counting->tiers};
    struct crr_error error = {0};
    enum crr_status status = crr_book_rate(counting->book, rater, 0,
        crr_book_row_count(counting->book), &ratings, NULL, &error);

    return status == CRR_OK ? EXIT_DONE
                            : say_file_failure(status, &error, &counting->sources);
}

uint32_t
flips_of(const struct flips *flips, uint64_t customer)
{
    return flips->draw_count -
           flips->draws_in[customer * flips->tier_count + flips->tier_of[customer]];
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

/* Fills the tiers under a change. A customer who is rated under one set of weights is
 * rated under every other. */
static int
rate_change(struct counting *counting, const struct crr_ahp_change *change)
{
    const struct flips *flips = counting->flips;
    struct crr_model *model;
    struct crr_rater *rater;
    int exit_status = EXIT_INTERRUPTED;

    if (!interruption_seen())
        exit_status = change_model(counting, change, &model);
    if (exit_status != EXIT_DONE)
        return exit_status;
    exit_status = take_rater(counting, model, &rater);
    if (exit_status == EXIT_DONE) {
        exit_status = rate_rows(counting, rater);
        crr_rater_free(rater);
    }
    crr_model_unref(model);
    for (uint64_t i = 0; exit_status == EXIT_DONE && i < flips->customer_count; i++) {
        if (counting->tiers[counting->rows[i]] < flips->tier_count)
            continue;
        say("line %llu is rated under the judgements and not under others",
            (unsigned long long)crr_book_line(counting->book, counting->rows[i], NULL));
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

/* The customers that are rated: the others are left out. */
static int
take_customers(struct counting *counting)
{
    struct flips *flips = counting->flips;
    size_t row_count = crr_book_row_count(counting->book);

    counting->rows = malloc((row_count + 1) * sizeof *counting->rows);
    flips->tier_of = malloc(row_count + 1);
    if (!counting->rows || !flips->tier_of)
        return out_of_memory();
    for (size_t row = 0; row < row_count; row++) {
        uint8_t tier = counting->tiers[row];

        if (tier == CRR_TIER_REJECTED) {
            flips->rejected_count++;
            continue;
        }
        counting->rows[flips->customer_count] = row;
        flips->tier_of[flips->customer_count++] = tier;
        flips->now[tier]++;
    }
    flips->draws_in = calloc(
        flips->customer_count * flips->tier_count + 1, sizeof *flips->draws_in);
    flips->keys = calloc(flips->customer_count + 1, sizeof *flips->keys);
    return flips->draws_in && flips->keys ? EXIT_DONE : out_of_memory();
}

/* Reads the customers, and rates them as the judgements are. */
static int
rate_customers(struct counting *counting)
{
    struct operands names = {&counting->settings->customers, 1};
    struct crr_rater *rater;
    int exit_status = source_list_open(
        &counting->sources, &names, counting->settings->encoding);

    if (exit_status == EXIT_DONE)
        exit_status = take_rater(counting, counting->flips->model, &rater);
    if (exit_status != EXIT_DONE)
        return exit_status;
    exit_status = load_book(counting);
    if (exit_status == EXIT_DONE)
        exit_status = rate_rows(counting, rater);
    crr_rater_free(rater);
    return exit_status == EXIT_DONE ? take_customers(counting) : exit_status;
}

static int
rate_now(struct counting *counting)
{
    const struct crr_ahp_change none = {.kind = CRR_AHP_UNMOVED};
    struct flips *flips = counting->flips;
    int exit_status = change_model(counting, &none, &flips->model);

    if (exit_status == EXIT_FINDINGS) {
        say("the judgements give a weight that would be 0");
        return EXIT_USAGE;
    }
    if (exit_status != EXIT_DONE)
        return exit_status;
    if (!as_of_fits(flips->model, &counting->settings->as_of))
        return EXIT_USAGE;
    return take_tiers(flips) ? rate_customers(counting) : out_of_memory();
}

static int
rate_draws(struct counting *counting)
{
    struct flips *flips = counting->flips;

    for (uint32_t draw = 0; draw < counting->settings->draws; draw++) {
        struct crr_ahp_change change = {
            .kind = CRR_AHP_DRAWN, .seed = counting->settings->seed, .draw = draw};
        int exit_status = rate_change(counting, &change);

        if (exit_status == EXIT_FINDINGS)
            continue;
        if (exit_status != EXIT_DONE)
            return exit_status;
        flips->draw_count++;
        for (uint64_t i = 0; i < flips->customer_count; i++) {
            uint8_t tier = counting->tiers[counting->rows[i]];

            flips->draws_in[i * flips->tier_count + tier]++;
            flips->flip_sum += tier != flips->tier_of[i];
        }
    }
    for (uint64_t i = 0; i < flips->customer_count; i++)
        flips->flipped_count += flips_of(flips, i) > 0;
    return EXIT_DONE;
}

static int
step_once(struct counting *counting, struct flips_by *by, int steps, uint64_t *ret)
{
    const struct flips *flips = counting->flips;
    struct crr_ahp_change change = by->change;

    change.steps = steps;
    int exit_status = rate_change(counting, &change);
    *ret = 0;
    for (uint64_t i = 0; exit_status == EXIT_DONE && i < flips->customer_count; i++)
        *ret += counting->tiers[counting->rows[i]] != flips->tier_of[i];
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

static bool
has_key(const struct crr_model *model)
{
    struct crr_input_view view;

    for (size_t i = 0; crr_model_input(model, i, NULL, &view) == CRR_OK; i++)
        if (view.key)
            return true;
    return false;
}

/* A terminated copy. */
static char *
copy_text(struct crr_text text)
{
    char *copy = malloc(text.length + 1);

    if (copy) {
        memcpy(copy, text.at, text.length);
        copy[text.length] = '\0';
    }
    return copy;
}

/* The keys of those that flip; without a key in the model, their lines. */
static int
take_keys(struct counting *counting)
{
    struct flips *flips = counting->flips;
    bool keyed = has_key(flips->model);
    char line[24];

    for (uint64_t i = 0; i < flips->customer_count; i++) {
        size_t row = counting->rows[i];
        struct crr_text key = crr_book_key(counting->book, row);

        if (flips_of(flips, i) == 0)
            continue;
        print_text(line, sizeof line, "%llu",
            (unsigned long long)crr_book_line(counting->book, row, NULL));
        flips->keys[i] = keyed ? copy_text(key) : strdup(line);
        if (!flips->keys[i])
            return out_of_memory();
    }
    return EXIT_DONE;
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
        prepare, rate_now, rate_draws, rate_steps, take_keys};
    int exit_status = EXIT_DONE;

    memset(ret, 0, sizeof *ret);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && exit_status == EXIT_DONE;
         i++)
        exit_status = parts[i](&counting);
    crr_book_free(counting.book);
    source_list_release(&counting.sources);
    free(counting.rows);
    free(counting.tiers);
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
