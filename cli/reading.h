/* How files of customers are to be read: what the commands that read them share. */
#ifndef CRR_CLI_READING_H
#define CRR_CLI_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <crr/crr.h>
#include "option.h"
#include "source.h"

/* The options, for a struct of arguments that has the members model, as_of,
 * scenario, delimiter, input_format and maps; and each of them again as a row of the
 * command's table. */
#define OPTION_MODEL(arguments)                                                        \
    {                                                                                  \
        .name = "model", .argument = "MODEL",                                          \
        .help = "the model, a YAML file (needed)",                                     \
        .member = offsetof(arguments, model), .read = option_read_text,                \
        .expected = "the name of a model", .needed = true                              \
    }
#define OPTION_AS_OF(arguments)                                                        \
    {                                                                                  \
        .name = "as-of", .argument = "DATE",                                           \
        .help = "the day on which the rating holds, as in 2026-01-31;\n"               \
                "needed if the model has ages, or tables or lists with days",          \
        .member = offsetof(arguments, as_of), .read = option_read_day,                 \
        .expected = "a day such as 2026-01-31", .why = option_why_no_day               \
    }
#define OPTION_SCENARIO(arguments)                                                     \
    {                                                                                  \
        .name = "scenario", .argument = "ID",                                          \
        .help = "the segment to rate by, if the model's segments are scenarios",       \
        .member = offsetof(arguments, scenario), .read = option_read_text,             \
        .expected = "the id of a segment"                                              \
    }
#define OPTION_DELIMITER_OF(arguments, otherwise)                                      \
    {                                                                                  \
        .name = "delimiter", .argument = "C",                                          \
        .help = "what parts the fields of the input: a character, comma,\n"            \
                "semicolon, tab, pipe, \\t, or a byte as 0x01;\n" otherwise,           \
        .member = offsetof(arguments, delimiter), .read = read_delimiter,              \
        .expected = "one ASCII character other than a quote or a line's end"           \
    }
#define OPTION_DELIMITER(arguments)                                                    \
    OPTION_DELIMITER_OF(arguments,                                                     \
        "without it the one of these, 0x1D and 0x1F under which the\n"                 \
        "header has the most columns that are needed")
#define OPTION_DELIMITER_OF_MATRIX(arguments)                                          \
    OPTION_DELIMITER_OF(arguments, "without it the comma")
#define OPTION_ENCODING(arguments)                                                     \
    {                                                                                  \
        .name = "encoding", .argument = "E",                                           \
        .help = "the encoding of the customers' files: utf-8 (the default),\n"         \
                "gb18030, gbk, utf-16 (by its mark), utf-16le, utf-16be,\n"            \
                "latin-1, windows-1252, or auto, which looks at each file that\n"      \
                "is read and says what it takes it for. Of a file beside:\n"           \
                "links=E, overrides=E or previous=E; may be given again",              \
        .member = offsetof(arguments, encodings), .read = read_encoding,               \
        .expected = ENCODING_NAMES                                                     \
            ", or one of them behind links=, overrides= or previous=",                 \
        .repeats = true                                                                \
    }
#define OPTION_INPUT_FORMAT(arguments)                                                 \
    {                                                                                  \
        .name = "input-format", .argument = "csv|jsonl",                               \
        .help = "how the customers are written; without it as each file's first\n"     \
                "byte says: { begins JSON Lines, an object a line",                    \
        .member = offsetof(arguments, input_format), .read = read_format,              \
        .expected = "csv or jsonl"                                                     \
    }
#define OPTION_PREVIOUS(arguments)                                                     \
    {                                                                                  \
        .name = "previous", .argument = "FILE",                                        \
        .help = "the output of an earlier run with the columns of history:\n"          \
                "tiers fall by the model's steps and waits from there",                \
        .member = offsetof(arguments, previous), .read = option_read_text,             \
        .expected = "the name of a file"                                               \
    }
