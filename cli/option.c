/* Parsing and explaining options. Long names in full (--name VALUE, --name=VALUE),
 * letters with their value beside or behind (-o VALUE, -oVALUE), anywhere among the
 * operands until
 * "--". An option given twice is a mistake unless it repeats. */
#include "option.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <crr/crr.h>
#include "output.h"
#include "program.h"
#include "say.h"

#define OPTION_LIMIT 64 /* of a command */

/* Where the parser stands. */
struct parse {
    const struct command *command;
    int count;
    char **words;
    int index; /* of the word after the one being read */
    void *arguments;
    uint64_t seen; /* bit per option */
};

bool
option_read_flag(const char *value, void *member)
{
    (void)value;
    *(bool *)member = true;
    return true;
}

bool
option_read_text(const char *value, void *member)
{
    *(const char **)member = value;
    return *value != '\0';
}

bool
option_read_day(const char *value, void *member)
{
    struct day_argument *argument = member;

    argument->given = true;
    return crr_day_parse((struct crr_text){value, strlen(value)}, &argument->day);
}

const char *
option_why_no_day(const char *value, char ret_text[OPTION_WHY_SIZE])
{
    char fault[CRR_DAY_FAULT_SIZE];

    crr_day_fault((struct crr_text){value, strlen(value)}, fault);
    print_text(ret_text, OPTION_WHY_SIZE, "%s%s", *fault ? ": " : "", fault);
    return ret_text;
}

bool
option_read_list(const char *value, void *member)
{
    struct list_argument *list = member;
    const char **grown = realloc(list->at, (list->count + 1) * sizeof *grown);

    if (!grown)
        return false;
    grown[list->count] = value;
    list->at = grown;
    list->count++;
    return true;
}

