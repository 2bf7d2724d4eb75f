"""add-… and remove-…: each line of a list there and back, the file as it was but for the line."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from admin import Lencana, initialised

LIST = """\
# Kept in git by Siti.
expires_in = "14d"

[[brand]]
id = "openai"   # the first
name = "OpenAI"
domains = ["openai.com"]

# LinkedIn's messages carry the sender's name.
[[platform]]
domain = "linkedin.com"
"""
# What is added, the line that says so, how it stands in the signed document, what is removed, the line that says so.
LINES: list[tuple[list[str], str, dict[str, Any], list[str], str]] = [
    (
        ["add-owned", "openai", "OpenAI.fm."],
        "adds owned domain",
        {"owned": ["openai.fm"]},
        ["remove-owned", "openai", "openai.fm"],
        "removes owned",
    ),
    (
        ["add-tenant", "openai", "chatgpt.site"],
        "adds tenant zone",
        {"tenants": ["chatgpt.site"]},
        ["remove-tenant", "openai", "ChatGPT.site"],
        "removes tenant",
    ),
    (
        ["add-carrier", "openai", "Invite@OpenAI.com"],
        "adds carrier",
        {"carriers": ["invite@openai.com"]},
        ["remove-carrier", "openai", "invite@openai.com"],
        "removes carrier",
    ),
    (
        ["add-phone", "openai", "+1  888 221 1161"],
        "adds telephone number",
        {"phones": ["+1 888 221 1161"]},
        ["remove-phone", "openai", "+1 888 221 1161"],
        "removes telephone",
    ),
    (
        ["add-link", "openai", "oaiusercontent.com"],
        "adds link host",
        {"links": ["oaiusercontent.com"]},
        ["remove-link", "openai", "oaiusercontent.com"],
        "removes link",
    ),
    (
        ["add-known", "openai", "openair.com"],
        "adds known neighbour",
        {"known": ["openair.com"]},
        ["remove-known", "openai", "openair.com"],
        "removes known",
    ),
]
BESIDE: list[tuple[list[str], str, dict[str, Any], list[str]]] = [
    (
        ["add-platform", "GitLab.com"],
        "adds platform gitlab.com",
        {"platforms": [{"domain": "linkedin.com"}, {"domain": "gitlab.com"}]},
        ["remove-platform", "gitlab.com"],
    ),
    (
        ["add-blocked", "Billing@pay-desk.net", "--until", "2099-01-31"],
        "blocked: adds sender billing@pay-desk.net until 2099-01-31",
        {"blocked": [{"sender": "billing@pay-desk.net", "until": "2099-01-31T23:59:59Z"}]},
        ["remove-blocked", "billing@Pay-Desk.net"],
    ),
    (
        ["add-blocked", "phish-desk.net", "--until", "2099-01-31T00:00:00Z"],
        "adds sender phish-desk.net",
        {"blocked": [{"domain": "phish-desk.net", "until": "2099-01-31T00:00:00Z"}]},
        ["remove-blocked", "phish-desk.net"],
    ),
    (
        ["add-person", "Rina Hartono", "Rina@kantor.net", "--alias", "Rina H."],
        "people: adds person Rina Hartono alias Rina H. <rina@kantor.net>",
        {"persons": [{"name": "Rina Hartono", "aliases": ["Rina H."], "addresses": ["rina@kantor.net"]}]},
        ["remove-person", "rina hartono"],
    ),
    (
        ["add-authserv-id", "MX.kantor.net"],
        "mail servers: adds authserv-id mx.kantor.net",
        {"authserv_ids": ["mx.kantor.net"]},
        ["remove-authserv-id", "mx.kantor.net"],
    ),
]


@pytest.fixture(scope="module")
def lencana(tmp_path_factory: pytest.TempPathFactory) -> Lencana:
    made = initialised(tmp_path_factory.mktemp("lines"))
    (made.folder / "first.toml").write_text(LIST)
    made("allowlist", "sign", "first.toml", "-o", "first.json", "--yes")
    made("allowlist", "publish", "first.json")
    return made


@pytest.fixture
def mine(lencana: Lencana) -> Path:
    path = lencana.folder / "mine.toml"
    path.write_text(LIST)
    return path


def change(lencana: Lencana, path: Path, *words: str) -> str:
    return lencana("allowlist", *words, "--file", path, "--yes")


def in_force(lencana: Lencana) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(lencana("allowlist", "show", "--json"))
    return document


def without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_empty(item) for key, item in value.items() if item != []}
    return [without_empty(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("add", "adds", "signed", "remove", "removes"), LINES, ids=[line[0][0] for line in LINES])
def test_a_line_of_a_brand(
    lencana: Lencana, mine: Path, add: list[str], adds: str, signed: dict[str, Any], remove: list[str], removes: str
) -> None:
    assert adds in change(lencana, mine, *add)
    assert signed.items() <= in_force(lencana)["brands"][0].items()
    assert all(line in mine.read_text() for line in LIST.splitlines())
    assert "is there already" in lencana.fails("allowlist", *add, "--file", mine, "--yes")
    field, (value,) = next(iter(signed.items()))
    shown = lencana("allowlist", "show")
    assert f"  {field:10} {value}" in shown
    assert removes in change(lencana, mine, *remove)
    assert without_empty(tomllib.loads(mine.read_text())) == tomllib.loads(LIST)
    assert "is not there" in lencana.fails("allowlist", *remove, "--file", mine, "--yes")


@pytest.mark.parametrize(("add", "adds", "signed", "remove"), BESIDE, ids=[" ".join(line[0][:2]) for line in BESIDE])
def test_a_line_beside_the_brands(
    lencana: Lencana, mine: Path, add: list[str], adds: str, signed: dict[str, Any], remove: list[str]
) -> None:
    assert adds in change(lencana, mine, *add)
    assert signed.items() <= in_force(lencana).items()
    assert all(line in mine.read_text() for line in LIST.splitlines())
    assert "removes" in change(lencana, mine, *remove)
    assert without_empty(tomllib.loads(mine.read_text())) == tomllib.loads(LIST)
    assert "is not there" in lencana.fails("allowlist", *remove, "--file", mine, "--yes")


def test_what_is_there_already_is_changed_not_doubled(lencana: Lencana, mine: Path) -> None:
    change(lencana, mine, "add-blocked", "phish-desk.net", "--until", "2099-01-31")
    change(lencana, mine, "add-blocked", "Phish-Desk.net", "--until", "2098-01-31")
    change(lencana, mine, "add-person", "Rina Hartono", "rina@kantor.net")
    change(lencana, mine, "add-person", "rina hartono", "rina@kantor.net", "rina2@kantor.net", "--alias", "Rina H.")
    document = in_force(lencana)
    assert document["blocked"] == [{"domain": "phish-desk.net", "until": "2098-01-31T23:59:59Z"}]
    both = ["rina@kantor.net", "rina2@kantor.net"]
    assert document["persons"] == [{"name": "Rina Hartono", "aliases": ["Rina H."], "addresses": both}]


def test_the_list_in_force_is_written_whole_where_the_file_is_missing(tmp_path: Path) -> None:
    """Also what stands beside the bundled brands: a block must not be lost with the file."""
    lencana = initialised(tmp_path)
    lencana("allowlist", "add-blocked", "phish-desk.net", "--until", "2099-01-31", "--yes")
    (lencana.data / "list.toml").unlink()
    lencana("allowlist", "add-person", "Rina Hartono", "rina@kantor.net", "--yes")
    document = json.loads(lencana("allowlist", "show", "--json"))
    assert [entry["domain"] for entry in document["blocked"]] == ["phish-desk.net"]


def test_an_owned_domain_that_is_added_becomes_one_to_verify(lencana: Lencana, mine: Path) -> None:
    change(lencana, mine, "add-owned", "openai", "sora.com")
    done = change(lencana, mine, "add-domain", "openai", "Sora.com")
    assert "adds From domain sora.com" in done
    assert "removes owned domain (not verified, no imitation) sora.com" in done
    brand = in_force(lencana)["brands"][0]
    assert (brand["domains"], brand.get("owned", [])) == (["openai.com", "sora.com"], [])


def test_a_block_ends_after_ninety_days_unless_it_is_told_otherwise(lencana: Lencana, mine: Path) -> None:
    change(lencana, mine, "add-blocked", "x@phish-desk.net")
    issued, (blocked,) = in_force(lencana)["issued"], in_force(lencana)["blocked"]
    assert issued < blocked["until"]
    assert blocked["until"].endswith("T23:59:59Z")
    assert "in the past" in lencana.fails(
        "allowlist", "add-blocked", "a.net", "--until", "2020-01-01", "--file", mine, "--yes"
    )


def test_an_exported_list_is_the_list(lencana: Lencana, mine: Path) -> None:
    for add, *_ in LINES + [(line[0], "", {}, [], "") for line in BESIDE]:
        change(lencana, mine, *add)
    assert "no change" in lencana("allowlist", "diff", _exported(lencana))


def _exported(lencana: Lencana) -> str:
    (lencana.folder / "exported.toml").unlink(missing_ok=True)
    lencana("allowlist", "export", "exported.toml")
    return "exported.toml"


@pytest.mark.parametrize("name", ["add-owned", "remove-tenant", "add-person", "add-blocked", "add-phone"])
def test_help_has_an_example(lencana: Lencana, name: str) -> None:
    assert f"Example:  lencana allowlist {name} " in lencana("allowlist", name, "--help")
