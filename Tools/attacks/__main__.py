"""Runs the attacks one by one, each against a daemon of its own, and prints a table."""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import attacks
from daemon import Daemon, Echo, make_base

HERE = pathlib.Path(__file__).resolve().parent
# Everybody else's lookup: so many times quiet, and so many microseconds.
TIMES_QUIET, MOST_MICROSECONDS = 3, 5000
QUIET_SECONDS, SETTLE_SECONDS = 1, 1
# What an attack takes of lookups that it does not concern, times so much, is still the machine's.
TIMES_MACHINE = 1.5


class Probe:
    """Somebody else's lookups; all figures in microseconds."""

    def __init__(self, program, number):
        self.program, self.number = program, number

    def start(self, daemon, seconds):
        return subprocess.Popen(
            [self.program, str(daemon.port[1]), self.number, str(seconds)],
            stdout=subprocess.PIPE, text=True)

    @staticmethod
    def took(process):
        """How long each took; none when it was cut off."""
        words = process.communicate()[0].split()
        return [int(word) for word in words] if process.returncode == 0 else []

    def quiet(self, daemon):
        return self.took(self.start(daemon, QUIET_SECONDS))


def percentile(took, part):
    return sorted(took)[int(len(took) * part)] if took else 0


class Peak(threading.Thread):
    """The most memory that the daemon takes."""

    def __init__(self, daemon):
        super().__init__(daemon=True)
        self.of, self.bytes, self.ended = daemon, 0, False

    def run(self):
        while not self.ended:
            self.bytes = max(self.bytes, self.of.resident)
            time.sleep(0.02)


class Round:
    """One attack on a daemon of its own, or on an echo server beside it: the control."""

    def __init__(self, name, options, scene, is_control):
        attack, arguments, files = attacks.ALL[name]
        programs, base, folder = options.programs, scene.base, scene.folder
        probe = Probe(scene.probe, scene.number)
        with Daemon(programs, base, folder, arguments, files) as daemon, \
                Echo(scene.echo, folder) as echo:
            quiet = [percentile(probe.quiet(daemon), 0.99)]
            peak = Peak(daemon)
            peak.start()
            # In a control somebody asks the echo server, too, which is all that it has to do.
            asked = [daemon, echo] if is_control else [daemon]
            probes = [probe.start(one, options.seconds) for one in asked]
            said = attack(echo if is_control else daemon, options.seconds)
            self.said, is_right = said if isinstance(said, tuple) else (said, True)
            took = [probe.took(one) for one in probes]
            during = took[0]
            peak.ended = True
            self.lives = daemon.lives and bool(during)
            self.is_right = is_right or is_control
            # What the attack has left to be done is not quiet.
            time.sleep(SETTLE_SECONDS)
            quiet += [percentile(probe.quiet(daemon), 0.99)] if self.lives else []
        self.bare = percentile(took[-1], 0.99)
        self.quiet, self.during = min(quiet), percentile(during, 0.99)
        self.middle, self.longest = percentile(during, 0.5), max(during, default=0)
        self.peak = peak.bytes
        self.is_in_memory = peak.bytes <= attacks.ceiling(arguments)

    @property
    def times(self):
        return self.during / max(1, self.quiet)


def middle(rounds, figure):
    return statistics.median(getattr(one, figure) for one in rounds)


def run(name, options, scene):
    """The rounds of one attack; returns whether the budget was held."""
    rounds = [Round(name, options, scene, False) for _ in range(options.rounds)]
    times, during = middle(rounds, "times"), middle(rounds, "during")
    is_right = all(one.lives and one.is_right and one.is_in_memory for one in rounds)
    verdict, control = "held", ""
    if times > TIMES_QUIET and not options.no_control:
        controls = [Round(name, options, scene, True) for _ in range(options.rounds)]
        beside, bare = middle(controls, "during"), middle(controls, "bare")
        control = f"{beside:.0f}/{bare:.0f}"
        if during <= TIMES_MACHINE * max(beside, bare):
            verdict = "held but for the machine"
        else:
            verdict = "NOT HELD"
    elif times > TIMES_QUIET:
        verdict = "NOT HELD"
    if not is_right or during >= MOST_MICROSECONDS:
        verdict = "NOT HELD"
    spread = f"({min(one.times for one in rounds):.1f}-{max(one.times for one in rounds):.1f})"
    print(f"{name:10} {middle(rounds, 'quiet'):5.0f}  {middle(rounds, 'middle'):5.0f}"
          f" {during:6.0f} {max(one.longest for one in rounds):7}   {times:4.1f} {spread:12}"
          f" {control:>9}   {max(one.peak for one in rounds) >> 20:5}   {verdict}"
          f"   {rounds[-1].said}", flush=True)
    return verdict != "NOT HELD"


class Scene:
    """What all attacks need."""

    def __init__(self, options, folder):
        self.folder = folder
        for name in ("probe", "echo"):
            setattr(self, name, f"{folder}/{name}")
            subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-o", f"{folder}/{name}",
                            HERE / f"{name}.c"], check=True)
        self.base, self.number = make_base(options.programs, folder)


RULE = f"""
p99 is of all lookups of a round; quiet is that of the second before the attack or of one after it,
whichever was calmer. Times is one by the other, in the middle of all rounds, in brackets the least
and the most. Held: at most {TIMES_QUIET} times, under {MOST_MICROSECONDS // 1000} ms, the attack
does not reach what it must not, and the memory stays below its ceiling. The probe goes before other
programs. Where it is more, the same attack on an echo server of one thread shows what the machine
and its network cost everybody: beside is the p99 of the daemon, which nobody attacks then, bare is
that of the echo server. "Held but for the machine": no more than {TIMES_MACHINE} times the larger.
"""


def main():
    parser = argparse.ArgumentParser(prog="Tools/attack")
    parser.add_argument("--programs", default=".build/release")
    parser.add_argument("--only", action="append", choices=sorted(attacks.ALL))
    parser.add_argument("--seconds", type=float, default=3, help="of each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-control", action="store_true")
    parser.add_argument("--list", action="store_true", help="say what each does, and end")
    options = parser.parse_args()
    if options.list:
        for name, (attack, _, _) in attacks.ALL.items():
            print(f"{name:10} {attack.__doc__}")
        return 0
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        scene = Scene(options, folder)
        print("A lookup of somebody else's in microseconds, and the daemon's memory in MiB\n"
              "attack     quiet  during: p50  p99  max   times           beside/bare   memory",
              flush=True)
        names = options.only or list(attacks.ALL)
        held = [run(name, options, scene) for name in names]
    print(f"{sum(held)} of {len(held)} held.{RULE}")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
