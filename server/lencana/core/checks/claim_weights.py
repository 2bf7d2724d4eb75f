"""What speaks for a claim, and what it weighs: one line a rule, with its reason (docs/claims.md has examples)."""

from enum import StrEnum, unique

CLAIM_THRESHOLD = 3  # points that make a claim


@unique
class ClaimRule(StrEnum):
    """What may speak for a claim, and what it weighs."""

    NAME = "name"
    COMMON_NAME = "common_name"
    ADDRESS = "address"
    SIGNED = "signed"
    TEAM_LINE = "team_line"
    SUPPORT_LINE = "support_line"
    INTRODUCED = "introduced"
    SPEAKS_FROM = "speaks_from"
    CUSTOMER = "customer"
    LABEL = "label"
    POSSESSION = "possession"
    OWNERSHIP = "ownership"
    LOGO = "logo"
    SECRET_REQUEST = "secret_request"
    PRESSURE = "pressure"
    IMITATION = "imitation"


RULE_POINTS = {
    ClaimRule.NAME: 3,  # the visible name is the brand, or is built around it: what a reader takes for the author
    ClaimRule.COMMON_NAME: 2,  # the visible name is "Apple" or "Meta" and nothing else: may be a person, or a club
    ClaimRule.ADDRESS: 3,  # openai-support@…: shown beside the name, or instead of it
    ClaimRule.SIGNED: 3,  # "Regards, The OpenAI Team": signing is claiming
    ClaimRule.INTRODUCED: 3,  # "This is the OpenAI security team": so is saying so
    ClaimRule.TEAM_LINE: 3,  # "The OpenAI Team" as a last line, without a closing
    ClaimRule.SUPPORT_LINE: 2,  # "OpenAI Support" there: may be a link of a footer
    ClaimRule.SPEAKS_FROM: 2,  # "I am writing from OpenAI": may be a supplier, a former colleague
    ClaimRule.CUSTOMER: 2,  # "Dear OpenAI customer": may be another firm that serves them
    ClaimRule.LABEL: 2,  # "OpenAI: your account …" in a text without a sender: may be the headline of a story
    ClaimRule.POSSESSION: 2,  # "Your OpenAI account …" in a text without a sender: may be a friend's word
    ClaimRule.OWNERSHIP: 1,  # "© OpenAI": in the footer of whoever quotes or embeds something
    ClaimRule.LOGO: 1,  # an image described as the brand's logo: every newsletter has Facebook's
    ClaimRule.SECRET_REQUEST: 1,  # asks for a secret: counts beside another sign only
    ClaimRule.PRESSURE: 1,  # threatens, and links to a stranger: likewise
    ClaimRule.IMITATION: 1,  # a text without a sender links to an imitation of the brand's domain: likewise
}
