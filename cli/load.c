/* Compiling the model that a command names, and saying what is wrong with it. */
#include "load.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command.h"
#include "say.h"

/* Whoever calls the program chose the file, which may be the canonical text of a model
 * with large tables: more than the library's default. */
#define TEXT_LIMIT ((size_t)512 << 20)
#define STREAM_LIMIT (TEXT_LIMIT + 1) /* so that too much is seen to be too much */

void
count_finding(void *user, const struct crr_error *finding)
{
    struct finding_counter *counter = user;

    if (finding->severity == CRR_SEVERITY_ERROR)
        counter->counts.errors++;
    else if (finding->severity == CRR_SEVERITY_WARNING)
        counter->counts.warnings++;
    else
        counter->counts.notes++;
    if (counter->report)
        counter->report(counter->user, finding);
}

/* Reads all of the standard input, up to the limit. */
static bool
read_stream(char **ret_text, size_t *ret_length)
{
    size_t capacity = (size_t)1 << 16, length = 0;
    char *text = malloc(capacity);
    ssize_t got = 1;

    while (text && got != 0 && length < STREAM_LIMIT) {
        if (length == capacity) {
            char *grown = realloc(text, capacity *= 2);

            if (!grown)
                break;
            text = grown;
        }
        got = read(STDIN_FILENO, text + length, capacity - length);
        if (got < 0 && errno != EINTR)
            break;
        length += got > 0 ? (size_t)got : 0;
    }
    if (!text || (got != 0 && length < STREAM_LIMIT)) {
        free(text);
        return false;
    }
    *ret_text = text;
    *ret_length = length;
    return true;
}

static enum crr_status
compile_stream(const struct crr_model_options *options, struct crr_model **ret_model,
    struct crr_error *ret_error)
{
    enum crr_status status;
    char *text;
    size_t length;

    if (!read_stream(&text, &length)) {
        ret_error->severity = CRR_SEVERITY_ERROR;
        print_text(ret_error->message, sizeof ret_error->message, "cannot be read: %s",
            strerror(errno));
        return CRR_E_READ;
    }
    status = crr_model_compile(
        (struct crr_text){text, length}, "stdin", options, ret_model, ret_error);
    free(text);
    return status;
}

int
load_model(const char *name, bool strict,
    void (*report)(void *user, const struct crr_error *finding), void *user,
    struct crr_model **ret_model, struct finding_counts *ret_counts,
    struct crr_error *ret_error)
{
    struct finding_counter counter = {{0, 0, 0}, report, user};
    struct crr_model_options options = {.size = sizeof options,
        .text_limit = TEXT_LIMIT,
        .report = count_finding,
        .report_user = &counter,
        .strict = strict};
    enum crr_status status;

    memset(ret_error, 0, sizeof *ret_error);
    if (strcmp(name, "-") == 0)
        status = compile_stream(&options, ret_model, ret_error);
    else
        status = crr_model_compile_file(name, &options, ret_model, ret_error);
    *ret_counts = counter.counts;
    if (status == CRR_OK)
        return EXIT_DONE;
    return status == CRR_E_MODEL ? EXIT_USAGE : EXIT_FILE;
}

const char *
plural(size_t count)
{
    return count == 1 ? "" : "s";
}

const char *
model_name(const char *name)
{
    return strcmp(name, "-") == 0 ? "stdin" : name;
}

void
say_unreadable(const char *name, const struct crr_error *error)
{
    say("%s: %s", model_name(name),
        *error->message ? error->message : crr_status_name(error->status));
}

static void
say_error(void *user, const struct crr_error *finding)
{
    const bool *strict = user;

    if (finding->severity == CRR_SEVERITY_ERROR ||
        (*strict && finding->severity == CRR_SEVERITY_WARNING))
        say_finding(finding);
}

int
load_model_or_say(const char *name, bool strict, struct crr_model **ret_model)
{
    struct finding_counts counts;
    struct crr_error error;
    int exit_status = load_model(
        name, strict, say_error, &strict, ret_model, &counts, &error);

    if (exit_status == EXIT_DONE && counts.warnings > 0)
        say("%s has %zu warning%s; see: crr check %s", model_name(name),
            counts.warnings, plural(counts.warnings), name);
    if (exit_status == EXIT_USAGE)
        say("%s is not valid: %zu error%s, %zu warning%s", model_name(name),
            counts.errors, plural(counts.errors), counts.warnings,
            plural(counts.warnings));
    else if (exit_status != EXIT_DONE && counts.errors == 0)
        say_unreadable(name, &error);
    return exit_status;
}
