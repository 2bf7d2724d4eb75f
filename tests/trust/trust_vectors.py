"""The cases of tests/vectors/trust.json: one client's run each."""

import json
from datetime import datetime, timedelta
from typing import Any

from lencana.trust.allowlist_document import encode_allowlist
from lencana.trust.documents import Role, format_time
from lencana.trust.root_document import encode_root
from trust.publisher import NOW, allowlist, digest, edited, root, signed, signed_text, with_payload

ABOUT = (
    "One client's run each (docs/format.md section 5): at time `now`, with the fingerprint `pin`, with `stored` from "
    "earlier runs, GET /v1/root/1, /2, ... answer `roots` (then 404) and GET /v1/allowlist answers `allowlist`. expect "
    "is ok, with the versions that are trusted in the end, or the class of the error. By tests/trust/make_vectors.py."
)
DAY = timedelta(days=1)
NEW_LISTS = ("owned", "tenants", "carriers", "phones")
BAD_BLOCKED = {
    "without until": '"sender":"a@b.example"',
    "without sender and domain": '"until":"2027-01-31T00:00:00Z"',
    "with sender and domain": '"sender":"a@b.example","domain":"b.example","until":"2027-01-31T00:00:00Z"',
    "with a null sender": '"sender":null,"domain":"b.example","until":"2027-01-31T00:00:00Z"',
    "until a day": '"sender":"a@b.example","until":"2027-01-31"',
    "until a day that does not exist": '"sender":"a@b.example","until":"2027-02-30T00:00:00Z"',
}

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
    good = encode_root(root(2)).decode()
    keyid, other = root().roles.root.keyids[0], root().roles.allowlist.keyids[0]
    edits = {
        "root of another type": ('"_type":"root"', '"_type":"allowlist"'),
        "root of specification 1.N with N of ten digits": ('"spec_version":"1.1"', '"spec_version":"1.1234567890"'),
        "root of specification 2": ('"spec_version":"1.1"', '"spec_version":"2.0"'),
        "root with threshold 0": ('"threshold":1', '"threshold":0'),
        "root with threshold beyond its keys": ('"threshold":1', '"threshold":2'),
        "root with a wrong keyid": (f'"{keyid}":', f'"{"0" * 64}":'),
        "root that names a key it does not hold": (f'"keyids":["{keyid}"]', f'"keyids":["{"0" * 64}"]'),
        "root that names a key twice": (f'"keyids":["{other}"]', f'"keyids":["{other}","{other}"]'),
        "root with a role without keys": (f'"keyids":["{other}"]', '"keyids":[]'),
        "root with another key type": ('"keytype":"ed25519"', '"keytype":"rsa"'),
        "root with a key of no type": ('"keytype":"ed25519",', ""),
        "root that names a key without a name": (f'"keyids":["{other}"]', '"keyids":[""]'),
        "root with the same field twice": ('"version":2', '"version":2,"version":2'),
        "root with a nested field twice": ('"threshold":1', '"threshold":1,"threshold":1'),
        "root whose version is text": ('"version":2', '"version":"2"'),
    }
    fine = {
        "root with further fields": ('"version":2', '"version":2,"x":{"y":[1]}'),
        "root of specification 1.7": ('"spec_version":"1.1"', '"spec_version":"1.7"'),
    }

    def of(edit: tuple[str, str]) -> tuple[bytes, bytes]:
        assert edit[0] in good
        return ROOT, signed_text(good.replace(*edit), "root", Role.ROOT)

    return [_case(name, LIST_1, "DocumentError", roots=of(edit)) for name, edit in edits.items()] + [
        _case(name, LIST_1, (2, 1), roots=of(edit)) for name, edit in fine.items()
    ]


