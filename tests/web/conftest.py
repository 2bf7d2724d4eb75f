"""The real application over a real data folder, without a network."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lencana.engine.assembly import open_engine
from lencana.settings import DkimMode, Settings
from lencana.web import create_app
from running import NOW, lencana, must


def application(data: Path, now: str = NOW, **settings: Any) -> Flask:
    """The application of a data folder at a fixed time."""
    given = Settings(**{"authserv_ids": ("mx.example.net",), "dkim": DkimMode.OFF, **settings})
    engine, list_in_force = open_engine(data, given)
    return create_app(engine, list_in_force, given, data, clock=lambda: datetime.fromisoformat(now))


@pytest.fixture(scope="session")
def app(organisation: Path) -> Flask:
    return application(organisation)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def copy(organisation: Path, tmp_path: Path) -> Path:
    """A data folder of one's own, to publish into."""
    return Path(shutil.copytree(organisation, tmp_path / "data"))


@pytest.fixture(scope="session")
def next_list(organisation: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A signed list of the version that comes next."""
    folder = tmp_path_factory.mktemp("next")
    source = folder / "list.toml"
    source.write_text('expires_in = "7d"\n[[brand]]\nid = "openai"\nname = "OpenAI"\ndomains = ["openai.com"]\n')
    must(lencana(organisation, "allowlist", "sign", str(source), "-o", str(folder / "list.json")))
    return (folder / "list.json").read_bytes()
