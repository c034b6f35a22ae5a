"""A daemon of our own with a base of its own, and connections to it."""

import os
import pathlib
import re
import resource
import shutil
import socket
import sqlite3
import struct
import subprocess
import time

NOTED = 9000001
CROWDED = 9000002
MANY_NUMBERS = 9000003
CROWD_NUMBER = 441632999999
SHARERS = 9000
MOMENT = 1760000000


def make_base(programs, folder):
    """2,000 customers, one with 500 long notes, one number of 9,000, one with 9,000 numbers."""
    path = f"{folder}/base.db"
    with open(f"{folder}/log", "w") as log:
        subprocess.run([f"{programs}/screenpop", "sample", "--customers", "2000", "--seed", "1",
                        f"{folder}/files"], check=True, stdout=log)
        subprocess.run([f"{programs}/screenpop", "import", "--database", path, "--region", "GB",
                        f"{folder}/files"], stdout=log, stderr=log)
    base = sqlite3.connect(path)
    phone = ("INSERT INTO phones (customer_id, entered, number, role) "
             "VALUES (?, ?, ?, 'direct')")
    customer = "INSERT INTO customers (id, account, name) VALUES (?, ?, ?)"
    for row, name in ((NOTED, "Noted"), (CROWDED, "Crowded"), (MANY_NUMBERS, "Many")):
        base.execute(customer, (row, f"X{row}", name))
    base.executemany(
        "INSERT INTO notes (customer_id, reference, at, agent, text) VALUES (?, ?, ?, 'x', ?)",
        ((NOTED, f"long-{n}", MOMENT + n, "long text " * 1600) for n in range(500)))
    base.executemany(customer, ((9100000 + n, f"Y{n}", "Sharer") for n in range(SHARERS)))
    base.executemany(phone, ((9100000 + n, f"+{CROWD_NUMBER}", CROWD_NUMBER)
                             for n in range(SHARERS)))
    base.executemany(phone, ((MANY_NUMBERS, f"+{441630000000 + n}", 441630000000 + n)
                             for n in range(SHARERS)))
    base.commit()
    number = base.execute("SELECT number FROM phones WHERE number IS NOT NULL AND customer_id < "
                          "9000000 GROUP BY number HAVING count(*) = 1 LIMIT 1").fetchone()[0]
    base.close()
    return path, f"+{number}"


class Client:
    """One connection; blocking, nothing waits longer than a minute."""

    def __init__(self, address):
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        self.socket = socket.socket(family, socket.SOCK_STREAM)
        self.socket.settimeout(60)
        self.socket.connect(address)
        self.received = b""

    def send(self, text):
        data = text.encode()
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # It was sent away; what it was told is still to be read.

    def line(self):
        """The next line; an empty one at the end."""
        while b"\n" not in self.received:
            try:
                data = self.socket.recv(1 << 16)
            except OSError:
                return ""
            if not data:
                return ""
            self.received += data
        line, self.received = self.received.split(b"\n", 1)
        return line.decode().rstrip("\r")

    def ask(self, text):
        """The reply to one request, a block as a list of lines."""
        self.send(text + "\n")
        lines = [self.line()]
        while lines[0].startswith("210") and lines[-1] not in (".", ""):
            lines.append(self.line())
        return lines

    def drain(self, seconds):
        """Reads and throws away."""
        end = time.monotonic() + seconds
        self.socket.settimeout(0.2)
        while time.monotonic() < end:
            try:
                if not self.socket.recv(1 << 20):
                    return
            except socket.timeout:
                continue
            except OSError:
                return

    def reset(self):
        """Goes without a word: with RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


class Target:
    """Whoever is attacked."""

    port = gateway = unix = None

    def client(self):
        return Client(self.port)


class Echo(Target):
    """A server that sends back what it gets, for as long as the block lasts."""

    def __init__(self, program, folder):
        self.program, self.unix = program, f"{folder}/e"

    def __enter__(self):
        pathlib.Path(self.unix).unlink(missing_ok=True)
        self.process = subprocess.Popen([self.program, self.unix], stdout=subprocess.PIPE,
                                        text=True)
        self.port, self.gateway = (
            ("127.0.0.1", int(self.process.stdout.readline())) for _ in range(2))
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def statistic(self, word, key):
        return 0


class Daemon(Target):
    """For as long as the block lasts."""

    def __init__(self, programs, base, folder, arguments=(), files=None):
        self.programs, self.base, self.folder = programs, base, folder
        self.arguments, self.files = list(arguments), files
        self.unix = f"{self.folder}/s"

    def __enter__(self):
        database = f"{self.folder}/daemon.db"
        for old in pathlib.Path(self.folder).glob("daemon.db*"):
            old.unlink()
        shutil.copy(self.base, database)
        self.log = open(f"{self.folder}/daemon.log", "w+")

        def limit():
            if self.files:
                resource.setrlimit(resource.RLIMIT_NOFILE, (self.files, self.files))

        self.process = subprocess.Popen(
            [f"{self.programs}/screenpopd", "--database", database, "--listen", "127.0.0.1:0",
             "--listen", f"unix:{self.unix}", "--fastagi", "127.0.0.1:0", "--region", "GB",
             "--snapshot", "off", "--score-every", "0"] + self.arguments,
            stderr=self.log, preexec_fn=limit)
        self.port = self.gateway = None
        while not (self.port and self.gateway):
            text = pathlib.Path(self.log.name).read_text()
            ports = re.findall(r"address=127\.0\.0\.1:(\d+) .*(listening|FastAGI)", text)
            for port, what in ports:
                if what == "listening":
                    self.port = ("127.0.0.1", int(port))
                else:
                    self.gateway = ("127.0.0.1", int(port))
            if self.process.poll() is not None:
                raise SystemExit("the daemon did not start: " + text)
            time.sleep(0.02)
        while "state=complete" not in "".join(self.statistics()):
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def statistics(self):
        client = self.client()
        lines = client.ask("STATS")
        client.socket.close()
        return lines

    def statistic(self, word, key):
        for line in self.statistics():
            if line.startswith(word + " "):
                return int(re.search(rf" {key}=(\d+)", line)[1])
        return None

    @property
    def resident(self):
        """Bytes."""
        try:
            with open(f"/proc/{self.process.pid}/statm") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, IndexError):
            return 0

    @property
    def lives(self):
        return self.process.poll() is None
