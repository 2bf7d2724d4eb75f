"""In which languages messages are judged: those of the data folders, or those that the operator names.

One choice for the whole process: patterns of all chosen languages are compiled together, when they are first needed.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import ParamSpec, TypeVar

from lencana.data import names_in

# Of the data folders with a file for each language: requests, lures, authorship, strangers' words, classes of words.
FOLDER_WITH_EVERY_LANGUAGE = "secret_requests"

_P = ParamSpec("_P")
_R = TypeVar("_R")
_caches: list[Callable[[], None]] = []
_chosen: tuple[str, ...] = ()


@cache
def known_languages() -> tuple[str, ...]:
    """The codes of all languages that there is data for (BCP 47), English and Indonesian first."""
    return tuple(
        sorted(names_in(FOLDER_WITH_EVERY_LANGUAGE, ".toml"), key=lambda code: (code not in ("en", "id"), code))
    )


def judged_languages() -> tuple[str, ...]:
    """The languages that messages are judged in."""
    return _chosen or known_languages()


def choose_languages(codes: Iterable[str]) -> None:
    """Judge in these languages from now on, in the whole process; none named: in all. They must be known ones."""
    global _chosen  # what it decides is compiled once, for all threads
    wanted = frozenset(codes)
    chosen = tuple(code for code in known_languages() if code in wanted) if wanted else ()
    if chosen != _chosen:
        _chosen = chosen
        for clear in _caches:
            clear()


def by_languages(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """`functools.cache` for what depends on the chosen languages."""
    cached = cache(function)
    _caches.append(cached.cache_clear)
    return cached  # type: ignore[return-value]
