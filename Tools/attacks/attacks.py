"""What one client can do. Each attack runs for some seconds and returns what it has seen."""

import socket
import threading
import time

from daemon import CROWD_NUMBER, CROWDED, MANY_NUMBERS, NOTED, Client


def drained(daemon, text, count=1, seconds=5):
    """Many clients write `text` at once, and read."""
    clients = [daemon.client() for _ in range(count)]
    readers = [threading.Thread(target=client.drain, args=(seconds,)) for client in clients]
    for reader in readers:
        reader.start()
    for client in clients:
        client.send(text)
    for reader in readers:
        reader.join()


def watch(daemon, seconds):
    """8,000 WATCH * in one write, 4,000 calls known; one reads them, ten do not."""
    pbx = daemon.client()
    for call in range(4000):
        pbx.send(f"RING c{call} +44160000{call:04} a{call % 500}\n")
    for _ in range(4000):
        pbx.line()
    idle = [daemon.client() for _ in range(10)]
    for client in idle:
        client.send("WATCH *\n" * 8000)
    drained(daemon, "WATCH *\n" * 8000, 1, seconds)
    return f"{len(idle)} unread replays"


def history(daemon, seconds):
    """1,000 connections, each one HISTORY of 500 notes of 16 kB, not reading."""
    clients = [daemon.client() for _ in range(1000)]
    for client in clients:
        client.send(f"HISTORY #{NOTED} 500\n")
    time.sleep(seconds)
    return f"{daemon.statistic('connections', 'over_memory')} dropped"


def crowd(daemon, seconds):
    """LOOKUP, MATCHES and RING of a number of 9,000 customers, 3,000 in one write."""
    number = f"+{CROWD_NUMBER}"
    text = "".join(f"LOOKUP {number}\nMATCHES {number}\nRING x{n} {number} kim\n"
                   for n in range(1000))
    drained(daemon, text, 4, seconds)
    return ""


def numbers(daemon, seconds):
    """LINK and UNLINK of a customer with 9,000 numbers."""
    client, end, count = daemon.client(), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        for verb in ("LINK", "UNLINK"):
            client.ask(f"{verb} +441639{count % 1000000:06} #{MANY_NUMBERS} agent=x")
            count += 1
    return f"{count} changes"


def burst(daemon, seconds):
    """LOOKUP of numbers of a customer with 9,000, 3,000 in one write."""
    text = "".join(f"LOOKUP +{441630000000 + n * 3}\n" for n in range(3000))
    drained(daemon, text * 4, 4, seconds)
    return ""


def mixed(daemon, seconds):
    """Complaints of one of 9,000 customers of a number, and LOOKUP and RING of it at once."""
    client, end, count = daemon.client(), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        client.ask(f"COMPLAINT #{CROWDED + 100000 - 2 + count % 90} agent=x text")
        client.ask(f"LOOKUP +{CROWD_NUMBER}")
        client.ask(f"RING m{count % 1000} +{CROWD_NUMBER} kim")
        count += 1
    return f"{count} complaints"


def unlinks(daemon, seconds):
    """LINK and UNLINK of a number of 9,000 customers that 200 calls show."""
    client, end, count = daemon.client(), time.monotonic() + seconds, 0
    for call in range(200):
        client.ask(f"RING u{call} +{CROWD_NUMBER} kim")
    while time.monotonic() < end:
        for verb in ("LINK", "UNLINK"):
            client.ask(f"{verb} +{CROWD_NUMBER} #1 agent=x")
            count += 1
    return f"{count} changes"


def rings(daemon, seconds):
    """RINGs of 10,000 calls at 32 agents each, then of others, by a client that does not wait."""
    pbx = daemon.client()
    text = "".join(f"RING r{call} +44160000{call:04} a{agent}\n"
                   for call in range(400) for agent in range(32))
    text += "".join(f"HANGUP r{call}\n" for call in range(400))
    text += "".join(f"RING s{call} +44160000{call % 10000:04} b{call % 3000}\n"
                    for call in range(20000))
    reader = threading.Thread(target=pbx.drain, args=(seconds,))
    reader.start()
    pbx.send(text)
    reader.join()
    return f"{daemon.statistic('calls', 'lost')} lost"


