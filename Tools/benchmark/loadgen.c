// loadgen - a load generator for request and reply protocols; one thread, epoll.
//
//   gcc -std=c11 -O2 -Wall -Wextra -o loadgen loadgen.c -lm
//
// Closed loop (default): every connection keeps --depth requests in flight; a request is sent
//   as soon as a reply makes room.
// Open loop (--rate R): request k is due at t0 + k/R whatever the server does; latency runs
//   from the due time, so a stall is charged to every request that it delayed (no coordinated
//   omission).
// Churn (--churn): connect, one request, one reply, close; latency is connect to reply.
//
// Requests are made before the run into a tape, so that drawing keys costs nothing meanwhile.
// Every reply is checked. Prints one line of figures, separated by tabs, see report().
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#include "framing.h"
#include "histogram.h"
#include "processor.h"

static struct {
    const char *template, *keys, *expect, *server;
    int port, connections, depth, cpu, sources;
    double seconds, warmup, rate;
    enum framing framing;
    bool churn, spin;
} opt = {.connections = 1, .depth = 1, .cpu = -1, .sources = 1, .seconds = 2, .warmup = 0.3};

_Noreturn static void die(const char *what) {
    fprintf(stderr, "loadgen: %s%s%s\n", what, errno ? ": " : "", errno ? strerror(errno) : "");
    exit(2);
}
static void *xalloc(void *old, size_t n) {
    void *p = realloc(old, n ? n : 1);
    if (!p) die("out of memory");
    return p;
}
static uint64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

// --------------------------------------------------------------------- tape
struct entry { uint64_t offset; uint32_t length, key_offset, key_length; };
static char *tape_text;
static size_t tape_length, tape_room;
static struct entry *tape;
static size_t tape_count;

// The template with \r and \n, {key}, and {len}, the key's length.
static void tape_add(const char *key, size_t key_length) {
    size_t most = strlen(opt.template) + 2 * key_length + 64;
    if (tape_length + most > tape_room)
        tape_text = xalloc(tape_text, tape_room = (tape_length + most) * 2);
    char *base = tape_text + tape_length, *o = base;
    struct entry e = {.offset = tape_length, .key_length = (uint32_t)key_length};
    for (const char *t = opt.template; *t;) {
        if (!strncmp(t, "{key}", 5)) {
            e.key_offset = (uint32_t)(o - base);
            memcpy(o, key, key_length);
            o += key_length, t += 5;
        } else if (!strncmp(t, "{len}", 5)) {
            o += sprintf(o, "%zu", key_length), t += 5;
        } else if (*t == '\\') {
            *o++ = t[1] == 'r' ? '\r' : '\n', t += 2;
        } else {
            *o++ = *t++;
        }
    }
    // A request for several keys is checked for the last of them.
    const char *last = memrchr(key, ' ', key_length);
    if (last) {
        e.key_offset += (uint32_t)(last + 1 - key);
        e.key_length -= (uint32_t)(last + 1 - key);
    }
    e.length = (uint32_t)(o - base);
    tape_length += e.length;
    tape[tape_count++] = e;
}
static void build_tape(void) {
    FILE *f = fopen(opt.keys, "r");
    if (!f) die(opt.keys);
    char *line = NULL;
    size_t room = 0, entries = 0;
    for (ssize_t n; (n = getline(&line, &room, f)) > 1;) {
        if (tape_count == entries)
            tape = xalloc(tape, (entries = entries ? entries * 2 : 4096) * sizeof *tape);
        tape_add(line, (size_t)n - 1);
    }
    errno = 0;
    if (!tape_count) die("no keys in the file");
    free(line);
    fclose(f);
}

// -------------------------------------------------------------- connections
struct slot { uint64_t at; size_t entry; };
struct connection {
    int fd, id;
    bool wants_out, is_connecting;
    uint32_t head, in_flight, ring_mask;
    uint64_t issued, due; // open loop: requests sent and requests due so far
    struct slot *ring;
    char *rest, *out; // a reply that was cut; bytes not sent yet
    size_t rest_length, rest_room, out_offset, out_length, out_room;
};
static struct connection *connections;
static int ep;
static uint64_t done, sent, errors, mismatches, t_begin, t_mark, t_stop;
static size_t cursor;
static bool stopping;
static char rx[1 << 18];
static struct histogram latencies;

// Due times of the open loop, by request number.
enum { WHEN = 1 << 22 };
static uint64_t *when, due_total;

