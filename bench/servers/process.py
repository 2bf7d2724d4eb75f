"""Processes that are measured: their CPU time and memory as Linux counts them (proc(5))."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICK = 1 / os.sysconf("SC_CLK_TCK")
_TIMEOUT_SECONDS = 120  # for one command
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Run:
    """One command, run to its end: times in seconds."""

    cpu: float
    wall: float
    out: str


def run(arguments: Sequence[str], environ: Mapping[str, str] | None = None, *, accept: Sequence[int] = (0,)) -> Run:
    """Run this Python with `arguments`; CPU is that of the process and of its children.

    Raises RuntimeError, with what the command wrote to stderr, for an exit code that is not accepted.
    """
    begin_cpu, begin = _children_cpu(), time.perf_counter()
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, env=environ_of(environ), cwd=_ROOT, capture_output=True, text=True, timeout=_TIMEOUT_SECONDS
    )
    wall, cpu = time.perf_counter() - begin, _children_cpu() - begin_cpu
    if done.returncode not in accept:
        raise RuntimeError(f"{' '.join(command)[:200]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return Run(cpu, wall, done.stdout)


def start(arguments: Sequence[str], environ: Mapping[str, str] | None, log: Path) -> subprocess.Popen[bytes]:
    """Start this Python with `arguments` in a process group of its own; what it says goes to `log`."""
    with log.open("wb") as out:
        command = [sys.executable, *arguments]
        return subprocess.Popen(
            command, env=environ_of(environ), cwd=_ROOT, stdout=out, stderr=out, start_new_session=True
        )


def cpu_of_tree(pid: int) -> float:
    """CPU seconds, user and system, of a process and all its descendants, those that ended included."""
    stats = _stats()
    return sum(sum(map(int, stats[each][11:15])) * _TICK for each in _descent(pid, stats))


def tree(pid: int) -> list[int]:
    """A process and all its descendants."""
    return _descent(pid, _stats())


def memory(pid: int) -> tuple[float, float]:
    """Proportional and resident set size of a process, in MiB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    sizes = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith(("Pss:", "Rss:"))}
    return sizes["Pss:"], sizes["Rss:"]


def _descent(pid: int, stats: Mapping[int, list[str]]) -> list[int]:
    children: dict[int, list[int]] = {}
    for each, fields in stats.items():
        children.setdefault(int(fields[1]), []).append(each)
    found = [pid] if pid in stats else []
    for each in found:  # which grows meanwhile
        found += children.get(each, [])
    return found


def _stats() -> dict[int, list[str]]:
    entries = (entry for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return {int(entry.name): fields for entry in entries if (fields := _stat(entry))}


def _stat(entry: Path) -> list[str]:
    """The fields after the command's name, from `state` on; none if the process is gone."""
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def environ_of(more: Mapping[str, str] | None) -> dict[str, str]:
    """Ours without any setting of the operator's, which would be measured with the rest.

    Compiled modules are kept, as an installation keeps them: those of libraries always are, and only ours would be
    compiled anew.
    """
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LENCANA_")}
    ours.pop("PYTHONDONTWRITEBYTECODE", None)
    return ours | dict(more or {})
