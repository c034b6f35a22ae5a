// Latencies, log-linear: 64 linear steps per power of two, so that no figure is more than
// 1.6 % above what was seen.
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { SUB_BITS = 6, SUB = 1 << SUB_BITS, BUCKETS = (42 - SUB_BITS) * SUB };

struct histogram { uint64_t count[BUCKETS], total, max; };

static void histogram_add(struct histogram *h, uint64_t nanoseconds) {
    int top = 63 - __builtin_clzll(nanoseconds | 1);
    int shift = top > SUB_BITS ? top - SUB_BITS : 0;
    size_t i = (size_t)shift * SUB + (size_t)(nanoseconds >> shift);
    h->count[i < BUCKETS ? i : BUCKETS - 1]++;
    h->total++;
    if (nanoseconds > h->max) h->max = nanoseconds;
}

// The latency in microseconds that a share q of all were not above.
static double histogram_us(const struct histogram *h, double q) {
    uint64_t want = (uint64_t)ceil(q * (double)h->total), seen = 0;
    for (size_t i = 0; i < BUCKETS; i++) {
        seen += h->count[i];
        if (seen < want || !seen) continue;
        size_t shift = i < 2 * SUB ? 0 : i / SUB - 1;
        uint64_t upper = (((uint64_t)(i - shift * SUB) + 1) << shift) - 1;
        return (double)(upper < h->max ? upper : h->max) / 1e3;
    }
    return 0;
}
