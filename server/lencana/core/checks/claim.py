"""Does the message present itself as a brand that did not send it? A mention is not a claim.

The claim is in what a reader takes for the author: the visible name, the address, or how the message is signed. The
brand's name in a subject or body alone is a mention, and so is "Dan Williams (Google)", "News about ChatGPT".
"""

import re
from collections.abc import Iterator

from lencana.core.allowlist import Brand
from lencana.core.directory import Directory
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.names import NameHit
from lencana.core.vocabulary import words

_TAG = re.compile(r"\+.*")
_SIGNATURE_LINES = 40  # from the end of the text
_SIGNATURE_LENGTH = 60  # characters; a longer line is prose


def check(facts: Facts, directory: Directory) -> Iterator[Finding]:
    """`brand_claim`: one finding for each brand that is claimed, at the place where a reader sees it first."""
    if facts.sender is None or facts.relayed:
        return
    own = facts.listing.brand.id if facts.listing else None
    claimed = {own}
    for where, brand in _claims(facts, directory):
        if brand.id not in claimed:
            claimed.add(brand.id)
            params = {"brand": brand.name, "brand_id": brand.id, "where": where}
            yield Finding(Code.BRAND_CLAIM, Severity.DANGER, params, brand)


def _claims(facts: Facts, directory: Directory) -> Iterator[tuple[str, Brand]]:
    sender = facts.sender
    if sender is None:
        return
    for brand in _in_name(facts.names):
        yield "display_name", brand
    for brand in _in_local_part(sender.local, directory):
        yield "local_part", brand
    if facts.listing is None:
        for brand in _in_signature(facts.message.body.text, directory):
            yield "body", brand


def _in_name(hits: tuple[NameHit, ...]) -> Iterator[Brand]:
    """A display name that is the brand, or is built around it."""
    for hit in hits:
        others = hit.words[: hit.start] + hit.words[hit.end :]
        if _is_mention(hit, others):
            continue
        if not hit.common or (others and all(word in words("roles") for word in others)):
            yield hit.brand


def _is_mention(hit: NameHit, others: tuple[str, ...]) -> bool:
    """ "Ann at Google", "ChatGPT Weekly": the name of a thing spoken of."""
    before = hit.words[hit.start - 1] if hit.start else ""
    return before in words("prepositions") or any(word in words("periodicals") for word in others)


def _in_local_part(local: str, directory: Directory) -> Iterator[Brand]:
    """`openai-support@…`: the brand, alone or with words that a company's mailboxes bear."""
    for hit in directory.names.find(_TAG.sub("", local)):
        others = hit.words[: hit.start] + hit.words[hit.end :]
        roles = [word for word in others if not word.isdigit()]
        if all(word in words("roles") for word in roles) and (roles or not hit.common):
            yield hit.brand


def _in_signature(text: str, directory: Directory) -> Iterator[Brand]:
    """A closing line that is "The OpenAI Team", "Tim OpenAI" and the like, and nothing else."""
    for line in text.splitlines()[-_SIGNATURE_LINES:]:
        if not 0 < len(line) <= _SIGNATURE_LENGTH:
            continue
        for hit in directory.names.find(line):
            others = hit.words[: hit.start] + hit.words[hit.end :]
            if others and set(others) & words("teams") and all(word in words("roles") for word in others):
                yield hit.brand