def walls(daemon, seconds):
    """A call that rings at 256 agents and ends, again and again, before 48 wallboards."""
    walls = [daemon.client() for _ in range(48)]
    readers = [threading.Thread(target=wall.drain, args=(seconds,)) for wall in walls]
    for wall, reader in zip(walls, readers):
        wall.send("WATCH *\n")
        reader.start()
    pbx, end, count = daemon.client(), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        pbx.send("".join(f"RING w{count} +441600000000 b{agent}\n" for agent in range(256)))
        for _ in range(256):
            pbx.line()
        pbx.ask(f"HANGUP w{count}")
        count += 1
    for reader in readers:
        reader.join()
    return f"{count} calls"


def complaints(daemon, seconds):
    """Complaints of one customer with 9,000 live calls, and 16 wallboards."""
    pbx = daemon.client()
    for call in range(9000):
        pbx.send(f"RING k{call} +{441630000000 + call} a{call % 500}\n")
    for _ in range(9000):
        pbx.line()
    walls = [daemon.client() for _ in range(16)]
    readers = [threading.Thread(target=wall.drain, args=(seconds,)) for wall in walls]
    for wall, reader in zip(walls, readers):
        wall.send("WATCH *\n")
        reader.start()
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        pbx.ask(f"COMPLAINT #{MANY_NUMBERS} agent=x text")
        count += 1
    for reader in readers:
        reader.join()
    return f"{count} complaints"


def verify(daemon, seconds):
    """VERIFY again and again, with a customer of 9,000 numbers and a number of 9,000."""
    client, end, count = daemon.client(), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        client.ask("VERIFY")
        count += 1
    return f"{count} times"


def cards(daemon, seconds):
    """CARD, EXPLAIN, HISTORY and MATCHES of those who have most, by 20 that wait for nothing."""
    text = (f"CARD #{MANY_NUMBERS}\nEXPLAIN #{MANY_NUMBERS}\nHISTORY #{NOTED} 500\n"
            f"MATCHES +{CROWD_NUMBER}\nWHY +{CROWD_NUMBER}\n")
    drained(daemon, text * 200, 20, seconds)
    return ""


def lists(daemon, seconds):
    """8,000 CLIENTS in one write while 1,000 others are idle."""
    idle = [daemon.client() for _ in range(1000)]
    drained(daemon, "CLIENTS\n" * 8000, 1, seconds)
    return f"{len(idle)} idle"


