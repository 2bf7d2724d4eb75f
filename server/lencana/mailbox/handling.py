"""The handling of one message: who asks, the verdicts, the answer; each step on record before the next."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto

from lencana.core.mail.header.header_block import read_headers, split_message
from lencana.mailbox.answer.reply import compose
from lencana.mailbox.answer.reply_message import build_message
from lencana.mailbox.asker import Asker, Envelope, Silence
from lencana.mailbox.forwarded.enclosed import Obstacle
from lencana.mailbox.journal import MAX_ATTEMPTS, Journal, State
from lencana.mailbox.judgement import Judge, Judgement

LOG = logging.getLogger(__name__)
HOUR = timedelta(hours=1)
Step = Callable[[str], None]


class Delivery(Enum):
    """What the mail server that takes our answers did with one."""

    ACCEPTED = auto()
    REFUSED = auto()  # for good: this recipient will not have it
    LATER = auto()  # it is certainly not sent; try again


Submit = Callable[[str, bytes], Delivery]  # recipient, message


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as it came in: all of it, or its header block alone if it is larger than what is read."""

    raw: bytes
    envelope: Envelope
    is_oversized: bool = False


@dataclass(frozen=True, slots=True)
class Handler:
    """Handles messages one after the other."""

    judge: Judge
    journal: Journal
    submit: Submit
    answers_per_hour: int
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    step: Step = lambda _name: None  # tests end the process at one of them

    def handle(self, arrival: Arrival) -> bool:
        """Handle a message. True if it can be deleted or moved, false if it must be tried again later."""
        now = self.clock()
        key = self._key(arrival.raw)
        state, attempts = self.journal.begin(key, now)
        gives_up = attempts >= MAX_ATTEMPTS
        self.step("begun")
        if state is State.DONE:
            self.journal.count("silent", Silence.REPEATED)
            return True
        asker = self._asker(arrival, now, gives_up=gives_up)
        if isinstance(asker, Silence):
            return self._silent(key, asker)
        asker_key = self.journal.key(asker.address.lower().encode())
        answered = self.journal.answers_since(asker_key, now - HOUR, key)
        if answered >= self.answers_per_hour:
            return self._silent(key, Silence.LIMIT)
        judgement = self._judgement(arrival, now, gives_up=gives_up)
        self.step("judged")
        if asker.answers_ours and judgement.obstacles == (Obstacle.NOTHING,):
            return self._silent(key, Silence.CONVERSATION)
        try:
            reply = compose(judgement, is_last_this_hour=answered + 1 == self.answers_per_hour)
            message = build_message(reply, asker, self.judge.own_address, key, now)
        except Exception as error:  # as below
            LOG.error("a message of %d bytes could not be answered: %s", len(arrival.raw), type(error).__name__)
            return self._silent(key, Silence.UNANSWERABLE)
        return self._answer(asker, asker_key, key, message, judgement)

    def _asker(self, arrival: Arrival, now: datetime, *, gives_up: bool) -> Asker | Silence:
        """Who is answered; by the header block alone once the whole message has ended the process several times."""
        raw = split_message(arrival.raw)[0] + b"\r\n\r\n" if gives_up else arrival.raw
        try:
            return self.judge.asker(raw, arrival.envelope, now)
        except Exception as error:  # as below
            LOG.error("the sender of a message of %d bytes could not be read: %s", len(raw), type(error).__name__)
            return Silence.UNREADABLE_SENDER

    def _answer(self, asker: Asker, asker_key: str, key: str, message: bytes, judgement: Judgement) -> bool:
        self.journal.sending(key, asker_key, self.clock())
        self.step("sending")
        delivery = self.submit(asker.address, message)
        self.step("sent")
        if delivery is Delivery.LATER:
            self.journal.not_sent(key, asker_key)
            return False
        for judged in judgement.judged:
            self.journal.count("verdicts", judged.verdict.verdict.value)
        for obstacle in judgement.obstacles:
            self.journal.count("obstacles", obstacle.value)
        self.journal.done(key, answers="accepted" if delivery is Delivery.ACCEPTED else "refused")
        self.step("recorded")
        return True

    def _silent(self, key: str, why: Silence) -> bool:
        self.journal.done(key, silent=why)
        return True

    def _judgement(self, arrival: Arrival, now: datetime, *, gives_up: bool) -> Judgement:
        """The verdicts, or why there are none. A message that breaks the judgement is answered, too."""
        if arrival.is_oversized:
            return Judgement((), (Obstacle.OVERSIZED,), self.judge.language(arrival.raw))
        if not gives_up:
            try:
                return self.judge.judge(arrival.raw, now)
            except Exception as error:  # whatever one message does, it is answered, and the next is judged
                LOG.error("a message of %d bytes could not be judged: %s", len(arrival.raw), type(error).__name__)
        return Judgement((), (Obstacle.UNREADABLE,), self.judge.language(arrival.raw))

    def _key(self, raw: bytes) -> str:
        """The same for a message that is delivered or read again: of what its sender wrote, not of the trace."""
        block, body = split_message(raw)
        fields = read_headers(block, self.judge.engine.limits.header_bytes, frozenset({"from", "message-id", "date"}))
        return self.journal.key(
            *(fields.first(name).encode("utf-8", "replace") for name in ("from", "message-id", "date")), body
        )
