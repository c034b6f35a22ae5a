#pragma once

// Asks for the cache line at `address` and goes on; harmless for any address.
static inline __attribute__((always_inline)) void prefetch(const void *address) {
    __builtin_prefetch(address);
}
