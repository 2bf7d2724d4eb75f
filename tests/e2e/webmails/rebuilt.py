"""The webmails rebuilt in tests/webmails: their pages, drawn by their own scripts, and what their servers answer."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ..mail import MESSAGES_FOLDER

WEBMAILS = Path(__file__).parents[2] / "webmails"
_SHELL = b"""<!doctype html><html><head><title>Mail</title>
<script type="module" src="/rebuilt/start.js"></script></head><body></body></html>"""


@dataclass(frozen=True, slots=True)
class Page:
    """One webmail: `key` is its name in tests/webmails/index.js, `name` that of its reader."""

    key: str
    name: str
    host: str
    path: str
    is_threaded: bool
    is_fetched: bool  # the source comes by itself, and not in a window that the reader opens

    @property
    def url(self) -> str:
        """Its first page."""
        return f"https://{self.host}{self.path}"


class Rebuilt:
    """All of them."""

    def __init__(self) -> None:
        script = [node(), str(WEBMAILS / "sources.js"), str(MESSAGES_FOLDER)]
        told = json.loads(subprocess.run(script, check=True, capture_output=True, text=True).stdout)
        self.pages = {page["key"]: _page(page) for page in told["pages"]}
        self._names = {page.host: page.key for page in self.pages.values()}
        self._answers: dict[str, tuple[str, str]] = {url: tuple(answer) for url, answer in told["answers"].items()}
        self._mails = told["mails"]
        self.numbers: dict[str, int] = {mail["title"]: mail["number"] for mail in self._mails}

    def answer(self, host: str, path: str, _body: bytes) -> tuple[str, bytes] | None:
        """What that host answers; any page of a webmail is the same script's."""
        if answer := self._answers.get(f"https://{host}{path}"):
            return f"{answer[0]}; charset=utf-8", answer[1].encode()
        if host not in self._names:
            return None
        place, query = urlsplit(path).path, urlsplit(path).query
        if place == "/rebuilt/mailbox.json":
            told = {"name": self._names[host], "mails": self._mails}
            return "application/json", json.dumps(told).encode()
        if place.startswith("/rebuilt/"):
            return "text/javascript", (WEBMAILS / Path(place).name).read_bytes()
        return None if "/Raw/" in query or "favicon" in place else ("text/html; charset=utf-8", _SHELL)


def node() -> str:
    """Node.js: the machine's, or that of the virtual environment."""
    return shutil.which("node") or str(Path(sys.executable).parent / "node")


def _page(told: dict[str, Any]) -> Page:
    return Page(told["key"], told["name"], told["host"], told["path"], told["isThreaded"], told["source"] == "fetched")
