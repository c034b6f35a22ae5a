"""Runs the attacks one by one, each against a daemon of its own, and prints a table."""

import argparse
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import attacks
from daemon import Daemon, make_base

HERE = pathlib.Path(__file__).resolve().parent
# Everybody else's lookup: so many times quiet, and so many microseconds.
TIMES_QUIET, MOST_MICROSECONDS = 3, 5000


def probe(program, daemon, number, seconds):
    return subprocess.Popen([program, str(daemon.port[1]), number, str(seconds)],
                            stdout=subprocess.PIPE, text=True)


def figures(process):
    """How many lookups, p50, p99 and the maximum in microseconds; None when it was cut off."""
    words = process.communicate()[0].split()
    return [int(word) for word in words] if process.returncode == 0 else None


class Peak(threading.Thread):
    """The most memory that the daemon takes."""

    def __init__(self, daemon):
        super().__init__(daemon=True)
        self.of, self.bytes, self.ended = daemon, 0, False

    def run(self):
        while not self.ended:
            self.bytes = max(self.bytes, self.of.resident)
            time.sleep(0.02)


def run(name, options, base, number, program, folder):
    """One attack; returns whether the budget was held."""
    attack, arguments, files = attacks.ALL[name]
    with Daemon(options.programs, base, folder, arguments, files) as daemon:
        quiet = figures(probe(program, daemon, number, 2))
        peak = Peak(daemon)
        peak.start()
        beside = probe(program, daemon, number, options.seconds)
        said = attack(daemon, options.seconds)
        said, is_right = said if isinstance(said, tuple) else (said, True)
        during = figures(beside)
        peak.ended = True
        is_held = (is_right and daemon.lives and during is not None
                   and during[2] <= max(TIMES_QUIET * quiet[2], 1000)
                   and during[2] < MOST_MICROSECONDS)
        shown = during or [0, 0, 0, 0]
        print(f"{name:9} {quiet[1]:6} {quiet[2]:6}   {shown[1]:6} {shown[2]:6} {shown[3]:7}   "
              f"{peak.bytes >> 20:5}   {'held' if is_held else 'NOT HELD'}   {said}", flush=True)
        return is_held


def main():
    parser = argparse.ArgumentParser(prog="Tools/attack")
    parser.add_argument("--programs", default=".build/release")
    parser.add_argument("--only", action="append", choices=sorted(attacks.ALL))
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--list", action="store_true", help="say what each does, and end")
    options = parser.parse_args()
    if options.list:
        for name, (attack, _, _) in attacks.ALL.items():
            print(f"{name:9} {attack.__doc__}")
        return 0
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        program = f"{folder}/probe"
        subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-o", program, HERE / "probe.c"],
                       check=True)
        base, number = make_base(options.programs, folder)
        print("A lookup of somebody else's in microseconds, and the daemon's memory in MiB\n"
              "attack    quiet: p50 p99   during: p50 p99     max   memory", flush=True)
        names = options.only or list(attacks.ALL)
        held = [run(name, options, base, number, program, folder) for name in names]
    print(f"{sum(held)} of {len(held)} held: p99 within {TIMES_QUIET} times quiet (or 1 ms) and "
          f"under {MOST_MICROSECONDS / 1000:.0f} ms")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
