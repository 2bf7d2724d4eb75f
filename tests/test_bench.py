"""The parts of the benchmark that could lie: what is not about speed is tested here, and no figure is."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import dkim
import pytest
from bench.inputs import imitations, samples, signed
from bench.servers import paced
from bench.servers.client import whole
from bench.tables.chart import Bar, Chart, Group, svg
from bench.tables.report import Circumstances, Section, write
from bench.tables.rounds import interleaved, ratios
from bench.tables.table import Goal, Table

from lencana.core.domains.domain import Domain

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
PAUSE = 0.3  # seconds that the slow server sleeps before its first answer


@contextmanager
def slow_once() -> Iterator[tuple[str, int]]:
    """A server of one connection that pauses before its first answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                time.sleep(PAUSE)
                while connection.recv(1024):
                    connection.sendall(ANSWER)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()
        thread.join(5)


def test_who_would_have_come_during_a_pause_is_charged_to_the_server() -> None:
    with slow_once() as where, socket.create_connection(where, timeout=5) as connection:
        due = [at / 100 for at in range(10)]  # ten within a tenth of a second, all during the pause
        took = paced.drive([connection], [b"GET / HTTP/1.1\r\n\r\n"], due, 5)
    assert len(took) == 10
    assert all(each >= PAUSE - at - 0.02 for each, at in zip(took, due, strict=True))


def test_an_answer_is_whole_when_its_length_says_so_and_only_200_is_one() -> None:
    assert whole(ANSWER[:20]) is None
    assert whole(ANSWER[:-1]) == len(ANSWER)
    with pytest.raises(RuntimeError):
        whole(ANSWER.replace(b"200 OK", b"429 Too Many"))


def test_nobody_always_goes_first() -> None:
    assert list(interleaved("ab", 3)) == list("abbaab")
    assert ratios([2, 6], [1, 2]) == [2, 3]


def test_a_picture_is_xml_that_names_what_it_shows_and_knows_the_dark() -> None:
    chart = Chart("Speed <1>", "µs", (Group("few", (Bar("ours", 3.0, 40.0, own=True), Bar("a & b", 5000))),), True)
    root = ElementTree.fromstring(svg(chart))  # noqa: S314 (our own)
    texts = [text for element in root.iter() for text in [element.text or ""]]
    assert "Speed <1>" in texts
    assert "a & b" in texts
    assert "3 – 40" in texts
    assert "prefers-color-scheme: dark" in svg(chart)
    widths = [float(element.attrib["width"]) for element in root.iter() if element.tag.endswith("rect")]
    assert 0 < widths[0] < widths[1]


def test_the_page_says_what_was_missed_and_what_was_not_measured(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    table = Table(
        ("", "µs"), (("ours", "3"),), ("a note",), (Goal("speed", "≤ 2", "3", False),),
        Chart("Speed", "µs", (Group("", (Bar("ours", 3.0),)),)), ("no rspamd here",),
    )  # fmt: skip
    write([Section("speed", "How fast?", table, 1.0)], Circumstances("make bench", "today", "0 to 1"), tmp_path)
    page = (tmp_path / "benchmarks.md").read_text()
    for wanted in ("**missed**", "Not measured: no rspamd here", "- a note", "images/benchmark-speed.svg"):
        assert wanted in page
    assert (tmp_path / "images" / "benchmark-speed.svg").read_text().startswith("<svg")


def test_the_messages_are_signed_by_their_senders_and_the_dns_proves_it() -> None:
    taken = signed.corpus(4)

    def lookup(name: bytes, timeout: float = 5) -> bytes:  # noqa: ARG001 (dkimpy's interface)
        return taken.records[name.decode().rstrip(".")].encode()

    assert all(dkim.verify(message, dnsfunc=lookup) for message in taken.messages)
    assert not dkim.verify(taken.messages[0] + b"more\r\n", dnsfunc=lookup)
    assert {samples.sending_domain(message) for message in taken.messages} <= set(taken.records)


def test_imitations_imitate_and_harmless_names_are_none() -> None:
    kinds = imitations.imitations(20)
    listed = set(imitations.folders.domains(100_000))
    for names in kinds.values():
        assert len(names) == 60
        assert not {Domain.parse(name).registrable for name in names} & listed
    assert not set(imitations.harmless()) & listed
    assert len(imitations.harmless()) == imitations.NAMES


def test_bodies_are_as_long_as_the_page_says() -> None:
    assert {len(body) for body in samples.json_bodies(4)} == {samples.JSON_BYTES}
    assert all(abs(len(body) - 22_500) < 1500 for body in samples.header_bodies(4))
    assert all(48_000 < len(body) < 56_000 for body in samples.long_messages(8))
