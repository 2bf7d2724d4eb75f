"""What all tests share: a real data folder, made by the real commands."""

from pathlib import Path

import pytest
from hypothesis import settings

from running import CASES, lencana, must

# The same examples everywhere: a change is judged by what it changes. `pytest --hypothesis-profile=new` looks for
# others, and so does `make fuzz`.
settings.register_profile("new", deadline=None)
settings.register_profile("same", settings.get_profile("new"), derandomize=True)
settings.load_profile("same")


@pytest.fixture(scope="session")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an organisation whose list is tests/cases/allowlist.toml, as version 2."""
    data = tmp_path_factory.mktemp("organisation") / "data"
    signed = data.parent / "allowlist.json"
    must(lencana(data, "init", "--no-passphrase"))
    must(lencana(data, "allowlist", "sign", str(CASES / "allowlist.toml"), "-o", str(signed)))
    must(lencana(data, "allowlist", "publish", str(signed)))
    return data
