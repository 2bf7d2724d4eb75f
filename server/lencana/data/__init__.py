"""Tables that the judgement rests on, read once: the only place in core's reach that opens a file."""

from functools import cache
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


def _read(package: str, name: str) -> bytes:
    data = get_data(package, name)
    if data is None:
        raise FileNotFoundError(f"{name} of {package}")
    return data
