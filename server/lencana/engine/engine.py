"""A message in, an answer out: reads the request, gathers the evidence, runs the checks, builds the answer."""

import base64
import binascii
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import structs

from lencana.core import checks
from lencana.core.allowlist_index import AllowlistIndex, Listing
from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import Authentication, Result
from lencana.core.facts import gather
from lencana.core.languages import choose_languages
from lencana.core.mail.body import Link, body_from_text
from lencana.core.mail.message import (
    Limits,
    Message,
    Origin,
    message_from_bytes,
    message_from_fields,
    message_from_headers,
)
from lencana.core.verdict import Outcome, Verdict, decide
from lencana.engine import contract
from lencana.engine.answer import build_answer, build_domain_answer
from lencana.engine.evidence import authenticate_sender
from lencana.errors import InputError
from lencana.settings import Settings

if TYPE_CHECKING:
    from lencana.signatures import Verifier

MAX_FIELD_CHARS = 64 * 1024  # characters of a single header field in JSON


@dataclass(frozen=True, slots=True)
class Engine:
    """Judges messages by the list in force. `list_in_force` gives its index and must be cheap."""

    settings: Settings
    list_in_force: Callable[[], AllowlistIndex]
    verifier: "Verifier | None" = None  # our own DKIM verification; None where settings switch it off

    def __post_init__(self) -> None:
        """The languages are those of the whole process."""
        choose_languages(self.settings.languages)

    def check(self, request: contract.CheckRequest, *, now: datetime, lang: str) -> contract.Answer:
        """Judge a message given as JSON.

        Raises InputError, naming the field, for what cannot be read as a message.
        """
        return self._answer(read_request(request, self.limits), now, lang)

    def check_raw(
        self, raw: bytes, *, now: datetime, lang: str, webmail: str | None = None, origin: Origin = Origin.FILE
    ) -> contract.Answer:
        """Judge the raw bytes of a message; every sequence of bytes has a verdict."""
        return self._answer(message_from_bytes(raw, self.limits, webmail, origin), now, lang)

    def domain(self, name: str) -> contract.DomainAnswer:
        """What the list knows of a domain name.

        Raises DomainError for what is not one.
        """
        return build_domain_answer(Domain.parse(name), self.list_in_force())

    def judge(self, message: Message, index: AllowlistIndex, now: datetime) -> Verdict:
        """The way of a message: facts, findings, verdict."""
        sender = message.sender.mailbox
        listing = index.listing_of(sender) if sender is not None else None
        verdict = self.decide(message, listing, self.authenticate(message, listing, now), index, now)
        could_be_verified = listing is not None and listing.may_be_verified
        return structs.replace(verdict, needs_raw=self._needs_raw(message, verdict, could_be_verified))

    def authenticate(self, message: Message, listing: Listing | None, now: datetime) -> Authentication:
        """What the evidence says of the sender, for which no body is needed."""
        return authenticate_sender(
            message, is_listed=listing is not None, settings=self.settings, verifier=self.verifier, now=now
        )

    def decide(
        self,
        message: Message,
        listing: Listing | None,
        evidence: Authentication,
        index: AllowlistIndex,
        now: datetime,
    ) -> Verdict:
        """The verdict by that evidence, but for `needs_raw`."""
        facts = gather(message, listing, evidence, index, now)
        return decide(facts, checks.run(facts, index))

    @property
    def limits(self) -> Limits:
        """How much of a message is read, by the settings."""
        return Limits(self.settings.max_headers, self.settings.max_text, self.settings.max_links)

    def _answer(self, message: Message, now: datetime, lang: str) -> contract.Answer:
        index = self.list_in_force()
        return build_answer(self.judge(message, index, now), index, lang)

    def _needs_raw(self, message: Message, verdict: Verdict, listed: bool) -> bool:
        """The raw message could turn unknown into verified: a listed plain sender without evidence either way."""
        return (
            self.verifier is not None
            and message.raw is None
            and listed
            and not message.sender.defects
            and not message.repeated_fields
            and verdict.verdict is Outcome.UNKNOWN
            and verdict.authentication.result is Result.NONE
        )


def parse_origin(value: str) -> Origin:
    """The origin that a client gives. Raises InputError with the choices."""
    if value not in contract.ORIGINS:
        raise InputError(f"`origin` is none of {', '.join(contract.ORIGINS)}: say where the message comes from")
    return Origin(value)


def read_request(request: contract.CheckRequest, limits: Limits) -> Message:
    """A message from its JSON form.

    Raises InputError, naming the field and the remedy.
    """
    origin = parse_origin(request.origin)
    if request.raw is not None:
        try:
            raw = base64.b64decode(request.raw, validate=True)
        except (binascii.Error, ValueError) as error:
            raise InputError(f"`raw` is not base64 ({error}): encode the bytes of the whole message") from error
        return message_from_bytes(raw, limits, request.webmail, origin)
    body = body_from_text((request.text or "")[: limits.text_chars], tuple(_links(request.links[: limits.links])))
    if request.headers is not None:
        return message_from_headers(request.headers, body, limits, request.webmail, origin)
    if request.from_ is None and request.text is None and not request.links:
        raise InputError("nothing to check: give `raw`, `headers`, `from`, `text` or `links`")
    for name, value in (("from", request.from_), ("reply_to", request.reply_to), ("subject", request.subject)):
        if value is not None and len(value) > MAX_FIELD_CHARS:
            raise InputError(f"`{name}` is longer than {MAX_FIELD_CHARS} characters: give only the value of the field")
    return message_from_fields(
        from_=request.from_,
        reply_to=request.reply_to or "",
        subject=request.subject or "",
        results=request.authentication_results,
        body=body,
        webmail=request.webmail,
        origin=origin,
    )


def _links(links: Iterable[contract.LinkIn]) -> Iterable[Link]:
    return (Link.truncated(link.href, link.text) for link in links)
