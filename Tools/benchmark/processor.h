// Who has used the processor.
#include <dirent.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

// CPU seconds: of all threads of the server (schedstat), of this program, of the machine.
struct cpu { double server, own, machine; };

static double server_seconds(const char *server) {
    char path[600];
    double ns = 0;
    snprintf(path, sizeof path, "/proc/%s/task", server);
    DIR *d = opendir(path);
    if (!d) return -1;
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "/proc/%s/task/%s/schedstat", server, e->d_name);
        FILE *f = fopen(path, "r");
        unsigned long long run;
        if (f && fscanf(f, "%llu", &run) == 1) ns += (double)run;
        if (f) fclose(f);
    }
    closedir(d);
    return ns / 1e9;
}
static struct cpu cpu_now(const char *server) {
    struct timespec t;
    double v[7] = {0}; // user, nice, system, idle, waiting, interrupts, soft interrupts
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    FILE *f = fopen("/proc/stat", "r");
    if (f && fscanf(f, "cpu %lf %lf %lf %lf %lf %lf %lf", v, v + 1, v + 2, v + 3, v + 4, v + 5,
                    v + 6) < 7) v[0] = 0;
    if (f) fclose(f);
    return (struct cpu){
        .server = server_seconds(server),
        .own = (double)t.tv_sec + (double)t.tv_nsec / 1e9,
        .machine = (v[0] + v[1] + v[2] + v[5] + v[6]) / (double)sysconf(_SC_CLK_TCK)};
}
