#define _GNU_SOURCE
#include "CProcessor.h"

#include <errno.h>
#include <malloc.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

// As in the kernel's linux/sched/types.h, which the C library's sched.h does not go with.
struct attributes {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
};

int processor_usable_cores(uint8_t *bits, int bytes) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set)) return errno;
    memset(bits, 0, (size_t)bytes);
    for (int core = 0; core < 8 * bytes && core < CPU_SETSIZE; core++)
        if (CPU_ISSET(core, &set)) bits[core / 8] |= (uint8_t)(1 << core % 8);
    return 0;
}

int processor_stay_on_cores(const uint8_t *bits, int bytes) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (int core = 0; core < 8 * bytes && core < CPU_SETSIZE; core++)
        if (bits[core / 8] >> core % 8 & 1) CPU_SET(core, &set);
    return sched_setaffinity(0, sizeof set, &set) ? errno : 0;
}

int processor_wait_for_turns(void) {
    struct sched_param none = {0};
    return sched_setscheduler(0, SCHED_BATCH, &none) ? errno : 0;
}

// SCHED_FLAG_RESET_ON_FORK.
enum { reset_on_fork = 1 };

int processor_take_turns(uint64_t nanoseconds) {
    int policy = sched_getscheduler(0);
    if (policy != SCHED_OTHER && policy != SCHED_BATCH) return EBUSY;
    struct attributes attributes = {
        .size = sizeof attributes,
        .policy = (uint32_t)policy,
        .flags = reset_on_fork,
        .nice = getpriority(PRIO_PROCESS, 0),
        .runtime = nanoseconds,
    };
    return syscall(SYS_sched_setattr, 0, &attributes, 0) ? errno : 0;
}

void processor_give_memory_back(void) { malloc_trim(0); }

int processor_keep_memory_secret(void) { return prctl(PR_SET_DUMPABLE, 0) ? errno : 0; }
