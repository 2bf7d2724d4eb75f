"""Lists that may not be published, and what is said of each."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from lencana.core.brands.allowlist import Blocked, Brand, Person
from lencana.errors import DocumentError
from lencana.trust.documents import well_formed
from trust.publisher import allowlist

UNFIT = {
    "owned": ("a.com",) * 10_001,
    "tenants": ("UPPER.com",),
    "carriers": ("i@A.com",),
    "phones": ("call us",),
}


@pytest.mark.parametrize("field", UNFIT)
def test_a_brand_that_may_not_be_published(field: str) -> None:
    unfit: Any = {field: UNFIT[field]}
    with pytest.raises(DocumentError, match=field):
        well_formed.check_well_formed(allowlist(brands=(Brand(id="a", name="Acme", **unfit),)))


END = datetime(2027, 1, 31, tzinfo=UTC)
UNFIT_BESIDE_BRANDS: dict[str, dict[str, Any]] = {
    "blocked: 'Phish.example'": {"blocked": (Blocked(domain="Phish.example", until=END),)},
    "blocked: 'phish.example'": {"blocked": (Blocked(sender="phish.example", until=END),)},
    "blocked: '100001 entries": {"blocked": (Blocked(domain="phish.example", until=END),) * 100_001},
    "authserv_ids: 'MX'": {"authserv_ids": ("MX",)},
    "authserv_ids: '101 entries": {"authserv_ids": ("mx",) * 101},
    "person 'A': 'no addresses'": {"persons": (Person(name="A"),)},
    "person ' A': ' A'": {"persons": (Person(name=" A", addresses=("a@b.com",)),)},
    "person 'A': 'x@Y.com'": {"persons": (Person(name="A", addresses=("x@Y.com",)),)},
    "person 'A': '101 entries": {"persons": (Person(name="A", addresses=("a@b.com",) * 101),)},
}


@pytest.mark.parametrize("message", UNFIT_BESIDE_BRANDS)
def test_a_list_that_may_not_be_published(message: str) -> None:
    with pytest.raises(DocumentError, match=re.escape(message)):
        well_formed.check_well_formed(replace(allowlist(), **UNFIT_BESIDE_BRANDS[message]))
