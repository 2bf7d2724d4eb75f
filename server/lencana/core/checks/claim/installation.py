"""Mail of software that everybody may install: "WordPress" <wordpress@site.example>, "GitLab" <gitlab@kantor.example>.

The bare name is what the program writes by default, so that it says which program wrote and not which firm. Whoever has
such a name may be a stranger all the same: what leads away from the sender's own site must be no lure.
"""

from lencana.core.brands.allowlist import Brand
from lencana.core.brands.installed_software import installed_software
from lencana.core.checks.claim.pressing import Pressing
from lencana.core.facts import Facts


def is_installation(brand: Brand, pressing: Pressing) -> bool:
    """Is the sender called after the program alone, and does the message ask for no secret and press nobody elsewhere?

    Is not: "WordPress Support", nor "WordPress" whose message presses to pay at another site than its own.
    """
    facts = pressing.facts
    if not _is_called_after(brand, facts) or pressing.asks_for_secret:
        return False
    return not pressing.has_lure or not _leads_away(brand, facts)


def _is_called_after(brand: Brand, facts: Facts) -> bool:
    mentions = [
        each
        for each in (*facts.mentions, *facts.local_part_mentions)
        if each.brand.id == brand.id and not each.is_common_word
    ]
    names = {"".join(each.words[each.start : each.end]) for each in mentions if not each.others}
    return len(names) == 1 and all(not each.others for each in mentions) and names <= installed_software()


def _leads_away(brand: Brand, facts: Facts) -> bool:
    """Is there a link or a reply address that is neither of the sender's site nor of the program's makers?"""
    own = facts.sender.domain.registrable if facts.sender and facts.sender.domain else None
    hosts = [link.link_host for link in facts.links] + [host for _, host in facts.reply_to]
    return any(host.domain.registrable != own and (host.owner is None or host.owner.id != brand.id) for host in hosts)