static size_t
smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance; words longer than the row count as far away. */
static size_t
distance(const char *a, const char *b)
{
    size_t row[33];
    size_t a_length = strlen(a), b_length = strlen(b);

    if (a_length > 32 || b_length > 32)
        return SIZE_MAX;
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t change = diagonal + (a[i - 1] != b[j - 1]);

            diagonal = row[j];
            row[j] = smaller(change, smaller(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_length];
}

const char *
option_nearest(const char *word, const char *(*candidate)(const void *of, size_t index),
    const void *of)
{
    const char *best = NULL, *name;
    size_t best_distance = strlen(word) / 3 + 1;

    for (size_t i = 0; (name = candidate(of, i)); i++) {
        size_t far = distance(word, name);

        if (far <= best_distance && far < strlen(name)) {
            best_distance = far;
            best = name;
        }
    }
    return best;
}

static const char *
name_at(const void *of, size_t index)
{
    const struct command *command = of;

    if (index < command->option_count)
        return command->options[index].name;
    return index == command->option_count ? "help" : NULL;
}

static enum parse_result
wrong_name(const struct command *command, const char *name)
{
    const char *near = option_nearest(name, name_at, command);

    if (near)
        say("%s has no option --%s; did you mean --%s?", command->name, name, near);
    else
        say("%s has no option --%s; see %s %s --help", command->name, name,
            program.name, command->name);
    return PARSE_WRONG;
}

/* Reads the option at index with its value, which may be NULL. */
static enum parse_result
take(struct parse *parse, size_t index, const char *value)
{
    const struct option *option = &parse->command->options[index];
    uint64_t bit = UINT64_C(1) << index;
    char why[OPTION_WHY_SIZE];

    if (!option->argument && value) {
        say("--%s takes no value", option->name);
        return PARSE_WRONG;
    }
    if (option->argument && !value) {
        if (parse->index == parse->count) {
            say("--%s needs a value: --%s %s", option->name, option->name,
                option->argument);
            return PARSE_WRONG;
        }
        value = parse->words[parse->index++];
    }
    if ((parse->seen & bit) && !option->repeats) {
        say("--%s is given twice", option->name);
        return PARSE_WRONG;
    }
    parse->seen |= bit;
    if (!option->read(value, (char *)parse->arguments + option->member)) {
        say("--%s expects %s, not \"%s\"%s", option->name, option->expected, value,
            option->why ? option->why(value, why) : "");
        return PARSE_WRONG;
    }
    return PARSE_RUN;
}

static enum parse_result
take_long(struct parse *parse, char *name)
{
    const struct command *command = parse->command;
    char *equals = strchr(name, '=');

    if (equals)
        *equals = '\0';
    if (strcmp(name, "help") == 0)
        return PARSE_HELP;
    for (size_t i = 0; i < command->option_count; i++)
        if (strcmp(command->options[i].name, name) == 0)
            return take(parse, i, equals ? equals + 1 : NULL);
    return wrong_name(command, name);
}

static enum parse_result
take_letter(struct parse *parse, const char *letters)
{
    const struct command *command = parse->command;
    const char *rest = letters[1] ? letters + 1 : NULL;

    if (letters[0] == 'h')
        return PARSE_HELP;
    for (size_t i = 0; i < command->option_count; i++)
        if (command->options[i].letter == letters[0])
            return take(parse, i, rest);
    say("%s has no option -%c; see %s %s --help", command->name, letters[0],
        program.name, command->name);
    return PARSE_WRONG;
}

static enum parse_result
complete(const struct parse *parse, size_t operand_count)
{
    const struct command *command = parse->command;

    for (size_t i = 0; i < command->option_count; i++) {
        const struct option *option = &command->options[i];

        if (option->needed && !(parse->seen & (UINT64_C(1) << i))) {
            say("%s needs --%s %s; see %s %s --help", command->name, option->name,
                option->argument, program.name, command->name);
            return PARSE_WRONG;
        }
    }
    if (operand_count < command->operand_min) {
        say("%s needs %s; see %s %s --help", command->name, command->operand_expected,
            program.name, command->name);
        return PARSE_WRONG;
    }
    if (operand_count > command->operand_max) {
        say("%s takes no more than: %s %s %s", command->name, program.name,
            command->name, command->usage);
        return PARSE_WRONG;
    }
    return PARSE_RUN;
}

enum parse_result
option_parse(const struct command *command, int count, char **words, void *arguments,
    const char **ret_operands, size_t *ret_operand_count)
{
    struct parse parse = {command, count, words, 0, arguments, 0};
    bool options_end = false;
    size_t operand_count = 0;

    while (parse.index < count) {
        char *word = words[parse.index++];
        enum parse_result result = PARSE_RUN;

        if (options_end || word[0] != '-' || word[1] == '\0')
            ret_operands[operand_count++] = word;
        else if (strcmp(word, "--") == 0)
            options_end = true;
        else if (word[1] == '-')
            result = take_long(&parse, word + 2);
        else
            result = take_letter(&parse, word + 1);
        if (result != PARSE_RUN)
            return result;
    }
    *ret_operand_count = operand_count;
    return complete(&parse, operand_count);
}

void
option_release(const struct command *command, void *arguments)
{
    for (size_t i = 0; i < command->option_count; i++) {
        const struct option *option = &command->options[i];

        if (option->repeats) {
            struct list_argument *list = (void *)((char *)arguments + option->member);

            free(list->at);
        }
    }
}

/* Prints text, whose first line starts at column `at`, with later lines indented to it.
 */
static void
print_indented(struct output *out, const char *text, int at)
{
    for (;;) {
        size_t length = strcspn(text, "\n");

        output_write(out, text, length);
        output_print(out, "\n");
        if (text[length] == '\0')
            return;
        text += length + 1;
        output_print(out, "%*s", at, "");
    }
}

static void
print_option(struct output *out, const struct option *option)
{
    const int column = 26;
    char head[64];
    size_t length = 0;

    length += print_text(head, sizeof head, "  ");
    if (option->letter)
        length += print_text(
            head + length, sizeof head - length, "-%c, ", option->letter);
    length += print_text(head + length, sizeof head - length, "--%s%s%s", option->name,
        option->argument ? " " : "", option->argument ? option->argument : "");
    output_print(out, "%-*s", column, head);
    if (length + 2 > (size_t)column)
        output_print(out, "\n%*s", column, "");
    print_indented(out, option->help, column);
}

void
option_help(const struct command *command, struct output *out)
{
    output_print(out, "usage: %s %s %s\n\n%s\n", program.name, command->name,
        command->usage, command->text);
    output_print(out, "\nOptions:\n");
    for (size_t i = 0; i < command->option_count; i++)
        print_option(out, &command->options[i]);
    print_option(out,
        &(struct option){
            .name = "help", .letter = 'h', .help = "print this and do nothing else"});
    if (command->help_more)
        command->help_more(out);
    output_print(out,
        "\nExit status: 0 done, nothing to report; 1 done, with findings; 2 wrong "
        "usage,\n"
        "or a model, judgements, a header or a file beside that are not valid; 3 a "
        "file\n"
        "could not be read or written; 4 a self-check failed; 130 interrupted.\n");
    output_print(out, "\nExample:\n");
    output_print(out, "%s\n", command->example);
}
