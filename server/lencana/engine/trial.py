"""What another list would say: a message or a domain judged by the list in force and by a draft of the next."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Allowlist
from lencana.core.mail.origin import Origin
from lencana.engine.contract import Answer, DomainAnswer
from lencana.engine.engine import Engine


@dataclass(frozen=True, slots=True)
class Trial:
    """What a draft is tried on: a message, by its raw bytes, or a domain."""

    domain: str | None = None
    raw: bytes = b""
    origin: Origin = Origin.DELIVERED


def engine_of_draft(engine: Engine, document: Allowlist, payload: bytes) -> Engine:
    """An engine with the same settings over a list that nobody has signed: what it says is for its author alone."""
    index = AllowlistIndex(document, sha256(payload).hexdigest())
    return Engine(engine.settings, lambda: index, engine.verifier)


def judge_trial(engine: Engine, trial: Trial, now: datetime, lang: str) -> Answer | DomainAnswer:
    """The answer of one list. Raises DomainError for what is no domain."""
    if trial.domain is not None:
        return engine.domain(trial.domain)
    return engine.check_raw(trial.raw, now=now, lang=lang, origin=trial.origin)
