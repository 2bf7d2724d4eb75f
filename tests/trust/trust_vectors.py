"""The cases of tests/vectors/trust.json: one client's run each."""

import json
from datetime import datetime, timedelta
from typing import Any

from lencana.trust.documents.metadata import Role, format_time
from trust.document_changes import (
    GOOD_LIST,
    GOOD_ROOT,
    READ_LISTS,
    READ_ROOTS,
    REFUSED_LISTS,
    REFUSED_ROOTS,
    Change,
)
from trust.publisher import NOW, allowlist, digest, edited, root, signed, signed_text, with_payload

ABOUT = (
    "One client's run each (docs/format.md section 5): at time `now`, with the fingerprint `pin`, with `stored` from "
    "earlier runs, GET /v1/root/1, /2, ... answer `roots` (then 404) and GET /v1/allowlist answers `allowlist`. expect "
    "is ok, with the versions that are trusted in the end, or the class of the error. By tests/trust/make_vectors.py."
)
DAY = timedelta(days=1)
ROOT = signed(root(), "root")
LIST_1 = signed(allowlist(), "list")
LIST_2 = signed(allowlist(2, LIST_1), "list")
LIST_3 = signed(allowlist(3, LIST_2), "list")
NEW_LIST_KEY = signed(root(2, list_keys="list2"), "root")
NEW_ROOT_KEY = signed(root(2, root_keys="root2"), "root root2")
BOTH_LIST_KEYS = signed(root(2, list_keys="list list2"), "root")
TWO_OF_THREE = signed(root(list_keys="list list2 list3", thresholds=(1, 2)), "root")


def vectors() -> dict[str, Any]:
    """The whole file."""
    cases = [*_versions(), *_chain(), *_rotation(), *_signatures(), *_times(), *_root_documents(), *_list_documents()]
    names = [case["name"] for case in cases]
    assert len(set(names)) == len(names)
    return {"about": ABOUT, "cases": cases}


def _case(
    name: str,
    offered: bytes,
    expect: str | tuple[int, int] = "ok",
    *,
    roots: tuple[bytes, ...] = (ROOT,),
    pin: str | None = None,
    stored: tuple[bytes | None, bytes | None] = (None, None),
    now: datetime = NOW,
    why: str = "",
) -> dict[str, Any]:
    """`expect`: an error class, or the versions of root and list."""
    case = {"name": name, "why": why or name, "now": format_time(now), "pin": pin or digest(roots[0])}
    case["stored"] = dict(zip(("root", "allowlist"), (s.decode() if s else None for s in stored), strict=True))
    case["roots"] = [r.decode() for r in roots]
    case["allowlist"] = offered.decode()
    if isinstance(expect, tuple):
        return case | {"expect": "ok", "root_version": expect[0], "allowlist_version": expect[1]}
    return case | {"expect": expect}


def _versions() -> list[dict[str, Any]]:
    held_1, held_2 = (ROOT, LIST_1), (ROOT, LIST_2)
    other_2 = signed(allowlist(2, LIST_1, brands=()), "list")
    indented = json.dumps(json.loads(LIST_2), indent=1).encode()
    stray_3 = signed(allowlist(3, other_2), "list")
    return [
        _case("first use", LIST_1, (1, 1)),
        _case("first use, a later list", LIST_3, (1, 3)),
        _case("nothing new", LIST_2, (1, 2), stored=held_2),
        _case("same document, other envelope", indented, (1, 2), stored=held_2),
        _case("next version", LIST_2, (1, 2), stored=held_1),
        _case("versions slept through", LIST_3, (1, 3), stored=held_1),
        _case("rollback", LIST_1, "VersionError", stored=held_2, why="an older list brings removed senders back"),
        _case("equivocation", other_2, "EquivocationError", stored=held_2, why="two lists of one version were signed"),
        _case("another history", stray_3, "HistoryError", stored=held_2, why="prev is not what is held"),
        _case("stored list, root lost", LIST_1, "VersionError", stored=(None, LIST_2)),
    ]  # fmt: skip


