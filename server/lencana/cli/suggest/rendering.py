"""Proposals as TOML: what is sure as a table, what is in doubt as comments, and a comment on each line."""

import json
from collections.abc import Iterator
from datetime import datetime

from lencana.cli.counts import count_of
from lencana.cli.suggest.proposals import Proposal, Proposals, plain_names
from lencana.cli.suggest.survey import Known, brands_by_id, brands_of_packs
from lencana.cli.suggest.tally import Sender, Tally
from lencana.core.allowlist_index import AllowlistIndex

MAX_SHOWN_NAMES = 4
MAX_SHOWN_HOSTS = 4
MAX_SHOWN_LEFT_OUT = 200


def write_proposals(proposals: Proposals, tally: Tally, known: Known, index: AllowlistIndex, now: datetime) -> str:
    """The whole file."""
    lines = [*_head(tally, proposals, now), 'expires_in = "14d"', "", *_known(tally, known)]
    for proposal in proposals.brands:
        lines += _brand(proposal, index)
    lines += _at_platforms(proposals.at_platforms, index)
    return "\n".join([*lines, *_left_out(proposals)]).rstrip() + "\n"


def _head(tally: Tally, proposals: Proposals, now: datetime) -> Iterator[str]:
    sure = sum(proposal.doubt is None for proposal in proposals.brands)
    brands, messages = count_of(sure, "brand"), count_of(tally.messages, "message")
    yield f"# {brands} proposed by `lencana allowlist suggest` on {now:%Y-%m-%d} from {messages}."
    yield "# Delete what you do not know, look at every line that you keep, and copy it into your list.toml."
    yield "# Authentication says which domain sent a message, not whose that is, nor that it is honest."
    yield f"# Not counted: {tally.mailboxes} from mailbox providers, {tally.unclear} without one plain sender,"
    yield f"# {tally.unreadable} unreadable; {proposals.rare} domains sent too few."


def _known(tally: Tally, known: Known) -> Iterator[str]:
    brands = brands_by_id(known)
    if tally.listed:
        yield f"# On your list already: {_counts([(brands[i].name, n) for i, n in tally.listed.most_common()], 20)}"
    by_pack: dict[str, list[tuple[str, int]]] = {}
    packs = dict(brands_of_packs())
    for brand_id, number in tally.in_packs.most_common():
        by_pack.setdefault(packs.get(brand_id, "common-id"), []).append((brand_id, number))
    if by_pack:
        yield "# In packs already:"
    for pack, counted in by_pack.items():
        chosen = " ".join(f"--brand {brand_id}" for brand_id, _number in counted)
        yield f"#   lencana allowlist add-pack {pack} {chosen}"
        yield f"#     {_counts([(brands[brand_id].name, number) for brand_id, number in counted], 20)}"
    if tally.listed or by_pack:
        yield ""


def _brand(proposal: Proposal, index: AllowlistIndex) -> list[str]:
    """A table, with the evidence beside each line."""
    brand, sender = proposal.brand, proposal.sender
    names = _counts(plain_names(sender.names, index), MAX_SHOWN_NAMES)
    lines = [f"# {remark}" for remark in proposal.remarks]
    lines += ["[[brand]]", f"id = {_string(brand.id)}  # {_when(sender)}"]
    lines.append(f"name = {_string(brand.name)}  # names used: {names or 'none'}")
    if brand.aliases:
        lines.append(f"aliases = [{{ text = {_string(brand.aliases[0].text)}, common = true }}]  # an everyday word")
    if brand.domains:
        lines.append(f"domains = [{_string(proposal.domain)}]  # {_evidence(sender)}")
    if brand.tenants:
        lines.append(f"tenants = [{_string(proposal.domain)}]  # {_evidence(sender)}")
    if brand.carriers:
        lines.append("carriers = [")
        for address in brand.carriers:
            counts = sender.addresses[address]
            lines.append(
                f"    {_string(address)},  # {count_of(counts.messages, 'message')} under"
                f" {count_of(len(counts.names), 'name')}, {counts.replies_elsewhere} with replies elsewhere:"
                " it looks like a carrier of strangers' words"
            )
        lines.append("]")
    if proposal.doubt:
        lines = [f"# in doubt: {proposal.doubt}", *(f"# {line}" for line in lines)]
    return [*lines, ""]


def _at_platforms(senders: tuple[tuple[str, Sender], ...], index: AllowlistIndex) -> Iterator[str]:
    if not senders:
        return
    yield "# Exact senders at platforms and mailing services. Anybody can open an account there: add one to the"
    yield "# `senders` of a brand only if the brand itself names the address."
    for address, sender in senders:
        names = _counts(plain_names(sender.names, index), MAX_SHOWN_NAMES)
        yield f"#   {_string(address)}  # {_when(sender)}; names used: {names or 'none that can be shown'}"
    yield ""


def _left_out(proposals: Proposals) -> Iterator[str]:
    if proposals.left_out:
        yield "# Left out:"
    for domain, why in proposals.left_out[:MAX_SHOWN_LEFT_OUT]:
        yield f"#   {domain}: {why}"
    if (more := len(proposals.left_out) - MAX_SHOWN_LEFT_OUT) > 0:
        yield f"#   and {more} more"


def _when(sender: Sender) -> str:
    times = count_of(sender.messages, "message")
    if sender.first is None or sender.last is None:
        return f"{times} without a time of receipt"
    return f"{times}, {sender.first:%Y-%m-%d} to {sender.last:%Y-%m-%d}"


def _evidence(sender: Sender) -> str:
    text = "authenticated" if not sender.unauthenticated else f"{sender.unauthenticated} more were not authenticated"
    return f"{text}; hosts: {_counts(sender.hosts.most_common(), MAX_SHOWN_HOSTS, quote=False)}"


def _counts(counted: list[tuple[str, int]], most: int, *, quote: bool = True) -> str:
    shown = [f"{_string(text) if quote else text} {number}" for text, number in counted[:most]]
    more = len(counted) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _string(text: str) -> str:
    """A TOML string; what is not printable has been taken out before, and is escaped all the same."""
    printable = "".join(c for c in text if c.isprintable())
    return json.dumps(printable, ensure_ascii=False)
