/* What both printed explanations tell of linked persons: the way to the one whose value
 * counted, and those of whom a value is not known. Keys that are confidential are left
 * out, and with them the ways. */
#include "plan/explain.h"

#define STRANGERS_SHOWN 10 /* of an input, in the text */

static bool
hides_keys(const struct crr_rater *rater, const struct crr_explain_options *options)
{
    const struct crr_ast *ast = rater->model->ast;
    for (uint32_t i = 0; i < ast->input_count; i++)
        if (ast->inputs[i].key &&
            crr_explain_hides(ast->inputs[i].confidential, options))
            return true;
    return false;
}

bool
crr_explain_has_way(const struct crr_rater *rater, uint32_t input,
    const struct crr_explain_options *options)
{
    return rater->ways.put && rater->model->ast->inputs[input].linked &&
           !hides_keys(rater, options);
}

void
crr_explain_put_way(const struct crr_rater *rater, struct crr_writer *writer,
    uint32_t input, uint32_t place)
{
    rater->ways.put(rater->ways.user, writer, input, place);
}

/* Whether an input's strangers are to be told. */
static bool
tells(const struct crr_rater *rater, uint32_t input,
    const struct crr_explain_options *options)
{
    const struct crr_ast_input *ast = &rater->model->ast->inputs[input];
    return ast->linked && ast->used && !crr_explain_hides(ast->confidential, options);
}

static bool
find(const struct crr_rater *rater, uint32_t input, uint32_t from,
    struct crr_stranger *ret)
{
    return rater->ways.find_stranger(rater->ways.user, input, from, ret);
}

/* ---- Text ---- */

/* The lines of one input; the label stands before the first. */
static void
put_strangers_of(struct crr_writer *writer, const struct crr_rater *rater,
    uint32_t input, bool hides, const char **label)
{
    struct crr_stranger stranger;
    uint64_t count = 0;
    for (uint32_t at = 0; find(rater, input, at, &stranger); at = stranger.place + 1) {
        if (count++ >= STRANGERS_SHOWN)
            continue;
        crr_explain_put_label(writer, *label);
        *label = "";
        crr_explain_put_text(writer, rater->model->ast->inputs[input].id);
        crr_write_string(writer, " of ");
        crr_explain_put_text(
            writer, hides ? crr_text_of("a linked person") : stranger.key);
        crr_write_string(writer, stranger.recorded
                                     ? " is not known: the record has no value"
                                     : " is not known: there is no record");
        if (!hides) {
            crr_write_string(writer, "; via ");
            crr_explain_put_way(rater, writer, input, stranger.place);
        }
        crr_write_string(writer, "\n");
    }
    if (count <= STRANGERS_SHOWN)
        return;
    crr_explain_put_label(writer, *label);
    crr_write_string(writer, "and of ");
    crr_write_count(writer, count - STRANGERS_SHOWN);
    crr_write_string(writer, " more\n");
}

void
crr_explain_put_strangers(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options, const char *label)
{
    bool hides = hides_keys(rater, options);
    if (!rater->ways.find_stranger)
        return;
    for (uint32_t i = 0; i < rater->model->ast->input_count; i++)
        if (tells(rater, i, options))
            put_strangers_of(writer, rater, i, hides, &label);
}

/* ---- JSON ---- */

static void
print_stranger(struct crr_writer *writer, const struct crr_rater *rater, uint32_t input,
    bool hides, const struct crr_stranger *stranger)
{
    crr_write_string(writer, "{\"input\": ");
    crr_write_json_string(writer, rater->model->ast->inputs[input].id);
    if (!hides) {
        crr_write_string(writer, ", \"key\": ");
        crr_write_json_string(writer, stranger->key);
        crr_write_string(writer, ", \"via\": \"");
        crr_explain_put_way(rater, writer, input, stranger->place);
        crr_write_string(writer, "\"");
    }
    crr_write_string(writer, ", \"record\": ");
    crr_write_string(writer, stranger->recorded ? "true}" : "false}");
}

void
crr_explain_print_strangers(struct crr_writer *writer, const struct crr_rater *rater,
    const struct crr_explain_options *options)
{
    const char *separator = "\n    ";
    struct crr_stranger stranger;
    bool hides = hides_keys(rater, options);
    if (!rater->ways.find_stranger)
        return;
    crr_write_string(writer, "\"not_known\": [");
    for (uint32_t i = 0; i < rater->model->ast->input_count; i++)
        for (uint32_t at = 0; tells(rater, i, options) && find(rater, i, at, &stranger);
             at = stranger.place + 1) {
            crr_write_string(writer, separator);
            print_stranger(writer, rater, i, hides, &stranger);
            separator = ",\n    ";
        }
    crr_write_string(writer, "],\n  ");
}
