// echo - the least that a server can be: sends back what it gets.
//
//   cc -O2 -Wall -Wextra -o echo echo.c
//   echo PATH
//
// Listens on two ports of 127.0.0.1, which it prints, and on the Unix-domain socket PATH. What a
// client does to it costs the machine what it would cost beside any server: the rest is ours. On
// the second port a connection ends with its first reply, as Asterisk's do.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { listeners = 3, events_at_once = 64, most_files = 1 << 16 };

static int listen_at(struct sockaddr *address, socklen_t length) {
    int socket_ = socket(address->sa_family, SOCK_STREAM, 0);
    if (bind(socket_, address, length) || listen(socket_, 4096)) perror("listen");
    return socket_;
}

int main(int count, char **words) {
    if (count != 2) {
        fputs("usage: echo PATH\n", stderr);
        return 2;
    }
    setpriority(PRIO_PROCESS, 0, -20);
    int at[listeners], poll = epoll_create1(0);
    for (int place = 0; place < 2; place++) {
        struct sockaddr_in address = {.sin_family = AF_INET};
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        at[place] = listen_at((struct sockaddr *)&address, length);
        getsockname(at[place], (struct sockaddr *)&address, &length);
        printf("%d\n", ntohs(address.sin_port));
    }
    struct sockaddr_un path = {.sun_family = AF_UNIX};
    snprintf(path.sun_path, sizeof path.sun_path, "%s", words[1]);
    at[2] = listen_at((struct sockaddr *)&path, sizeof path);
    fflush(stdout);
    for (int place = 0; place < listeners; place++) {
        struct epoll_event wanted = {.events = EPOLLIN, .data.fd = at[place]};
        epoll_ctl(poll, EPOLL_CTL_ADD, at[place], &wanted);
    }
    static char bytes[65536], is_one_shot[most_files];
    for (;;) {
        struct epoll_event events[events_at_once];
        int ready = epoll_wait(poll, events, events_at_once, -1);
        for (int place = 0; place < ready; place++) {
            int socket_ = events[place].data.fd;
            if (socket_ == at[0] || socket_ == at[1] || socket_ == at[2]) {
                int client = accept4(socket_, NULL, NULL, SOCK_NONBLOCK);
                struct epoll_event wanted = {.events = EPOLLIN, .data.fd = client};
                if (client < 0) continue;
                is_one_shot[client % most_files] = socket_ == at[1];
                epoll_ctl(poll, EPOLL_CTL_ADD, client, &wanted);
                continue;
            }
            ssize_t got = read(socket_, bytes, sizeof bytes);
            // Whoever takes nothing gets nothing more.
            if (got > 0) got = send(socket_, bytes, got, MSG_NOSIGNAL) < 0 ? 1 : got;
            if (got <= 0 || is_one_shot[socket_ % most_files]) close(socket_);
        }
    }
}
