/* crr: the command line. Finds the command, parses its options, runs it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command.h"
#include "option.h"
#include "output.h"
#include "say.h"

static const struct command *const commands[] = {
    &command_rate,
    &command_explain,
    &command_check,
    &command_show,
    &command_init,
    &command_findings,
    &command_version,
};
static const size_t command_count = sizeof commands / sizeof commands[0];

/* A standard stream that the caller closed would be given to the next file that is
 * opened, and messages would go into it. In its place comes one that fails when it is
 * used. */
static void
hold_standard_streams(void)
{
    static const int modes[] = {O_WRONLY, O_RDONLY, O_WRONLY};

    for (int i = 0; i <= STDERR_FILENO; i++)
        if (fcntl(i, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", modes[i]);
}

static const char *
name_at(const void *of, size_t index)
{
    (void)of;
    return index < command_count ? commands[index]->name : NULL;
}

static const struct command *
find_command(const char *name)
{
    const char *near;

    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    near = option_nearest(name, name_at, NULL);
    if (near)
        say("there is no command %s; did you mean crr %s?", name, near);
    else
        say("there is no command %s; see crr --help", name);
    return NULL;
}

static void
print_overview(struct output *out)
{
    output_print(out,
        "usage: crr COMMAND [options]\n\n"
        "Rates the money-laundering risk of customers with a model written in YAML:\n"
        "exactly, and with a reason for every point.\n\nCommands:\n");
    for (size_t i = 0; i < command_count; i++)
        output_print(out, "  %-10s  %s\n", commands[i]->name, commands[i]->summary);
    output_print(out,
        "\ncrr COMMAND --help explains each one, with an example. A start from "
        "nothing:\n\n"
        "  crr init\n"
        "  crr rate --model model.yaml --as-of 2026-01-31 model-customers.csv\n");
}

static int
print_help(const struct command *command)
{
    struct output out;

    output_open_stream(&out, STDOUT_FILENO);
    if (command)
        option_help(command, &out);
    else
        print_overview(&out);
    return output_close(&out) ? EXIT_DONE : EXIT_FILE;
}

static int
run(const struct command *command, int count, char **words)
{
    void *arguments = calloc(1, command->arguments_size + 1);
    const char **names = calloc((size_t)count + 1, sizeof *names);
    struct operands operands = {names, 0};
    int exit_status = EXIT_FILE;

    if (!arguments || !names) {
        say("out of memory");
    } else {
        switch (
            option_parse(command, count, words, arguments, names, &operands.count)) {
        case PARSE_HELP:
            exit_status = print_help(command);
            break;
        case PARSE_WRONG:
            exit_status = EXIT_USAGE;
            break;
        case PARSE_RUN:
            exit_status = command->run(arguments, &operands);
            break;
        }
        option_release(command, arguments);
    }
    free(arguments);
    free(names);
    return exit_status;
}

static bool
is_any(const char *word, const char *a, const char *b, const char *c)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0 || strcmp(word, c) == 0;
}

int
main(int argc, char **argv)
{
    const struct command *command;

    hold_standard_streams();
    output_catch_signals();
    if (argc < 2) {
        say("a command is missing; see crr --help");
        return EXIT_USAGE;
    }
    if (is_any(argv[1], "--version", "-V", "version"))
        return run(&command_version, argc - 2, argv + 2);
    if (is_any(argv[1], "--help", "-h", "help")) {
        if (argc < 3)
            return print_help(NULL);
        command = find_command(argv[2]);
        return command ? print_help(command) : EXIT_USAGE;
    }
    command = find_command(argv[1]);
    return command ? run(command, argc - 2, argv + 2) : EXIT_USAGE;
}
