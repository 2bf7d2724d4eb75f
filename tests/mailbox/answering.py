"""A handler with the real engine and journal; the mail server alone is a list."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from lencana.engine.assembly import open_engine
from lencana.mailbox.asker import Envelope
from lencana.mailbox.handling import Arrival, Delivery, Handler
from lencana.mailbox.journal import Journal
from lencana.mailbox.judgement import Judge
from lencana.settings import Settings

from .forwards import ASKER, CHECK


@dataclass
class Answering:
    """A handler, what it has sent, and its clock."""

    sent: list[EmailMessage] = field(default_factory=list)
    sent_bytes: list[bytes] = field(default_factory=list)
    refuses: Delivery = Delivery.ACCEPTED
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    handler: Handler = None  # type: ignore[assignment]
    journal: Journal = None  # type: ignore[assignment]

    def submit(self, recipient: str, raw: bytes) -> Delivery:
        assert recipient == ASKER
        if self.refuses is Delivery.ACCEPTED:
            message = email.message_from_bytes(raw, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.sent.append(message)
            self.sent_bytes.append(raw)
        return self.refuses

    def handle(self, raw: bytes, sender: str = ASKER, **given: bool) -> bool:
        return self.handler.handle(Arrival(raw, Envelope(sender), **given))

    def answer(self, raw: bytes) -> EmailMessage:
        assert self.handle(raw)
        return self.sent.pop()

    def raw_answer(self, raw: bytes) -> bytes:
        self.answer(raw)
        return self.sent_bytes.pop()


@contextmanager
def opened(data: Path, folder: Path, answers_per_hour: int = 10, **settings: object) -> Iterator[Answering]:
    """A handler over a list of one's own and a journal in `folder`."""
    given = {"authserv_ids": ("mx.example.test",), "dkim": "off", **settings}
    engine, _ = open_engine(data, Settings(**given))  # type: ignore[arg-type]
    answering = Answering()
    with Journal.open(folder) as journal:
        judge = Judge(engine, CHECK, frozenset({"example.test"}), "en")
        answering.journal = journal
        answering.handler = Handler(judge, journal, answering.submit, answers_per_hour, clock=lambda: answering.now)
        yield answering


def plain(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def html(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())
