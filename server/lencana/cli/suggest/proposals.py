"""From counts to proposals: what may be a brand of its own, under which name, and what is left out, and why.

Nothing is proposed for a domain from which anything suspicious came, or that bears a known brand's name. A display name
is proposed only if the domain itself resembles it and no other organisation uses it: its sender chose it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lencana.cli.suggest.tally import MAX_NAMES, Sender, Tally
from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Alias, Brand
from lencana.core.domains.domain import Domain
from lencana.trust.documents import well_formed
from lencana.trust.lint.across_brands import indexes_without_brand
from lencana.trust.lint.brand import is_too_plain

MIN_MESSAGES = 3  # of a proposal, unless the admin asks for another number
MAX_PROPOSALS = 1000  # those with most messages
MIN_CARRIED = 5  # messages of an address before its names or replies tell that it carries strangers' words
MIN_ZONE_HOSTS = 5  # hosts with names of their own before a domain is taken for a zone of tenants
MAX_NAME_CHARS = 80  # characters of a display name that are shown
MIN_NAME_LETTERS = 3  # "HP" resembles too much
_NO_LETTER = re.compile(r"[\W_]+")
_NO_ID_CHAR = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A brand as it will be written. A `doubt` is why it is written as a comment."""

    brand: Brand
    domain: str
    sender: Sender
    remarks: tuple[str, ...] = ()
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that is to be said. `left_out` are domains with the reason."""

    brands: tuple[Proposal, ...]
    at_platforms: tuple[tuple[str, Sender], ...]
    left_out: tuple[tuple[str, str], ...]
    rare: int  # domains with too few messages


def propose(tally: Tally, index: AllowlistIndex, minimum: int = MIN_MESSAGES) -> Proposals:
    """The proposals, those with most messages first."""
    left_out = [(domain, why) for domain, sender in tally.domains.items() if (why := _objection(domain, sender, index))]
    refused = {domain for domain, _why in left_out}
    often = {d: s for d, s in tally.domains.items() if d not in refused and s.messages >= minimum}
    chosen = sorted(often, key=lambda domain: (-often[domain].messages, domain))[:MAX_PROPOSALS]
    owners = _owners_of_names({domain: often[domain] for domain in chosen})
    ids = {brand.id for brand in index.allowlist.brands}
    brands = [_proposal(domain, often[domain], index, owners, ids) for domain in chosen]
    platforms = [(a, s) for a, s in tally.at_platforms.items() if s.messages >= minimum and not s.suspicious]
    rare = sum(0 < s.messages < minimum for d, s in tally.domains.items() if d not in refused)
    return Proposals(
        tuple(_doubted(brands)),
        tuple(sorted(platforms, key=lambda item: (-item[1].messages, item[0]))[:MAX_PROPOSALS]),
        tuple(sorted(left_out)),
        rare,
    )


def plain_names(names: Counter[str], index: AllowlistIndex) -> list[tuple[str, int]]:
    """The display names that can be shown and name no known brand, most frequent first."""
    plain = Counter[str]()
    for name, number in names.items():
        text = _shown(name)
        if well_formed.is_name(text) and next(index.names.find(text), None) is None:
            plain[text] += number
    return sorted(plain.items(), key=lambda item: (-item[1], item[0]))


def _objection(domain: str, sender: Sender, index: AllowlistIndex) -> str | None:
    """Why a domain is never proposed, or None."""
    if sender.suspicious:
        return f"{sender.suspicious} of {sender.messages + sender.suspicious} authenticated messages are suspicious"
    if not sender.messages:
        return None
    lookalike = index.match_host(Domain.parse(domain)).lookalike
    if lookalike is not None:
        return f"looks like {lookalike.imitates}"
    mentions = index.names.find(_label(domain))
    mention = next((each for each in mentions if not each.is_common_word or not each.others), None)
    if mention is not None:
        return f"bears the name of {mention.brand.name}, and is none of its domains"
    if sender.first is not None and sender.last is not None and sender.first.date() == sender.last.date():
        return f"all {sender.messages} messages came on one day, {sender.first:%Y-%m-%d}"
    return None


def _proposal(
    domain: str, sender: Sender, index: AllowlistIndex, owners: dict[str, set[str]], ids: set[str]
) -> Proposal:
    name, remarks = _name(domain, plain_names(sender.names, index), owners)
    aliases: tuple[Alias, ...] = ()
    if is_too_plain(name) or next(index.names.find(name), None):
        name, aliases = domain, (Alias(text=name, common=True),)
    brand_id = _free_id(domain, ids)
    carriers = tuple(sorted(filter(well_formed.is_address, _carriers(sender))))
    if _is_zone(domain, sender):
        remarks.append(f"{len(sender.hosts)} hosts with names of their own: it looks like a zone of tenants")
        return Proposal(
            Brand(id=brand_id, name=name, aliases=aliases, tenants=(domain,)), domain, sender, tuple(remarks)
        )
    brand = Brand(id=brand_id, name=name, aliases=aliases, domains=(domain,), carriers=carriers)
    return Proposal(brand, domain, sender, tuple(remarks))


def _name(domain: str, names: list[tuple[str, int]], owners: dict[str, set[str]]) -> tuple[str, list[str]]:
    """The most used display name that the domain resembles and that is no other's; else the domain's own label."""
    remarks = []
    for name, _number in names:
        if not _resembles(name, domain):
            continue
        if others := sorted(other for other in owners[_letters(name)] if _label(other) != _label(domain)):
            remarks.append(f"{name!r} is a name that {', '.join(others[:3])} uses, too")
            continue
        return name, remarks
    if names and not remarks:
        remarks.append("no name that it uses resembles the domain: do you know whose it is?")
    return _label(domain).capitalize(), remarks


def _owners_of_names(senders: dict[str, Sender]) -> dict[str, set[str]]:
    owners: dict[str, set[str]] = {}
    for domain, sender in senders.items():
        for name in sender.names:
            owners.setdefault(_letters(_shown(name)), set()).add(domain)
    return owners


def _carriers(sender: Sender) -> Iterator[str]:
    """Addresses whose mail carries strangers' words: under many names, or with replies that go to others."""
    for text, address in sender.addresses.items():
        many_names = len(address.names) >= MIN_CARRIED and 2 * len(address.names) >= min(address.messages, MAX_NAMES)
        if address.messages >= MIN_CARRIED and (many_names or 2 * address.replies_elsewhere >= address.messages):
            yield text


