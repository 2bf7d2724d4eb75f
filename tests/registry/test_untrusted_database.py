"""A database that somebody has edited, exchanged or restored to an older state: nothing of it is believed."""

import logging
from pathlib import Path

import pytest

from lencana.errors import (
    EquivocationError,
    PinError,
    SignatureError,
    StoreError,
    VersionError,
)
from lencana.registry import high_water
from lencana.registry.in_force import ListInForce, open_list_in_force
from lencana.registry.publish import publish_allowlist, publish_root
from lencana.registry.store import DATABASE_FILE, Store
from lencana.settings import Settings
from lencana.trust.client_workflow import DocumentVersion
from trust.publisher import NOW, allowlist, root, signed

from .conftest import LIST_1, LIST_2, ROOT, by_hand

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
        list_in_force.compressed_envelope().envelope()
    by_hand(data, "UPDATE document SET envelope = ? WHERE role = 'allowlist'", LIST_1)
    assert list_in_force.compressed_envelope().envelope() == LIST_1


def test_a_root_put_into_the_table_by_hand_is_not_believed(list_in_force: ListInForce, data: Path) -> None:
    strange = signed(root(root_keys="stranger", list_keys="stranger"), "stranger")
    by_hand(data, "UPDATE document SET envelope = ? WHERE role = 'root'", strange)
    by_hand(data, "UPDATE document SET envelope = ? WHERE role = 'allowlist'", signed(allowlist(), "stranger"))
    with pytest.raises(PinError):
        open_list_in_force(data, Settings())
    with pytest.raises(StoreError, match="backup"):
        list_in_force.compressed_envelope().envelope()


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
