"""Work is bounded, whatever is forwarded; CPU time, for the machine is shared."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lencana.engine.assembly import open_engine
from lencana.mailbox.judgement import Judge
from lencana.settings import Settings

from .forwards import CHECK, file, head, mixed, rfc822, text

MB = 1024 * 1024
HOSTILE = {
    "labels": "From: a\n" * 20000,
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
    assert time.process_time() - began < 1.5, name


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
        mixed(b"Content-Type: application/zip; name=" + b'"' * 10000 + b"\r\n\r\nPK"),
    ],
    ids=["ten", "8 MB", "3000 files", "nested", "delimiters", "quotes"],
)
def test_structures(own_list: Path, raw: bytes) -> None:
    judge = _judge(own_list)
    began = time.process_time()
    judge.judge(raw, datetime.now(UTC))
    assert time.process_time() - began < 5


def _judge(data: Path) -> Judge:
    engine, _ = open_engine(data, Settings(dkim="off"))  # type: ignore[arg-type]
    return Judge(engine, CHECK, frozenset({"example.test"}), "en")
