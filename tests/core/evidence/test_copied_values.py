"""What a sender chooses and a mail server copies into its results never becomes a result, however it is written.

The server here quotes as RFC 5322 and 8601 demand. Its own verdict is that nothing authenticates the From domain.
"""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lencana.core.domains.domain import Domain
from lencana.core.evidence.authentication import Result, authenticate
from lencana.core.mail.header.header_block import read_headers

A = "mx.example.net"
SENDER = Domain.parse("openai.com")
LIMIT = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORD = "=?utf-8?q?x=3B_dkim=3Dpass_header.d=3Dopenai.com=3B_dmarc=3Dpass_header.from=3Dopenai.com?="
PIECES = [
    *("; ", ";", " ", "\t", '"', "\\", "(", ")", "=", "@", ",", "a", ".", "\u00a0", "\u2003", "\u0085", "\u00e9", "\0"),
    *("dkim=pass", "header.d=openai.com", "dmarc=pass", "header.from=openai.com", "spf=none", A, "\r\n ", WORD),
    "=?utf-8?b?eDsgZG1hcmM9cGFzcyBoZWFkZXIuZnJvbT1vcGVuYWkuY29t?=",
]
COPIED = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=10).map("".join)
FOLDS = st.sampled_from([" ", "\t", "\r\n ", "\r\n\t", "\r\n \r\n ", " (x) ", "\r\n (a (b) c)\r\n "])


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def comment(text: str) -> str:
    return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"


def word(text: str) -> str:
    """The same as an atom of a local part, which takes no blanks, quotes, brackets, semicolons and the like."""
    return "".join(char for char in text if char.isprintable() and char not in ' "\\();<>[]:,@\t\u00a0\u2003') or "x"


def results_of(*values: str) -> Result:
    block = "".join(f"Authentication-Results: {A}; {value}\r\n" for value in values).encode("utf-8", "surrogatepass")
    fields = read_headers(block, 1 << 20).all("authentication-results")
    return authenticate(fields, frozenset({A}), SENDER).result


@given(COPIED, FOLDS)
@LIMIT
def test_of_an_address_that_is_copied(text: str, fold: str) -> None:
    for local_part in (quoted(text), word(text)):
        for template in (
            "spf=pass{fold}smtp.mailfrom={copied}@attacker.example",
            "dkim=pass{fold}header.i={copied}@attacker.example;{fold}spf=none",
            "spf=pass{fold}smtp.helo={copied};{fold}dkim=none",
            "dkim=fail{fold}reason={copied}{fold}header.d=attacker.example",
        ):
            value = template.format(fold=fold, copied=local_part)
            assert results_of(value) is Result.NONE, value


@given(COPIED, FOLDS)
@LIMIT
def test_of_a_comment_in_which_it_is_repeated(text: str, fold: str) -> None:
    value = f"spf=pass{fold}{comment('domain of ' + text)}{fold}smtp.mailfrom=attacker.example;{fold}dkim=none"
    assert results_of(value) is Result.NONE, value


@given(COPIED, COPIED)
@LIMIT
def test_of_a_server_that_quotes_in_comments_only_halfway(text: str, other: str) -> None:
    """A quoted local part, repeated in a comment without escaping its brackets, as some servers do."""
    comment_alone = f"spf=pass (domain of {quoted(text)}@attacker.example and {quoted(other)})"
    for rest in ("smtp.mailfrom=x.example", f"smtp.mailfrom={quoted(other)}@attacker.example", f"({quoted(other)})"):
        value = f"{comment_alone} {rest}; dkim=none"
        assert results_of(value) is Result.NONE, value


@given(COPIED, FOLDS)
@LIMIT
def test_of_a_failure_beside_it(text: str, fold: str) -> None:
    """The failure stays one, or the field is void; it never becomes a pass."""
    value = f"spf=pass{fold}smtp.mailfrom={quoted(text)}@attacker.example;{fold}dmarc=fail{fold}header.from=openai.com"
    assert results_of(value) is not Result.PASS
    assert results_of(value, "dmarc=pass header.from=openai.com") is not Result.PASS


@given(FOLDS, st.sampled_from(["", "\r\n", " ", "(x)"]))
def test_a_genuine_pass_is_one_however_it_is_folded(fold: str, end: str) -> None:
    tail = "" if end == "\r\n" else f" {end}"
    assert results_of(f"spf=none;{fold}dmarc=pass{fold}(p=reject){fold}header.from=openai.com{tail}") is Result.PASS
