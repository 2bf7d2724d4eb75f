"""The data folder as the admin's commands see it: settings, store and pin."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lencana.cli import Context
from lencana.errors import NotInitialisedError
from lencana.registry.publish import trusted_chain, trusted_root, verify_by_any_root
from lencana.registry.store import SqliteDocuments, open_documents
from lencana.settings import Settings, load_settings
from lencana.trust.client_workflow import TrustedAllowlist, TrustedRoot
from lencana.trust.documents.metadata import Role

if TYPE_CHECKING:
    from lencana.registry.store import Store


class OpenDataFolder:
    """An open data folder: `documents` for what is published, `store` for all else."""

    def __init__(self, settings: Settings, data: Path) -> None:
        self.settings = settings
        self.documents = open_documents(data, settings)
        self._data = data

    @cached_property
    def store(self) -> "Store":
        """With it SQLAlchemy, which looking need not wait for (docs/decisions/0102)."""
        from lencana.registry.store import Store

        return self.documents if isinstance(self.documents, Store) else Store(self.settings, self._data)

    def close(self) -> None:
        """Give every connection back."""
        if "store" in vars(self) or not isinstance(self.documents, SqliteDocuments):
            self.store.close()

    def root(self) -> TrustedRoot:
        """The newest root, reached from the pin."""
        return trusted_root(self.documents)

    def allowlist(self, version: int | None = None) -> TrustedAllowlist:
        """A published list, the newest by default, signed by the role keys of a root in the chain.

        Raises NotInitialisedError if there is none.
        """
        wanted = version or self.documents.latest().allowlist
        raw = self.documents.envelope(Role.ALLOWLIST, wanted)
        if raw is None:
            what = f"there is no list of version {wanted}" if wanted else "no list is published yet"
            raise NotInitialisedError(f"{what}; `lencana allowlist log` shows which there are")
        return verify_by_any_root(trusted_chain(self.documents, self.documents.high_water), raw)


@contextmanager
def open_data_folder(context: Context) -> Iterator[OpenDataFolder]:
    """Open the data folder of this run. Raises SettingsError, NotInitialisedError, StoreError."""
    state = OpenDataFolder(load_settings(context.data, os.environ), context.data)
    try:
        yield state
    finally:
        state.close()
