"""A line on standard error when the list or the root is about to end."""

from datetime import datetime

from click import echo

from lencana.core.brands.allowlist import Allowlist
from lencana.registry.expiry import next_expiry
from lencana.settings import Settings
from lencana.trust.documents.root_document import Root


def warn_of_expiry(root: Root, allowlist: Allowlist, now: datetime, settings: Settings) -> None:
    """Say so from seven days before the end, on every command that reads the list, with the command that helps."""
    expiry = next_expiry(root, allowlist, now)
    if expiry.is_near:
        echo(f"lencana: {expiry.sentence(settings.server)}", err=True)