static int open_socket(int id) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)opt.port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int on = 1, flags = SOCK_STREAM | SOCK_CLOEXEC | (opt.churn ? SOCK_NONBLOCK : 0);
    int fd = socket(AF_INET, flags, 0);
    if (fd < 0) die("socket");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (opt.sources > 1) { // several loopback sources, for more ephemeral ports
        struct sockaddr_in from = {.sin_family = AF_INET};
        from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)(id % opt.sources));
        setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
        if (bind(fd, (struct sockaddr *)&from, sizeof from)) die("bind");
    }
    if (connect(fd, (struct sockaddr *)&to, sizeof to)) {
        if (errno == EINPROGRESS) return fd;
        int why = errno;
        close(fd);
        errno = why;
        return -1;
    }
    errno = 0;
    if (!opt.churn) fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}
static void want(struct connection *c, bool out) {
    if (c->wants_out == out) return;
    struct epoll_event e = {.events = EPOLLIN | (out ? EPOLLOUT : 0u), .data.ptr = c};
    if (epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e)) die("epoll_ctl");
    c->wants_out = out;
}
static void reopen(struct connection *c);
static void fail(struct connection *c) {
    if (!opt.churn) errno = 0, die("the server closed a connection or broke its protocol");
    if (++errors > 1000) errno = 0, die("too many errors");
    reopen(c);
}
static void flush(struct connection *c) {
    while (c->out_offset < c->out_length) {
        char *from = c->out + c->out_offset;
        ssize_t n = send(c->fd, from, c->out_length - c->out_offset, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) { want(c, true); return; }
        if (n < 0) { fail(c); return; }
        c->out_offset += (size_t)n;
    }
    c->out_offset = c->out_length = 0;
    want(c, false);
}
static void push(struct connection *c, uint64_t at) {
    const struct entry *e = &tape[cursor];
    if (c->out_length + e->length > c->out_room)
        c->out = xalloc(c->out, c->out_room = (c->out_length + e->length) * 2);
    memcpy(c->out + c->out_length, tape_text + e->offset, e->length);
    c->out_length += e->length;
    c->ring[(c->head + c->in_flight++) & c->ring_mask] = (struct slot){at, cursor};
    if (++cursor == tape_count) cursor = 0;
    sent++;
}
// Sends what the connection may send now.
static void fill(struct connection *c, uint64_t now) {
    if (c->is_connecting) return;
    uint32_t room = (uint32_t)opt.depth - c->in_flight;
    if (opt.rate > 0) {
        for (; room && c->issued < c->due; room--) {
            uint64_t number = c->issued++ * (uint64_t)opt.connections + (uint64_t)c->id;
            push(c, when[number % WHEN]);
        }
    } else if (!stopping) {
        while (room--) push(c, now);
    }
    if (c->out_length) flush(c);
}
// Opens the connection; in churn the request's clock starts before connect.
static void reopen(struct connection *c) {
    if (c->fd >= 0) close(c->fd);
    c->fd = -1;
    c->in_flight = 0;
    c->rest_length = c->out_offset = c->out_length = 0;
    if (opt.churn && stopping) return;
    uint64_t at = now_ns();
    while ((c->fd = open_socket(c->id)) < 0) {
        if (!opt.churn || !done || ++errors > 1000) die("connect");
    }
    c->is_connecting = c->wants_out = errno == EINPROGRESS;
    uint32_t events = EPOLLIN | (c->is_connecting ? EPOLLOUT : 0u);
    struct epoll_event e = {.events = events, .data.ptr = c};
    if (epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e)) die("epoll_ctl");
    c->ring[c->head & c->ring_mask].at = at;
    if (!c->is_connecting && opt.churn) fill(c, at);
}
static void on_connected(struct connection *c) {
    int why = 0;
    socklen_t size = sizeof why;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &why, &size);
    if (why) { fail(c); return; }
    c->is_connecting = false;
    want(c, false);
    fill(c, c->ring[c->head & c->ring_mask].at);
}
// A reply must begin as expected and contain the key that was asked for.
static void on_reply(struct connection *c, const char *p, size_t n, uint64_t now) {
    const struct slot *s = &c->ring[c->head++ & c->ring_mask];
    const struct entry *e = &tape[s->entry];
    size_t prefix = opt.expect ? strlen(opt.expect) : 0;
    c->in_flight--;
    done++;
    histogram_add(&latencies, now > s->at ? now - s->at : 0);
    bool fits = n >= prefix && !memcmp(p, opt.expect ? opt.expect : "", prefix)
        && memmem(p, n, tape_text + e->offset + e->key_offset, e->key_length);
    if (!fits) mismatches++;
}
static void on_readable(struct connection *c) {
    size_t have = c->rest_length;
    if (have) memcpy(rx, c->rest, have);
    ssize_t got = recv(c->fd, rx + have, sizeof rx - have, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got <= 0) { fail(c); return; }
    uint64_t now = now_ns();
    size_t n = have + (size_t)got, offset = 0;
    while (offset < n) {
        ssize_t length = frame(opt.framing, rx + offset, n - offset);
        if (length == 0 && n - offset < sizeof rx) break;
        if (length <= 0 || !c->in_flight) { fail(c); return; }
        on_reply(c, rx + offset, (size_t)length, now);
        offset += (size_t)length;
    }
    c->rest_length = n - offset;
    if (c->rest_length > c->rest_room)
        c->rest = xalloc(c->rest, c->rest_room = c->rest_length * 2);
    if (c->rest_length) memcpy(c->rest, rx + offset, c->rest_length);
    if (!opt.churn) fill(c, now);
    else if (!c->in_flight) reopen(c);
}

