"""Reports in the database: each is stored once, and one transaction does what belongs together."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, and_, delete, func, insert, inspect, or_, select, update

from lencana.errors import StoreFullError
from lencana.registry.store.connections import Connections
from lencana.registry.store.migrate import migrate
from lencana.registry.store.schema import report as table
from lencana.registry.store.schema import report_outbox as outbox
from lencana.reports.capacity import Capacity, Usage, evictions
from lencana.reports.report import Answer, Change, Content, Group, Kind, Position, Report, State
from lencana.settings import Settings

MAX_GROUPS = 200
_column = table.c
_FIELDS = (
    _column.id, _column.at, _column.expires, _column.kind, _column.state, _column.group, _column.reader,
    _column.content, _column.answer, _column.raw.is_not(None).label("has_message"),
)  # fmt: skip


class ReportStore:
    """The reports of a data folder's database. Close it when done. Every method raises StoreError."""

    def __init__(self, settings: Settings, data: Path) -> None:
        """Opens nothing yet."""
        self._connections = Connections(settings, data)
        self._has_tables = False
        self._must_erase: bool | None = None  # not known yet
        self._preparing = Lock()

    def close(self) -> None:
        """Give every connection back."""
        self._connections.close()

    def add(self, report: Report, raw: bytes | None, capacity: Capacity) -> Report:
        """Store a report, in place of closed ones if need be; the one that is there if its id is known already.

        Raises StoreFullError when those that wait fill what there is.
        """
        content = msgspec.json.encode(report.content)
        size = len(content) + len(raw or b"")
        with self.transaction(write=True) as connection:
            if known := _one(connection, report.id):
                return known
            evicted = _make_room(connection, capacity, size)
            if evicted is None:
                raise StoreFullError("the inbox of reports is full")
            self._must_erase = self._must_erase or bool(_delete(connection, evicted))
            values = {**msgspec.structs.asdict(report), "content": content, "answer": None, "raw": raw, "size": size}
            del values["has_message"]
            connection.execute(insert(table), values)
        return report

    def page(self, state: State | None, limit: int, before: Position | None) -> list[Report]:
        """Reports, newest first, those after `before`."""
        query = select(*_FIELDS).order_by(_column.at.desc(), _column.id.desc()).limit(limit)
        if state is not None:
            query = query.where(_column.state == state.value)
        if before is not None:
            query = query.where(or_(_column.at < before.at, and_(_column.at == before.at, _column.id < before.id)))
        with self.transaction() as connection:
            return [_report(row) for row in connection.execute(query)]

    def groups(self, state: State | None) -> list[Group]:
        """The groups with the newest reports, newest first."""
        counts = select(
            _column.group,
            func.count().label("count"),
            func.count(_column.reader.distinct()).label("readers"),
            func.max(_column.at).label("newest"),
        ).group_by(_column.group)
        if state is not None:
            counts = counts.where(_column.state == state.value)
        newest = counts.order_by(func.max(_column.at).desc(), _column.group).limit(MAX_GROUPS).subquery()
        query = (
            select(newest.c.count, newest.c.readers, *_FIELDS)
            .join(newest, and_(_column.group == newest.c.group, _column.at == newest.c.newest))
            .order_by(_column.at.desc(), _column.id.desc())
        )
        with self.transaction() as connection:
            group_by_id = {
                row.group: Group(row[0], row[1], _report(row)) for row in reversed(list(connection.execute(query)))
            }
        return sorted(group_by_id.values(), key=lambda group: (group.newest.at, group.newest.id), reverse=True)

    def get(self, id_: str) -> Report | None:
        """One report, or None."""
        with self.transaction() as connection:
            return _one(connection, id_)

    def raw(self, id_: str) -> bytes | None:
        """The raw message of a report; None without one, or without such a report."""
        with self.transaction() as connection:
            raw = connection.scalar(select(_column.raw).where(_column.id == id_))
        return None if raw is None else bytes(raw)

    def change(self, id_: str, decide: Callable[[Report], Change], now: str) -> Report | None:
        """Change state and answer as `decide` says of the report as it is now; None if there is no such report.

        What is to be sent on goes with the answer; what was sent is not sent again.
        """
        with self.transaction(write=True) as connection:
            before = _one(connection, id_)
            if before is None:
                return None
            change = decide(before)
            encoded = None if change.answer is None else msgspec.json.encode(change.answer)
            values = {"state": change.state.value, "answer": encoded}
            connection.execute(update(table).where(_column.id == id_).values(values))
            rows = outbox.c
            there = set(connection.scalars(select(rows.channel).where(rows.report == id_)))
            for channel in set(change.channels) - there:
                row = {"report": id_, "channel": channel, "state": "waiting", "attempts": 0, "due": now, "claim": ""}
                connection.execute(insert(outbox), row)
            return msgspec.structs.replace(before, state=change.state, answer=change.answer)

    def delete(self, ids: Sequence[str]) -> int:
        """Delete reports and what waits to be sent of them; how many there were. `erase` takes them off the disk."""
        with self.transaction(write=True) as connection:
            deleted = _delete(connection, ids)
        self._must_erase = self._must_erase or deleted > 0
        return deleted

    def delete_due(self, now: str, oldest: str) -> int:
        """Delete all that is due now, or was sent at `oldest` or before; how many there were."""
        is_due = or_(_column.expires <= now, _column.at <= oldest)
        with self.transaction() as connection:
            ids = list(connection.scalars(select(_column.id).where(is_due)))
        return self.delete(ids) if ids else 0

    def erase(self) -> bool:
        """Take what was deleted off the disk; false if a reader was in the way. Slow: for the keeper alone."""
        if self._must_erase is None:
            with self.transaction():
                pass  # makes the tables
            self._must_erase = self._connections.may_have_deleted_rows(table.name)
        if self._must_erase:
            self._must_erase = False  # what is deleted meanwhile sets it again
            is_erased = False
            try:
                is_erased = self._connections.erase_deleted(table.name)
            finally:
                self._must_erase = self._must_erase or not is_erased
        return not self._must_erase

    def waiting(self) -> int:
        """How many wait for an admin."""
        with self.transaction() as connection:
            return connection.scalar(select(func.count()).where(_column.state == State.WAITING.value)) or 0

    @contextmanager
    def transaction(self, *, write: bool = False) -> Iterator[Connection]:
        """A transaction on the tables of reports; with `write`, one at a time."""
        self._prepare()
        with self._connections.transaction(write=write, lock=table.name) as connection:
            yield connection

    def _prepare(self) -> None:
        """Bring a database from before there were reports to the newest schema, once."""
        if self._has_tables:
            return
        with self._preparing:
            self._connections.close_to_others()
            with self._connections.transaction() as connection:
                self._has_tables = inspect(connection).has_table(table.name)
            if not self._has_tables:
                with self._connections.transaction(write=True) as connection:
                    migrate(connection)
                self._has_tables = True


