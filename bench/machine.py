"""What the figures were measured on."""

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.tools import node, rspamd

_PACKAGES = (
    "Flask",
    "Werkzeug",
    "granian",
    "msgspec",
    "flask-cors",
    "cryptography",
    "google-re2",
    "selectolax",
    "idna",
    "tldextract",
    "dkimpy",
    "dnspython",
    "waitress",
    "rapidfuzz",
    "symspellpy",
    "pyicu-wheels",
    "dnstwist",
)


def machine() -> str:
    """Processor, cores, memory and system, in one line."""
    mebibytes = _after("/proc/meminfo", "MemTotal").removesuffix("kB").strip()
    system = _after("/etc/os-release", "PRETTY_NAME", "=").strip('"') or platform.system()
    memory = f", {int(mebibytes) / 2**20:.0f} GiB" if mebibytes else ""
    model = _after("/proc/cpuinfo", "model name") or platform.processor() or "unknown processor"
    return f"{model}, {os.cpu_count()} cores{memory}; {system}, Linux {platform.release().partition('-')[0]}"


def versions() -> str:
    """Python's, those of the libraries on the measured paths, and of what they are compared with."""
    found = [f"{platform.python_implementation()} {platform.python_version()}", *filter(None, map(_package, _PACKAGES))]
    return ", ".join([*found, *node.versions(), *([] if rspamd.absent() else [f"rspamd {rspamd.version()}"])])


def commit() -> str:
    """The commit that was measured, and whether the files differ from it."""
    try:
        found = subprocess.run(
            ["git", "describe", "--always", "--dirty=, with changes"],
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return "no git"
    return found.stdout.strip()


def load() -> str:
    """The load average of the last minute: what else the machine had to do."""
    return f"{os.getloadavg()[0]:.1f}"


def _package(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return ""


def _after(path: str, key: str, mark: str = ":") -> str:
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(mark)[2].strip() for line in lines if line.startswith(key)), "")