// ---------------------------------------------------------------------- run
static struct cpu cpu_before, cpu_after;
static uint64_t done_before, done_after;

static void forget_warmup(uint64_t now) {
    memset(&latencies, 0, sizeof latencies);
    nulls = mismatches = errors = 0;
    done_before = done, cpu_before = cpu_now(opt.server), t_mark = now;
}
static void issue_due(uint64_t now) {
    static double next;
    if (!next) next = (double)t_begin;
    for (; next <= (double)now && !stopping; next += 1e9 / opt.rate) {
        if (due_total - done >= WHEN) errno = 0, die("open loop: 4 million requests wait");
        when[due_total % WHEN] = (uint64_t)next;
        struct connection *c = &connections[due_total++ % (uint64_t)opt.connections];
        c->due++;
        fill(c, now);
    }
}
// req/s, p50, p90, p99, p99.9 and max in us, server's ns per request, CPU of the server, of
// this program and of all others in percent of a core, errors, lost, mismatches, nulls
_Noreturn static void report(void) {
    double seconds = (double)(t_stop - t_mark) / 1e9;
    double requests = (double)(done_after - done_before);
    uint64_t lost = opt.churn ? 0 : sent - done;
    double server = cpu_after.server - cpu_before.server, own = cpu_after.own - cpu_before.own;
    double others = cpu_after.machine - cpu_before.machine - server - own;
    printf("%.1f", requests / seconds);
    for (int i = 0; i < 4; i++)
        printf("\t%.2f", histogram_us(&latencies, (const double[]){.5, .9, .99, .999}[i]));
    printf("\t%.2f\t%.1f", (double)latencies.max / 1e3, requests ? server * 1e9 / requests : 0);
    printf("\t%.1f\t%.1f\t%.1f", 100 * server / seconds, 100 * own / seconds,
           100 * others / seconds);
    printf("\t%llu\t%llu\t%llu\t%llu\n", (unsigned long long)errors, (unsigned long long)lost,
           (unsigned long long)mismatches, (unsigned long long)nulls);
    exit(errors || lost || mismatches || nulls);
}
static int start_tick(void) {
    // It ends the run. A time-out on every epoll call would program a hardware timer each
    // time, which costs microseconds in a virtual machine.
    struct itimerspec every = {{0, 20000000}, {0, 20000000}};
    struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL};
    int tick = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    timerfd_settime(tick, 0, &every, NULL);
    epoll_ctl(ep, EPOLL_CTL_ADD, tick, &e);
    return tick;
}
static void wait_for_events(int tick) {
    static struct epoll_event events[512];
    struct timespec none = {0, 0};
    int n = epoll_pwait2(ep, events, 512, opt.spin ? &none : NULL, NULL);
    for (int i = 0; i < n; i++) {
        struct connection *c = events[i].data.ptr;
        uint64_t ticks;
        if (!c) {
            if (read(tick, &ticks, sizeof ticks) < 0 && errno != EAGAIN) die("timerfd");
        } else if (c->is_connecting) {
            on_connected(c);
        } else if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
            on_readable(c);
        } else if (events[i].events & EPOLLOUT) {
            flush(c);
        }
    }
}
_Noreturn static void run(void) {
    uint64_t warm = (uint64_t)(opt.warmup * 1e9), length = (uint64_t)(opt.seconds * 1e9);
    bool is_warm = false;
    int tick = start_tick();
    t_begin = now_ns();
    for (int i = 0; i < opt.connections && !opt.churn && !opt.rate; i++)
        fill(&connections[i], now_ns());
    for (;;) {
        uint64_t now = now_ns();
        if (!is_warm && now - t_begin >= warm) forget_warmup(now), is_warm = true;
        if (now - t_begin >= warm + length && !stopping) {
            stopping = true, t_stop = now;
            cpu_after = cpu_now(opt.server), done_after = done;
        }
        // The stragglers' latencies count, their throughput does not.
        if (stopping && (sent == done || opt.churn || now - t_stop > 2000000000u)) report();
        if (opt.rate > 0) issue_due(now);
        wait_for_events(tick);
    }
}

