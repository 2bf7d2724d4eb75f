"""A copy of what a server published, brought up to date: every missing document, verified like a stranger's."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lencana.errors import EquivocationError, HistoryError, ServerError
from lencana.registry.publish import high_water_of, trusted_chain, verify_by_any_root
from lencana.registry.store import new_log_entry
from lencana.trust.client_workflow import (
    TrustedAllowlist,
    TrustedRoot,
    demand_version,
    payload_digest,
    verify_next_root,
)
from lencana.trust.documents.metadata import Role

if TYPE_CHECKING:
    from lencana.registry.store import Store


def catch_up(
    store: "Store", roots: Sequence[bytes], allowlist: Callable[[int], bytes | None], newest: int, now: datetime
) -> int:
    """Add the roots and the lists up to version `newest` that a server has and the store lacks; how many lists.

    `roots` are all of the server's, version 1 first; `allowlist` gives its list of a version. What was added before an
    error stays: each document by itself follows the one before. Raises ServerError, TrustError, StoreError.
    """
    chain = trusted_chain(store, store.high_water)
    for raw in roots[chain[-1].document.version :]:
        root = verify_next_root(chain[-1], raw)
        store.add(new_log_entry(Role.ROOT, root.document.version, root.sha256, now), raw, after=store.latest())
        chain.append(root)
    if roots and payload_digest(roots[-1]) != chain[-1].sha256:
        raise EquivocationError("the server's roots are not those of the copy here: two histories")
    began = store.latest().allowlist
    for version in range(began + 1, newest + 1):
        raw_list = allowlist(version)
        if raw_list is None:
            raise ServerError(f"the server does not show list version {version}")
        read = verify_by_any_root(chain, raw_list)
        demand_version(read.document.version, version)
        last = store.envelope(Role.ALLOWLIST, version - 1)
        if read.document.prev != (payload_digest(last) if last else None):
            raise HistoryError(f"list version {version} of the server does not follow the one in the copy here")
        store.add(new_log_entry(Role.ALLOWLIST, version, read.sha256, now), raw_list, after=store.latest())
        _advance(store, chain, read)
    return newest - began


def _advance(store: "Store", chain: list[TrustedRoot], read: TrustedAllowlist) -> None:
    if read.root_version == chain[-1].document.version:
        store.advance(high_water_of(chain[-1], read))
