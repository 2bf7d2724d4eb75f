"""Every folder of tests/cases: through the command line and through the HTTP API, which must agree to the letter."""

import base64
import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lencana.core.mail.message import Origin
from lencana.engine.assembly import engine_over
from lencana.engine.contract import CheckRequest
from lencana.engine.engine import Engine
from lencana.registry.in_force import open_list_in_force
from lencana.settings import load_settings
from running import CASES, NOW, lencana, lencana_process

AUTHSERV_IDS = "mx.example.net"
NAMES = sorted(path.parent.name for path in CASES.glob("*/mail.eml"))


@cache
def expected(name: str) -> dict[str, Any]:
    wanted: dict[str, Any] = json.loads((CASES / name / "expected.json").read_text())
    return wanted


def settings_of(name: str) -> dict[str, str]:
    given = expected(name).get("settings", {})
    return {
        "authserv_ids": " ".join(given.get("authserv_ids", [AUTHSERV_IDS])),
        "now": given.get("now", NOW),
        "dkim": "off",
    }


def origin_of(name: str) -> str:
    """How the message came: most lie in the reader's own mailbox."""
    origin: str = expected(name).get("origin", Origin.DELIVERED.value)
    return origin


def assert_answer(name: str, answer: Mapping[str, Any]) -> None:
    wanted = expected(name)
    why = f"{(CASES / name / 'why.txt').read_text()}\n{json.dumps(answer, indent=1)}"
    found = {reason["code"]: reason["severity"] for reason in reversed(answer["reasons"])}
    assert answer["verdict"] == wanted["verdict"], why
    assert (answer["brand"] or {}).get("id") == wanted["brand"], why
    assert wanted["findings"].items() <= found.items(), why
    assert not set(wanted["absent"]) & found.keys(), why
    assert all(reason["text"] and "{" not in reason["text"] for reason in answer["reasons"]), why
    assert answer["advice"], why


@pytest.fixture(scope="module")
def by_command(organisation: Path) -> dict[str, dict[str, Any]]:
    """All answers of `lencana check --json`, one run for each group of equal settings, the large ones as processes."""
    groups = defaultdict(list)
    for name in NAMES:
        groups[origin_of(name), tuple(settings_of(name).items())].append(name)
    answers = {}
    for (origin, settings), names in groups.items():
        files = [str(CASES / name / "mail.eml") for name in names]
        run = lencana_process if len(names) > 1 else lencana
        done = run(organisation, "check", "--json", "--origin", origin, *files, **dict(settings))
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert [line["file"] for line in lines] == files, done.stderr
        assert done.returncode == any(line["verdict"] == "suspicious" for line in lines)
        answers |= dict(zip(names, lines, strict=True))
    return answers


@cache
def engine_for(organisation: Path, authserv_ids: str) -> Engine:
    settings = load_settings(organisation, {"LENCANA_AUTHSERV_IDS": authserv_ids, "LENCANA_DKIM": "off"})
    return engine_over(open_list_in_force(organisation, settings), settings)


@pytest.mark.parametrize("name", NAMES)
def test_the_command_line_judges_as_expected(name: str, by_command: dict[str, dict[str, Any]]) -> None:
    assert_answer(name, by_command[name])


@pytest.mark.parametrize("name", NAMES)
def test_raw_in_json_gives_the_same_answer(
    name: str, organisation: Path, by_command: dict[str, dict[str, Any]]
) -> None:
    given = settings_of(name)
    engine, now = engine_for(organisation, given["authserv_ids"]), datetime.fromisoformat(given["now"])
    raw = (CASES / name / "mail.eml").read_bytes()
    answer = engine.check(CheckRequest(raw=base64.b64encode(raw).decode(), origin=origin_of(name)), now=now, lang="id")
    assert answer.verdict == by_command[name]["verdict"]
    assert [reason.code for reason in answer.reasons] == [reason["code"] for reason in by_command[name]["reasons"]]
    assert all(reason.text for reason in answer.reasons)


def test_every_case_says_why() -> None:
    assert len(NAMES) > 60
    for name in NAMES:
        assert (CASES / name / "why.txt").read_text().strip()
        assert {"verdict", "brand", "findings", "absent"} <= expected(name).keys()
