"""What to type if a message or a domain that is red is genuine."""

import shlex
from collections.abc import Iterator, Sequence
from datetime import datetime

from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.mail.origin import Origin
from lencana.engine.contract import Answer, DomainAnswer
from lencana.engine.engine import Engine
from lencana.engine.mending import Proposal, proposals_for_domain, proposals_for_message
from lencana.engine.texts import sentence
from lencana.settings import Settings

MAX_MENDED = 3  # red messages or names of one run for which changes are tried: each takes as long as a few messages


def lines_for_message(
    engine: Engine, raw: bytes, answer: Answer, now: datetime, lang: str, origin: Origin
) -> Iterator[str]:
    """The commands of which each would do, or that none does; nothing for a message that is not suspicious."""
    if answer.verdict != "suspicious":
        return

    def is_red(index: AllowlistIndex) -> bool:
        changed = Engine(engine.settings, lambda: index)  # the DNS of a stranger's domain would tell him of the look
        return changed.check_raw(raw, now=now, lang=lang, origin=origin).verdict == "suspicious"

    proposals = proposals_for_message(answer, engine.list_in_force(), is_red)
    yield from proposal_lines(proposals, engine.settings.server, lang)
    if not proposals:
        yield f"  ({sentence(lang, 'cli.mend_none')})"


def lines_for_domain(answer: DomainAnswer, index: AllowlistIndex, settings: Settings, lang: str) -> Iterator[str]:
    """The same for a domain that imitates another."""
    yield from proposal_lines(proposals_for_domain(answer, index), settings.server, lang)


def proposal_lines(proposals: Sequence[Proposal], server: str | None, lang: str) -> Iterator[str]:
    """The commands of each proposal, which publish at `server`."""
    if proposals:
        yield f"  {sentence(lang, 'cli.mend')}"
    where = ("--server", server) if server else ()
    for proposal in proposals:
        for step in proposal:
            yield f"    lencana allowlist {shlex.join((*step.words, *where))}  # {step.when}"
        if len(proposal) > 1:
            yield "      (both of them)" if len(proposal) == 2 else "      (all of them)"
