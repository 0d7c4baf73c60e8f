/* The processors of this program: affinity, and quotas of control groups (cgroup v2),
 * by which containers are limited. */
#define _GNU_SOURCE /* sched_getaffinity */
#include "processors.h"

#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "say.h"

#define GROUPS "/sys/fs/cgroup"

static unsigned
allowed_count(void)
{
    cpu_set_t set;
    long online = sysconf(_SC_NPROCESSORS_ONLN);

    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return (unsigned)CPU_COUNT(&set);
    /* There are more processors than a set holds. */
    return online < 1 ? 1 : (unsigned)online;
}

/* The group of this program, as a path beneath GROUPS; "" if it is not known. */
static void
read_group(char *ret_group, int size)
{
    FILE *file = fopen("/proc/self/cgroup", "re");
    bool found = false;

    while (file && !found && fgets(ret_group, size, file))
        found = strncmp(ret_group, "0::/", 4) == 0;
    if (file)
        fclose(file);
    if (!found)
        *ret_group = '\0';
    else
        memmove(ret_group, ret_group + 3, strlen(ret_group + 3) + 1);
    ret_group[strcspn(ret_group, "\n")] = '\0';
}

/* The processors that the group's quota comes to; 0: it has none. */
static unsigned
quota_of(const char *group)
{
    char name[4352];
    unsigned long long quota = 0, period = 0;
    FILE *file;
    int count;

    print_text(name, sizeof name, "%s%s/cpu.max", GROUPS, group);
    file = fopen(name, "re");
    if (!file)
        return 0;
    count = fscanf(file, "%llu %llu", &quota, &period); /* "max" is no number */
    fclose(file);
    if (count != 2 || quota == 0 || period == 0)
        return 0;
    return (unsigned)((quota + period - 1) / period);
}

unsigned
processor_count(void)
{
    unsigned count = allowed_count();
    char group[4096];
    char *slash;

    read_group(group, sizeof group);
    do {
        unsigned quota = quota_of(group);

        if (quota > 0 && quota < count)
            count = quota;
        slash = strrchr(group, '/');
        if (slash)
            *slash = '\0';
    } while (slash);
    return count < 1 ? 1 : count;
}
