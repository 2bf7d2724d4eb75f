"""The grammar of Authentication-Results (RFC 8601 section 2.2), strict where a forger could gain by looseness."""

import re

import msgspec

from lencana.core.mail.encoded_words import decode_encoded_words

_METHOD = re.compile(r"([a-z0-9-]+)(?:/[0-9]+)?=([a-z0-9]+)", re.IGNORECASE)
_PTYPES = frozenset({"smtp", "header", "body", "policy", "dns"})
_SPACED_EQUALS = re.compile(r"((?:^|(?<= ))[A-Za-z0-9./-]+) *= *(?=[^ ])")
_PLAIN = re.compile(r"[ !#-'*-\[\]-~]*")  # no quotes, comments, backslashes or controls
_LOOKS_LIKE_RESULT = re.compile(r";\s*[a-z0-9-]+(?:/[0-9]+)?\s*=", re.IGNORECASE)


MAX_LENGTH = 16 * 1024  # characters


class MalformedError(ValueError):
    """Not an Authentication-Results value that can be believed; never leaves core."""


class MethodResult(msgspec.Struct, frozen=True, gc=False):
    """One method's result: `dkim=pass header.d=example.org`."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...]  # ("header.d", "example.org")

    def get(self, name: str) -> str:
        """The value of a property, "" when it is not given."""
        return next((value for key, value in self.properties if key == name), "")


class AuthenticationResults(msgspec.Struct, frozen=True, gc=False):
    """One header: whose word it is (None for Microsoft's, which names nobody) and what it says."""

    authserv_id: str | None
    results: tuple[MethodResult, ...]


def parse_authentication_results(value: str) -> AuthenticationResults:
    """Read one unfolded header value.

    Raises MalformedError for an unclosed comment or quote, control characters, a comment glued to a value or holding
    what looks like a result (`smtp.mailfrom=a@b(c; dmarc=fail …)` swallows the failure), or no grammar at all.
    """
    if len(value) > MAX_LENGTH:
        raise MalformedError("longer than any mail server writes")
    segments = [list(filter(None, _words(segment))) for segment in _segments(decode_encoded_words(value))]
    if not segments or not segments[0]:
        raise MalformedError("no authserv-id")
    first, authserv_id = segments[0], None
    if "=" not in first[0]:
        authserv_id = first[0].lower()
        if len(first) > 2 or (len(first) == 2 and not first[1].isdigit()):
            raise MalformedError("more than an authserv-id and a version before the first semicolon")
        segments = segments[1:]
    return AuthenticationResults(
        authserv_id, tuple(_result(words) for words in segments if words and words != ["none"])
    )


def _result(words: list[str]) -> MethodResult:
    head = _METHOD.fullmatch(words[0])
    if head is None:
        raise MalformedError(f"not a method result: {words[0][:40]!r}")
    properties: dict[str, str] = {}
    for word in words[1:]:
        key, _, value = word.partition("=")
        key = key.lower()
        if not value or not _is_property(key):
            continue  # something else that servers write between, reason=… or action=…
        if key in properties:
            raise MalformedError("one property twice")
        properties[key] = value
    return MethodResult(head[1].lower(), head[2].lower(), tuple(properties.items()))


def _is_property(key: str) -> bool:
    """`ptype.property`."""
    ptype, _, name = key.partition(".")
    return ptype in _PTYPES and name.replace("-", "a").isalnum() and name.isascii()


def _words(segment: str) -> list[str]:
    """Words at blanks, once the blanks around `=` that section 2.2 allows are closed up."""
    if " =" in segment or "= " in segment:
        segment = _SPACED_EQUALS.sub(r"\1=", segment)
    return segment.split(" ")


def _segments(value: str) -> list[str]:
    return value.split(";") if _PLAIN.fullmatch(value) else _segments_with_marks(value)


def _segments_with_marks(value: str) -> list[str]:
    """Split at semicolons outside quotes. Comments become blanks; quotes lose their marks, their blanks become NBSP."""
    out: list[str] = [""]
    i = 0
    while i < len(value):
        char = value[i]
        if char == "(":
            i = _after_comment(value, i)
            out[-1] += " "
            continue
        if char == '"':
            text, i = _quoted(value, i)
            out[-1] += text
            continue
        if char == ";":
            out.append("")
        elif char in "\t\r\n ":
            out[-1] += " "
        elif char < " " or char in ")\x7f":
            raise MalformedError("a control character or stray parenthesis")
        else:
            out[-1] += char
        i += 1
    return out


def _after_comment(value: str, start: int) -> int:
    if start and value[start - 1] not in " \t\r\n;)":
        before = value[:start].rpartition(" ")[2]
        if "." in before.partition("=")[0]:
            raise MalformedError("a comment glued to a property")
    depth, i = 0, start
    while i < len(value):
        char = value[i]
        if char == "\\":
            i += 1
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                if _LOOKS_LIKE_RESULT.search(value, start, i):
                    raise MalformedError("a comment that holds results")
                return i + 1
        i += 1
    raise MalformedError("an unclosed comment")


def _quoted(value: str, start: int) -> tuple[str, int]:
    text, i = "", start + 1
    while i < len(value):
        char = value[i]
        if char == '"':
            return text.replace(" ", "\xa0"), i + 1
        if char == "\\":
            i += 1
        text += value[i : i + 1]
        i += 1
    raise MalformedError("an unclosed quoted string")
