"""Pictures of what a test sees, for whoever asks for them: one costs a browser as much as ten looks at a badge."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "screenshots"
ASKED_FOR: Final = bool(os.environ.get("PICTURES"))


def keep(take: Callable[[Path], object], name: str) -> None:
    """Have `take` write a picture of that name, if pictures are asked for; of a test that fails there is one anyway."""
    if ASKED_FOR:
        FOLDER.mkdir(exist_ok=True)
        take(FOLDER / f"{name}.png")
