/* The migration matrix of a comparison, as text and as JSON. */
#include "diff_matrix.h"

#include <string.h>
#include "say.h"

static struct crr_text
words(const char *text)
{
    return (struct crr_text){text, strlen(text)};
}

static struct crr_text
label(const struct crr_diff *diff, size_t index)
{
    size_t count = crr_diff_tier_count(diff);

    return index < count    ? crr_diff_tier(diff, index)
           : index == count ? words("rejected")
                            : words("absent");
}

static void
print_label(struct output *out, struct crr_text text)
{
    char shown[80];

    print_text(shown, sizeof shown, "%.*s", (int)text.length, text.at);
    clean_text(shown);
    output_print(out, "%-16s", shown);
}

/* A word for the end of a column. */
static void
print_head(struct output *out, struct crr_text text)
{
    char shown[80];

    print_text(shown, sizeof shown, "%.*s", (int)text.length, text.at);
    clean_text(shown);
    output_print(out, " %12s", shown);
}

static bool
has_counts(const struct crr_diff *diff, count_function count_of, size_t index)
{
    bool any = index < crr_diff_tier_count(diff);

    for (size_t i = 0; i < crr_diff_tier_count(diff) + 2 && !any; i++)
        any = count_of(diff, index, i) > 0 || count_of(diff, i, index) > 0;
    return any;
}

void
diff_print_matrix(struct output *out, const struct crr_diff *diff, const char *title,
    count_function count_of)
{
    size_t width = crr_diff_tier_count(diff) + 2;

    output_print(out, "%s\n%-16s", title, "A \\ B");
    for (size_t b = 0; b < width; b++)
        if (has_counts(diff, count_of, b))
            print_head(out, label(diff, b));
    output_print(out, "\n");
    for (size_t a = 0; a < width; a++) {
        if (!has_counts(diff, count_of, a))
            continue;
        print_label(out, label(diff, a));
        for (size_t b = 0; b < width; b++) {
            char count[COUNT_SIZE];

            if (has_counts(diff, count_of, b))
                output_print(out, " %12s", count_text(count_of(diff, a, b), count));
        }
        output_print(out, "\n");
    }
}

void
diff_json_matrix(struct json *json, const struct crr_diff *diff, const char *key,
    count_function count_of)
{
    size_t width = crr_diff_tier_count(diff) + 2;

    json_open(json, key, '[');
    for (size_t a = 0; a < width; a++) {
        for (size_t b = 0; b < width; b++) {
            if (count_of(diff, a, b) == 0)
                continue;
            json_open(json, NULL, '{');
            json_text(json, "a", label(diff, a));
            json_text(json, "b", label(diff, b));
            json_count(json, "count", count_of(diff, a, b));
            json_close(json, '}');
        }
    }
    json_close(json, ']');
}

bool
diff_has_system_tiers(const struct crr_diff *diff)
{
    size_t width = crr_diff_tier_count(diff) + 2;

    for (size_t a = 0; a < width; a++)
        for (size_t b = 0; b < width; b++)
            if (crr_diff_system_count(diff, a, b) > 0)
                return true;
    return false;
}
