#define _GNU_SOURCE
#define XXH_INLINE_ALL
#include "CMemoryFile.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xxhash.h>

uint64_t memory_checksum(const void *start, size_t bytes) { return XXH3_64bits(start, bytes); }

static int write_all(int file, const void *start, size_t bytes) {
    const char *at = start;
    while (bytes > 0) {
        ssize_t written = write(file, at, bytes);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        at += written;
        bytes -= (size_t)written;
    }
    return 0;
}

static const size_t pieces_per_sync = 8;

static int write_regions(
    int file, const struct memory_region *regions, size_t region_count, size_t piece_bytes,
    uint64_t *checksums) {
    size_t piece = 0;
    for (size_t i = 0; i < region_count; i++) {
        const char *at = regions[i].start;
        for (size_t left = regions[i].bytes; left > 0;) {
            size_t bytes = left < piece_bytes ? left : piece_bytes;
            checksums[piece++] = memory_checksum(at, bytes);
            int failure = write_all(file, at, bytes);
            // In steps, so that nobody else's fsync waits behind a gigabyte of ours.
            if (!failure && piece % pieces_per_sync == 0 && fdatasync(file) < 0) failure = errno;
            if (failure) return failure;
            at += bytes;
            left -= bytes;
        }
    }
    uint64_t sum = memory_checksum(checksums, piece * sizeof *checksums);
    int failure = write_all(file, checksums, piece * sizeof *checksums);
    return failure ? failure : write_all(file, &sum, sizeof sum);
}

static int write_file(
    const char *temporary, const char *path, const void *head, size_t head_bytes,
    const struct memory_region *regions, size_t region_count, size_t piece_bytes,
    uint64_t *checksums) {
    int file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (file < 0) return errno;
    int failure = write_all(file, head, head_bytes);
    if (!failure) failure = write_regions(file, regions, region_count, piece_bytes, checksums);
    if (!failure && fsync(file) < 0) failure = errno;
    if (!failure && rename(temporary, path) < 0) failure = errno;
    if (failure) unlink(temporary);
    return failure;
}

// What the child must not share with the parent: its sockets, its database, its signal handlers.
static void leave_parent(pid_t parent) {
    // Two children of two lives of the parent would write into one file.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(ECANCELED);
    // Before the descriptors go: a handler of the parent would write into one of them.
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    // A file that may not grow so far is an error like a full disk.
    signal(SIGXFSZ, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    syscall(SYS_close_range, 3u, ~0u, 0u);
    setpriority(PRIO_PROCESS, 0, 10);
}

pid_t memory_file_write(
    const char *temporary, const char *path, const void *head, size_t head_bytes,
    const struct memory_region *regions, size_t region_count, size_t piece_bytes) {
    size_t pieces = 0;
    for (size_t i = 0; i < region_count; i++)
        pieces += (regions[i].bytes + piece_bytes - 1) / piece_bytes;
    uint64_t *checksums = malloc((pieces + 1) * sizeof *checksums);
    if (!checksums) return -ENOMEM;
    // Signals wait, so that the child has no handler of the parent's to run.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        leave_parent(parent);
        _exit(write_file(
            temporary, path, head, head_bytes, regions, region_count, piece_bytes, checksums));
    }
    int failure = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    free(checksums);
    return child < 0 ? -failure : child;
}

int memory_file_reap(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return 128;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int memory_file_watch(pid_t child) {
    int descriptor = (int)syscall(SYS_pidfd_open, child, 0);
    return descriptor < 0 ? -errno : descriptor;
}
