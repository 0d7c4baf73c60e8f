/* crr ahp stability: how far weights, and customers' tiers, hang on the judgements. */
#include <crr/ahp_stability.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "ahp/commands.h"
#include "ahp/derived.h"
#include "ahp/flips.h"
#include "interruption.h"
#include "json.h"
#include "option.h"
#include "say.h"

#define DRAWS_OF_WEIGHTS 1000
#define DRAWS_OF_CUSTOMERS 200
#define LIST_DEFAULT 20

struct number_argument {
    bool given;
    uint64_t value;
};

struct stability_arguments {
    const char *model, *customers;
    struct day_argument as_of;
    const char *scenario; /* NULL: none */
    struct list_argument maps;
    char delimiter;
    const struct encoding *encoding; /* NULL: UTF-8 */
    struct number_argument draws, seed, list;
    bool json;
};

/* A whole number below 2^53, so that JSON can hold it. */
static bool
read_number(const char *value, void *member)
{
    struct number_argument *number = member;

    number->given = true;
    number->value = 0;
    for (const char *at = value; *at; at++) {
        if (*at < '0' || *at > '9' || number->value > UINT64_C(1) << 49)
            return false;
        number->value = 10 * number->value + (uint64_t)(*at - '0');
    }
    return *value != '\0' && number->value < UINT64_C(1) << 53;
}

static bool
read_draws(const char *value, void *member)
{
    const struct number_argument *number = member;

    return read_number(value, member) && number->value >= 1 &&
           number->value <= CRR_AHP_DRAW_LIMIT;
}

static bool
read_one_encoding(const char *value, void *member)
{
    const struct encoding **encoding = member;

    *encoding = encoding_find(value);
    return *encoding;
}

static const struct option options[] = {
    {.name = "model",
        .argument = "MODEL",
        .help = "rate customers with the judgements' weights in this model;\n"
                "it may be FILE itself",
        .member = offsetof(struct stability_arguments, model),
        .read = option_read_text,
        .expected = "the name of a model"},
    {.name = "customers",
        .argument = "CUSTOMERS",
        .help = "the customers, a CSV file (with --model)",
        .member = offsetof(struct stability_arguments, customers),
        .read = option_read_text,
        .expected = "the name of a file"},
    OPTION_AS_OF(struct stability_arguments),
    OPTION_SCENARIO(struct stability_arguments),
    OPTION_DELIMITER(struct stability_arguments),
    {.name = "encoding",
        .argument = "E",
        .help = "the encoding of CUSTOMERS: utf-8 (the default), gb18030, gbk,\n"
                "utf-16 (by its mark), utf-16le, utf-16be, latin-1,\n"
                "windows-1252, or auto, which looks and says what it found",
        .member = offsetof(struct stability_arguments, encoding),
        .read = read_one_encoding,
        .expected = ENCODING_NAMES},
    OPTION_MAP(struct stability_arguments),
    {.name = "draws",
        .argument = "N",
        .help = "how often all judgements are drawn; without it 1000, and\n"
                "200 with customers",
        .member = offsetof(struct stability_arguments, draws),
        .read = read_draws,
        .expected = "a number from 1 to 100000"},
    {.name = "seed",
        .argument = "S",
        .help = "where the draws begin; the same seed draws the same (1)",
        .member = offsetof(struct stability_arguments, seed),
        .read = read_number,
        .expected = "a whole number"},
    {.name = "list",
        .argument = "N",
        .help = "list at most so many customers (20); JSON has all",
        .member = offsetof(struct stability_arguments, list),
        .read = read_number,
        .expected = "a whole number"},
    {.name = "json",
        .help = "print a JSON object",
        .member = offsetof(struct stability_arguments, json),
        .read = option_read_flag},
};

static uint64_t
number_or(const struct number_argument *number, uint64_t otherwise)
{
    return number->given ? number->value : otherwise;
}

/* ---- Weights ---- */

static int
print_weights(const struct stability_arguments *arguments, const struct loaded *loaded,
    struct output *out)
{
    struct crr_ahp_stability_options settings = {.size = sizeof settings,
        .draws = (uint32_t)number_or(&arguments->draws, DRAWS_OF_WEIGHTS),
        .has_seed = true,
        .seed = number_or(&arguments->seed, 1)};
    struct crr_ahp_stability *stability;
    struct crr_error error = {0};

