"""From a verdict to the answer: its sentences and advice in one language."""

from collections.abc import Set
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lencana.core.allowlist_index import AllowlistIndex, Relation
from lencana.core.brands.allowlist import Brand
from lencana.core.domains.domain import Domain
from lencana.core.finding import Code, Finding, Severity
from lencana.engine import contract
from lencana.engine.texts import catalogue, placeholder_values, reason, sentence
from lencana.trust.documents.metadata import format_time

if TYPE_CHECKING:
    from lencana.core.verdict import Verdict  # with it all that reads messages, which `lencana domain` need not load


_LEADING_NOTES = frozenset({Code.RELAYED, Code.OWNED_DOMAIN})  # that an advice starts from, though they are `info`


def build_answer(verdict: "Verdict", index: AllowlistIndex, lang: str) -> contract.Answer:
    """The answer of the HTTP API and of `check --json`."""
    authentication = verdict.authentication
    return contract.Answer(
        verdict=verdict.verdict.value,
        brand=_brand(verdict.brand) if verdict.brand else None,
        sender=_sender(verdict),
        authentication=contract.AuthenticationOut(
            result=authentication.result.value,
            method=authentication.method.value if authentication.method else None,
            domain=authentication.domain,
            by=authentication.by,
        ),
        reasons=tuple(_reason(finding, lang) for finding in verdict.findings),
        advice=advise(lang, verdict.verdict, verdict.findings, verdict.brand),
        needs="raw" if verdict.needs_raw else None,
        allowlist=_allowlist(index.allowlist.version, index.allowlist.expires, index.sha256),
    )


def advise(lang: str, verdict: str, findings: tuple[Finding, ...], brand: Brand | None) -> str:
    """What to do, in one sentence: chosen by the verdict and the most severe finding that has advice."""
    texts = catalogue(lang)
    leading = _leading(verdict, findings, texts.keys())
    key = f"advice.{verdict}.{leading.code if leading else 'text'}"
    params: dict[str, Any] = placeholder_values(leading) if leading else {}
    if brand is not None:
        params["brand"] = brand.name
        params["never_asks"] = brand.never_asks
        if brand.never_asks and key + "_never" in texts:
            key += "_never"
    return sentence(lang, key, **params)


def _leading(verdict: str, findings: tuple[Finding, ...], keys: Set[str]) -> Finding | None:
    """The first finding whose severity can lead this verdict and whose code has advice."""
    severity = {"suspicious": Severity.DANGER, "unknown": Severity.WARNING}.get(verdict)
    for finding in findings:
        weighs = severity is None or finding.severity is severity or finding.code in _LEADING_NOTES
        if weighs and f"advice.{verdict}.{finding.code}" in keys:
            return finding
    return None


def build_domain_answer(domain: Domain, index: AllowlistIndex) -> contract.DomainAnswer:
    """Whose domain name this is by the list, or else which listed name it imitates."""
    listing = index.listing_of_domain(domain)
    lookalike = index.match_host(domain).lookalike
    is_owned = listing is not None and listing.relation is Relation.OWNED
    return contract.DomainAnswer(
        domain=domain.ascii,
        unicode=domain.unicode,
        listed=_brand(listing.brand) if listing and not is_owned else None,
        owned=_brand(listing.brand) if listing and is_owned else None,
        lookalike=contract.LookalikeOut(
            imitates=lookalike.imitates, brand=_brand(lookalike.brand), technique=lookalike.technique.value
        )
        if lookalike
        else None,
    )


def _brand(brand: Brand) -> contract.BrandOut:
    return contract.BrandOut(id=brand.id, name=brand.name)


@lru_cache(maxsize=4)  # the list in force, and perhaps the one before
def _allowlist(version: int, expires: datetime, sha256: str) -> contract.AllowlistOut:
    return contract.AllowlistOut(version=version, expires=format_time(expires), sha256=sha256)


def _reason(finding: Finding, lang: str) -> contract.ReasonOut:
    return contract.ReasonOut(
        code=finding.code.value,
        severity=finding.severity.value,
        text=reason(lang, finding),
        params=dict(finding.params),
    )


def _sender(verdict: "Verdict") -> contract.SenderOut | None:
    if (sender := verdict.sender) is None:
        return None
    domain = sender.domain
    return contract.SenderOut(
        address=sender.address,
        domain=domain.ascii if domain else "",
        unicode=domain.unicode if domain else "",
        registrable=domain.registrable if domain else "",
    )
