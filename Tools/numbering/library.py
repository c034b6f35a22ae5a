"""The package `phonenumbers` as PyPI has it: fetched once, used from its wheel, not installed."""
import datetime
import glob
import os
import subprocess
import sys
import zipfile

NAME = "phonenumbers"


class Unreachable(Exception):
    """PyPI cannot be had, or has no such version."""


def cache():
    """The folder that keeps wheels."""
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = os.path.join(home, "screenpop", NAME)
    os.makedirs(folder, exist_ok=True)
    return folder


def number(version):
    """`9.0.20` as numbers that can be compared."""
    return tuple(int(part) for part in version.split("."))


def kept(version=None):
    """The path of the kept wheel of this version, or of the newest; None: there is none."""
    wheels = glob.glob(os.path.join(cache(), f"{NAME}-*.whl"))
    by_version = {os.path.basename(path).split("-")[1]: path for path in wheels}
    if version:
        return by_version.get(version)
    newest = max(by_version, key=number, default=None)
    return by_version.get(newest)


def fetch(version=None):
    """The path of a wheel; asks PyPI for the newest unless a version is told and kept."""
    if version and kept(version):
        return kept(version)
    wanted = f"{NAME}=={version}" if version else NAME
    with_pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download"]
    try:
        subprocess.run(
            with_pip + ["--no-deps", "--only-binary", ":all:", "--dest", cache(), wanted],
            check=True, capture_output=True, text=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        reason = getattr(error, "stderr", None) or str(error)
        raise Unreachable(f"{wanted} cannot be fetched from PyPI: {reason.strip()}") from error
    return kept(version)


def use(wheel):
    """Makes `import phonenumbers` read this wheel; returns its version and its date."""
    sys.path.insert(0, wheel)
    with zipfile.ZipFile(wheel) as archive:
        made = archive.getinfo(f"{NAME}/__init__.py").date_time
    version = os.path.basename(wheel).split("-")[1]
    return version, datetime.date(*made[:3])
