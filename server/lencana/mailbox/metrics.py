"""Counts in Prometheus' text format 0.0.4, for the node exporter's textfile collector: how many, never what."""

from collections.abc import Iterable
from itertools import groupby

_FAMILIES = {
    "answers": ("lencana_mailbox_answers_total", "delivery", "Answers handed to the mail server, by what it did."),
    "verdicts": ("lencana_mailbox_verdicts_total", "verdict", "Forwarded messages judged, by verdict."),
    "obstacles": ("lencana_mailbox_obstacles_total", "obstacle", "What could not be judged, by why."),
    "silent": ("lencana_mailbox_unanswered_total", "reason", "Messages without an answer, by why."),
}


def render(counters: Iterable[tuple[str, str, int]]) -> str:
    """Counters (name, label, number), sorted by name, as text."""
    lines = []
    for name, group in groupby(counters, key=lambda counter: counter[0]):
        family, label, meaning = _FAMILIES[name]
        lines += [f"# HELP {family} {meaning}", f"# TYPE {family} counter"]
        lines += [f'{family}{{{label}="{value}"}} {number}' for _, value, number in group]
    return "".join(line + "\n" for line in lines)
