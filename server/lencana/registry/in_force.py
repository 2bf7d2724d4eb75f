"""The list in force: verified when loaded, replaced as a whole when a newer one is published, free to ask for."""

import logging
from pathlib import Path

import msgspec

from lencana.core.allowlist_index import AllowlistIndex
from lencana.errors import LencanaError, StoreError
from lencana.paused_gc import gc_paused
from lencana.registry.compressed import CompressedEnvelope
from lencana.registry.poller import Poller
from lencana.registry.store import DocumentSource, LatestVersions, open_documents
from lencana.registry.verified_state import VerifiedState, load_verified_state
from lencana.settings import Settings
from lencana.trust.client_workflow import TrustedRoot
from lencana.trust.documents.metadata import Role

_log = logging.getLogger(__name__)


class ListState(msgspec.Struct, frozen=True):
    """What is known after a look at the store."""

    verified: VerifiedState  # the last good list, which stays in force whatever the store says later
    seen: LatestVersions  # the newest versions that the store has named
    attempted: LatestVersions  # the versions that were last loaded or refused: not tried again while they stay newest
    is_update_refused: bool = False  # the store holds something newer, older or other that could not be verified
    problem: str = ""  # why the last look changed nothing; "" when nothing was wrong


def next_state(state: ListState, seen: LatestVersions, outcome: VerifiedState | LencanaError | None) -> ListState:
    """The state after a look at the store, which named `seen`. Pure.

    | outcome              | list in force | attempted           | refused | problem              |
    |----------------------|---------------|---------------------|---------|----------------------|
    | verified state       | the new one   | what was seen       | no      | none                 |
    | None: nothing to try | stays         | stays               | stays   | stays while refused  |
    | StoreError           | stays         | back to the list's  | stays   | the error: try again |
    | other LencanaError   | stays         | what was seen       | yes     | the error            |
    """
    if isinstance(outcome, VerifiedState):
        return ListState(outcome, seen, attempted=seen)
    if outcome is None:
        problem = state.problem if state.is_update_refused else ""
        return msgspec.structs.replace(state, seen=seen, problem=problem)
    if isinstance(outcome, StoreError):  # not the document's fault
        attempted = state.verified.latest
        return msgspec.structs.replace(state, seen=seen, attempted=attempted, problem=str(outcome))
    return msgspec.structs.replace(state, seen=seen, attempted=seen, is_update_refused=True, problem=str(outcome))


class ListInForce:
    """Call it for the index of the list in force; no input or output on the way.

    What cannot be read or verified changes nothing: the last good list stays, and the log says why, once. An expired
    list is in force too; what it is worth then is for core to judge.
    """

    def __init__(self, documents: DocumentSource) -> None:
        """Load the newest list. Raises NotInitialisedError, StoreError, TrustError."""
        self._documents = documents
        verified = load_verified_state(documents, None)
        self._state = ListState(verified, verified.latest, verified.latest)
        self._poller = Poller(self._look)

    def __call__(self) -> AllowlistIndex:
        """The list in force."""
        return self._state.verified.index

    def poll(self) -> None:
        """See to it that newer lists are looked for from now on, twice a second. Cheap."""
        self._poller.ensure_running()

    def refresh(self) -> None:
        """Look at the store now. Never raises for what is wrong there."""
        self._poller.look_now()

    def prepare(self) -> None:
        """Build the indexes now, so that no message waits for them."""
        with gc_paused():
            self().prepared()

    @property
    def root(self) -> TrustedRoot:
        """The newest root."""
        return self._state.verified.root

    @property
    def is_update_refused(self) -> bool:
        """Does the database hold something newer, older or other that could not be verified?"""
        return self._state.is_update_refused

    def compressed_envelope(self) -> CompressedEnvelope:
        """The envelope of the list in force, to be read byte for byte or as gzip."""
        return self._state.verified.compressed

    def root_envelope(self, version: int | None = None) -> bytes | None:
        """The envelope of a root, the newest by default; None if there is none of that version. Raises StoreError."""
        state = self._state
        if version is None or version == state.verified.root.document.version:
            return state.verified.root.envelope
        if version > state.seen.root:  # every reader asks for the next root all day: it must not cost a look-up
            return None
        return self._documents.envelope(Role.ROOT, version)

    def _look(self) -> None:
        state = self._state
        seen = state.seen
        outcome: VerifiedState | LencanaError | None = None
        try:
            seen = self._documents.latest()
            if seen != state.attempted:
                outcome = load_verified_state(self._documents, state.verified)
        except LencanaError as error:
            outcome = error
        self._state = next_state(state, seen, outcome)
        if self._state.problem not in ("", state.problem):
            in_force = state.verified.latest.allowlist
            _log.error("the list in force stays version %d: %s", in_force, self._state.problem)


def open_list_in_force(data: Path, settings: Settings) -> ListInForce:
    """The list in force of a data folder. Raises NotInitialisedError, StoreError, TrustError."""
    return ListInForce(open_documents(data, settings))
