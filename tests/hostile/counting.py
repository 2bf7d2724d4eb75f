"""Work that is counted instead of timed, so that it is the same on every machine, however busy it is."""

import sys
from collections.abc import Callable
from types import FrameType


class TooMuchWorkError(AssertionError):
    """Raised within the work that is counted, so that hostile input does not hold up the tests, either."""


def calls(work: Callable[[], object], limit: int) -> int:
    """Calls of Python and C functions. Raises TooMuchWorkError beyond the limit."""
    count = 0

    def counting(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        if event == "call" or event == "c_call":
            count += 1
            if count > limit:
                sys.setprofile(None)
                raise TooMuchWorkError(f"more than {limit} calls")

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
