"""Whose evidence does a message bear, and which of it would count? For the operator who sets up trust (`doctor`)."""

import re
from collections.abc import Sequence

import msgspec

from lencana.core.evidence.authentication import MICROSOFT
from lencana.core.evidence.authentication_results import MalformedError, parse_authentication_results
from lencana.core.mail.headers import HeaderField


class ResultsReport(msgspec.Struct, frozen=True, gc=False):
    """One Authentication-Results field: its id (None: Microsoft's kind), what it says, or why it cannot be read."""

    authserv_id: str | None
    says: tuple[str, ...]  # "dmarc=pass"
    fault: str | None
    trusted: bool

    @property
    def setting(self) -> str | None:
        """The word that makes the operator's settings trust it; None where nothing can."""
        return None if self.fault else self.authserv_id or MICROSOFT


def results_reports(headers: Sequence[HeaderField], trusted: frozenset[str]) -> tuple[ResultsReport, ...]:
    """Every Authentication-Results field, newest first."""
    return tuple(_seen(header, trusted) for header in headers)


def suggestion(seen: Sequence[ResultsReport]) -> str | None:
    """What to put into `authserv_ids`: the newest field's id, for the newest is what the mailbox's own server wrote."""
    return seen[0].setting if seen else None


def sealers_of(seals: Sequence[HeaderField]) -> tuple[str, ...]:
    """The domains that sealed the message (ARC-Seal's `d=`), as they stand; nothing is verified here."""
    return tuple(match[1].lower() for seal in seals if (match := _SEALER.search(seal.value)))


_SEALER = re.compile(r"(?:^|;)\s*d\s*=\s*([\w.-]+)")


def _seen(header: HeaderField, trusted: frozenset[str]) -> ResultsReport:
    try:
        parsed = parse_authentication_results(header.value)
    except MalformedError as error:
        return ResultsReport(None, (), str(error), trusted=False)
    says = tuple(f"{item.method}={item.result}" for item in parsed.results)
    return ResultsReport(parsed.authserv_id, says, None, trusted=(parsed.authserv_id or MICROSOFT) in trusted)
