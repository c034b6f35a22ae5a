"""FastAGI calls at a fixed rate: from the end of the environment to the answer."""
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


def latencies(port, lines_path):
    """Microseconds of every call, sorted."""
    numbers = []
    for number, _ in read_lines(lines_path):
        numbers.append(number.decode())
        if len(numbers) == 100_000:
            break
    began, seen = time.perf_counter(), []
    for call in range(CALLS_PER_SECOND * SECONDS):
        time.sleep(max(0, began + call / CALLS_PER_SECOND - time.perf_counter()))
        environment = ENVIRONMENT.format(call=call, number=random.choice(numbers))
        seen.append(one_call(port, environment.encode()) * 1e6)
    return sorted(seen)
