"""`lencana doctor` on the admin's machine: it asks the server, whose settings are what counts for readers."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote

import msgspec

from lencana.cli import Context
from lencana.cli.check import answer_lines
from lencana.cli.doctor.evidence import results_lines
from lencana.cli.keys.session import authorization
from lencana.cli.remote.server_documents import ask
from lencana.core.evidence.diagnosis import ResultsReport, results_reports, suggestion
from lencana.core.evidence.trusted_results import MICROSOFT
from lencana.core.mail.header.header_block import HeaderBlock
from lencana.core.mail.message import AUTHENTICATION_RESULTS
from lencana.engine.contract import Answer
from lencana.errors import ServerError
from lencana.settings import SETTINGS_FILE

_ROUTE = "/v1/check"


def verdict_of_server(context: Context, server: str, raw: bytes) -> Answer:
    """The server's answer to a delivered message; as an admin where it asks for a token. Raises ServerError."""
    body = {"raw": b64encode(raw).decode(), "origin": "delivered"}
    try:
        answered = ask(server, "POST", _ROUTE, body=body)
    except ServerError as error:
        if error.status != 401:
            raise
        answered = ask(server, "POST", _ROUTE, body=body, authorization=authorization(context, server))
    try:
        return msgspec.json.decode(answered, type=Answer)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ServerError(f"{server} answered with something that is no verdict; is it a Lencana server?") from error


def server_lines(server: str, file: str, block: HeaderBlock, answer: Answer) -> Iterator[str]:
    """What the server says, what it trusts as far as this message shows, and what to do there."""
    trusted = answer.authentication.by
    reports = results_reports(block.all(AUTHENTICATION_RESULTS), frozenset({trusted} if trusted else ()))
    yield f"Asked {server}, whose settings count for your readers; those of this folder do not."
    yield from results_lines(reports)
    yield ""
    yield from _advice(reports, answer, file)
    yield "\nWith the server's settings:"
    yield from answer_lines(file, answer, "en")


def _advice(reports: Sequence[ResultsReport], answer: Answer, file: str) -> Iterator[str]:
    name, evidence = suggestion(reports), answer.authentication
    if evidence.result != "none" and evidence.by is not None:
        yield f"The server trusts {evidence.by}: nothing to do there."
    elif name is None:
        yield "Nothing to suggest: the newest field is missing or unreadable."
    else:
        whose = "the mailbox is at Exchange Online" if name == MICROSOFT else f"{name} is your own mail server"
        yield f"Nothing that the server trusts says who sent this. If {whose}, let the server trust it. On the server:"
        yield f"  sudo -u lencana lencana --data /var/lib/lencana doctor --apply /tmp/{quote(Path(file).name)}"
        yield f'or add "{name}" to authserv_ids in its {SETTINGS_FILE}; then restart it.'
    if answer.sender is not None and not any(reason.code == "sender_listed" for reason in answer.reasons):
        yield f"{answer.sender.domain} is not on your list, so its mail is never verified: lencana allowlist show"
