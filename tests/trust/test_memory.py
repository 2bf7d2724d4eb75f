"""What a long list takes in memory, by what is allocated and not by what the system says: the same each time."""

import gc
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from lencana.core.brands.allowlist import Brand, Guard
from lencana.core.brands.platforms import default_platforms
from lencana.core.domains.domain import Domain
from lencana.registry.in_force import open_list_in_force
from lencana.registry.pin import write_pin
from lencana.registry.publish import publish_allowlist, publish_first_root
from lencana.registry.store import Store
from lencana.settings import Settings
from trust.publisher import NOW, allowlist, digest, root, signed

LISTED = 10_000
HELD = 440  # bytes a name, 415 when this was written: the five objects of a brand, its places in two tables
PEAK = 600  # bytes a name while it is verified and read, 568 when this was written; another copy takes 80


@pytest.fixture
def data(tmp_path: Path) -> Path:
    brands = tuple(
        Brand(id=f"b{n}", name=f"Brand {n}", domains=(f"brand{n}.com",), guard=Guard.HOMOGRAPH) for n in range(LISTED)
    )
    first = signed(root(), "root")
    with Store(Settings(), tmp_path) as store:
        store.create()
        publish_first_root(store, first, NOW)
        publish_allowlist(store, signed(allowlist(brands=brands), "list"), NOW)
    write_pin(tmp_path, digest(first))
    return tmp_path


@pytest.fixture
def traced() -> Iterator[None]:
    gc.collect()
    tracemalloc.start()
    yield
    tracemalloc.stop()


def test_a_name_takes_few_bytes(data: Path, traced: None) -> None:  # noqa: ARG001
    Domain.parse("a.example")  # the public suffix list and the platforms are loaded, and count not
    default_platforms()
    before = tracemalloc.get_traced_memory()[0]
    list_in_force = open_list_in_force(data, Settings())
    list_in_force().prepared()
    held, peak = ((size - before) / LISTED for size in tracemalloc.get_traced_memory())
    assert (held < HELD, peak < PEAK) == (True, True), (held, peak)
