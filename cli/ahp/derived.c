/* Deriving weights from the file that a command names. */
#include "ahp/derived.h"

#include <string.h>
#include "command.h"
#include "say.h"

static bool
read_file(const char *name, struct loaded *loaded)
{
    int error = memory_read(&loaded->text, name);

    if (error == 0)
        return true;
    say("%s: cannot be read: %s", model_name(name), strerror(error));
    loaded->error.severity = CRR_SEVERITY_ERROR;
    print_text(loaded->error.file, sizeof loaded->error.file, "%s", model_name(name));
    print_text(loaded->error.message, sizeof loaded->error.message,
        "cannot be read: %s", strerror(error));
    return false;
}

static void
say_each(void *user, const struct crr_error *finding)
{
    (void)user;
    say_finding(finding);
}

int
load_ahp(const char *name, const struct load_settings *settings,
    void (*report)(void *user, const struct crr_error *finding), void *user,
    struct loaded *ret)
{
    struct finding_counter counter = {{0, 0, 0}, report ? report : say_each, user};
    struct crr_ahp_options options = {.size = sizeof options,
        .report = count_finding,
        .report_user = &counter,
        .strict = settings && settings->strict,
        .delimiter = settings ? settings->delimiter : 0};
    enum crr_status status;

    memset(ret, 0, sizeof *ret);
    if (!read_file(name, ret))
        return EXIT_FILE;
    status = crr_ahp_derive(
        (struct crr_text){ret->text.at ? ret->text.at : "", ret->text.length},
        model_name(name), &options, &ret->ahp, &ret->error);
    ret->counts = counter.counts;
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
    memory_release(&loaded->text);
    memset(loaded, 0, sizeof *loaded);
}

int
verdict_status(const struct loaded *loaded)
{
    return loaded->counts.warnings > 0 ? EXIT_FINDINGS : EXIT_DONE;
}
