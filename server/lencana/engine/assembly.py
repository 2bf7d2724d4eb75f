"""An engine over a data folder: settings, the list in force and the DKIM verifier put together."""

from pathlib import Path

from lencana.engine.engine import Engine
from lencana.registry.in_force import ListInForce, open_list_in_force
from lencana.settings import Settings
from lencana.signatures import make_verifier


def open_engine(data: Path, settings: Settings) -> tuple[Engine, ListInForce]:
    """Put an engine together. Raises NotInitialisedError, StoreError, TrustError, SettingsError."""
    list_in_force = open_list_in_force(data, settings)
    return engine_over(list_in_force, settings), list_in_force


def engine_over(list_in_force: ListInForce, settings: Settings) -> Engine:
    """An engine over a list that is already open."""
    return Engine(settings, list_in_force, make_verifier(settings))
