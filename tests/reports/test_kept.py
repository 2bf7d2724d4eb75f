"""How long a report is there: until it is due or deleted, and then nowhere on the disk; never in a log."""

import logging
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from lencana.engine.assembly import open_engine
from lencana.errors import SettingsError, StoreError
from lencana.reports.inbox import Inbox
from lencana.reports.keeper import Keeper
from lencana.reports.probe import has_reports
from lencana.settings import Reports, Settings

from .conftest import THEN, Inboxed, a_report, with_message

Make = Callable[..., Inboxed]
CANARY = "zwitscher9417"
LONG = (CANARY.encode() + b" ") * 4000  # several pages of the database


def told(**fields: object) -> dict[str, object]:
    sender = {"address": f"{CANARY}@{CANARY}.example", "name": CANARY}
    texts = dict.fromkeys(("subject", "comment", "diagnosis", "webmail"), CANARY)
    return with_message(LONG, sender=sender, **{**texts, **fields})


def on_disk(data: Path) -> list[str]:
    return [path.name for path in data.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


class Clocked:
    """A keeper whose clock can be put on."""

    def __init__(self, server: Inboxed, settings: Settings) -> None:
        engine, _ = open_engine(server.data, settings)
        self.now = THEN
        self.inbox = Inbox(settings, server.data, engine)
        self.keeper = Keeper(self.inbox, settings, server.data, {}, lambda: self.now)

    def look(self) -> None:
        """Until nothing that was deleted is left: the server's own keeper may be reading just then."""
        deadline = monotonic() + 60
        while not self.keeper.look():
            assert monotonic() < deadline
            sleep(0.05)


@pytest.mark.parametrize(("keep", "span"), [("30d", timedelta(days=30)), ("2h", timedelta(hours=2))])
def test_due_is_gone_from_the_disk(make: Make, keep: str, span: timedelta) -> None:
    server = make(reports=Reports.MESSAGES, reports_keep=keep)
    id_ = server.send(told()).get_json()["id"]
    clocked = Clocked(server, Settings(reports_keep=keep))
    clocked.now += span - timedelta(seconds=1)
    clocked.look()
    assert server.client.get(f"/v1/reports/{id_}/answer").status_code == 200
    assert on_disk(server.data)
    clocked.now += timedelta(seconds=1)
    clocked.look()
    assert server.client.get(f"/v1/reports/{id_}/answer").status_code == 404
    assert on_disk(server.data) == []
    assert not has_reports(Settings(), server.data)


def test_a_shorter_time_counts_for_what_is_there(make: Make) -> None:
    server = make()
    server.send(a_report())
    clocked = Clocked(server, Settings(reports_keep="1d"))
    clocked.now += timedelta(days=1)
    clocked.look()
    assert server.listed()["reports"] == []


def test_deleted_by_an_admin_is_gone_from_the_disk(make: Make) -> None:
    server = make(reports=Reports.MESSAGES)
    ids = [server.send(told()).get_json()["id"] for _ in range(3)]
    clocked = Clocked(server, Settings())
    for id_ in ids:
        clocked.inbox.delete([id_])
    clocked.look()
    assert on_disk(server.data) == []


def test_pushed_out_is_gone_from_the_disk(make: Make) -> None:
    settings = Settings(reports=Reports.MESSAGES, reports_max=1)
    server = make(reports=Reports.MESSAGES, reports_max=1)
    clocked = Clocked(server, settings)
    id_ = server.send(told()).get_json()["id"]
    server.admin("PATCH", f"/v1/reports/{id_}", json={"answer": {"kind": "other", "text": CANARY}})
    request = a_report()
    assert server.send(request).status_code == 201
    clocked.inbox.store.delete([request["id"]])
    clocked.look()
    assert on_disk(server.data) == []


def test_a_keeper_outlives_a_database_that_is_away(
    make: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    server = make()
    server.send(told())
    clocked = Clocked(server, Settings())

    def fail(_now: str, _oldest: str) -> int:
        raise StoreError("away")

    with monkeypatch.context() as patch:
        patch.setattr(clocked.inbox.store, "delete_due", fail)
        for _ in range(3):
            clocked.look()
    assert caplog.text.count("readers' reports are neither deleted nor sent on: away") == 1
    clocked.now += timedelta(days=31)
    clocked.look()
    assert on_disk(server.data) == []


def test_nobody_who_reports_nothing_loads_what_keeps_reports(make: Make) -> None:
    """docs/decisions/0102."""
    server = make()
    clocked = Clocked(server, Settings())
    clocked.look()
    assert not clocked.inbox.is_in_use


@pytest.mark.parametrize("keep", ["", "30", "0d", "d", "367d", "9999w", "1.5d", "-1d", "30 d", "forever"])
def test_a_span_that_is_none(keep: str) -> None:
    with pytest.raises(SettingsError, match="reports_keep"):
        _ = Settings(reports_keep=keep).reports_kept


def test_no_log_repeats_a_report(
    make: Make, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.NOTSET)
    for name in list(logging.root.manager.loggerDict):
        caplog.set_level(logging.DEBUG, logger=name)
    server = make(reports=Reports.MESSAGES, reports_max=2)
    good = told()
    path = f"/v1/reports/{good['id']}"
    bodies = (good, told(), told(), told(codes=[CANARY]), told(kind=CANARY), told(reader=CANARY + "!"), told(id=CANARY))
    for body in bodies:
        server.send(body)
    server.send(CANARY.encode())
    for method, address in (("GET", path), ("GET", f"{path}/answer"), ("PATCH", path), ("GET", "/v1/reports")):
        server.admin(method, f"{address}?q={CANARY}", json={"answer": {"kind": "phish", "text": CANARY}})
    server.admin("GET", f"/v1/reports?state={CANARY}&before={CANARY}")
    server.admin("GET", f"/v1/reports/{CANARY}")
    for file in server.data.glob("lencana.sqlite*"):
        file.unlink()
    (server.data / "lencana.sqlite").write_bytes(b"no database, but longer than a header of one" * 100)
    assert server.send(told()).status_code == 503
    server.admin("DELETE", path)
    written = capfd.readouterr()
    everything = caplog.text + written.out + written.err
    assert "lencana.audit" in everything
    assert CANARY not in everything
    assert str(good["id"]) not in everything


def test_a_report_is_for_the_servers_user_alone(make: Make) -> None:
    server = make()
    server.send(a_report())
    for path in server.data.glob("lencana.sqlite*"):
        assert os.stat(path).st_mode & 0o077 == 0, path.name  # noqa: PTH116
