"""A line on standard error when the list or the root is about to end."""

from datetime import datetime

from click import echo

from lencana.core.brands.allowlist import Allowlist
from lencana.registry.expiry import ending
from lencana.trust.documents import Root


def remind(root: Root, allowlist: Allowlist, now: datetime) -> None:
    """Say so from seven days before the end, on every command that reads the list."""
    end = ending(root, allowlist, now)
    if end.is_near:
        echo(f"lencana: {end.sentence()}", err=True)
