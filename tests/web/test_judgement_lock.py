"""Messages are judged one after another, but for one that waits for the DNS."""

import base64
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lencana.engine.contract import Answer, CheckRequest
from lencana.engine.engine import Engine
from lencana.settings import DkimMode
from web.conftest import application

pytestmark = pytest.mark.slow
LISTED = "From: OpenAI <noreply@tm.openai.com>\r\nSubject: Your code\r\n"
RAW = f"{LISTED}\r\nEnter it.\r\n".encode()
WAITING: list[dict[str, Any]] = [
    {"data": RAW, "content_type": "message/rfc822"},
    {"json": {"raw": base64.b64encode(RAW).decode()}},
]


@pytest.fixture
def silence() -> Iterator[socket.socket]:
    """A DNS server that is asked and never answers."""
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.settimeout(10)
        server.bind(("127.0.0.1", 0))
        yield server


def address_of(server: socket.socket) -> str:
    host, port = server.getsockname()
    return f"{host}:{port}"


@pytest.mark.parametrize("sent", WAITING, ids=["raw", "base64"])
def test_nobody_waits_for_somebody_elses_dns(organisation: Path, silence: socket.socket, sent: dict[str, Any]) -> None:
    app = application(organisation, dkim=DkimMode.ALWAYS, dns=address_of(silence), dns_timeout=2)
    answers: list[int] = []
    waiting = threading.Thread(
        target=lambda: answers.append(app.test_client().post("/v1/check", **sent).status_code), daemon=True
    )
    waiting.start()
    assert silence.recv(512), "it asks the DNS"
    for message in ({"headers": LISTED, "text": "Hi"}, {"from": "OpenAI <a@openai.com>"}, {"text": "Hi"}):
        assert app.test_client().post("/v1/check", json=message).status_code == 200
        assert app.test_client().post("/v1/check/batch", json={"messages": [message]}).status_code == 200
    assert waiting.is_alive(), "and still waits for it"
    waiting.join(20)
    assert answers == [200]


def test_what_waits_for_its_turn_never_asks_the_dns(organisation: Path, silence: socket.socket) -> None:
    app = application(organisation, dkim=DkimMode.ALWAYS, dns=address_of(silence), dns_timeout=0.2)
    app.test_client().post("/v1/check", json={"headers": LISTED, "text": "Hi"})
    silence.setblocking(False)
    with pytest.raises(BlockingIOError):
        silence.recv(512)


def test_a_message_that_takes_long_holds_nobody_up(organisation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, others_done = threading.Event(), threading.Event()
    check = Engine.check

    def slowly(engine: Engine, request: CheckRequest, **words: Any) -> Answer:
        if request.subject == "slow":
            begun.set()
            assert others_done.wait(20), "the others waited for it"
        return check(engine, request, **words)

    monkeypatch.setattr(Engine, "check", slowly)
    app = application(organisation)
    answers: list[int] = []

    def ask(subject: str) -> None:
        message = {"from": "a@b.example", "subject": subject}
        answers.append(app.test_client().post("/v1/check", json=message).status_code)

    slow = threading.Thread(target=ask, args=("slow",), daemon=True)
    slow.start()
    assert begun.wait(20)
    ask("quick")
    assert answers == [200]
    others_done.set()
    slow.join(20)
    assert answers == [200, 200]
