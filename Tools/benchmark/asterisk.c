/* Plays Asterisk at its highest rate: a thread for each call, which works, asks a gateway as
 * res_agi does (each line of the environment a write of its own, an answer to each command) and
 * works on.
 *
 *   asterisk call PORT SECONDS THREADS WORK   calls one after the other; WORK in microseconds
 *   asterisk serve PORT                       a plain server to compare with: a thread for each
 *                                             connection, which sends what screenpopd sends
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int port;
static long work_microseconds;
static double end_time;
static atomic_long call_count, failure_count, next_call;

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What a call costs beside the gateway: processor time, in two halves. */
static void work(void) {
    double until = seconds(CLOCK_THREAD_CPUTIME_ID) + (double)work_microseconds / 2e6;
    while (seconds(CLOCK_THREAD_CPUTIME_ID) < until) { }
}

static struct sockaddr_in address(void) {
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return place;
}

static const char *const lines[] = {
    "agi_network: yes\n", "agi_network_script: lookup\n", "agi_request: agi://127.0.0.1/lookup\n",
    "agi_channel: PJSIP/trunk-%08lx\n",
    "agi_language: en\n", "agi_type: PJSIP\n", "agi_uniqueid: %ld\n", "agi_version: 22.10.1\n",
    "agi_callerid: +4420794%05ld\n", "agi_calleridname: unknown\n", "agi_callingpres: 0\n",
    "agi_callingani2: 0\n", "agi_callington: 0\n", "agi_callingtns: 0\n", "agi_dnid: unknown\n",
    "agi_rdnis: unknown\n", "agi_context: incoming\n", "agi_extension: 100\n", "agi_priority: 2\n",
    "agi_enhanced: 0.0\n", "agi_accountcode: \n", "agi_threadid: 139720535983808\n", "\n",
};

/* Whether the gateway has said all that it has to say. */
static int ask(long call) {
    struct sockaddr_in place = address();
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    if (connection < 0 || connect(connection, (struct sockaddr *)&place, sizeof place) < 0) {
        close(connection);
        return 0;
    }
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    for (size_t index = 0; index < sizeof lines / sizeof *lines; index++) {
        char line[128];
        int length = snprintf(line, sizeof line, lines[index], call % 100000);
        if (write(connection, line, (size_t)length) != length) { break; }
    }
    int commands = 0;
    char said[8192];
    for (;;) {
        ssize_t count = read(connection, said, sizeof said);
        if (count <= 0) { break; }
        /* One answer a command. */
        for (ssize_t index = 0; index < count; index++) {
            if (said[index] != '\n') { continue; }
            commands++;
            if (write(connection, "200 result=1\n", 13) < 0) { break; }
        }
    }
    if (write(connection, "HANGUP\n", 7) < 0) { commands = 0; }
    close(connection);
    return commands >= 11;
}

static void *call_on(void *unused) {
    while (seconds(CLOCK_MONOTONIC) < end_time) {
        work();
        if (!ask(atomic_fetch_add(&next_call, 1))) { failure_count++; }
        work();
        call_count++;
    }
    return unused;
}

static void call(double duration, int thread_count) {
    pthread_t threads[thread_count];
    double began = seconds(CLOCK_MONOTONIC);
    end_time = began + duration;
    for (int index = 0; index < thread_count; index++) {
        pthread_create(&threads[index], NULL, call_on, NULL);
    }
    for (int index = 0; index < thread_count; index++) { pthread_join(threads[index], NULL); }
    /* Calls a second, calls, calls without an answer, microseconds of Asterisk's own a call. */
    printf("%.0f %ld %ld %.0f\n", (double)call_count / (seconds(CLOCK_MONOTONIC) - began),
           (long)call_count, (long)failure_count,
           seconds(CLOCK_PROCESS_CPUTIME_ID) * 1e6 / (double)call_count);
}

/* As many bytes as screenpopd sends of a number that nobody has. */
static const char commands[] =
    "SET VARIABLE __SCREENPOP_VALUE \"\"\nSET VARIABLE __SCREENPOP_COMPLAINTS \"\"\n"
    "SET VARIABLE __SCREENPOP_OPEN \"\"\nSET VARIABLE __SCREENPOP_REFERRALS \"\"\n"
    "SET VARIABLE __SCREENPOP_INTERRUPTIONS \"\"\nSET VARIABLE __SCREENPOP_DOWN \"0\"\n"
    "SET VARIABLE __SCREENPOP_ACCOUNT \"\"\nSET VARIABLE __SCREENPOP_NAME \"\"\n"
    "SET VARIABLE __SCREENPOP_SUMMARY \"\"\nSET VARIABLE __SCREENPOP_STATUS \"UNKNOWN\"\n"
    "VERBOSE \"screenpop UNKNOWN\" 3\n";

static void *serve_one(void *given) {
    int connection = (int)(long)given;
    char said[4096];
    size_t length = 0;
    while (length < sizeof said) {
        ssize_t count = read(connection, said + length, sizeof said - length);
        if (count <= 0) { break; }
        length += (size_t)count;
        if (length >= 2 && memcmp(said + length - 2, "\n\n", 2) == 0) { break; }
    }
    if (write(connection, commands, sizeof commands - 1) > 0) {
        shutdown(connection, SHUT_WR);
        while (read(connection, said, sizeof said) > 0) { }
    }
    close(connection);
    return NULL;
}

static int serve(void) {
    struct sockaddr_in place = address();
    int listener = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(listener, (struct sockaddr *)&place, sizeof place) < 0 || listen(listener, 1024) < 0) {
        perror("serve");
        return 1;
    }
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        pthread_t thread;
        if (connection < 0) { continue; }
        if (pthread_create(&thread, NULL, serve_one, (void *)(long)connection) == 0) {
            pthread_detach(thread);
        } else {
            close(connection);
        }
    }
}

int main(int count, char **words) {
    if (count == 6 && strcmp(words[1], "call") == 0) {
        port = atoi(words[2]);
        work_microseconds = atol(words[5]);
        call(atof(words[3]), atoi(words[4]));
        return 0;
    }
    if (count == 3 && strcmp(words[1], "serve") == 0) {
        port = atoi(words[2]);
        return serve();
    }
    fputs("usage: asterisk call PORT SECONDS THREADS WORK | serve PORT\n", stderr);
    return 64;
}
