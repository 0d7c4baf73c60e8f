/* Times the derivation of weights: derive FILE SECONDS. Prints the median time of one
 * crr_ahp_derive in microseconds, and how often it was measured. */
#include <crr/ahp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define TEXT_LIMIT (16u << 20)
#define RUN_LIMIT 100000

static double
seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int
compare_times(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

int
main(int argc, char **argv)
{
    static double times[RUN_LIMIT];
    char *bytes = malloc(TEXT_LIMIT);
    FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
    size_t count = 0;

    if (!bytes || !file) {
        fprintf(stderr, "derive: FILE SECONDS\n");
        return 2;
    }
    struct crr_text text = {bytes, fread(bytes, 1, TEXT_LIMIT, file)};
    fclose(file);
    double end = seconds_now() + atof(argv[2]);
    while (count < 3 || (seconds_now() < end && count < RUN_LIMIT)) {
        struct crr_ahp *ahp;
        struct crr_error error;
        double start = seconds_now();

        if (crr_ahp_derive(text, argv[1], NULL, &ahp, &error) != CRR_OK) {
            fprintf(stderr, "derive: %s\n", error.message);
            return 2;
        }
        times[count++] = seconds_now() - start;
        crr_ahp_free(ahp);
    }
    free(bytes);
    qsort(times, count, sizeof *times, compare_times);
    printf("%.2f %zu\n", times[count / 2] * 1e6, count);
    return 0;
}
