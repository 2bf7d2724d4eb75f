"""What an answer says: verdicts, reasons and advice in the asker's language, and nothing of the forwarded text.

Hosts and addresses are the only words taken from the message; they are written so that nobody can tap them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from msgspec import structs

from lencana.core.domains.domain import Domain
from lencana.core.finding import Code, Finding, Severity
from lencana.core.verdict import Outcome
from lencana.engine.answer import advise
from lencana.engine.texts import reason, sentence
from lencana.errors import DomainError
from lencana.mailbox.answer.defang import defanged, defanged_local_part, defanged_params
from lencana.mailbox.forwarded.enclosed import Obstacle
from lencana.mailbox.judgement import Judged, Judgement

_PROGRAMS = ("gmail", "outlook", "thunderbird", "apple", "roundcube", "phone")
_WITH_HOWTO = frozenset({Obstacle.NOTHING, Obstacle.OUTLOOK_FILE, Obstacle.ZIP})


@dataclass(frozen=True, slots=True)
class Section:
    """The answer on one forwarded message."""

    outcome: Outcome
    heading: str
    sender: str  # "" if none could be read
    reasons: tuple[tuple[Severity, str], ...]
    advice: str
    caveat: str  # what this way of forwarding cannot prove


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before it is written as text or HTML."""

    lang: str
    subject: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...]  # on what was not judged
    howto: tuple[str, ...]  # the first is a heading
    footer: tuple[str, ...]


def compose(judgement: Judgement, *, is_last_this_hour: bool = False) -> Reply:
    """Write the answer on a judgement."""
    lang, judged = judgement.lang, judgement.judged
    sections = tuple(_section(lang, one, number, len(judged)) for number, one in enumerate(judged, 1))
    notes = [sentence(lang, f"mailbox.obstacle.{obstacle}") for obstacle in judgement.obstacles]
    if is_last_this_hour:
        notes.append(sentence(lang, "mailbox.limit"))
    needs_howto = any(one.is_inline for one in judged) or not _WITH_HOWTO.isdisjoint(judgement.obstacles)
    names_shown = any(section.sender or section.reasons for section in sections)
    return Reply(
        lang,
        sentence(lang, f"mailbox.subject.{_subject_key(judgement)}"),
        sections,
        tuple(notes),
        tuple(_howto(lang)) if needs_howto else (),
        (*((sentence(lang, "mailbox.names"),) if names_shown else ()), sentence(lang, "mailbox.footer")),
    )


def _subject_key(judgement: Judgement) -> str:
    """The verdict; of several messages the worst, for that is the one to know of."""
    outcomes = {one.verdict.verdict for one in judgement.judged}
    if Outcome.SUSPICIOUS in outcomes:
        return Outcome.SUSPICIOUS.value
    if len(judgement.judged) > 1:
        return "several"
    return next(iter(outcomes)).value if outcomes else "nothing"


def _section(lang: str, judged: Judged, number: int, count: int) -> Section:
    verdict = judged.verdict
    findings = tuple(_defanged_finding(finding) for finding in verdict.findings)
    word = sentence(lang, f"verdict.{verdict.verdict}")
    brand = f" · {verdict.brand.name}" if verdict.brand else ""
    ordinal = sentence(lang, "mailbox.number", number=str(number)) + ": " if count > 1 else ""
    like = next((str(item.params["imitates"]) for item in verdict.findings if item.params.get("imitates")), "")
    if _is_merely_unproven(judged):
        named = next((finding.brand.name for finding in verdict.findings if finding.brand), "")
        advice = sentence(lang, "mailbox.advice_inline", brand=named)
    else:
        advice = advise(lang, verdict.verdict, findings, verdict.brand)
    return Section(
        verdict.verdict,
        f"{ordinal}{word}{brand}",
        _address(verdict.sender.address, like) if verdict.sender and verdict.sender.address else "",
        tuple(
            (_shown_severity(verdict.verdict, item), reason(lang, item)) for item in findings if _is_told(item, judged)
        ),
        advice,
        _caveat(lang, judged),
    )


def _caveat(lang: str, judged: Judged) -> str:
    """What the verdict does not cover."""
    if judged.is_inline:
        return sentence(lang, "mailbox.inline")
    is_green_in_a_text = judged.has_text_around and judged.verdict.verdict is Outcome.VERIFIED
    return sentence(lang, "mailbox.text_around") if is_green_in_a_text else ""


def _is_told(finding: Finding, judged: Judged) -> bool:
    """Of an inline forward the caveat says better what was not opened where it arrived."""
    return not (judged.is_inline and finding.code is Code.NOT_DELIVERED)


def _is_merely_unproven(judged: Judged) -> bool:
    """An inline forward that names a listed sender: the advice is how to get the proof."""
    codes = {finding.code for finding in judged.verdict.findings}
    return judged.is_inline and judged.verdict.verdict is Outcome.UNKNOWN and Code.NOT_DELIVERED in codes


def _shown_severity(outcome: Outcome, finding: Finding) -> Severity:
    """`good` is `info` unless the message is verified: phishers authenticate their mail, too."""
    is_calm = finding.severity is Severity.GOOD and outcome is not Outcome.VERIFIED
    return Severity.INFO if is_calm else finding.severity


def _defanged_finding(finding: Finding) -> Finding:
    return structs.replace(finding, params=defanged_params(dict(finding.params), _ascii_of))


def _address(address: str, like: str) -> str:
    local_part, _, host = address.rpartition("@")
    shown = _unicode_of(host)
    written = f"{defanged_local_part(local_part)[:64]}@{defanged(shown, like)}"
    return written if shown.isascii() else f"{written} ({defanged(host)})"


def _ascii_of(host: str) -> str:
    try:
        return Domain.parse(host).ascii
    except DomainError:
        return host


def _unicode_of(host: str) -> str:
    try:
        return Domain.parse(host).unicode
    except DomainError:
        return host


def _howto(lang: str) -> Iterator[str]:
    yield sentence(lang, "mailbox.howto.heading")
    for program in _PROGRAMS:
        yield sentence(lang, f"mailbox.howto.{program}")
