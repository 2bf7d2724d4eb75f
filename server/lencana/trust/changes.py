"""What is different between two lists, in plain words."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum, unique
from typing import NamedTuple

from lencana.core.brands.allowlist import Allowlist, Blocked, Brand, Person

# field of a brand → what one entry of it is called
_NOUN_BY_FIELD = {
    "domains": "From domain",
    "senders": "exact sender",
    "links": "link host",
    "known": "known neighbour",
    "owned": "owned domain (not verified, no imitation)",
    "tenants": "tenant zone (below it are strangers)",
    "carriers": "carrier of strangers' words (not verified)",
    "phones": "telephone number",
    "aliases": "alias",
    "never_asks": "thing never asked for",
}
_FIELDS_SHOWN_OF_NEW_BRANDS = ("owned", "tenants", "carriers", "links", "known")  # what else decides on green and red


@unique
class Kind(StrEnum):
    """What happens to what a change names."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Change(NamedTuple):
    """One change: the sentence, and where it is, such as brand.openai.domains."""

    text: str
    kind: Kind
    where: str


def changes(old: Allowlist | None, new: Allowlist) -> list[str]:
    """One sentence a change; empty if the lists say the same."""
    return [change.text for change in located_changes(old, new)]


def located_changes(old: Allowlist | None, new: Allowlist) -> list[Change]:
    """Each change with where it is; empty if the lists say the same."""
    before = {brand.id: brand for brand in old.brands} if old else {}
    after = {brand.id: brand for brand in new.brands}
    lines = [line for brand in after.values() for line in _brand_changes(before.get(brand.id), brand)]
    gone = (brand for brand in before.values() if brand.id not in after)
    lines += [Change(f"{brand.name}: removed", Kind.REMOVED, f"brand.{brand.id}") for brand in gone]
    for owner, noun, where, words in _BESIDE_BRANDS:
        lines += _entry_changes(owner, noun, where, words(old) if old else [], words(new))
    return lines


def beside_brands(document: Allowlist) -> Iterator[tuple[str, list[str]]]:
    """What a list holds beside the brands: what it is called, and the entries. What is empty is left out."""
    for owner, _noun, _where, words in _BESIDE_BRANDS:
        if entries := words(document):
            yield owner, entries


def _brand_changes(old: Brand | None, new: Brand) -> Iterator[Change]:
    place = f"brand.{new.id}"
    if old is None:
        sources = ", ".join((*new.domains, *new.senders)) or "nowhere"
        yield Change(f"{new.name}: new brand, sends from {sources}", Kind.ADDED, place)
        for field in _FIELDS_SHOWN_OF_NEW_BRANDS:
            yield from _entry_changes(
                new.name, _NOUN_BY_FIELD[field], f"{place}.{field}", [], _words(getattr(new, field))
            )
        return
    for field, noun in _NOUN_BY_FIELD.items():
        was, now = _words(getattr(old, field)), _words(getattr(new, field))
        yield from _entry_changes(new.name, noun, f"{place}.{field}", was, now)
    if old.links_complete != new.links_complete:
        since = "now" if new.links_complete else "no longer"
        text = f"{new.name}: {since} links to its own hosts alone (links_complete)"
        yield Change(text, Kind.CHANGED, f"{place}.links_complete")
    for field in ("name", "guard", "policy_url"):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            text = f"{new.name}: {field} was {before or 'none'}, becomes {after or 'none'}"
            yield Change(text, Kind.CHANGED, f"{place}.{field}")


def _entry_changes(owner: str, noun: str, where: str, old: list[str], new: list[str]) -> Iterator[Change]:
    for verb, kind, entries in (
        ("adds", Kind.ADDED, _minus(new, old)),
        ("removes", Kind.REMOVED, _minus(old, new)),
    ):
        if entries:
            yield Change(f"{owner}: {verb} {noun} {', '.join(entries)}", kind, where)


def _words(entries: Iterable[object]) -> list[str]:
    return [_word(entry) for entry in entries]


def _word(entry: object) -> str:
    text = getattr(entry, "text", None)
    if text is None:
        return str(entry)
    return f"{text} (common word)" if getattr(entry, "common", False) else str(text)


def _minus(some: list[str], others: list[str]) -> list[str]:
    gone = set(others)
    return [entry for entry in some if entry not in gone]


def _blocked(entry: Blocked) -> str:
    return f"{entry.entry} until {entry.until:%Y-%m-%d %H:%M}"


def _person(person: Person) -> str:
    names = " alias ".join((person.name, *person.aliases))
    return f"{names} <{' '.join(person.addresses)}>"


def _defaults(document: Allowlist) -> list[str]:
    return [] if document.default_platforms else ["default_platforms = false"]


# owner, what one entry is called, the field of the TOML, how the entries of a list read
_BESIDE_BRANDS: tuple[tuple[str, str, str, Callable[[Allowlist], list[str]]], ...] = (
    ("platforms", "platform", "platform", lambda document: [platform.domain for platform in document.platforms]),
    ("platforms", "setting", "default_platforms", _defaults),
    ("mail servers", "authserv-id", "authserv_ids", lambda document: list(document.authserv_ids)),
    ("blocked", "sender", "blocked", lambda document: list(map(_blocked, document.blocked))),
    ("people", "person", "person", lambda document: list(map(_person, document.persons))),
)
