"""The list in force: what it survives, and what it never does."""

import gc
import logging
import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lencana.core.brands.allowlist import Brand
from lencana.core.domains.domain import Domain
from lencana.errors import (
    EquivocationError,
    NotInitialisedError,
    PinError,
    SignatureError,
    StoreError,
    VersionError,
)
from lencana.registry import high_water, poller
from lencana.registry.in_force import ListInForce, open_list_in_force
from lencana.registry.pin import write_pin
from lencana.registry.publish import publish_allowlist, publish_first_root, publish_root, trusted_root
from lencana.registry.store import DATABASE_FILE, Store
from lencana.settings import Settings
from lencana.trust.client_workflow import DocumentVersion
from running import allowed
from trust.publisher import NOW, allowlist, digest, root, signed

ROOT = signed(root(), "root")
LIST_1 = signed(allowlist(), "list")
LIST_2 = signed(allowlist(2, LIST_1, brands=(Brand(id="x", name="X", domains=("x.example",)),)), "list")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Store(Settings(), tmp_path) as store:
        store.create()
        publish_first_root(store, ROOT, NOW)
        publish_allowlist(store, LIST_1, NOW)
    write_pin(tmp_path, digest(ROOT))
    return tmp_path


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    with Store(Settings(), data) as opened:
        yield opened


@pytest.fixture
def list_in_force(data: Path) -> ListInForce:
    return open_list_in_force(data, Settings())


def by_hand(data: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(data / DATABASE_FILE)) as connection, connection:
        connection.execute(sql, values)


def test_loads_what_is_published(list_in_force: ListInForce) -> None:
    assert list_in_force().allowlist.version == 1
    assert list_in_force().sha256 == digest(LIST_1)
    assert list_in_force.allowlist_envelope() == LIST_1
    assert list_in_force.root_envelope() == list_in_force.root_envelope(1) == ROOT
    assert list_in_force.root_envelope(2) is None


def test_swaps_whole_when_a_newer_list_is_published(list_in_force: ListInForce, store: Store) -> None:
    before = list_in_force()
    publish_allowlist(store, LIST_2, NOW)
    assert list_in_force() is before
    list_in_force.refresh()
    assert list_in_force().allowlist.version == 2
    assert before.allowlist.version == 1
    assert list_in_force.allowlist_envelope() == LIST_2


def test_a_thread_sees_it_within_two_seconds(data: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poller, "INTERVAL", 0.02)
    list_in_force = open_list_in_force(data, Settings())
    publish_allowlist(store, LIST_2, NOW)
    end = time.monotonic() + allowed(2)
    while list_in_force().allowlist.version == 1 and time.monotonic() < end:
        list_in_force.poll()
        time.sleep(0.01)
    assert list_in_force().allowlist.version == 2


