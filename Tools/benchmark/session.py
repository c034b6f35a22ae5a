"""The three kinds of a benchmark: whole, short, and growth."""
import contextlib
import os
import shutil
import sqlite3
import sys
import tempfile
import time

import customers
import systems
from budgets import BUDGETS, LIMIT, LIMIT_BEST, SHORT_GATES
from extras import memory_rows, other_rows
from processes import Failure, Process, cores, installed, run
from rounds import FIFTY, LOADS, ONE, OPEN_20, PIPELINE_128, PIPELINE_16, SHORT_LOADS, Load
from rounds import run_rounds
from start import copy_database
from tables import budget_rows, budget_table, heading, names_of_others, ratio_rows, table

CONNECTION_COUNTS = (1, 10, 50, 100, 1000, 5000, 10_000)
# What else is open in server and generator.
SPARE_FILES = 200
GROWTH_SIZES = (10_000, 100_000, 1_000_000)
GROWTH_LOADS = (FIFTY, PIPELINE_16, PIPELINE_128, OPEN_20)


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def compile_programs(folder, programs):
    """The limit and the scan; a Failure says which package is missing."""
    if not installed("gcc"):
        raise Failure("gcc is missing: apt-get install gcc libc6-dev libuv1-dev libsqlite3-dev")
    here = os.path.dirname(os.path.abspath(__file__))
    paths = {"screenpop": os.path.join(programs, "screenpop")}
    for name, libraries in (("limit_uv", "-luv"), ("scan", "-lsqlite3")):
        paths[name] = os.path.join(folder, name)
        run("gcc", "-std=c11", "-O2", "-Wall", "-Wextra", "-o", paths[name],
            os.path.join(here, f"{name}.c"), libraries)
    return paths


@contextlib.contextmanager
def scratch(options):
    """A folder beside the databases, which are large; removed with all that runs in it."""
    os.makedirs(options.data, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="bench-run-", dir=options.data)
    try:
        yield os.path.abspath(folder)
    finally:
        Process.stop_all()
        shutil.rmtree(folder, ignore_errors=True)


class Stage:
    """All systems, up and filled with the same lines."""

    def __init__(self, options, folder, count):
        self.options, self.folder, self.count = options, folder, count
        self.programs = compile_programs(folder, options.programs)
        kept = os.path.join(options.data, f"bench-{count}")
        database = customers.make_database(options.programs, count, kept, say, options.again)
        self.daemon = systems.Daemon(folder, options.programs, copy_database(database, folder))
        self.daemon.start_empty()
        self.daemon.start_full()
        self.lines_path = os.path.join(folder, "lines")
        with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as base:
            self.line_count = customers.write_lines(
                customers.stored_numbers(base), self.daemon.port, self.lines_path)
        self.keys = customers.write_keys(self.lines_path, self.line_count, folder)
        self.others = self.make_others()
        for system in self.others:
            system.fill(self.lines_path)
        self.systems = [self.daemon, self.daemon.encrypted] + self.others
        say(f"{', '.join(system.name for system in self.systems)}: up, and they give the same "
            f"{self.line_count:,} replies")

    def make_others(self):
        limit = self.programs["limit_uv"]
        others = [systems.Limit(self.folder, limit, LIMIT)]
        if not self.options.short:
            others.append(
                systems.Limit(self.folder, limit, LIMIT_BEST, "--prefetch", "--huge"))
        for peer in (systems.Redis, systems.Memcached):
            if installed(peer.package):
                others.append(peer(self.folder))
            else:
                say(f"without {peer.name}; to have it: apt-get install {peer.package}")
        return others

    def peer(self, kind):
        return next((system for system in self.others if isinstance(system, kind)), None)

    def measure(self, loads):
        options = self.options
        return run_rounds(self.programs["screenpop"], loads, self.systems, self.keys,
                          options.rounds, options.seconds, say, 1 if options.short else 3)


