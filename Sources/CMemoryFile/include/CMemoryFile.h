#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// Memory to be written, in this order.
struct memory_region {
    const void *start;
    size_t bytes;
};

// A checksum of 64 bits: XXH3 of the xxHash library.
uint64_t memory_checksum(const void *start, size_t bytes);

// Forks, so that the child sees the memory as it is at this moment, and lets the child write it:
// the head, the regions, then one checksum for each piece of `piece_bytes` of each region (the
// last piece of a region may be shorter), then a checksum of those. The file stands under `path`
// only when it is whole and on the disk; until then it is `temporary`. Only this user may read it.
//
// The child does nothing but system calls and arithmetic, as it must where the parent has other
// threads. It ends with status 0 or with the error number of what failed, and with the thread
// that called: two of them must not write under one name.
//
// Returns the child, or minus an error number. The calling thread stops while the kernel copies
// its page tables: 0.1 ms for a gigabyte in huge pages, some milliseconds in small ones.
pid_t memory_file_write(
    const char *temporary, const char *path, const void *head, size_t head_bytes,
    const struct memory_region *regions, size_t region_count, size_t piece_bytes);

// Waits for a child that has ended. Returns its exit status, or 128 plus the signal.
int memory_file_reap(pid_t child);

// A descriptor that becomes readable when `child` ends, or minus an error number; pidfd_open(2).
int memory_file_watch(pid_t child);
