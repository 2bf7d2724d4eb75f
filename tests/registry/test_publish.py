"""Publishing: the next version whole, or nothing; and every refusal its own error."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from lencana import errors
from lencana.core.brands.allowlist import Alias, Brand, Platform
from lencana.registry.pin import write_pin
from lencana.registry.publish import publish_allowlist, publish_first_root, publish_root
from lencana.registry.store import LatestVersions, Store
from lencana.settings import Settings
from lencana.trust.documents.metadata import Role
from trust.publisher import NOW, allowlist, digest, edited, root, signed

ROOT = signed(root(), "root")
LIST_1 = signed(allowlist(), "list")
LIST_2 = signed(allowlist(2, LIST_1), "list")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(Settings(), tmp_path) as opened:
        opened.create()
        publish_first_root(opened, ROOT, NOW)
        write_pin(tmp_path, digest(ROOT))
        yield opened


def test_first_and_next(store: Store) -> None:
    assert publish_allowlist(store, LIST_1, NOW).document.version == 1
    assert publish_allowlist(store, LIST_2, NOW).sha256 == digest(LIST_2)
    assert store.latest() == LatestVersions(1, 2)
    assert store.envelope(Role.ALLOWLIST, 1) == LIST_1
    log = store.log(Role.ALLOWLIST)
    assert [(line.version, line.sha256) for line in log] == [(1, digest(LIST_1)), (2, digest(LIST_2))]
    assert log[0].published_at == "2026-11-22T00:00:00Z"


def with_brand(**fields: object) -> bytes:
    brand = Brand(**({"id": "a", "name": "A"} | fields))  # type: ignore[arg-type]
    return signed(allowlist(2, LIST_1, brands=(brand,)), "list")


REFUSED = {
    "same again": (LIST_1, errors.SameVersionError),
    "other of the same version": (signed(allowlist(brands=()), "list"), errors.EquivocationError),
    "version skipped": (signed(allowlist(3, LIST_1), "list"), errors.VersionError),
    "other history": (signed(allowlist(2, "0" * 64), "list"), errors.HistoryError),
    "stranger": (signed(allowlist(2, LIST_1), "stranger"), errors.SignatureError),
    "root key": (signed(allowlist(2, LIST_1), "root"), errors.SignatureError),
    "no signature": (edited(LIST_2, signatures=[]), errors.SignatureError),
    "root": (ROOT, errors.DocumentError),
    "empty": (b"", errors.EnvelopeError),
    "too large": (b" " * 70_000_000, errors.TooLargeError),
    "expired": (signed(allowlist(2, LIST_1, expires=NOW), "list"), errors.ExpiredError),
    "for ever": (signed(allowlist(2, LIST_1, expires=NOW + timedelta(days=400)), "list"), errors.ExpiredError),
    "two brands of one id": (
        signed(allowlist(2, LIST_1, brands=(Brand(id="a", name="A"), Brand(id="a", name="B"))), "list"),
        errors.DocumentError,
    ),
    "id": (with_brand(id="A B"), errors.DocumentError),
    "no name": (with_brand(name=" "), errors.DocumentError),
    "name with a bidirectional override": (with_brand(name="A\u202e"), errors.DocumentError),
    "alias": (with_brand(aliases=(Alias(text=""),)), errors.DocumentError),
    "upper-case domain": (with_brand(domains=("OpenAI.com",)), errors.DocumentError),
    "Unicode domain": (with_brand(domains=("bücher.de",)), errors.DocumentError),
    "one label": (with_brand(domains=("com",)), errors.DocumentError),
    "dot at the end": (with_brand(domains=("openai.com.",)), errors.DocumentError),
    "IP address": (with_brand(links=("127.0.0.1",)), errors.DocumentError),
    "new line": (with_brand(known=("a.com\n",)), errors.DocumentError),
    "sender": (with_brand(senders=("Billing@stripe.com",)), errors.DocumentError),
    "two senders in one": (with_brand(senders=("a@b.com, c@d.com",)), errors.DocumentError),
    "policy": (with_brand(policy_url="javascript:alert(1)"), errors.DocumentError),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_and_nothing_changed(store: Store, name: str) -> None:
    envelope, error = REFUSED[name]
    publish_allowlist(store, LIST_1, NOW)
    with pytest.raises(errors.TrustError) as caught:
        publish_allowlist(store, envelope, NOW)
    assert type(caught.value) is error
    assert store.latest() == LatestVersions(1, 1)


def test_platform_must_be_a_name(store: Store) -> None:
    from msgspec.structs import replace

    with pytest.raises(errors.DocumentError, match="platform"):
        publish_allowlist(store, signed(replace(allowlist(), platforms=(Platform(domain="x"),)), "list"), NOW)


def test_limit_is_the_callers(store: Store) -> None:
    with pytest.raises(errors.TooLargeError):
        publish_allowlist(store, LIST_1, NOW, limit=100)


def test_twenty_at_once(store: Store, tmp_path: Path) -> None:
    rivals = [signed(allowlist(brands=(Brand(id=f"b{i}", name="B"),)), "list") for i in range(20)]

    def publish(envelope: bytes) -> str:
        try:
            with Store(Settings(), tmp_path) as mine:
                publish_allowlist(mine, envelope, NOW)
        except errors.VersionError:
            return "told so"
        return "won"

    with ThreadPoolExecutor(20) as pool:
        outcomes = sorted(pool.map(publish, rivals))
    assert outcomes == ["told so"] * 19 + ["won"]
    assert store.latest() == LatestVersions(1, 1)
    assert store.envelope(Role.ALLOWLIST, 1) in rivals


def test_the_pin_decides_not_the_table(store: Store, tmp_path: Path) -> None:
    write_pin(tmp_path, "0" * 64)
    with pytest.raises(errors.PinError):
        publish_allowlist(store, LIST_1, NOW)


def test_root(store: Store) -> None:
    second = signed(root(2, root_keys="root2"), "root root2")
    with pytest.raises(errors.SameVersionError):
        publish_root(store, ROOT, NOW)
    with pytest.raises(errors.SignatureError):
        publish_root(store, signed(root(2, root_keys="root2"), "root2"), NOW)
    with pytest.raises(errors.VersionError):
        publish_root(store, signed(root(3), "root"), NOW)
    with pytest.raises(errors.ExpiredError):
        publish_root(store, signed(root(2, expires=NOW), "root"), NOW)
    assert publish_root(store, second, NOW).document.version == 2
    assert store.roots() == [ROOT, second]
    with pytest.raises(errors.VersionError, match="has only one beginning"):
        publish_first_root(store, ROOT, NOW)


def test_database_url_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreError, match="database_url"):
        Store(Settings(database_url="nonsense"), tmp_path)
    with (
        Store(Settings(database_url=f"sqlite:///{tmp_path}/none/x.sqlite"), tmp_path) as store,
        pytest.raises(errors.StoreError),
    ):
        store.latest()


def test_what_nobody_signed_costs_no_look_at_what_is_published(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a list of 100,000 names takes 60 ms, and anybody may send a byte."""
    publish_allowlist(store, LIST_1, NOW)
    monkeypatch.setattr(Store, "envelope", lambda *_: pytest.fail("read"))
    for unsigned in (b"x", edited(LIST_2, signatures=[]), signed(allowlist(2, LIST_1), "stranger")):
        with pytest.raises(errors.TrustError):
            publish_allowlist(store, unsigned, NOW)
