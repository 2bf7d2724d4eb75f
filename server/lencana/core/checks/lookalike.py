"""Do the sender's domain, the Reply-To or a link imitate a listed name?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex, HostMatch
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.lookalike import explain


def check(facts: Facts, _index: AllowlistIndex) -> Iterator[Finding]:
    """`lookalike_domain`, once for each host. A link alone is a warning: newsletters link to all sorts of hosts."""
    reported: set[str] = set()
    for where, severity, host in _hosts(facts):
        if host.lookalike is None or host.domain.ascii in reported:
            continue
        reported.add(host.domain.ascii)
        params = {"where": where, **explain(host.domain, host.lookalike)}
        yield Finding(Code.LOOKALIKE_DOMAIN, severity, params, host.lookalike.brand)


def _hosts(facts: Facts) -> Iterator[tuple[str, Severity, HostMatch]]:
    if facts.sender_host and facts.listing is None:
        yield "sender", Severity.DANGER, facts.sender_host
    for _mailbox, host in facts.reply_to:
        yield "reply_to", Severity.DANGER, host
    for link in facts.links:
        yield "link", Severity.WARNING, link.link_host