def test_keeps_the_last_good_list_while_the_store_is_gone(
    list_in_force: ListInForce, data: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.close()
    (data / DATABASE_FILE).rename(data / "away")
    with caplog.at_level(logging.ERROR):
        list_in_force.refresh()
        list_in_force.refresh()
    assert list_in_force().allowlist.version == 1
    assert len(caplog.records) == 1
    with pytest.raises(StoreError):
        list_in_force.allowlist_envelope()  # nobody has asked for it before
    (data / "away").rename(data / DATABASE_FILE)
    publish_allowlist(store, LIST_2, NOW)
    list_in_force.refresh()
    assert list_in_force().allowlist.version == 2


FORGED = signed(allowlist(2, LIST_1), "stranger")
INSERT = "INSERT INTO document VALUES ('allowlist', 2, '', '', ?)"


def test_a_list_put_into_the_table_by_hand_is_not_believed(list_in_force: ListInForce, data: Path) -> None:
    by_hand(data, INSERT, FORGED)
    list_in_force.refresh()
    assert list_in_force().allowlist.version == 1
    with pytest.raises(SignatureError):
        open_list_in_force(data, Settings())


@pytest.mark.parametrize("envelope", [FORGED, LIST_1[:-9], b"", "text", None], ids=str)
def test_a_list_exchanged_later_is_not_given_out(list_in_force: ListInForce, data: Path, envelope: object) -> None:
    """What is given out is read when it is first asked for."""
    by_hand(data, "UPDATE document SET envelope = coalesce(?, 0) WHERE role = 'allowlist'", envelope)
    with pytest.raises(StoreError):
        list_in_force.allowlist_envelope()
    by_hand(data, "UPDATE document SET envelope = ? WHERE role = 'allowlist'", LIST_1)
    assert list_in_force.allowlist_envelope() == LIST_1


def test_a_root_put_into_the_table_by_hand_is_not_believed(list_in_force: ListInForce, data: Path) -> None:
    strange = signed(root(root_keys="stranger", list_keys="stranger"), "stranger")
    by_hand(data, "UPDATE document SET envelope = ? WHERE role = 'root'", strange)
    by_hand(data, "UPDATE document SET envelope = ? WHERE role = 'allowlist'", signed(allowlist(), "stranger"))
    with pytest.raises(PinError):
        open_list_in_force(data, Settings())
    with pytest.raises(StoreError, match="backup"):
        list_in_force.allowlist_envelope()


def test_a_database_set_back_is_not_believed(list_in_force: ListInForce, data: Path, store: Store) -> None:
    publish_allowlist(store, LIST_2, NOW)
    list_in_force.refresh()
    by_hand(data, "DELETE FROM document WHERE version = 2")
    list_in_force.refresh()
    assert list_in_force().allowlist.version == 2


def test_not_even_after_a_restart(data: Path, store: Store) -> None:
    publish_allowlist(store, LIST_2, NOW)
    by_hand(data, "DELETE FROM document WHERE version = 2")
    with pytest.raises(VersionError, match="older than version 2, which was trusted"):
        open_list_in_force(data, Settings())
    with pytest.raises(VersionError, match="went back to version 1"):
        publish_allowlist(store, LIST_2, NOW)


def test_a_root_chain_set_back_is_not_believed(data: Path, store: Store) -> None:
    publish_root(store, signed(root(2, list_keys="list2"), "root"), NOW)
    publish_allowlist(store, signed(allowlist(2, LIST_1), "list2"), NOW)
    by_hand(data, "DELETE FROM document WHERE version = 2")
    with pytest.raises(VersionError, match="root version 1, and version 2"):
        open_list_in_force(data, Settings())


def test_two_histories_are_reported(list_in_force: ListInForce, data: Path, caplog: pytest.LogCaptureFixture) -> None:
    other = signed(allowlist(brands=()), "list")
    by_hand(data, "UPDATE document SET envelope = ? WHERE role = 'allowlist'", other)
    with pytest.raises(EquivocationError):
        open_list_in_force(data, Settings())
    third = signed(allowlist(2, other), "list")
    by_hand(data, INSERT, third)
    with caplog.at_level(logging.ERROR):
        list_in_force.refresh()
    assert list_in_force.is_update_refused and "does not follow" in caplog.text
    assert list_in_force().allowlist.brands


def test_a_forked_root_is_reported(data: Path) -> None:
    fork = {name: signed(root(2, list_keys=name), "root") for name in ("list2", "list3")}
    for name, envelope in fork.items():
        by_hand(data, "DELETE FROM document WHERE role = 'allowlist' OR version = 2")
        by_hand(data, "INSERT INTO document VALUES ('root', 2, '', '', ?)", envelope)
        by_hand(data, INSERT, signed(allowlist(2, LIST_1), name))
        if name == "list2":
            open_list_in_force(data, Settings())
    with pytest.raises(EquivocationError, match="two histories"):
        open_list_in_force(data, Settings())


def test_what_was_held_never_goes_back(data: Path) -> None:
    marks = [high_water.HighWaterMark(DocumentVersion(1, "a"), DocumentVersion(n, "b")) for n in (5, 4)]
    local_state = high_water.LocalTrustState(data)
    for mark in marks:
        local_state.advance(mark)
    assert local_state.high_water == marks[0]
    local_state.advance(anew := high_water.HighWaterMark(DocumentVersion(2, "a"), DocumentVersion(1, "b")))
    assert local_state.high_water == anew
    (data / high_water.HIGH_WATER_FILE).write_text("{")
    with pytest.raises(StoreError, match="restore a backup"):
        open_list_in_force(data, Settings())
    local_state.advance(marks[0])


@pytest.mark.parametrize("envelope", ["text", None, 5, b"", b"{}"])
def test_rubbish_in_the_table(list_in_force: ListInForce, data: Path, envelope: object) -> None:
    by_hand(data, "DROP TABLE document")
    by_hand(data, "CREATE TABLE document (role, version, sha256, published_at, envelope)")
    by_hand(data, "INSERT INTO document VALUES ('root', 1, '', '', ?)", ROOT)
    by_hand(data, INSERT, envelope)
    list_in_force.refresh()
    assert list_in_force().allowlist.version == 1


def test_a_database_that_is_none(data: Path, list_in_force: ListInForce) -> None:
    (data / DATABASE_FILE).write_bytes(b"not a database at all" * 100)
    list_in_force.refresh()
    assert list_in_force().allowlist.version == 1
    with pytest.raises(StoreError):
        open_list_in_force(data, Settings())


def test_rotated_list_keys(list_in_force: ListInForce, store: Store) -> None:
    publish_root(store, signed(root(2, list_keys="list2"), "root"), NOW)
    list_in_force.refresh()
    assert list_in_force().allowlist.version == 1
    publish_allowlist(store, signed(allowlist(2, LIST_1), "list2"), NOW)
    list_in_force.refresh()
    assert (list_in_force().allowlist.version, list_in_force.root.document.version) == (2, 2)


def test_a_start_between_root_and_list_says_what_is_to_be_done(data: Path, store: Store) -> None:
    publish_root(store, signed(root(2, list_keys="list2"), "root"), NOW)
    with pytest.raises(SignatureError, match=r"not signed by the keys that root version 2 names; .*renew"):
        open_list_in_force(data, Settings())


def test_an_expired_list_is_in_force_for_core_to_judge(data: Path) -> None:
    (data / high_water.HIGH_WATER_FILE).unlink()
    by_hand(data, "UPDATE document SET envelope = ? WHERE role = 'allowlist'",
            signed(allowlist(expires=NOW.replace(year=2020)), "list"))  # fmt: skip
    assert open_list_in_force(data, Settings())().allowlist.expires.year == 2020


def test_a_list_ends_with_its_root(data: Path) -> None:
    (data / high_water.HIGH_WATER_FILE).unlink()
    short = signed(root(expires=NOW.replace(day=23)), "root")
    by_hand(data, "UPDATE document SET envelope = ? WHERE role = 'root'", short)
    write_pin(data, digest(short))
    assert open_list_in_force(data, Settings())().allowlist.expires == NOW.replace(day=23)


@pytest.mark.parametrize("text", ["", "\n", "0" * 63, "x" * 64])
def test_a_pin_cut_short_is_not_taken_for_none(data: Path, text: str) -> None:
    """Or any database would be believed."""
    (data / "root.sha256").write_text(text)
    with pytest.raises(StoreError, match="has no fingerprint"):
        open_list_in_force(data, Settings())


def test_a_pin_may_be_written_as_people_read_it(data: Path) -> None:
    digits = digest(ROOT).upper()
    (data / "root.sha256").write_text(" ".join(digits[n : n + 4] for n in range(0, 64, 4)))
    assert open_list_in_force(data, Settings())().allowlist.version == 1


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotInitialisedError, match="init"):
        open_list_in_force(tmp_path, Settings())
    with Store(Settings(), tmp_path) as store:
        store.create()
    with pytest.raises(NotInitialisedError, match="init"):
        open_list_in_force(tmp_path, Settings())


