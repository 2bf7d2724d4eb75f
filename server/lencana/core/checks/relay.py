"""Did a platform or a mailing list send the message, which puts other people's names into its From?"""

from collections.abc import Iterator

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.facts import Facts
from lencana.core.finding import Code, Finding, Severity


def check(facts: Facts, _index: AllowlistIndex) -> Iterator[Finding]:
    """`relayed`; with `brand` if the name it relays is another brand's: then the message is never verified.

    Anyone can be called "OpenAI Support" on such a platform. So the name is no claim, but must not show the platform's
    green either.
    """
    if not facts.is_relayed and not facts.relayed_mentions:
        return
    mentioned = (mention.brand for mention in (*facts.relayed_mentions, *facts.mentions))
    relayed_brand = next((brand for brand in mentioned if brand.id not in facts.own_brands), None)
    params = {"domain": facts.platform or (facts.sender_host.domain.ascii if facts.sender_host else "")}
    if relayed_brand:
        params |= {"brand": relayed_brand.name, "brand_id": relayed_brand.id}
    yield Finding(Code.RELAYED, Severity.INFO, params, relayed_brand)
