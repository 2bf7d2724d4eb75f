"""The JSON of `POST /v1/allowlist/draft` (docs/api.md, "A draft of the list"): a list before it is signed."""

from typing import Annotated, Any, Literal

import msgspec

from lencana.engine.contract import ORIGINS


class DraftTrial(msgspec.Struct, frozen=True, kw_only=True):
    """What to try a draft on: a domain, or a raw message in base64."""

    domain: str | None = None
    raw: str | None = None
    origin: Annotated[str, msgspec.Meta(extra_json_schema={"enum": [*ORIGINS]})] = "file"


class DraftRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A list before it is signed: `toml`, or `allowlist` with the same keys as JSON."""

    toml: str | None = None
    allowlist: Annotated[msgspec.Raw, msgspec.Meta(extra_json_schema={"type": "object"})] | msgspec.UnsetType = (
        msgspec.UNSET
    )
    expires_in: str | None = None  # in place of the one in the list
    try_: DraftTrial | None = msgspec.field(default=None, name="try")


class DraftRemark(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake, with where it is: `brand.openai.domains[2]`, `person[0]`, "" for the whole list."""

    level: Literal["error", "warning", "note"]
    code: str
    where: str
    text: str  # in the language that the client asked for


class DraftChange(msgspec.Struct, frozen=True, kw_only=True):
    """A difference to the list in force."""

    text: str
    kind: Literal["added", "removed", "changed"]
    where: str


_SCHEMAS = "#/components/schemas/"
_TRIAL_ANSWERS = [{"$ref": f"{_SCHEMAS}Answer"}, {"$ref": f"{_SCHEMAS}DomainAnswer"}, {"type": "null"}]
_TrialAnswer = Annotated[Any, msgspec.Meta(extra_json_schema={"anyOf": _TRIAL_ANSWERS})]


class DraftAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a draft, what it changes, and the bytes to sign: null while there are errors."""

    lint: tuple[DraftRemark, ...]  # errors first
    changes: tuple[DraftChange, ...]
    payload: str | None  # base64
    payload_type: str
    sha256: str | None  # of the payload
    version: int
    expires: str | None
    toml: str | None  # the list as TOML
    before: _TrialAnswer  # of what was to be tried, by the list in force
    after: _TrialAnswer  # and by the draft
