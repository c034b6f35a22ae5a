// crowd - connects many clients over TLS at once; each asks PING when it is in.
//
//   cc -O2 -Wall -Wextra -o crowd crowd.c -lssl -lcrypto
//   crowd PORT COUNT HELD AUTHORITY [ask]
//
// HELD of them stay, the others leave when they are answered: an address may not have as many
// connections as there are clients. Who is sent away tries again at once, as no console would.
// Prints "in SECONDS again COUNT" when all have been answered, with how many attempts were not the
// first, and goes on until its input ends: idle, or with `ask` each asking PING again and again.
// Then it prints "asked COUNT broken COUNT".
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum step { shaking, asking, idle, gone };
struct client { SSL *ssl; int socket; enum step step; };

static SSL_CTX *context;
static int port, loop, left, again, broken, held, stays, goes_on;
static long asked;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void end(struct client *client) {
    SSL_free(client->ssl);
    close(client->socket);
    client->step = gone;
}

static void begin(struct client *client) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
    client->step = shaking;
    client->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int one = 1;
    setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    client->ssl = SSL_new(context);
    SSL_set_fd(client->ssl, client->socket);
    struct epoll_event event = {.events = EPOLLOUT | EPOLLONESHOT, .data.ptr = client};
    if (connect(client->socket, (struct sockaddr *)&address, sizeof address) &&
        errno != EINPROGRESS) {
        perror("connect");
        exit(2);
    }
    epoll_ctl(loop, EPOLL_CTL_ADD, client->socket, &event);
}

static void lose(struct client *client) {
    int was_in = goes_on || client->step == idle;
    end(client);
    if (was_in) {
        broken++;
    } else {
        again++;
        begin(client);
    }
}

static void ask(struct client *client) {
    if (SSL_write(client->ssl, "PING\r\n", 6) != 6) return lose(client);
    client->step = asking;
    asked++;
}

static void answered(struct client *client) {
    if (goes_on) return ask(client);
    left--;
    client->step = idle;
    if (stays++ >= held) end(client);
}

static void go_on(struct client *client) {
    if (client->step == shaking) {
        int result = SSL_connect(client->ssl);
        if (result != 1) {
            if (SSL_get_error(client->ssl, result) != SSL_ERROR_WANT_READ) lose(client);
            return;
        }
        return ask(client);
    }
    char reply[256];
    int count;
    while ((count = SSL_read(client->ssl, reply, sizeof reply)) > 0)
        if (client->step == asking && reply[count - 1] == '\n') {
            if (memcmp(reply, "200 pong", 8)) return lose(client);
            answered(client);
            if (client->step == gone) return;
        }
    if (SSL_get_error(client->ssl, count) != SSL_ERROR_WANT_READ) lose(client);
}

// As many at once: a client that is greeted answers soon, as one with a machine of its own would.
enum { batch = 16 };

// One round of the sockets, which waits for them or not; returns whether the input has ended.
static int turn(int waits) {
    struct epoll_event events[batch];
    int count = epoll_wait(loop, events, batch, waits ? -1 : 0);
    for (int place = 0; place < count; place++) {
        struct client *client = events[place].data.ptr;
        if (!client) return 1;
        if (client->step == gone) continue;
        if (events[place].events & EPOLLOUT) {
            struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
            epoll_ctl(loop, EPOLL_CTL_MOD, client->socket, &event);
        }
        go_on(client);
    }
    return 0;
}

int main(int count, char **words) {
    if (count < 5) {
        fputs("usage: crowd PORT COUNT HELD AUTHORITY [ask]\n", stderr);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    if (SSL_CTX_load_verify_file(context, words[4]) != 1) return 2;
    loop = epoll_create1(0);
    port = atoi(words[1]);
    left = atoi(words[2]);
    held = atoi(words[3]);
    int all = left;
    struct client *clients = calloc(all, sizeof *clients);
    double start = now();
    for (int place = 0; place < all; place++) {
        begin(&clients[place]);
        // Who is connected speaks at once, also while there are others who are not.
        turn(0);
    }
    while (left > 0) turn(1);
    printf("in %.3f again %d\n", now() - start, again);
    fflush(stdout);
    struct epoll_event event = {.events = EPOLLIN};
    epoll_ctl(loop, EPOLL_CTL_ADD, 0, &event);
    if (count > 5) {
        goes_on = 1;
        for (int place = 0; place < all; place++)
            if (clients[place].step == idle) ask(&clients[place]);
    }
    while (!turn(1)) {}
    printf("asked %ld broken %d\n", asked, broken);
    return 0;
}
