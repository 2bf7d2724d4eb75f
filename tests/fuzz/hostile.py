"""The long run over hostile messages: `make fuzz` measures CPU and memory, and keeps what costs too much.

Pieces of `tests/hostile` are put together at random, up to a megabyte. Each is judged in a process of its own, whose
peak of memory is its own, too.
"""

import json
import os
import random
import sys
import time
from pathlib import Path

MAX_CPU_SECONDS, MAX_MEGABYTES, MAX_MESSAGE_BYTES = 0.5, 100, 1024 * 1024
_MEASUREMENTS = 3  # of what seems to cost too much: the least counts, for other programs disturb


def _status(name: str) -> int:
    """A line of /proc/self/status, in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def _measured(raw: bytes) -> dict[str, float]:
    from hostile.judging import judge

    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        cost = {"seconds": 0.0, "megabytes": 0.0, "failed": 1.0}
        try:
            Path("/proc/self/clear_refs").write_text("5")  # begins a new peak
            resident, started = _status("VmRSS"), time.process_time()
            judge(raw)
            seconds = time.process_time() - started
            cost = {"seconds": seconds, "megabytes": (_status("VmHWM") - resident) / 1024, "failed": 0.0}
        finally:
            os.write(write_end, json.dumps(cost).encode())
            os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return json.loads(text or '{"seconds": 0, "megabytes": 0, "failed": 1}')  # type: ignore[no-any-return]


def _exceeds(cost: dict[str, float]) -> bool:
    return bool(cost["failed"]) or cost["seconds"] > MAX_CPU_SECONDS or cost["megabytes"] > MAX_MEGABYTES


def _made(rng: random.Random) -> tuple[str, bytes]:
    from hostile.messages import HOSTILE

    names = rng.sample(sorted(HOSTILE), rng.choice((1, 1, 2, 3)))
    size = rng.choice((64, 256, 1024)) * 1024 // len(names)
    return " + ".join(names), b"".join(HOSTILE[name](size) for name in names)[:MAX_MESSAGE_BYTES]


def main(seconds: float, kept: Path) -> int:
    """Measure for so long. Returns 1 if anything cost too much."""
    from hostile.judging import engine

    engine()
    seed = random.randrange(1_000_000)  # noqa: S311 (no secret)
    rng, ends, judged, found = random.Random(seed), time.monotonic() + seconds, 0, 0  # noqa: S311
    while time.monotonic() < ends:
        name, raw = _made(rng)
        judged += 1
        cost = _measured(raw)
        for _ in range(_MEASUREMENTS - 1):
            if _exceeds(cost):
                cost = min(cost, _measured(raw), key=lambda each: each["seconds"])
        if _exceeds(cost):
            found += 1
            kept.mkdir(parents=True, exist_ok=True)
            (kept / f"{seed}-{judged}.eml").write_bytes(raw)
            print(f"{cost['seconds']:.2f} s, {cost['megabytes']:.0f} MB, failed: {cost['failed']:.0f}: {name}")
    print(f"{judged} hostile messages judged (seed {seed}), {found} cost too much")
    return 1 if found else 0


if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
    sys.exit(main(float(sys.argv[1]), Path(sys.argv[2])))
