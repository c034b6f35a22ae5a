#pragma once

#include <stdint.h>

// Linux's calls about the processor time of the calling thread, and the C library's about memory,
// that Swift's Glibc module leaves out. Those that return something return 0 or an error number.

// Sets bit n of `bits`, which has `bytes` bytes, when the thread may run on core n;
// sched_getaffinity(2).
int processor_usable_cores(uint8_t *bits, int bytes);

// Keeps the thread, and those that it will start, on these cores; sched_setaffinity(2).
int processor_stay_on_cores(const uint8_t *bits, int bytes);

// Asks for turns of so many nanoseconds, from 0.1 to 100 ms, instead of the scheduler's own:
// the shorter they are, the sooner the thread gets the next one when it wakes, and it gets no
// more time in all. Children and other threads do not inherit it, nor a niceness below zero; a
// thread with a policy of its own, such as a real-time one, keeps that. sched_setattr(2); kernels
// before 6.12 accept it and do nothing.
int processor_take_turns(uint64_t nanoseconds);

// Never takes the core from a running thread when it wakes: SCHED_BATCH of sched_setscheduler(2).
int processor_wait_for_turns(void);

// Keeps the memory of the process from cores and from other programs of its user; prctl(2),
// PR_SET_DUMPABLE.
int processor_keep_memory_secret(void);

// Gives the kernel back what the process has freed; malloc_trim(3).
void processor_give_memory_back(void);
