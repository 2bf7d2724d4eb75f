"""Did a platform or a mailing list carry the message, which puts other people's names into its From?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity


def check(facts: Facts, _index: AllowlistIndex) -> Iterator[Finding]:
    """`relayed`; with `brand` when the name it carries is a brand's, and then the message is not verified as anybody's.

    Anyone can be called "OpenAI Support" on such a platform, so the name claims nothing and must not ride on its green.
    """
    if not facts.relayed and not facts.relayed_mentions:
        return
    own = facts.listing.brand.id if facts.listing else None
    carried = next((hit.brand for hit in (*facts.relayed_mentions, *facts.mentions) if hit.brand.id != own), None)
    params = {"domain": facts.platform or (facts.sender_host.domain.ascii if facts.sender_host else "")}
    if carried:
        params |= {"brand": carried.name, "brand_id": carried.id}
    yield Finding(Code.RELAYED, Severity.INFO, params, carried)
