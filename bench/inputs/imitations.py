"""Names that imitate a listed one, and names that do not: made up from a fixed seed, with nobody's tables but these.

They are no evidence of how well anything works on real imitations, which docs/evidence.md is about; they say what a
tool is made to see, and what it takes for an imitation that is none.
"""

import random
from collections.abc import Callable

from bench.inputs import folders
from lencana.core.domains.domain import Domain
from lencana.data import read_table

NAMES = 4_000  # harmless ones
_A_BRAND = 3  # names of each kind that imitate a brand
_SUFFIXES = ("com", "com", "net", "org", "de", "co.uk", "co.id", "io", "vercel.app")
_CYRILLIC = dict(zip("aeopcsi", "аеорсѕі", strict=True))
_ACCENTS = dict(zip("aeiou", "áéíóú", strict=True))
_DRAWN = {"o": "0", "l": "1", "i": "1", "s": "5", "m": "rn"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROLES = ("support", "login", "billing", "team", "secure", "help", "account", "mail")


def harmless() -> tuple[str, ...]:
    """Names as mail holds them, none of them listed: three in four of English words, one made up as the listed are."""
    rng = random.Random(folders.SEED)  # noqa: S311 (repeatable is what is wanted)
    words = [word for word in read_table("words.txt")[:5_000] if len(word) > 3]
    makers: tuple[Callable[[str, str], str], ...] = (
        *[lambda one, two: one + two] * 58,
        *[lambda one, _two: one] * 15,
        *[lambda one, two: f"{one}-{two}"] * 9,
        *[lambda one, two: f"news.{one}{two}"] * 17,
        lambda one, two: Domain.parse(f"{one}é{two}").ascii,
    )
    listed = set(folders.domains(100_000))
    made = [name for name in folders.domains(100_000 + NAMES // 4)[100_000:] if name not in listed]
    spoken = [f"{rng.choice(makers)(*rng.sample(words, 2))}.{rng.choice(_SUFFIXES)}" for _ in range(NAMES - len(made))]
    mixed = spoken + made
    rng.shuffle(mixed)
    return tuple(mixed)


def imitations(count: int) -> dict[str, tuple[str, ...]]:
    """By kind, names that imitate one of the first `count` of the brands that are fully guarded."""
    rng = random.Random(-folders.SEED)  # noqa: S311
    listed = [name.partition(".") for name in folders.domains(min(count, folders.FULLY_GUARDED))]
    return {
        kind: tuple(_as_ascii(make(rng, label, suffix)) for label, _dot, suffix in listed for _ in range(_A_BRAND))
        for kind, make in _KINDS.items()
    }


def _letter(table: dict[str, str]) -> Callable[[random.Random, str, str], str]:
    """One letter of the label in the table's place for it; all of them where a label has none."""

    def make(rng: random.Random, label: str, suffix: str) -> str:
        places = [at for at, letter in enumerate(label) if letter in table]
        at = rng.choice(places) if places else 0
        return f"{label[:at]}{table.get(label[at], '0')}{label[at + 1 :]}.{suffix}"

    return make


def _slip(rng: random.Random, label: str, suffix: str) -> str:
    """One letter more, less or other, or two swapped."""
    at = rng.randrange(1, len(label) - 1)
    first, last, other = label[:at], label[at:], rng.choice(_LETTERS.replace(label[at], ""))
    slipped = rng.choice((first + last[1:], first + other + last, first + other + last[1:], _swapped(label, at)))
    return f"{slipped}.{suffix}"


def _swapped(label: str, at: int) -> str:
    """Two neighbours that differ, swapped."""
    while label[at] == label[at - 1]:
        at -= 1
    return label[: at - 1] + label[at] + label[at - 1] + label[at + 1 :]


def _ending(rng: random.Random, label: str, suffix: str) -> str:
    return f"{label}.{rng.choice([other for other in ('com', 'net', 'top', 'support', 'co') if other != suffix])}"


def _combined(rng: random.Random, label: str, _suffix: str) -> str:
    role, hyphen = rng.choice(_ROLES), rng.choice(("-", ""))
    return f"{rng.choice((label + hyphen + role, role + hyphen + label))}.com"


def _in_front(rng: random.Random, label: str, suffix: str) -> str:
    return f"{label}.{suffix}.{rng.choice(_ROLES)}-{rng.randrange(100, 999)}.com"


_KINDS: dict[str, Callable[[random.Random, str, str], str]] = {
    "other alphabet": _letter(_CYRILLIC),
    "accent": _letter(_ACCENTS),
    "digit or rn": _letter(_DRAWN),
    "slip": _slip,
    "ending": _ending,
    "combination": _combined,
    "in front": _in_front,
}


def _as_ascii(name: str) -> str:
    return name if name.isascii() else Domain.parse(name).ascii
