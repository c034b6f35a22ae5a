"""A crowd over TLS; `Tools/crowd` says what for."""

import argparse
import os
import pathlib
import re
import resource
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ATTACKS = HERE.parent / "attacks"
sys.path.insert(0, str(ATTACKS))

from daemon import Daemon, make_base  # noqa: E402

IDLE_CLIENTS, IDLE_MOST_KIB = 5000, 20
SWAP_CLIENTS = 5000
# All addresses of one machine are one, and it may have 9,000 connections: the others leave.
STORM_CLIENTS, STORM_HELD = 10_000, 8_900
STORM_MOST_MICROSECONDS = 5000
PATIENCE_SECONDS = 60
LOWEST_PRIORITY = 19
SPARE_FILES = 200


class Scene:
    """Programs, a base and two certificates of one authority each: their own."""

    def __init__(self, options, folder):
        self.programs, self.folder = options.programs, folder
        self.base, self.number = make_base(options.programs, folder)
        for name, source, libraries in (
                ("crowd", HERE / "crowd.c", ["-lssl", "-lcrypto"]),
                ("probe", ATTACKS / "probe.c", [])):
            subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-o", f"{folder}/{name}", source,
                            *libraries], check=True)
        for name in ("first", "second"):
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                 "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{folder}/{name}.key", "-out",
                 f"{folder}/{name}.pem", "-days", "2", "-subj", f"/CN={name}", "-addext",
                 "subjectAltName=IP:127.0.0.2"], check=True, stderr=subprocess.DEVNULL)
        self.show("first")

    def show(self, name):
        """The daemon's files from now on, each changed at once."""
        for kind in ("key", "pem"):
            shutil.copy(f"{self.folder}/{name}.{kind}", f"{self.folder}/next")
            os.chmod(f"{self.folder}/next", 0o600)
            os.rename(f"{self.folder}/next", f"{self.folder}/shown.{kind}")

    def daemon(self):
        return Daemon(self.programs, self.base, self.folder, [
            "--listen", "127.0.0.2:0,tls", "--tls-certificate", f"{self.folder}/shown.pem",
            "--tls-key", f"{self.folder}/shown.key"])


def log_of(daemon):
    return pathlib.Path(daemon.log.name).read_text()


def secure_port(daemon):
    return int(re.search(r"address=127\.0\.0\.2:(\d+)", log_of(daemon))[1])


def step_back():
    """Behind everybody else, on the last core: clients have machines of their own."""
    os.setsid()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.nice(LOWEST_PRIORITY)
    try:
        pathlib.Path("/proc/self/autogroup").write_text(str(LOWEST_PRIORITY))
    except OSError:
        pass  # A kernel without such groups goes by the niceness alone.


