"""What is different between two lists, in plain words."""

from collections.abc import Iterable, Iterator

from lencana.core.brands.allowlist import Allowlist, Brand

# field of a brand → what one entry of it is called
_LISTS = {
    "domains": "From domain",
    "senders": "exact sender",
    "links": "link host",
    "known": "known neighbour",
    "aliases": "alias",
    "never_asks": "thing never asked for",
}


def changes(old: Allowlist | None, new: Allowlist) -> list[str]:
    """One sentence a change; empty if the lists say the same."""
    before = {brand.id: brand for brand in old.brands} if old else {}
    after = {brand.id: brand for brand in new.brands}
    lines = [line for brand in after.values() for line in _of_brand(before.get(brand.id), brand)]
    lines += [f"{brand.name}: removed" for brand in before.values() if brand.id not in after]
    platforms = ([p.domain for p in old.platforms] if old else [], [p.domain for p in new.platforms])
    return lines + list(_of_list("platforms", "platform", *platforms))


def _of_brand(old: Brand | None, new: Brand) -> Iterator[str]:
    if old is None:
        yield f"{new.name}: new brand, sends from {', '.join((*new.domains, *new.senders)) or 'nowhere'}"
        return
    for field, noun in _LISTS.items():
        yield from _of_list(new.name, noun, _words(getattr(old, field)), _words(getattr(new, field)))
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
