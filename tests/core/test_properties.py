"""Properties that hold for every input: nothing raises, and nothing is verified unless the reference conditions hold.

The reference is written here, by another way than the product's: it reads the message with the standard library, and
believes only a header that it made itself.
"""

from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Alias, Allowlist, Brand
from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication_results import MalformedError, parse_authentication_results
from lencana.core.mail.header.header_block import SINGLE_FIELDS
from lencana.core.mail.header.mailbox import read_mailbox
from lencana.core.mail.message import Limits, Origin, message_from_bytes
from lencana.engine.contract import CheckRequest
from lencana.engine.engine import Engine
from lencana.errors import InputError
from lencana.settings import DkimMode, Settings

NOW = datetime(2026, 2, 1, tzinfo=UTC)
INDEX = AllowlistIndex(
    Allowlist(
        version=1,
        issued=NOW,
        expires=NOW + timedelta(days=14),
        prev=None,
        brands=(Brand(id="openai", name="OpenAI", aliases=(Alias(text="ChatGPT"),), domains=("openai.com",)),),
    ),
    "0" * 64,
)
ENGINE = Engine(Settings(authserv_ids=("mx.example.net",), dkim=DkimMode.OFF), lambda: INDEX)
GOOD = b"mx.example.net; dmarc=pass header.from=openai.com"
LIMIT = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])

RESULTS = b"Authentication-Results: "
PIECES = st.sampled_from(
    [
        b"From: a@openai.com\r\n",
        b"From: OpenAI <a@openai.com>\r\n",
        b"From:\r\n a@openai.com\r\n",
        b"from : a@openai.com\n",
        b"From: <x@evil.example>\r\n",
        b"From: a@openai.com, b@evil.example\r\n",
        b'From: "a@openai.com" <b@evil.example>\n',
        b"From: =?utf-8?q?a=40openai=2Ecom?= <b@evil.example>\r\n",
        b"From: a@openai.com\0\r\n",
        b"\rFrom: b@evil.example\r\n",
        RESULTS + GOOD + b"\r\n",
        RESULTS + b"mx.evil.example; dmarc=pass header.from=openai.com\n",
        RESULTS + b"mx.example.net; dmarc=fail header.from=openai.com\r\n",
        RESULTS + b"mx.example.net; dmarc=pass header.from=evil.example\r\n",
        RESULTS + b"(\r\n",
        b"Subject: OpenAI\r\n",
        b"Reply-To: x@openai-help.com\r\n",
        b"Subject: x\r\n",
        b"To: a@b.example\r\n",
        b"Content-Type: text/html\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b" folded\r\n",
        b"garbage\r\n",
        b"X: y\r\n",
        b"\r\n",
        b"--b\r\n",
        b"<a href=https://evil.example>https://openai.com</a>",
    ]
)
MESSAGES = st.one_of(
    st.binary(max_size=2000),
    st.lists(st.one_of(PIECES, st.binary(max_size=30)), max_size=12).map(b"".join),
    st.lists(PIECES, max_size=8).map(lambda parts: RESULTS + GOOD + b"\r\n" + b"".join(parts)),
)


@given(MESSAGES)
@LIMIT
def test_every_sequence_of_bytes_has_a_verdict_and_green_only_with_reason(raw: bytes) -> None:
    answer = ENGINE.check_raw(raw, now=NOW, lang="en", origin=Origin.DELIVERED)
    if answer.verdict == "verified":
        assert _may_be_verified(raw), raw
    assert (answer.verdict == "suspicious") is any(reason.severity == "danger" for reason in answer.reasons)


def _may_be_verified(raw: bytes) -> bool:
    """The newest Authentication-Results is our good one, and the only From anywhere in the head is at openai.com."""
    message = BytesParser(policy=compat32).parsebytes(raw, headersonly=True)
    results = message.get_all("Authentication-Results", [])
    head = raw.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    senders = [line for line in head.replace(b"\r", b"\n").split(b"\n") if line.strip().lower().startswith(b"from")]
    address = parseaddr(str(message["From"]))[1]
    newest = "".join(str(results[0]).split()) if results else ""
    good = "".join(GOOD.decode().split())
    repeated = any(len(message.get_all(name, [])) > 1 for name in SINGLE_FIELDS)
    return newest.startswith(good) and len(senders) == 1 and address.lower().endswith("@openai.com") and not repeated


@given(MESSAGES, st.sampled_from([Origin.ATTACHED, Origin.FILE]))
@LIMIT
def test_what_was_not_delivered_has_no_results(raw: bytes, origin: Origin) -> None:
    answer = ENGINE.check_raw(raw, now=NOW, lang="en", origin=origin)
    assert answer.verdict != "verified"
    assert answer.authentication.result == "none"


@given(st.text(max_size=300))
@LIMIT
def test_the_grammar_of_results_reads_or_refuses(value: str) -> None:
    try:
        parse_authentication_results(value)
    except MalformedError:
        return


@given(st.text(alphabet=st.sampled_from('abc@.<>"\\(),:;[]=? _\t\u202e\u0430é'), max_size=60))
@LIMIT
def test_a_mailbox_without_defects_is_one_address(value: str) -> None:
    sender = read_mailbox(value)
    if not sender.defects:
        assert sender.mailbox is not None
        assert sender.mailbox.domain is not None
        assert parseaddr(value)[1].lower().endswith("@" + sender.mailbox.domain.unicode.lower()) or not value.isascii()


@given(st.text(max_size=80))
@LIMIT
def test_a_domain_is_read_or_refused_and_stays_what_it_is(text: str) -> None:
    try:
        domain = Domain.parse(text)
    except InputError:
        return
    assert Domain.parse(domain.ascii) == domain
    assert domain.ascii.isascii()
    assert domain.ascii == domain.ascii.lower()
    INDEX.lookalikes.find(domain)


@given(st.text(max_size=100), st.text(max_size=200), st.lists(st.text(max_size=80), max_size=3))
@LIMIT
def test_single_fields_have_a_verdict(sender: str, text: str, results: list[str]) -> None:
    request = CheckRequest(from_=sender, text=text, authentication_results=tuple(results), origin="delivered")
    assert ENGINE.check(request, now=NOW, lang="id").verdict in {"verified", "suspicious", "unknown"}


def test_deep_nesting_and_odd_charsets_are_read_without_harm() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(200))
    for raw in (
        b"From: a@openai.com\r\n" + nested + b"Content-Type: text/plain\r\n\r\nhello",
        b"From: a@openai.com\r\nContent-Type: text/plain; charset=no-such-charset\r\n\r\n\xff\xfe",
        b"From: a@openai.com\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"From: =?no-such?q?x?= <a@openai.com>\r\nSubject: =?utf-8?b?////?=\r\n\r\nx",
        b"From: a@openai.com\r\n" + b"X: y\r\n" * 10_000 + b"\r\nx",
        b"From: a@openai.com\r\nX: " + b"y" * 5_000_000 + b"\r\n\r\nx",
        b"From: a@openai.com\r\nAuthentication-Results: mx.example.net" + b"; a=b" * 50_000 + b"\r\n\r\nx",
    ):
        assert ENGINE.check_raw(raw, now=NOW, lang="en", origin=Origin.DELIVERED).verdict == "unknown"
        assert message_from_bytes(raw, Limits()).sender.mailbox is not None
