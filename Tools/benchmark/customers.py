"""The customers of a benchmark: their database, and the lines that every system holds."""
import os
import random
import re
import shutil
import socket

from processes import Failure, run

# Requests that one run sends before it begins again; more would only take longer to draw.
TAPE_LINES = 1 << 20
REQUESTS_AT_ONCE = 2000
GROUPS = (16, 128)


def make_database(programs, count, folder, say, again=False):
    """A database with made-up customers, kept between runs."""
    database = os.path.join(folder, "base.db")
    if again:
        shutil.rmtree(folder, ignore_errors=True)
    if os.path.exists(database):
        return database
    os.makedirs(folder, exist_ok=True)
    say(f"making {count:,} customers in {folder}, kept for the next time")
    client = os.path.join(programs, "screenpop")
    files, new = os.path.join(folder, "files"), os.path.join(folder, "new.db")
    for leftover in (new, new + "-wal", new + "-shm"):
        if os.path.exists(leftover):
            os.remove(leftover)
    run(client, "sample", "--customers", str(count), "--seed", "1", files)
    run(client, "import", "--database", new, "--region", "GB", files)
    run(client, "score", "--database", new)
    shutil.rmtree(files)
    # Under its name only when it is whole: an interrupted import is made again.
    os.rename(new, database)
    return database


def stored_numbers(connection):
    rows = connection.execute(
        "SELECT DISTINCT number FROM phones WHERE number IS NOT NULL ORDER BY number")
    return (b"+%d" % number for (number,) in rows)


def chunks(items, size):
    chunk = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


class Asker:
    """One connection that sends requests in pipelines and reads whole lines."""

    def __init__(self, port, patience=60):
        self.socket = socket.create_connection(("127.0.0.1", port), patience)
        self.file = self.socket.makefile("rb", 1 << 20)

    def close(self):
        self.file.close()
        self.socket.close()

    def lines(self, requests, count):
        """Sends and reads so many lines, without their endings."""
        self.socket.sendall(requests)
        lines = [self.file.readline() for _ in range(count)]
        if not lines[-1].endswith(b"\n"):
            raise Failure("a server closed the connection")
        return [line.rstrip(b"\r\n") for line in lines]

    def lookups(self, numbers):
        return self.lines(b"".join(b"LOOKUP %s\r\n" % number for number in numbers), len(numbers))

    def statistics(self):
        """The fields of STATS by the first word of their line."""
        self.socket.sendall(b"STATS\r\n")
        found = {}
        for line in iter(self.file.readline, b".\r\n"):
            if not line:
                raise Failure("the daemon closed the connection")
            words = line.decode().split()
            found[words[0]] = dict(re.findall(r"(\w+)=(\S+)", line.decode()))
        return found


def write_lines(numbers, port, path):
    """Asks the daemon for every number and writes `number TAB reply` lines; their count."""
    asker, count = Asker(port), 0
    with open(path, "wb") as file:
        for chunk in chunks(numbers, REQUESTS_AT_ONCE):
            replies = asker.lookups(chunk)
            for number, reply in zip(chunk, replies):
                if not reply.startswith(b"200 " + number + b" "):
                    raise Failure(f"the daemon does not know {number.decode()}: {reply!r}")
            file.writelines(b"%s\t%s\n" % pair for pair in zip(chunk, replies))
            count += len(chunk)
    asker.close()
    return count


def read_lines(path):
    """Pairs of number and reply."""
    with open(path, "rb") as file:
        for line in file:
            number, reply = line.rstrip(b"\n").split(b"\t", 1)
            yield number, reply


def write_keys(lines_path, count, folder):
    """Numbers in random order, one a line, and several a line; paths by how many."""
    chosen = random.Random(1)
    share = min(1, TAPE_LINES / count)
    numbers = [number for number, _ in read_lines(lines_path) if chosen.random() < share]
    chosen.shuffle(numbers)
    paths = {1: os.path.join(folder, "keys")}
    with open(paths[1], "wb") as file:
        file.writelines(number + b"\n" for number in numbers)
    for size in GROUPS:
        paths[size] = os.path.join(folder, f"keys{size}")
        with open(paths[size], "wb") as file:
            file.writelines(b" ".join(group) + b"\n" for group in chunks(numbers, size)
                            if len(group) == size)
    return paths
