"""The data folder as the admin's commands see it: settings, store and pin."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lencana.cli import Context
from lencana.errors import NotInitialisedError
from lencana.publish import read_published, trusted_chain, trusted_root
from lencana.settings import Settings, load_settings
from lencana.store import Store
from lencana.trust.documents import Role
from lencana.trust.trusted import TrustedAllowlist, TrustedRoot


@dataclass(frozen=True, slots=True)
class State:
    """An open data folder."""

    settings: Settings
    store: Store

    def root(self) -> TrustedRoot:
        """The newest root, reached from the pin."""
        return trusted_root(self.store)

    def allowlist(self, version: int | None = None) -> TrustedAllowlist:
        """A published list, the newest by default, that a root of the chain vouches for.

        Raises NotInitialisedError if there is none.
        """
        wanted = version or self.store.latest().allowlist
        raw = self.store.envelope(Role.ALLOWLIST, wanted)
        if raw is None:
            what = f"there is no list of version {wanted}" if wanted else "no list is published yet"
            raise NotInitialisedError(f"{what}; `lencana allowlist log` shows which there are")
        return read_published(trusted_chain(self.store, self.store.held), raw)


@contextmanager
def open_state(context: Context) -> Iterator[State]:
    """Open the data folder of this run. Raises SettingsError, NotInitialisedError, StoreError."""
    settings = load_settings(context.data, os.environ)
    with Store(settings, context.data) as store:
        yield State(settings, store)
