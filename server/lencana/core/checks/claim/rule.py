"""What a claim rule is: its name, the place where it is asked, what it adds, and what else a message must be."""

from collections.abc import Callable, Set
from enum import StrEnum, unique
from typing import NamedTuple

from lencana.core.brands.allowlist import Brand
from lencana.core.brands.mentions import BrandMention
from lencana.core.checks.claim.pressing import Pressing
from lencana.core.facts import Facts
from lencana.core.wording.authorship import AuthorshipPlace


@unique
class ClaimRule(StrEnum):
    """The rules by their names in docs/claims.md."""

    NAME = "name"
    EXCUSED_NAME = "excused_name"
    EMPLOYER = "employer"
    BEFORE_VIA = "before_via"
    RELAYED_NAME = "relayed_name"
    MISSPELT = "misspelt"
    ADDRESS = "address"
    ADDRESS_OF_WARES = "address_of_wares"
    EXCUSED_ADDRESS = "excused_address"
    SUBJECT = "subject"
    ADDRESSED_SUBJECT = "addressed_subject"
    HOTLINE = "hotline"
    PICTURED = "pictured"
    SIGNED = "signed"
    INTRODUCED = "introduced"
    COMMON_NAME = "common_name"
    TEAM_LINE = "team_line"
    SUPPORT_LINE = "support_line"
    SPEAKS_FROM = "speaks_from"
    CUSTOMER = "customer"
    LABEL = "label"
    POSSESSION = "possession"
    OWNERSHIP = "ownership"
    IMPRINT = "imprint"
    LOGO = "logo"
    REQUEST = "request"
    IMITATION = "imitation"
    PRESSURE = "pressure"
    CALLBACK = "callback"


@unique
class HeaderPlace(StrEnum):
    """Where a rule looks besides the text; for the text, see AuthorshipPlace."""

    DISPLAY_NAME = "display_name"
    LOCAL_PART = "local_part"
    SUBJECT = "subject"  # a piece of it
    BRACKETS = "brackets"  # the display name together with what stands in brackets, where employers do
    BEFORE_VIA = "before_via"  # what stands before "via", where no mailing list left its fields
    RELAYED_NAME = "relayed_name"  # the display name, where a platform sent the message
    MISSPELT_NAME = "misspelt_name"  # a name with a slip in the display name
    PICTURE = "picture"  # a piece of an image's description, where there is hardly any text
    HOTLINE = "hotline"  # before a telephone number in the text


IMAGE = "image"  # the `alt` text of an image


@unique
class Needs(StrEnum):
    """What a message must be, besides, for a rule to count (`pressing`)."""

    NOTHING = "nothing"
    LURE = "lure"  # the reader's account or payment in danger, or a secret asked for; and a stranger's link or number
    REQUEST = "request"  # a secret by its name asked for, in no answer to a message
    CALL = "call"  # a lure, or money that leaves, and a telephone number that is not the brand's
    HURRY = "hurry"  # as LURE, or a deadline or a prize


class MentionRule(NamedTuple):
    """A rule that is asked of each mention at one place."""

    rule: ClaimRule
    points: int
    place: HeaderPlace | AuthorshipPlace | str
    applies: Callable[[BrandMention, Facts], bool]
    needs: Needs = Needs.NOTHING


class SupportingRule(NamedTuple):
    """A rule that counts only beside others: it is given what the message presses for, and those that apply."""

    rule: ClaimRule
    points: int
    applies: Callable[[Pressing, Brand, Set[ClaimRule]], bool]
