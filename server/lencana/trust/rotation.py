"""The next root, from the one in force and what is to change. Pure: signing and publishing come after."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from lencana.errors import InputError
from lencana.trust.documents.metadata import Role
from lencana.trust.documents.root_document import MAX_KEYS, RoleKeys, Roles, Root, ed25519, keyid_of

_NOUNS = {Role.ROOT: "root", Role.ALLOWLIST: "list"}  # as people call them
Names = Mapping[str, str]  # keyid → what people call the key


def build_next_root(
    old: Root,
    now: datetime,
    expires: datetime,
    *,
    add: Sequence[tuple[Role, bytes]],
    remove: Sequence[tuple[Role, str]],
    thresholds: Mapping[Role, int],
) -> Root:
    """Keys to add (raw public) and to remove (keyid), each for a role. Raises InputError, saying what cannot be."""
    keys = old.keys | {keyid_of(public): ed25519(public) for _, public in add}
    roles = {role: _changed_role_keys(role, old.role_keys(role), add, remove, thresholds) for role in Role}
    used = {keyid for role_keys in roles.values() for keyid in role_keys.keyids}
    if len(used) > MAX_KEYS:
        raise InputError(f"{len(used)} keys, more than the {MAX_KEYS} that a root may name")
    return Root(
        version=old.version + 1,
        issued=now,
        expires=expires,
        keys={keyid: key for keyid, key in keys.items() if keyid in used},
        roles=Roles(root=roles[Role.ROOT], allowlist=roles[Role.ALLOWLIST]),
    )


def _changed_role_keys(
    role: Role,
    old: RoleKeys,
    add: Sequence[tuple[Role, bytes]],
    remove: Sequence[tuple[Role, str]],
    thresholds: Mapping[Role, int],
) -> RoleKeys:
    gone = {keyid for of, keyid in remove if of is role}
    new = [keyid_of(public) for of, public in add if of is role]
    keyids = tuple(dict.fromkeys([*(keyid for keyid in old.keyids if keyid not in gone), *new]))
    threshold = thresholds.get(role, old.threshold)
    if not keyids:
        raise InputError(f"nobody would be left to sign {_NOUNS[role]}s; add a key as you remove the last")
    if not 1 <= threshold <= len(keyids):
        there = f"{len(keyids)} key{'s' * (len(keyids) > 1)} to make them"
        raise InputError(f"{threshold} signatures for each {_NOUNS[role]}, and {there}: change --threshold or the keys")
    return RoleKeys(keyids=keyids, threshold=threshold)


def describe(old: Root, new: Root, names: Names) -> list[str]:
    """What is different, one sentence a change."""
    lines = []
    for role, noun in ((role, f"{_NOUNS[role]}s") for role in Role):
        was, becomes = old.role_keys(role), new.role_keys(role)
        lines += [f"{noun}: adds {_name(k, names)}" for k in becomes.keyids if k not in was.keyids]
        lines += [f"{noun}: removes {_name(k, names)}" for k in was.keyids if k not in becomes.keyids]
        if was.threshold != becomes.threshold:
            lines.append(f"{noun}: signed by {becomes.threshold} of {len(becomes.keyids)}, was {was.threshold}")
    return lines or ["no change but version and expiry"]


def _name(keyid: str, names: Names) -> str:
    return f"{names[keyid]} ({keyid[:16]})" if keyid in names else keyid