    if (crr_ahp_stability_derive(loaded->ahp, &settings, &stability, &error) !=
        CRR_OK) {
        say("%s", error.message);
        return error.status == CRR_E_MODEL ? EXIT_USAGE : EXIT_FILE;
    }
    if (arguments->json)
        crr_ahp_stability_write_json(stability, output_write, out);
    else
        crr_ahp_stability_write_text(stability, output_write, out);
    crr_ahp_stability_free(stability);
    return verdict_status(loaded);
}

/* ---- Customers, as text ---- */

/* A share in percent with one decimal. */
static void
print_share(struct output *out, uint64_t count, uint64_t of)
{
    uint64_t thousandths = of > 0 ? (2000 * count + of) / (2 * of) : 0;

    output_print(out, "%llu.%llu %%", (unsigned long long)(thousandths / 10),
        (unsigned long long)(thousandths % 10));
}

static void
print_customer(struct output *out, const struct flips *flips, uint64_t customer)
{
    const uint32_t *draws_in = flips->draws_in + customer * flips->tier_count;
    size_t now = flips->tier_of[customer];
    const char *between = "";

    output_print(out, "  %s  %.*s; ",
        flips->keys[customer] ? flips->keys[customer] : "?",
        (int)flips->tiers[now].length, flips->tiers[now].at);
    for (size_t i = 0; i < flips->tier_count; i++) {
        if (i == now || draws_in[i] == 0)
            continue;
        output_print(out, "%s%.*s in ", between, (int)flips->tiers[i].length,
            flips->tiers[i].at);
        print_share(out, draws_in[i], flips->draw_count);
        between = ", ";
    }
    output_print(out, "\n");
}

/* The customers that flip most often come first. */
struct listed {
    uint64_t customer;
    uint32_t flips;
};

static int
compare_listed(const void *left, const void *right)
{
    const struct listed *a = left, *b = right;

    if (a->flips != b->flips)
        return a->flips > b->flips ? -1 : 1;
    return a->customer < b->customer ? -1 : a->customer > b->customer;
}

static struct listed *
list_flipped(const struct flips *flips)
{
    struct listed *listed = calloc(flips->flipped_count + 1, sizeof *listed);
    size_t count = 0;

    for (uint64_t i = 0; listed && i < flips->customer_count; i++)
        if (flips_of(flips, i) > 0)
            listed[count++] = (struct listed){i, flips_of(flips, i)};
    if (listed && count > 1)
        qsort(listed, count, sizeof *listed, compare_listed);
    return listed;
}

static void
print_flipped(struct output *out, const struct flips *flips, uint64_t limit)
{
    struct listed *listed = list_flipped(flips);

    if (flips->flipped_count > 0)
        output_print(out, "\nWho, the tier now, and the tiers in the draws:\n");
    for (uint64_t i = 0; listed && i < flips->flipped_count && i < limit; i++)
        print_customer(out, flips, listed[i].customer);
    if (flips->flipped_count > limit)
        output_print(out, "  and %llu more (--list)\n",
            (unsigned long long)(flips->flipped_count - limit));
    free(listed);
}

static const struct crr_ahp_tree_view *
tree_of(const struct loaded *loaded, const struct flips_by *by)
{
    return &crr_ahp_view(loaded->ahp)->trees[by->change.tree];
}

static const struct crr_ahp_node_view *
node_of(const struct loaded *loaded, const struct flips_by *by)
{
    return &tree_of(loaded, by)->nodes[by->change.node];
}

