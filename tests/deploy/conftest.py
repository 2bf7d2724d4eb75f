"""The package of each release, built once for all tests here."""

from functools import cache
from pathlib import Path

import pytest

from . import packages
from .debian import own_suite


@pytest.fixture(scope="session")
def package_of(tmp_path_factory: pytest.TempPathFactory) -> packages.Builder:
    """Builds the package for a release, by its code name, when it is first asked for."""
    return cache(lambda suite: packages.build(suite, tmp_path_factory.mktemp(suite)))


@pytest.fixture(scope="session")
def package(package_of: packages.Builder) -> Path:
    """For this machine's release."""
    return package_of(own_suite())
