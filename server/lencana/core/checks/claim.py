"""Does the message present itself as a brand that did not send it? A mention is not a claim (docs/claims.md).

Signs of a claim are weighed. Strong ones are claims by themselves; weaker ones need another beside them. The brand's
name in a subject or a text is no sign, and neither is "Dan Williams (Google)", "News about ChatGPT", or what is quoted.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

import msgspec

from lencana.core.allowlist_index import Directory
from lencana.core.brands.allowlist import Brand
from lencana.core.brands.mentions import NameHit, words_of
from lencana.core.brands.vocabulary import of_business, words
from lencana.core.checks.claim_weights import CLAIM, WEIGHT, Rule
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.wording.authorship import Line, Spot, lines, presses

_TAG = re.compile(r"\+.*")
_PARTS = re.compile(r"\s[-–—|/:]\s|,")  # between a person and a company
_IN_TEXT_ALONE = frozenset({Spot.LABEL, Spot.POSSESSION})  # of a mail they say nothing (see _rule_of)
_NAMED = 6  # words of "Mark Hill from the" and the like before a brand
# The sender that Exchange gives to its reports of what could not be delivered, within every organisation's own domain.
_EXCHANGE = re.compile(r"microsoftexchange[0-9a-f]{32}", re.IGNORECASE)


class Sign(msgspec.Struct, frozen=True, gc=False):
    """A rule that applies to a brand, and where a reader sees it (`display_name`, `local_part`, `body`)."""

    rule: Rule
    brand: Brand
    where: str


def check(facts: Facts, directory: Directory) -> Iterator[Finding]:
    """`brand_claim`: one finding for each brand that is claimed, at the place where a reader sees it first."""
    if facts.relayed:
        return
    own = facts.listing.brand.id if facts.listing else None
    found: dict[str, list[Sign]] = {}
    for sign in _signs(facts, directory):
        if sign.brand.id != own:
            found.setdefault(sign.brand.id, []).append(sign)
    for signs in found.values():
        if _points(signs, facts) >= CLAIM:
            first = max(signs, key=lambda sign: WEIGHT[sign.rule])
            params = {"brand": first.brand.name, "brand_id": first.brand.id, "where": first.where}
            if facts.sender is None:
                params["technique"] = "text_alone"
            yield Finding(Code.BRAND_CLAIM, Severity.DANGER, params, first.brand)


def _points(signs: list[Sign], facts: Facts) -> int:
    """Each rule once, however often it applies."""
    rules = {sign.rule for sign in signs}
    points = sum(WEIGHT[rule] for rule in rules)
    if points < CLAIM:
        points += sum(WEIGHT[rule] for rule in _beside(facts, signs[0].brand, rules))
    return points


def _beside(facts: Facts, brand: Brand, rules: set[Rule]) -> Iterator[Rule]:
    """What counts beside another sign only. Newsletters press too, so in a mail that counts beside its name alone."""
    if facts.asked:
        yield Rule.ASKS
    strangers = any(link.target.owner is None or link.target.owner.id != brand.id for link in facts.links)
    if (
        strangers
        and (facts.sender is None or Rule.COMMON_NAME in rules)
        and presses(f"{facts.message.subject}\n{facts.message.body.text}")
    ):
        yield Rule.PRESSES
    imitated = (link.target.lookalike.brand.id for link in facts.links if link.target.lookalike)
    if facts.sender is None and brand.id in imitated:
        yield Rule.IMITATION


def _signs(facts: Facts, directory: Directory) -> Iterator[Sign]:
    if facts.sender is not None and not _is_own_server(facts):
        for named, brand in _in_name(facts):
            yield Sign(named, brand, "display_name")
        for brand in _in_local_part(facts, directory):
            yield Sign(Rule.ADDRESS, brand, "local_part")
    if facts.listing is None and not facts.forwards:
        body = facts.message.body
        among = facts.cues | {Spot.LABEL} if facts.sender is None else facts.cues - _IN_TEXT_ALONE
        spots = tuple(lines(body.text, among))
        if not directory.names.occur_in((*(line.text for line in spots), *body.pictures)):
            return
        for line in spots:
            for hit in directory.names.find(line.text):
                if (rule := _rule_of(line, hit, mail=facts.sender is not None)) is not None:
                    yield Sign(rule, hit.brand, "body")
        for alt in body.pictures:
            for hit in directory.names.find(alt):
                if not hit.common and set(hit.others) <= words("roles") | {"logo", "icon", "image"}:
                    yield Sign(Rule.LOGO, hit.brand, "body")


def _in_name(facts: Facts) -> Iterator[tuple[Rule, Brand]]:
    """A display name that is the brand, or is built around it."""
    if facts.sender is not None and facts.own_name == facts.sender.local:
        return  # a mailing list's name and no more; the address is looked at below
    for hit in facts.names:
        if (_is_mention(hit) and not _is_maker(hit, facts)) or _is_employer(hit, facts):
            continue
        if not hit.common or _in_role(hit):
            yield Rule.NAME, hit.brand
        elif not hit.others:
            yield Rule.COMMON_NAME, hit.brand


def _is_own_server(facts: Facts) -> bool:
    """A report of the organisation's own Exchange server: asks for nothing, and leads nowhere but to its maker."""
    exchange = facts.sender is not None and _EXCHANGE.fullmatch(facts.sender.local)
    return bool(exchange) and not facts.asked and all(link.target.owner for link in facts.links)


