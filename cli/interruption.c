/* A flag for whoever asks, and a pipe that wakes whoever waits. */
#include "interruption.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#define GRACE_SECONDS 2 /* for ending by itself; then SIGALRM */

static volatile sig_atomic_t begun, seen;
static int ends[2]; /* of the pipe */

void
interruption_begin(void)
{
    if (begun || pipe(ends) != 0)
        return;
    for (size_t i = 0; i < 2; i++)
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    begun = 1;
}

bool
interruption_note(void)
{
    int kept = errno;

    if (!begun || seen)
        return false;
    seen = 1;
    (void)!write(ends[1], "", 1);
    alarm(GRACE_SECONDS);
    errno = kept;
    return true;
}

bool
interruption_seen(void)
{
    return seen;
}

bool
interruption_wait(int descriptor)
{
    struct pollfd waited[2] = {{descriptor, POLLIN, 0}, {ends[0], POLLIN, 0}};

    while (begun && !seen && poll(waited, 2, -1) < 0 && errno == EINTR)
        ;
    return !seen;
}

int
interruption_progress(void *user, uint64_t row_count, uint64_t byte_count)
{
    (void)user;
    (void)row_count;
    (void)byte_count;
    return seen;
}
