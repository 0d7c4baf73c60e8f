/* crr findings: the catalogue of what can be wrong. */
#include "command.h"
#include "json.h"
#include "option.h"
#include "say.h"

#include <string.h>
#include <unistd.h>

struct findings_arguments {
    bool json;
};

static const struct option options[] = {
    {.name = "json",
        .help = "print JSON",
        .member = offsetof(struct findings_arguments, json),
        .read = option_read_flag},
};

/* Reads CRR-0104, crr-104 or 104; 0 is none of them. */
static unsigned
number_of(const char *text)
{
    unsigned number = 0;

    if (strncmp(text, "CRR-", 4) == 0 || strncmp(text, "crr-", 4) == 0)
        text += 4;
    if (*text == '\0' || strlen(text) > 4)
        return 0;
    for (; *text; text++) {
        if (*text < '0' || *text > '9')
            return 0;
        number = number * 10 + (unsigned)(*text - '0');
    }
    return number;
}

static void
print_json(struct json *json, const struct crr_finding *finding)
{
    char number[16];

    print_text(number, sizeof number, "CRR-%04u", finding->number);
    json_open(json, NULL, '{');
    json_string(json, "finding", number);
    json_string(json, "severity", severity_name(finding->severity));
    json_string(json, "title", finding->title);
    json_string(json, "text", finding->text);
    if (finding->example)
        json_string(json, "example", finding->example);
    if (finding->mend)
        json_string(json, "mend", finding->mend);
    json_close(json, '}');
}

/* Prints a piece of a model, indented. */
static void
print_piece(struct output *out, const char *head, const char *piece)
{
    if (!piece)
        return;
    output_print(out, "\n%s\n\n", head);
    while (*piece) {
        size_t length = strcspn(piece, "\n");

        output_print(out, "%s", length > 0 ? "  " : "");
        output_write(out, piece, length);
        output_print(out, "\n");
        piece += length + (piece[length] != '\0');
    }
}

/* Prints text in lines of at most 80 columns. */
static void
print_paragraph(struct output *out, const char *text)
{
    size_t column = 0;

    while (*text) {
        size_t length = strcspn(text, " \n");

        if (column > 0 && column + 1 + length > 80) {
            output_print(out, "\n");
            column = 0;
        }
        if (column > 0)
            output_print(out, " ");
        column += length + (column > 0);
        output_write(out, text, length);
        text += length;
        text += strspn(text, " \n");
    }
    output_print(out, "\n");
}

static int
print_one(struct output *out, const char *name, bool as_json)
{
    const struct crr_finding *finding = crr_finding_by_number(number_of(name));
    struct json json = {out, 0, false};

    if (!finding) {
        say("there is no finding %s; `crr findings` lists them all", name);
        return EXIT_USAGE;
    }
    if (as_json) {
        print_json(&json, finding);
        return EXIT_DONE;
    }
    output_print(out, "CRR-%04u  %s  %s\n\n", finding->number,
        severity_name(finding->severity), finding->title);
    print_paragraph(out, finding->text);
    print_piece(out, "The mistake:", finding->example);
    print_piece(out, "Mended:", finding->mend);
    return EXIT_DONE;
}

static void
print_all(struct output *out, bool as_json)
{
    struct json json = {out, 0, false};

    if (as_json)
        json_open(&json, NULL, '[');
    for (size_t i = 0; i < crr_finding_count(); i++) {
        const struct crr_finding *finding = crr_finding_at(i);

        if (as_json)
            print_json(&json, finding);
        else
            output_print(out, "CRR-%04u  %-7s  %s\n", finding->number,
                severity_name(finding->severity), finding->title);
    }
    if (as_json)
        json_close(&json, ']');
}

static int
run(const void *user, const struct operands *operands)
{
    const struct findings_arguments *arguments = user;
    struct output out;
    int exit_status = EXIT_DONE;

    output_open_stream(&out, STDOUT_FILENO);
    if (operands->count > 0)
        exit_status = print_one(&out, operands->at[0], arguments->json);
    else
        print_all(&out, arguments->json);
    return output_close(&out) ? exit_status : EXIT_FILE;
}

const struct command command_findings = {
    .name = "findings",
    .summary = "list what can be wrong, or explain one finding",
    .usage = "[--json] [FINDING]",
    .text = "Lists the findings about models, records and files, with their numbers,\n"
            "which never change their meaning. With a number (CRR-0104, or 104) it\n"
            "explains that one and shows an example of the mistake and its mend.",
    .example = "  crr findings CRR-0104",
    .options = options,
    .option_count = sizeof options / sizeof options[0],
    .arguments_size = sizeof(struct findings_arguments),
    .operand_max = 1,
    .run = run,
};