def _chain() -> list[dict[str, Any]]:
    third = signed(root(3, root_keys="root3"), "root2 root3")
    chain = (ROOT, NEW_ROOT_KEY, third)
    skipping = signed(root(3, root_keys="root2"), "root root2")
    early = signed(root(2, expires=NOW - DAY), "root")
    alone = signed(root(2), "root")
    strange = signed(root(root_keys="stranger", list_keys="stranger"), "stranger")
    strange_list = signed(allowlist(), "stranger")
    return [
        _case("chain of three", LIST_1, (3, 1), roots=chain),
        _case("chain continued", LIST_1, (3, 1), roots=chain, stored=(NEW_ROOT_KEY, LIST_1)),
        _case("pinned in the middle", LIST_1, (3, 1), roots=chain, pin=digest(NEW_ROOT_KEY)),
        _case("pinned at the end", LIST_1, (3, 1), roots=chain, pin=digest(third)),
        _case("chain withheld", LIST_1, (2, 1), roots=(ROOT,), pin=digest(ROOT), stored=(NEW_ROOT_KEY, None),
              why="a stored root is not given up because the server no longer shows it"),
        _case("another organisation's root", strange_list, "PinError", roots=(strange,), pin=digest(ROOT)),
        _case("no roots", LIST_1, "PinError", roots=(), pin=digest(ROOT)),
        _case("pinned root not signed", LIST_1, "SignatureError", roots=(edited(ROOT, signatures=[]),)),
        _case("pinned root of another form", LIST_1, "DocumentError", roots=(signed_text("{}", "root", Role.ROOT),)),
        _case("no root before the pinned one", LIST_1, (2, 1), roots=(LIST_1, alone), pin=digest(alone),
              why="those before the pinned one are passed over"),
        _case("no envelope before the pinned one", LIST_1, "EnvelopeError", roots=(b"hello", alone), pin=digest(alone)),
        _case("pinned root out of place", LIST_1, "VersionError", roots=(alone,)),
        _case("new root signed by the new key alone", LIST_1, "SignatureError",
              roots=(ROOT, signed(root(2, root_keys="root2"), "root2"))),
        _case("new root signed by the old key alone", LIST_1, "SignatureError",
              roots=(ROOT, signed(root(2, root_keys="root2"), "root"))),
        _case("new root signed by a list key", LIST_1, "SignatureError", roots=(ROOT, signed(root(2), "list"))),
        _case("root version skipped", LIST_1, "VersionError", roots=(ROOT, skipping)),
        _case("root version repeated", LIST_1, "VersionError", roots=(ROOT, ROOT)),
        _case("root between expired", LIST_1, (3, 1), roots=(ROOT, early, signed(root(3), "root")),
              why="only the last root must be fresh"),
        _case("list offered as a root", LIST_1, "DocumentError", roots=(ROOT, signed(allowlist(), "root"))),
        _case("list type signed by the root key", LIST_1, "DocumentError",
              roots=(ROOT, signed(root(2), "root", Role.ALLOWLIST))),
    ]  # fmt: skip


def _rotation() -> list[dict[str, Any]]:
    roots = (ROOT, NEW_LIST_KEY)
    by_new = signed(allowlist(2, LIST_1), "list2")
    by_both = signed(allowlist(2, LIST_1), "list list2")
    far = signed(allowlist(9_007_199_254_740_991, "ab" * 32), "list")
    raised = (ROOT, BOTH_LIST_KEYS, signed(root(3, list_keys="list list2", thresholds=(1, 2)), "root"))
    old_by_both = signed(allowlist(), "list list2")
    new_by_one = signed(allowlist(2, old_by_both), "list")
    new_by_both = signed(allowlist(2, old_by_both), "list list2")
    return [
        _case("new list key", by_new, (2, 2), roots=roots, stored=(ROOT, LIST_1)),
        _case("signed by old and new list key, before the rotation", by_both, (1, 2), stored=(ROOT, LIST_1),
              why="a signature of a key that the root does not name yet does no harm"),
        _case("signed by old and new list key, after the rotation", by_both, (2, 2), roots=roots, stored=(ROOT, LIST_1),
              why="a rotation without a gap"),
        _case("old list key after rotation", LIST_2, "SignatureError", roots=roots, stored=(ROOT, LIST_1)),
        _case("recovery from fast-forward", by_new, (2, 2), roots=roots, stored=(ROOT, far),
              why="the thief of the old key pushed the version to the end; the new key starts afresh"),
        _case("recovery though the old key stays", by_new, (2, 2), roots=raised[:2], stored=(ROOT, far)),
        _case("no way back by a raised threshold", old_by_both, "VersionError", roots=raised,
              stored=(BOTH_LIST_KEYS, new_by_one),
              why="the stored list has too few signatures by now, but it was verified when it was stored"),
        _case("one signature more after a raised threshold", new_by_both, (3, 2), roots=raised,
              stored=(BOTH_LIST_KEYS, new_by_one)),
        _case("no recovery without rotation", LIST_2, "VersionError", stored=(ROOT, far)),
        _case("no recovery by a root key alone", LIST_1, "VersionError", roots=(ROOT, NEW_ROOT_KEY),
              stored=(ROOT, LIST_2)),
    ]  # fmt: skip


