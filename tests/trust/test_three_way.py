"""Two admins who change one list: both changes stay, and a file keeps its comments."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from msgspec.structs import replace

from lencana.core.brands.allowlist import Allowlist
from lencana.trust.list_source import list_source
from lencana.trust.list_source.rewrite import rewrite
from lencana.trust.three_way import merge_changes
from trust.publisher import NOW

BASE = """# our list
expires_in = "14d"

[[brand]]
id = "openai"
name = "OpenAI"
# the login codes
domains = [
    "openai.com",  # checked
    "chatgpt.com",
]
aliases = ["ChatGPT", {text = "Sora", common = true}]

# bought in May
[[brand]]
id = "acme"
name = "Acme Tools"
domains = ["acme-tools.com"]

[[platform]]
domain = "lists.example.org"

[[person]]
name = "Rina Hartono"
addresses = ["rina@kantor.example"]

[[blocked]]
sender = "a@phish.example"
until = 2099-01-01
"""


def listed(text: str) -> Allowlist:
    return list_source.build_allowlist(list_source.parse(text, "list.toml"), 1, None, NOW)


def changed(*pairs: tuple[str, str]) -> str:
    text = BASE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


SORA = ('"chatgpt.com",\n', '"chatgpt.com",\n    "sora.com",\n')
LINK = ("# the login codes\n", 'links = ["oaistatic.com"]\n')
NO_CHATGPT = ('    "chatgpt.com",\n', "")
NO_ACME = (BASE[BASE.index("# bought") : BASE.index("[[platform]]")], "")
NEW = ("# bought in May", '[[brand]]\nid = "zeta"\nname = "Zeta Bank"\ndomains = ["zeta-bank.com"]\n\n# bought in May')
RENAMED = ('name = "Acme Tools"', 'name = "Acme Tooling"')
RENAMED_TOO = ('name = "Acme Tools"', 'name = "Acme Works"')
LONGER = ('"14d"', '"21d"')
NO_DEFAULTS = ('"14d"', '"14d"\ndefault_platforms = false')
OURS = ('"14d"', '"14d"\nauthserv_ids = ["mx.kantor.example"]')
NO_PLATFORM = ('[[platform]]\ndomain = "lists.example.org"\n\n', "")
RINA = ('["rina@kantor.example"]', '["rina@kantor.example", "rina@mail.example"]')
UNTIL = ("2099-01-01", "2099-06-01")
GUARD = ('domains = ["acme-tools.com"]', 'domains = ["acme-tools.com"]\nguard = "homograph"\nlinks_complete = true')


MINE = ((), (SORA,), (NO_ACME,), (LINK, RENAMED))
THEIRS = (
    (SORA,), (LINK,), (NO_CHATGPT,), (NEW,), (LONGER,), (NO_DEFAULTS,), (OURS,), (NO_PLATFORM,), (RINA,), (UNTIL,),
    (SORA, LINK, NEW, LONGER, NO_PLATFORM, RINA, UNTIL),
)  # fmt: skip
SAME_LINE = ((SORA,), (NO_CHATGPT,))  # of the texts here; no merge of lists is asked for it


@pytest.mark.parametrize(("mine", "theirs"), [pair for pair in product(MINE, THEIRS) if pair != SAME_LINE])
def test_both_changes_stay_and_so_do_the_comments(mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> None:
    mine_text, both = changed(*mine), changed(*dict.fromkeys([*theirs, *mine]))
    merged = merge_changes(listed(BASE), listed(mine_text), listed(changed(*theirs)))
    assert merged.remarks == ()
    written = rewrite(mine_text, "list.toml", merged.document)
    assert as_sets(listed(written)) == as_sets(listed(both)), written
    assert "# our list" in written
    if NO_ACME not in mine:
        assert "# bought in May" in written
    assert '"openai.com",  # checked' in written


@pytest.mark.parametrize(
    ("mine", "theirs", "result", "remark"),
    [
        (RENAMED, RENAMED_TOO, RENAMED, "Acme Tools: name: yours (Acme Tooling) stays; the other admin wrote"),
        (NO_ACME, RENAMED, NO_ACME, "acme: it stays removed, as you wanted; the other admin changed it"),
        (RENAMED, NO_ACME, RENAMED, "acme: yours stays; the other admin removed it"),
        (LONGER, ('"14d"', '"7d"'), LONGER, "expires_in: yours (21 days, 0:00:00) stays"),
    ],
)  # fmt: skip
def test_where_both_changed_the_same_mine_stays_and_it_is_said(
    mine: tuple[str, str], theirs: tuple[str, str], result: tuple[str, str], remark: str
) -> None:
    merged = merge_changes(listed(BASE), listed(changed(mine)), listed(changed(theirs)))
    assert as_sets(merged.document) == as_sets(listed(changed(result)))
    (said,) = merged.remarks
    assert said.replace("Acme Tooling: name", "Acme Tools: name").startswith(remark)


def test_both_did_the_same() -> None:
    merged = merge_changes(listed(BASE), listed(changed(SORA, NEW)), listed(changed(SORA, NEW)))
    assert merged == (listed(changed(SORA, NEW)), ())


@pytest.mark.parametrize("wanted", [(GUARD,), (RENAMED, GUARD), (NEW, RINA), (NO_ACME, NO_PLATFORM), ()])
def test_rewritten_there_and_back(wanted: tuple[Any, ...]) -> None:
    there = rewrite(BASE, "list.toml", listed(changed(*wanted)))
    assert as_sets(listed(there)) == as_sets(listed(changed(*wanted)))
    back = rewrite(there, "list.toml", listed(BASE))
    assert as_sets(listed(back)) == as_sets(listed(BASE))
    assert "# our list" in back


def test_nothing_to_change_leaves_every_byte() -> None:
    assert rewrite(BASE, "list.toml", listed(BASE)) == BASE


def as_sets(document: Allowlist) -> Any:
    later = replace(document, issued=datetime(2026, 1, 1, tzinfo=UTC), expires=document.expires - timedelta())
    return {
        "lifetime": document.expires - document.issued,
        "brands": {brand.id: {f: _set(getattr(brand, f)) for f in brand.__struct_fields__} for brand in later.brands},
        **{
            f: _set(getattr(later, f)) for f in ("platforms", "persons", "blocked", "authserv_ids", "default_platforms")
        },
    }


def _set(value: Any) -> Any:
    return frozenset(value) if isinstance(value, tuple) else value