@pytest.mark.parametrize("left", ["nothing", "an empty file", "empty tables"])
def test_a_database_that_was_lost_is_not_begun_anew(data: Path, left: str) -> None:
    open_list_in_force(data, Settings())
    if left == "empty tables":
        by_hand(data, "DELETE FROM document")
    else:
        for file in data.glob(f"{DATABASE_FILE}*"):
            file.unlink()
    if left == "an empty file":
        (data / DATABASE_FILE).touch()
    for read in (lambda: open_list_in_force(data, Settings()), lambda: trusted_root(Store(Settings(), data))):
        with pytest.raises(StoreError, match="restore a backup") as caught:
            read()
        assert not isinstance(caught.value, NotInitialisedError), "for `serve` would begin anew"


def test_the_same_through_sqlalchemy(data: Path) -> None:
    list_in_force = open_list_in_force(data, Settings(database_url=f"sqlite:///{data / DATABASE_FILE}"))
    assert list_in_force.allowlist_envelope() == LIST_1
    assert list_in_force.root_envelope(1) == ROOT


def test_an_old_list_is_let_go_at_once(store: Store, list_in_force: ListInForce) -> None:
    """It may be forty megabytes, so it must not wait for the collector of cycles."""
    old = weakref.ref(list_in_force().prepared())
    list_in_force().match_host(Domain.parse("openai.com"))
    gc.disable()
    try:
        publish_allowlist(store, LIST_2, NOW)
        list_in_force.refresh()
        assert list_in_force().allowlist.version == 2
        assert old() is None
    finally:
        gc.enable()