def _signatures() -> list[dict[str, Any]]:
    one = json.loads(signed(allowlist(), "list"))["signatures"][0]
    root_type = signed(allowlist(), "list", Role.ROOT)
    return [
        _case("two of three", signed(allowlist(), "list list3"), (1, 1), roots=(TWO_OF_THREE,)),
        _case("one of two needed", signed(allowlist(), "list"), "SignatureError", roots=(TWO_OF_THREE,)),
        _case("same key twice for two", edited(LIST_1, signatures=[one, one]), "SignatureError", roots=(TWO_OF_THREE,)),
        _case("signed by a stranger", signed(allowlist(), "stranger"), "SignatureError"),
        _case("signed by the root key", signed(allowlist(), "root"), "SignatureError"),
        _case("not signed", edited(LIST_1, signatures=[]), "SignatureError"),
        _case("brand slipped in", with_payload(LIST_1, ("openai.com", "openai.con")), "SignatureError"),
        _case("root offered as the list", ROOT, "DocumentError"),
        _case("root type signed by the list key", root_type, "DocumentError"),
        _case("type changed under the signature",
              edited(root_type, payloadType=Role.ALLOWLIST.payload_type), "SignatureError"),
        _case("no envelope", b"{}", "EnvelopeError"),
        _case("an error page", b"<!doctype html><title>502</title>", "EnvelopeError"),
    ]  # fmt: skip


def _times() -> list[dict[str, Any]]:
    def lasting(days: int) -> bytes:
        return signed(allowlist(expires=NOW + days * DAY), "list")

    return [
        _case("last second", LIST_1, (1, 1), now=NOW + 14 * DAY - timedelta(seconds=1)),
        _case("list expired", LIST_1, "ExpiredError", now=NOW + 14 * DAY),
        _case("root expired", LIST_1, "ExpiredError", roots=(signed(root(expires=NOW), "root"),)),
        _case("list for 91 days", lasting(91), (1, 1), why="90 days and a day of clock skew"),
        _case("list for 92 days", lasting(92), "ExpiredError"),
        _case("list for ever", signed(allowlist(expires=datetime.fromisoformat("9999-12-31T23:59:59Z")), "list"),
              "ExpiredError"),
        _case("root for ever", LIST_1, "ExpiredError",
              roots=(signed(root(expires=datetime.fromisoformat("9999-12-31T23:59:59Z")), "root"),)),
        _case("expired list offered again", LIST_2, "ExpiredError", stored=(ROOT, LIST_2), now=NOW + 20 * DAY,
              why="freeze: a server that withholds newer lists is found out by the expiry"),
    ]  # fmt: skip


def _root_documents() -> list[dict[str, Any]]:
    def of(change: Change) -> tuple[bytes, bytes]:
        return ROOT, signed_text(_changed(GOOD_ROOT, change), "root", Role.ROOT)

    return [_case(name, LIST_1, "DocumentError", roots=of(change)) for name, change in REFUSED_ROOTS.items()] + [
        _case(name, LIST_1, (2, 1), roots=of(change)) for name, change in READ_ROOTS.items()
    ]


def _list_documents() -> list[dict[str, Any]]:
    def of(change: Change) -> bytes:
        return signed_text(_changed(GOOD_LIST, change))

    return [_case(f"list: {name}", of(change), "DocumentError") for name, change in REFUSED_LISTS.items()] + [
        _case(f"list {name}", of(change), (1, 1)) for name, change in READ_LISTS.items()
    ]


def _changed(good: str, change: Change) -> str:
    assert change[0] in good, change
    return good.replace(*change)
