"""Does the message present itself as a brand that did not send it? A mention is not a claim (docs/claims.md).

Signs of a claim are weighed. Strong ones are claims by themselves; weaker ones need another beside them. The brand's
name in a subject or a text is no sign, and neither is "Dan Williams (Google)", "News about ChatGPT", or what is quoted.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

import msgspec

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Brand
from lencana.core.brands.mentions import BrandMention, folded_words
from lencana.core.brands.vocabulary import business_words, word_class
from lencana.core.checks.claim_weights import CLAIM_THRESHOLD, RULE_POINTS, ClaimRule
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.wording.authorship import AuthorshipLine, AuthorshipPlace, authorship_lines, has_pressure

_TAG = re.compile(r"\+.*")
_PARTS = re.compile(r"\s[-–—|/:]\s|,")  # between a person and a company
_IN_TEXT_ALONE = frozenset(
    {AuthorshipPlace.LABEL, AuthorshipPlace.POSSESSION}
)  # of a mail they say nothing (see _rule_of)
_NAMED = 6  # words of "Mark Hill from the" and the like before a brand
# The sender that Exchange gives to its reports of what could not be delivered, within every organisation's own domain.
_EXCHANGE = re.compile(r"microsoftexchange[0-9a-f]{32}", re.IGNORECASE)


class ClaimEvidence(msgspec.Struct, frozen=True, gc=False):
    """A rule that applies to a brand, and where a reader sees it (`display_name`, `local_part`, `body`)."""

    rule: ClaimRule
    brand: Brand
    where: str


def check(facts: Facts, index: AllowlistIndex) -> Iterator[Finding]:
    """`brand_claim`: one finding for each brand that is claimed, at the place where a reader sees it first."""
    if facts.relayed:
        return
    own = facts.listing.brand.id if facts.listing else None
    found: dict[str, list[ClaimEvidence]] = {}
    for sign in _signs(facts, index):
        if sign.brand.id != own:
            found.setdefault(sign.brand.id, []).append(sign)
    for signs in found.values():
        if _points(signs, facts) >= CLAIM_THRESHOLD:
            first = max(signs, key=lambda sign: RULE_POINTS[sign.rule])
            params = {"brand": first.brand.name, "brand_id": first.brand.id, "where": first.where}
            if facts.sender is None:
                params["technique"] = "text_alone"
            yield Finding(Code.BRAND_CLAIM, Severity.DANGER, params, first.brand)


def _points(signs: list[ClaimEvidence], facts: Facts) -> int:
    """Each rule once, however often it applies."""
    rules = {sign.rule for sign in signs}
    points = sum(RULE_POINTS[rule] for rule in rules)
    if points < CLAIM_THRESHOLD:
        points += sum(RULE_POINTS[rule] for rule in _beside(facts, signs[0].brand, rules))
    return points


def _beside(facts: Facts, brand: Brand, rules: set[ClaimRule]) -> Iterator[ClaimRule]:
    """What counts beside another sign only. Newsletters press too, so in a mail that counts beside its name alone."""
    if facts.requested_secrets:
        yield ClaimRule.SECRET_REQUEST
    strangers = any(link.target.owner is None or link.target.owner.id != brand.id for link in facts.links)
    if (
        strangers
        and (facts.sender is None or ClaimRule.COMMON_NAME in rules)
        and has_pressure(f"{facts.message.subject}\n{facts.message.body.text}")
    ):
        yield ClaimRule.PRESSURE
    imitated = (link.target.lookalike.brand.id for link in facts.links if link.target.lookalike)
    if facts.sender is None and brand.id in imitated:
        yield ClaimRule.IMITATION


def _signs(facts: Facts, index: AllowlistIndex) -> Iterator[ClaimEvidence]:
    if facts.sender is not None and not _is_own_server(facts):
        for named, brand in _in_name(facts):
            yield ClaimEvidence(named, brand, "display_name")
        for brand in _in_local_part(facts, index):
            yield ClaimEvidence(ClaimRule.ADDRESS, brand, "local_part")
    if facts.listing is None and not facts.forwards:
        body = facts.message.body
        possible = facts.patterns | {AuthorshipPlace.LABEL} if facts.sender is None else facts.patterns - _IN_TEXT_ALONE
        authorship = tuple(authorship_lines(body.text, possible))
        if not index.names.may_occur_in((*(line.text for line in authorship), *body.image_alts)):
            return
        for line in authorship:
            for hit in index.names.find(line.text):
                if (rule := _rule_of(line, hit, mail=facts.sender is not None)) is not None:
                    yield ClaimEvidence(rule, hit.brand, "body")
        for alt in body.image_alts:
            for hit in index.names.find(alt):
                if not hit.is_common_word and set(hit.others) <= word_class("roles") | {"logo", "icon", "image"}:
                    yield ClaimEvidence(ClaimRule.LOGO, hit.brand, "body")


def _in_name(facts: Facts) -> Iterator[tuple[ClaimRule, Brand]]:
    """A display name that is the brand, or is built around it."""
    if facts.sender is not None and facts.author_name == facts.sender.local_part:
        return  # a mailing list's name and no more; the address is looked at below
    for hit in facts.mentions:
        if (_is_mention(hit) and not _is_maker(hit, facts)) or _is_employer(hit, facts):
            continue
        if not hit.is_common_word or _in_role(hit):
            yield ClaimRule.NAME, hit.brand
        elif not hit.others:
            yield ClaimRule.COMMON_NAME, hit.brand


def _is_own_server(facts: Facts) -> bool:
    """A report of the organisation's own Exchange server: asks for nothing, and leads nowhere but to its maker."""
    exchange = facts.sender is not None and _EXCHANGE.fullmatch(facts.sender.local_part)
    return bool(exchange) and not facts.requested_secrets and all(link.target.owner for link in facts.links)


