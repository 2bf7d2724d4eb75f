"""The table of `next_state`, row by row, and the thread that survives what it must."""

import os
import time
from itertools import product

import msgspec
import pytest

from lencana.errors import LencanaError, SignatureError, StoreError
from lencana.registry import poller
from lencana.registry.in_force import ListState, next_state
from lencana.registry.poller import Poller
from lencana.registry.store import LatestVersions
from lencana.registry.verified_state import VerifiedState


def verified(version: int) -> VerifiedState:
    """Of a state only the versions are looked at."""
    return VerifiedState(LatestVersions(1, version), *([None] * 4))  # type: ignore[arg-type]


V1, V2, V3 = (LatestVersions(1, version) for version in (1, 2, 3))
GOOD = ListState(verified(1), V1, V1)
REFUSED = ListState(verified(1), V2, V2, is_update_refused=True, problem="forged")
AWAY = ListState(verified(1), V1, V1, problem="gone")
NEW = verified(3)


@pytest.mark.parametrize(
    ("before", "outcome", "attempted", "refused", "problem"),
    [
        (GOOD, None, V1, False, ""),
        (AWAY, None, V1, False, ""),
        (REFUSED, None, V2, True, "forged"),
        (GOOD, StoreError("gone"), V1, False, "gone"),
        (REFUSED, StoreError("gone"), V1, True, "gone"),
        (GOOD, SignatureError("forged"), V3, True, "forged"),
        (AWAY, SignatureError("forged"), V3, True, "forged"),
    ],
)
def test_what_changes_nothing_keeps_the_list(
    before: ListState, outcome: LencanaError | None, attempted: LatestVersions, refused: bool, problem: str
) -> None:
    after = next_state(before, V3, outcome)
    assert after.verified is before.verified
    assert (after.seen, after.attempted, after.is_update_refused, after.problem) == (V3, attempted, refused, problem)


@pytest.mark.parametrize("before", [GOOD, AWAY, REFUSED])
def test_a_verified_state_replaces_everything(before: ListState) -> None:
    assert next_state(before, V3, NEW) == ListState(NEW, V3, V3)


@pytest.mark.parametrize(("before", "outcome"), list(product([GOOD, AWAY, REFUSED], [None, StoreError("gone"), NEW])))
def test_the_state_before_stays_as_it_was(before: ListState, outcome: VerifiedState | LencanaError | None) -> None:
    copy = msgspec.structs.replace(before)
    next_state(before, V3, outcome)
    assert before == copy


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # what is tested is just that
def test_a_forked_process_looks_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """gunicorn --preload makes the application, then forks: threads of the parent are not in the child."""
    monkeypatch.setattr(poller, "POLL_SECONDS", 0.01)
    looks: list[int] = []
    polling = Poller(lambda: looks.append(os.getpid()))
    time.sleep(0.02)
    polling.ensure_running()
    if (child := os.fork()) == 0:
        looks.clear()
        polling.ensure_running()
        time.sleep(0.3)
        os._exit(0 if os.getpid() in looks else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_no_thread_before_the_first_interval() -> None:
    polling = Poller(lambda: None)
    polling.ensure_running()
    assert polling._thread is None
