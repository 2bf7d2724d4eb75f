"""What is different between two lists, in plain words."""

from collections.abc import Callable, Iterable, Iterator

from lencana.core.brands.allowlist import Allowlist, Blocked, Brand, Person

# field of a brand → what one entry of it is called
_LISTS = {
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


_SAID_OF_NEW_BRANDS = ("owned", "tenants", "carriers", "links", "known")  # what else decides on green and red


def changes(old: Allowlist | None, new: Allowlist) -> list[str]:
    """One sentence a change; empty if the lists say the same."""
    before = {brand.id: brand for brand in old.brands} if old else {}
    after = {brand.id: brand for brand in new.brands}
    lines = [line for brand in after.values() for line in _of_brand(before.get(brand.id), brand)]
    lines += [f"{brand.name}: removed" for brand in before.values() if brand.id not in after]
    for owner, noun, words in _BESIDE_BRANDS:
        lines += _of_list(owner, noun, words(old) if old else [], words(new))
    return lines


def beside_brands(document: Allowlist) -> Iterator[tuple[str, list[str]]]:
    """What a list holds beside the brands: what it is called, and the entries. What is empty is left out."""
    for owner, _noun, words in _BESIDE_BRANDS:
        if entries := words(document):
            yield owner, entries


def _of_brand(old: Brand | None, new: Brand) -> Iterator[str]:
    if old is None:
        yield f"{new.name}: new brand, sends from {', '.join((*new.domains, *new.senders)) or 'nowhere'}"
        for field in _SAID_OF_NEW_BRANDS:
            yield from _of_list(new.name, _LISTS[field], [], _words(getattr(new, field)))
        return
    for field, noun in _LISTS.items():
        yield from _of_list(new.name, noun, _words(getattr(old, field)), _words(getattr(new, field)))
    if old.links_complete != new.links_complete:
        since = "now" if new.links_complete else "no longer"
        yield f"{new.name}: {since} links to its own hosts alone (links_complete)"
    for field in ("name", "guard", "policy_url"):
        was, now = getattr(old, field), getattr(new, field)
        if was != now:
            yield f"{new.name}: {field} was {was or 'none'}, becomes {now or 'none'}"


def _of_list(owner: str, noun: str, old: list[str], new: list[str]) -> Iterator[str]:
    for verb, entries in (("adds", _minus(new, old)), ("removes", _minus(old, new))):
        if entries:
            yield f"{owner}: {verb} {noun} {', '.join(entries)}"


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


# owner, what one entry is called, how the entries of a list read
_BESIDE_BRANDS: tuple[tuple[str, str, Callable[[Allowlist], list[str]]], ...] = (
    ("platforms", "platform", lambda document: [platform.domain for platform in document.platforms]),
    ("platforms", "setting", lambda document: [] if document.default_platforms else ["default_platforms = false"]),
    ("mail servers", "authserv-id", lambda document: list(document.authserv_ids)),
    ("blocked", "sender", lambda document: list(map(_blocked, document.blocked))),
    ("people", "person", lambda document: list(map(_person, document.persons))),
)
