"""Sessions of admins: what is refused, and what is written down."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from flask import Flask

from lencana.trust import session as sessions
from lencana.trust.keys import signing
from lencana.web import admins
from running import NOW, lencana, must

from .conftest import application

THEN = datetime.fromisoformat(NOW)
ROUTE = "/v1/domains/example.org"  # with tokens configured, a session opens it


def header(
    data: Path, server: str = "http://localhost", *, since: float = 0, hours: float = 8, key: str = "list"
) -> str:
    """A session that begins `since` seconds from the server's now."""
    begins = THEN + timedelta(seconds=since)
    session = sessions.Session(server=server, issued=begins, expires=begins + timedelta(hours=hours))
    return sessions.authorization_of(
        signing.sign_session(session, signing.load_key(data / "keys" / f"{key}.pem", None))
    )


@pytest.fixture(scope="module")
def served(organisation: Path) -> Flask:
    return application(organisation, tokens=("sesame",), hosts=("badge.example",), server="https://lencana.example")


def asked(app: Flask, authorization: str, host: str = "localhost", **environ: str) -> tuple[int, str, str]:
    answer = app.test_client().get(
        ROUTE, headers={"Authorization": authorization, "Host": host}, environ_overrides=environ
    )
    detail = answer.get_json().get("detail", "")
    return answer.status_code, detail, answer.headers.get("WWW-Authenticate", "")


@pytest.mark.parametrize(
    ("server", "host"),
    [
        ("http://localhost", "localhost"),
        ("http://localhost:8025", "localhost:8025"),
        ("http://127.0.0.1:8025", "127.0.0.1:8025"),
        ("http://[::1]:8025", "[::1]:8025"),
        ("https://badge.example", "badge.example"),
        ("https://badge.example", "Badge.Example:443"),
        ("http://badge.example", "badge.example:80"),
        ("https://badge.example:8443", "badge.example:8443"),
    ],
)
def test_a_session_opens_its_own_server(organisation: Path, served: Flask, server: str, host: str) -> None:
    assert asked(served, header(organisation, server), host)[0] == 200


@pytest.mark.parametrize(
    ("server", "host", "peer", "why"),
    [
        ("https://other.example", "badge.example", "192.0.2.1", "is for https://other.example"),
        ("https://badge.example:8443", "badge.example", "192.0.2.1", "is for https://badge.example:8443"),
        ("https://badge.example", "badge.example:80", "192.0.2.1", "is for https://badge.example"),
        # The guard lets these names in, but anybody can be asked by them: a session made for one opens another.
        ("http://192.0.2.7", "192.0.2.7", "192.0.2.1", "does not know the name"),
        ("http://localhost:8025", "localhost:8025", "192.0.2.1", "localhost stands for this server on its own"),
        ("http://127.0.0.1", "127.0.0.1", "192.0.2.1", "127.0.0.1 stands for this server on its own"),
    ],
)
def test_a_session_for_another_server_is_refused(
    organisation: Path, served: Flask, server: str, host: str, peer: str, why: str
) -> None:
    status, detail, challenge = asked(served, header(organisation, server), host, REMOTE_ADDR=peer)
    assert (status, challenge) == (401, "Lencana")
    assert why in detail


def test_localhost_through_a_proxy_is_not_this_machine(organisation: Path, served: Flask) -> None:
    assert asked(served, header(organisation), HTTP_X_FORWARDED_FOR="192.0.2.1")[0] == 401


@pytest.mark.parametrize(
    ("since", "hours", "why"),
    [
        (0, 8, ""),
        (119, 8, ""),
        (121, 8, "clock"),
        (-8 * 3600 - 119, 8, ""),
        (-8 * 3600 - 120, 8, "has expired"),
        (-30 * 24 * 3600, 8, "has expired"),
        (0, 8.001, "longer than 8 hours"),
        (0, 0, "Not a session"),
        (0, -1, "Not a session"),
    ],
)
def test_when_a_session_is_valid(organisation: Path, served: Flask, since: float, hours: float, why: str) -> None:
    status, detail, _ = asked(served, header(organisation, since=since, hours=hours))
    assert (status, why in detail) == (401 if why else 200, True)


def test_the_key_must_be_one_of_the_list(organisation: Path, served: Flask) -> None:
    assert "not signed by a key" in asked(served, header(organisation, key="root"))[1]


@pytest.mark.parametrize("token", ["", "x", "é", "e30", "e30=", "Lencana", "A" * 5000, "eyJ", "W10", "bnVsbA"])
def test_what_is_no_session(served: Flask, token: str) -> None:
    status, detail, challenge = asked(served, f"Lencana {token}")
    assert (status, challenge) == (401, "Lencana")
    assert detail.startswith(("Not a session", "This is for admins"))


def test_a_key_that_was_rotated_away_is_nobodys(copy: Path) -> None:
    served, mine = application(copy, tokens=("sesame",)), header(copy)
    assert asked(served, mine)[0] == 200
    must(lencana(copy, "key", "new", "--no-passphrase", "second"))
    must(lencana(copy, "root", "rotate", "--add", "second", "--remove", "list", "--yes"))
    must(lencana(copy, "allowlist", "renew", "--yes"))
    deadline = monotonic() + 60  # the server looks for newer documents twice a second
    while asked(served, mine)[0] == 200 and monotonic() < deadline:
        sleep(0.1)
    assert asked(served, mine)[0] == 401
    assert asked(served, header(copy, key="second"))[0] == 200


def test_every_use_is_in_the_log_by_name(organisation: Path, served: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "lencana.audit"):
        asked(served, header(organisation))
        asked(served, header(organisation, key="root"))
    (line,) = [record.getMessage() for record in caplog.records if record.name == "lencana.audit"]
    assert line.startswith("list (")
    assert line.endswith("): GET /v1/domains/<name>")  # the route, never what was asked for


def test_one_key_asks_so_often_and_no_more(organisation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admins, "monotonic_ns", lambda: 1)  # all within one moment, however slow the machine is
    client, mine = application(organisation, tokens=("sesame",)).test_client(), header(organisation)
    statuses = [client.get(ROUTE, headers={"Authorization": mine}).status_code for _ in range(602)]
    assert statuses == [200] * 600 + [429] * 2
