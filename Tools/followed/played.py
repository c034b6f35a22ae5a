"""Asterisk's side of the manager interface: signs anybody in and tells of calls."""

import os
import re
import selectors
import socket
import time

STREAM = "Tests/ManagerStreams/Streams/queue-ringall.txt"
# From the first ring to the rest of the call.
ANSWER_AFTER = 0.05


class Template:
    """A recorded call whose names become another's."""

    def __init__(self, path=STREAM):
        with open(path, newline="") as file:
            events = file.read().split("\r\n\r\n")
        events = [event + "\r\n\r\n" for event in events if event]
        first = next(i for i, event in enumerate(events) if "Event: DialBegin" in event)
        self.ringing = "".join(events[:first + 1])
        self.rest = "".join(events[first + 1:])
        base = re.search(r"Linkedid: (\d+)\.(\d+)", self.ringing)
        self.name = f"{base[1]}.{base[2]}"

    def call(self, number):
        """What to send first, what later, and the call's name."""
        def unique(match):
            return f"{number}.{match[0].replace('.', '')}"

        def serial(match):
            return f"-{(number * 64 + int(match[1], 16)) & 0xffffffff:08x}"

        def bridge(match):
            return f"{number:08x}{match[0][8:]}"

        def changed(text):
            text = re.sub(r"\b\d{10}\.\d+\b", unique, text)
            text = re.sub(r"(?<=\d|k)-([0-9a-f]{8})\b", serial, text)
            return re.sub(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", bridge, text).encode()

        name = f"{number}.{self.name.replace('.', '')}"
        return changed(self.ringing), changed(self.rest), name


class Played:
    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def sign_in(self):
        """Takes the daemon's connection and answers until it follows."""
        self.connection, _ = self.listener.accept()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.sendall(b"Asterisk Call Manager/11.0.0\r\n")
        received = b""
        while True:
            received += self.connection.recv(65536)
            while b"\r\n\r\n" in received:
                action, received = received.split(b"\r\n\r\n", 1)
                if self.answer(action.decode()) == "CoreShowChannels":
                    return

    def answer(self, action):
        headers = dict(line.split(": ", 1) for line in action.split("\r\n") if ": " in line)
        name, said = headers["Action"], f"ActionID: {headers['ActionID']}\r\n"
        text = "Response: Success\r\n" + said
        if name == "CoreSettings":
            text += "AsteriskVersion: 22.10.1\r\n"
        if name == "CoreShowChannels":
            text += ("EventList: start\r\n\r\nEvent: CoreShowChannelsComplete\r\n" + said
                     + "EventList: Complete\r\nListItems: 0\r\n")
        self.connection.sendall((text + "\r\n").encode())
        return name

    @staticmethod
    def make(calls, seconds, first):
        """What to send of so many calls a second, and when each part is due; a second's work, so
        to be done before anything is measured."""
        template = Template()
        made = [template.call(first + i) for i in range(int(calls * seconds))]
        due = [(i / calls, 0, i) for i in range(len(made))]
        due += [(i / calls + ANSWER_AFTER, 1, i) for i in range(len(made))]
        due.sort()
        return made, due

    @staticmethod
    def play_to_nobody(made, due):
        """The same player's work, and no daemon follows: what the player takes of the machine."""
        ours, theirs = socket.socketpair()
        sink = os.fork()
        if sink == 0:
            ours.close()
            while theirs.recv(65536):
                pass
            os._exit(0)
        theirs.close()
        begin = time.monotonic()
        for moment, part, i in due:
            time.sleep(max(0, begin + moment - time.monotonic()))
            ours.sendall(made[i][part])
        ours.close()
        os.waitpid(sink, 0)

    def play(self, console, made, due):
        """Plays calls when they are due.

        Returns the seconds from each ring's being sent to its pop, and how many lines of the
        console told of ends.
        """
        numbers = {name: i for i, (_, _, name) in enumerate(made)}
        sent, popped, ended = {}, {}, set()
        selector = selectors.DefaultSelector()
        selector.register(console, selectors.EVENT_READ)
        selector.register(self.connection, selectors.EVENT_READ)
        received, next_event = b"", 0
        begin = time.monotonic()
        end = begin + due[-1][0] + 3
        while len(ended) < len(made) and time.monotonic() < end:
            now = time.monotonic() - begin
            while next_event < len(due) and due[next_event][0] <= now:
                _, part, i = due[next_event]
                next_event += 1
                if part == 0:
                    sent[i] = time.monotonic()
                self.connection.sendall(made[i][part])
            wait = due[next_event][0] + begin - time.monotonic() if next_event < len(due) else 0.1
            for key, _ in selector.select(max(0, wait)):
                if key.fileobj is self.connection:
                    for action in self.connection.recv(65536).split(b"\r\n\r\n"):
                        if action:
                            self.answer(action.decode())
                    continue
                arrived = time.monotonic()
                received += console.recv(1 << 20)
                *lines, received = received.split(b"\n")
                for line in lines:
                    self.note(line, arrived, numbers, popped, ended)
        return [popped[i] - sent[i] for i in popped], len(made), len(ended)

    @staticmethod
    def note(line, arrived, numbers, popped, ended):
        words = line.split(b" ", 3)
        if len(words) < 4 or words[0] != b"*":
            return
        call = numbers.get(words[2].decode().removeprefix("call=main/"))
        if call is None:
            return
        if words[1] == b"POP":
            popped.setdefault(call, arrived)
        elif words[1] == b"HANGUP":
            ended.add(call)
