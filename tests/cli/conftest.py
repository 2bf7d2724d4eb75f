"""Servers beside the commands are forked from one process, which is started for the first and ended here."""

from collections.abc import Iterator

import pytest

from faults import forked


@pytest.fixture(scope="session", autouse=True)
def parent_of_servers() -> Iterator[None]:
    yield
    forked.stop()
