"""One load after the other on system after system, and what `screenpop bench` saw."""
import collections
import json
import os
import random
import statistics
import subprocess
import time

from processes import Failure, Processor, cores

# A run is made again when other programs took more than this share of a core meanwhile.
NOISE_PERCENT = 12
TRIES = 3
# Loopback addresses to connect from, so that closed connections do not use up the ports.
SOURCES = 16

# Before what is measured.
WARM_UP_SECONDS = 0.3


class Load:
    """What `screenpop bench` does to each system in turn."""

    def __init__(self, name, connections, depth=1, rate=0, spin=False, churn=False):
        self.name = name
        self.connections = connections
        self.depth = depth
        self.rate = rate
        self.spin = spin
        self.churn = churn
        self.by_latency = bool(rate or spin)

    def options(self, system, keys):
        """Arguments for `screenpop bench`, and how many keys one request asks for."""
        group = self.depth if system.asks_in_groups and self.depth in keys else 1
        options = [
            *system.place(), "--keys", keys[group],
            "--clients", self.connections, "--pipeline", self.depth // group]
        if system.template:
            options += ["--template", system.template, "--framing", system.framing,
                        "--expect", system.expect]
        if self.rate:
            options += ["--rate", self.rate]
        if self.rate or self.spin:
            options += ["--polling"]
        if self.churn:
            options += ["--sources", SOURCES]
        return ["bench", "--json"] + [str(option) for option in options], group

    def fits(self, system):
        """One connection for each request is not made over TLS."""
        return not (self.churn and system.is_encrypted)

    def as_latency(self):
        """The same runs, shown by their latencies."""
        shown = Load(self.name, self.connections, self.depth, self.rate, self.spin, self.churn)
        shown.by_latency = True
        return shown


ONE = Load("1x1, polling", 1, spin=True)
FIFTY = Load("50x1", 50)
THOUSAND = Load("1000x1", 1000)
PIPELINE_16 = Load("50x16", 50, 16)
PIPELINE_128 = Load("50x128", 50, 128)
OPEN_20 = Load("open 20k/s", 50, rate=20_000)
OPEN_50 = Load("open 50k/s", 50, rate=50_000)
CHURN = Load("connect-lookup-close", 50, churn=True)
LOADS = (ONE, FIFTY, THOUSAND, PIPELINE_16, PIPELINE_128, OPEN_20, OPEN_50, CHURN)
SHORT_LOADS = (FIFTY, PIPELINE_16, PIPELINE_128, OPEN_20)


class Seen:
    """Figures by load and system: a list of rounds, each a dictionary."""

    def __init__(self):
        self.runs = collections.defaultdict(list)
        self.noisy = 0
        self.count = 0

    def add(self, load, system, figures):
        self.runs[load.name, system.name].append(figures)

    def values(self, load, system_name, figure):
        return [run[figure] for run in self.runs.get((load.name, system_name), [])]

    def ratios(self, load, ours, theirs, figure):
        """Ours against theirs, each formed within one round."""
        pairs = zip(self.values(load, ours, figure), self.values(load, theirs, figure))
        return [own / other for own, other in pairs if other > 0]


def spread(values):
    """Median, lowest and highest."""
    return statistics.median(values), min(values), max(values)


class InBackground:
    """Lookups that go on while something else is measured, which needs a place, too: only the
    server has a core of its own."""

    def __init__(self, screenpop, load, system, keys):
        system.process.pin(cores()[0])
        options, _ = load.options(system, keys)
        self.process = subprocess.Popen(
            [screenpop, *options, "--seconds", "3600"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        ended_itself = self.process.poll() is not None
        self.process.kill()
        self.process.wait()
        if ended_itself and not any(failure):
            raise Failure("the lookups in the background ended")


def on_core(core):
    """For a child that has not begun yet."""
    return None if core is None else lambda: os.sched_setaffinity(0, {core})


def run_once(screenpop, load, system, keys, seconds):
    options, group = load.options(system, keys)
    command = [screenpop, *options, "--seconds", str(seconds), "--warm-up", str(WARM_UP_SECONDS)]
    before, began = Processor(system.process.id), time.monotonic()
    done = subprocess.run(
        command, capture_output=True, text=True, preexec_fn=on_core(cores()[1]))
    after, took = Processor(system.process.id), time.monotonic() - began
    if done.returncode != 0:
        raise Failure(f"{load.name} on {system.name}: {done.stderr.strip()}")
    seen = json.loads(done.stdout)
    if seen["not_found"]:
        raise Failure(f"{load.name} on {system.name}: {seen['not_found']} not found")
    return figures(seen, group, before, after, took)


def figures(seen, group, before, after, took):
    """The processor's time is that of the whole run, warming up included."""
    latency = seen["latency_microseconds"]
    server, own = after.server - before.server, after.own - before.own
    others = after.machine - before.machine - server - own
    return {
        "rate": seen["replies_per_second"] * group,
        "p50": latency["p50"], "p90": latency["p90"], "p99": latency["p99"],
        "p999": latency["p99_9"], "max": latency["max"],
        "cpu_ns": server * 1e9 / seen["requests"] / group,
        "server_percent": 100 * server / took, "own_percent": 100 * own / took,
        "other_percent": 100 * others / took}


def run_quietly(seen, screenpop, load, system, keys, seconds, tries):
    """Repeated when other programs disturbed it; the last try counts in any case."""
    for _ in range(tries):
        run = run_once(screenpop, load, system, keys, seconds)
        if run["other_percent"] <= NOISE_PERCENT:
            break
    else:
        seen.noisy += 1
    seen.count += 1
    seen.add(load, system, run)


def run_rounds(screenpop, loads, systems, keys, rounds, seconds, say, tries=TRIES):
    """Rounds of one load follow each other; the order within a round is random, because a
    fixed one would meet the machine's periodic stalls with the same system again and again."""
    seen = Seen()
    for system in systems:
        system.process.pin(cores()[0])
    for load in loads:
        fitting = [system for system in systems if load.fits(system)]
        for _ in range(rounds):
            for system in random.sample(fitting, len(fitting)):
                run_quietly(seen, screenpop, load, system, keys, seconds, tries)
        say(f"{load.name} done")
    return seen
