"""The steps of README.md beside this file, on machines that are network namespaces.

Runs in namespaces of its own for mounts and the network (see Tools/rehearse): /etc/screenpop and
/var/lib/screenpop are its own, too. Everything that it starts ends with it.
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAMS = pathlib.Path(sys.argv[1])
ADDRESSES = {"server": 1, "pbx": 2, "jo": 3, "kim": 4, "stranger": 66}
PATIENCE_SECONDS = 30
# The number of the user screenpop, where the machine has none.
USER = 973
STEP = re.compile(r"^```sh (\w+)\n(.*?)^```$", re.M | re.S)
SETTINGS = re.compile(r"^```toml\n(.*?)^```$", re.M | re.S)
# What stands in for systemd and for copying between machines.
SYSTEMCTL = """#!/bin/bash
set -e
pid=$(cat "{state}/pid" 2> /dev/null || true)
case $1 in
    restart)
        if [ -n "$pid" ]; then kill "$pid"; tail --pid="$pid" -f /dev/null; fi
        setpriv --reuid screenpop --regid screenpop --clear-groups \\
            screenpopd --config /etc/screenpop/screenpopd.toml \\
            2>> "{state}/log" > /dev/null < /dev/null &
        echo $! > "{state}/pid" ;;
    reload) kill -HUP "$pid" ;;