class Crowd:
    """Clients that are in; they stay as long as the block lasts."""

    def __init__(self, scene, daemon, count, held, *words):
        self.process = subprocess.Popen(
            [f"{scene.folder}/crowd", str(secure_port(daemon)), str(count), str(held),
             f"{scene.folder}/first.pem", *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=step_back)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def await_all(self):
        """How many attempts were not the first."""
        said = re.match(r"in [\d.]+ again (\d+)", self.process.stdout.readline())
        if not said:
            raise SystemExit("crowd: the clients ended")
        return int(said[1])

    def end(self):
        """How much was asked, and how many connections broke."""
        said = self.process.communicate("")[0]
        return tuple(int(word) for word in re.findall(r"\d+", said))


def idle(scene, options):
    """What a connection takes that has asked once and is idle."""
    count = options.clients or IDLE_CLIENTS
    with scene.daemon() as daemon:
        before = daemon.resident
        with Crowd(scene, daemon, count, count) as crowd:
            again = crowd.await_all()
            each = (daemon.resident - before) / count / 1024
    print(f"idle: {count:,} connections, {each:.1f} KiB each; must be under {IDLE_MOST_KIB}; "
          f"{again} came again", flush=True)
    return each < IDLE_MOST_KIB


def shown(port):
    """The common name that a new client is shown."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.2", port), PATIENCE_SECONDS) as wire:
        with context.wrap_socket(wire) as secure:
            return secure.getpeercert(True)


def der(scene, name):
    return ssl.PEM_cert_to_DER_cert(pathlib.Path(f"{scene.folder}/{name}.pem").read_text())


def swap(scene, daemon, name, times):
    """Shows another certificate; returns whether a new client sees it."""
    scene.show(name)
    daemon.process.send_signal(1)
    end = time.monotonic() + PATIENCE_SECONDS
    while log_of(daemon).count("configuration read again") < times:
        if time.monotonic() > end or not daemon.lives:
            return False
        time.sleep(0.005)
    return shown(secure_port(daemon)) == der(scene, name)


def swaps(scene, options):
    """Other certificates while all ask again and again."""
    count = options.clients or SWAP_CLIENTS
    scene.show("first")
    with scene.daemon() as daemon:
        with Crowd(scene, daemon, count, count, "ask") as crowd:
            crowd.await_all()
            began, right = time.monotonic(), 0
            for number in range(options.swaps):
                name = "first" if number % 2 else "second"
                right += swap(scene, daemon, name, number + 1)
            took = time.monotonic() - began
            asked, broken = crowd.end()
    print(f"swaps: {right} of {options.swaps} seen by a new client in {took:.1f} s, under "
          f"{count:,} connections that asked {asked:,} times; {broken} broken", flush=True)
    return right == options.swaps and broken == 0


def percentile(took, part):
    return sorted(took)[int(len(took) * part)]


def probe(scene, daemon, seconds):
    """How long lookups of somebody who is connected took, in microseconds."""
    said = subprocess.run([f"{scene.folder}/probe", str(daemon.port[1]), scene.number,
                           str(seconds)], capture_output=True, text=True, check=True)
    return [int(word) for word in said.stdout.split()]


def storm(scene, options):
    """Everybody connects at once, and somebody who is connected looks numbers up."""
    count = options.clients or STORM_CLIENTS
    scene.show("first")
    with scene.daemon() as daemon:
        quiet = percentile(probe(scene, daemon, 2), 0.99)
        took = []
        with Crowd(scene, daemon, count, min(count, STORM_HELD)) as crowd:
            os.set_blocking(crowd.process.stdout.fileno(), False)
            said = ""
            while not said:
                # Short pieces: what is looked up behind the last client's entry says nothing.
                took += probe(scene, daemon, 0.5)
                said = crowd.process.stdout.readline()
            seconds, again = re.match(r"in ([\d.]+) again (\d+)", said).groups()
    p99 = percentile(took, 0.99)
    print(f"storm: {count:,} clients at once, all in after {float(seconds):.1f} s,"
          f" {again} came again; lookups meanwhile p50 {percentile(took, 0.5)} us,"
          f" p99 {p99} us, at most {max(took)} us (quiet p99 {quiet} us); p99 must be under"
          f" {STORM_MOST_MICROSECONDS}", flush=True)
    return p99 < STORM_MOST_MICROSECONDS


def main():
    parts = {"idle": idle, "swaps": swaps, "storm": storm}
    parser = argparse.ArgumentParser(prog="Tools/crowd")
    parser.add_argument("parts", nargs="*", metavar="PART", help="idle, swaps, storm; or all")
    parser.add_argument("--clients", type=int, help="another number of them")
    parser.add_argument("--swaps", type=int, default=100, help="how often")
    parser.add_argument("--programs", default=".build/release")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(parts):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    needed = (options.clients or STORM_CLIENTS) + SPARE_FILES
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if limit < needed:
        parser.error(f"needs {needed} open files, and {limit} are allowed: ulimit -Hn")
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    with tempfile.TemporaryDirectory(prefix="crowd-") as folder:
        scene = Scene(options, folder)
        held = [parts[name](scene, options) for name in options.parts or parts]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
