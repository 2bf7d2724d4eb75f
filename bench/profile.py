"""`make profile`: where the time goes when messages are judged, as a flame graph or counted in instructions."""

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.inputs import folders, samples
from bench.servers import process
from bench.servers.server import AUTHSERV

_FLAMES = Path(__file__).resolve().parent.parent / "build" / "profile.svg"
_MANY, _FEW = 40, 20  # messages under callgrind, which is fifty times slower


def main() -> int:
    """0, unless py-spy or valgrind is missing or fails."""
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description=__doc__)
    parser.add_argument("--instructions", action="store_true", help="count instructions a message with valgrind")
    options = parser.parse_args()
    with TemporaryDirectory(prefix="lencana-bench-") as name:
        files = samples.saved(Path(name), _MANY if options.instructions else 600)
        return instructions(files) if options.instructions else flames(files)


def flames(files: list[str]) -> int:
    """Five passes over the messages under py-spy."""
    _FLAMES.parent.mkdir(exist_ok=True)
    spy = [str(Path(sys.executable).parent / "py-spy"), "record", "--rate", "500", "--output", str(_FLAMES), "--"]
    code = subprocess.run(
        [*spy, *_check(files * 5)], stdout=subprocess.DEVNULL, env=process.environ_of(AUTHSERV)
    ).returncode
    return 0 if code in (0, 1) else code  # 1: some of the messages are suspicious


def instructions(files: list[str]) -> int:
    """The difference between two runs, so that the start is not counted."""
    few, many = (_counted(files[:count]) for count in (_FEW, _MANY))
    each, start = (many - few) / (_MANY - _FEW), few - (many - few) / (_MANY - _FEW) * _FEW
    print(f"{each / 1e6:.3f} million instructions a message, {start / 1e6:,.0f} million for the start")
    return 0


def _counted(files: list[str]) -> int:
    grind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *_check(files)]
    environ = process.environ_of(AUTHSERV | {"PYTHONHASHSEED": "0"})
    done = subprocess.run(grind, capture_output=True, text=True, env=environ)
    if "Collected : " not in done.stderr:
        raise RuntimeError(f"valgrind failed: {done.stderr[-1000:]}")
    return int(done.stderr.partition("Collected : ")[2].split()[0])


def _check(files: list[str]) -> list[str]:
    return [sys.executable, "-m", "lencana", "--data", str(folders.bundled()), "check", "--json", *files]


if __name__ == "__main__":
    sys.exit(main())
