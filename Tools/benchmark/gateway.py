"""Calls at a fixed rate: to Asterisk's answer, and to the screen of an agent."""
import random
import socket
import time

from customers import read_lines
from processes import Failure

CALLS_PER_SECOND = 200
SECONDS = 5

ENVIRONMENT = (
    "agi_network: yes\nagi_network_script: lookup\nagi_request: agi://127.0.0.1/lookup\n"
    "agi_channel: PJSIP/trunk-00000001\nagi_language: en\nagi_type: PJSIP\n"
    "agi_uniqueid: {call}\nagi_version: 22.10.1\nagi_callerid: {number}\n"
    "agi_calleridname: unknown\nagi_callingpres: 0\nagi_callingani2: 0\nagi_callington: 0\n"
    "agi_callingtns: 0\nagi_dnid: unknown\nagi_rdnis: unknown\nagi_context: incoming\n"
    "agi_extension: 100\nagi_priority: 2\nagi_enhanced: 0.0\nagi_accountcode: \n"
    "agi_threadid: 139720535983808\n\n")


def one_call(port, environment):
    """Seconds until the first command for Asterisk has come."""
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # What Asterisk does: most of the environment in one write, the end in another.
        connection.sendall(environment[:-40])
        began = time.perf_counter()
        connection.sendall(environment[-40:])
        said = connection.recv(65536)
        taken = time.perf_counter() - began
        if not said.startswith((b"SET VARIABLE", b"EXEC", b"VERBOSE")):
            raise Failure(f"the gateway said {said[:80]!r}")
        connection.sendall(b"HANGUP\n")
    return taken


def numbers_of(lines_path):
    numbers = []
    for number, _ in read_lines(lines_path):
        numbers.append(number.decode())
        if len(numbers) == 100_000:
            break
    return numbers


def at_the_rate(measure):
    """Microseconds of every call, sorted."""
    began, seen = time.perf_counter(), []
    for call in range(CALLS_PER_SECOND * SECONDS):
        time.sleep(max(0, began + call / CALLS_PER_SECOND - time.perf_counter()))
        seen.append(measure(call) * 1e6)
    return sorted(seen)


def latencies(port, lines_path):
    """From the end of the environment to the answer."""
    numbers = numbers_of(lines_path)

    def measure(call):
        environment = ENVIRONMENT.format(call=call, number=random.choice(numbers))
        return one_call(port, environment.encode())

    return at_the_rate(measure)


class Watcher:
    """A console: takes the lines that are pushed to it."""

    def __init__(self, port):
        self.connection = socket.create_connection(("127.0.0.1", port), 5)
        self.connection.sendall(b"WATCH bench\r\n")
        self.unread = b""
        self.line(b"200")

    def line(self, beginning):
        """The next line that begins so; others are passed over."""
        while True:
            line, end, rest = self.unread.partition(b"\n")
            if end:
                self.unread = rest
                if line.startswith(beginning):
                    return line
                continue
            came = self.connection.recv(65536)
            if not came:
                raise Failure("the daemon sent the console away")
            self.unread += came


def pops(port, lines_path):
    """From the sending of RING to the line of the pop at a watching console."""
    numbers = numbers_of(lines_path)
    watcher = Watcher(port)
    caller = socket.create_connection(("127.0.0.1", port), 5)
    caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def measure(call):
        name = f"bench-{time.time_ns()}"
        began = time.perf_counter()
        caller.sendall(f"RING {name} {random.choice(numbers)} bench\r\n".encode())
        watcher.line(b"* POP call=" + name.encode())
        taken = time.perf_counter() - began
        caller.recv(65536)
        caller.sendall(f"HANGUP {name}\r\n".encode())
        caller.recv(65536)
        return taken

    seen = at_the_rate(measure)
    watcher.connection.close()
    caller.close()
    return seen
