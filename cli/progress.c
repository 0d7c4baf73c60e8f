/* The progress line: rows, rows per second, time left. It appears after a second, on a
 * terminal only, and is erased before anything else is said. */
#include "progress.h"

#include <string.h>
#include <unistd.h>
#include "interruption.h"
#include "say.h"

#define FIRST_MS 1000
#define EVERY_MS 200

void
progress_start(struct progress *progress, uint64_t byte_count)
{
    memset(progress, 0, sizeof *progress);
    progress->shown = isatty(STDERR_FILENO) == 1;
    progress->byte_count = byte_count;
    clock_gettime(CLOCK_MONOTONIC, &progress->from);
    progress->drawn_ms = FIRST_MS - EVERY_MS;
}

static int64_t
passed_ms(const struct progress *progress)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return ((int64_t)now.tv_sec - progress->from.tv_sec) * 1000 +
           (now.tv_nsec - progress->from.tv_nsec) / 1000000;
}

static void
put(const char *text)
{
    (void)!write(STDERR_FILENO, text, strlen(text));
}

int
progress_report(void *user, uint64_t row_count, uint64_t byte_count)
{
    struct progress *progress = user;
    char rows[COUNT_SIZE], rate[COUNT_SIZE], left[64] = "", line[192];
    int64_t ms;

    if (interruption_seen())
        return 1;
    if (!progress->shown)
        return 0;
    ms = passed_ms(progress);
    if (ms < progress->drawn_ms + EVERY_MS)
        return 0;
    progress->drawn_ms = ms;
    progress->drawn = true;
    if (byte_count > 0 && progress->byte_count >= byte_count) {
        uint64_t rest = progress->byte_count - byte_count;
        /* In seconds: whole numbers are near enough. */
        uint64_t seconds = rest / (byte_count / (uint64_t)ms + 1) / 1000;

        print_text(left, sizeof left, ", %llu:%02llu left",
            (unsigned long long)(seconds / 60), (unsigned long long)(seconds % 60));
    }
    print_text(line, sizeof line, "\r\033[K%s rows, %s a second%s",
        count_text(row_count, rows), count_text(row_count * 1000 / (uint64_t)ms, rate),
        left);
    put(line);
    return 0;
}

void
progress_end(struct progress *progress)
{
    if (progress->drawn)
        put("\r\033[K");
    progress->drawn = false;
}
