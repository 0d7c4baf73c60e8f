/* Running a program of commands: finds the command, parses its options, runs it. */
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command.h"
#include "option.h"
#include "output.h"
#include "say.h"

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
    return index < program.command_count ? program.commands[index]->name : NULL;
}

static const struct command *
find_command(const char *name)
{
    const char *near;

    for (size_t i = 0; i < program.command_count; i++)
        if (strcmp(program.commands[i]->name, name) == 0)
            return program.commands[i];
    near = option_nearest(name, name_at, NULL);
    if (near)
        say("there is no command %s; did you mean %s %s?", name, program.name, near);
    else
        say("there is no command %s; see %s --help", name, program.name);
    return NULL;
}

static void
print_overview(struct output *out)
{
    output_print(out, "usage: %s COMMAND [options]\n\n%s\nCommands:\n", program.name,
        program.text);
    for (size_t i = 0; i < program.command_count; i++)
        output_print(out, "  %-10s  %s\n", program.commands[i]->name,
            program.commands[i]->summary);
    output_print(out, "\n%s COMMAND --help explains each one, with an example. %s",
        program.name, program.start);
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

    if (command->pass) {
        free(arguments);
        free(names);
        return command->pass(count, words);
    }
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
            if (exit_status == EXIT_INTERRUPTED)
                output_say_interrupted();
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
program_run(int argc, char **argv)
{
    const struct command *command;

    hold_standard_streams();
    output_catch_signals();
    if (argc < 2) {
        say("a command is missing; see %s --help", program.name);
        return EXIT_USAGE;
    }
    if (is_any(argv[1], "--version", "-V", "version"))
        return run(program.version, argc - 2, argv + 2);
    if (is_any(argv[1], "--help", "-h", "help")) {
        if (argc < 3)
            return print_help(NULL);
        command = find_command(argv[2]);
        if (command && command->pass)
            return command->pass(1, (char *[]){(char[]){"--help"}, NULL});
        return command ? print_help(command) : EXIT_USAGE;
    }
    command = find_command(argv[1]);
    return command ? run(command, argc - 2, argv + 2) : EXIT_USAGE;
}
