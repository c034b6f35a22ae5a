"""Programs that the benchmark starts: on which core, how large, and ended by their ids."""
import os
import resource
import shutil
import signal
import socket
import subprocess
import time

PATIENCE_SECONDS = 600
# For what a server does before it ends, such as writing what it holds.
END_SECONDS = 60


class Processor:
    """Seconds of processor time until now: of all threads of a server, of the children of this
    program that have ended, of the whole machine."""

    def __init__(self, server):
        self.server = sum(self.thread_seconds(server, thread)
                          for thread in os.listdir(f"/proc/{server}/task"))
        own = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.own = own.ru_utime + own.ru_stime
        with open("/proc/stat", encoding="ascii") as machine:
            ticks = list(map(int, machine.readline().split()[1:8]))
        # user, nice, system, idle, waiting, interrupts, soft interrupts
        self.machine = (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")

    @staticmethod
    def thread_seconds(server, thread):
        try:
            with open(f"/proc/{server}/task/{thread}/schedstat", encoding="ascii") as times:
                return int(times.read().split()[0]) / 1e9
        except FileNotFoundError:
            return 0  # A thread that has just ended.


class Failure(Exception):
    """Why the benchmark cannot go on, in words for the person who started it."""


def cores():
    """One core for the servers and one for the generator; None where there is only one."""
    usable = sorted(os.sched_getaffinity(0))
    return (usable[0], usable[1]) if len(usable) > 1 else (None, None)


def installed(program):
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def run(*command, **options):
    """Runs a program to its end; its output, or a Failure with what it complained about."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise Failure(f"{os.path.basename(command[0])} failed: {' / '.join(said)}")
    return done.stdout


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_until(is_true, what, process=None, seconds=PATIENCE_SECONDS, pause=0.02):
    deadline = time.monotonic() + seconds
    while not is_true():
        if process and not process.is_running():
            raise Failure(f"{what}: the program has ended; it said: {process.last_words()}")
        if time.monotonic() > deadline:
            raise Failure(f"{what}: not within {seconds} s")
        time.sleep(pause)


class Process:
    """A program that runs until it is stopped, at the latest when the benchmark ends."""

    running = []

    def __init__(self, log, *command):
        self.log = log
        with open(log, "wb") as output:
            self.child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        self.id = self.child.pid
        Process.running.append(self)

    def is_running(self):
        return self.child.poll() is None

    def last_words(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return " / ".join(log.read().strip().splitlines()[-3:])

    def pin(self, *cores):
        """All its threads, and those that they will start."""
        if None in cores:
            return
        for thread in os.listdir(f"/proc/{self.id}/task"):
            try:
                os.sched_setaffinity(int(thread), cores)
            except ProcessLookupError:
                pass  # A thread that has just ended.

    def resident_bytes(self):
        with open(f"/proc/{self.id}/status", encoding="ascii") as status:
            lines = [line.split() for line in status if line.startswith("VmRSS")]
        return int(lines[0][1]) * 1024

    def stop(self):
        if self in Process.running:
            Process.running.remove(self)
        if not self.is_running():
            return
        self.child.terminate()
        try:
            self.child.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    @staticmethod
    def stop_all():
        for process in list(Process.running):
            process.stop()


def end_like_a_program_when_told():
    """SIGTERM and SIGHUP unwind as Ctrl-C does, so that everything started is stopped."""
    def interrupt(number, frame):
        raise KeyboardInterrupt
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
