"""Documents that are read, and documents that are refused: each as one change of a good one's text."""

from datetime import timedelta

from lencana.trust.documents.allowlist_document import encode_allowlist
from lencana.trust.documents.metadata import format_time
from lencana.trust.documents.root_document import encode_root
from trust.publisher import NOW, allowlist, root

Change = tuple[str, str]  # what is replaced, and by what
NEW_LISTS = ("owned", "tenants", "carriers", "phones")
BAD_BLOCKED = {
    "without until": '"sender":"a@b.example"',
    "without sender and domain": '"until":"2027-01-31T00:00:00Z"',
    "with sender and domain": '"sender":"a@b.example","domain":"b.example","until":"2027-01-31T00:00:00Z"',
    "with a null sender": '"sender":null,"domain":"b.example","until":"2027-01-31T00:00:00Z"',
    "until a day": '"sender":"a@b.example","until":"2027-01-31"',
    "until a day that does not exist": '"sender":"a@b.example","until":"2027-02-30T00:00:00Z"',
}

GOOD_ROOT = encode_root(root(2)).decode()
_KEYID, _OTHER = root().roles.root.keyids[0], root().roles.allowlist.keyids[0]
REFUSED_ROOTS: dict[str, Change] = {
    "root of another type": ('"_type":"root"', '"_type":"allowlist"'),
    "root of specification 1.N with N of ten digits": ('"spec_version":"1.1"', '"spec_version":"1.1234567890"'),
    "root of specification 2": ('"spec_version":"1.1"', '"spec_version":"2.0"'),
    "root with threshold 0": ('"threshold":1', '"threshold":0'),
    "root with threshold beyond its keys": ('"threshold":1', '"threshold":2'),
    "root with a wrong keyid": (f'"{_KEYID}":', f'"{"0" * 64}":'),
    "root that names a key it does not hold": (f'"keyids":["{_KEYID}"]', f'"keyids":["{"0" * 64}"]'),
    "root that names a key twice": (f'"keyids":["{_OTHER}"]', f'"keyids":["{_OTHER}","{_OTHER}"]'),
    "root with a role without keys": (f'"keyids":["{_OTHER}"]', '"keyids":[]'),
    "root with another key type": ('"keytype":"ed25519"', '"keytype":"rsa"'),
    "root with a key of no type": ('"keytype":"ed25519",', ""),
    "root that names a key without a name": (f'"keyids":["{_OTHER}"]', '"keyids":[""]'),
    "root with the same field twice": ('"version":2', '"version":2,"version":2'),
    "root with a nested field twice": ('"threshold":1', '"threshold":1,"threshold":1'),
    "root whose version is text": ('"version":2', '"version":"2"'),
}
READ_ROOTS: dict[str, Change] = {
    "root with further fields": ('"version":2', '"version":2,"x":{"y":[1]}'),
    "root of specification 1.7": ('"spec_version":"1.1"', '"spec_version":"1.7"'),
}

