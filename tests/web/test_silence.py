"""Nothing of a message, a header or a query gets into any log, at any level, whatever goes wrong."""

import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lencana.settings import DkimMode

from .conftest import application

CANARY = "zwitscher9417"
ADDRESS = f"{CANARY}@{CANARY}.example"
MAIL = f'From: "{CANARY} OpenAI" <{ADDRESS}>\nSubject: {CANARY}\nReply-To: {ADDRESS}\n\n{CANARY} https://{CANARY}.example\n'
HEADERS = {
    "Origin": f"chrome-extension://{CANARY}",
    "Referer": CANARY,
    "User-Agent": CANARY,
    "Authorization": f"Bearer {CANARY}",
}
PREFLIGHT = {**HEADERS, "Access-Control-Request-Method": CANARY, "Access-Control-Request-Headers": CANARY}
ARC_SET = "".join(
    f"ARC-{name}: i=1; a=rsa-sha256; cv=none; d={CANARY}.example; s={CANARY}; h=from:{CANARY}; bh={CANARY}; "
    f"b={CANARY}; t={CANARY}\n"
    for name in ("Seal", "Message-Signature", "Authentication-Results")
)
SIGNED = f"{ARC_SET}DKIM-Signature: v={CANARY}; i=@{CANARY}\nFrom: OpenAI <{CANARY}@openai.com>\n\n{CANARY}"
PATHS = (f"/v1/domains/{CANARY}.example", f"/v1/domains/{CANARY}..", f"/v1/root/{CANARY}", f"/?lang={CANARY}")
RAW, JSON = "message/rfc822", "application/json"
BODIES = (
    (RAW, MAIL),
    (RAW, CANARY),
    (RAW, SIGNED),
    (RAW, SIGNED.replace("i=1;", f"i=1{CANARY};")),
    (RAW, MAIL + CANARY * 300),
    ("text/" + CANARY, CANARY),
    (JSON, f'{{"from": "{ADDRESS}", "text": "{CANARY}"}}'),
    (JSON, f'{{"from": ["{CANARY}"]}}'),
    (JSON, f'{{"{CANARY}": 1}}'),
    (JSON, f'{{"from": "{ADDRESS}", "origin": "{CANARY}"}}'),
    (JSON, CANARY),
    (JSON, f'{{"raw": "{CANARY}="}}'),
    (JSON, f'{{"messages": [{{"from": "{ADDRESS}"}}, "{CANARY}", {{"from": 1}}]}}'),
)


def every_request(client: FlaskClient) -> None:
    """All routes, with good input and with bad."""
    for path in ("/v1/check", "/v1/check/batch", "/v1/allowlist", "/v1/root", f"/{CANARY}"):
        for method in ("POST", "PUT", "DELETE", CANARY.upper()):
            for kind, body in BODIES:
                client.open(f"{path}?q={CANARY}", method=method, data=body, content_type=kind, headers=HEADERS)
    for path in PATHS:
        client.get(path, headers=HEADERS)
        client.get(path, headers={"Host": f"{CANARY}.example", "Accept-Language": CANARY})
        client.options(path, headers=PREFLIGHT)


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.NOTSET)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def test_no_log_repeats_what_was_sent(
    organisation: Path, everything_logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    every_request(application(organisation, max_message=2000, tokens=(CANARY,)).test_client())
    every_request(application(organisation, max_message=2000).test_client())
    assert_silent(everything_logged, capfd)


def test_no_verification_of_a_signature_repeats_what_is_signed(
    organisation: Path, everything_logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Whatever library reads the tags or asks the DNS, which does not answer here."""
    signing = {"dkim": DkimMode.ALWAYS, "arc_sealers": (f"{CANARY}.example",), "dns": "127.0.0.1:9", "dns_timeout": 0.1}
    client = application(organisation, **signing).test_client()
    tags = (
        "i=1;",
        "a=rsa-sha256;",
        "cv=none;",
        f"t={CANARY}",
        f"h=from:{CANARY};",
        f"b={CANARY};",
        f"d={CANARY}.example;",
    )
    for tag in ("", *tags):
        for other in ("", CANARY, f"{CANARY}=1;", f"t=1; x={CANARY}"):
            message = SIGNED.replace(tag, other) if tag else SIGNED
            assert client.post("/v1/check?origin=delivered", data=message, content_type=RAW).status_code == 200
    assert_silent(everything_logged, capfd)


def test_a_slip_of_ours_says_where_and_not_what(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    everything_logged: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise ValueError(CANARY)

    for name in ("check", "check_raw", "domain"):
        monkeypatch.setattr(f"lencana.engine.engine.Engine.{name}", fail)
    monkeypatch.setattr("lencana.web.routes.page.catalogue", fail)
    every_request(app.test_client())
    assert "ValueError on /v1/check at " in everything_logged.text
    assert_silent(everything_logged, capfd)


def test_a_failing_hook_says_no_more(
    organisation: Path, everything_logged: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    app = application(organisation)

    @app.after_request
    def fail(_response: object) -> None:
        raise ValueError(CANARY)

    response = app.test_client().post("/v1/check", json={"from": ADDRESS})
    assert response.status_code == 500
    assert_silent(everything_logged, capfd)


def assert_silent(log: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    written = capfd.readouterr()
    for text in (log.text, written.out, written.err, *(repr(record.__dict__) for record in log.records)):
        assert CANARY not in text.lower()
