"""What a domain asks receivers to do with mail that is not proven to be its own (RFC 7489 section 6.3).

It explains a missing proof to the reader and decides nothing: a strict policy proves no forgery, a lax one no honesty.
"""

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import Policy
from lencana.signatures.resolver import TxtLookup
from lencana.signatures.tags import read_tags


def published_policy(domain: Domain, lookup: TxtLookup) -> Policy | None:
    """The policy for mail of the domain: its own record's, or else that of its organisation's for subdomains."""
    own = _record(domain.ascii, lookup)
    if own is not None or domain.registrable in ("", domain.ascii):
        return _policy(own, "p")
    above = _record(domain.registrable, lookup)
    return _policy(above, "sp") or _policy(above, "p")


def _record(name: str, lookup: TxtLookup) -> dict[str, str] | None:
    tags = read_tags((lookup(f"_dmarc.{name}") or b"").decode("latin-1"))
    return tags if tags and tags.get("v") == "DMARC1" else None


def _policy(record: dict[str, str] | None, tag: str) -> Policy | None:
    value = (record or {}).get(tag, "").lower()
    return Policy(value) if value in set(Policy) else None
