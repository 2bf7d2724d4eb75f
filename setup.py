"""Puts the browser extension into the wheel, beside the server's packages; all else is in pyproject.toml.

An editable installation reads the checkout's own folder (server/lencana/extension_kit/files.py).
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SOURCE = Path(__file__).parent / "extension"


class BuildWithExtension(build_py):
    """build_py, and then a copy of extension/ as lencana/extension_files/."""

    def run(self) -> None:
        """Copy after the packages, so that the folder is whole or missing."""
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib) / "lencana" / "extension_files"
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(SOURCE, target)


setup(cmdclass={"build_py": BuildWithExtension})
