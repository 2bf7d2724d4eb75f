"""Domain names as values: how they are read, shown and cut."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lencana.core.domains.domain import Domain
from lencana.errors import DomainError

READ = [
    # written, ascii, unicode, registrable, label, suffix
    ("openai.com", "openai.com", "openai.com", "openai.com", "openai", "com"),
    (" Chat.OpenAI.COM. ", "chat.openai.com", "chat.openai.com", "openai.com", "openai", "com"),
    ("news.bca.co.id", "news.bca.co.id", "news.bca.co.id", "bca.co.id", "bca", "co.id"),
    ("bücher.de", "xn--bcher-kva.de", "bücher.de", "xn--bcher-kva.de", "xn--bcher-kva", "de"),
    ("XN--BCHER-KVA.de", "xn--bcher-kva.de", "bücher.de", "xn--bcher-kva.de", "xn--bcher-kva", "de"),
    ("ｏｐｅｎａｉ．com", "openai.com", "openai.com", "openai.com", "openai", "com"),
    ("openai。com", "openai.com", "openai.com", "openai.com", "openai", "com"),
    ("open\u200bai.com", "openai.com", "openai.com", "openai.com", "openai", "com"),
    ("a.pages.dev", "a.pages.dev", "a.pages.dev", "a.pages.dev", "a", "pages.dev"),
    ("pages.dev", "pages.dev", "pages.dev", "", "", "pages.dev"),
    ("com", "com", "com", "", "", "com"),
    ("mail.intern.unknown", "mail.intern.unknown", "mail.intern.unknown", "intern.unknown", "intern", "unknown"),
    ("_dmarc.openai.com", "_dmarc.openai.com", "_dmarc.openai.com", "openai.com", "openai", "com"),
    # IDNA refuses the heart, mail holds it all the same
    ("♥.com", "xn--g6h.com", "♥.com", "xn--g6h.com", "xn--g6h", "com"),
]
NO_NAMES = [
    "", ".", " ", "a..b", ".a", "a b.com", "a@b.com", "a/b.com", "192.0.2.1", "1", "[::1]", "x" * 64 + ".com",
    "a." * 127 + "com", "é" * 300, "openai.com:443", "a\nb.com", "-\u0000.com",
]  # fmt: skip
# What Punycode can carry and no reader may be shown: nothing, a disguise, a space, a dot, a mark that turns the text
UNSHOWABLE = ["xn--a", "xn--openai-", "xn--99999999", "xn--" + "a\u00a0b".encode("punycode").decode(),
              "xn--" + "a。b".encode("punycode").decode(), "xn--" + "a\u202eb".encode("punycode").decode()]  # fmt: skip


@pytest.mark.parametrize("row", READ, ids=lambda row: row[0])
def test_read(row: tuple[str, ...]) -> None:
    domain = Domain.parse(row[0])
    assert (domain.ascii, domain.unicode, domain.registrable, domain.registrable_label, domain.public_suffix) == row[1:]


@pytest.mark.parametrize("text", NO_NAMES, ids=repr)
def test_no_name(text: str) -> None:
    with pytest.raises(DomainError):
        Domain.parse(text)


@pytest.mark.parametrize("label", UNSHOWABLE)
def test_unshowable_labels_stay_as_they_are(label: str) -> None:
    assert Domain.parse(f"{label}.com").unicode == f"{label}.com"


def test_within() -> None:
    domain = Domain.parse("a.b.openai.com")
    assert domain.is_within("openai.com")
    assert domain.is_within("a.b.openai.com")
    assert not domain.is_within("penai.com")
    assert domain.parents() == ("a.b.openai.com", "b.openai.com", "openai.com", "com")


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=40) | st.text("xn-a.0é。ß\u0301\u200d", max_size=60))
def test_a_name_or_an_error_and_reading_it_again_changes_nothing(text: str) -> None:
    try:
        domain = Domain.parse(text)
    except DomainError:
        return
    assert Domain.parse(domain.ascii) == domain
    assert domain.ascii.isascii()
    assert domain.ascii == domain.registrable or domain.ascii.endswith(f".{domain.registrable}") or domain.public_suffix
