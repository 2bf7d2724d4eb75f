"""`lencana check` over saved messages, in one process, beside the standard library's parser alone."""

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import folders, process, samples
from bench.rounds import interleaved, ratios, spread
from bench.server import AUTHSERV
from bench.table import Table

QUESTION = "How many saved messages a second does `lencana check` judge?"
PARSER = """
import sys
from email import message_from_bytes
for name in sys.argv[1:]:
    message = message_from_bytes(open(name, "rb").read())
    str(message["From"]), str(message["Subject"]), message.get_all("Authentication-Results")
    for part in message.walk():
        if part.get_content_maintype() == "text":
            part.get_payload(decode=True).decode()
"""


def run(quick: bool) -> Table:
    """Each round: all files, and one file; the difference is what the messages cost, without the start."""
    rounds, count = (2, 200) if quick else (7, 600)
    raw = samples.raw_messages(count)
    with TemporaryDirectory(prefix="lencana-bench-") as folder:
        files = _written(raw, Path(folder))
        check = ["-m", "lencana", "--data", str(folders.bundled()), "check", "--json"]
        _demand_right(process.run([*check, *files], AUTHSERV, accept=(1,)).out)
        commands = {"lencana check": check, "email.message_from_bytes, headers and text": ["-c", PARSER]}
        cpu: dict[str, list[float]] = {name: [] for name in commands}
        for name in interleaved(tuple(commands), rounds):
            cpu[name].append(_cpu_of_one(commands[name], files))
    base = cpu["email.message_from_bytes, headers and text"]
    rows = tuple(
        (name, spread([c * 1e6 for c in taken]), spread([1 / c for c in taken]), spread(ratios(taken, base), 2))
        for name, taken in cpu.items()
    )
    notes = (
        f"{rounds} rounds over {count} messages of {len(min(raw, key=len)):,} to {len(max(raw, key=len)):,} bytes,"
        f" {sum(map(len, raw)) // count:,} on average, one process, no DNS (the provider's verdict is in the header).",
        "The start of the process is taken off.",
        "The standard library's parser alone decides nothing: it is there to tell the machine's speed from ours.",
    )
    return Table(("", "CPU µs a message", "messages a second of CPU", "CPU, in the parser's"), rows, notes)


def _cpu_of_one(command: list[str], files: list[str]) -> float:
    many = process.run([*command, *files], AUTHSERV, accept=(0, 1)).cpu
    one = process.run([*command, files[0]], AUTHSERV, accept=(0, 1)).cpu
    return (many - one) / (len(files) - 1)


def _written(raw: tuple[bytes, ...], folder: Path) -> list[str]:
    paths = [folder / f"{number}.eml" for number in range(len(raw))]
    for path, message in zip(paths, raw, strict=True):
        path.write_bytes(message)
    return list(map(str, paths))


def _demand_right(lines: str) -> None:
    """What judges wrongly is not measured."""
    verdicts = [json.loads(line)["verdict"] for line in lines.splitlines()]
    wrong = Counter((kind.value, given) for n, given in enumerate(verdicts) if (kind := samples.kind_of(n)) != given)
    if wrong:
        raise RuntimeError(f"messages were judged wrongly (expected, given): {dict(wrong)}")
