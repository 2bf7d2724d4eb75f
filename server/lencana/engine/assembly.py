"""An engine over a data folder: settings, the list in force and the DKIM verifier put together."""

from pathlib import Path

from lencana.engine.engine import Engine
from lencana.registry.in_force import Current, open_current
from lencana.settings import Settings
from lencana.signatures import make_verifier


def open_engine(data: Path, settings: Settings) -> tuple[Engine, Current]:
    """Put an engine together. Raises NotInitialisedError, StoreError, TrustError, SettingsError."""
    current = open_current(data, settings)
    return engine_over(current, settings), current


def engine_over(current: Current, settings: Settings) -> Engine:
    """An engine over a list that is already open."""
    return Engine(settings, current, make_verifier(settings))
