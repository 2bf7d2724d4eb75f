"""Verifying a signature by DKIM (RFC 6376): ours, dkimpy alone, mailauth, and what of it is the mathematics."""

from contextlib import ExitStack
from statistics import median

from bench import node, passes, signed
from bench.rounds import interleaved, ratios, spread
from bench.table import Table

QUESTION = "What does it cost to verify a DKIM signature?"
OURS, DKIMPY, MAILAUTH, KEY = "Lencana", "dkimpy.verify", "mailauth's dkimVerify", "RSA alone, by cryptography"


def run(quick: bool) -> Table:
    """Rounds of one pass each over all messages, with every key held."""
    rounds, count = (2, 80) if quick else (7, 320)
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
        for go in tools.values():
            go()  # warm
        for name in interleaved(tuple(tools), rounds):
            taken.setdefault(name, []).append(tools[name]() * 1e6)
        mean = sum(map(len, signed.corpus(count).messages)) // count
    rows = [(name, spread(each), spread(ratios(taken[DKIMPY], each), 2)) for name, each in taken.items()]
    if why:
        rows.append((MAILAUTH, f"not measured: {why}", ""))
    notes = (
        f"{rounds} rounds over {count} messages of {mean:,} bytes on average: one signature each, RSA of 2048 bits,"
        " relaxed in header and body. The DNS was asked before.",
        "Lencana: which signature is worth verifying (aligned, in date, covers what is seen), and then the signature.",
        f"RSA alone: one verification with a key that is loaded, {median(taken[KEY]):.0f} µs; the rest is"
        " reading the message, writing it in the standard form and hashing it.",
    )
    return Table(("", "CPU µs a message", "rate, of dkimpy's"), tuple(rows), notes, missing=(why,) if why else ())
