"""The real application with an inbox of its own, and an admin's session."""

import base64
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lencana.reports.keeper import Keeper
from lencana.settings import Reports
from lencana.trust import session as sessions
from lencana.trust.keys import signing
from running import NOW
from web.conftest import application

from .counterparts import MailServer, WebServer, mail_server, web_server

THEN = datetime.fromisoformat(NOW)
MESSAGE = b"From: OpenAl Billing <pay@openal-desk.example>\nSubject: Your plan\n\nPay at https://openal-desk.example\n"


def a_report(**fields: Any) -> dict[str, Any]:
    """A reader's report; a field given as `...` is left out."""
    report = {
        "id": str(uuid4()),
        "kind": "phish",
        "verdict": "unknown",
        "codes": ["authentication_missing"],
        "sender": {"address": "pay@openal-desk.example", "name": "OpenAl Billing"},
        "subject": "Your plan ends 31.01.",
        "webmail": "roundcube",
        "origin": "delivered",
        "allowlist_version": 2,
        "diagnosis": "no Authentication-Results",
        "comment": "asks for my card",
        "reader": "r-1",
        **fields,
    }
    return {name: value for name, value in report.items() if value is not ...}


def with_message(raw: bytes = MESSAGE, **fields: Any) -> dict[str, Any]:
    return a_report(raw=base64.b64encode(raw).decode(), **fields)


class Inboxed:
    """A server's client, as a reader and as an admin."""

    def __init__(self, data: Path, **settings: Any) -> None:
        self.data, self._settings = data, settings
        self.client = application(data, **settings).test_client()

    def later(self, **span: float) -> "Inboxed":
        """The same server after that time, started anew."""
        now = (THEN + timedelta(**span)).strftime("%Y-%m-%dT%H:%M:%SZ")
        made = Inboxed.__new__(Inboxed)
        made.data, made._settings = self.data, self._settings
        made.client = application(self.data, now=now, **self._settings).test_client()
        return made

    def send(self, report: dict[str, Any] | bytes, **named: Any) -> TestResponse:
        body = {"data": report} if isinstance(report, bytes) else {"json": report}
        return self.client.post("/v1/reports", content_type="application/json", **body, **named)

    def admin(self, method: str, path: str, **named: Any) -> TestResponse:
        return self.client.open(path, method=method, headers={"Authorization": session_of(self.data)}, **named)

    def listed(self, query: str = "state=all") -> dict[str, Any]:
        response = self.admin("GET", f"/v1/reports?{query}")
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.get_json()
        return found


def session_of(data: Path, server: str = "http://localhost") -> str:
    """The value of an admin's Authorization field."""
    key = signing.load_key(data / "keys" / "list.pem", None)
    return sessions.authorization_of(signing.sign_session(sessions.new_session(server, THEN), key))


@pytest.fixture
def make(organisation: Path, tmp_path: Path) -> Callable[..., Inboxed]:
    """A server on a copy of the organisation's data folder."""

    def make_server(**settings: Any) -> Inboxed:
        data = tmp_path / "data"
        if not data.exists():
            shutil.copytree(organisation, data)
        return Inboxed(data, **settings)

    return make_server


@pytest.fixture
def server(make: Callable[..., Inboxed]) -> Inboxed:
    """One that takes whole messages."""
    return make(reports=Reports.MESSAGES)


@pytest.fixture
def client(server: Inboxed) -> FlaskClient:
    return server.client


@pytest.fixture
def no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests in which the keeper looks when they say so; tests/faults/test_reports.py has the thread."""
    monkeypatch.setattr(Keeper, "ensure_running", lambda _self: None)


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def web() -> Iterator[WebServer]:
    with web_server() as server:
        yield server
