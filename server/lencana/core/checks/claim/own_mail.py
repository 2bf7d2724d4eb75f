"""The organisation's own mail about what its people have at a brand: "Your Microsoft 365 password expires"."""

from lencana.core.brands.allowlist import Brand
from lencana.core.domains.link_hosts import is_mailing_tracker, is_where_strangers_publish
from lencana.core.facts import Facts, ResolvedLink


def is_own_notice(brand: Brand, facts: Facts) -> bool:
    """Is it the organisation's own, and leads to nobody but itself and the brand?

    A mailbox of one's own may have been taken over: then the link leads elsewhere, and nothing is excused. What people
    fill in at the brand ("forms" of Google's) is not the brand's.
    """
    return facts.is_own_organisation and is_own_business(brand, facts)


def is_own_business(brand: Brand, facts: Facts, *, by_tracker: bool = False) -> bool:
    """Does it lead to nobody but the sender and the brand, by its links and its reply addresses?

    `by_tracker`: a link through a mailing service's click tracker, which does not tell where it leads, is one of these.
    """
    if facts.sender is None or facts.sender.domain is None:
        return False
    own = facts.sender.domain.registrable
    if any(host.domain.registrable != own for _mailbox, host in facts.reply_to):
        return False
    return all(
        _leads_home(link, own, brand) or (by_tracker and is_mailing_tracker(link.link_host.domain))
        for link in facts.links
    )


def _leads_home(link: ResolvedLink, own: str, brand: Brand) -> bool:
    host = link.link_host
    if host.domain.registrable == own:
        return True
    is_brands = host.owner is not None and host.owner.id == brand.id
    return is_brands and not is_where_strangers_publish(link.url, host.domain)