def _list_documents() -> list[dict[str, Any]]:
    good = encode_allowlist(allowlist()).decode()
    version, expires = '"version":1', f'"expires":"{format_time(NOW + 14 * DAY)}"'
    edits = {
        "not JSON": (good, "hello"),
        "an array": (good, "[]"),
        "cut short": (good, good[:-1]),
        "something after it": (good, good + " x"),
        "byte order mark": (good, "\ufeff" + good),
        "of another type": ('"_type":"allowlist"', '"_type":"root"'),
        "without type": ('"_type":"allowlist",', ""),
        "of specification 2": ('"spec_version":"1.1"', '"spec_version":"2.0"'),
        "version 0": (version, '"version":0'),
        "version below 0": (version, '"version":-1'),
        "version true": (version, '"version":true'),
        "version as text": (version, '"version":"1"'),
        "version 1.5": (version, '"version":1.5'),
        "version beyond counting": (version, '"version":9007199254740992'),
        "version null": (version, '"version":null'),
        "same field twice": (version, '"version":1,"version":1'),
        "same field twice, one escaped": (version, '"version":1,"versio\\u006e":1'),
        "unknown field twice": (version, '"version":1,"x":1,"x":2'),
        "field of a brand twice": ('"id":"openai"', '"id":"openai","id":"openai"'),
        "NaN": (version, '"version":1,"x":NaN'),
        "Infinity": (version, '"version":1,"x":-Infinity'),
        "nested to depth 65": (version, '"version":1,"x":' + "[" * 65 + "]" * 65),
        "a number at depth 65": (version, '"version":1,"x":' + '{"x":' * 64 + "1" + "}" * 64),
        "lone surrogate": ('"name":"OpenAI"', '"name":"\\ud800"'),
        "time with an offset": (expires, '"expires":"2026-12-06T07:00:00+07:00"'),
        "time with a fraction": (expires, '"expires":"2026-12-06T00:00:00.0Z"'),
        "time in lower case": (expires, '"expires":"2026-12-06t00:00:00z"'),
        "time that does not exist": (expires, '"expires":"2026-02-30T00:00:00Z"'),
        "time in the year 0": ('"issued":"2026', '"issued":"0000'),
        "time that no clock shows": (expires, '"expires":"2026-12-05T24:00:00Z"'),
        "time with a leap second": (expires, '"expires":"2026-12-05T23:59:60Z"'),
        "time as a number": (expires, '"expires":1796515200'),
        "expires before it is issued": (expires, '"expires":"2026-11-20T00:00:00Z"'),
        "prev in version 1": ('"prev":null', f'"prev":"{"0" * 64}"'),
        "without prev": ('"prev":null,', ""),
        "no prev in version 2": (version, '"version":2'),
        "brands an object": ('"brands":[', '"brands":{},"x":['),
        "brand without id": ('"id":"openai",', ""),
        "brand without name": (',"name":"OpenAI"', ""),
        "domain a number": ('"openai.com"', "1"),
        "domains null": ('"domains":["openai.com"]', '"domains":null'),
        "guard null": ('"id":"openai"', '"id":"openai","guard":null'),
        "common null": ('"id":"openai"', '"id":"openai","aliases":[{"text":"Sora","common":null}]'),
        "unknown guard": ('"id":"openai"', '"id":"openai","guard":"none"'),
        "secret a number": ('"id":"openai"', '"id":"openai","never_asks":["shoe_size",1]'),
        **{f"{field} a text": ('"id":"openai"', f'"id":"openai","{field}":"a"') for field in NEW_LISTS},
        **{f"{field} of numbers": ('"id":"openai"', f'"id":"openai","{field}":[1]') for field in NEW_LISTS},
        "links_complete null": ('"id":"openai"', '"id":"openai","links_complete":null'),
        "links_complete a number": ('"id":"openai"', '"id":"openai","links_complete":1'),
        "authserv_ids null": (version, '"version":1,"authserv_ids":null'),
        "authserv_ids of numbers": (version, '"version":1,"authserv_ids":[1]'),
        "default_platforms a text": (version, '"version":1,"default_platforms":"no"'),
        "blocked an object": (version, '"version":1,"blocked":{}'),
        **{f"blocked {why}": (version, f'"version":1,"blocked":[{{{entry}}}]') for why, entry in BAD_BLOCKED.items()},
        "default_platforms null": (version, '"version":1,"default_platforms":null'),
        "default_platforms a number": (version, '"version":1,"default_platforms":0'),
        "persons null": (version, '"version":1,"persons":null'),
        "person without name": (version, '"version":1,"persons":[{"addresses":["a@b.example"]}]'),
        "person with a text as aliases": (version, '"version":1,"persons":[{"name":"A","aliases":"B"}]'),
        "person with a number as address": (version, '"version":1,"persons":[{"name":"A","addresses":[1]}]'),
        "alias a text": ('"id":"openai"', '"id":"openai","aliases":["ChatGPT"]'),
    }
    fine = {
        "with further fields": (version, '"version":1,"x":{"y":[1,null,"é"]}'),
        "with a further field of a brand": ('"id":"openai"', '"id":"openai","colour":"green"'),
        "nested to depth 64": (version, '"version":1,"x":' + "[" * 64 + "]" * 64),
        "a number at depth 64": (version, '"version":1,"x":' + '{"x":' * 63 + "1" + "}" * 63),
        "with white space": (version, ' "version" :\n 1'),
        "with words in never_asks that are not known": (
            '"id":"openai"',
            '"id":"openai","never_asks":["shoe_size","password","phone_call",""]',
        ),
        "with every field of version 1.1": (
            '"id":"openai"',
            '"id":"openai","owned":["openai.example"],"tenants":["t.example"],"carriers":["a@openai.com"],'
            '"phones":["+1 888 221 1161"],"links_complete":true',
        ),
        "with mail servers, blocked senders and persons": (
            version,
            '"version":1,"authserv_ids":["mx.example.org"],"blocked":[{"sender":"a@b.example","until":'
            '"2027-01-31T00:00:00Z"},{"domain":"b.example","until":"2020-01-31T00:00:00Z","x":1}],"persons":'
            '[{"name":"Rina Hartono","aliases":["Rina H."],"addresses":["rina@example.org"]},{"name":"A"}]',
        ),
        "without the default platforms": (version, '"version":1,"default_platforms":false'),
        "of specification 1.0": ('"spec_version":"1.1"', '"spec_version":"1.0"'),
        "of specification 1.12": ('"spec_version":"1.1"', '"spec_version":"1.12"'),
        "without a policy": ('"id":"openai"', '"id":"openai","policy_url":null'),
        "without brands": (good[good.index(',"brands"') :], "}"),
    }

    def of(edit: tuple[str, str]) -> bytes:
        assert edit[0] in good, edit
        return signed_text(good.replace(*edit))

    return [_case(f"list: {name}", of(edit), "DocumentError") for name, edit in edits.items()] + [
        _case(f"list {name}", of(edit), (1, 1)) for name, edit in fine.items()
    ]