static void
print_by(struct output *out, const struct flips *flips, const struct loaded *loaded)
{
    size_t silent = 0;

    output_print(
        out, "\nHow many change it if one judgement alone moves by its tolerance:\n");
    for (size_t i = 0; i < flips->by_count; i++) {
        const struct flips_by *by = &flips->by[i];
        const struct crr_ahp_node_view *node = node_of(loaded, by);
        struct crr_text expert = by->change.expert == SIZE_MAX
                                     ? (struct crr_text){"", 0}
                                     : node->experts[by->change.expert].name;

        if (by->up + by->down == 0) {
            silent++;
            continue;
        }
        struct crr_text segment = tree_of(loaded, by)->segment;

        output_print(out, "  %.*s%s%.*s, %.*s%s%.*s/%.*s: %llu raised, %llu lowered\n",
            (int)segment.length, segment.at, segment.length > 0 ? ", " : "",
            (int)node->id.length, node->id.at, (int)expert.length, expert.at,
            expert.length > 0 ? ", " : "", (int)node->children[by->change.row].length,
            node->children[by->change.row].at,
            (int)node->children[by->change.column].length,
            node->children[by->change.column].at, (unsigned long long)by->up,
            (unsigned long long)by->down);
    }
    output_print(
        out, "  the other %zu of %zu judgements: nobody\n", silent, flips->by_count);
}

static void
print_flips(const struct stability_arguments *arguments,
    const struct flips_settings *settings, const struct flips *flips,
    const struct loaded *loaded, struct output *out)
{
    output_print(out, "%llu customers rated, %llu rejected and left out; now ",
        (unsigned long long)flips->customer_count,
        (unsigned long long)flips->rejected_count);
    for (size_t i = 0; i < flips->tier_count; i++)
        output_print(out, "%s%.*s %llu", i > 0 ? ", " : "", (int)flips->tiers[i].length,
            flips->tiers[i].at, (unsigned long long)flips->now[i]);
    output_print(out, "\n%llu of them (", (unsigned long long)flips->flipped_count);
    print_share(out, flips->flipped_count, flips->customer_count);
    output_print(out, ") change their tier in some draw, ");
    print_share(out, flips->flip_sum, flips->customer_count * flips->draw_count);
    output_print(out, " in a draw on average\n");
    print_flipped(out, flips, number_or(&arguments->list, LIST_DEFAULT));
    print_by(out, flips, loaded);
    output_print(out, "\n%u draws, seed %llu", (unsigned)flips->draw_count,
        (unsigned long long)settings->seed);
    if (flips->draw_count < settings->draws)
        output_print(out, "; %u more gave a weight of 0",
            (unsigned)(settings->draws - flips->draw_count));
    output_print(out, "; %zu judgements moved alone, up and down\n", flips->by_count);
}

/* ---- Customers, as JSON ---- */

