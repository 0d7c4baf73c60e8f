/* How files of customers are to be read: delimiter, mapped columns, the day. */
#include "reading.h"

#include <stdlib.h>
#include <string.h>
#include "interruption.h"
#include "say.h"

#define NOT_UTF_8 708 /* the finding of a file that is not in UTF-8 */

/* The value of a hexadecimal digit, or -1. */
static int
hexadecimal(char digit)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = strchr(digits, digit >= 'A' && digit <= 'F' ? digit + 32 : digit);

    return digit && at ? (int)(at - digits) : -1;
}

bool
read_delimiter(const char *value, void *member)
{
    static const struct {
        const char *name;
        char byte;
    } names[] = {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'}, {"\\t", '\t'},
        {"pipe", '|'}};
    size_t length = strlen(value);
    char *delimiter = member;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        *delimiter = names[i].byte;
        if (strcmp(value, names[i].name) == 0)
            return true;
    }
    if (length == 4 && value[0] == '0' && value[1] == 'x') {
        int high = hexadecimal(value[2]), low = hexadecimal(value[3]);

        if (high < 0 || low < 0)
            return false;
        *delimiter = (char)(high * 16 + low);
    } else if (length == 1) {
        *delimiter = value[0];
    } else {
        return false;
    }
    return *delimiter > 0 && *delimiter < 0x7f && !strchr("\"\r\n", *delimiter);
}

void
say_delimiter(
    void *user, const struct crr_source *source, char delimiter, const char *name)
{
    static struct spoken spoken;

    (void)user;
    if (delimiter != ',' && spoken_first(&spoken, source->name))
        say("%s: the delimiter is %s; --delimiter takes another one", source->name,
            name);
}

void
use_delimiter(char delimiter, struct crr_file_options *file)
{
    file->delimiter = delimiter;
    file->find_delimiter = delimiter == 0;
    file->delimiter_found = say_delimiter;
}

bool
read_format(const char *value, void *member)
{
    enum crr_file_format *format = member;

    *format = strcmp(value, "csv") == 0     ? CRR_FORMAT_CSV
              : strcmp(value, "jsonl") == 0 ? CRR_FORMAT_JSON_LINES
                                            : CRR_FORMAT_DEFAULT;
    return *format != CRR_FORMAT_DEFAULT;
}

bool
read_map(const char *value, void *member)
{
    const char *equals = strchr(value, '=');

    return equals && equals != value && option_read_list(value, member);
}

/* The names that files beside the customers' have in --encoding NAME=E. */
static const char *const role_names[FILE_ROLE_COUNT] = {
    NULL, "links", "overrides", "previous"};

/* The role, and the name of the encoding behind it. */
static enum file_role
role_of(const char *value, const char **ret_encoding)
{
    for (int role = FILE_OF_LINKS; role < FILE_ROLE_COUNT; role++) {
        size_t length = strlen(role_names[role]);

        if (strncmp(value, role_names[role], length) == 0 && value[length] == '=') {
            *ret_encoding = value + length + 1;
            return (enum file_role)role;
        }
    }
    *ret_encoding = value;
    return FILE_OF_CUSTOMERS;
}

bool
read_encoding(const char *value, void *member)
{
    const char *name;

    role_of(value, &name);
    return encoding_find(name) && option_read_list(value, member);
}

bool
file_encodings_read(struct file_encodings *ret, const struct list_argument *list,
    unsigned side, unsigned sides, const bool is_read[FILE_ROLE_COUNT])
{
    unsigned counts[FILE_ROLE_COUNT] = {0};

    memset(ret, 0, sizeof *ret);
    for (size_t i = 0; i < list->count; i++) {
        const char *name;
        enum file_role role = role_of(list->at[i], &name);

        if (!is_read[role]) {
            say("--encoding %s is of a file that is not read", list->at[i]);
            return false;
        }
        if (counts[role] == sides) {
            say("--encoding %s is given too often for the same file", list->at[i]);
            return false;
        }
        if (counts[role]++ <= side)
            ret->of[role] = encoding_find(name);
    }
    if (!ret->of[FILE_OF_CUSTOMERS])
        ret->of[FILE_OF_CUSTOMERS] = &encodings[ENCODING_UTF_8];
    for (int role = FILE_OF_LINKS; role < FILE_ROLE_COUNT; role++)
        if (!ret->of[role])
            ret->of[role] = ret->of[FILE_OF_CUSTOMERS] == &encodings[ENCODING_AUTO]
                                ? &encodings[ENCODING_AUTO]
                                : &encodings[ENCODING_UTF_8];
    return true;
}

bool
file_maps_read(struct file_maps *ret_maps, const struct list_argument *list)
{
    ret_maps->count = list->count;
    ret_maps->at = calloc(list->count + 1, sizeof *ret_maps->at);
    if (!ret_maps->at) {
        say("out of memory");
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        const char *equals = strchr(list->at[i], '=');

        ret_maps->at[i].input.at = list->at[i];
        ret_maps->at[i].input.length = (size_t)(equals - list->at[i]);
        ret_maps->at[i].column.at = equals + 1;
        ret_maps->at[i].column.length = strlen(equals + 1);
    }
    return true;
}

struct crr_text
text_or_none(const char *text)
{
    return (struct crr_text){text, text ? strlen(text) : 0};
}

void
file_maps_release(struct file_maps *maps)
{
    free(maps->at);
}

bool
streams_differ(const char *model, const struct operands *names)
{
    if (strcmp(model, "-") != 0)
        return true;
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->at[i], "-") == 0) {
            say("standard input (-) can be the model or the customers, not both");
            return false;
        }
    }
    return true;
}

bool
as_of_fits(const struct crr_model *model, const struct day_argument *as_of)
{
    struct crr_model_head head;
    char day[11];

    crr_model_head(model, NULL, &head);
    if (!as_of->given && head.needs_as_of) {
        say("the model has ages, or tables or lists with days, and needs the day on "
            "which the rating "
            "holds: give it as in --as-of 2026-01-31");
        return false;
    }
    if (!as_of->given)
        return true;
    if (head.effective_from != CRR_NO_DAY && as_of->day < head.effective_from) {
        crr_day_print(head.effective_from, day);
        say("warning: the model is in effect only from %s on", day);
    }
    if (head.effective_to != CRR_NO_DAY && as_of->day >= head.effective_to) {
        crr_day_print(head.effective_to, day);
        say("warning: the model is in effect only before %s", day);
    }
    return true;
}

void
say_fault(void *user, const struct crr_error *fault)
{
    ++*(size_t *)user;
    say_finding(fault);
}

int
say_file_failure(enum crr_status status, const struct crr_error *error,
    const struct source_list *sources)
{
    struct crr_error said = *error;

    if (interruption_seen() && (status == CRR_E_STOPPED || status == CRR_E_READ))
        return EXIT_INTERRUPTED;
    if (status == CRR_E_READ && source_list_say_failure(sources))
        return EXIT_FILE;
    if (said.severity == 0)
        said.severity = CRR_SEVERITY_ERROR;
    if (*said.message == '\0')
        print_text(said.message, sizeof said.message, "%s", crr_status_name(status));
    if (said.finding == 0 && *said.file == '\0')
        say("%s", said.message);
    else
        say_finding(&said);
    if (status == CRR_E_FILE && said.finding == NOT_UTF_8)
        say("files in another encoding are read with --encoding; --encoding auto looks "
            "for it");
    return status == CRR_E_FILE || status == CRR_E_ARGUMENT ? EXIT_USAGE : EXIT_FILE;
}
