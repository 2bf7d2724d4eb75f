"""`lencana status`: what is in force, until when, who is trusted, and what somebody should see to."""

import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse

import click
import msgspec
from click import echo

from lencana import __version__
from lencana.cli import Context
from lencana.cli.counts import count_of
from lencana.cli.remote.home_server import check_address, home_server
from lencana.cli.remote.server_documents import FAULTS, why_unreachable
from lencana.cli.state import OpenDataFolder, open_data_folder
from lencana.extension_kit.files import packed_release
from lencana.extension_kit.release import EXTENSION_FOLDER, Release
from lencana.registry.expiry import Expiry, next_expiry
from lencana.settings import SETTINGS_FILE, Settings
from lencana.trust.documents.fingerprint import in_groups
from lencana.trust.documents.metadata import format_time

LOCAL_SERVER = "http://127.0.0.1:8025"
HAS_PROBLEMS = 1  # exit code
TIMEOUT_SECONDS = 5.0
START_SECONDS = 4.0  # one that was started in the command before may not listen yet
MAX_ANSWER_BYTES = 1024 * 1024
_SAMPLE = re.compile(r"^(lencana_\w+)(?:\{(.*)\})? (\S+)$", re.MULTILINE)


class Problem(msgspec.Struct, frozen=True):
    """What is wrong, and what to do."""

    problem: str
    remedy: str


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A server that answers; its counters are those of one worker since its start, None where a proxy closes them."""

    address: str
    ready: bool
    clients_last_day: int | None = None
    verdicts: dict[str, int] | None = None
    reports_waiting: int | None = None


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the command says."""

    version: str
    data: str
    list_version: int
    list_expires: str
    brands: int
    root_version: int
    root_expires: str
    fingerprint: str
    authserv_ids: tuple[str, ...]
    arc_sealers: tuple[str, ...]
    dkim: str
    extension: str | None
    server: Running | None
    problems: tuple[Problem, ...]


