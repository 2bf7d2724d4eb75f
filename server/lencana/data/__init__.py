"""Tables that the judgement rests on, read once: the only place in core's reach that opens a file."""

from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec
from pkgutil import get_data  # importlib.resources would load tempfile, zipfile and what they need
from typing import Any


def read_bytes(name: str) -> bytes:
    """The bytes of a data file; `name` is relative to this folder."""
    return _read(__name__, name)


@cache
def read_toml(name: str) -> dict[str, Any]:
    """A TOML data file, read once."""
    import tomllib  # a look-up of domains needs none

    return tomllib.loads(read_bytes(name).decode())


def names_in(folder: str, suffix: str) -> list[str]:
    """The names of the files in a folder that end in `suffix`, without it, in order."""
    from importlib.resources import files  # a look-up of domains needs none

    names = (file.name for file in files(__name__).joinpath(folder).iterdir())
    return sorted(name.removesuffix(suffix) for name in names if name.endswith(suffix))


def read_table(name: str) -> list[str]:
    """The lines of a text table, without its comments."""
    return [line for line in read_bytes(name).decode().splitlines() if line and not line.startswith("# ")]


def read_of_package(package: str, name: str) -> bytes | None:
    """The bytes of a file that another package brings, without loading the package; None if it brings none."""
    spec = find_spec(package)
    if spec is None or not isinstance(spec.loader, SourceFileLoader) or not spec.submodule_search_locations:
        return None
    try:
        return spec.loader.get_data(f"{spec.submodule_search_locations[0]}/{name}")
    except OSError:
        return None


def _read(package: str, name: str) -> bytes:
    data = get_data(package, name)
    if data is None:
        raise FileNotFoundError(f"{name} of {package}")
    return data
