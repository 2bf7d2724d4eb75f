"""Does a link show one host and lead to another?"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.domains.redirects import is_redirector
from lencana.core.facts import Facts, ResolvedLink
from lencana.core.finding import Code, Finding, Severity

# What hosts and paths of click trackers are called: click.example.org, links2.example.org, em.example.org.
_CLICK_TRACKER = re.compile(
    r"(?:e|em|email|mail|news)?-?(?:clicks?|clk|ct|elink|go|hits?|links?|lnk|r|redir|redirects?|refer|rd|t|track(?:er|ing)?|trk|url)\d*"
    r"|(?:e|em|email|news|newsletter|nl)\d*"
)
_MIN_TRACKER_URLS = 5  # different URLs of one domain in one mail; phishing links to a single page
# "Amazon.com", capitalised: how people write the company's name.
_COMPANY_NAME = re.compile(r"[A-Z][\w-]*(?:\.[a-z]+)+")


def check(facts: Facts, _index: AllowlistIndex) -> Iterator[Finding]:
    """`link_text_differs`, once, for the worst link."""
    mismatched = [link for link in facts.links if _is_mismatched(link)]
    if not mismatched:
        return
    trackers = _click_trackers(facts.links)
    severe = [link for link in mismatched if _is_severe(link, trackers) and not _is_own_click_tracker(link, facts)]
    worst = severe[0] if severe else mismatched[0]
    if worst.displayed_host is None:
        return
    owner = worst.displayed_host.owner
    params = {"shown": worst.displayed_host.domain.unicode, "actual": worst.link_host.domain.unicode}
    if owner:
        params |= {"brand": owner.name, "brand_id": owner.id}
    yield Finding(Code.LINK_TEXT_DIFFERS, Severity.DANGER if severe else Severity.WARNING, params, owner)


def _is_mismatched(link: ResolvedLink) -> bool:
    """True if the displayed host and the link host are neither one organisation's nor one brand's."""
    displayed, actual = link.displayed_host, link.link_host
    if displayed is None or displayed.domain.registrable == actual.domain.registrable:
        return False
    return displayed.owner is None or actual.owner is None or displayed.owner.id != actual.owner.id


def _is_severe(link: ResolvedLink, trackers: frozenset[str]) -> bool:
    """True if the link displays a listed host, and nothing suggests a newsletter's click tracker in between."""
    if link.displayed_host is None or link.displayed_host.owner is None:
        return False
    actual = link.link_host.domain
    if _COMPANY_NAME.fullmatch(link.text) or is_redirector(actual) or actual.registrable in trackers:
        return False
    if _carries_displayed_host(link):
        return False
    return actual.ascii == actual.registrable or not _CLICK_TRACKER.fullmatch(actual.ascii.partition(".")[0])


def _is_own_click_tracker(link: ResolvedLink, facts: Facts) -> bool:
    """True for a click tracker at the sender's own domain: news.example/redirect.php."""
    if facts.sender_host is None or link.link_host.domain.registrable != facts.sender_host.domain.registrable:
        return False
    steps = link.url.partition("//")[2].partition("?")[0].lower().split("/")[1:]
    return any(_CLICK_TRACKER.fullmatch(step.partition(".")[0]) for step in steps)


def _click_trackers(links: tuple[ResolvedLink, ...]) -> frozenset[str]:
    """Registrable domains to which many different URLs lead, or links that display several organisations' hosts."""
    displayed: dict[str, set[str]] = {}
    urls: dict[str, set[str]] = {}
    for link in links:
        name = link.link_host.domain.registrable
        urls.setdefault(name, set()).add(link.url)
        if _is_mismatched(link) and link.displayed_host is not None:
            displayed.setdefault(name, set()).add(link.displayed_host.domain.registrable)
    many_urls = (name for name, different in urls.items() if len(different) >= _MIN_TRACKER_URLS)
    return frozenset(many_urls) | {name for name, organisations in displayed.items() if len(organisations) > 1}


def _carries_displayed_host(link: ResolvedLink) -> bool:
    """True if path or query of the link hold a URL of the displayed host: a redirector's parameter."""
    after_host = unquote(link.url.partition("//")[2].partition("/")[2]).lower()
    displayed = link.displayed_host
    return displayed is not None and re.search(rf"https?:/+{re.escape(displayed.domain.ascii)}", after_host) is not None