@click.command()
@click.option(
    "--server", metavar="URL", help=f"Ask this server. Default: the one that lencana.toml names, or {LOCAL_SERVER}."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def status(context: Context, server: str | None, as_json: bool) -> None:
    """Say which list is in force and until when, whose evidence is trusted, and what somebody should see to.

    \b
    Example:  lencana status
              lencana status --json

    \b
    Exit code: 0 all is well, 1 there are problems, 2 the data folder cannot be read.
    """
    with open_data_folder(context) as folder:
        home = home_server(folder.settings) if server is None else None
        current = _status(context, folder, server or home or LOCAL_SERVER, is_elsewhere=home is not None)
    if as_json:
        echo(msgspec.json.encode(current).decode())
    else:
        for line in _lines(current):
            echo(line)
    sys.exit(HAS_PROBLEMS if current.problems else 0)


def _status(context: Context, folder: OpenDataFolder, address: str, *, is_elsewhere: bool) -> Status:
    """`address`: the server's; `is_elsewhere`: this folder is an admin's, whose trust and hosts matter to no reader."""
    root, allowlist = folder.root(), folder.allowlist().document  # a folder without them waits for no server
    answered = _running(address)
    server = answered if isinstance(answered, Running) else None
    settings, release = folder.settings, packed_release(context.data / EXTENSION_FOLDER)
    expiry = next_expiry(root.document, allowlist, context.now)
    return Status(
        version=__version__,
        data=str(context.data),
        list_version=allowlist.version,
        list_expires=format_time(allowlist.expires),
        brands=len(allowlist.brands),
        root_version=root.document.version,
        root_expires=format_time(root.document.expires),
        fingerprint=root.sha256,
        authserv_ids=settings.authserv_ids,
        arc_sealers=settings.arc_sealers,
        dkim=settings.dkim.value,
        extension=release.version if release else None,
        server=server,
        problems=(
            *_problems_of_list(settings, expiry, release),
            *(() if is_elsewhere else _problems_of_server(context, settings)),
            *_problems_of_running(address, answered),
        ),
    )


def _problems_of_list(settings: Settings, expiry: Expiry, release: Release | None) -> Iterator[Problem]:
    if expiry.is_near:
        what, _, remedy = expiry.sentence(settings.server).rpartition(": ")
        yield Problem(what, remedy)
    if release and release.server and settings.server and release.server != settings.server:
        yield Problem(
            f"the extension was packed for {release.server}, and `server` is {settings.server}",
            "lencana extension pack --server ..., with the address that readers use",
        )


def _problems_of_server(context: Context, settings: Settings) -> Iterator[Problem]:
    file = context.data / SETTINGS_FILE
    if not settings.authserv_ids:
        yield Problem(
            "no mail server is trusted, so hardly anything turns green",
            "lencana doctor --apply genuine.eml, with a message that you know to be genuine",
        )
    if settings.server and not settings.hosts:
        yield Problem(
            "`server` is set and `hosts` is not: requests for that name are refused with 421",
            f'add hosts = ["{settings.server.partition("://")[2].partition(":")[0]}"] to {file}',
        )


def _problems_of_running(address: str, answered: Running | str) -> Iterator[Problem]:
    if isinstance(answered, str):
        yield Problem(
            f"no server answers at {address}: {answered}",
            "lencana serve, or systemctl start lencana; --server names another address",
        )
    elif not answered.ready:
        yield Problem("the server answers but can verify nothing", f"ask it why: curl {answered.address}/readyz")


def _lines(status: Status) -> Iterator[str]:
    yield f"Lencana {status.version}, data folder {status.data}"
    yield f"list        version {status.list_version}, {status.brands} brands, expires {status.list_expires}"
    yield f"root        version {status.root_version}, expires {status.root_expires}"
    yield f"            {in_groups(status.fingerprint)}"
    yield f"trusted     {', '.join(status.authserv_ids) or 'no mail server'}; own DKIM: {status.dkim}"
    if status.arc_sealers:
        yield f"ARC         {', '.join(status.arc_sealers)}"
    yield f"extension   {f'packed, version {status.extension}' if status.extension else 'not packed'}"
    if status.server:
        yield from _lines_of_running(status.server)
    for problem in status.problems:
        yield click.style(f"! {problem.problem}", fg="yellow")
        yield f"  → {problem.remedy}"


def _lines_of_running(server: Running) -> Iterator[str]:
    state = f"server      {server.address}: {'ready' if server.ready else 'NOT ready'}"
    if server.verdicts is None:
        yield state
        yield "            its counters are closed to this machine; `lencana status` on the server has them"
        return
    verdicts = ", ".join(f"{number} {verdict}" for verdict, number in server.verdicts.items())
    yield f"{state}; {count_of(server.clients_last_day or 0, 'client')} in the last day"
    yield f"            since its start: {verdicts or 'no message was checked'}"
    if waiting := server.reports_waiting:
        noun = "report waits" if waiting == 1 else "reports wait"
        yield f"reports     {waiting} {noun} for an answer: lencana reports list"


def _running(address: str) -> Running | str:
    """The server's own counters, or why none answers."""
    check_address(address)
    address = address.rstrip("/")
    ready = _get(f"{address}/readyz")
    if isinstance(ready, str):
        ready = _get_once_started(f"{address}/readyz", ready)
    if isinstance(ready, str):
        return ready
    is_ready, counters = ready[0] == 200, _get(f"{address}/metrics")
    if isinstance(counters, str) or counters[0] != 200:
        return Running(address=address, ready=is_ready)
    samples = [(name, labels, float(value)) for name, labels, value in _SAMPLE.findall(counters[1])]
    return Running(
        address=address,
        ready=is_ready,
        clients_last_day=_gauge(samples, "lencana_clients_last_day"),
        verdicts={
            labels.partition('"')[2].rstrip('"'): int(value)
            for name, labels, value in samples
            if name == "lencana_verdicts_total"
        },
        reports_waiting=_gauge(samples, "lencana_reports_waiting"),
    )


def _get_once_started(url: str, reason: str) -> tuple[int, str] | str:
    if sys.stderr.isatty():
        echo(f"{url} does not answer; waiting {START_SECONDS:.0f} s, for it may have just been started", err=True)
    until = time.monotonic() + START_SECONDS
    answer: tuple[int, str] | str = reason
    while isinstance(answer, str) and time.monotonic() < until:
        time.sleep(0.2)
        answer = _get(url)
    return answer


def _gauge(samples: list[tuple[str, str, float]], wanted: str) -> int:
    return next((int(value) for name, _, value in samples if name == wanted), 0)


def _get(url: str) -> tuple[int, str] | str:
    """Status and text, or why there is no answer."""
    try:
        with _answer(url) as answer:
            return answer.status or 0, answer.read(MAX_ANSWER_BYTES).decode("utf-8", "replace")
    except FAULTS as error:
        return why_unreachable(error)


def _answer(url: str) -> HTTPResponse | urllib.error.HTTPError:
    """An answer, also a refusal. Raises what FAULTS names."""
    try:
        answer: HTTPResponse = urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS)  # noqa: S310 (scheme checked)
    except urllib.error.HTTPError as error:
        return error
    return answer
