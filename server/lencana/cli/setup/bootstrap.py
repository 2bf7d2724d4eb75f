"""The first documents of an organisation: a root that names one key for each role, and the bundled list."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from lencana.data import read_bytes
from lencana.trust.documents.allowlist_document import encode_allowlist
from lencana.trust.documents.metadata import Role
from lencana.trust.documents.root_document import RoleKeys, Roles, Root, ed25519, encode_root
from lencana.trust.keys.signing import SigningKey, sign
from lencana.trust.list_source import list_source
from lencana.trust.list_source.merging import merge_lists
from lencana.trust.packs import PACKS

ROOT_LIFETIME = timedelta(days=730)  # when it ends, nothing is verified: time enough, and still an end
BUNDLED = "openai"
EXTRAS = ("common-id", *PACKS)  # further bundled lists and packs, off by default
TRIAL = "trial"  # a brand of no one, whose sample message is verified: for lists that no reader goes by


def first_root(root_keys: Sequence[SigningKey], list_key: SigningKey, now: datetime) -> bytes:
    """Version 1 of the root, signed; each of its root keys may change it alone."""
    root = Root(
        version=1,
        issued=now,
        expires=now + ROOT_LIFETIME,
        keys={key.keyid: ed25519(key.public) for key in (*root_keys, list_key)},
        roles=Roles(
            root=RoleKeys(keyids=tuple(key.keyid for key in root_keys), threshold=1),
            allowlist=RoleKeys(keyids=(list_key.keyid,), threshold=1),
        ),
    )
    return sign(encode_root(root), Role.ROOT, list(root_keys))


def first_list(list_key: SigningKey, extras: Sequence[str], now: datetime) -> bytes:
    """Version 1 of the list, signed: the bundled one, together with `extras` (of EXTRAS, or TRIAL).

    A brand that several have is the first one's, with what the others add.
    """
    lists = [_bundled(name) for name in (BUNDLED, *extras)]
    platforms = dict.fromkeys(platform for each in lists for platform in each.platforms)
    together = list_source.ListSource(
        lifetime=lists[0].lifetime,
        brands=merge_lists(each.brands for each in lists),
        platforms=tuple(platforms),
    )
    return sign(encode_allowlist(list_source.build_allowlist(together, 1, None, now)), Role.ALLOWLIST, [list_key])


def _bundled(name: str) -> list_source.ListSource:
    file = f"packs/{name}.toml" if name in PACKS else f"brands/{name}.toml"
    return list_source.parse(read_bytes(file).decode(), file)
