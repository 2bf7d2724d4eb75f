"""`python -m bench [--quick] [--only api,batch]`: ask every question, print the answers, write docs/benchmarks.md."""

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bench.machine import load
from bench.tables.report import PAGE, Circumstances, Section, body, write

QUESTIONS = (
    *("api", "servers", "bodies", "batch", "languages"),
    *("domains", "peers", "found"),
    *("messages", "signatures"),
    *("startup", "memory", "workers", "load"),
)
DOCS = Path(__file__).resolve().parent.parent / "docs"


def main() -> int:
    """0 when every question was answered; a missed goal is an answer too."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Measure; docs/benchmarks.md explains the figures."
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds, a minute and a half; writes nothing")
    parser.add_argument("--only", metavar="NAME,NAME", help=f"some of {','.join(QUESTIONS)}; writes nothing")
    options = parser.parse_args()
    names = options.only.split(",") if options.only else list(QUESTIONS)
    if unknown := set(names) - set(QUESTIONS):
        parser.error(f"no such question: {', '.join(sorted(unknown))}; there are {', '.join(QUESTIONS)}")
    before, begin = load(), time.monotonic()
    sections, missing = ask(names, options.quick)
    for goal in (goal for section in sections for goal in section.table.goals):
        print(f"{goal.what}: {goal.measured} (to reach: {goal.to_reach}) {goal.verdict.strip('*')}")
    if not (options.quick or options.only or missing):
        date = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
        write(sections, Circumstances("make bench", date, f"{before} to {load()}"), DOCS)
        print(f"wrote {DOCS.name}/{PAGE}, in {time.monotonic() - begin:.0f} s")
    for name in missing:
        print(f"bench: {name} could not be measured, so nothing was written", file=sys.stderr)
    return 1 if missing else 0


def ask(names: Sequence[str], quick: bool) -> tuple[list[Section], list[str]]:
    """The answers, printed as they come, and the names of the questions that failed."""
    sections: list[Section] = []
    failed: list[str] = []
    for name in names:
        if find_spec(f"bench.questions.{name}") is None:
            failed.append(name)
            continue
        module = import_module(f"bench.questions.{name}")
        begin = time.monotonic()
        try:
            table = module.run(quick)
        except Exception as error:  # the other questions are still asked
            print(f"\n## {module.QUESTION}\n\n{type(error).__name__}: {error}", file=sys.stderr)
            failed.append(name)
            continue
        sections.append(Section(name, module.QUESTION, table, time.monotonic() - begin))
        print(f"\n{body(sections[-1])}\n", flush=True)
    return sections, failed


if __name__ == "__main__":
    sys.exit(main())
