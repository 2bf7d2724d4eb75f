"""The difference of two lists in plain words."""

from datetime import UTC, datetime

from msgspec.structs import replace

from lencana.core.brands.allowlist import Alias, Blocked, Brand, Person
from lencana.trust.changes import changes
from trust.publisher import allowlist


def test_changes_in_plain_words() -> None:
    old = allowlist(brands=(Brand(id="a", name="Acme", domains=("a.com",)), Brand(id="b", name="Bolt")))
    new = allowlist(
        brands=(
            Brand(id="a", name="Acme", domains=("b.com",), aliases=(Alias(text="Ac", common=True),)),
            Brand(id="c", name="Cyan", domains=("c.com",)),
        )
    )
    assert changes(old, new) == [
        "Acme: adds From domain b.com",
        "Acme: removes From domain a.com",
        "Acme: adds alias Ac (common word)",
        "Cyan: new brand, sends from c.com",
        "Bolt: removed",
    ]
    assert changes(new, new) == []
    assert changes(None, new)[0] == "Acme: new brand, sends from b.com"


def test_changes_of_the_fields_that_decide_on_green_and_red() -> None:
    was = Brand(id="a", name="Acme", domains=("a.com",), owned=("b.com",), links_complete=True)
    now = replace(was, owned=(), tenants=("t.com",), carriers=("i@a.com",), phones=("188",), links_complete=False)
    end = datetime(2027, 1, 31, tzinfo=UTC)
    after = replace(
        allowlist(brands=(now,)),
        blocked=(Blocked(sender="x@b.com", until=end),),
        persons=(Person(name="Rina Hartono", addresses=("r@a.com",)),),
        authserv_ids=("mx.a.com",),
        default_platforms=False,
    )
    assert changes(allowlist(brands=(was,)), after) == [
        "Acme: removes owned domain (not verified, no imitation) b.com",
        "Acme: adds tenant zone (below it are strangers) t.com",
        "Acme: adds carrier of strangers' words (not verified) i@a.com",
        "Acme: adds telephone number 188",
        "Acme: no longer links to its own hosts alone (links_complete)",
        "platforms: adds setting default_platforms = false",
        "mail servers: adds authserv-id mx.a.com",
        "blocked: adds sender x@b.com until 2027-01-31 00:00",
        "people: adds person Rina Hartono <r@a.com>",
    ]
