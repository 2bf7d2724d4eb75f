"""Do the links of a brand's own mail, and the hosts that its text names, lead to strangers or to imitations?"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from urllib.parse import unquote

import re2

from lencana.core.allowlist_index import AllowlistIndex, HostMatch, Relation
from lencana.core.brands.allowlist import Brand
from lencana.core.checks.third_party.words import MessageWords, links_of_schemes
from lencana.core.domains.domain import Domain
from lencana.core.domains.link_hosts import (
    is_footer_host,
    is_mailing_tracker,
    is_where_strangers_publish,
    nested_urls,
)
from lencana.core.domains.public_suffixes import is_in_known_zone
from lencana.core.domains.redirects import destination
from lencana.core.facts import Facts
from lencana.core.wording.callbacks import has_callback_bait
from lencana.errors import DomainError

MAX_NAMED_HOSTS = 300  # hosts that are written in the text and are no links
MAX_MAIL_LINKS = 20  # mailto: links that are read
# Of attachments that a text names, and no top-level domain: "paypal-statement.pdf".
_FILE_ENDINGS = frozenset(
    {"csv", "doc", "docx", "eml", "gif", "htm", "html", "ics", "jpeg", "jpg", "json", "ods", "odt"}
)
_FILE_ENDINGS |= {"pdf", "png", "ppt", "pptx", "rtf", "txt", "vcf", "xls", "xlsx", "xml"}
_URL = re.compile(r"https?://[^\s<>\"'()\[\]]{3,2000}|www\.[^\s<>\"'()\[\]]{3,2000}")
_LETTER = r"a-z0-9\x{80}-\x{10ffff}"
_NAME = rf"(?:[{_LETTER}_-]+\.)+[{_LETTER}-]*[a-z\x{{80}}-\x{{10ffff}}][{_LETTER}-]*"
_HOST = re2.compile(_NAME)
_URL_IN_TEXT = re2.compile(rf"h(?:tt|xx)ps?://({_NAME}[^\s<>\"'()\[\]]*)")
_HOST_WITH_PATH = re2.compile(rf"(?:^|[^{_LETTER}@/._-])({_NAME}/[^\s<>\"'()\[\]]+)")
_SPELT_DOT = re2.compile(r" ?[\[({] ?(?:\.|dot) ?[\])}] ?| dot ")  # evil[.]example, evil dot example
_SIGNS_OF_SPELT_DOTS = ("[", "(", "{", " dot ")
# Quicker than RE2, because it begins with a literal: every host name has a dot within a word.
_DOT_WITHIN = re.compile(r"\.[a-z0-9\x80-\U0010ffff-]")


class MessageLinks:
    """The links of one message, also those within links, as open redirectors have them."""

    def __init__(self, facts: Facts, index: AllowlistIndex, words: MessageWords) -> None:
        self._facts, self._index, self._words = facts, index, words

    def has_imitation(self) -> bool:
        """Return whether a link, or a host that the text names, imitates a listed name."""
        hosts = (self._index.match_host(host) for _url, host in self._urls)
        if any(host.lookalike for host in hosts):
            return True
        return any(host.lookalike and not _is_file(host.domain) for host in self._named_hosts)

    def has_stranger(self, *, invites: bool) -> bool:
        """Return whether a link leads to a stranger, if the brand says `links_complete` or if it is an invitation.

        An invitation has its author's words, and mail programs make a link of `evil.example/a`. Host names without a
        path are in its template, too: whoever invites is named by address. They count beside a lure.
        """
        brand = self._facts.listing.brand if self._facts.listing else None
        if brand is None or not (brand.links_complete or invites):
            return False
        urls = self._urls
        if invites:
            urls += tuple(self._urls_in_text())
        if invites and has_callback_bait(self._words.everything):
            urls += tuple((f"https://{host.domain.ascii}", host.domain) for host in self._named_hosts)
        return any(self._leads_to_stranger(url, host, brand) for url, host in urls)

    @cached_property
    def _urls(self) -> tuple[tuple[str, Domain], ...]:
        """Where links lead, and the URLs in subject, display name and descriptions of images."""
        links = [(link.url, link.link_host.domain) for link in self._facts.links]
        body = self._facts.message.body
        links += _destinations(link.href for link in (*body.quoted_links, *body.enclosed_links))
        words = self._words
        if "www." in words.everything or "://" in words.everything:
            links += _destinations(map(_absolute, _URL.findall(words.everything[: words.label_chars])))
        nested = [each for url, _host in links for each in nested_urls(url)]
        return tuple(dict.fromkeys((*links, *nested)))

    def _urls_in_text(self) -> Iterator[tuple[str, Domain]]:
        """What mail programs make links of, or readers copy: hxxps://evil.example, evil.com/a; not "node.js/react"."""
        text = self._words.everything
        yield from _destinations(f"https://{rest}" for rest in _URL_IN_TEXT.findall(text))
        for url, host in _destinations(f"https://{bare}" for bare in _HOST_WITH_PATH.findall(text)):
            if is_in_known_zone(host.ascii):
                yield url, host

    @cached_property
    def _named_hosts(self) -> tuple[HostMatch, ...]:
        """Those in the text, and of the addresses that mailto: links write to."""
        body, text = self._facts.message.body, self._words.everything
        addresses = (unquote(rest).lower() for rest in links_of_schemes(body, ("mailto:",)))
        text = "\n".join((text, *islice(addresses, MAX_MAIL_LINKS)))
        if any(sign in text for sign in _SIGNS_OF_SPELT_DOTS) and _SPELT_DOT.search(text):
            text = _SPELT_DOT.sub(".", text)
        return tuple(self._named(text)) if _DOT_WITHIN.search(text) else ()

    def _named(self, text: str) -> Iterator[HostMatch]:
        for name in islice(dict.fromkeys(_HOST.findall(text)), MAX_NAMED_HOSTS):
            try:
                host = Domain.parse(name)
            except DomainError:
                continue
            # Where words have no blanks, what ends in a full stop and what follows it look like a host name.
            if host.registrable and ("xn--" not in host.ascii or is_in_known_zone(host.ascii)):
                yield self._index.match_host(host)

    @cached_property
    def _trackers(self) -> frozenset[str]:
        """Click trackers through which the message itself links: as many links as lead to the brand directly."""
        hosts = [host for _url, host in self._urls]
        used = Counter(host.registrable for host in hosts if is_mailing_tracker(host))
        direct = sum(1 for host in hosts if self._index.match_host(host).owner is not None)
        return frozenset(name for name, count in used.items() if count >= direct)

    def _leads_to_stranger(self, url: str, host: Domain, brand: Brand) -> bool:
        match = self._index.match_host(host)
        if match.relation is Relation.LINK and match.owner is not None and match.owner.id == brand.id:
            return False
        if is_where_strangers_publish(url, host):
            return True
        if match.owner is not None or is_footer_host(host) or self._index.platform_of(host) is not None:
            return False
        if match.relation is Relation.TENANT:
            return True
        return not (is_mailing_tracker(host) and host.registrable in self._trackers)


def _is_file(host: Domain) -> bool:
    return host.ascii.rpartition(".")[2] in _FILE_ENDINGS


def _absolute(url: str) -> str:
    return url if url.startswith("http") else f"https://{url}"


def _destinations(hrefs: Iterable[str]) -> Iterator[tuple[str, Domain]]:
    for href in hrefs:
        url, host = destination(href)
        if host is not None:
            yield url, host
