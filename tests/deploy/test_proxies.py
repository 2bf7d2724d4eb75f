"""Both proxies' files ask the one server that `lencana serve` starts without options, under the handbook's name."""

import re
from pathlib import Path

import pytest

from lencana.cli.server.serve import serve

ROOT = Path(__file__).parents[2]
HANDBOOK = (ROOT / "docs" / "admin.md").read_text()


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("deploy/nginx/nginx.conf", r"^ *server (\d\S+);"),
        ("deploy/caddy/Caddyfile", r"^\s*reverse_proxy (\S+)"),
    ],
)
def test_it_asks_the_server_that_there_is(file: str, pattern: str) -> None:
    defaults = {option.name: option.default for option in serve.params}
    text = (ROOT / file).read_text()
    assert re.findall(pattern, text, re.MULTILINE) == [f"{defaults['host']}:{defaults['port']}"]
    assert "badge.example.org" in text and "https://badge.example.org" in HANDBOOK
    assert Path(file).name in HANDBOOK
