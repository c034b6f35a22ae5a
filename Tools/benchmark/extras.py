"""What is not measured by `screenpop bench`: memory, starts, freshness, the gateway."""
import os
import re
from statistics import median

from customers import read_lines
from gateway import latencies, pops
from processes import Failure, cores, run
from rounds import OPEN_20, InBackground
from start import redis_start_seconds, starts
from systems import Memcached, Redis
from tables import verdict, with_spread

BYTES_MUST = 0.5
BYTES_AIM = 100
WARM_MUST = 1.5
STORM_CURRENT_MUST_MS = 2000
STORM_RATIO_MUST = 2
FRESH_MUST_MS = 250
CALL_MUST_US = 1000
STARTS = 3


class Memory:
    """Rows for people, and findings against the budget."""

    def __init__(self):
        self.rows, self.findings = [], []


def memory_rows(stage):
    """Before any load: resident bytes less those without customers."""
    memory = Memory()

    def each(system):
        return (system.full_bytes - system.empty_bytes) / stage.count

    index = stage.daemon.index_bytes() / stage.count
    own = each(stage.daemon)
    memory.rows.append(["memory per customer, screenpopd, index", f"{index:.0f} bytes"])
    memory.rows.append(["memory per customer, screenpopd, resident", f"{own:.0f} bytes"])
    for peer in filter(None, (stage.peer(Redis), stage.peer(Memcached))):
        memory.rows.append([
            f"memory per customer, {peer.name}, resident",
            f"{each(peer):.0f} bytes, a reply for each number"])
    redis = stage.peer(Redis)
    if redis:
        ratio = own / each(redis)
        memory.findings.append([
            "memory per customer", f"at most {BYTES_MUST:g} of Redis", f"{ratio:.2f}",
            verdict(ratio <= BYTES_MUST)])
    memory.findings.append([
        "memory per customer, index", f"aim: {BYTES_AIM} bytes", f"{index:.0f} bytes",
        verdict(index <= BYTES_AIM)])
    return memory


def start_rows(stage):
    """The daemon is stopped for this, and everybody may use every core."""
    number, reply = next(read_lines(stage.lines_path))
    seen = starts(stage.daemon, stage.programs["scan"], number, reply, STARTS)
    rows = [
        ["bare C scan of the rows that fill the index", with_spread(seen["scan"]) + " s"],
        ["first start to complete index", with_spread(seen["warm"]) + " s"],
        ["restart to first right answer", with_spread(seen["answer again"]) + " s"],
        ["restart to complete index", with_spread(seen["warm again"]) + " s"],
    ]
    redis = stage.peer(Redis)
    if redis:
        taken = [redis_start_seconds(redis, number, reply) for _ in range(STARTS)]
        rows.append(["Redis, restart from its file to first right answer",
                     with_spread(taken) + " s"])
    finding = [f"warm-up, {stage.count:,} customers", f"at most {WARM_MUST} of the scan",
               with_spread(seen["ratio"]), verdict(median(seen["ratio"]) <= WARM_MUST)]
    return rows, [finding]


def call_rows(stage):
    """While 20,000 lookups a second go on."""
    rows, findings = [], []
    for what, port, measure in (
            ("FastAGI, end of environment to answer", stage.daemon.gateway_port, latencies),
            ("RING to the pop at a console", stage.daemon.port, pops)):
        with InBackground(stage.programs["screenpop"], OPEN_20, stage.daemon, stage.keys):
            seen = measure(port, stage.lines_path)
        p50, p99 = seen[len(seen) // 2], seen[len(seen) * 99 // 100]
        rows.append([f"{what}, 200/s beside 20,000 lookups/s, p50 and p99",
                     f"{p50:.0f} and {p99:.0f} us"])
        findings.append([f"{what}, p99", f"at most {CALL_MUST_US} us", f"{p99:.0f} us",
                         verdict(p99 <= CALL_MUST_US)])
    return rows, findings


def freshness_rows(stage):
    """The program that Tools/freshness runs, against the daemon that is up."""
    daemon = stage.daemon
    # As the system thinks best: daemon, other program and load share all cores.
    daemon.process.pin(*os.sched_getaffinity(0))
    touched = min(100_000, stage.count)
    said = run(
        os.path.join(stage.options.programs, "freshness"), "--server",
        f"127.0.0.1:{daemon.port}", "--database", daemon.database, "--touched", str(touched))
    daemon.process.pin(cores()[0])
    fresh = re.search(r"commit to answer: .*p50 ([\d.]+).*p99 ([\d.]+)", said)
    current = [float(found) for found in re.findall(r"all current after ([\d.]+) ms", said)]
    told = [float(found) for found in re.findall(r"acknowledged after ([\d.]+) ms", said)]
    ratios = dict(re.findall(r"(written|followed|told): against quiet (.*)", said))
    differences = re.findall(r"differences (\S+)", said)
    if not fresh or not current or len(ratios) != 3 or set(differences) != {"0"}:
        raise Failure(f"freshness said: {said}")
    p99 = float(fresh[2])
    worst = max(float(ratios[what].split(",")[0]) for what in ("followed", "told"))
    rows = [
        ["another program's commit to the answer, p50 and p99", f"{fresh[1]} and {p99} ms"],
        [f"storm of {touched:,} customers until all are current", with_spread(current) + " ms"],
        ["the same told through the protocol, until the last is acknowledged",
         with_spread(told) + " ms"],
        ["p99 of lookups while a storm is written by another program, against quiet",
         ratios["written"]],
        ["p99 of lookups while a storm is followed, against quiet", ratios["followed"]],
        ["p99 of lookups while a storm is told, against quiet", ratios["told"]],
    ]
    findings = [
        ["another program's commit to the answer, p99", f"at most {FRESH_MUST_MS} ms",
         f"{p99:.0f} ms", verdict(p99 <= FRESH_MUST_MS)],
        [f"storm of {touched:,}: all current", f"within {STORM_CURRENT_MUST_MS} ms",
         f"{max(current):.0f} ms", verdict(max(current) <= STORM_CURRENT_MUST_MS)],
        [f"storm of {touched:,}: p99 of lookups while it is followed, or told",
         f"at most {STORM_RATIO_MUST} of quiet", f"{worst:.2f}",
         verdict(worst <= STORM_RATIO_MUST)],
    ]
    return rows, findings


def other_rows(stage, say, only_starts=False):
    """Stops the daemon, and starts it again where it is needed."""
    stage.daemon.process.stop()
    rows, findings = start_rows(stage)
    say("starts done")
    stage.daemon.start_full()
    if only_starts:
        return rows, findings
    for system in stage.others:
        system.process.stop()
    # Both leave the daemon on one core.
    for more in (freshness_rows, call_rows):
        more_rows, more_findings = more(stage)
        rows, findings = rows + more_rows, findings + more_findings
        say(f"{more.__name__.split('_', maxsplit=1)[0]} done")
    findings.append(["lookup path", "no allocation once warm", "LookupCostTests", "-"])
    return rows, findings
