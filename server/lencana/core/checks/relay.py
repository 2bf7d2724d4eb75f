"""Did a platform or a mailing list carry the message, which puts other people's names into its From?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import Directory
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity


def check(facts: Facts, _directory: Directory) -> Iterator[Finding]:
    """`relayed`; with `brand` when the name it carries is a brand's, and then the message is not verified as anybody's.

    Anyone can be called "OpenAI Support" on such a platform, so the name claims nothing and must not ride on its green.
    """
    if not facts.relayed and not facts.carried:
        return
    own = facts.listing.brand.id if facts.listing else None
    carried = next((hit.brand for hit in (*facts.carried, *facts.names) if hit.brand.id != own), None)
    params = {"domain": facts.platform or (facts.host.domain.ascii if facts.host else "")}
    if carried:
        params |= {"brand": carried.name, "brand_id": carried.id}
    yield Finding(Code.RELAYED, Severity.INFO, params, carried)