def words(daemon, seconds):
    """STATS by ten, HELP, HANGUP, FORMAT and empty lines by 50, 8,000 each."""
    threads = []
    for text, count in (("STATS\n", 10), ("HELP\n", 12), ("HANGUP x\n", 12),
                        ("FORMAT text\n", 12), ("\n", 12)):
        threads.append(threading.Thread(
            target=drained, args=(daemon, text * 8000, count, seconds)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ""


def gone(daemon, seconds):
    """7,000 CARDs in one write, then RST; 500 such connections."""
    for _ in range(500):
        client = daemon.client()
        client.socket.setblocking(False)
        try:
            client.socket.send(b"CARD #1\n" * 7000)
        except OSError:
            pass
        client.reset()
    end, took = time.monotonic() + seconds, []
    client = daemon.client()
    while time.monotonic() < end:
        start = time.monotonic()
        client.ask("CARD #1")
        took.append(time.monotonic() - start)
        time.sleep(0.01)
    took.sort()
    return f"CARD p50 {took[len(took) // 2] * 1000:.1f} ms"


def watchers(daemon, seconds):
    """20 WATCH 1001 and 70 WATCH * of one address; then the real console of another one."""
    clients = []
    for text, count in (("WATCH 1001", 20), ("WATCH *", 70)):
        for _ in range(count):
            clients.append(daemon.client())
            clients[-1].ask(text)
    said = [Client(daemon.unix).ask(text)[0][:3] for text in ("WATCH 1001", "WATCH *")]
    time.sleep(min(seconds, 1))
    return f"console {said[0]}, wallboard {said[1]}", said == ["200", "200"]


def gateway(daemon, seconds):
    """Silent FastAGI connections, as many as go, beside 200 real calls."""
    ended = threading.Event()

    def connect():
        kept = []
        while not ended.is_set():
            try:
                kept.append(socket.create_connection(daemon.gateway, 5))
            except OSError:
                continue
            if len(kept) > 2000:
                for one in kept[:1000]:
                    one.close()
                del kept[:1000]

    thread = threading.Thread(target=connect)
    thread.start()
    found = 0
    for _ in range(200):
        try:
            call = socket.create_connection(daemon.gateway, 5)
            call.sendall(b"agi_network: yes\nagi_network_script: lookup\n"
                         b"agi_callerid: +441600000000\n\n")
            reply = b""
            while True:
                data = call.recv(65536)
                if not data:
                    break
                reply += data
            found += b'SCREENPOP_STATUS "UNKNOWN"' in reply or b'"FOUND"' in reply
            call.close()
        except OSError:
            pass
        time.sleep(seconds / 200)
    ended.set()
    thread.join()
    return f"{found} of 200 calls answered", found == 200


def notes(daemon, seconds):
    """20,000 NOTEs of 16 kB by ten connections."""
    text = "NOTE #1 <<\n" + "x" * 16000 + "\n.\n"
    drained(daemon, text * 2000, 10, seconds)
    stored, over = daemon.statistic("writes", "stored"), daemon.statistic("requests", "over_share")
    return f"{stored * 16 // 1000} MB stored, {over} refused", stored * 16000 <= 64 << 20


def browser(daemon, seconds):
    """A form of a web page, 500 times."""
    for _ in range(500):
        client = daemon.client()
        client.send("POST / HTTP/1.1\r\nHost: x\r\n\r\nNOTE #1 reference=evil text\r\n")
        client.line()
    stored = daemon.statistic("writes", "stored")
    return f"{stored} stored, {daemon.statistic('connections', 'foreign')} counted", stored == 0


def connects(daemon, seconds):
    """Connections that come and go as fast as they can."""
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        daemon.client().reset()
        count += 1
    return f"{count / seconds:.0f} a second"


def files(daemon, seconds):
    """200 connections where 160 files may be open: each is served or told 421, and counted."""
    clients, served, told = [], 0, 0
    for _ in range(200):
        clients.append(daemon.client())
        clients[-1].send("PING\n")
        line = clients[-1].line()
        served += line.startswith("200")
        told += line.startswith("421")
        if not line.startswith("200"):
            clients.pop().socket.close()
    if clients:
        clients.pop().socket.close()
    time.sleep(0.2)
    counted = daemon.statistic("connections", "refused")
    return f"{served} served, {told} told 421, {counted} counted", (
        served + told == 200 and counted == told)


def ceiling(arguments):
    """The memory that a daemon with these arguments may take, in bytes."""
    return 300 << 20 if "300M" in arguments else 1 << 30


# name -> (attack, arguments of the daemon, files that it may have open)
ALL = {
    "watch": (watch, ["--memory-limit", "300M"], None),
    "history": (history, ["--memory-limit", "300M"], None),
    "crowd": (crowd, [], None),
    "numbers": (numbers, [], None),
    "burst": (burst, [], None),
    "mixed": (mixed, [], None),
    "unlinks": (unlinks, [], None),
    "rings": (rings, [], None),
    "walls": (walls, [], None),
    "complaints": (complaints, [], None),
    "verify": (verify, [], None),
    "cards": (cards, [], None),
    "lists": (lists, [], None),
    "words": (words, [], None),
    "gone": (gone, [], None),
    "watchers": (watchers, [], None),
    "gateway": (gateway, [], None),
    "notes": (notes, [], None),
    "browser": (browser, [], None),
    "connects": (connects, [], None),
    "files": (files, [], 160),
}
