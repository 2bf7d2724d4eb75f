"""Does a link show one host and lead to another?"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.domains.redirects import is_redirector
from lencana.core.facts import Facts, ResolvedLink
from lencana.core.finding import Code, Finding, Severity

# How the hosts of click counters are called: click.example.org, links2.example.org, em.example.org.
_COUNTER = re.compile(
    r"(?:e|em|email|mail|news)?-?(?:clicks?|clk|ct|elink|go|hits?|links?|lnk|r|redir|redirects?|refer|rd|t|track(?:er|ing)?|trk|url)\d*"
    r"|(?:e|em|email|news|newsletter|nl)\d*"
)
_MANY = 5  # different addresses of one domain in one mail; phishing has a page to lead to
_NAME = re.compile(r"[A-Z][\w-]*(?:\.[a-z]+)+")  # "Amazon.com": how people write a company's name, in capitals


def check(facts: Facts, _index: AllowlistIndex) -> Iterator[Finding]:
    """`link_text_differs`, once: the worst link speaks for all."""
    lying = [link for link in facts.links if _differs(link)]
    if not lying:
        return
    counters = _counters(facts.links)
    grave = [link for link in lying if _is_grave(link, counters) and not _is_own_counter(link, facts)]
    worst = grave[0] if grave else lying[0]
    if worst.shown is None:
        return
    owner = worst.shown.owner
    params = {"shown": worst.shown.domain.unicode, "actual": worst.target.domain.unicode}
    if owner:
        params |= {"brand": owner.name, "brand_id": owner.id}
    severity = Severity.DANGER if grave else Severity.WARNING
    yield Finding(Code.LINK_TEXT_DIFFERS, severity, params, owner)


def _differs(link: ResolvedLink) -> bool:
    if link.shown is None or link.shown.domain.registrable == link.target.domain.registrable:
        return False
    return link.shown.owner is None or link.target.owner is None or link.shown.owner.id != link.target.owner.id


def _is_grave(link: ResolvedLink, counters: frozenset[str]) -> bool:
    """It shows a listed host, and nothing says that a newsletter's click counter is between."""
    if link.shown is None or link.shown.owner is None:
        return False
    target = link.target.domain
    if _NAME.fullmatch(link.text) or is_redirector(target) or target.registrable in counters or _says_where(link):
        return False
    return target.ascii == target.registrable or not _COUNTER.fullmatch(target.ascii.partition(".")[0])


def _is_own_counter(link: ResolvedLink, facts: Facts) -> bool:
    """Does it lead through a click counter of the sender's own, news.example/redirect.php?"""
    if facts.sender_host is None or link.target.domain.registrable != facts.sender_host.domain.registrable:
        return False
    steps = link.url.partition("//")[2].partition("?")[0].lower().split("/")[1:]
    return any(_COUNTER.fullmatch(step.partition(".")[0]) for step in steps)


def _counters(links: tuple[ResolvedLink, ...]) -> frozenset[str]:
    """Domains that links of several organisations lead through, or many links, each with an address of its own."""
    shown: dict[str, set[str]] = {}
    urls: dict[str, set[str]] = {}
    for link in links:
        name = link.target.domain.registrable
        urls.setdefault(name, set()).add(link.url)
        if _differs(link) and link.shown is not None:
            shown.setdefault(name, set()).add(link.shown.domain.registrable)
    many = (name for name, addresses in urls.items() if len(addresses) >= _MANY)
    return frozenset(many) | {name for name, others in shown.items() if len(others) > 1}


def _says_where(link: ResolvedLink) -> bool:
    """Is the address that is shown a parameter of the link?"""
    rest = unquote(link.url.partition("//")[2].partition("/")[2]).lower()
    return link.shown is not None and re.search(rf"https?:/+{re.escape(link.shown.domain.ascii)}", rest) is not None