#define OPTION_OVERRIDES(arguments)                                                    \
    {                                                                                  \
        .name = "overrides", .argument = "FILE",                                       \
        .help = "decisions of people on tiers, as CSV: key, tier, reason_code,\n"      \
                "reason, decided_by, second_person, decided_on, from,\n"               \
                "until, system_tier",                                                  \
        .member = offsetof(arguments, overrides), .read = option_read_text,            \
        .expected = "the name of a file"                                               \
    }
#define OPTION_LINKS(arguments)                                                        \
    {                                                                                  \
        .name = "links", .argument = "FILE",                                           \
        .help = "the persons behind customers, as CSV: from, to (keys), role,\n"       \
                "share; the model's linked inputs look at them",                       \
        .member = offsetof(arguments, links), .read = option_read_text,                \
        .expected = "the name of a file"                                               \
    }
#define OPTION_PERSONS(arguments)                                                      \
    {                                                                                  \
        .name = "persons", .argument = "FILE",                                         \
        .help = "records of persons behind customers who are no customers,\n"          \
                "with the columns of customers that linked inputs look at",            \
        .member = offsetof(arguments, persons), .read = option_read_text,              \
        .expected = "the name of a file"                                               \
    }
#define OPTION_MAP(arguments)                                                          \
    {                                                                                  \
        .name = "map", .argument = "INPUT=COLUMN",                                     \
        .help = "the input is in this column, whatever the model says;\n"              \
                "with no COLUMN it is missing in every row. May be given\n"            \
                "again for other inputs",                                              \
        .member = offsetof(arguments, maps), .read = read_map,                         \
        .expected = "INPUT=COLUMN", .repeats = true                                    \
    }

bool read_delimiter(const char *value, void *member); /* char; 0: not given */
bool read_format(const char *value, void *member);    /* enum crr_file_format */
bool read_map(const char *value, void *member);       /* struct list_argument */
bool read_encoding(const char *value, void *member);  /* struct list_argument */

/* What a file is, as far as it has an encoding of its own. */
enum file_role {
    FILE_OF_CUSTOMERS, /* and of persons behind them */
    FILE_OF_LINKS,
    FILE_OF_OVERRIDES,
    FILE_OF_PREVIOUS,
    FILE_ROLE_COUNT
};

struct file_encodings {
    const struct encoding *of[FILE_ROLE_COUNT];
};

/* The list of --encoding for one side, of `sides` 1 or 2: what is given once holds for
 * both. Files without one of their own are UTF-8; only auto for the customers' holds for
 * them too, because what is valid in another encoding can be wrong in it. False if one
 * is given for a file that is not read, or too often, which is said. */
bool file_encodings_read(struct file_encodings *ret, const struct list_argument *list,
    unsigned side, unsigned sides, const bool is_read[FILE_ROLE_COUNT]);

/* What was found to part the fields of a file is said, once a file, unless it is the
 * comma: crr_file_options.delimiter_found. */
void say_delimiter(
    void *user, const struct crr_source *source, char delimiter, const char *name);

/* Puts --delimiter into the options: without it the delimiter is found. */
void use_delimiter(char delimiter, struct crr_file_options *file);

/* The text, or an empty one for NULL. */
struct crr_text text_or_none(const char *text);

/* The list of --map in the library's form. */
struct file_maps {
    struct crr_file_map *at;
    size_t count;
};
/* false: out of memory, which was said. */
bool file_maps_read(struct file_maps *ret_maps, const struct list_argument *list);
void file_maps_release(struct file_maps *maps);

/* False if both the model and a file are to come from standard input, which is said. */
bool streams_differ(const char *model, const struct operands *names);

/* Whether as_of serves the model; if not, says how to give it. Warns where the model is
 * not in effect on that day. */
bool as_of_fits(const struct crr_model *model, const struct day_argument *as_of);

/* The report of a file's options: says each fault of a file; user is a size_t that counts
 * them. */
void say_fault(void *user, const struct crr_error *fault);

/* Says why reading or rating failed; returns the exit_status for it. An interruption is
 * not spoken of. */
int say_file_failure(enum crr_status status, const struct crr_error *error,
    const struct source_list *sources);

#endif
