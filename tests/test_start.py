"""What a start loads and what it does not: the guard that start-ups stay short, without a clock."""

import json
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from lencana.cli import COMMANDS
from running import environ_of, lencana, must

pytestmark = pytest.mark.slow

# Each takes 5 to 170 ms of CPU, and none of them is for judging by a list that lies in SQLite.
NEVER = {"alembic", "sqlalchemy", "psycopg", "tomlkit", "asyncio"}
FOR_OWN_EVIDENCE = {"dkim", "dns", "nacl"}
FOR_MESSAGES = {"email", "selectolax", "re2"}
FOR_SERVERS = {"flask", "werkzeug", "jinja2", "granian", "http"}
FOR_LISTS = {"cryptography", "sqlite3", "msgspec", "idna"}
BY_TLDEXTRACT = {"http", "email"}  # it imports requests, although it never fetches here (docs/decisions/0003)
MESSAGE = Path(__file__).parent.parent / "server" / "lencana" / "data" / "samples" / "lookalike.eml"

_LOADED = """
import json, sys
from lencana.cli import main
sys.argv = ["lencana", *json.loads(sys.argv[1])]
try:
    main()
finally:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""
_SERVED = """
import json, sys
from werkzeug.test import Client  # not Flask's own, which loads click.testing, pdb and, from Python 3.14 on, asyncio
from lencana.web.wsgi import make_app
client = Client(make_app())
assert client.post("/v1/check", json={"from": "OpenAI <a@openai.com>", "text": "Hello"}).status_code == 200
assert client.get("/v1/allowlist").status_code == 200
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("start") / "data"
    must(lencana(folder, "init", "--no-passphrase"))
    return folder


def _modules(code: str, *arguments: str, data: Path) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True, text=True, timeout=60, env=environ_of({"data": str(data)}),
    )  # fmt: skip
    loaded = json.loads(done.stderr.splitlines()[-1])
    assert "lencana" in loaded, done.stderr
    return set(loaded)


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["domain", "example.org"], (NEVER | FOR_OWN_EVIDENCE | FOR_SERVERS | FOR_MESSAGES) - BY_TLDEXTRACT),
        (["check", str(MESSAGE)], (NEVER | FOR_OWN_EVIDENCE | FOR_SERVERS) - BY_TLDEXTRACT),
        (["--help"], NEVER | FOR_OWN_EVIDENCE | FOR_SERVERS | FOR_MESSAGES | FOR_LISTS),
        (["--version"], NEVER | FOR_OWN_EVIDENCE | FOR_SERVERS | FOR_MESSAGES | FOR_LISTS),
        (["allowlist", "show"], {"alembic", "sqlalchemy", "psycopg", "flask", "granian", "dns", "dkim", "re2"}),
        (["reports", "list"], {"alembic", "psycopg", "flask", "granian", "dns", "dkim"}),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_command_loads_what_it_needs(words: list[str], unwanted: set[str], data: Path) -> None:
    assert _modules(_LOADED, json.dumps(words), data=data) & unwanted == set()


def test_the_server_loads_what_it_needs(data: Path) -> None:
    assert _modules(_SERVED, data=data) & (NEVER | FOR_OWN_EVIDENCE | {"granian"}) == set()


@pytest.mark.parametrize("name", sorted(NEVER | FOR_OWN_EVIDENCE | FOR_SERVERS | FOR_MESSAGES | FOR_LISTS))
def test_what_must_not_be_loaded_exists(name: str) -> None:
    """Or the tests above could not fail."""
    assert find_spec(name) is not None


def test_help_says_in_one_line_what_each_command_does(tmp_path: Path) -> None:
    lines = [line.strip() for line in must(lencana(tmp_path, "--help")).stdout.splitlines()]
    for name, (module, summary) in COMMANDS.items():
        assert f"{name:9}  {summary}" in lines
        assert getattr(import_module(module), name).name == name


@pytest.mark.parametrize("group", ["allowlist", "key", "root"])
def test_help_of_a_group_is_not_cut_short(tmp_path: Path, group: str) -> None:
    commands = must(lencana(tmp_path, group, "--help")).stdout.partition("Commands:")[2]
    assert commands and "..." not in commands


def test_a_slip_is_told_what_was_meant(tmp_path: Path) -> None:
    assert "Did you mean 'check'?" in lencana(tmp_path, "chekc", "x.eml").stderr
