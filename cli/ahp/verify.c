/* crr ahp verify: whether a model's weights are those that its judgements give. */
#include <crr/ahp_model.h>
#include <string.h>
#include <unistd.h>
#include "ahp/commands.h"
#include "ahp/derived.h"
#include "ahp/weights_table.h"
#include "json.h"
#include "option.h"
#include "say.h"

struct verify_arguments {
    bool json;
};

static const struct option options[] = {
    {.name = "json",
        .help = "print a JSON object",
        .member = offsetof(struct verify_arguments, json),
        .read = option_read_flag},
};

static void
say_difference(void *user, const struct crr_error *finding)
{
    (void)user;
    say_finding(finding);
}

static void
print_verdict(
    struct output *out, const char *name, const struct loaded *loaded, bool verified)
{
    size_t count = crr_ahp_weight_count(loaded->ahp);

    weights_table(out, loaded->ahp, "written", "derived", "different");
    output_print(out, "\n%s: %s: %zu weight%s, judgements %.16s...\n", model_name(name),
        verified ? "verified" : "not what the judgements give", count, plural(count),
        crr_ahp_view(loaded->ahp)->digest);
}

static int
verify(const struct verify_arguments *arguments, const char *name,
    const struct loaded *loaded, struct output *out)
{
    enum crr_status status = crr_ahp_verify(
        loaded->ahp, arguments->json ? NULL : say_difference, NULL, NULL);
    struct json json = {out, 0, false};

    if (status == CRR_E_MEMORY) {
        say("out of memory");
        return EXIT_FILE;
    }
    if (arguments->json) {
        json_open(&json, NULL, '{');
        json_string(&json, "file", model_name(name));
        json_bool(&json, "verified", status == CRR_OK);
        json_string(&json, "judgements", crr_ahp_view(loaded->ahp)->digest);
        weights_table_json(&json, loaded->ahp);
        json_close(&json, '}');
    } else {
        print_verdict(out, name, loaded, status == CRR_OK);
    }
    return status == CRR_OK ? verdict_status(loaded) : EXIT_FINDINGS;
}

static int
run(const void *user, const struct operands *operands)
{
    struct output out;
    struct loaded loaded;
    int exit_status;

    output_open_stream(&out, STDOUT_FILENO);
    exit_status = load_ahp(operands->at[0], NULL, NULL, NULL, &loaded);
    if (exit_status == EXIT_DONE && crr_ahp_weight_count(loaded.ahp) == 0) {
        say("%s has no factors whose weights could be verified",
            model_name(operands->at[0]));
        exit_status = EXIT_USAGE;
    }
    if (exit_status == EXIT_DONE)
        exit_status = verify(user, operands->at[0], &loaded, &out);
    loaded_release(&loaded);
    return output_close(&out) ? exit_status : EXIT_FILE;
}

const struct command command_verify = {
    .name = "verify",
    .summary = "compare a model's weights with its judgements",
    .usage = "[--json] MODEL",
    .text =
        "Derives the weights of a model from the judgements in it, as crr ahp freeze\n"
        "does, and compares them with the weights that are written. Equal decimals\n"
        "verify a weight; one that is less than a unit of the last place from the\n"
        "unrounded weight is accepted, with a note, if its group sums exactly. It "
        "exits\n"
        "with 1 on a difference, and where the judgements are not consistent. MODEL "
        "may\n"
        "be - for standard input.",
    .example = "  crr ahp verify config/correction.yaml",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct verify_arguments),
    .operand_min = 1,
    .operand_max = 1,
    .operand_expected = "the name of a model",
    .run = run,
};
