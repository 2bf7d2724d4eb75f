"""The verdicts on what was forwarded, with the evidence that each kind of forward allows."""

from dataclasses import dataclass
from datetime import datetime

from msgspec import structs

from lencana.core.mail.header.header_block import read_headers, split_message
from lencana.core.mail.message import Message, Origin, message_from_bytes
from lencana.core.verdict import Outcome, Verdict
from lencana.engine.engine import Engine
from lencana.engine.evidence import authenticate_sender
from lencana.mailbox.asker import Asker, Envelope, Silence, is_proven, read_asker
from lencana.mailbox.forwarded.enclosed import Obstacle, read_enclosed
from lencana.mailbox.forwarded.inline import read_inline
from lencana.mailbox.language import language_of


@dataclass(frozen=True, slots=True)
class Judged:
    """One forwarded message with its verdict."""

    verdict: Verdict
    is_inline: bool  # its text was forwarded, so nothing could be proven
    has_text_around: bool = False  # it was attached to a text, of which the verdict says nothing


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be answered, and in which language."""

    judged: tuple[Judged, ...]
    obstacles: tuple[Obstacle, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges what arrives in the mailbox. `domains` are lower-case A-labels."""

    engine: Engine
    own_address: str
    domains: frozenset[str]
    default_lang: str

    def asker(self, raw: bytes, envelope: Envelope, now: datetime) -> Asker | Silence:
        """Who is to be answered. Of `raw` the header block is enough, unless our own DKIM has to prove the sender."""
        block, _ = split_message(raw)
        message = message_from_bytes(raw, self.engine.limits, origin=Origin.DELIVERED)
        fields = read_headers(block, self.engine.limits.header_bytes)
        asker = read_asker(message, fields, envelope, self.own_address, self.domains)
        if isinstance(asker, Silence):
            return asker
        settings, verifier = self.engine.settings, self.engine.verifier
        proof = authenticate_sender(message, is_listed=True, settings=settings, verifier=verifier, now=now)
        return asker if is_proven(proof) else Silence.UNPROVEN

    def judge(self, raw: bytes, now: datetime) -> Judgement:
        """The verdicts on all that a message forwards.

        A phish may carry a genuine message as its attachment, and mail programs keep attachments when they forward a
        text. So beside a forwarded text, attached messages are the sender's own choice: they are never verified, and
        are told of only if they are suspicious.
        """
        enclosed = read_enclosed(raw, self.engine.limits)
        block = split_message(raw)[0]
        fields = read_headers(block, self.engine.limits.header_bytes)
        text = enclosed.body.quoted_text or enclosed.body.text
        judged = [self._attached(message, now, has_text_around=bool(text.strip())) for message in enclosed.attached]
        obstacles = enclosed.obstacles
        label_languages: frozenset[str] = frozenset()
        inline = read_inline(enclosed.body, message_from_bytes(block, self.engine.limits).subject)
        if inline is not None:
            label_languages = inline.languages
            suspicious = [one for one in judged if one.verdict.verdict is Outcome.SUSPICIOUS]
            obstacles = (*obstacles, Obstacle.WITHIN) if len(judged) > len(suspicious) else obstacles
            judged = [self._inline(inline.message, now), *suspicious]
        obstacles = obstacles or (() if judged else (Obstacle.NOTHING,))
        return Judgement(tuple(judged), obstacles, language_of(fields, label_languages, self.default_lang))

    def language(self, raw: bytes) -> str:
        """The language to answer a message in that is not judged."""
        fields = read_headers(split_message(raw)[0], self.engine.limits.header_bytes)
        return language_of(fields, frozenset(), self.default_lang)

    def _attached(self, raw: bytes, now: datetime, *, has_text_around: bool) -> Judged:
        message = message_from_bytes(raw, self.engine.limits, origin=Origin.ATTACHED)
        return Judged(self._verdict(message, now), is_inline=False, has_text_around=has_text_around)

    def _inline(self, message: Message, now: datetime) -> Judged:
        verdict = self._verdict(message, now)
        if verdict.verdict is Outcome.VERIFIED:  # no evidence can have led there; never green by accident
            verdict = structs.replace(verdict, verdict=Outcome.UNKNOWN)
        return Judged(verdict, is_inline=True)

    def _verdict(self, message: Message, now: datetime) -> Verdict:
        return self.engine.judge(message, self.engine.list_in_force(), now)
