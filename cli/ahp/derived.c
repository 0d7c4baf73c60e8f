/* Deriving weights from the file that a command names. */
#include "ahp/derived.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "command.h"
#include "say.h"

#define TEXT_LIMIT ((size_t)512 << 20)
#define PIECE ((size_t)1 << 16)

/* Reads all of a file; false with errno set. One byte beyond the limit is enough to see
 * that it is too large. */
static bool
read_all(int file, struct loaded *loaded)
{
    size_t capacity = 0;

    while (loaded->length <= TEXT_LIMIT) {
        if (capacity - loaded->length < PIECE) {
            char *grown = realloc(loaded->text, capacity = 2 * capacity + PIECE);

            if (!grown)
                return false;
            loaded->text = grown;
        }
        ssize_t got = read(file, loaded->text + loaded->length, PIECE);
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        loaded->length += got > 0 ? (size_t)got : 0;
    }
    return true;
}

static bool
read_file(const char *name, struct loaded *loaded)
{
    bool is_stream = strcmp(name, "-") == 0;
    int file = is_stream ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
    bool good = file >= 0 && read_all(file, loaded);
    int error = errno;

    if (file >= 0 && !is_stream)
        close(file);
    if (good)
        return true;
    say("%s: cannot be read: %s", model_name(name), strerror(error));
    loaded->error.severity = CRR_SEVERITY_ERROR;
    print_text(loaded->error.file, sizeof loaded->error.file, "%s", model_name(name));
    print_text(loaded->error.message, sizeof loaded->error.message,
        "cannot be read: %s", strerror(error));
    return false;
}

/* Whom to tell, while counting. */
struct counter {
    struct finding_counts *counts;
    void (*report)(void *user, const struct crr_error *finding);
    void *user;
};

static void
count_finding(void *user, const struct crr_error *finding)
{
    struct counter *counter = user;

    if (finding->severity == CRR_SEVERITY_ERROR)
        counter->counts->errors++;
    else if (finding->severity == CRR_SEVERITY_WARNING)
        counter->counts->warnings++;
    else
        counter->counts->notes++;
    if (counter->report)
        counter->report(counter->user, finding);
    else
        say_finding(finding);
}

int
load_ahp(const char *name, const struct load_settings *settings,
    void (*report)(void *user, const struct crr_error *finding), void *user,
    struct loaded *ret)
{
    struct counter counter = {&ret->counts, report, user};
    struct crr_ahp_options options = {.size = sizeof options,
        .report = count_finding,
        .report_user = &counter,
        .strict = settings && settings->strict,
        .delimiter = settings ? settings->delimiter : 0};
    enum crr_status status;

    memset(ret, 0, sizeof *ret);
    if (!read_file(name, ret))
        return EXIT_FILE;
    status = crr_ahp_derive((struct crr_text){ret->text, ret->length}, model_name(name),
        &options, &ret->ahp, &ret->error);
    if (status == CRR_OK)
        return EXIT_DONE;
    if (status == CRR_E_MODEL) {
        if (!report)
            say("%s is not valid: %zu error%s, %zu warning%s", model_name(name),
                ret->counts.errors, plural(ret->counts.errors), ret->counts.warnings,
                plural(ret->counts.warnings));
        return EXIT_USAGE;
    }
    say("%s: %s", model_name(name), ret->error.message);
    return EXIT_FILE;
}

void
loaded_release(struct loaded *loaded)
{
    crr_ahp_free(loaded->ahp);
    free(loaded->text);
    memset(loaded, 0, sizeof *loaded);
}

int
verdict_status(const struct loaded *loaded)
{
    return loaded->counts.warnings > 0 ? EXIT_FINDINGS : EXIT_DONE;
}