static void
json_customers(struct json *json, const struct flips *flips)
{
    json_open(json, "flipped", '[');
    for (uint64_t i = 0; i < flips->customer_count; i++) {
        if (flips_of(flips, i) == 0)
            continue;
        json_open(json, NULL, '{');
        json_string(json, "key", flips->keys[i] ? flips->keys[i] : "");
        json_text(json, "tier", flips->tiers[flips->tier_of[i]]);
        json_open(json, "draws", '{');
        for (size_t t = 0; t < flips->tier_count; t++) {
            char id[128];

            print_text(
                id, sizeof id, "%.*s", (int)flips->tiers[t].length, flips->tiers[t].at);
            json_count(json, id, flips->draws_in[i * flips->tier_count + t]);
        }
        json_close(json, '}');
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
json_by(struct json *json, const struct flips *flips, const struct loaded *loaded)
{
    json_open(json, "by_judgement", '[');
    for (size_t i = 0; i < flips->by_count; i++) {
        const struct flips_by *by = &flips->by[i];
        const struct crr_ahp_node_view *node = node_of(loaded, by);

        json_open(json, NULL, '{');
        json_text(json, "node", node->id);
        if (tree_of(loaded, by)->segment.length > 0)
            json_text(json, "segment", tree_of(loaded, by)->segment);
        if (by->change.expert != SIZE_MAX)
            json_text(json, "expert", node->experts[by->change.expert].name);
        json_text(json, "row", node->children[by->change.row]);
        json_text(json, "column", node->children[by->change.column]);
        json_count(json, "tolerance", (uint64_t)by->tolerance);
        json_count(json, "up", by->up);
        json_count(json, "down", by->down);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void
json_flips(const struct flips_settings *settings, const struct flips *flips,
    const struct loaded *loaded, struct output *out)
{
    struct json json = {out, 0, false};

    json_open(&json, NULL, '{');
    json_string(&json, "judgements", crr_ahp_view(loaded->ahp)->digest);
    json_string(&json, "model", crr_model_digest(flips->model));
    json_count(&json, "seed", settings->seed);
    json_count(&json, "draws", flips->draw_count);
    json_count(&json, "customers", flips->customer_count);
    json_count(&json, "rejected", flips->rejected_count);
    json_count(&json, "flipped_customers", flips->flipped_count);
    json_count(&json, "flips", flips->flip_sum);
    json_customers(&json, flips);
    json_by(&json, flips, loaded);
    json_close(&json, '}');
}

static int
print_customers(const struct stability_arguments *arguments,
    const struct loaded *loaded, struct output *out)
{
    struct flips_settings settings = {.model = arguments->model,
        .customers = arguments->customers,
        .as_of = arguments->as_of,
        .scenario = text_or_none(arguments->scenario),
        .maps = arguments->maps,
        .delimiter = arguments->delimiter,
        .encoding = arguments->encoding ? arguments->encoding
                                        : &encodings[ENCODING_UTF_8],
        .draws = (uint32_t)number_or(&arguments->draws, DRAWS_OF_CUSTOMERS),
        .seed = number_or(&arguments->seed, 1)};
    struct flips flips;
    int exit_status;

    interruption_begin();
    exit_status = flips_count(&settings, loaded->ahp, &flips);

    if (exit_status == EXIT_DONE) {
        if (arguments->json)
            json_flips(&settings, &flips, loaded, out);
        else
            print_flips(arguments, &settings, &flips, loaded, out);
        exit_status = verdict_status(loaded);
    }
    flips_release(&flips);
    return exit_status;
}

/* ---- The command ---- */

static bool
arguments_fit(const struct stability_arguments *arguments)
{
    if (!arguments->model == !arguments->customers &&
        !(arguments->customers && strcmp(arguments->customers, "-") == 0) &&
        !(arguments->model && strcmp(arguments->model, "-") == 0))
        return true;
    say("stability needs --model and --customers together, both of them files that "
        "can be read again");
    return false;
}

static int
run(const void *user, const struct operands *operands)
{
    const struct stability_arguments *arguments = user;
    struct output out;
    struct loaded loaded;
    int exit_status;

    if (!arguments_fit(arguments))
        return EXIT_USAGE;
    output_open_stream(&out, STDOUT_FILENO);
    exit_status = load_ahp(operands->at[0],
        &(struct load_settings){false, arguments->customers ? 0 : arguments->delimiter},
        NULL, NULL, &loaded);
    if (exit_status == EXIT_DONE)
        exit_status = arguments->customers ? print_customers(arguments, &loaded, &out)
                                           : print_weights(arguments, &loaded, &out);
    loaded_release(&loaded);
    return output_close(&out) ? exit_status : EXIT_FILE;
}

const struct command command_stability = {
    .name = "stability",
    .summary = "show how far weights and tiers hang on the judgements",
    .usage = "[--draws N] [--seed S] [--json] FILE\n"
             "       crr ahp stability FILE --model MODEL --customers CUSTOMERS [...]",
    .text =
        "Lets every judgement move by its tolerance, so many steps of the scale up or\n"
        "down, and derives the weights again, many times. Prints how far each frozen\n"
        "weight spreads, how often it keeps its rank, how often the judgements stay\n"
        "consistent, and the smallest change of one judgement that reorders a node.\n"
        "\n"
        "With --model and --customers it rates the customers exactly under each drawn\n"
        "vector: who changes the tier, how often, and by which judgement if that one\n"
        "moves alone. The same seed draws the same everywhere.",
    .example = "  crr ahp stability examples/judgements.yaml\n"
               "  crr ahp stability config/retail-bank.yaml --draws 10 \\\n"
               "      --model config/retail-bank.yaml --as-of 2026-07-01 \\\n"
               "      --customers examples/individuals.csv",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct stability_arguments),
    .operand_min = 1,
    .operand_max = 1,
    .operand_expected = "the name of a file with judgements",
    .run = run,
};