def _in_role(hit: NameHit) -> bool:
    """Is it the brand with words of business and nothing else, "Apple Support" or "Apple.com"?"""
    company = words("roles") | _endings(hit.brand)
    return bool(hit.others) and all(word in company or word.isdigit() for word in hit.others)


def _endings(brand: Brand) -> set[str]:
    """What the brand's own domains end in: whoever writes "apple.com" or "paypal.co.uk" names the brand."""
    return {label for name in brand.domains for label in name.split(".")[1:]}


def _is_mention(hit: NameHit) -> bool:
    """ "Ann at Google", "ChatGPT Weekly": the name of a thing spoken of. "The team at Google" is another matter."""
    if _is_about(hit.others):
        return True
    before = hit.words[hit.start - 1] if hit.start else ""
    if before in words("topics"):
        return True
    return before in words("prepositions") and not of_business().issuperset(hit.words[: hit.start - 1])


def _is_about(others: tuple[str, ...]) -> bool:
    """ "Weekly", "users": what is about a brand, or meets because of it. "Community Support" serves it."""
    if not words("periodicals").isdisjoint(others):
        return True
    return not words("gatherings").isdisjoint(others) and words("teams").isdisjoint(others)


def _is_maker(hit: NameHit, facts: Facts) -> bool:
    """ "Sora by OpenAI": the brand behind its own product's name, and nothing else."""
    before = [other for other in facts.names if other.brand.id == hit.brand.id and other.end == hit.start - 1]
    return (
        bool(before)
        and before[0].start == 0
        and hit.end == len(hit.words)
        and hit.words[hit.start - 1] in words("makers")
    )


def _is_employer(hit: NameHit, facts: Facts) -> bool:
    """ "Dave Miller - Google" <dave@…>: the name ends with the company, and the address is the person's."""
    name, sender = facts.own_name, facts.sender
    if sender is None or hit.start == 0 or hit.end != len(hit.words) or not _PARTS.search(name):
        return False
    person = {word for word in hit.words[: hit.start] if word not in of_business() and len(word) > 2}
    parts = words_of(sender.local)  # "dave.miller", "dmiller"
    return any(part.endswith(word) and len(part) <= len(word) + 2 for part in parts for word in person)


def _in_local_part(facts: Facts, directory: Directory) -> Iterator[Brand]:
    """`openai-support@…`: the brand with words that a company's mailboxes bear; alone only if no person is named."""
    if facts.sender is None:
        return
    for hit in directory.names.find(_TAG.sub("", facts.sender.local)):
        endings = _endings(hit.brand)
        roles = [word for word in hit.others if not word.isdigit() and word not in endings]
        if _is_about(hit.others) or not words("roles").issuperset(roles):
            continue
        if roles or not (hit.common or facts.names_a_person):
            yield hit.brand


def _rule_of(line: Line, hit: NameHit, *, mail: bool) -> Rule | None:
    """What the brand's name in such a line of the text says."""
    others = set(hit.others)
    match line.spot:
        case Spot.SIGNATURE | Spot.CLOSING | Spot.LAST_LINE:
            return _signed(line.spot, hit, others)
        case Spot.LABEL:
            alone = not others and not hit.common
            return Rule.LABEL if not mail and (alone or (others and others <= words("roles"))) else None
        case Spot.GREETING:
            return Rule.CUSTOMER if others & words("clients") and others <= words("roles") | words("speaking") else None
        case Spot.INTRODUCTION:
            return _introduced(hit)
        case Spot.POSSESSION:
            return Rule.YOURS if not mail and not hit.common and others <= words("roles") else None
        case Spot.OWNERSHIP:
            return Rule.OWNERSHIP if not hit.common else None


def _signed(spot: Spot, hit: NameHit, others: set[str]) -> Rule | None:
    if not others <= words("roles"):
        return None
    if others & words("teams"):
        last = Rule.TEAM_LINE if others & words("signatories") else Rule.SUPPORT_LINE
        return last if spot is Spot.LAST_LINE else Rule.SIGNED
    return Rule.SIGNED if spot is Spot.SIGNATURE and not hit.common else None


def _introduced(hit: NameHit) -> Rule | None:
    """ "This is the OpenAI security team", "I'm Mark from OpenAI", but not "we are OpenAI users"."""
    before = hit.words[: hit.start]
    after = tuple(takewhile(lambda word: word not in words("clauses"), hit.words[hit.end :]))
    if not words("roles").issuperset(after) or (after and after[0] in words("clients")):
        return None
    team = not words("teams").isdisjoint((*before, *after))
    if words("roles").union(words("speaking"), words("prepositions")).issuperset(before):
        return Rule.INTRODUCED if team else Rule.SPEAKS_FROM
    named = len(before) <= _NAMED and not words("prepositions").isdisjoint(before[-3:])
    return Rule.SPEAKS_FROM if named and (team or not hit.common) else None