def introduce(stage, seen, began):
    options = stage.options
    missing = [peer.name for peer in (systems.Redis, systems.Memcached) if not stage.peer(peer)]
    lines = [
        f"{stage.count:,} customers, {stage.line_count:,} numbers; {options.rounds} rounds of "
        f"{options.seconds:g} s; {os.cpu_count()} cores"
        + (", server and generator pinned to one each" if cores()[0] is not None else
           ": server and generator share one, so the figures say little") + ".",
        f"{seen.noisy} of {seen.count} runs were disturbed by other programs. "
        f"{(time.monotonic() - began) / 60:.0f} minutes."]
    if missing:
        lines.append(f"Not installed: {', '.join(missing)}.")
    print("\n".join(lines))


def chosen(loads, words):
    """Those that begin with one of the words."""
    if not words:
        return loads
    found = [load for load in loads if load.name.startswith(tuple(words))]
    if not found:
        raise Failure(f"--only knows {', '.join(load.name for load in loads)}")
    return found


def run_whole(options):
    began = time.monotonic()
    with scratch(options) as folder:
        stage = Stage(options, folder, options.customers)
        loads = chosen(LOADS, options.only)
        memory = memory_rows(stage)
        seen = stage.measure(loads)
        others = names_of_others(stage.systems)
        rows = ratio_rows(seen, loads, others)
        extra, findings = ([], []) if options.only else other_rows(stage, say)
        introduce(stage, seen, began)
        print("\n" + table([heading(others)] + rows))
        print("\n" + table([["what", "seen"]] + memory.rows + extra))
        print("\n" + budget_table(budget_rows(seen) + memory.findings + findings))
    return 0


def run_short(options):
    began = time.monotonic()
    with scratch(options) as folder:
        stage = Stage(options, folder, options.customers)
        loads = chosen(SHORT_LOADS, options.only)
        seen = stage.measure(loads)
        others = names_of_others(stage.systems)
        budgets = [budget for budget in BUDGETS + SHORT_GATES
                   if budget.is_for_short and budget.seen(seen)]
        introduce(stage, seen, began)
        print("\n" + table([heading(others)] + ratio_rows(seen, loads, others)))
        print("\n" + budget_table(budget_rows(seen, budgets)))
    gross = [budget for budget in budgets if budget.is_gross(seen)]
    for budget in gross:
        say(f"far worse than it must be: {budget.what}, {budget.must()}")
    return 1 if gross else 0


def run_growth(options):
    began = time.monotonic()
    sizes = sorted(options.sizes or GROWTH_SIZES)
    rows, memory = [], []
    for count in sizes:
        with scratch(options) as folder:
            stage = Stage(options, folder, count)
            others = names_of_others(stage.systems)
            sizes_seen = stage.measure(GROWTH_LOADS)
            rows += [[f"{count:,}"] + row
                     for row in ratio_rows(sizes_seen, GROWTH_LOADS, others, False)]
            memory += [[f"{count:,}"] + row for row in memory_rows(stage).rows]
            memory += [[f"{count:,}"] + row for row in other_rows(stage, say, True)[0]]
            if count == sizes[-1]:
                loads = connection_loads()
                seen = stage.measure(loads)
                introduce(stage, seen, began)
                print("\n" + table([["customers"] + heading(others)] + rows))
                print("\n" + table([["customers", "what", "seen"]] + memory))
                print("\n" + table([heading(others)] + connection_rows(seen, loads, others)))
    return 0


def connection_loads():
    limit = os.sysconf("SC_OPEN_MAX") - SPARE_FILES
    fitting = [count for count in CONNECTION_COUNTS if count <= limit]
    if len(fitting) < len(CONNECTION_COUNTS):
        say(f"up to {fitting[-1]:,} connections only: raise ulimit -n for more")
    return [ONE if count == 1 else Load(f"{count}x1", count) for count in fitting]


def connection_rows(seen, loads, others):
    rows = ratio_rows(seen, loads, others, False)
    for load in loads:
        if load is not ONE:
            rows += ratio_rows(seen, [load.as_latency()], others, False)
    return rows