def _is_zone(domain: str, sender: Sender) -> bool:
    """Are there many hosts below it, each with a name of its own?"""
    names: dict[str, set[str]] = {}
    for text, address in sender.addresses.items():
        host = text.rpartition("@")[2]
        if host != domain:
            names.setdefault(host, set()).update(map(_letters, address.names))
    distinct = {name for own in names.values() for name in own}
    return len(names) >= MIN_ZONE_HOSTS and len(distinct) >= len(names)


def _doubted(proposals: list[Proposal]) -> Iterator[Proposal]:
    """The proposals; of two that look like each other neither is proposed, for which one is real is not to be seen."""
    without = indexes_without_brand([proposal.brand for proposal in proposals], set())
    for proposal, (_brand, others) in zip(proposals, without, strict=True):
        name = Domain.parse(proposal.domain)
        lookalike = next(filter(None, (other.find(name) for other in others)), None)
        yield replace(proposal, doubt=f"looks like {lookalike.imitates}, or that like it") if lookalike else proposal


def _free_id(domain: str, ids: set[str]) -> str:
    base = _NO_ID_CHAR.sub("-", _label(domain)).strip("-")[:50] or "brand"
    whole = _NO_ID_CHAR.sub("-", domain).strip("-")[:50]
    numbered = (f"{whole}-{number}" for number in range(2, len(ids) + 3))
    brand_id = next(text for text in (base, whole, *numbered) if text not in ids)
    ids.add(brand_id)
    return brand_id


def _label(domain: str) -> str:
    """What stands before the public suffix."""
    return domain.partition(".")[0]


def _resembles(name: str, domain: str) -> bool:
    """Is one contained in the other, or are the name's initials the label?"""
    letters, label = _letters(name), _letters(_label(domain))
    if min(len(letters), len(label)) >= MIN_NAME_LETTERS and (letters in label or label in letters):
        return True
    return label == "".join(word[0] for word in name.casefold().split()) and len(label) >= MIN_NAME_LETTERS


def _shown(name: str) -> str:
    """A display name as it is shown: on one line, without control and direction characters, not too long."""
    return " ".join("".join(c if c.isprintable() else " " for c in name[:200]).split())[:MAX_NAME_CHARS].strip()


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())
