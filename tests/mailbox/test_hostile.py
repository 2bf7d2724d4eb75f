"""Work is bounded, whatever is forwarded; CPU time, for the machine is shared."""

import io
import struct
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lencana.core.mail.message import Limits
from lencana.engine.assembly import open_engine
from lencana.mailbox.forwarded.enclosed import Obstacle, read_enclosed
from lencana.mailbox.judgement import Judge
from lencana.settings import Settings

from .forwards import CHECK, file, head, mixed, rfc822, text

MB = 1024 * 1024
_ENTRY = b"PK\x01\x02" + bytes(24) + b"\x01\x00" + bytes(16) + b"a"  # of a ZIP archive's directory, named `a`
ENTRIES = 21
ZIP_OF_MANY = _ENTRY * ENTRIES + b"PK\x05\x06" + bytes(4) + struct.pack("<HHLLH", 1, 1, len(_ENTRY) * ENTRIES, 0, 0)
HOSTILE = {
    "labels": "From: a\n" * 20000,
    "short labels": "to:\n" * 16000,
    "labels and lines": "to:\nx\n" * 10000,
    "labels in one line": "----- Forwarded Message ----- " + "From: To: Subject: " * 4000,
    "separators": "----- Forwarded Message -----\n" * 5000,
    "dashes": "-" * 60000,
    "blanks": "---" + " " * 60000 + "\n" + "\t" * 60000,
    "quotes": "> " * 30000 + "\n" + "> > > From: a\n" * 5000,
    "continuations": "From: a\n" + "b\n" * 30000,
    "addresses": "From: " + "a@b <" * 10000 + "\nTo: x\nSubject: y\n",
    "wrote": ("x" * 900 + "<a@b.example> wrote:\n") * 60,
    "stars": "*" * 30000 + "From" + "*" * 30000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_texts(own_list: Path, name: str) -> None:
    judge = _judge(own_list)
    began = time.process_time()
    judge.judge(text(HOSTILE[name]), datetime.now(UTC))
    assert time.process_time() - began < 0.8, name


@pytest.mark.parametrize(
    "raw",
    [
        mixed(*(rfc822(b"From: a@b.example\r\n\r\n" + b"x" * 100_000) for _ in range(10))),
        mixed(file(b"x" * 8 * MB, "a.eml")),
        mixed(*(file(b"x", f"{n}.eml") for n in range(3000))),
        head()
        + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"
        + b"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n" * 20000,
        head() + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n" * 500_000,
        head() + b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\nContent-Type: multipart/x\n\n" * 500_000,
        mixed(b"Content-Type: application/zip; name=" + b'"' * 10000 + b"\r\n\r\nPK"),
    ],
    ids=["ten", "8 MB", "3000 files", "nested", "delimiters", "empty", "quotes"],
)
def test_structures(own_list: Path, raw: bytes) -> None:
    judge = _judge(own_list)
    began = time.process_time()
    judge.judge(raw, datetime.now(UTC))
    assert time.process_time() - began < 3


def test_a_directory_of_many_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be read whole: four seconds for the 19 MB of 400,000 entries."""
    monkeypatch.setattr(zipfile, "ZipFile", lambda _file: pytest.fail("opened"))
    assert read_enclosed(mixed(file(ZIP_OF_MANY, "a.zip")), Limits()).obstacles == (Obstacle.ZIP,)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_is_not_unpacked_at_once(method: int) -> None:
    """A kilobyte of bzip2 makes gigabytes, and the library takes as much memory. A process of its own has its peak."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as zipped, zipped.open("a.eml", "w") as entry:
        for _ in range(300):
            entry.write(bytes(MB))
    measured = subprocess.run(
        [sys.executable, "-c", _PEAK],
        input=mixed(file(archive.getvalue(), "a.zip")),
        capture_output=True,
        check=True,
    )
    assert int(measured.stdout) < 50 * MB


_PEAK = """
import resource, sys
from lencana.core.mail.message import Limits
from lencana.mailbox.forwarded.enclosed import read_enclosed

raw = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read_enclosed(raw, Limits())
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024)
"""


def _judge(data: Path) -> Judge:
    engine, _ = open_engine(data, Settings(dkim="off"))  # type: ignore[arg-type]
    return Judge(engine, CHECK, frozenset({"example.test"}), "en")
