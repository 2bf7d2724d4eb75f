"""`python -m bench.scale`: measure what a reader's requests cost, and write the tables of docs/scale.md from it.

`--check` measures nothing: it says whether the tables on the page follow from the costs on the page.
"""

import argparse
import http.client
import json
import re
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from bench.inputs import folders, samples
from bench.servers import process
from bench.servers.server import HOST, Server, lencana
from bench.tables import readers
from bench.tables.readers import Cost
from bench.tables.rounds import interleaved

PAGE = Path(__file__).resolve().parent.parent / "docs" / "scale.md"
BEGIN, END = "<!-- from here on written by bench/scale.py -->", "<!-- to here -->"
LISTED = (1_000, 100_000)
ROWS = 6
ROUNDS, REQUESTS = 7, 400
_SENT = re.compile(r"a publication: ([\d,]+ brands, ([\d,]+) bytes)")
JSON, RAW, GZIP = (
    {"Content-Type": "application/json"},
    {"Content-Type": "message/rfc822"},
    {"Accept-Encoding": "gzip"},
)
Ask = Callable[[int], tuple[int, int]]  # the number of the request; bytes up and down


def main() -> int:
    """0 when the page is written, or right."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure nothing; is the page right?")
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    written, _, after = rest.partition(END)
    if parser.parse_args().check:
        costs, lists = _costs_on(written), _lists_on(written)
    else:
        costs, lists = measured(), sizes()
    tables = f"\n{readers.day(costs)}\n\n{readers.needs(costs, lists)}\n"
    if tables != written and not parser.parse_args().check:
        PAGE.write_text(f"{before}{BEGIN}{tables}{END}{after}", encoding="utf-8")
    elif tables != written:
        print(f"{PAGE.name} does not follow from its costs:\n{tables}", file=sys.stderr)
        return 1
    print(tables)
    return 0


def measured() -> tuple[Cost, ...]:
    """In the order of readers.DAY."""
    with lencana(folders.listing(LISTED[0])) as server, closing(_connect(server)) as connection:
        asks = _asks(connection)
        for ask in asks:
            _cost(server, ask, 100)  # warm
        taken: dict[Ask, list[Cost]] = {ask: [] for ask in asks}
        for ask in interleaved(asks, ROUNDS):
            taken[ask].append(_cost(server, ask, REQUESTS))
        return tuple(sorted(costs, key=lambda cost: cost.cpu)[ROUNDS // 2] for costs in taken.values())


def _asks(connection: http.client.HTTPConnection) -> tuple[Ask, ...]:
    """What a reader asks, in the order of readers.DAY."""

    def one(status: int, path: str, headers: dict[str, str], bodies: Sequence[bytes] = ()) -> Ask:
        def ask(number: int) -> tuple[int, int]:
            body = bodies[number % len(bodies)] if bodies else None
            connection.request("POST" if bodies else "GET", path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
            if answer.status != status:
                raise RuntimeError(f"{path}: {answer.status} {data[:300]!r}")
            return len(body or b""), len(data)

        return ask

    connection.request("GET", "/v1/allowlist", headers=GZIP)
    answer = connection.getresponse()
    if_changed = GZIP | {"If-None-Match": answer.headers["ETag"]}
    answer.read()
    return (
        one(200, "/v1/check", JSON, [body.encode() for body in samples.json_bodies(64)]),
        one(200, "/v1/check?origin=delivered", RAW, [raw.encode() for raw in samples.long_messages(64)]),
        one(200, "/v1/check/batch", JSON, _batches()),
        one(404, "/v1/root/2", {}),
        one(304, "/v1/allowlist", if_changed),
        one(200, "/v1/allowlist", GZIP),
    )


def _connect(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(HOST, server.port, timeout=30)


def sizes() -> dict[str, int]:
    """Bytes of a list as it is sent, compressed, by how long it is."""
    size_by_list = {}
    for listed in LISTED:
        with lencana(folders.listing(listed)) as server, closing(_connect(server)) as connection:
            connection.request("GET", "/v1/allowlist", headers=GZIP)
            size = len(connection.getresponse().read())
            size_by_list[f"{listed:,} brands, {size:,} bytes"] = size
    return size_by_list


def _cost(server: Server, ask: Ask, times: int) -> Cost:
    """CPU is counted in steps of 10 ms."""
    before = process.cpu_of_tree(server.pid)
    taken = [ask(number) for number in range(times)]
    cpu = process.cpu_of_tree(server.pid) - before
    ups, downs = (sum(column) // times for column in zip(*taken, strict=True))
    return Cost(round(cpu / times * 1e6), ups, downs)


def _batches() -> list[bytes]:
    """Rows of a list of messages: webmail, sender and subject, as the extension asks."""
    batches = []
    for number in range(16):
        mails = [samples.mail(number * ROWS + at, 100) for at in range(ROWS)]
        rows = [{"webmail": "roundcube", "from": _of(m, "From"), "subject": _of(m, "Subject")} for m in mails]
        batches.append(json.dumps({"messages": rows}).encode())
    return batches


def _of(mail: samples.Mail, name: str) -> str:
    return dict(mail.headers)[name]


def _costs_on(written: str) -> tuple[Cost, ...]:
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in written.splitlines() if line.startswith("|")]
    numbers = {row[0]: [cell.replace(",", "") for cell in row[2:5]] for row in rows}
    return tuple(Cost(*map(int, numbers[what])) for what in readers.DAY)


def _lists_on(written: str) -> dict[str, int]:
    return {name: int(size.replace(",", "")) for name, size in _SENT.findall(written)}


if __name__ == "__main__":
    sys.exit(main())
