/* Files of links and persons. */
#include "linked.h"

#include <stdlib.h>
#include <string.h>
#include "say.h"

static bool
is_stream(const char *name)
{
    return name && strcmp(name, "-") == 0;
}

static int
open_persons(struct linked_files *files, const char *persons,
    const struct operands *customers, const struct encoding *encoding)
{
    const char **names = calloc(customers->count + 1, sizeof *names);
    struct operands operands = {names, 0};
    int exit_status;

    if (!names) {
        say("out of memory");
        return EXIT_FILE;
    }
    for (size_t i = 0; i < customers->count; i++)
        if (!is_stream(customers->at[i]))
            names[operands.count++] = customers->at[i];
    if (persons)
        names[operands.count++] = persons;
    exit_status = source_list_open(&files->persons, &operands, encoding);
    free(names);
    return exit_status;
}

int
linked_files_open(struct linked_files *files, const char *links, const char *persons,
    const struct operands *customers, const struct file_encodings *encodings_of)
{
    const struct encoding *of_persons = encodings_of->of[FILE_OF_CUSTOMERS];
    int exit_status;

    if (!links && persons) {
        say("--persons needs --links: a file that says who is linked to whom");
        return EXIT_USAGE;
    }
    if (!links)
        return EXIT_DONE;
    if (is_stream(persons)) {
        say("--persons needs the name of a file, not standard input");
        return EXIT_USAGE;
    }
    for (size_t i = 0; i < customers->count && !persons; i++)
        if (is_stream(customers->at[i])) {
            say("standard input cannot be read twice: give the linked persons in a "
                "file, --persons FILE");
            return EXIT_USAGE;
        }
    exit_status = source_open_beside(
        &files->links, links, encodings_of->of[FILE_OF_LINKS]);
    if (exit_status != EXIT_DONE)
        return exit_status;
    return open_persons(files, persons, customers, of_persons);
}

void
linked_files_release(struct linked_files *files)
{
    source_list_release(&files->links);
    source_list_release(&files->persons);
}

void
linked_files_use(const struct linked_files *files, struct crr_file_options *file)
{
    file->links = files->links.views;
    file->persons = files->persons.views;
    file->person_count = files->persons.count;
}
