"""Puts the extension and the add-in into the wheel, beside the server's packages; all else is in pyproject.toml.

An editable installation reads the checkout's own folders (server/lencana/extension_kit/files.py, outlook.py).
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
EXTENSION, OUTLOOK = ROOT / "extension", ROOT / "deploy" / "outlook"


class BuildWithExtension(build_py):
    """build_py, and then copies of both as lencana/extension_files/ and lencana/outlook_files/."""

    def run(self) -> None:
        """Copy after the packages, so that the folder is whole or missing."""
        super().run()
        if not self.editable_mode:
            package = Path(self.build_lib) / "lencana"
            _copy(EXTENSION, package / "extension_files")
            _copy(OUTLOOK, package / "outlook_files", "README.md")


def _copy(source: Path, target: Path, *left_out: str) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(*left_out))


setup(cmdclass={"build_py": BuildWithExtension})
