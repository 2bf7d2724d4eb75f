"""What speaks for a claim, and what it weighs: one line a rule, with its reason (docs/claims.md has examples)."""

from enum import StrEnum, unique

CLAIM = 3  # points that make a claim


@unique
class Rule(StrEnum):
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
    YOURS = "yours"
    OWNERSHIP = "ownership"
    LOGO = "logo"
    ASKS = "asks"
    PRESSES = "presses"
    IMITATION = "imitation"


WEIGHT = {
    Rule.NAME: 3,  # the visible name is the brand, or is built around it: what a reader takes for the author
    Rule.COMMON_NAME: 2,  # the visible name is "Apple" or "Meta" and nothing else: may be a person, or a club
    Rule.ADDRESS: 3,  # openai-support@…: shown beside the name, or instead of it
    Rule.SIGNED: 3,  # "Regards, The OpenAI Team": signing is claiming
    Rule.INTRODUCED: 3,  # "This is the OpenAI security team": so is saying so
    Rule.TEAM_LINE: 3,  # "The OpenAI Team" as a last line, without a closing
    Rule.SUPPORT_LINE: 2,  # "OpenAI Support" there: may be a link of a footer
    Rule.SPEAKS_FROM: 2,  # "I am writing from OpenAI": may be a supplier, a former colleague
    Rule.CUSTOMER: 2,  # "Dear OpenAI customer": may be another firm that serves them
    Rule.LABEL: 2,  # "OpenAI: your account …" in a text without a sender: may be the headline of a story
    Rule.YOURS: 2,  # "Your OpenAI account …" in a text without a sender: may be a friend's word
    Rule.OWNERSHIP: 1,  # "© OpenAI": in the footer of whoever quotes or embeds something
    Rule.LOGO: 1,  # an image described as the brand's logo: every newsletter has Facebook's
    Rule.ASKS: 1,  # asks for a secret: counts beside another sign only
    Rule.PRESSES: 1,  # threatens, and links to a stranger: likewise
    Rule.IMITATION: 1,  # a text without a sender links to an imitation of the brand's domain: likewise
}
