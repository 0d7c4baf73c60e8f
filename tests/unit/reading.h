/* Reading a model in a test: from a text and files in memory, the findings as one short
 * text. */
#ifndef CRR_TESTS_READING_H
#define CRR_TESTS_READING_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model/model.h"
#include "yaml/document.h"

/* A table's file in memory. */
struct memory_file {
    const char *name;
    const char *bytes;
    size_t length; /* 0: up to the NUL */
};

struct reading {
    struct crr_arena arena;
    struct crr_report report;
    struct crr_ast *ast; /* NULL unless the model is good */
    enum crr_status status;
    const struct memory_file *files;
    size_t file_count;
    size_t open_count, close_count;
    char findings[8192]; /* "310 m.yaml:8, 314 t.csv:3", errors alone */
    char message[512];   /* of the last one */
};

static inline enum crr_status
open_in_memory(void *user, struct crr_text name, struct crr_text *ret_bytes)
{
    struct reading *reading = user;

    reading->open_count++;
    for (size_t i = 0; i < reading->file_count; i++) {
        const struct memory_file *file = &reading->files[i];

        if (strlen(file->name) != name.length ||
            memcmp(file->name, name.at, name.length) != 0)
            continue;
        ret_bytes->at = file->bytes;
        ret_bytes->length = file->length > 0 ? file->length : strlen(file->bytes);
        return CRR_OK;
    }
    return CRR_E_READ;
}

static inline void
close_in_memory(void *user, struct crr_text bytes)
{
    (void)bytes;
    ((struct reading *)user)->close_count++;
}

static inline void
note_finding(void *user, const struct crr_error *finding)
{
    struct reading *reading = user;
    size_t used = strlen(reading->findings);

    if (finding->severity != CRR_SEVERITY_ERROR)
        return;
    snprintf(reading->findings + used, sizeof reading->findings - used, "%s%u %s:%zu",
        used > 0 ? ", " : "", finding->finding, finding->file, finding->line);
    snprintf(reading->message, sizeof reading->message, "%s", finding->message);
}

/* Reads text, whose tables are files; release with reading_clear. */
static inline void
reading_do(struct reading *reading, const char *text, const struct memory_file *files,
    size_t file_count)
{
    struct crr_model_source source = {.text = {text, strlen(text)},
        .name = "m.yaml",
        .base_name = "m.yaml",
        .text_limit = CRR_YAML_SIZE_LIMIT,
        .open = file_count > 0 ? open_in_memory : NULL,
        .close = file_count > 0 ? close_in_memory : NULL,
        .open_user = reading};

    memset(reading, 0, sizeof *reading);
    reading->files = files;
    reading->file_count = file_count;
    crr_arena_init(&reading->arena, NULL);
    crr_report_init(&reading->report, &reading->arena);
    reading->status = crr_model_read(
        &source, &reading->arena, &reading->report, &reading->ast);
    crr_report_finish(&reading->report, false, note_finding, reading, NULL);
}

static inline void
reading_clear(struct reading *reading)
{
    crr_arena_clear(&reading->arena);
}

#endif
