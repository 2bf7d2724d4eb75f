"""The list in force: how it is loaded, replaced and kept, and what it survives."""

import gc
import logging
import time
import weakref
from pathlib import Path

import pytest

from lencana.core.domains.domain import Domain
from lencana.errors import (
    NotInitialisedError,
    SignatureError,
    StoreError,
)
from lencana.registry import high_water, poller
from lencana.registry.in_force import ListInForce, open_list_in_force
from lencana.registry.pin import write_pin
from lencana.registry.publish import publish_allowlist, publish_root, trusted_root
from lencana.registry.store import DATABASE_FILE, Store
from lencana.settings import Settings
from running import allowed
from trust.publisher import NOW, allowlist, digest, root, signed

from .conftest import LIST_1, LIST_2, ROOT, by_hand


def test_loads_what_is_published(list_in_force: ListInForce) -> None:
    assert list_in_force().allowlist.version == 1
    assert list_in_force().sha256 == digest(LIST_1)
    assert list_in_force.compressed_envelope().envelope() == LIST_1
    assert list_in_force.root_envelope() == list_in_force.root_envelope(1) == ROOT
    assert list_in_force.root_envelope(2) is None


def test_swaps_whole_when_a_newer_list_is_published(list_in_force: ListInForce, store: Store) -> None:
    before = list_in_force()
    publish_allowlist(store, LIST_2, NOW)
    assert list_in_force() is before
    list_in_force.refresh()
    assert list_in_force().allowlist.version == 2
    assert before.allowlist.version == 1
    assert list_in_force.compressed_envelope().envelope() == LIST_2


def test_a_thread_sees_it_within_two_seconds(data: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poller, "POLL_SECONDS", 0.02)
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
        list_in_force.compressed_envelope().envelope()  # nobody has asked for it before
    (data / "away").rename(data / DATABASE_FILE)
    publish_allowlist(store, LIST_2, NOW)
    list_in_force.refresh()
    assert list_in_force().allowlist.version == 2


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
    assert list_in_force.compressed_envelope().envelope() == LIST_1
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
