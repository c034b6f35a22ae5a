// limit_uv - the least a lookup server can do, as the yardstick for a real one.
//
//   gcc -std=c11 -O2 -Wall -Wextra -o limit_uv limit_uv.c -luv
//
// Parses `LOOKUP +<digits>\r\n`, probes an open-addressing table of 16-byte slots and copies a
// ready-made reply; the replies to all lines of one read go out in one write. No commands,
// limits, time-outs, logging or changes: a real daemon can only be slower.
#define _GNU_SOURCE
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <uv.h>

static struct {
    int port;
    const char *data;
    bool prefetch, huge;
} opt;

_Noreturn static void die(const char *what) {
    perror(what);
    exit(2);
}

// -------------------------------------------------------------------- index
struct slot { uint64_t key, ref; }; // ref: arena offset << 12 | length; key 0 = free
static struct slot *slots;
static uint64_t mask, count;
static int hash_shift;
static char *arena;
static size_t arena_length;

static void *map(size_t n) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    void *p = mmap(NULL, n, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (p == MAP_FAILED) die("mmap");
    if (opt.huge) madvise(p, n, MADV_HUGEPAGE);
    return p;
}
static inline uint64_t home(uint64_t key) { return key * 0x9e3779b97f4a7c15u >> hash_shift; }
static inline struct slot *find(uint64_t key) {
    for (uint64_t i = home(key);; i = (i + 1) & mask)
        if (slots[i].key == key || !slots[i].key) return &slots[i];
}
// Reads "+<digits>" up to a byte that is no digit; 0 if there is none.
static inline uint64_t parse_key(const char *p, const char *end) {
    uint64_t v = 0;
    if (p < end && *p == '+') p++;
    for (; p < end && (unsigned char)(*p - '0') < 10; p++) v = v * 10 + (uint64_t)(*p - '0');
    return v;
}
static void load(const char *path) { // lines "+<digits>\t<reply>"
    FILE *f = fopen(path, "r");
    if (!f) die(path);
    fseek(f, 0, SEEK_END);
    size_t size = (size_t)ftell(f), room = 0, lines = 0;
    char *line = NULL;
    rewind(f);
    while (getline(&line, &room, f) > 0) lines++;
    rewind(f);
    int bits = 4;
    while ((double)lines > 0.7 * (double)(1ull << bits)) bits++;
    mask = (1ull << bits) - 1, hash_shift = 64 - bits;
    slots = map((mask + 1) * sizeof *slots);
    arena = map(size + lines + 64);
    for (ssize_t n; (n = getline(&line, &room, f)) > 0;) {
        char *tab = memchr(line, '\t', (size_t)n);
        if (!tab) continue;
        uint64_t key = parse_key(line, tab);
        size_t length = (size_t)(line + n - tab) - 2; // without the tab and the newline
        struct slot *s = find(key);
        if (!s->key) count++;
        memcpy(arena + arena_length, tab + 1, length);
        memcpy(arena + arena_length + length, "\r\n", 2);
        length += 2;
        *s = (struct slot){key, (uint64_t)arena_length << 12 | length};
        arena_length += length;
    }
    free(line);
    fclose(f);
}

// ------------------------------------------------------------------ requests
enum { IN = 1 << 16, MAX_REPLY = 4096, OUT = 1 << 20, GROUP = 32 };

static inline char *reply(char *o, const struct slot *s, uint64_t key) {
    const char *p = arena + (s->ref >> 12);
    size_t length = s->ref & 0xfff;
    if (!key || s->key != key) p = "404 unknown\r\n", length = 13;
    memcpy(o, p, length);
    return o + length;
}
static inline uint64_t request_key(const char *line, const char *nl) {
    return nl - line > 8 && !memcmp(line, "LOOKUP ", 7) ? parse_key(line + 7, nl) : 0;
}
// Three passes over a group of requests hide the cache misses.
static const char *answer_group(const char *p, const char *end, char **out, bool *more) {
    uint64_t keys[GROUP];
    const struct slot *found[GROUP];
    const char *nl;
    int g = 0;
    while (g < GROUP && (*more = p < end && (nl = memchr(p, '\n', (size_t)(end - p))))) {
        keys[g] = request_key(p, nl);
        __builtin_prefetch(&slots[home(keys[g++])]);
        p = nl + 1;
    }
    for (int i = 0; i < g; i++) {
        found[i] = find(keys[i]);
        const char *r = arena + (found[i]->ref >> 12);
        for (int line = 0; line < 4; line++) __builtin_prefetch(r + 64 * line);
    }
    for (int i = 0; i < g; i++) *out = reply(*out, found[i], keys[i]);
    return p;
}
// Answers whole lines of in[0..n) while the output has room; returns bytes used.
static size_t answer(const char *in, size_t n, char *out, size_t *out_length) {
    const char *p = in, *end = in + n, *nl;
    char *o = out;
    if (opt.prefetch) {
        for (bool more = true; more && o - out < OUT - GROUP * MAX_REPLY;)
            p = answer_group(p, end, &o, &more);
    } else {
        while (o - out < OUT - MAX_REPLY && p < end
               && (nl = memchr(p, '\n', (size_t)(end - p)))) {
            uint64_t key = request_key(p, nl);
            o = reply(o, find(key), key);
            p = nl + 1;
        }
    }
    *out_length = (size_t)(o - out);
    return (size_t)(p - in);
}