esac
"""
SCP = """#!/bin/bash
set -e
host=${{@: -1}}
cp -p "${{@:1:$#-1}}" "{state}/home-${{host%:}}/"
"""


def run(*command, **options):
    return subprocess.run(command, check=True, **options)


def fail(words):
    print(f"rehearse: {words}", file=sys.stderr)
    sys.exit(1)


class Machines:
    """The machines, joined by a bridge."""

    def __init__(self, state):
        self.state = state
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", "wire", "type", "bridge")
        run("ip", "link", "set", "wire", "up")
        for name, number in ADDRESSES.items():
            run("ip", "netns", "add", name)
            run("ip", "link", "add", f"to-{name}", "type", "veth", "peer", "name", "eth0",
                "netns", name)
            run("ip", "link", "set", f"to-{name}", "master", "wire", "up")
            for command in (
                ["addr", "add", f"10.99.0.{number}/24", "dev", "eth0"],
                ["link", "set", "eth0", "up"], ["link", "set", "lo", "up"],
            ):
                run("ip", "-n", name, *command)
            (state / f"home-{name}").mkdir(mode=0o700)

    def shell(self, name, lines):
        """Runs lines on a machine; returns its exit code and what it said."""
        home = "/root" if name == "server" else str(self.state / f"home-{name}")
        environment = dict(
            os.environ, HOME=home, PATH=f"{self.state}/bin:{PROGRAMS}:{os.environ['PATH']}")
        outcome = subprocess.run(
            ["ip", "netns", "exec", name, "bash", "-euo", "pipefail", "-c", lines],
            cwd=home, env=environment, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
        return outcome.returncode, outcome.stdout + outcome.stderr


def hide_the_real_machine(state):
    """Folders of its own where the page writes, and names for its machines."""
    run("mount", "--make-rprivate", "/")
    for folder in ("/etc/screenpop", "/var/lib/screenpop"):
        os.makedirs(folder, exist_ok=True)
    for folder in ("/etc/screenpop", "/var/lib/screenpop", "/root", "/run/netns"):
        os.makedirs(folder, exist_ok=True)
        run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", folder)
    hosts = state / "hosts"
    hosts.write_text("127.0.0.1 localhost\n10.99.0.1 screenpop.example\n")
    run("mount", "--bind", str(hosts), "/etc/hosts")
    # The user that the unit's page makes.
    for name, line in (
        ("passwd", f"screenpop:x:{USER}:{USER}::/var/lib/screenpop:/usr/sbin/nologin\n"),
        ("group", f"screenpop:x:{USER}:\n"),
    ):
        changed = state / name
        text = pathlib.Path(f"/etc/{name}").read_text()
        changed.write_text(text if "\nscreenpop:" in text else f"{text.rstrip()}\n{line}")
        run("mount", "--bind", str(changed), f"/etc/{name}")
    os.chown("/var/lib/screenpop", USER, USER)


def prepare_programs(state):
    (state / "bin").mkdir()
    for name, text in (("systemctl", SYSTEMCTL), ("scp", SCP)):
        path = state / "bin" / name
        path.write_text(text.format(state=state))
        path.chmod(0o755)
    # The daemon's user may not be able to enter the folder of the build.
    for name in ("screenpopd", "screenpop"):
        shutil.copy(PROGRAMS / name, state / "bin" / name)


def prepare_base(state):
    base = "/var/lib/screenpop/customers.db"
    folder = ROOT / "Protocol" / "transcripts" / "base"
    run(str(state / "bin" / "screenpop"), "import", "--database", base, "--region", "GB",
        str(folder), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for path in pathlib.Path("/var/lib/screenpop").iterdir():
        os.chown(path, USER, USER)


def wait_until_it_serves(machines):
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        code, _ = machines.shell("server", "screenpop ping --server 127.0.0.1:7373")
        if code == 0:
            return
        time.sleep(0.1)
    fail("the daemon does not serve: " + (machines.state / "log").read_text())


# What each step of the page has to say, in order; None: nothing in particular.
SAYS = [
    None, "jo  agent", None, None, "200 +442079460958 account=A1042", None,
    "+442079460958  Acme Ltd (A1042)", "A1042", "connections", None,
]

CLIENT = (
    "screenpop card A1042 --server screenpop.example:7379,tls --ca ca.pem"
    " --client {name} --token-file {token}")

# Where nobody may get in: the machine, what it tries, what it is told.
REFUSED = [
    ("stranger", "exec 3<>/dev/tcp/10.99.0.1/7373", "refused"),
    ("stranger", "exec 3<>/dev/tcp/10.99.0.1/4573", "refused"),
    ("stranger", "printf 'LOOKUP +442079460958\\n' | timeout 5 bash -c"
     " 'exec 3<>/dev/tcp/10.99.0.1/7379; cat >&3; cat <&3; echo closed without a word'",
     "closed without a word"),
    ("stranger", "screenpop card A1042 --server screenpop.example:7379,tls --ca ca.pem",
     "432 sign in first"),
    ("stranger", CLIENT.format(name="jo", token="guess"), "434 wrong name or token"),
    ("stranger", CLIENT.format(name="pbx1", token="pbx1.token"), "434 wrong name or token"),
    ("stranger", CLIENT.format(name="root", token="root.token"), "434 wrong name or token"),
    ("pbx", CLIENT.format(name="pbx1", token="pbx1.token"), "433 not permitted"),
    ("jo", "screenpop stats --server screenpop.example:7379,tls --ca ca.pem --client jo"
     " --token-file jo.token", "433 not permitted"),
    ("kim", CLIENT.format(name="kim", token="kim.token"), "434 wrong name or token"),
    ("server", "screenpop card A1042 --server 127.0.0.1:7373", "433 not permitted"),
]


def main():
    state = pathlib.Path(tempfile.mkdtemp(prefix="screenpop-rehearse-"))
    state.chmod(0o755)
    try:
        rehearse(state)
    finally:
        pid = state / "pid"
        if pid.exists():
            try:
                os.kill(int(pid.read_text()), signal.SIGTERM)
            except ProcessLookupError:
                pass
        shutil.rmtree(state)


def rehearse(state):
    page = (HERE / "README.md").read_text()
    prepare_programs(state)
    hide_the_real_machine(state)
    machines = Machines(state)
    prepare_base(state)
    pathlib.Path("/etc/screenpop/screenpopd.toml").write_text(SETTINGS.search(page)[1])
    steps = STEP.findall(page)
    if len(steps) != len(SAYS):
        fail(f"the page has {len(steps)} steps and not {len(SAYS)}")
    stolen = state / "home-stranger"
    for number, ((machine, lines), words) in enumerate(zip(steps, SAYS)):
        code, said = machines.shell(machine, lines)
        if code != 0 or (words or "") not in said:
            fail(f"step {number + 1} on {machine} ended with {code}:\n{lines}{said}")
        print(f"step {number + 1} on {machine}: done")
        if "access add" in lines:
            # Whoever has stolen tokens is at the wrong place with them.
            for name in ("pbx1", "root"):
                shutil.copy(f"/root/{name}.token", stolen)
            (stolen / "guess").write_text("spt_jo_guess\n")
            (stolen / "guess").chmod(0o600)
            shutil.copy("/etc/screenpop/tls/ca.pem", stolen)
        if "restart" in lines:
            wait_until_it_serves(machines)
    for machine, lines, words in REFUSED:
        code, said = machines.shell(machine, f"( {lines} ) 2>&1 || true")
        if words not in said:
            fail(f"{machine} was not refused:\n{lines}\n{said}")
        if "Acme" in said:
            fail(f"{machine} got in:\n{lines}\n{said}")
        print(f"{machine} is told: {words}")
    log = (state / "log").read_text()
    if "from=10.99.0.66 [ScreenPopServer] sign-in failed" not in log or "spt_" in log:
        fail(f"the log does not say who failed, or says too much:\n{log}")
    print("everybody who may gets in, and nobody else")


main()
