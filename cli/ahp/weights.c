/* crr ahp weights: what judgements weigh, and whether they are consistent. */
#include "ahp/commands.h"
#include "ahp/derived.h"
#include "option.h"
#include "reading.h"
#include "output.h"

#include <unistd.h>

struct weights_arguments {
    char delimiter;
    bool json;
    bool strict;
};

static const struct option options[] = {
    OPTION_DELIMITER_OF_MATRIX(struct weights_arguments),
    {.name = "strict",
        .help = "warnings about what is written refuse the file too",
        .member = offsetof(struct weights_arguments, strict),
        .read = option_read_flag},
    {.name = "json",
        .help = "print a JSON object",
        .member = offsetof(struct weights_arguments, json),
        .read = option_read_flag},
};

static int
run(const void *user, const struct operands *operands)
{
    const struct weights_arguments *arguments = user;
    struct loaded loaded;
    struct output out;
    struct load_settings settings = {arguments->strict, arguments->delimiter};
    int exit_status = load_ahp(operands->at[0], &settings, NULL, NULL, &loaded);

    if (exit_status == EXIT_DONE) {
        output_open_stream(&out, STDOUT_FILENO);
        if (arguments->json)
            crr_ahp_write_json(loaded.ahp, output_write, &out);
        else
            crr_ahp_write_text(loaded.ahp, output_write, &out);
        exit_status = output_close(&out) ? verdict_status(&loaded) : EXIT_FILE;
    }
    loaded_release(&loaded);
    return exit_status;
}

const struct command command_weights = {
    .name = "weights",
    .summary = "derive weights from judgements, and test their consistency",
    .usage = "[--delimiter C] [--strict] [--json] FILE",
    .text =
        "Prints for each node of the judgements its children's weights as they are\n"
        "frozen in a model, by the row geometric mean (方根法) and the principal\n"
        "eigenvector where these differ, whether the judgements are consistent, what\n"
        "was completed, and the experts; then the weights over the whole hierarchy.\n"
        "\n"
        "FILE is YAML with the key judgements, a model too, or a square matrix as\n"
        "NAME.csv; - is standard input (YAML). It exits with 1 if not everything is\n"
        "consistent or there is another warning, 2 if the judgements are not valid.",
    .example = "  crr ahp weights examples/judgements.yaml\n"
               "  crr ahp weights --json examples/judgements.yaml",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct weights_arguments),
    .operand_min = 1,
    .operand_max = 1,
    .operand_expected = "the name of a file with judgements",
    .run = run,
};