// -------------------------------------------------------------------- libuv
static char in[IN + 512], out[OUT];
struct connection {
    uv_tcp_t tcp;
    size_t part_length;
    char part[512]; // a cut request line
};
struct queued { uv_write_t request; char bytes[]; };

static void on_closed(uv_handle_t *h) { free(h); }
static void drop(uv_stream_t *s) {
    if (!uv_is_closing((uv_handle_t *)s)) uv_close((uv_handle_t *)s, on_closed);
}
static void on_read(uv_stream_t *s, ssize_t n, const uv_buf_t *b);
static void on_alloc(uv_handle_t *h, size_t want, uv_buf_t *b) {
    (void)want;
    struct connection *c = (struct connection *)h;
    memcpy(in, c->part, c->part_length);
    *b = uv_buf_init(in + c->part_length, IN);
}
static void on_written(uv_write_t *w, int status) {
    uv_stream_t *s = w->handle;
    free(w);
    if (status < 0) drop(s);
    else if (s->write_queue_size == 0) uv_read_start(s, on_alloc, on_read);
}
static bool send_all(uv_stream_t *s, size_t length) { // false: the connection is broken
    uv_buf_t o = uv_buf_init(out, (unsigned)length);
    int sent = uv_try_write(s, &o, 1);
    if (sent < 0 && sent != UV_EAGAIN) return false;
    if (sent < 0) sent = 0;
    if ((size_t)sent == length) return true;
    size_t left = length - (size_t)sent; // the client reads slowly: queue, and stop reading it
    struct queued *w = malloc(sizeof *w + left);
    memcpy(w->bytes, out + sent, left);
    o = uv_buf_init(w->bytes, (unsigned)left);
    uv_write(&w->request, s, &o, 1, on_written);
    uv_read_stop(s);
    return true;
}
static void on_read(uv_stream_t *s, ssize_t n, const uv_buf_t *b) {
    (void)b;
    struct connection *c = (struct connection *)s;
    if (n < 0) { drop(s); return; }
    size_t have = c->part_length + (size_t)n, offset = 0, used, length;
    c->part_length = 0;
    while ((used = answer(in + offset, have - offset, out, &length))) {
        offset += used;
        if (!send_all(s, length)) { drop(s); return; }
    }
    if (have - offset > sizeof c->part) { drop(s); return; }
    memcpy(c->part, in + offset, c->part_length = have - offset);
}
static void on_connection(uv_stream_t *server, int status) {
    if (status < 0) return;
    struct connection *c = malloc(sizeof *c);
    c->part_length = 0;
    uv_tcp_init(server->loop, &c->tcp);
    uv_stream_t *s = (uv_stream_t *)&c->tcp;
    if (uv_accept(server, s)) { drop(s); return; }
    uv_tcp_nodelay(&c->tcp, 1);
    uv_read_start(s, on_alloc, on_read);
}
static void serve(void) {
    uv_tcp_t server;
    struct sockaddr_in at;
    uv_ip4_addr("127.0.0.1", opt.port, &at);
    uv_tcp_init(uv_default_loop(), &server);
    if (uv_tcp_bind(&server, (struct sockaddr *)&at, 0)) die("bind");
    if (uv_listen((uv_stream_t *)&server, 4096, on_connection)) die("listen");
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}

int main(int argc, char **argv) {
    static const struct option names[] = {{"port", 1, 0, 'p'}, {"data", 1, 0, 'd'},
        {"prefetch", 0, 0, 'f'}, {"huge", 0, 0, 'H'}, {0, 0, 0, 0}};
    for (int o; (o = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        switch (o) {
        case 'p': opt.port = atoi(optarg); break;
        case 'd': opt.data = optarg; break;
        case 'f': opt.prefetch = true; break;
        case 'H': opt.huge = true; break;
        default: opt.data = NULL; optind = argc;
        }
    }
    if (!opt.data || !opt.port) {
        fputs("usage: limit_uv --port N --data FILE [--prefetch] [--huge]\n", stderr);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    load(opt.data);
    serve();
}
