"""Clocks that are an hour off: the admin's, the server's, the reader's."""

from datetime import timedelta
from pathlib import Path

import pytest

from lencana.errors import ExpiredError
from lencana.registry.pin import write_pin
from lencana.registry.publish import publish_allowlist, publish_first_root
from lencana.registry.store import Store
from lencana.settings import Settings
from lencana.trust.client_workflow import (
    MAX_ALLOWLIST_LIFETIME,
    check_fresh,
    trust_pinned_root,
    verify_and_parse_allowlist,
)
from trust.publisher import NOW, allowlist, digest, root, signed

HOUR = timedelta(hours=1)
ROOT = signed(root(), "root")


@pytest.mark.parametrize("admin", [-HOUR, HOUR])
@pytest.mark.parametrize("server", [-HOUR, HOUR])
@pytest.mark.parametrize("reader", [-HOUR, HOUR])
def test_nobody_notices(tmp_path: Path, admin: timedelta, server: timedelta, reader: timedelta) -> None:
    """Even a list of the longest life, signed by the fast clock, is accepted by the slow ones."""
    envelope = signed(allowlist(expires=NOW + admin + MAX_ALLOWLIST_LIFETIME), "list")
    with Store(Settings(), tmp_path) as store:
        store.create()
        publish_first_root(store, ROOT, NOW + server)
        write_pin(tmp_path, digest(ROOT))
        publish_allowlist(store, envelope, NOW + server)
    trusted = trust_pinned_root([ROOT], digest(ROOT))
    check_fresh(trusted, verify_and_parse_allowlist(trusted, envelope), NOW + reader)


@pytest.mark.parametrize(("reader", "fresh"), [(-HOUR, True), (timedelta(), False), (HOUR, False)])
def test_at_the_end_the_readers_own_clock_decides(reader: timedelta, fresh: bool) -> None:
    """Slow, it believes an hour longer; fast, it goes grey an hour earlier. Never is anything red for it."""
    trusted = trust_pinned_root([ROOT], digest(ROOT))
    read = verify_and_parse_allowlist(trusted, signed(allowlist(expires=NOW), "list"))
    if fresh:
        check_fresh(trusted, read, NOW + reader)
        return
    with pytest.raises(ExpiredError):
        check_fresh(trusted, read, NOW + reader)