def _in_role(hit: BrandMention) -> bool:
    """Is it the brand with words of business and nothing else, "Apple Support" or "Apple.com"?"""
    company = word_class("roles") | _endings(hit.brand)
    return bool(hit.others) and all(word in company or word.isdigit() for word in hit.others)


def _endings(brand: Brand) -> set[str]:
    """What the brand's own domains end in: whoever writes "apple.com" or "paypal.co.uk" names the brand."""
    return {label for name in brand.domains for label in name.split(".")[1:]}


def _is_mention(hit: BrandMention) -> bool:
    """ "Ann at Google", "ChatGPT Weekly": the name of a thing spoken of. "The team at Google" is another matter."""
    if _is_about(hit.others):
        return True
    before = hit.words[hit.start - 1] if hit.start else ""
    if before in word_class("topics"):
        return True
    return before in word_class("prepositions") and not business_words().issuperset(hit.words[: hit.start - 1])


def _is_about(others: tuple[str, ...]) -> bool:
    """ "Weekly", "users": what is about a brand, or meets because of it. "Community Support" serves it."""
    if not word_class("periodicals").isdisjoint(others):
        return True
    return not word_class("gatherings").isdisjoint(others) and word_class("teams").isdisjoint(others)


def _is_maker(hit: BrandMention, facts: Facts) -> bool:
    """ "Sora by OpenAI": the brand behind its own product's name, and nothing else."""
    before = [other for other in facts.mentions if other.brand.id == hit.brand.id and other.end == hit.start - 1]
    return (
        bool(before)
        and before[0].start == 0
        and hit.end == len(hit.words)
        and hit.words[hit.start - 1] in word_class("makers")
    )


def _is_employer(hit: BrandMention, facts: Facts) -> bool:
    """ "Dave Miller - Google" <dave@…>: the name ends with the company, and the address is the person's."""
    name, sender = facts.author_name, facts.sender
    if sender is None or hit.start == 0 or hit.end != len(hit.words) or not _PARTS.search(name):
        return False
    person = {word for word in hit.words[: hit.start] if word not in business_words() and len(word) > 2}
    parts = folded_words(sender.local_part)  # "dave.miller", "dmiller"
    return any(part.endswith(word) and len(part) <= len(word) + 2 for part in parts for word in person)


def _in_local_part(facts: Facts, index: AllowlistIndex) -> Iterator[Brand]:
    """`openai-support@…`: the brand with words that a company's mailboxes bear; alone only if no person is named."""
    if facts.sender is None:
        return
    for hit in index.names.find(_TAG.sub("", facts.sender.local_part)):
        endings = _endings(hit.brand)
        roles = [word for word in hit.others if not word.isdigit() and word not in endings]
        if _is_about(hit.others) or not word_class("roles").issuperset(roles):
            continue
        if roles or not (hit.is_common_word or facts.names_a_person):
            yield hit.brand


def _rule_of(line: AuthorshipLine, hit: BrandMention, *, mail: bool) -> ClaimRule | None:
    """What the brand's name in such a line of the text says."""
    others = set(hit.others)
    match line.place:
        case AuthorshipPlace.SIGNATURE | AuthorshipPlace.CLOSING | AuthorshipPlace.LAST_LINE:
            return _signed(line.place, hit, others)
        case AuthorshipPlace.LABEL:
            alone = not others and not hit.is_common_word
            return ClaimRule.LABEL if not mail and (alone or (others and others <= word_class("roles"))) else None
        case AuthorshipPlace.GREETING:
            return (
                ClaimRule.CUSTOMER
                if others & word_class("clients") and others <= word_class("roles") | word_class("speaking")
                else None
            )
        case AuthorshipPlace.INTRODUCTION:
            return _introduced(hit)
        case AuthorshipPlace.POSSESSION:
            return ClaimRule.POSSESSION if not mail and not hit.is_common_word and others <= word_class("roles") else None
        case AuthorshipPlace.OWNERSHIP:
            return ClaimRule.OWNERSHIP if not hit.is_common_word else None


def _signed(spot: AuthorshipPlace, hit: BrandMention, others: set[str]) -> ClaimRule | None:
    if not others <= word_class("roles"):
        return None
    if others & word_class("teams"):
        last = ClaimRule.TEAM_LINE if others & word_class("signatories") else ClaimRule.SUPPORT_LINE
        return last if spot is AuthorshipPlace.LAST_LINE else ClaimRule.SIGNED
    return ClaimRule.SIGNED if spot is AuthorshipPlace.SIGNATURE and not hit.is_common_word else None


def _introduced(hit: BrandMention) -> ClaimRule | None:
    """ "This is the OpenAI security team", "I'm Mark from OpenAI", but not "we are OpenAI users"."""
    before = hit.words[: hit.start]
    after = tuple(takewhile(lambda word: word not in word_class("clauses"), hit.words[hit.end :]))
    if not word_class("roles").issuperset(after) or (after and after[0] in word_class("clients")):
        return None
    team = not word_class("teams").isdisjoint((*before, *after))
    if word_class("roles").union(word_class("speaking"), word_class("prepositions")).issuperset(before):
        return ClaimRule.INTRODUCED if team else ClaimRule.SPEAKS_FROM
    named = len(before) <= _NAMED and not word_class("prepositions").isdisjoint(before[-3:])
    return ClaimRule.SPEAKS_FROM if named and (team or not hit.is_common_word) else None
