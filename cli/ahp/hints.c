/* crr ahp hints: which judgements to look at. */
#include <crr/ahp_hints.h>
#include <string.h>
#include <unistd.h>
#include "ahp/commands.h"
#include "ahp/derived.h"
#include "option.h"
#include "reading.h"
#include "output.h"
#include "say.h"

struct hints_arguments {
    char delimiter;
    bool json;
};

static const struct option options[] = {
    OPTION_DELIMITER_OF_MATRIX(struct hints_arguments),
    {.name = "json",
        .help = "print a JSON object",
        .member = offsetof(struct hints_arguments, json),
        .read = option_read_flag},
};

static int
print_hints(const struct hints_arguments *arguments, const struct loaded *loaded,
    struct output *out)
{
    struct crr_ahp_hints *hints;
    struct crr_error error;

    if (crr_ahp_hints_derive(loaded->ahp, NULL, &hints, &error) != CRR_OK) {
        say("%s", error.message);
        return EXIT_FILE;
    }
    if (arguments->json)
        crr_ahp_hints_write_json(hints, output_write, out);
    else
        crr_ahp_hints_write_text(hints, output_write, out);
    crr_ahp_hints_free(hints);
    return verdict_status(loaded);
}

/* The hints themselves say what is inconsistent. */
static void
say_other_finding(void *user, const struct crr_error *finding)
{
    (void)user;
    if (finding->finding < 824 || finding->finding > 826)
        say_finding(finding);
}

static int
run(const void *user, const struct operands *operands)
{
    const struct hints_arguments *arguments = user;
    struct output out;
    struct loaded loaded;
    int exit_status;

    output_open_stream(&out, STDOUT_FILENO);
    exit_status = load_ahp(operands->at[0],
        &(struct load_settings){false, arguments->delimiter}, say_other_finding, NULL,
        &loaded);
    if (exit_status == EXIT_DONE)
        exit_status = print_hints(arguments, &loaded, &out);
    loaded_release(&loaded);
    return output_close(&out) ? exit_status : EXIT_FILE;
}

const struct command command_hints = {
    .name = "hints",
    .summary = "show which judgements contradict the others",
    .usage = "[--delimiter C] [--json] FILE",
    .text =
        "Lists the judgements of every voice by their effect on consistency: what was\n"
        "given, what the other judgements imply, the nearest value of the scale, and "
        "the\n"
        "consistency ratio (CR) if this one alone were changed to it. For a voice that "
        "is\n"
        "not consistent it names the smallest set of changes that brings CR under the\n"
        "limit. Nothing is edited: the expert decides whether a judgement was a slip.\n"
        "FILE is a model, a file of judgements or a CSV matrix, - standard input.",
    .example = "  crr ahp hints examples/judgements.yaml",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct hints_arguments),
    .operand_min = 1,
    .operand_max = 1,
    .operand_expected = "the name of a file with judgements",
    .run = run,
};
