// Where a reply ends, for each of the protocols.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

enum framing { LINE, RESP, MEMCACHE };
static const char *const framing_names[] = {"line", "resp", "memcache"};

static uint64_t nulls; // replies that say "not there"

// Each returns the length of one whole reply at p, 0 if incomplete, -1 if broken.
static ssize_t frame_line(const char *p, size_t n) {
    const char *nl = memchr(p, '\n', n);
    return nl ? nl - p + 1 : 0;
}
static ssize_t frame_resp(const char *p, size_t n) {
    const char *nl = memchr(p, '\n', n);
    if (!nl) return 0;
    long length = strtol(p + 1, NULL, 10);
    if (*p != '$') return -1;
    if (length < 0) return nulls++, nl - p + 1;
    size_t whole = (size_t)(nl - p) + 1 + (size_t)length + 2;
    return whole <= n ? (ssize_t)whole : 0;
}
static ssize_t frame_memcache(const char *p, size_t n) {
    for (size_t offset = 0;;) {
        const char *nl = offset < n ? memchr(p + offset, '\n', n - offset) : NULL;
        if (!nl) return 0;
        size_t next = (size_t)(nl - p) + 1;
        if (next - offset < 6 || memcmp(p + offset, "VALUE ", 6)) { // END
            if (offset == 0) nulls++;
            return (ssize_t)next;
        }
        const char *space = memrchr(p + offset, ' ', next - offset);
        offset = next + strtoul(space + 1, NULL, 10) + 2;
    }
}
static ssize_t frame(enum framing framing, const char *p, size_t n) {
    switch (framing) {
    case LINE: return frame_line(p, n);
    case RESP: return frame_resp(p, n);
    default: return frame_memcache(p, n);
    }
}
