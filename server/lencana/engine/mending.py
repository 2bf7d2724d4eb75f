"""Which change of the list would make a genuine message that is red anything but red. Each proposal has been tried.

Only for admins: whoever is shown it must know from elsewhere that the message is genuine.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from msgspec import structs

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Allowlist, Brand, Person, Platform
from lencana.core.domains.domain import Domain
from lencana.core.finding import Code
from lencana.engine.contract import Answer, DomainAnswer
from lencana.errors import DomainError
from lencana.trust.documents.well_formed import is_address, is_host

_CLAIMS = frozenset({Code.BRAND_CLAIM, Code.DISPLAY_NAME_ADDRESS})
MAX_PROPOSALS = 6  # that are tried: an index of hundreds of brands takes a third of a second
_BRAND_FIELDS = {"add-owned": "owned", "add-known": "known", "add-sender": "senders"}


class Step(NamedTuple):
    """One command: the words after `lencana allowlist`, and in which case it is right."""

    words: tuple[str, ...]
    when: str


Proposal = tuple[Step, ...]  # all of them together
StillRed = Callable[[AllowlistIndex], bool]


def proposals_for_message(answer: Answer, index: AllowlistIndex, is_red: StillRed) -> list[Proposal]:
    """What makes the message of a suspicious answer other than suspicious; `is_red` judges it again by another list."""
    return _those_that_help(_candidates(answer), index, is_red)


def proposals_for_domain(answer: DomainAnswer, index: AllowlistIndex) -> list[Proposal]:
    """What makes a domain no imitation."""
    if answer.lookalike is None:
        return []
    name = Domain.parse(answer.domain)
    brand = answer.lookalike.brand
    proposals = ((step,) for step in _steps_against_imitation(brand.id, brand.name, name.registrable or name.ascii))
    return _those_that_help(proposals, index, lambda changed: changed.match_host(name).lookalike is not None)


def _those_that_help(proposals: Iterable[Proposal], index: AllowlistIndex, is_red: StillRed) -> list[Proposal]:
    different = list(dict.fromkeys(proposals))[:MAX_PROPOSALS]
    helping: list[Proposal] = []
    for proposal in different:
        if any(set(shorter) <= set(proposal) for shorter in helping):
            continue
        document = index.allowlist
        for step in proposal:
            document = _with_step(document, step)
        if not is_red(AllowlistIndex(document, index.sha256)):
            helping.append(proposal)
    return helping


def _candidates(answer: Answer) -> Iterator[Proposal]:
    """From the smallest change to larger ones."""
    red = [reason for reason in answer.reasons if reason.severity == "danger"]
    imitated = [
        pair for reason in red if reason.code == Code.LOOKALIKE_DOMAIN and (pair := _steps_for_lookalike(reason.params))
    ]
    owned, known = (tuple(pair[kind] for pair in imitated) for kind in (0, 1))
    others = [step for reason in red if (step := _step_for_blocked_or_person(reason.code, reason.params, answer))]
    if others:
        yield tuple(others)
    if imitated:
        yield (*owned, *others)
        yield (*known, *others)
    claims = {reason.params["brand_id"]: reason.params["brand"] for reason in red if reason.code in _CLAIMS}
    for brand_id, name in claims.items():
        for step in _steps_against_claim(brand_id, name, answer, is_imitation=bool(imitated)):
            yield (step, *others)
            if step not in owned:
                yield (*owned, step, *others)


def _steps_for_lookalike(params: dict[str, Any]) -> tuple[Step, Step] | None:
    try:
        name = Domain.parse(params["host"])
    except (DomainError, KeyError):
        return None
    host = name.registrable or name.ascii
    return _steps_against_imitation(params["brand_id"], params["brand"], host) if is_host(host) else None


def _steps_against_imitation(brand_id: str, brand: str, host: str) -> tuple[Step, Step]:
    return (
        Step(("add-owned", brand_id, host), f"if {host} is {brand}'s own"),
        Step(("add-known", brand_id, host), f"if {host} is somebody else's honest name"),
    )


def _steps_against_claim(brand_id: str, brand: str, answer: Answer, *, is_imitation: bool) -> Iterator[Step]:
    if answer.sender is None or not is_address(address := answer.sender.address.lower()):
        return
    domain = answer.sender.registrable or answer.sender.domain
    yield Step(("add-owned", brand_id, domain), f"if {domain} is {brand}'s own")
    yield Step(
        ("add-sender", brand_id, address), f"if {brand} sends from exactly this address; it can then be verified"
    )
    if not is_imitation:
        yield Step(("add-platform", domain), f"if {domain} is a service that writes its customers' names into From")


def _step_for_blocked_or_person(code: str, params: dict[str, Any], answer: Answer) -> Step | None:
    if code == Code.BLOCKED_SENDER and isinstance(entry := params.get("entry"), str):
        return Step(("remove-blocked", entry), "it was blocked as a confirmed phish")
    if code == Code.PERSON_CLAIM and answer.sender and is_address(address := answer.sender.address.lower()):
        return Step(("add-person", params["person"], address), f"if {params['person']} writes from it")
    return None


def _with_step(document: Allowlist, step: Step) -> Allowlist:
    """The list after the command."""
    command, *rest = step.words
    if command in _BRAND_FIELDS:
        brand_id, entry = rest
        return structs.replace(
            document, brands=tuple(_with_entry(b, _BRAND_FIELDS[command], entry, brand_id) for b in document.brands)
        )
    if command == "add-platform":
        return structs.replace(document, platforms=(*document.platforms, Platform(domain=rest[0])))
    if command == "remove-blocked":
        return structs.replace(document, blocked=tuple(b for b in document.blocked if b.entry != rest[0]))
    return structs.replace(document, persons=tuple(_with_address(person, *rest) for person in document.persons))


def _with_entry(brand: Brand, field: str, entry: str, brand_id: str) -> Brand:
    return structs.replace(brand, **{field: (*getattr(brand, field), entry)}) if brand.id == brand_id else brand


def _with_address(person: Person, name: str, address: str) -> Person:
    return structs.replace(person, addresses=(*person.addresses, address)) if person.name == name else person
