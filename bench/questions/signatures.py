"""Verifying a signature by DKIM (RFC 6376): ours, dkimpy alone, mailauth, rspamd, and what of it is the mathematics."""

from contextlib import ExitStack
from statistics import mean, median

from bench.inputs import signed
from bench.tables.rounds import interleaved, ratios, spread
from bench.tables.table import Table
from bench.tools import node, passes, rspamd
from bench.tools.rspamd import Work

QUESTION = "What does it cost to verify a DKIM signature?"
OURS, DKIMPY, MAILAUTH, RSPAMD = "Lencana", "dkimpy.verify", "mailauth's dkimVerify", "rspamd's DKIM module"
KEY = "RSA alone, by cryptography"


def run(quick: bool) -> Table:
    """Rounds of one pass each over all messages, with every key held."""
    rounds, count = (2, 64) if quick else (7, 320)
    taken: dict[str, list[float]] = {}
    with signed.ready(count) as order, ExitStack() as running:
        tools = {
            OURS: running.enter_context(passes.python("lencana_dkim", order)),
            DKIMPY: running.enter_context(passes.python("dkimpy", order)),
            KEY: running.enter_context(passes.python("rsa", order)),
        }
        why = node.absent()
        if why is None:
            tools[MAILAUTH] = running.enter_context(passes.mailauth("dkim", order, node.program()))
        lacking = rspamd.absent()
        if lacking is None:
            for work in (Work.READING, Work.DKIM):
                tools[work] = running.enter_context(rspamd.rspamd(order, work))
        for go in [*tools.values()] * 3:
            go()  # warm
        for name in interleaved(tuple(tools), rounds):
            taken.setdefault(name, []).append(tools[name]() * 1e6)
        size = mean(map(len, signed.corpus(count).messages))
    added = [a - b for a, b in zip(taken.pop(Work.DKIM, []), taken.pop(Work.READING, []), strict=True)]
    rows = [(name, spread(each), spread(ratios(taken[DKIMPY], each), 2)) for name, each in taken.items()]
    rows += [(RSPAMD, f"about {mean(added):.0f} ({min(added):.0f}–{max(added):.0f})", "")] if added else []
    missing = {MAILAUTH: why, RSPAMD: lacking}
    rows += [(name, f"not measured: {each}", "") for name, each in missing.items() if each]
    notes = (
        f"{rounds} rounds over {count} messages of {size:,.0f} bytes on average: one signature each, RSA of 2048 bits,"
        " relaxed in header and body. DNS answers are cached.",
        "Lencana: selecting the signature (aligned, unexpired, covers the displayed fields), and verifying it.",
        f"RSA alone: one verification with a key that is loaded, {median(taken[KEY]):.0f} µs; the rest is"
        " reading the message, canonicalization and hashing.",
        "rspamd: what the DKIM module (C, OpenSSL) adds to reading the message, as the difference of two processes,"
        " one of them without it. A small difference of large figures: the mean of all rounds, and only an estimate.",
    )
    return Table(
        ("", "CPU µs a message", "rate, of dkimpy's"), tuple(rows), notes, missing=tuple(filter(None, missing.values()))
    )
