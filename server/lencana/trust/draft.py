"""A list before it is signed: what is wrong with it, what it would change, and the exact bytes to sign. Pure.

The list may come from anybody, so what costs time or memory is bounded before it is read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from msgspec import structs

from lencana.core.brands.allowlist import Allowlist, Brand, Guard
from lencana.errors import DocumentError, ListSourceError
from lencana.trust.changes import Change, Kind, located_changes
from lencana.trust.client_workflow import DocumentVersion
from lencana.trust.documents.allowlist_document import encode_allowlist
from lencana.trust.documents.well_formed import check_well_formed
from lencana.trust.lint import Level, Remark, lint
from lencana.trust.list_source import write as list_source_text
from lencana.trust.list_source.list_source import Faults, ListSource, build_allowlist, from_tables
from lencana.trust.list_source.tables import SourceTables, read_json, read_toml

MAX_DRAFT_BYTES = 1024 * 1024  # of the TOML, or of the JSON: some 5,000 brands; longer lists are for the command line
MAX_DOTS_IN_LINE = 100  # outside quotation marks: tomllib takes time that grows with the square of a dotted key
MAX_GUARDED_NAMES = 4000  # of brands that are guarded in full: an index of so many takes three seconds
MAX_NEW_NAMES = 500  # of those that are not in force as they are here: each is compared with all others
MAX_SHOWN = 500  # remarks, and changes
_QUOTED = re.compile(r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be known before signing; `document` and `payload` are None while there are errors."""

    remarks: tuple[Remark, ...]  # errors first
    changes: tuple[Change, ...]
    document: Allowlist | None = None
    payload: bytes | None = None
    toml: str | None = None


def draft_of(
    text: str | bytes,
    in_force: Allowlist | None,
    version: DocumentVersion | None,
    now: datetime,
    expires_in: str | None = None,
) -> Draft:
    """The draft in `text`: TOML, or (bytes) the same keys as JSON. It follows `version`, the document in force.

    Never raises for what is wrong with the text: that is in `remarks`.
    """
    faults: Faults = []
    try:
        source = from_tables(_read(text, expires_in), faults)
    except ListSourceError as error:
        return Draft((_remark_on(error),), ())
    remarks = [*map(_remark_on, faults), *_lint(source, in_force, now)]
    number, prev = (version.version + 1, version.sha256) if version else (1, None)
    document = build_allowlist(source, number, prev, now)
    changes = _bounded(located_changes(in_force, document))
    if not faults:
        remarks += _malformed(document)
    shown = tuple(sorted(remarks, key=lambda remark: list(Level).index(remark.level))[:MAX_SHOWN])
    if any(remark.level is Level.ERROR for remark in shown):
        return Draft(shown, changes)
    return Draft(
        shown, changes, document, encode_allowlist(document), list_source_text.write(document, dict(source.origins))
    )


def guarded_names(brands: Iterable[Brand]) -> int:
    """How many names an index for imitations is made of."""
    return sum(1 + len(brand.aliases) + len(brand.domains) for brand in brands if brand.guard is Guard.FULL)


def _read(text: str | bytes, expires_in: str | None) -> SourceTables:
    tables = read_json(text) if isinstance(text, bytes) else read_toml(_checked(text))
    return tables if expires_in is None else structs.replace(tables, expires_in=expires_in)


def _checked(text: str) -> str:
    if any(line.count(".") > MAX_DOTS_IN_LINE for line in _QUOTED.sub("", text).split("\n")):
        raise ListSourceError(f"not TOML that a list has: a line with more than {MAX_DOTS_IN_LINE} dots")
    return text


def _lint(source: ListSource, in_force: Allowlist | None, now: datetime) -> list[Remark]:
    """Names are compared with those of brands that are in force only where a brand is new: it is asked at each letter.

    Of very many names that is left to `lencana allowlist lint`.
    """
    before = set(in_force.brands) if in_force else set()
    new = [brand for brand in source.brands if brand not in before]
    if guarded_names(new) <= MAX_NEW_NAMES and guarded_names(source.brands) <= MAX_GUARDED_NAMES:
        return lint(source, in_force, now, only_new=True)
    plain = replace(source, brands=tuple(structs.replace(brand, guard=Guard.HOMOGRAPH) for brand in source.brands))
    return [*lint(plain, in_force, now), Remark(Level.NOTE, "not_compared")]


def _remark_on(error: ListSourceError) -> Remark:
    params = {"detail": str(error)} if error.code == "unusable" else {"entry": error.entry}
    return Remark(Level.ERROR, error.code, params, error.place)


def _malformed(document: Allowlist) -> list[Remark]:
    """What an admin's text may say, and no list may hold: too many entries of a kind."""
    try:
        check_well_formed(document)
    except DocumentError as error:
        return [Remark(Level.ERROR, "unusable", {"detail": str(error)})]
    return []


def _bounded(changes: list[Change]) -> tuple[Change, ...]:
    shown = changes[:MAX_SHOWN]
    if len(changes) > MAX_SHOWN:
        shown.append(Change(f"... and {len(changes) - MAX_SHOWN} more changes", Kind.CHANGED, ""))
    return tuple(shown)
