"""Which Authentication-Results a message bears, and which of them are trusted: for `lencana doctor`."""

import re
from collections.abc import Sequence

import msgspec

from lencana.core.evidence.authentication_results import MalformedError, parse_authentication_results
from lencana.core.evidence.trusted_results import MICROSOFT
from lencana.core.mail.header.header_block import HeaderField

_SEALER = re.compile(r"(?:^|;)[ \t]*d[ \t]*=[ \t]*([A-Za-z0-9_.-]+)")


class ResultsReport(msgspec.Struct, frozen=True, gc=False):
    """One Authentication-Results field: its authserv-id (None for Exchange Online's) and results, or a parse error."""

    authserv_id: str | None
    method_results: tuple[str, ...]  # "dmarc=pass"
    parse_error: str | None
    trusted: bool

    @property
    def setting(self) -> str | None:
        """What to add to `authserv_ids` to trust these results; None if they cannot be read."""
        return None if self.parse_error else self.authserv_id or MICROSOFT


def results_reports(fields: Sequence[HeaderField], trusted: frozenset[str]) -> tuple[ResultsReport, ...]:
    """Report every Authentication-Results field, newest first."""
    return tuple(_report(field, trusted) for field in fields)


def suggestion(reports: Sequence[ResultsReport]) -> str | None:
    """Return what to add to `authserv_ids`: the newest field's id, for the mailbox's own server wrote that."""
    return reports[0].setting if reports else None


def sealers_of(seals: Sequence[HeaderField]) -> tuple[str, ...]:
    """Return the domains of ARC-Seal fields (`d=`, RFC 8617 section 4.1.3) without verifying the seals."""
    return tuple(match[1].lower() for seal in seals if (match := _SEALER.search(seal.value)))


def _report(field: HeaderField, trusted: frozenset[str]) -> ResultsReport:
    try:
        parsed = parse_authentication_results(field.value)
    except MalformedError as error:
        return ResultsReport(None, (), str(error), trusted=False)
    method_results = tuple(f"{item.method}={item.result}" for item in parsed.results)
    return ResultsReport(parsed.authserv_id, method_results, None, (parsed.authserv_id or MICROSOFT) in trusted)
