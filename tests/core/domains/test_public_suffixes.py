"""Public suffixes and registrable domains: the list's algorithm, case by case; the list comes from the package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lencana.core.domains.public_suffixes import is_icann_suffix, registrable, rules

REGISTRABLE = [
    # after https://github.com/publicsuffix/list/blob/main/tests/tests.txt, in A-labels
    ("com", ""), ("openai.com", "openai.com"), ("a.b.openai.com", "openai.com"),
    ("co.uk", ""), ("bbc.co.uk", "bbc.co.uk"), ("www.bbc.co.uk", "bbc.co.uk"), ("uk", ""),
    ("github.io", ""), ("rina.github.io", "rina.github.io"), ("www.rina.github.io", "rina.github.io"),  # private
    ("ck", ""), ("shop.ck", ""), ("my.shop.ck", "my.shop.ck"),  # *.ck
    ("www.ck", "www.ck"), ("a.www.ck", "www.ck"),  # !www.ck
    ("kobe.jp", "kobe.jp"), ("c.kobe.jp", ""), ("b.c.kobe.jp", "b.c.kobe.jp"), ("a.city.kobe.jp", "city.kobe.jp"),
    ("xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"), ("xn--55qx5d.cn", ""), ("a.xn--p1ai", "a.xn--p1ai"),
    ("localhost", ""), ("mail.intern", "mail.intern"), ("a.mail.intern", "mail.intern"),  # no rule: the last label
    ("_dmarc.openai.com", "openai.com"),
]  # fmt: skip
ICANN = [
    ("com", True),
    ("co.id", True),
    ("unknown", True),
    ("kobe.jp", True),
    ("github.io", False),
    ("pages.dev", False),
]
SILENT = """
import socket
def refuse(*_): raise AssertionError("a connection")
socket.socket.connect = socket.getaddrinfo = refuse
from lencana.core.domains.public_suffixes import registrable
print(registrable("www.bbc.co.uk"))
"""


@pytest.mark.parametrize(("name", "expected"), REGISTRABLE, ids=lambda value: value or "none")
def test_registrable(name: str, expected: str) -> None:
    assert registrable(name) == expected


@pytest.mark.parametrize(("suffix", "expected"), ICANN)
def test_the_section_of_a_suffix(suffix: str, *, expected: bool) -> None:
    assert is_icann_suffix(suffix) is expected


def test_a_name_under_a_rule_is_registrable_and_the_rule_itself_is_not() -> None:
    names = set(rules())
    assert len(names) > 9000
    assert {"com", "co.id", "github.io", "*.ck", "xn--p1ai"} < names
    for name in names:
        suffix = name.replace("*", "a")
        assert registrable(suffix) == "", name
        assert registrable(f"b.{suffix}") in (f"b.{suffix}", ""), name  # "" where a longer rule is a wildcard


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(["a", "www", "city", "kobe", "jp", "ck", "co", "uk", "com", "xn--p1ai"]), min_size=1))
def test_the_registrable_domain_is_an_end_of_the_name_and_its_own(labels: list[str]) -> None:
    name = ".".join(labels)
    found = registrable(name)
    assert not found or name == found or name.endswith(f".{found}")
    assert registrable(found or "com") == found


def test_nothing_is_fetched_and_no_cache_is_written(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "TLDEXTRACT_CACHE": str(tmp_path / "cache")}
    urls = {"TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS": "https://publicsuffix.example/list.dat"}
    environ = os.environ | home | urls | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", SILENT], env=environ, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("bbc.co.uk\n", "")
    assert list(tmp_path.iterdir()) == []
