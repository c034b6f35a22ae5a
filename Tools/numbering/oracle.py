"""The programs, asked for numbers of all plans, beside what `phonenumbers` makes of the same."""
import argparse
import collections
import csv
import os
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

import library
import plans

LINES_AT_ONCE = 400


def options():
    parser = argparse.ArgumentParser(prog="Tools/numbers-oracle", description=__doc__)
    parser.add_argument("--programs", required=True, help="folder of screenpop and screenpopd")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-pattern", type=int, default=8, help="numbers for each pattern")
    parser.add_argument("--region", action="append", default=[], help="only this one; repeatable")
    parser.add_argument("--list", type=int, default=20, help="differences that are written out")
    parser.add_argument(
        "--version", default=plans.version(), help="of phonenumbers; that of our plans unless told")
    parser.add_argument("--reach", action="store_true", help="only say whether PyPI can be had")
    return parser.parse_args()


class Daemon:
    """A daemon over an imported base, and one connection to it."""

    def __init__(self, programs, folder, database):
        path = os.path.join(folder, "socket")
        self.process = subprocess.Popen(
            [os.path.join(programs, "screenpopd"), "--database", database, "--listen",
             f"unix:{path}", "--log-level", "error"], stdin=subprocess.DEVNULL)
        self.connection = socket.socket(socket.AF_UNIX)
        until = time.monotonic() + 60
        while True:
            try:
                self.connection.connect(path)
                break
            except OSError:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.05)
        self.replies = self.connection.makefile("r", encoding="utf-8", newline="\n")

    def ask(self, requests):
        """The one-line replies to many requests, in their order."""
        for start in range(0, len(requests), LINES_AT_ONCE):
            some = requests[start:start + LINES_AT_ONCE]
            self.connection.sendall("".join(line + "\n" for line in some).encode())
            for _ in some:
                yield self.replies.readline().rstrip("\n")

    def stop(self):
        self.connection.close()
        self.process.terminate()
        self.process.wait()


class Tally:
    """What came of the spellings of each form."""

    def __init__(self, title, listed):
        self.title, self.listed = title, listed
        self.counts = collections.defaultdict(collections.Counter)
        self.differences = []

    def note(self, spelling, answer, allowed, outcome=None):
        if answer is None:
            kind = outcome or ("reported" if spelling.may_be_guessed else "refused")
        elif answer in allowed:
            kind = "right"
        else:
            is_near = spelling.may_be_guessed and spelling.is_of_country(answer)
            kind = "guessed" if is_near else "other"
        self.counts[spelling.form][kind] += 1
        if kind in ("refused", "other"):
            self.differences.append(
                f"{kind}: {spelling.form} {spelling.text!r} in {spelling.region}:"
                f" {answer or '-'}, not {spelling.number}")

    def wrong(self):
        return len(self.differences)

    def show(self):
        kinds = ["right", "short", "reported", "guessed", "refused", "other"]
        print(f"{self.title}\n{'form':16}" + "".join(f"{kind:>10}" for kind in kinds))
        for form, counts in sorted(self.counts.items()):
            print(f"{form:16}" + "".join(f"{counts[kind]:>10}" for kind in kinds))
        total = collections.Counter()
        for counts in self.counts.values():
            total.update(counts)
        print(f"{'total':16}" + "".join(f"{total[kind]:>10}" for kind in kinds))
        for line in self.differences[:self.listed]:
            print("  " + line)


def written(folder, all_spellings):
    """Exchange files with a customer for each region, and every spelling that may be stored."""
    regions = sorted({spelling.region for spelling in all_spellings})
    with open(os.path.join(folder, "customers.csv"), "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["account", "name", "country"])
        rows.writerows([f"C-{region}", "Somebody", region] for region in regions)
    with open(os.path.join(folder, "phones.csv"), "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["account", "number"])
        seen = set()
        for spelling in all_spellings:
            row = (f"C-{spelling.region}", spelling.text)
            if spelling.is_stored and row not in seen:
                seen.add(row)
                rows.writerow(row)


def asked(daemon, all_spellings, tally, expected):
    """Each spelling on a line of its region and format."""
    by_line = collections.defaultdict(list)
    for spelling in all_spellings:
        if spelling.line_format:
            by_line[spelling.region, spelling.line_format].append(spelling)
    for (region, line_format), spellings in by_line.items():
        list(daemon.ask([f"REGION {region}", f"NUMBERS {line_format}"]))
        replies = daemon.ask([f"LOOKUP {spelling.text}" for spelling in spellings])
        for spelling, reply in zip(spellings, replies):
            words = reply.split(" ")
            number = words[1] if len(words) > 1 and words[1].startswith("+") else None
            outcome = "short" if words[0] == "411" else None
            tally.note(spelling, number, expected(spelling), outcome)


def stored(database, all_spellings, tally, expected):
    """Each spelling as the import has read it for a customer of its region."""
    rows = sqlite3.connect(database).execute(
        "SELECT c.country, p.entered, p.number, p.problem FROM phones p"
        " JOIN customers c ON c.id = p.customer_id")
    found = {(row[0], row[1]): row[2:] for row in rows}
    for spelling in all_spellings:
        if spelling.is_stored:
            number, problem = found.get((spelling.region, spelling.text), (None, ""))
            outcome = "short" if problem in ("short-code", "extension") else None
            tally.note(spelling, number and f"+{number}", expected(spelling), outcome)


def main():
    given = options()
    try:
        wheel = library.fetch(given.version)
    except library.Unreachable as error:
        print(f"numbers-oracle: {error}", file=sys.stderr)
        return 3
    version, date = library.use(wheel)
    if given.reach:
        return 0
    import spellings as known
    chooser = random.Random(given.seed)
    everything = [
        spelling for region, plan in known.plans(given.region)
        for number in known.numbers(plan, given.per_pattern, chooser)
        for spelling in known.spellings(number, region)
    ]
    print(f"phonenumbers {version} of {date}, seed {given.seed}: {len(everything)} spellings")
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "numbers.db")
        written(folder, everything)
        subprocess.run(
            [os.path.join(given.programs, "screenpop"), "import", "--database", database, folder],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        lookups = Tally("LOOKUP", given.list)
        imports = Tally("import", given.list)
        daemon = Daemon(given.programs, folder, database)
        try:
            asked(daemon, everything, lookups, known.expected)
        finally:
            daemon.stop()
        stored(database, everything, imports, known.expected)
    lookups.show()
    imports.show()
    return 1 if lookups.wrong() + imports.wrong() else 0


if __name__ == "__main__":
    sys.exit(main())