def _make_room(connection: Connection, capacity: Capacity, size: int) -> list[str] | None:
    row = connection.execute(select(func.count(), func.coalesce(func.sum(_column.size), 0)).select_from(table)).one()
    usage = Usage(int(row[0]), int(row[1]))
    if usage.count < capacity.count and usage.size + size <= capacity.size:
        return []
    closed = select(_column.id, _column.size).where(_column.state == State.CLOSED.value)
    rows = connection.execute(closed.order_by(_column.at, _column.id))
    return evictions(capacity, usage, size, [(id_, int(taken)) for id_, taken in rows])


def _delete(connection: Connection, ids: Sequence[str]) -> int:
    deleted = 0
    for start in range(0, len(ids), 500):  # SQLite takes so many parameters, and more
        some = ids[start : start + 500]
        connection.execute(delete(outbox).where(outbox.c.report.in_(some)))
        deleted += connection.execute(delete(table).where(_column.id.in_(some))).rowcount
    return deleted


def _one(connection: Connection, id_: str) -> Report | None:
    row = connection.execute(select(*_FIELDS).where(_column.id == id_)).one_or_none()
    return None if row is None else _report(row)


def _report(row: Row[Any]) -> Report:
    return Report(
        id=row.id,
        at=row.at,
        expires=row.expires,
        kind=Kind(row.kind),
        state=State(row.state),
        group=row.group,
        reader=row.reader,
        content=msgspec.json.decode(row.content, type=Content),
        answer=None if row.answer is None else msgspec.json.decode(row.answer, type=Answer),
        has_message=bool(row.has_message),
    )