_Noreturn static void usage(void) {
    fputs("usage: loadgen --port N --template T --keys FILE --server-pid PID [options]\n"
          "  --template T      the request; \\r, \\n, {key} and {len}, the key's length\n"
          "  --keys FILE       one {key} a line, asked for in this order, over and over\n"
          "  --framing line|resp|memcache   how replies end (line)\n"
          "  --expect TEXT     what every reply begins with; it must also contain its key\n"
          "  --connections N   (1)     --depth N    requests in flight on each (1)\n"
          "  --seconds S       (2)     --warmup S   before that, not measured (0.3)\n"
          "  --rate R          open loop: requests a second; latency from the due time\n"
          "  --churn           one connection per request; --sources N loopback addresses\n"
          "  --spin            poll without sleeping; --cpu N pins this program\n", stderr);
    exit(2);
}
static void parse(int argc, char **argv) {
    static const struct option names[] = {
        {"port", 1, 0, 'p'}, {"template", 1, 0, 't'}, {"keys", 1, 0, 'k'},
        {"server-pid", 1, 0, 'i'}, {"framing", 1, 0, 'f'}, {"expect", 1, 0, 'e'},
        {"connections", 1, 0, 'c'}, {"depth", 1, 0, 'P'}, {"seconds", 1, 0, 'd'},
        {"warmup", 1, 0, 'w'}, {"rate", 1, 0, 'r'}, {"churn", 0, 0, 'C'},
        {"sources", 1, 0, 's'}, {"spin", 0, 0, 'S'}, {"cpu", 1, 0, 'u'}, {0, 0, 0, 0}};
    for (int o; (o = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        switch (o) {
        case 'p': opt.port = atoi(optarg); break;
        case 't': opt.template = optarg; break;
        case 'k': opt.keys = optarg; break;
        case 'i': opt.server = optarg; break;
        case 'e': opt.expect = optarg; break;
        case 'c': opt.connections = atoi(optarg); break;
        case 'P': opt.depth = atoi(optarg); break;
        case 'd': opt.seconds = atof(optarg); break;
        case 'w': opt.warmup = atof(optarg); break;
        case 'r': opt.rate = atof(optarg); break;
        case 'C': opt.churn = true; break;
        case 's': opt.sources = atoi(optarg); break;
        case 'S': opt.spin = true; break;
        case 'u': opt.cpu = atoi(optarg); break;
        case 'f':
            for (opt.framing = LINE; strcmp(optarg, framing_names[opt.framing]);)
                if (++opt.framing > MEMCACHE) usage();
            break;
        default: usage();
        }
    }
    bool is_whole = opt.port && opt.template && opt.keys && opt.server;
    if (!is_whole || opt.connections < 1 || opt.depth < 1 || opt.sources < 1) usage();
    if (opt.churn && (opt.depth > 1 || opt.rate > 0)) usage();
    if (opt.rate > 0) opt.spin = true;
}
int main(int argc, char **argv) {
    parse(argc, argv);
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    if (opt.cpu >= 0) {
        CPU_SET((size_t)opt.cpu, &cpus);
        if (sched_setaffinity(0, sizeof cpus, &cpus)) die("sched_setaffinity");
    }
    prctl(PR_SET_TIMERSLACK, 1);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    build_tape();
    if (opt.rate > 0) when = xalloc(NULL, WHEN * sizeof *when);
    ep = epoll_create1(EPOLL_CLOEXEC);
    connections = xalloc(NULL, (size_t)opt.connections * sizeof *connections);
    uint32_t ring = 1;
    while (ring < (uint32_t)opt.depth) ring *= 2;
    for (int i = 0; i < opt.connections; i++) {
        struct slot *slots = xalloc(NULL, ring * sizeof *slots);
        connections[i] =
            (struct connection){.fd = -1, .id = i, .ring_mask = ring - 1, .ring = slots};
    }
    for (int i = 0; i < opt.connections; i++) reopen(&connections[i]);
    run();
}
