"""The public suffix list: under which names everybody may register one (https://publicsuffix.org/list/).

The list is the package publicsuffixlist's, which follows it week by week. The look-up is ours, for A-labels alone: it
loads in a fifth of the time and answers in a sixth (docs/decisions/0003); the tests hold it against the package's.
"""

import re
from functools import cache
from typing import Self

import msgspec

from lencana.data import read_suffix_list

_RULE = re.compile(r"^[^/\s]\S*", re.MULTILINE)
_PRIVATE = "// ===BEGIN PRIVATE DOMAINS==="


class Suffixes(msgspec.Struct, frozen=True):
    """The rules of a list, in lower-case A-labels. What no rule names is under an ending of one label."""

    names: frozenset[str]  # suffixes by name, and those that a wildcard is under
    wild: frozenset[str]  # every name one level under these is a suffix, unless
    exceptions: frozenset[str]  # it is one of these

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a list in the format of publicsuffix.org."""
        rules = set(_RULE.findall(text))
        foreign = {rule for rule in rules if not rule.isascii()}
        rules = rules - foreign | set(map(_a_labels, foreign))
        special = {rule for rule in rules if rule[0] in "*!"}
        wild = frozenset(rule[2:] for rule in special if rule[0] == "*")
        return cls(wild.union(rules - special), wild, frozenset(rule[1:] for rule in special if rule[0] == "!"))

    def __or__(self, other: Self) -> Self:
        """The rules of both."""
        return type(self)(self.names | other.names, self.wild | other.wild, self.exceptions | other.exceptions)

    def registrable(self, name: str) -> str:
        """The name one level under the suffix of `name`, "" when that is a suffix itself; both in A-labels."""
        below = ""
        while above := name.partition(".")[2]:
            if above in self.wild:
                return name if name in self.exceptions else below
            if name in self.names:
                return below
            below, name = name, above
        return below


@cache
def suffixes() -> Suffixes:
    """Every suffix."""
    return registry_suffixes() | Suffixes.parse(read_suffix_list().partition(_PRIVATE)[2])


@cache
def registry_suffixes() -> Suffixes:
    """Those of registries alone, without the ones that companies declare (github.io)."""
    return Suffixes.parse(read_suffix_list().partition(_PRIVATE)[0])


def _a_labels(rule: str) -> str:
    """The list is in canonical U-labels, so that RFC 5891's mapping has nothing left to do."""
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in rule.split(".")
    )
