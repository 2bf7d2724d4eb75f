"""Large bodies: so many at once, and what they reserve comes back however the request ends."""

import io
import threading
from typing import Any

import pytest
from flask import Flask

from lencana.web.bodies import bodies
from lencana.web.bodies.memory_budget import LARGE_BODY_BYTES, MemoryBudget

MESSAGE = b"From: a@example.org\r\n\r\n" + b"x" * LARGE_BODY_BYTES


class Slow(io.BytesIO):
    """A body that comes when it is let."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked, self.let = threading.Event(), threading.Event()

    def read(self, size: int | None = -1, /) -> bytes:
        self.asked.set()
        assert self.let.wait(20)
        return super().read(size)


@pytest.fixture(autouse=True)
def small_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_MEMORY_BUDGET", MemoryBudget(3 * LARGE_BODY_BYTES))


def post(app: Flask, body: bytes | io.BytesIO) -> Any:
    """A stream is said to be as long as MESSAGE."""
    sent: dict[str, Any] = {"data": body}
    if not isinstance(body, bytes):
        sent = {"input_stream": body, "environ_overrides": {"CONTENT_LENGTH": str(len(MESSAGE))}}
    return app.test_client().post("/v1/check", content_type="message/rfc822", **sent)


def test_who_is_refused_comes_back_and_is_accepted(app: Flask) -> None:
    waiting = [Slow(MESSAGE) for _ in range(2)]
    answers: list[int] = []
    threads = [threading.Thread(target=lambda s=s: answers.append(post(app, s).status_code)) for s in waiting]
    for thread, slow in zip(threads, waiting, strict=True):
        thread.start()
        assert slow.asked.wait(20)
    refused = post(app, MESSAGE)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert "Too many large bodies" in refused.json["detail"]
    assert post(app, MESSAGE[:2000]).status_code == 200, "a usual message reserves nothing"
    for slow in waiting:
        slow.let.set()
    for thread in threads:
        thread.join(20)
    assert answers == [200, 200]
    assert post(app, MESSAGE).status_code == 200


def test_one_alone_may_be_larger_than_the_budget(app: Flask) -> None:
    assert post(app, MESSAGE * 4).status_code == 200


def test_a_request_that_fails_gives_back_what_it_reserved(app: Flask) -> None:
    for _ in range(4):
        assert post(app, io.BytesIO(MESSAGE[:-9])).status_code == 408, "it broke off"
        assert app.test_client().put("/v1/allowlist", data=MESSAGE).status_code == 422
        assert app.test_client().post("/v1/check", data=MESSAGE, content_type="application/json").status_code == 400
    assert post(app, MESSAGE).status_code == 200
