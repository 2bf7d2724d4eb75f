"""Judging saved messages, beside the tools that mail servers use: the same signed messages, the same DNS, one run."""

from contextlib import ExitStack
from statistics import median

from bench.inputs import folders, signed
from bench.servers.server import AUTHSERV
from bench.tables.chart import Bar, Chart, Group
from bench.tables.rounds import interleaved, ratios, spread
from bench.tables.table import Goal, Table
from bench.tools import node, passes, rspamd
from bench.tools.passes import Order, Pass
from bench.tools.rspamd import Work

QUESTION = "How many saved messages a second are judged, compared with mailauth and rspamd?"
HEADERS, EVIDENCE = "Lencana, header block alone", "Lencana, verifying DKIM alone"
TOLD, OWN = "Lencana, all of it, by the provider's results", "Lencana, all of it, verifying DKIM itself"
OFFLINE, KEYS = "mailauth, no key is found", "mailauth, DKIM and DMARC"
RSPAMD, RSPAMD_READS, PARSER = "rspamd", "rspamd without any module", "email.message_from_bytes"
TARGET_HEADERS, TARGET_OWN = 1.5, 1.0


def run(quick: bool) -> Table:
    """Rounds of one pass each over all messages; the processes are warm."""
    rounds, count = (2, 64) if quick else (7, 320)
    taken: dict[str, list[float]] = {}
    with signed.ready(count) as order, ExitStack() as running:
        tools, missing = _tools(running, order)
        for go in [*tools.values()] * 3:
            go()  # warm: DNS is asked, and Node compiles what it has seen often
        for name in interleaved(tuple(tools), rounds):
            taken.setdefault(name, []).append(tools[name]())
        sizes = [len(raw) for raw in signed.corpus(count).messages]
    base = taken.get(OFFLINE) or taken[TOLD]
    rows = [
        (name, spread([c * 1e6 for c in each]), spread([1 / c for c in each]), spread(ratios(base, each), 2))
        for name, each in ((name, taken[name]) for name in tools)
    ]
    rows += [(name, f"not measured: {why}", "", "") for name, why in missing]
    notes = (
        f"{rounds} rounds over {count} messages of {min(sizes):,} to {max(sizes):,} bytes, {sum(sizes) // count:,} "
        "on average, each signed by its sender's domain (RSA, 2048 bits). Every tool has processed them three times"
        " before; CPU of all its threads. If a tool judges a message wrongly, the run ends.",
        *DOES,
    )
    than = "mailauth without keys" if OFFLINE in taken else "Lencana"
    columns = ("", "CPU µs a message", "messages a second of CPU", f"rate, of that of {than}")
    return Table(columns, tuple(rows), notes, _goals(taken), _chart(taken), tuple(why for _name, why in missing))


DOES = (
    "Comparable work: mailauth says who sent a message, and so do the first two. Header block alone: what the"
    " extension sends first; a verdict by the sender, his display name and the provider's results. Verifying DKIM"
    " alone: the sender, and a valid signature of his.",
    "All of it: Lencana also reads the message as a person sees it (text, HTML, links) and says whether it claims to be"
    " a brand of the list, and why. By the provider's results: the provider's Authentication-Results say whether the"
    " sender is authentic, and there are no DNS look-ups. Verifying DKIM itself: `dkim = always`.",
    "mailauth (Node) verifies DKIM and evaluates DMARC; SPF, ARC and BIMI are off. It reads no text, link or name."
    " No key is found: it does everything except the public-key operation. With keys it caches every DNS answer.",
    "rspamd (C, with its rules in Lua) verifies DKIM, SPF and DMARC and compares links with their texts; it also reads"
    " HTML, finds links and guesses the language, which cannot be turned off. No other modules, no scoring rules. It"
    " caches keys, makes the other DNS look-ups each time, and gets each message over HTTP; the other tools get"
    " bytes.",
    "The standard library's parser decides nothing; its row shows the speed of the machine.",
)


def _tools(running: ExitStack, order: Order) -> tuple[dict[str, Pass], list[tuple[str, str]]]:
    """Those that this machine has, and why it lacks the others."""
    data = {"LENCANA_DATA": str(folders.bundled())}
    own = data | {"LENCANA_DKIM": "always", "LENCANA_DNS": order.dns}
    tools = {
        HEADERS: running.enter_context(passes.python("lencana_headers", order, data | AUTHSERV)),
        EVIDENCE: running.enter_context(passes.python("lencana_dkim", order)),
        TOLD: running.enter_context(passes.python("lencana", order, data | AUTHSERV)),
        OWN: running.enter_context(passes.python("lencana", order, own)),
    }
    missing: list[tuple[str, str]] = []
    if (why := node.absent()) is None:
        tools[OFFLINE] = running.enter_context(passes.mailauth("offline", order, node.program()))
        tools[KEYS] = running.enter_context(passes.mailauth("whole", order, node.program()))
    else:
        missing += [(OFFLINE, why), (KEYS, why)]
    if (why := rspamd.absent()) is None:
        tools[RSPAMD] = running.enter_context(rspamd.rspamd(order, Work.JUDGING))
        tools[RSPAMD_READS] = running.enter_context(rspamd.rspamd(order, Work.READING))
    else:
        missing.append((RSPAMD, why))
    tools[PARSER] = running.enter_context(passes.python("parser", order))
    return tools, missing


def _goals(taken: dict[str, list[float]]) -> tuple[Goal, ...]:
    if OFFLINE not in taken:
        return ()
    told, own = median(ratios(taken[OFFLINE], taken[HEADERS])), median(ratios(taken[KEYS], taken[EVIDENCE]))
    return (
        Goal(
            "header checks a second, of mailauth's without keys",
            f"≥ {TARGET_HEADERS}", f"{told:.2f}", told >= TARGET_HEADERS,
        ),
        Goal(
            "senders a second verified by own RSA, of mailauth's",
            f"≥ {TARGET_OWN:g}", f"{own:.2f}", own >= TARGET_OWN,
        ),
    )  # fmt: skip


def _chart(taken: dict[str, list[float]]) -> Chart:
    bars = tuple(
        Bar(name, median(1 / c for c in each), own=name in (HEADERS, EVIDENCE, TOLD, OWN))
        for name, each in taken.items()
        if name not in (PARSER, RSPAMD_READS)
    )
    return Chart("Messages judged", "a second of CPU; more is better", (Group("", bars),))
