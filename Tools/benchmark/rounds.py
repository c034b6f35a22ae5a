"""One load after the other on system after system, and what loadgen saw."""
import collections
import random
import statistics
import subprocess

from processes import Failure, cores

# A run is made again when other programs took more than this share of a core meanwhile.
NOISE_PERCENT = 12
TRIES = 3
# Loopback addresses to connect from, so that closed connections do not use up the ports.
SOURCES = 16

FIGURES = ("rate", "p50", "p90", "p99", "p999", "max", "cpu_ns", "server_percent",
           "own_percent", "other_percent", "errors", "lost", "mismatches", "nulls")


class Load:
    """What loadgen does to each system in turn."""

    def __init__(self, name, connections, depth=1, rate=0, spin=False, churn=False):
        self.name = name
        self.connections = connections
        self.depth = depth
        self.rate = rate
        self.spin = spin
        self.churn = churn
        self.by_latency = bool(rate or spin)

    def options(self, system, keys):
        """Arguments for loadgen, and how many keys one request asks for."""
        group = self.depth if system.asks_in_groups and self.depth in keys else 1
        options = [
            "--port", system.port, "--template", system.template, "--framing", system.framing,
            "--expect", system.expect, "--keys", keys[group], "--server-pid", system.process.id,
            "--connections", self.connections, "--depth", self.depth // group]
        if self.rate:
            options += ["--rate", self.rate]
        if self.spin:
            options += ["--spin"]
        if self.churn:
            options += ["--churn", "--sources", SOURCES]
        return [str(option) for option in options], group

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

    def __init__(self, loadgen, load, system, keys):
        system.process.pin(cores()[0])
        options, _ = load.options(system, keys)
        self.process = subprocess.Popen(
            [loadgen, *options, "--seconds", "3600"], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        ended_itself = self.process.poll() is not None
        self.process.kill()
        self.process.wait()
        if ended_itself and not any(failure):
            raise Failure("the lookups in the background ended")


def run_once(loadgen, load, system, keys, seconds):
    options, group = load.options(system, keys)
    core = cores()[1]
    pinned = [] if core is None else ["--cpu", str(core)]
    command = [loadgen, *options, *pinned, "--seconds", str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True)
    fields = done.stdout.split("\t")
    if len(fields) != len(FIGURES):
        raise Failure(f"{load.name} on {system.name}: {done.stderr.strip()}")
    figures = dict(zip(FIGURES, map(float, fields)))
    wrong = {name: figures[name] for name in FIGURES[-4:] if figures[name]}
    if wrong:
        raise Failure(f"{load.name} on {system.name}: {wrong}")
    figures["rate"] *= group
    figures["cpu_ns"] /= group
    return figures


def run_quietly(seen, loadgen, load, system, keys, seconds, tries):
    """Repeated when other programs disturbed it; the last try counts in any case."""
    for _ in range(tries):
        figures = run_once(loadgen, load, system, keys, seconds)
        if figures["other_percent"] <= NOISE_PERCENT:
            break
    else:
        seen.noisy += 1
    seen.count += 1
    seen.add(load, system, figures)


def run_rounds(loadgen, loads, systems, keys, rounds, seconds, say, tries=TRIES):
    """Rounds of one load follow each other; the order within a round is random, because a
    fixed one would meet the machine's periodic stalls with the same system again and again."""
    seen = Seen()
    for system in systems:
        system.process.pin(cores()[0])
    for load in loads:
        for _ in range(rounds):
            for system in random.sample(systems, len(systems)):
                run_quietly(seen, loadgen, load, system, keys, seconds, tries)
        say(f"{load.name} done")
    return seen
