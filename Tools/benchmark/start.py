"""How soon the daemon is there: time to warm, restart, and what others take for the same."""
import os
import shutil
import time

from customers import Asker
from processes import Process, installed, run, wait_until
from systems import Redis

POLL_SECONDS = 0.002


def try_to_connect(port):
    try:
        return Asker(port, 5)
    except OSError:
        return None


def seconds_to_answers(daemon, number, reply):
    """From the start of the process to the first right answer, and to a complete index.

    It is stopped when it has kept what it may keep for its next start.
    """
    began = time.monotonic()
    log = os.path.join(daemon.folder, "restart.log")
    process = Process(log, *daemon.command, "--database", daemon.database)
    asker, answered = None, None
    try:
        while asker is None:
            wait_until(lambda: True, "the daemon starts", process, pause=0)
            asker = try_to_connect(daemon.port)
            time.sleep(0 if asker else POLL_SECONDS)
        while answered is None:
            if asker.lookups([number]) == [reply]:
                answered = time.monotonic() - began
            else:
                time.sleep(POLL_SECONDS)
        while asker.statistics()["index"].get("state") != "complete":
            time.sleep(POLL_SECONDS)
        complete = time.monotonic() - began
        wait_until(
            lambda: asker.statistics()["snapshot"].get("state") in ("saved", "off"),
            "the snapshot is written", process)
        return answered, complete
    finally:
        if asker:
            asker.close()
        process.stop()


def scan_seconds(scan, database):
    return float(run(scan, database).split("\t")[0])


def forget_what_was_kept(database):
    """Removes what a daemon may have left beside its database to start faster the next time."""
    folder, name = os.path.split(database)
    for other in set(os.listdir(folder)) - {name, name + "-wal", name + "-shm"}:
        os.remove(os.path.join(folder, other))


def starts(daemon, scan, number, reply, rounds):
    """Rounds of: a bare scan of the same rows, a first start of the daemon, and a restart."""
    seen = {"scan": [], "warm": [], "answer again": [], "warm again": []}
    for _ in range(rounds):
        seen["scan"].append(scan_seconds(scan, daemon.database))
        forget_what_was_kept(daemon.database)
        seen["warm"].append(seconds_to_answers(daemon, number, reply)[1])
        answered, warm = seconds_to_answers(daemon, number, reply)
        seen["answer again"].append(answered)
        seen["warm again"].append(warm)
    seen["ratio"] = [warm / scan for warm, scan in zip(seen["warm"], seen["scan"])]
    return seen


def redis_start_seconds(redis, number, reply):
    """From its start to the first right answer, out of the file that it has saved."""
    asker = Asker(redis.port)
    asker.socket.settimeout(600)
    asker.lines(redis.words(b"CONFIG", b"SET", b"dir", redis.folder.encode()), 1)
    asker.lines(redis.words(b"SAVE"), 1)
    asker.close()
    again = Redis(redis.folder)
    began = time.monotonic()
    process = Process(
        os.path.join(redis.folder, "redis-again.log"), installed("redis-server"),
        "--bind", "127.0.0.1", "--port", str(again.port), "--dir", redis.folder,
        "--save", "", "--appendonly", "no")
    try:
        asker = None
        while asker is None:
            wait_until(lambda: True, "Redis starts", process, pause=0)
            asker = try_to_connect(again.port)
            time.sleep(0 if asker else POLL_SECONDS)
        # Until it has read its file it says -LOADING, one line.
        while True:
            asker.socket.sendall(redis.words(b"GET", number))
            if asker.file.readline().startswith(b"$") and asker.file.readline().strip() == reply:
                return time.monotonic() - began
            time.sleep(POLL_SECONDS)
    finally:
        process.stop()


def copy_database(database, folder):
    """The daemon writes into its database, and beside it: that has a folder of its own."""
    os.mkdir(os.path.join(folder, "database"))
    copy = os.path.join(folder, "database", "customers.db")
    for ending in ("", "-wal"):
        if os.path.exists(database + ending):
            shutil.copyfile(database + ending, copy + ending)
    return copy
