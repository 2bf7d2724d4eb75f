"""How a name can imitate another one, and a name that does."""

from enum import StrEnum, unique

import msgspec

from lencana.core.brands.allowlist import Brand


@unique
class Technique(StrEnum):
    """How a name imitates another."""

    HOMOGRAPH = "homograph"  # letters that look alike: xn--openi-7ve.com, 0penai.com
    TYPO = "typo"  # one edit or one swap: opemai.com, open-ai.com
    TLD = "tld"  # the same label elsewhere: openai.support
    COMBO = "combo"  # the brand within a longer label: openai-support.com
    EMBEDDED = "embedded"  # the brand in front of somebody else's domain: openai.com.evil.net
    MIXED_SCRIPT = "mixed_script"  # one of the others, in letters of several scripts: openаi-support.com


class Lookalike(msgspec.Struct, frozen=True, gc=False):
    """An imitation: the listed name that it imitates, whose that is, and the technique."""

    imitates: str
    brand: Brand
    technique: Technique
