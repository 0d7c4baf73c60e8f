/* crr ahp: hands over to the program of that name, which needs LAPACK and OpenBLAS, so
 * that this one does not. It lies beside this one. */
#include "command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "say.h"

#define AHP_PROGRAM "crr-ahp"
#define PATH_SIZE 4096

/* The file beside this program, if the system tells where that lies; else the name
 * alone, to be looked for in PATH. */
static void
find_program(char path[PATH_SIZE])
{
    ssize_t length = readlink("/proc/self/exe", path, PATH_SIZE - sizeof AHP_PROGRAM);
    const char *slash;

    path[length > 0 ? length : 0] = '\0';
    slash = strrchr(path, '/');
    strcpy(slash ? path + (slash - path) + 1 : path, AHP_PROGRAM);
}

static int
pass(int count, char **words)
{
    char path[PATH_SIZE];
    char **arguments = calloc((size_t)count + 2, sizeof *arguments);

    if (!arguments) {
        say("out of memory");
        return EXIT_FILE;
    }
    find_program(path);
    arguments[0] = path;
    memcpy(arguments + 1, words, (size_t)count * sizeof *arguments);
    if (access(path, X_OK) == 0)
        execv(path, arguments);
    else
        execvp(AHP_PROGRAM, arguments);
    say("the program %s cannot be run: %s; it belongs beside crr", path,
        strerror(errno));
    free(arguments);
    return EXIT_FILE;
}

const struct command command_ahp = {
    .name = "ahp",
    .summary = "weights from experts' judgements: derive, check, freeze, verify",
    .pass = pass,
};
