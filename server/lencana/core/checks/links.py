"""Does a link show one host and lead to another?"""

from collections.abc import Iterator

from lencana.core.directory import Directory
from lencana.core.facts import Facts, LinkHosts
from lencana.core.finding import Code, Finding, Severity
from lencana.core.redirects import is_redirector


def check(facts: Facts, _directory: Directory) -> Iterator[Finding]:
    """`link_text_differs`, once: the worst link speaks for all."""
    lying = [link for link in facts.links if _differs(link)]
    worst = next((link for link in lying if _grave(link)), next(iter(lying), None))
    if worst is None or worst.shown is None:
        return
    owner = worst.shown.owner
    params = {"shown": worst.shown.domain.unicode, "actual": worst.target.domain.unicode}
    if owner:
        params |= {"brand": owner.name, "brand_id": owner.id}
    yield Finding(Code.LINK_TEXT_DIFFERS, Severity.DANGER if _grave(worst) else Severity.WARNING, params, owner)


def _grave(link: LinkHosts) -> bool:
    """It shows a listed host; a link that is rewritten on its way by design shows what it was before."""
    return link.shown is not None and link.shown.owner is not None and not is_redirector(link.target.domain)


def _differs(link: LinkHosts) -> bool:
    if link.shown is None or link.shown.domain.registrable == link.target.domain.registrable:
        return False
    return link.shown.owner is None or link.target.owner is None or link.shown.owner.id != link.target.owner.id
