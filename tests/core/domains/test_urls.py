"""Where links go: as browsers read them, and behind gateways that rewrite them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lencana.core.domains.domain import Domain
from lencana.core.domains.redirects import destination, is_redirector
from lencana.core.domains.urls import link_host
from lencana.core.mail.body import Link

READ = [
    ("https://openai.com/a", "openai.com"),
    ("HTTP://OpenAI.com", "openai.com"),
    ("https://openai.com:8443/", "openai.com"),
    ("https://openai.com@evil.example/", "evil.example"),
    ("https://a:b@c@evil.example", "evil.example"),
    ("https://evil.example\\@openai.com/", "evil.example"),
    ("https:\\\\evil.example\\x", "evil.example"),
    ("https:evil.example", "evil.example"),
    ("https:/evil.example", "evil.example"),
    ("https:///evil.example", "evil.example"),
    ("//evil.example/x", "evil.example"),
    ("\\\\evil.example", "evil.example"),
    (" https://evil.example ", "evil.example"),
    ("ht\ntps://ev\til.example/", "evil.example"),
    ("\x01https://evil.example/", "evil.example"),
    ("https://ev%69l.example/", "evil.example"),
    ("https://evil。example/", "evil.example"),
    ("https://évil.example", "xn--vil-9la.example"),
    ("https://evil.example?@openai.com", "evil.example"),
    ("https://evil.example#@openai.com", "evil.example"),
    ("https://evil.example.", "evil.example"),
    ("http://127.0.0.1/", "127.0.0.1"),
    ("http://2130706433/", "127.0.0.1"),
    ("http://0x7f.1/", "127.0.0.1"),
    ("http://017700000001", "127.0.0.1"),
    ("http://192.0.2.300/", None),
    ("http://[2001:db8::1]:80/", "[2001:db8::1]"),
    ("data:text/html,x", "data:"),
    ("JavaScript:alert(1)", "javascript:"),
    ("mailto:a@openai.com", None),
    ("tel:1", None),
    ("/path", None),
    ("#top", None),
    ("", None),
    ("https://", None),
    ("cid:x", None),
    ("https://exa mple.com/", None),
    ("https://a{b.evil.example/", "evil.example"),  # which the DNS may answer, by a wildcard
    ('https://"www.evil.example/', "evil.example"),
    ('https://"evil.com/', None),
    ('https://"www.evil.example"/', None),
    ("https://evil%20.example/", None),
    ("https://evil.example．/", "evil.example"),
    ("https://☃.ev\u200bil.example/", "xn--n3h.evil.example"),
    ("https://☃.ｅｖｉｌ.example/", "xn--n3h.evil.example"),
]
SAFE = "https://eur01.safelinks.protection.outlook.com"
UNWRAPPED = [
    (f"{SAFE}/?url=https%3A%2F%2Fevil.example%2Fa%3Fb&data=05%7C", "https://evil.example/a?b"),
    ("https://www.google.com/url?q=https://evil.example/&sa=D", "https://evil.example/"),
    ("https://www.google.com/search?q=https://evil.example/", "https://www.google.com/search?q=https://evil.example/"),
    ("https://urldefense.proofpoint.com/v1/url?u=http://evil.example/&k=x", "http://evil.example/"),
    ("https://urldefense.proofpoint.com/v2/url?u=https-3A__evil.example_a-2Db&d=DwM", "https://evil.example/a-b"),
    ("https://urldefense.com/v3/__https://evil.example/a__;!!x!y$", "https://evil.example/a"),
    ("https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fevil.example&c=E,1", "https://evil.example"),
    ("https://protect-eu.mimecast.com/s/AbC?domain=evil.example", "https://evil.example/"),
    ("https://eu-west-1.protection.sophos.com/?d=evil.example&u=aHR0", "https://evil.example/"),
    ("https://secure-web.cisco.com/1x-y/https%3A%2F%2Fevil.example%2Fa", "https://evil.example/a"),
    (f"{SAFE}/?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%3A%2F%2Fevil.example", "https://evil.example"),
    (f"{SAFE}.evil.example/?url=https://openai.com", f"{SAFE}.evil.example/?url=https://openai.com"),
    (f"{SAFE}/?url=javascript:x", f"{SAFE}/?url=javascript:x"),
    # A browser goes to evil.example: to it a backslash ends the host, to other readers what is before the @ is a name.
    (f"{SAFE}/?url=https://openai.com".replace("//", "//evil.example\\@", 1), None),
    (f"{SAFE}/?url=https://openai.com".replace("//", "\\\\evil.example\\@", 1), None),
]


@pytest.mark.parametrize(("url", "host"), READ, ids=[repr(url) for url, _ in READ])
def test_read_as_browsers_do(url: str, host: str | None) -> None:
    domain = link_host(url)
    assert (domain.ascii if domain else None) == host


@pytest.mark.parametrize(("url", "inner"), UNWRAPPED)
def test_destination(url: str, inner: str | None) -> None:
    """None: it is left as it is."""
    assert destination(url) == (inner or url, link_host(inner or url))


def test_what_leads_elsewhere_by_design() -> None:
    assert is_redirector(Domain.parse("u1.ct.sendgrid.net"))
    assert not is_redirector(Domain.parse("sendgrid.example"))


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("htps:/\\@%.?#[]0x1ae openai.com\t\n。"), max_size=40))
def test_no_address_makes_it_stumble(url: str) -> None:
    destination(url)


def test_each_service_is_covered() -> None:
    import tomllib

    table = tomllib.loads((Path(__file__).parents[3] / "server/lencana/data/redirectors.toml").read_text())
    assert {row["encoding"] for row in table["unwrap"]} == {"query", "domain", "path", "proofpoint2", "proofpoint3"}


def test_a_long_link_takes_no_longer_than_its_length() -> None:
    """A search for the end from each of many beginnings took a minute and a half."""
    url = "https://urldefense.com" + "/v3/__" * 100_000
    assert destination(url)[0] == url


def test_links_are_read_as_far_as_they_count() -> None:
    link = Link.truncated(" https://a.example/" + "x" * 5000, " " * 400 + "b.example " + "x" * 400)
    assert (len(link.href), len(link.text), link.text[:9]) == (2000, 300, "b.example")
