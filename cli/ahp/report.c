/* crr ahp report: everything on one page, to be followed with a calculator. */
#include "ahp/commands.h"
#include "ahp/derived.h"
#include "option.h"
#include "reading.h"
#include "output.h"

#include <string.h>
#include <unistd.h>
#include "say.h"
#include "source.h"

struct report_arguments {
    char delimiter;
    bool json;
    bool strict;
    const char *out;
};

static const struct option options[] = {
    OPTION_DELIMITER_OF_MATRIX(struct report_arguments),
    {.name = "output",
        .letter = 'o',
        .argument = "OUT",
        .help = "write into this file; without it, standard output",
        .member = offsetof(struct report_arguments, out),
        .read = option_read_text,
        .expected = "the name of a file"},
    {.name = "strict",
        .help = "warnings about what is written refuse the file too",
        .member = offsetof(struct report_arguments, strict),
        .read = option_read_flag},
    {.name = "json",
        .help = "write a JSON object instead of Markdown",
        .member = offsetof(struct report_arguments, json),
        .read = option_read_flag},
};

static bool
write_report(const struct report_arguments *arguments, const struct crr_ahp *ahp)
{
    struct output out;

    if (!output_open(&out, arguments->out ? arguments->out : "-", false))
        return false;
    if (arguments->json)
        crr_ahp_write_report_json(ahp, output_write, &out);
    else
        crr_ahp_write_report_markdown(ahp, output_write, &out);
    return output_close(&out);
}

static int
run(const void *user, const struct operands *operands)
{
    const struct report_arguments *arguments = user;
    struct loaded loaded;
    int exit_status;

    if (arguments->out && same_file(operands->at[0], arguments->out)) {
        say("%s would be replaced by its own report", operands->at[0]);
        return EXIT_USAGE;
    }
    exit_status = load_ahp(operands->at[0],
        &(struct load_settings){arguments->strict, arguments->delimiter}, NULL, NULL,
        &loaded);
    if (exit_status == EXIT_DONE)
        exit_status = write_report(arguments, loaded.ahp) ? verdict_status(&loaded)
                                                          : EXIT_FILE;
    loaded_release(&loaded);
    return exit_status;
}

const struct command command_report = {
    .name = "report",
    .summary = "write everything that was derived on one page, step by step",
    .usage = "[--delimiter C] [--strict] [--json] [-o OUT] FILE",
    .text =
        "Writes a page in Markdown that an auditor can follow with a calculator: the\n"
        "judgements as exact fractions, the products and roots of the rows (方根法),\n"
        "weights, the eigenvector, consistency under every random index table, the\n"
        "experts and what they make together, the weights over the hierarchy, the\n"
        "digest of the judgements, the versions of the library and of BLAS.\n"
        "\n"
        "FILE is what `crr ahp weights` reads. It exits with 1 if not everything is\n"
        "consistent or there is another warning, 2 if the judgements are not valid.",
    .example = "  crr ahp report -o weights.md examples/judgements.yaml",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct report_arguments),
    .operand_min = 1,
    .operand_max = 1,
    .operand_expected = "the name of a file with judgements",
    .run = run,
};
