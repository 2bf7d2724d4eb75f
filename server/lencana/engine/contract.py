"""The JSON that crosses the wire (docs/api.md). The same types decode, validate and describe it (openapi.json)."""

from typing import Annotated, Any, Literal

import msgspec

from lencana.core.brands.allowlist import Brand
from lencana.core.mail.origin import Origin

ORIGINS = tuple(origin.value for origin in Origin)
VerdictWord = Literal["verified", "suspicious", "unknown"]


class LinkIn(msgspec.Struct, frozen=True, kw_only=True):
    """A link of the message: where it goes and what it shows."""

    href: str
    text: str = ""


class CheckRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A message to check: `raw`, or `headers`, or single fields; unknown fields are ignored."""

    raw: str | None = None  # base64 of the raw message
    headers: str | None = None  # the raw header block
    from_: str | None = msgspec.field(default=None, name="from")
    reply_to: str | None = None
    subject: str | None = None
    authentication_results: tuple[str, ...] = ()  # newest first
    text: str | None = None
    links: tuple[LinkIn, ...] = ()
    webmail: str | None = None
    # Where it comes from: only of a `delivered` message do Authentication-Results and Received prove anything.
    origin: Annotated[str, msgspec.Meta(extra_json_schema={"enum": [*ORIGINS]})] = "file"


class BatchRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Up to `max_batch` messages; each is decoded by itself, so that a bad one does not fail the others."""

    messages: tuple[msgspec.Raw, ...]


class BrandOut(msgspec.Struct, frozen=True, kw_only=True):
    """A brand, by id and name."""

    id: str
    name: str


class SenderOut(msgspec.Struct, frozen=True, kw_only=True):
    """The From address, its domain in both forms and the registrable part."""

    address: str
    domain: str
    unicode: str
    registrable: str


class AuthenticationOut(msgspec.Struct, frozen=True, kw_only=True):
    """What trusted evidence says of the From domain, and who says it."""

    result: Literal["pass", "fail", "none"]
    method: Literal["dmarc", "dkim", "arc"] | None
    domain: str | None
    by: str | None


class ReasonOut(msgspec.Struct, frozen=True, kw_only=True):
    """One finding with its sentence in the reader's language."""

    code: str
    severity: Literal["danger", "warning", "info", "good"]
    text: str
    params: dict[str, Any]


class AllowlistOut(msgspec.Struct, frozen=True, kw_only=True):
    """Which list the verdict rests on; sha256 is that of the signed payload."""

    version: int
    expires: str
    sha256: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A verdict with its reasons, most severe first."""

    verdict: VerdictWord
    brand: BrandOut | None
    sender: SenderOut | None
    authentication: AuthenticationOut
    reasons: tuple[ReasonOut, ...]
    advice: str
    needs: Literal["raw"] | None
    allowlist: AllowlistOut


class LookalikeOut(msgspec.Struct, frozen=True, kw_only=True):
    """Which listed name is imitated, and how."""

    imitates: str
    brand: BrandOut
    technique: str


class DomainAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the list knows of a domain name."""

    domain: str
    unicode: str
    listed: BrandOut | None
    owned: BrandOut | None  # the brand whose domain it is, though not one that is verified
    lookalike: LookalikeOut | None


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An error (RFC 9457): `detail` names the field and the remedy."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class BatchAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One verdict or problem an item, in the order of the items."""

    results: tuple[dict[str, Any], ...]


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What has just been published; sha256 is that of the signed payload."""

    role: Literal["root", "allowlist"]
    version: int
    expires: str
    sha256: str


class PackOut(msgspec.Struct, frozen=True, kw_only=True):
    """A pack of brands that comes with Lencana; the brands as a list has them (docs/format.md section 4)."""

    name: str
    summary: str
    brands: tuple[Brand, ...]


class Packs(msgspec.Struct, frozen=True, kw_only=True):
    """All packs."""

    packs: tuple[PackOut, ...]


class HistoryItem(msgspec.Struct, frozen=True, kw_only=True):
    """One list that was published, and when."""

    version: int
    sha256: str
    published_at: str


class History(msgspec.Struct, frozen=True, kw_only=True):
    """Every list that was published, version 1 first."""

    versions: tuple[HistoryItem, ...]


class JoinExtension(msgspec.Struct, frozen=True, kw_only=True):
    """The packed extension that this server hands out."""

    version: str
    chromium_id: str


class Join(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader's extension needs to know. The fingerprint is to be compared by another way than this one."""

    server: str
    fingerprint: str
    webmails: tuple[str, ...]
    token_required: bool
    reports: Literal["off", "verdicts", "messages"]  # what a reader may report
    extension: JoinExtension | None


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether anything can be verified, and what is missing if not."""

    ready: bool
    store: bool  # the database answers
    list_unexpired: bool  # a list is always in force; past its expiry it verifies nothing
    expires: str  # of the list, or of the root that names its keys if that is sooner
    warnings: tuple[str, ...]  # what somebody should see to, from seven days before the list's end
