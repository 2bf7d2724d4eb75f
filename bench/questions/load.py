"""Two servers on one PostgreSQL behind nginx: what the second adds, and whether a publication is noticed."""

import http.client
import json
import resource
import shutil
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event

from bench.inputs import samples
from bench.questions import api
from bench.questions.api import LIMITED
from bench.servers import load_lists, load_services, process
from bench.servers.server import HOST, Load, Server, lencana, measure
from bench.tables.rounds import interleaved, ratios, spread
from bench.tables.table import Goal, Table

QUESTION = "What does a second server add behind nginx, and does anybody notice a publication?"
LISTED = 1000
SECONDS = 2.0  # in which every server is to serve what was published
ALONE, ONE, TWO = "1 server", "1 server behind nginx", "2 servers behind nginx"


def run(quick: bool) -> Table:
    """Rounds over the three ways in turn, then publications under load."""
    if why := load_services.absent():
        return Table(("",), (), missing=(why,))
    rounds, requests, versions = (3, 400, 2) if quick else (7, 2000, 5)
    bodies = samples.json_bodies(api.BODIES)
    with (
        load_services.postgresql() as url,
        TemporaryDirectory(prefix="lencana-bench-") as room,
        _pair(Path(room), {**LIMITED, "LENCANA_DATABASE_URL": url}) as (one, two),
        load_services.nginx([one]) as single,
        load_services.nginx([one, two]) as double,
    ):
        api.checked_answer(double, bodies)
        ways = {ALONE: one, ONE: single, TWO: double}
        loads = {name: Load(server, "/v1/check", bodies) for name, server in ways.items()}
        for load in loads.values():
            measure(load, 200)  # warm
        taken: dict[str, list[Share]] = {name: [] for name in ways}
        for name in interleaved(tuple(ways), rounds):
            taken[name].append(_share(loads[name], (one, two), requests))
        envelopes = load_lists.signed(Path(room) / "one", {"LENCANA_DATABASE_URL": url}, versions, LISTED)
        seen, asked = _publish(envelopes, (one, two), loads[TWO], requests // 4)
    return _table(taken, seen, asked, rounds, requests)


@dataclass(frozen=True, slots=True)
class Share:
    """Who spent how much CPU on a request, in µs, and how many requests a second that made."""

    servers: float
    nginx: float
    client: float
    rate: float


@contextmanager
def _pair(room: Path, environ: Mapping[str, str]) -> Iterator[tuple[Server, Server]]:
    """Two servers with data folders of their own on one database."""
    one, two = room / "one", room / "two"
    process.run(["-m", "lencana", "--data", str(one), "init", "--no-passphrase"], environ)
    two.mkdir()
    shutil.copy(one / "root.sha256", two)
    with lencana(one, environ) as first, lencana(two, environ) as second:
        yield first, second


def _share(load: Load, servers: tuple[Server, Server], requests: int) -> Share:
    pids = [server.pid for server in servers]
    before, client = [process.cpu_of_tree(pid) for pid in pids], _children()
    cost = measure(load, requests)
    behind = sum(process.cpu_of_tree(pid) for pid in pids) - sum(before)
    nginx = 0.0 if load.server.pid in pids else cost.cpu
    each = 1e6 / requests
    return Share(behind * each, nginx * 1e6, (_children() - client) * each, cost.rate)


def _publish(
    envelopes: Mapping[int, bytes], servers: tuple[Server, Server], load: Load, requests: int
) -> tuple[list[float], int]:
    """Publish through nginx while a client asks: seconds until both servers answer by each new list, requests made.

    Raises RuntimeError when a request of the client's is not answered with 200.
    """
    seen: list[float] = []
    done = Event()

    def ask() -> int:
        made = 0
        while not done.is_set():
            measure(load, requests)
            made += requests
        return made

    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask)
        try:
            for version, envelope in envelopes.items():
                time.sleep(0.3)
                _put(load.server, envelope)
                seen.append(_until(version, servers))
        finally:
            done.set()
        return seen, asking.result()


def _until(version: int, servers: tuple[Server, Server]) -> float:
    begin = time.monotonic()
    while any(_version(server) < version for server in servers):
        if time.monotonic() - begin > 10 * SECONDS:
            raise RuntimeError(f"version {version} is not served after {10 * SECONDS:g} s")
    return time.monotonic() - begin


def _put(server: Server, envelope: bytes) -> None:
    with closing(http.client.HTTPConnection(HOST, server.port, timeout=30)) as connection:
        connection.request("PUT", "/v1/allowlist", envelope, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        if answer.status != 201:
            raise RuntimeError(f"PUT /v1/allowlist: {answer.status} {answer.read()[:400]!r}")


def _version(server: Server) -> int:
    return int(json.loads(server.ask("/v1/check", b'{"from": "a@example.org"}'))["allowlist"]["version"])


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _table(taken: Mapping[str, list[Share]], seen: list[float], asked: int, rounds: int, requests: int) -> Table:
    rates = {name: [share.rate for share in shares] for name, shares in taken.items()}
    rows = tuple(
        (
            name,
            spread(rates[name]),
            spread(ratios(rates[name], rates[ONE]), 2),
            spread([share.servers for share in shares]),
            spread([share.nginx for share in shares]),
            spread([share.client for share in shares]),
        )
        for name, shares in taken.items()
    )
    work = {name: median(s.servers + s.nginx + s.client for s in shares) for name, shares in taken.items()}
    cores = {name: median(rates[name]) * work[name] / 1e6 for name in taken}
    notes = (
        f"{rounds} rounds of {requests} requests of {samples.JSON_BYTES} bytes over 8 connections, with the rate"
        " limit; nginx as deploy/nginx/nginx.conf sets it up, but without TLS.",
        "Servers, nginx, PostgreSQL and the client share the machine's two cores. Of them"
        f" {cores[ONE]:.1f} were busy with one server and {cores[TWO]:.1f} with two: the second one uses what the"
        " first left idle. If each server has its own core, calculate with the CPU a request.",
        f"Then {len(seen)} lists of {LISTED:,} brands were published through nginx while {asked:,} requests were made:"
        f" none failed, and both servers answered by the new list after {spread(seen, 2)} s.",
    )
    goal = Goal(
        "a publication under load: seen by every server", f"≤ {SECONDS:g} s", f"{max(seen):.2f} s", max(seen) <= SECONDS
    )
    columns = ("", "requests a second", "of 1 behind nginx", "CPU µs a request: servers", "nginx", "client")
    return Table(columns, rows, notes, (goal,))
