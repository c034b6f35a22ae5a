#!/usr/bin/env python3
"""A client of SPP/1 in Python's standard library; see ../README.md."""

import argparse
import re
import socket
import sys

FIELD = re.compile(r'([a-z][a-z0-9_]*)=(?:"((?:[^"\\]|\\.)*)"|([^ ]*))')
WORD = re.compile(r"[^ ]+")


class Error(Exception):
    """The server could not be reached or said something that is no reply."""


class Fields(dict):
    """The fields of a line by key; a value that is unknown (-) is None.

    `word` is what stands before the fields: a block line's kind, a reply's number or
    account, or words for people.
    """

    def __init__(self, text, has_word):
        super().__init__()
        position = 0
        words = []
        while position < len(text):
            if text[position] == " ":
                position += 1
                continue
            # What stands by its place is not taken for a field: an account may hold "=".
            field = None if has_word and not words else FIELD.match(text, position)
            if field:
                key, quoted, bare = field.groups()
                if quoted is not None:
                    self[key] = re.sub(r"\\(.)", r"\1", quoted)
                else:
                    self[key] = None if bare == "-" else bare
                position = field.end()
            else:
                word = WORD.match(text, position)
                words.append(word.group())
                position = word.end()
        self.word = " ".join(words)


class Reply:
    """One reply: its code, its fields, and the lines of a block."""

    def __init__(self, first, lines, has_word):
        if not re.match(r"[2-5][0-9][0-9] ", first):
            raise Error(f"no reply: {first!r}")
        self.code = int(first[:3])
        self.fields = Fields(first[4:], has_word and self.code < 405)
        self.lines = [Fields(line, True) for line in lines]
        self.text = [first] + lines

    @property
    def is_found(self):
        return 200 <= self.code < 300


class Client:
    """A connection. Not to be used by several threads at once."""

    def __init__(self, host="127.0.0.1", port=7373, timeout=5.0):
        try:
            self._socket = socket.create_connection((host, port), timeout)
        except OSError as error:
            raise Error(f"no server at {host}:{port}: {error}") from error
        self._file = self._socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._file.close()
        self._socket.close()

    def lookup(self, number):
        """Who has this number? Any spelling; an empty one means withheld."""
        return self.request(f"LOOKUP {number}", has_word=True)

    def card(self, customer):
        """Everything at a glance about an account, or a row as "#17"."""
        return self.request(f"CARD {customer}", has_word=True)

    def history(self, customer, count=20):
        """What happened with a customer, latest first."""
        return self.request(f"HISTORY {customer} {count}", has_word=True)

    def request(self, line, has_word=False):
        """Sends one line and waits for its reply.

        has_word: whether a number or an account stands directly behind the code.
        """
        # A line break or another control character in a number would be a second request.
        line = re.sub(r"[\x00-\x1f\x7f]", " ", line)
        try:
            self._socket.sendall(line.encode("utf-8", "replace") + b"\r\n")
        except OSError as error:
            raise Error(f"the connection broke: {error}") from error
        first = self._next_line()
        while first.startswith("*"):  # A pushed line; nobody here waits for one.
            first = self._next_line()
        lines = []
        while first.startswith("210"):
            text = self._next_line()
            if text == ".":
                break
            lines.append(text[1:] if text.startswith("..") else text)
        # Withheld, short codes and unreadable texts come without a number.
        return Reply(first, lines, has_word and first[:3] in ("200", "210", "404"))

    def _next_line(self):
        try:
            line = self._file.readline()
        except OSError as error:
            raise Error(f"no reply in time: {error}") from error
        if not line.endswith(b"\n"):
            raise Error("the server closed the connection")
        return line.rstrip(b"\r\n").decode("utf-8")


def show(reply):
    """Prints a reply for people."""
    for line in reply.text:
        print(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default="127.0.0.1:7373", metavar="HOST:PORT")
    commands = parser.add_subparsers(dest="command", required=True)
    lookup = commands.add_parser("lookup", help="who has these numbers?")
    lookup.add_argument("number", nargs="+")
    card = commands.add_parser("card", help="everything at a glance about a customer")
    card.add_argument("customer", help="an account, or #id")
    history = commands.add_parser("history", help="what happened with a customer")
    history.add_argument("customer", help="an account, or #id")
    history.add_argument("count", nargs="?", type=int, default=20)
    options = parser.parse_args()
    host, _, port = options.server.rpartition(":")
    try:
        with Client(host or "127.0.0.1", int(port)) as client:
            if options.command == "lookup":
                replies = [client.lookup(number) for number in options.number]
            elif options.command == "card":
                replies = [client.card(options.customer)]
            else:
                replies = [client.history(options.customer, options.count)]
    except (Error, ValueError) as error:
        print(f"screenpop.py: {error}", file=sys.stderr)
        return 2
    for reply in replies:
        show(reply)
    if any(reply.code >= 420 for reply in replies):
        return 2
    return 0 if all(reply.is_found for reply in replies) else 1


if __name__ == "__main__":
    sys.exit(main())
