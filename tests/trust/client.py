"""A client's run as docs/format.md section 5 has it; what the extension does in JavaScript."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lencana.trust.client_workflow import (
    MAX_ROOT_BYTES,
    MAX_ROOT_ROTATIONS,
    DocumentVersion,
    TrustedAllowlist,
    TrustedRoot,
    accept_allowlist,
    check_fresh,
    rollback_floor,
    trust_pinned_root,
    verify_allowlist,
    verify_next_root,
)
from lencana.trust.documents.allowlist_document import parse_allowlist
from lencana.trust.documents.envelope import parse
from lencana.trust.documents.root_document import parse_root
from trust.publisher import digest


@dataclass(frozen=True)
class Outcome:
    """What is trusted in the end."""

    root: TrustedRoot
    allowlist: TrustedAllowlist


def run(case: dict[str, Any]) -> Outcome:
    """One case of tests/vectors/trust.json."""
    roots = [text.encode() for text in case["roots"]]
    began = _stored_root(case["stored"]["root"]) or trust_pinned_root(roots, case["pin"])
    root = _walk_roots(began, roots[began.document.version :])
    floor = rollback_floor(began, root, _stored_mark(case["stored"]["allowlist"]))
    allowlist = accept_allowlist(floor, verify_allowlist(root, case["allowlist"].encode()))
    check_fresh(root, allowlist, datetime.fromisoformat(case["now"]))
    return Outcome(root, allowlist)


def _stored_root(text: str | None) -> TrustedRoot | None:
    if text is None:
        return None
    raw = text.encode()
    return TrustedRoot(parse_root(parse(raw, MAX_ROOT_BYTES).payload), digest(raw), raw)


def _stored_mark(text: str | None) -> DocumentVersion | None:
    if text is None:
        return None
    raw = text.encode()
    return DocumentVersion(parse_allowlist(parse(raw, 1 << 30).payload).version, digest(raw))


def _walk_roots(trusted: TrustedRoot, further: Iterable[bytes]) -> TrustedRoot:
    """Follow the chain, at most MAX_ROOT_ROTATIONS steps; `further` begins with the version after `trusted`. [5.3]"""
    for _, raw in zip(range(MAX_ROOT_ROTATIONS), further, strict=False):
        trusted = verify_next_root(trusted, raw)
    return trusted
