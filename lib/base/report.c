/* Findings: kept small while they are gathered, spelt out as struct crr_error at the
 * end. */
#include "base/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/span.h"
#include "crr/finding.h"

struct crr_reported {
    struct crr_place place;
    enum crr_finding_number finding;
    enum crr_severity severity;
    struct crr_text path; /* NUL-terminated, as message */
    struct crr_text message;
};

void
crr_report_init(struct crr_report *report, struct crr_arena *arena)
{
    *report = (struct crr_report){.arena = arena};
}

static enum crr_severity
severity_of(unsigned finding)
{
    const struct crr_finding *kind = finding == 0 ? NULL
                                                  : crr_finding_by_number(finding);

    return kind ? kind->severity : CRR_SEVERITY_ERROR;
}

/* Shortens the text in `to`, of which `length` bytes were wanted, to one that ends in
 * "..." if it did not fit. */
static void
mark_cut(char *to, size_t size, size_t length)
{
    size_t end = size - 4;

    if (length < size)
        return;
    while (end > 0 && ((unsigned char)to[end] & 0xC0) == 0x80)
        end--;
    memcpy(to + end, "...", 4);
}

static void
set_string(char *to, size_t size, const char *from)
{
    size_t length = from ? strlen(from) : 0;
    size_t fitting = length < size ? length : size - 1;

    if (fitting > 0)
        memcpy(to, from, fitting);
    to[fitting] = '\0';
    mark_cut(to, size, length);
}

static void CRR_PRINTF(3, 0)
    set_message(char *to, size_t size, const char *format, va_list arguments)
{
    int length = vsnprintf(to, size, format, arguments);

    if (length < 0)
        set_string(to, size, format);
    else
        mark_cut(to, size, (size_t)length);
}

static bool
keep(struct crr_report *report, const struct crr_reported *reported)
{
    struct crr_reported *kept = crr_arena_grow(
        report->arena, report->kept, report->count, &report->capacity, sizeof *kept);

    if (!kept)
        return false;
    report->kept = kept;
    kept[report->count++] = *reported;
    return true;
}

void
crr_report_add(struct crr_report *report, enum crr_finding_number finding,
    const struct crr_place *place, const char *path, const char *format, ...)
{
    struct crr_reported reported = {.finding = finding};
    char message[sizeof((struct crr_error *)0)->message];
    va_list arguments;

    reported.severity = severity_of(finding);
    if (reported.severity == CRR_SEVERITY_ERROR)
        report->error_count++;
    if (report->count >= CRR_REPORT_LIMIT) {
        report->lost++;
        return;
    }
    if (place)
        reported.place = *place;
    va_start(arguments, format);
    set_message(message, sizeof message, format, arguments);
    va_end(arguments);
    reported.message = crr_arena_copy(report->arena, crr_text_of(message));
    reported.path = crr_arena_copy(report->arena, crr_text_of(path));
    if (!reported.message.at || !reported.path.at || !keep(report, &reported))
        report->lost++;
}

bool
crr_report_has_error_under(const struct crr_report *report, const char *path)
{
    size_t length = strlen(path);

    if (report->error_count == 0)
        return false;
    for (size_t i = 0; i < report->count; i++) {
        const struct crr_reported *reported = &report->kept[i];

        /* strchr finds the terminator too: the path itself. */
        if (reported->severity == CRR_SEVERITY_ERROR &&
            strncmp(reported->path.at, path, length) == 0 &&
            strchr(".[", reported->path.at[length]))
            return true;
    }
    return report->lost > 0;
}

size_t
crr_report_accept(struct crr_report *report, unsigned finding, struct crr_text path)
{
    size_t left = 0;
    size_t count = report->count;

    for (size_t i = 0; i < count; i++) {
        const struct crr_reported *reported = &report->kept[i];
        bool accepted = reported->finding == finding &&
                        reported->severity != CRR_SEVERITY_ERROR &&
                        crr_text_equal(reported->path, path);

        if (!accepted)
            report->kept[left++] = *reported;
    }
    report->count = left;
    return count - left;
}

/* By file, line, column and number. */
static bool
is_before(const struct crr_reported *a, const struct crr_reported *b)
{
    if (a->place.file_index != b->place.file_index)
        return a->place.file_index < b->place.file_index;
    if (a->place.line != b->place.line)
        return a->place.line < b->place.line;
    if (a->place.column != b->place.column)
        return a->place.column < b->place.column;
    return a->finding < b->finding;
}

/* By insertion: stable, and fast for what is nearly in order and never more than
 * CRR_REPORT_LIMIT. */
static void
sort_kept(struct crr_report *report)
{
    for (size_t i = 1; i < report->count; i++) {
        struct crr_reported moved = report->kept[i];
        size_t at = i;

        while (at > 0 && is_before(&moved, &report->kept[at - 1])) {
            report->kept[at] = report->kept[at - 1];
            at--;
        }
        report->kept[at] = moved;
    }
}

static const struct crr_reported *
first_of(const struct crr_report *report, enum crr_severity severity)
{
    for (size_t i = 0; i < report->count; i++) {
        if (report->kept[i].severity == severity)
            return &report->kept[i];
    }
    return NULL;
}

static bool
refuses(enum crr_severity severity, bool strict)
{
    return severity == CRR_SEVERITY_ERROR ||
           (strict && severity == CRR_SEVERITY_WARNING);
}

static void
spell_out(const struct crr_reported *reported, bool strict, struct crr_error *ret)
{
    crr_error_set(ret, refuses(reported->severity, strict) ? CRR_E_MODEL : CRR_OK,
        reported->finding, &reported->place, reported->path.at, "%s",
        reported->message.at);
}

bool
crr_report_finish(struct crr_report *report, bool strict,
    void (*each)(void *user, const struct crr_error *finding), void *user,
    struct crr_error *reterr)
{
    const struct crr_reported *first;
    struct crr_error error;

    sort_kept(report);
    for (size_t i = 0; each && i < report->count; i++) {
        spell_out(&report->kept[i], strict, &error);
        each(user, &error);
    }
    if (each && report->lost > 0) {
        crr_error_set(&error, CRR_OK, 0, NULL, "", "%zu more findings are not shown",
            report->lost);
        error.severity = CRR_SEVERITY_NOTE;
        each(user, &error);
    }
    first = first_of(report, CRR_SEVERITY_ERROR);
    if (!first && report->error_count == 0 && strict)
        first = first_of(report, CRR_SEVERITY_WARNING);
    if (!first && report->error_count == 0 && !(strict && report->lost > 0))
        return true;
    if (first && reterr)
        spell_out(first, strict, reterr);
    else
        crr_error_set(reterr, CRR_E_MODEL, 0, NULL, "",
            "there are %zu errors beyond the findings that are shown",
            report->error_count);
    return false;
}

enum crr_status
crr_error_set(struct crr_error *reterr, enum crr_status status, unsigned finding,
    const struct crr_place *place, const char *path, const char *format, ...)
{
    va_list arguments;

    if (!reterr)
        return status;
    reterr->status = status;
    reterr->severity = severity_of(finding);
    reterr->finding = finding;
    reterr->line = place ? place->line : 0;
    reterr->column = place ? place->column : 0;
    set_string(reterr->file, sizeof reterr->file, place ? place->file : NULL);
    set_string(reterr->path, sizeof reterr->path, path);
    va_start(arguments, format);
    set_message(reterr->message, sizeof reterr->message, format, arguments);
    va_end(arguments);
    return status;
}
