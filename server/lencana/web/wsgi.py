"""For any WSGI server: `gunicorn 'lencana.web.wsgi:make_app()'`, or `app` for those that want a name."""

import logging
import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from flask import Flask

from lencana.engine.assembly import open_engine
from lencana.registry.expiry import next_expiry
from lencana.settings import load_settings
from lencana.web import create_app

LOG = logging.getLogger(__name__)


def make_app() -> Flask:
    """The application of the data folder that LENCANA_DATA names (default: data).

    Raises SettingsError, NotInitialisedError, StoreError, TrustError.
    """
    data = Path(os.environ.get("LENCANA_DATA", "data"))
    settings = load_settings(data, os.environ)
    engine, list_in_force = open_engine(data, settings)
    expiry = next_expiry(list_in_force.root.document, list_in_force().allowlist, datetime.now(UTC))
    if expiry.is_near:
        LOG.warning("%s", expiry.sentence(settings.server))
    list_in_force.prepare()
    return create_app(engine, list_in_force, settings, data)


_made = cache(make_app)


def __getattr__(name: str) -> Flask:
    """`app` is made when a server asks for it, so that importing this module needs no data folder."""
    if name == "app":
        return _made()
    raise AttributeError(name)
