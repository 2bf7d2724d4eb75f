"""The grammar of Authentication-Results (RFC 8601 section 2.2), strict where a lenient reading would help a forger.

The value is taken apart as it was written. Encoded-words have no place in it, but the addresses that mail servers copy
into it are the sender's to choose: decoded, `smtp.mailfrom="=?utf-8?q?x=3B_dkim=3Dpass…?="@…` would become a result.
"""

import re

import msgspec

MAX_VALUE_CHARS = 16 * 1024  # no mail server writes longer ones
_METHOD_RESULT = re.compile(r"([a-z0-9-]+)(?:/[0-9]+)?=([a-z0-9]+)", re.IGNORECASE | re.ASCII)
_PTYPES = frozenset({"smtp", "header", "body", "policy", "dns"})
_SPACED_EQUALS = re.compile(r"((?:^|(?<= ))[A-Za-z0-9./-]+) *= *(?=[^ ])")
_WITHOUT_QUOTING = re.compile(r"[ !#-'*-\[\]-~]*")  # no quotes, comments, backslashes or control characters
_LOOKS_LIKE_RESULT = re.compile(r";\s*[a-z0-9-]+(?:/[0-9]+)?\s*=", re.IGNORECASE)


class MalformedError(ValueError):
    """Not an Authentication-Results value, or an ambiguous one; never leaves core and signatures."""


class MethodResult(msgspec.Struct, frozen=True, gc=False):
    """The result of one method: `dkim=pass header.d=example.org`."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...]  # ("header.d", "example.org")

    def get(self, name: str) -> str:
        """Return the value of a property, or "" if there is none."""
        return next((value for key, value in self.properties if key == name), "")


class AuthenticationResults(msgspec.Struct, frozen=True, gc=False):
    """One field: the authserv-id of who wrote it (None for Exchange Online, which gives none) and its results."""

    authserv_id: str | None
    results: tuple[MethodResult, ...]


def parse_authentication_results(value: str) -> AuthenticationResults:
    """Parse one unfolded field value.

    Raises MalformedError if the value does not follow the grammar, is longer than MAX_VALUE_CHARS, holds control
    characters, an unclosed comment or quoted string, or a comment that may hide a result or end one early: one that is
    glued to a value, looks like a result itself (`smtp.mailfrom=a@b(c; dmarc=fail …)` swallows the failure), or holds
    half a quoted string (`(domain of "x) dkim=pass header.d=… (y"@attacker.example)`).
    """
    if len(value) > MAX_VALUE_CHARS:
        raise MalformedError("longer than any mail server writes it")
    segments = [list(filter(None, _tokens(segment))) for segment in _segments(value)]
    if not segments or not segments[0]:
        raise MalformedError("no authserv-id")
    first, authserv_id = segments[0], None
    if "=" not in first[0]:
        authserv_id = first[0].lower() if first[0].isascii() else first[0]  # U+212A, in lower case, is a k
        if len(first) > 2 or (len(first) == 2 and not first[1].isdigit()):
            raise MalformedError("more than an authserv-id and a version before the first semicolon")
        segments = segments[1:]
    results = tuple(_method_result(tokens) for tokens in segments if tokens and tokens != ["none"])
    return AuthenticationResults(authserv_id, results)


def _method_result(tokens: list[str]) -> MethodResult:
    match = _METHOD_RESULT.fullmatch(tokens[0])
    if match is None:
        raise MalformedError(f"not a method result: {tokens[0][:40]!r}")
    properties: dict[str, str] = {}
    for token in tokens[1:]:
        key, _, value = token.partition("=")
        if not value or not _is_property(key := key.lower() if key.isascii() else ""):
            continue  # servers add more: reason=… or action=…
        if key in properties:
            raise MalformedError("a duplicate property")
        properties[key] = value
    return MethodResult(match[1].lower(), match[2].lower(), tuple(properties.items()))


def _is_property(key: str) -> bool:
    """True for `ptype.property`."""
    ptype, _, name = key.partition(".")
    return ptype in _PTYPES and name.replace("-", "a").isalnum() and name.isascii()


def _tokens(segment: str) -> list[str]:
    """Split at blanks, after removing those around `=`, which section 2.2 allows."""
    if " =" in segment or "= " in segment:
        segment = _SPACED_EQUALS.sub(r"\1=", segment)
    return segment.split(" ")


def _segments(value: str) -> list[str]:
    """Split at semicolons that are neither in a comment nor in a quoted string."""
    return value.split(";") if _WITHOUT_QUOTING.fullmatch(value) else _segments_with_quoting(value)


def _segments_with_quoting(value: str) -> list[str]:
    """The same for any value. Comments become blanks; blanks in quoted strings become NBSP, where nothing is split."""
    segments: list[str] = [""]
    position = 0
    while position < len(value):
        char = value[position]
        if char == "(":
            position = _end_of_comment(value, position)
            segments[-1] += " "
            continue
        if char == '"':
            text, position = _quoted_string(value, position)
            segments[-1] += text
            continue
        if char == ";":
            segments.append("")
        elif char in "\t ":
            segments[-1] += " "
        elif char < " " or char in ")\x7f":
            raise MalformedError("a control character or stray parenthesis")
        else:
            segments[-1] += char
        position += 1
    return segments


def _end_of_comment(value: str, start: int) -> int:
    """The position behind a comment that begins at `start`; comments nest (RFC 5322 section 3.2.2)."""
    if start and value[start - 1] not in " \t\r\n;)":
        before = value[:start].rpartition(" ")[2]
        if "." in before.partition("=")[0]:
            raise MalformedError("a comment next to a property without a space")
    depth, quotes, position = 0, 0, start
    while position < len(value):
        char = value[position]
        if char == "\\":
            position += 1
        elif char == '"':
            quotes += 1
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
            if depth == 0:
                if _LOOKS_LIKE_RESULT.search(value, start, position):
                    raise MalformedError("a comment that contains results")
                if quotes % 2:
                    raise MalformedError("a comment with half a quoted string")
                return position + 1
        position += 1
    raise MalformedError("an unclosed comment")


def _quoted_string(value: str, start: int) -> tuple[str, int]:
    """The content of a quoted string that begins at `start`, and the position behind it."""
    text, position = "", start + 1
    while position < len(value):
        char = value[position]
        if char == '"':
            return text.replace(" ", "\xa0"), position + 1
        if char == "\\":
            position += 1
        text += value[position : position + 1]
        position += 1
    raise MalformedError("an unclosed quoted string")