GOOD_LIST = encode_allowlist(allowlist()).decode()
_VERSION, _EXPIRES = '"version":1', f'"expires":"{format_time(NOW + timedelta(days=14))}"'
REFUSED_LISTS: dict[str, Change] = {
    "not JSON": (GOOD_LIST, "hello"),
    "an array": (GOOD_LIST, "[]"),
    "cut short": (GOOD_LIST, GOOD_LIST[:-1]),
    "something after it": (GOOD_LIST, GOOD_LIST + " x"),
    "byte order mark": (GOOD_LIST, "\ufeff" + GOOD_LIST),
    "of another type": ('"_type":"allowlist"', '"_type":"root"'),
    "without type": ('"_type":"allowlist",', ""),
    "of specification 2": ('"spec_version":"1.1"', '"spec_version":"2.0"'),
    "version 0": (_VERSION, '"version":0'),
    "version below 0": (_VERSION, '"version":-1'),
    "version true": (_VERSION, '"version":true'),
    "version as text": (_VERSION, '"version":"1"'),
    "version 1.5": (_VERSION, '"version":1.5'),
    "version beyond counting": (_VERSION, '"version":9007199254740992'),
    "version null": (_VERSION, '"version":null'),
    "same field twice": (_VERSION, '"version":1,"version":1'),
    "same field twice, one escaped": (_VERSION, '"version":1,"versio\\u006e":1'),
    "unknown field twice": (_VERSION, '"version":1,"x":1,"x":2'),
    "field of a brand twice": ('"id":"openai"', '"id":"openai","id":"openai"'),
    "NaN": (_VERSION, '"version":1,"x":NaN'),
    "Infinity": (_VERSION, '"version":1,"x":-Infinity'),
    "nested to depth 65": (_VERSION, '"version":1,"x":' + "[" * 65 + "]" * 65),
    "a number at depth 65": (_VERSION, '"version":1,"x":' + '{"x":' * 64 + "1" + "}" * 64),
    "lone surrogate": ('"name":"OpenAI"', '"name":"\\ud800"'),
    "time with an offset": (_EXPIRES, '"expires":"2026-12-06T07:00:00+07:00"'),
    "time with a fraction": (_EXPIRES, '"expires":"2026-12-06T00:00:00.0Z"'),
    "time in lower case": (_EXPIRES, '"expires":"2026-12-06t00:00:00z"'),
    "time that does not exist": (_EXPIRES, '"expires":"2026-02-30T00:00:00Z"'),
    "time in the year 0": ('"issued":"2026', '"issued":"0000'),
    "time that no clock shows": (_EXPIRES, '"expires":"2026-12-05T24:00:00Z"'),
    "time with a leap second": (_EXPIRES, '"expires":"2026-12-05T23:59:60Z"'),
    "time as a number": (_EXPIRES, '"expires":1796515200'),
    "expires before it is issued": (_EXPIRES, '"expires":"2026-11-20T00:00:00Z"'),
    "prev in version 1": ('"prev":null', f'"prev":"{"0" * 64}"'),
    "without prev": ('"prev":null,', ""),
    "no prev in version 2": (_VERSION, '"version":2'),
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
    "authserv_ids null": (_VERSION, '"version":1,"authserv_ids":null'),
    "authserv_ids of numbers": (_VERSION, '"version":1,"authserv_ids":[1]'),
    "default_platforms a text": (_VERSION, '"version":1,"default_platforms":"no"'),
    "blocked an object": (_VERSION, '"version":1,"blocked":{}'),
    **{f"blocked {why}": (_VERSION, f'"version":1,"blocked":[{{{entry}}}]') for why, entry in BAD_BLOCKED.items()},
    "default_platforms null": (_VERSION, '"version":1,"default_platforms":null'),
    "default_platforms a number": (_VERSION, '"version":1,"default_platforms":0'),
    "persons null": (_VERSION, '"version":1,"persons":null'),
    "person without name": (_VERSION, '"version":1,"persons":[{"addresses":["a@b.example"]}]'),
    "person with a text as aliases": (_VERSION, '"version":1,"persons":[{"name":"A","aliases":"B"}]'),
    "person with a number as address": (_VERSION, '"version":1,"persons":[{"name":"A","addresses":[1]}]'),
    "alias a text": ('"id":"openai"', '"id":"openai","aliases":["ChatGPT"]'),
}
READ_LISTS: dict[str, Change] = {
    "with further fields": (_VERSION, '"version":1,"x":{"y":[1,null,"é"]}'),
    "with a further field of a brand": ('"id":"openai"', '"id":"openai","colour":"green"'),
    "nested to depth 64": (_VERSION, '"version":1,"x":' + "[" * 64 + "]" * 64),
    "a number at depth 64": (_VERSION, '"version":1,"x":' + '{"x":' * 63 + "1" + "}" * 63),
    "with white space": (_VERSION, ' "version" :\n 1'),
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
        _VERSION,
        '"version":1,"authserv_ids":["mx.example.org"],"blocked":[{"sender":"a@b.example","until":'
        '"2027-01-31T00:00:00Z"},{"domain":"b.example","until":"2020-01-31T00:00:00Z","x":1}],"persons":'
        '[{"name":"Rina Hartono","aliases":["Rina H."],"addresses":["rina@example.org"]},{"name":"A"}]',
    ),
    "without the default platforms": (_VERSION, '"version":1,"default_platforms":false'),
    "of specification 1.0": ('"spec_version":"1.1"', '"spec_version":"1.0"'),
    "of specification 1.12": ('"spec_version":"1.1"', '"spec_version":"1.12"'),
    "without a policy": ('"id":"openai"', '"id":"openai","policy_url":null'),
    "without brands": (GOOD_LIST[GOOD_LIST.index(',"brands"') :], "}"),
}
