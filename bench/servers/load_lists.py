"""Signed lists that can be published one after the other."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from bench.inputs import folders
from lencana.cli.setup.init import LIST_KEY
from lencana.core.brands.allowlist import Allowlist
from lencana.registry.folders import KEYS_FOLDER
from lencana.registry.publish import last_published
from lencana.registry.store import Store
from lencana.settings import load_settings
from lencana.trust.documents.allowlist_document import encode_allowlist
from lencana.trust.documents.metadata import Role
from lencana.trust.keys import signing


def signed(data: Path, environ: Mapping[str, str], versions: int, listed: int) -> dict[int, bytes]:
    """The next lists of a data folder, by version, of `listed` brands each."""
    with Store(load_settings(data, environ), data) as store:
        mark = last_published(store)
    assert mark is not None
    key = signing.load_key(data / KEYS_FOLDER / LIST_KEY, None)
    now = datetime.now(UTC).replace(microsecond=0)
    prev, made, brands = mark.sha256, dict[int, bytes](), folders.brands(listed)
    for version in range(mark.version + 1, mark.version + 1 + versions):
        document = Allowlist(version=version, issued=now, expires=now + timedelta(days=14), prev=prev, brands=brands)
        payload = encode_allowlist(document)
        made[version] = signing.sign(payload, Role.ALLOWLIST, [key])
        prev = sha256(payload).hexdigest()
    return made
