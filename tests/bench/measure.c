/* Runs a command and prints its wall time in seconds, its peak memory in KiB, its exit
 * status, and its user and system time in seconds:
 *
 *     measure COMMAND...             the command's output is thrown away
 *     measure -r REPORT COMMAND...   the command has the streams of its caller, and the
 *                                    line is written to the file REPORT
 *
 * A program of its own, for the peak of a child counts what its parent had before. */
#define _GNU_SOURCE /* wait4 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double
seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
    const char *report = NULL;
    if (argc > 2 && strcmp(argv[1], "-r") == 0) {
        report = argv[2];
        argc -= 2;
        argv += 2;
    }
    double start = seconds_now();
    pid_t child = argc > 1 ? fork() : -1;
    if (child < 0)
        return 2;
    if (child == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        if (!report) {
            dup2(nowhere, STDOUT_FILENO);
            dup2(nowhere, STDERR_FILENO);
        }
        close(nowhere);
        execv(argv[1], argv + 1);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(child, &status, 0, &usage) != child)
        return 2;
    double wall = seconds_now() - start;
    FILE *out = report ? fopen(report, "w") : stdout;
    if (!out)
        return 2;
    fprintf(out, "%.6f %ld %d %.6f %.6f\n", wall, usage.ru_maxrss,
        WIFEXITED(status) ? WEXITSTATUS(status) : 128, seconds_of(usage.ru_utime),
        seconds_of(usage.ru_stime));
    return fclose(out) == 0 ? 0 : 2;
}
