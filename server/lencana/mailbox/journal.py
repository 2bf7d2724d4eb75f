"""What is remembered of messages: that they were judged and answered, and when; never what was in them or from whom.

Keys are HMACs under a secret of this journal, so that nobody who holds a message or an address can look it up. One
process at a time writes it. A state is on the disk before the next step begins:

    judging   attempts are counted: a message that ends the process each time is given up after MAX_ATTEMPTS
    sending   the answer is about to be handed over. Killed now, nobody can tell whether it was (RFC 1047): it is handed
              over again with the same Message-ID, by which mail servers and programs know the copy
    done      answered, or nothing to answer; the message only has to be deleted or moved
"""

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum, unique
from pathlib import Path
from typing import Self

from lencana.errors import StoreError

FILE = "mailbox.sqlite"  # in the data folder
MAX_ATTEMPTS = 3
REMEMBERED = timedelta(days=14)  # longer than mail servers try to deliver
_SCHEMA = """
create table if not exists secret (bytes blob not null);
create table if not exists message (
    key text primary key, state text not null, attempts integer not null, at text not null
);
create table if not exists answer (asker text not null, key text not null, at text not null, primary key (asker, key));
create table if not exists counter (
    name text not null, label text not null, number integer not null, primary key (name, label)
);
"""


@unique
class State(StrEnum):
    """How far the handling of a message has come."""

    NEW = "new"
    JUDGING = "judging"
    SENDING = "sending"
    DONE = "done"


class Journal:
    """The journal of one data folder. Raises StoreError when the file cannot be used."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """`Journal.open` makes one."""
        self._connection = connection
        self._secret = self._read_secret()

    @classmethod
    @contextmanager
    def open(cls, data: Path) -> Iterator[Self]:
        """The journal in a data folder; made if there is none. Raises StoreError."""
        try:
            connection = sqlite3.connect(data / FILE, isolation_level=None, check_same_thread=False, timeout=10)
            try:
                (data / FILE).chmod(0o600)
                connection.execute("pragma journal_mode = wal")
                connection.execute("pragma synchronous = full")  # a state must outlive a power cut
                connection.executescript(_SCHEMA)
                yield cls(connection)
            finally:
                connection.close()
        except sqlite3.Error as error:
            raise StoreError(f"{data / FILE}: {error}") from error

    def key(self, *parts: bytes) -> str:
        """The key of a message or an address, in hexadecimal."""
        digest = hmac.new(self._secret, digestmod=hashlib.sha256)
        for part in parts:
            digest.update(len(part).to_bytes(8, "big") + part)
        return digest.hexdigest()

    def begin(self, key: str, now: datetime) -> tuple[State, int]:
        """The state that a message was left in, and how often it has been begun before this time."""
        with self._transaction():
            self._forget(now)
            row = self._connection.execute("select state, attempts from message where key = ?", (key,)).fetchone()
            state, attempts = (State(row[0]), int(row[1])) if row else (State.NEW, 0)
            if state is State.NEW:
                self._connection.execute(
                    "insert into message values (?, ?, 1, ?)", (key, State.JUDGING, now.isoformat())
                )
            elif state is State.JUDGING:
                self._connection.execute("update message set attempts = attempts + 1 where key = ?", (key,))
        return state, attempts

    def sending(self, key: str, asker: str, now: datetime) -> None:
        """The answer is about to be handed over; it counts towards the asker's limit from now on."""
        with self._transaction():
            self._connection.execute("update message set state = ? where key = ?", (State.SENDING, key))
            self._connection.execute("insert or replace into answer values (?, ?, ?)", (asker, key, now.isoformat()))

    def not_sent(self, key: str, asker: str) -> None:
        """The mail server has refused the answer for now: it was certainly not sent."""
        with self._transaction():
            self._connection.execute("update message set state = ?, attempts = 0 where key = ?", (State.JUDGING, key))
            self._connection.execute("delete from answer where asker = ? and key = ?", (asker, key))

    def done(self, key: str, **counts: str) -> None:
        """The message is handled; `counts` are counters and the label under which each counts one."""
        with self._transaction():
            self._connection.execute("update message set state = ? where key = ?", (State.DONE, key))
            for name, label in counts.items():
                self._count(name, label, 1)

    def count(self, name: str, label: str, number: int = 1) -> None:
        """Add to a counter."""
        self._count(name, label, number)

    def answers_since(self, asker: str, since: datetime, besides: str) -> int:
        """How many answers one asker has had since then, `besides` that to the message with this key."""
        query = "select count(*) from answer where asker = ? and at > ? and key <> ?"
        return int(self._connection.execute(query, (asker, since.isoformat(), besides)).fetchone()[0])

    def counters(self) -> list[tuple[str, str, int]]:
        """Every counter by name and label."""
        return list(self._connection.execute("select name, label, number from counter order by name, label"))

    def _count(self, name: str, label: str, number: int) -> None:
        query = (
            "insert into counter values (?, ?, ?)"
            " on conflict (name, label) do update set number = number + excluded.number"
        )
        self._connection.execute(query, (name, label, number))

    def _forget(self, now: datetime) -> None:
        before = (now - REMEMBERED).isoformat()
        self._connection.execute("delete from message where at < ?", (before,))
        self._connection.execute("delete from answer where at < ?", (before,))

    def _read_secret(self) -> bytes:
        with self._transaction():
            row = self._connection.execute("select bytes from secret").fetchone()
            if row is None:
                row = (secrets.token_bytes(32),)
                self._connection.execute("insert into secret values (?)", row)
        return bytes(row[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")
