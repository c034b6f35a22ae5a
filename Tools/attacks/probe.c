// probe - looks one number up again and again over one connection, and says how long it took.
//
//   cc -O2 -Wall -Wextra -o probe probe.c
//   probe PORT NUMBER SECONDS
//
// One lookup about every 0.5 ms, each behind the reply to the one before. Prints how many
// microseconds each took; ends with 1 when the connection breaks. It goes before other programs
// where it may: what is measured is the daemon, and not how the probe waits for a core that the
// attacker's own program keeps busy. Somebody else's client has a machine of its own.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { most = 1 << 20, pause_ns = 500000 };
static int took[most];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

int main(int count, char **words) {
    if (count != 4) {
        fputs("usage: probe PORT NUMBER SECONDS\n", stderr);
        return 2;
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int socket_ = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(socket_, (struct sockaddr *)&address, sizeof address)) {
        perror("connect");
        return 1;
    }
    sched_setscheduler(0, SCHED_FIFO, &(struct sched_param){.sched_priority = 1});
    char request[128], reply[65536];
    int length = snprintf(request, sizeof request, "LOOKUP %s\r\n", words[2]);
    int looked = 0;
    double end = now() + atof(words[3]) * 1e6;
    while (now() < end && looked < most) {
        double start = now();
        if (write(socket_, request, length) != length) return 1;
        for (size_t got = 0; got == 0 || reply[got - 1] != '\n';) {
            ssize_t more = read(socket_, reply + got, sizeof reply - got);
            if (more <= 0) return 1;
            got += more;
        }
        took[looked++] = now() - start;
        nanosleep(&(struct timespec){.tv_nsec = pause_ns}, NULL);
    }
    for (int place = 0; place < looked; place++) printf("%d ", took[place]);
    return 0;
}
