"""The systems under test. Each holds the same reply for the same number."""
import os

from customers import Asker, chunks, read_lines
from processes import Failure, Process, free_port, installed, run, wait_until

LINES_AT_ONCE = 1000
CONNECTIONS = 12_000


def answers(port):
    try:
        Asker(port, 5).close()
        return True
    except OSError:
        return False


class System:
    """A server, how `screenpop bench` asks it, and what it holds."""

    name = None
    # None: the protocol of screenpopd.
    template = None
    framing = "line"
    expect = ""
    # Whether pipelines are asked for as one request with so many keys.
    asks_in_groups = False
    is_encrypted = False

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.process = None
        self.empty_bytes = 0
        self.full_bytes = 0

    def place(self):
        """How `screenpop bench` reaches it."""
        return ["--server", f"127.0.0.1:{self.port}"]

    def start(self, *command):
        log = os.path.join(self.folder, f"{self.name.replace(' ', '-')}.log")
        self.process = Process(log, *command)
        wait_until(lambda: answers(self.port), f"{self.name} starts", self.process)

    def fill(self, lines_path):
        """Loads the lines, then compares all that it answers with them."""
        self.load(lines_path)
        self.full_bytes = self.process.resident_bytes()
        asker = Asker(self.port)
        for chunk in chunks(read_lines(lines_path), LINES_AT_ONCE):
            if self.ask(asker, [number for number, _ in chunk]) != [line for _, line in chunk]:
                raise Failure(f"{self.name} does not answer as the daemon does")
        asker.close()

    def load(self, lines_path):
        raise NotImplementedError

    def ask(self, asker, numbers):
        return asker.lookups(numbers)


class Daemon(System):
    name = "screenpopd"

    def __init__(self, folder, programs, database):
        super().__init__(folder)
        self.database = database
        self.gateway_port = free_port()
        self.encrypted = Encrypted(folder, self)
        self.command = (
            os.path.join(programs, "screenpopd"), "--listen", f"127.0.0.1:{self.port}",
            "--region", "GB", "--score-every", "0", "--log-level", "error",
            "--fastagi", f"127.0.0.1:{self.gateway_port}", *self.encrypted.flags())

    def start_empty(self):
        """For what it takes without customers."""
        empty = os.path.join(self.folder, "empty.db")
        self.start(*self.command, "--database", empty)
        self.await_index()
        self.empty_bytes = self.process.resident_bytes()
        self.process.stop()

    def start_full(self):
        self.start(*self.command, "--database", self.database)
        self.await_index()
        self.full_bytes = self.process.resident_bytes()

    def await_index(self):
        asker = Asker(self.port)
        wait_until(
            lambda: asker.statistics()["index"].get("state") == "complete",
            "the index is complete", self.process)
        asker.close()

    def index_bytes(self):
        asker = Asker(self.port)
        size = int(asker.statistics()["memory"]["index_bytes"])
        asker.close()
        return size


class Encrypted(System):
    """The same daemon, asked over TLS."""
    name = "screenpopd, TLS"
    is_encrypted = True

    def __init__(self, folder, daemon):
        self.daemon = daemon
        super().__init__(folder)
        self.certificate, self.key = (
            os.path.join(folder, name) for name in ("certificate.pem", "key.pem"))
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes", "-keyout", self.key, "-out", self.certificate, "-days", "2",
            "-subj", "/CN=bench", "-addext", "subjectAltName=IP:127.0.0.1")

    @property
    def process(self):
        return self.daemon.process

    @process.setter
    def process(self, _):
        """It has none of its own."""

    def flags(self):
        return ("--listen", f"127.0.0.1:{self.port},tls", "--tls-certificate", self.certificate,
                "--tls-key", self.key)

    def place(self):
        return ["--server", f"127.0.0.1:{self.port},tls", "--ca", self.certificate]


class Limit(System):
    """Nothing but the least: tells what the machine allows."""

    def __init__(self, folder, program, name, *flags):
        super().__init__(folder)
        self.name, self.program, self.flags = name, program, flags

    def load(self, lines_path):
        self.start(self.program, "--port", str(self.port), "--data", lines_path, *self.flags)


class Redis(System):
    name = "Redis"
    template = "*2\\r\\n$3\\r\\nGET\\r\\n${len}\\r\\n{key}\\r\\n"
    framing = "resp"
    expect = "$"
    package = "redis-server"

    def load(self, lines_path):
        self.start(
            installed("redis-server"), "--bind", "127.0.0.1", "--port", str(self.port),
            "--protected-mode", "no", "--save", "", "--appendonly", "no", "--dir", self.folder,
            "--tcp-backlog", "4096", "--maxclients", str(CONNECTIONS))
        self.empty_bytes = self.process.resident_bytes()
        asker = Asker(self.port)
        for chunk in chunks(read_lines(lines_path), LINES_AT_ONCE):
            sets = b"".join(self.words(b"SET", number, line) for number, line in chunk)
            if set(asker.lines(sets, len(chunk))) != {b"+OK"}:
                raise Failure("Redis did not take a line")
        asker.close()

    def ask(self, asker, numbers):
        gets = b"".join(self.words(b"GET", number) for number in numbers)
        return asker.lines(gets, 2 * len(numbers))[1::2]

    @staticmethod
    def words(*words):
        parts = b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)
        return b"*%d\r\n%s" % (len(words), parts)


class Memcached(System):
    name = "memcached"
    template = "get {key}\\r\\n"
    framing = "memcache"
    expect = "VALUE "
    package = "memcached"
    asks_in_groups = True

    def load(self, lines_path):
        megabytes = 256 + 3 * os.path.getsize(lines_path) // (1 << 20)
        user = ["-u", "root"] if os.geteuid() == 0 else []
        self.start(
            installed("memcached"), *user, "-l", "127.0.0.1", "-p", str(self.port), "-t", "1",
            "-m", str(megabytes), "-c", str(CONNECTIONS), "-b", "4096")
        self.empty_bytes = self.process.resident_bytes()
        asker = Asker(self.port)
        for chunk in chunks(read_lines(lines_path), LINES_AT_ONCE):
            asker.socket.sendall(b"".join(
                b"set %s 0 0 %d noreply\r\n%s\r\n" % (number, len(line), line)
                for number, line in chunk))
        if asker.lines(b"get nobody\r\n", 1) != [b"END"]:
            raise Failure("memcached did not take the lines")
        asker.close()

    def ask(self, asker, numbers):
        gets = b"".join(b"get %s\r\n" % number for number in numbers)
        return asker.lines(gets, 3 * len(numbers))[1::3]
