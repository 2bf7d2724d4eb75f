"""Judge the project's own labelled cases (tests/evaluate/*.tsv) and print a table; exit 1 when a figure falls.

Each file is a set: sender, subject and text a line, `\\n` for a line break, `-` for no sender. The cases are
made up for this purpose, in English and Indonesian; the clean ones hold what a careless rule would take for a claim.
languages/*.tsv have a set each for the other languages, with what is expected of a line in front of it (LINES).
"""

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import msgspec

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Brand
from lencana.core.domains.domain import Domain
from lencana.core.lookalike import LookalikeIndex
from lencana.engine.contract import Answer, CheckRequest, LinkIn
from lencana.engine.engine import Engine
from lencana.settings import DkimMode, Settings
from lencana.trust.list_source import list_source

TESTS = Path(__file__).parents[1] / "tests"
NOW = datetime(2026, 2, 1, tzinfo=UTC)
OPENAI_PASSES = "mx.example.net; dmarc=pass header.from=tm.openai.com"
_URL = re.compile(r"https?://\S+")

Rows = list[dict[str, str]]  # of a set: by the names of its columns


@dataclass(frozen=True)
class Figure:
    """One line of the table: how many of a set are right, which are not, and the share that must be."""

    name: str
    size: int
    find_wrong: Callable[[], Iterable[str]]  # judges, which takes time: called when somebody asks
    least: float

    @cached_property
    def wrong(self) -> tuple[str, ...]:
        return tuple(self.find_wrong())

    @property
    def share(self) -> float:
        return 1 - len(self.wrong) / self.size

    @property
    def holds(self) -> bool:
        return self.share >= self.least


def is_suspicious(answer: Answer) -> bool:
    return answer.verdict == "suspicious"


def is_not_suspicious(answer: Answer) -> bool:
    return answer.verdict != "suspicious"


def asks(answer: Answer) -> bool:
    return any(reason.code == "secret_request" for reason in answer.reasons)


def asks_nothing(answer: Answer) -> bool:
    return not asks(answer)


# set: what is right, and the share that must be. What is clean must be clean without exception.
# `stranger` and `genuine` are OpenAI's own mail, authenticated.
LINES: dict[str, tuple[bool, Callable[[Answer], bool]]] = {
    "asks": (True, asks),
    "asks_nothing": (False, asks_nothing),
    "suspicious": (True, is_suspicious),
    "clean": (False, is_not_suspicious),
    "stranger": (True, lambda answer: any(reason.code == "third_party_content" for reason in answer.reasons)),
    "genuine": (False, lambda answer: answer.verdict == "verified"),
}
LEAST_RECALL = 0.95  # of the lines of one language
SETS: dict[str, tuple[Callable[[Answer], bool], float]] = {
    "claim_en": (is_suspicious, 0.98),
    "claim_id": (is_suspicious, 0.98),
    "clean_en": (is_not_suspicious, 1.0),
    "clean_id": (is_not_suspicious, 1.0),
    "lure_claim": (is_suspicious, 0.98),
    "lure_clean": (is_not_suspicious, 1.0),
    "text_claim": (is_suspicious, 0.98),
    "text_clean": (is_not_suspicious, 1.0),
    "asks": (asks, 0.95),
    "asks_nothing": (asks_nothing, 1.0),
}


def figures() -> Iterator[Figure]:
    """Every set, then the lookalikes of tests/vectors/lookalike.json by technique."""
    for name, (is_right, least) in SETS.items():
        rows = rows_of(TESTS / "evaluate" / f"{name}.tsv")
        yield Figure(name, len(rows), partial(wrong_of_set, rows, is_right), least)
    for path in sorted((TESTS / "evaluate" / "languages").glob("*.tsv")):
        yield from figures_of_language(path)
    yield from lookalikes()


def wrong_of_set(rows: Rows, is_right: Callable[[Answer], bool]) -> list[str]:
    return [f"{row['from']} | {row['text']}" for row in rows if not is_right(judge(engine(), row))]


def figures_of_language(path: Path) -> Iterator[Figure]:
    """Recall over the claims, requests and lures of a language, and false alarms over its harmless lines."""
    rows = rows_of(path)
    for is_harmful, name, least in ((True, "found", LEAST_RECALL), (False, "left alone", 1.0)):
        lines = [row for row in rows if LINES[row["expect"]][0] is is_harmful]
        yield Figure(f"{path.stem} {name}", len(lines), partial(wrong_of_language, lines), least)


def wrong_of_language(lines: Rows) -> list[str]:
    return [" | ".join(row.values()) for row in lines if not LINES[row["expect"]][1](judge(engine(), row))]


def rows_of(path: Path) -> Rows:
    """The lines of a set, by the names of its columns."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def engine() -> Engine:
    """An engine over tests/evaluate/list.toml."""
    path = TESTS / "evaluate" / "list.toml"
    source = list_source.parse(path.read_text(encoding="utf-8"), path.name)
    allowlist = list_source.build_allowlist(source, 1, None, NOW)
    index = AllowlistIndex(allowlist, "0" * 64)
    return Engine(Settings(dkim=DkimMode.OFF, authserv_ids=("mx.example.net",)), lambda: index)


def judge(judges: Engine, row: dict[str, str]) -> Answer:
    text = row["text"].replace("\\n", "\n")
    is_openai = row.get("expect") in ("stranger", "genuine")
    request = CheckRequest(
        from_=None if row["from"] == "-" else row["from"],
        subject=row["subject"],
        text=text,
        authentication_results=(OPENAI_PASSES,) if is_openai else (),
        origin="delivered",
        links=tuple(LinkIn(href=url) for url in _URL.findall(text)),
    )
    return judges.check(request, now=NOW, lang="en")


def lookalikes() -> Iterator[Figure]:
    vectors = json.loads((TESTS / "vectors" / "lookalike.json").read_text(encoding="utf-8"))
    index = cache(lambda: LookalikeIndex(msgspec.convert(vectors["brands"], tuple[Brand, ...])))
    techniques: dict[str, list[dict[str, Any]]] = {}
    for row in vectors["names"]:
        techniques.setdefault(row["technique"] or "clean", []).append(row)
    for name, rows in sorted(techniques.items()):
        yield Figure(f"lookalike {name}", len(rows), partial(wrong_of_lookalikes, rows, index), 1.0)


def wrong_of_lookalikes(rows: list[dict[str, Any]], index: Callable[[], LookalikeIndex]) -> list[str]:
    return [row["name"] for row in rows if (index().find(Domain.parse(row["name"])) is None) is bool(row["imitates"])]


def main() -> None:
    table = list(figures())
    for figure in table:
        state = "ok  " if figure.holds else "MISS"
        right = figure.size - len(figure.wrong)
        print(f"{state} {figure.name:24} {right:5}/{figure.size:<5} {figure.share:8.2%}  target >= {figure.least:.0%}")
        for text in figure.wrong:
            print(f"       {text[:110]}")
    sys.exit(not all(figure.holds for figure in table))


if __name__ == "__main__":
    main()
