"""How soon followed calls pop, and what lookups take beside them."""

import argparse
import json
import os
import pathlib
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

from played import Played

LOOKUPS = 20_000
POP_BUDGET = 0.002
RATIO_BUDGET = 1.2


def arguments():
    parser = argparse.ArgumentParser(prog="Tools/following")
    parser.add_argument("--calls", type=int, default=200, help="calls a second")
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--programs", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def make_base(programs, folder):
    with open(f"{folder}/log", "w") as log:
        subprocess.run([f"{programs}/screenpop", "sample", "--customers", "100000", "--seed", "1",
                        f"{folder}/files"], check=True, stdout=log, stderr=log)
        subprocess.run([f"{programs}/screenpop", "import", "--database", f"{folder}/base.db",
                        "--region", "GB", f"{folder}/files"], stdout=log, stderr=log)
    return f"{folder}/base.db"


def start(programs, folder, base, port):
    pathlib.Path(f"{folder}/secret").write_text("s3cret\n")
    os.chmod(f"{folder}/secret", 0o600)
    pathlib.Path(f"{folder}/screenpopd.toml").write_text(
        f'[[pbx]]\nname = "main"\nami = "127.0.0.1:{port}"\nuser = "screenpop"\n'
        f'secret-file = "{folder}/secret"\ntrunks = ["trunk"]\n')
    log = open(f"{folder}/daemon.log", "w+")
    daemon = subprocess.Popen(
        [f"{programs}/screenpopd", "--config", f"{folder}/screenpopd.toml", "--database", base,
         "--listen", "127.0.0.1:0", "--region", "GB", "--snapshot", "off", "--score-every", "0"],
        stderr=log)
    if len(os.sched_getaffinity(0)) > 1:
        first, *others = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(daemon.pid, {first})
        os.sched_setaffinity(0, others)
    while True:
        found = re.search(r"127\.0\.0\.1:(\d+) .*listening", pathlib.Path(log.name).read_text())
        if found:
            return daemon, int(found[1])
        if daemon.poll() is not None:
            sys.exit("the daemon did not start: " + pathlib.Path(log.name).read_text())
        time.sleep(0.05)


def watch(port):
    console = socket.create_connection(("127.0.0.1", port))
    console.sendall(b"STATS\n")
    said = b""
    while b"index state=complete" not in said:
        said += console.recv(1 << 16)
        if said.endswith(b"\r\n.\r\n") and b"index state=complete" not in said:
            said = b""
            console.sendall(b"STATS\n")
    console.sendall(b"WATCH *\n")
    while not said.rstrip().split(b"\n")[-1].startswith(b"200 calls="):
        said += console.recv(1 << 16)
    return console


def lookups(programs, base, port, seconds):
    return subprocess.Popen(
        [f"{programs}/screenpop", "bench", "--server", f"127.0.0.1:{port}", "--database", base,
         "--clients", "50", "--rate", str(LOOKUPS), "--seconds", str(seconds), "--json"],
        stdout=subprocess.PIPE, text=True)


def p99(process):
    return json.loads(process.communicate()[0])["latency_microseconds"]["p99"]


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        base = make_base(options.programs, folder)
        played = Played()
        daemon, port = start(options.programs, folder, base, played.port)
        try:
            return measure(options, base, played, port)
        finally:
            daemon.terminate()
            daemon.wait()


def go_first():
    """Who plays and looks at the clock must not wait for the load that he measures beside."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(10))
    except PermissionError:
        print("not allowed to go before the load: pops will look later than they are")


def measure(options, base, played, port):
    go_first()
    played.sign_in()
    console = watch(port)
    print(f"{options.calls} calls a second, {LOOKUPS} lookups a second, p99 in us")
    print("Quiet: the same is played to a process that throws it away. The daemon has one core,\n"
          "player, console and whoever looks up have the other; the player goes before them.")
    print("round  quiet  during  ratio   pop p50  pop p99  calls  ended")
    quiets, durings, pops, first = [], [], [], 1
    for turn in range(options.rounds):
        stream = played.make(options.calls, options.seconds - 1, first)

        def be_quiet():
            load = lookups(options.programs, base, port, options.seconds)
            played.play_to_nobody(*stream)
            quiets.append(p99(load))
        # What becomes slower or faster with time is to favour neither.
        if turn % 2 == 0:
            be_quiet()
        load = lookups(options.programs, base, port, options.seconds)
        waits, calls, ended = played.play(console, *stream)
        durings.append(p99(load))
        if turn % 2 == 1:
            be_quiet()
        first += calls
        pops += waits
        print(f"{turn + 1:5}  {quiets[-1]:5.0f}  {durings[-1]:6.0f}  "
              f"{durings[-1] / quiets[-1]:5.2f}  "
              f"{1e6 * percentile(waits, 0.5):8.0f} {1e6 * percentile(waits, 0.99):8.0f}  "
              f"{calls:5}  {ended:5}")
        if ended < calls:
            print(f"{calls - ended} calls were not followed to their end")
            return 1
    quiet, during = statistics.median(quiets), statistics.median(durings)
    ratio, pop = during / quiet, percentile(pops, 0.99)
    isHeld = ratio <= RATIO_BUDGET and pop <= POP_BUDGET
    print(f"lookups {ratio:.2f} of quiet (medians {during:.0f} of {min(durings):.0f}-"
          f"{max(durings):.0f} us and {quiet:.0f} of {min(quiets):.0f}-{max(quiets):.0f} us; "
          f"must {RATIO_BUDGET}), pops within "
          f"{1e3 * pop:.2f} ms at p99 (must {1e3 * POP_BUDGET:.0f}): "
          + ("held" if isHeld else "NOT HELD"))
    return 0 if isHeld else 1


sys.exit(main())
