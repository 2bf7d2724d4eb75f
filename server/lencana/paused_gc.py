"""Python's garbage collector, paused while much is made that stays."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """What is made meanwhile has hardly a cycle, and looking for some takes long: a quarter of the server's start."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # nor is it looked through later: what is replaced is freed by its reference counts
        if was_on:
            gc.enable()
