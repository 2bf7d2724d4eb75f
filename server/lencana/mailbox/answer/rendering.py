"""An answer as plain text and as HTML, in light and dark; without a link, a picture or a word from outside."""

from html import escape

from lencana.core.finding import Severity
from lencana.core.verdict import Outcome
from lencana.engine.texts import direction
from lencana.mailbox.answer.reply import Reply, Section

_SYMBOLS = {Severity.DANGER: "✗", Severity.WARNING: "!", Severity.INFO: "·", Severity.GOOD: "✓"}
# Foreground and background; the contrast of each pair is at least 4.5 (WCAG 2.2, 1.4.3).
_LIGHT = {
    Outcome.VERIFIED: ("#17744a", "#e6f3ec"),
    Outcome.SUSPICIOUS: ("#b3261e", "#fbeae8"),
    Outcome.UNKNOWN: ("#59636b", "#eceeef"),
}
_DARK = {
    Outcome.VERIFIED: ("#4fbe87", "#16301f"),
    Outcome.SUSPICIOUS: ("#f2867d", "#3a1b19"),
    Outcome.UNKNOWN: ("#a3adb5", "#2a2f34"),
}
_STYLE = (
    "body,.ground{background:#14171a!important;color:#e8eaec!important}"
    ".card{background:#1d2125!important;border-color:#343a40!important}"
    ".ink{color:#e8eaec!important}.soft{color:#a3adb5!important}"
    + "".join(
        f".{outcome}{{color:{foreground}!important;background:{background}!important}}"
        for outcome, (foreground, background) in _DARK.items()
    )
)
_FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"


def as_text(reply: Reply) -> str:
    """The answer as plain text."""
    blocks = ["\n".join(_section_lines(section)) for section in reply.sections]
    blocks += reply.notes
    if reply.howto:
        heading, *ways = reply.howto
        blocks.append("\n".join((heading, *(f"  - {way}" for way in ways))))
    return "\n\n".join((*blocks, "--\n" + "\n".join(reply.footer))) + "\n"


def _section_lines(section: Section) -> list[str]:
    lines = [section.heading.upper() if section.outcome is Outcome.SUSPICIOUS else section.heading]
    if section.sender:
        lines.append(section.sender)
    lines += ["", *(f"  {_SYMBOLS[severity]} {text}" for severity, text in section.reasons)] if section.reasons else []
    lines += ["", f"→ {section.advice}"]
    return [*lines, "", section.caveat] if section.caveat else lines


def as_html(reply: Reply) -> str:
    """The answer as HTML. Inline styles are for programs that drop `<style>`, which then show it light."""
    blocks = [_section_html(section) for section in reply.sections]
    blocks += [_card(f'<p class="ink" style="margin:0;color:#1d2327">{escape(note)}</p>') for note in reply.notes]
    if reply.howto:
        blocks.append(_howto_html(reply.howto))
    footer = "<br>".join(map(escape, reply.footer))
    return (
        f'<!DOCTYPE html><html lang="{reply.lang}" dir="{direction(reply.lang)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        '<meta name="supported-color-schemes" content="light dark"><meta name="format-detection" '
        'content="telephone=no,date=no,address=no,email=no,url=no">'
        f"<title>{escape(reply.subject)}</title><style>:root{{color-scheme:light dark}}"
        f"@media (prefers-color-scheme:dark){{{_STYLE}}}</style></head>"
        f'<body style="margin:0;background:#f4f3ef;color:#1d2327;{_FONT};font-size:16px;line-height:1.5">'
        '<table role="presentation" class="ground" width="100%" cellpadding="0" cellspacing="0" '
        f'style="background:#f4f3ef"><tr><td style="padding:16px;{_FONT}">'
        f'<div dir="{direction(reply.lang)}" style="max-width:34em;margin:0 auto">{"".join(blocks)}'
        f'<p class="soft" style="margin:16px 4px 0;font-size:13px;color:#5a636a">{footer}</p>'
        "</div></td></tr></table></body></html>\n"
    )


def _section_html(section: Section) -> str:
    foreground, background = _LIGHT[section.outcome]
    parts = [
        f'<p class="{section.outcome}" style="margin:0 0 12px;padding:8px 12px;border-radius:8px;font-size:19px;'
        f'font-weight:700;color:{foreground};background:{background}">{escape(section.heading)}</p>'
    ]
    if section.sender:
        parts.append(
            '<p class="ink" style="margin:0 0 12px;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:15px;'
            f'color:#1d2327;overflow-wrap:anywhere"><bdi dir="ltr">{_with_marks(section.sender)}</bdi></p>'
        )
    if section.reasons:
        rows = "".join(
            '<tr><td class="ink" style="padding:2px 4px;vertical-align:top;color:#1d2327">'
            f"{_SYMBOLS[severity]}</td>"
            f'<td class="ink" style="padding:2px 0;color:#1d2327;overflow-wrap:anywhere">{_with_marks(text)}</td></tr>'
            for severity, text in section.reasons
        )
        parts.append(
            f'<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 12px">{rows}</table>'
        )
    parts.append(f'<p class="ink" style="margin:0;font-weight:600;color:#1d2327">{_with_marks(section.advice)}</p>')
    if section.caveat:
        parts.append(f'<p class="soft" style="margin:12px 0 0;color:#5a636a">{escape(section.caveat)}</p>')
    return _card("".join(parts))


def _howto_html(howto: tuple[str, ...]) -> str:
    heading, *ways = howto
    items = "".join(f'<li style="margin:2px 0">{escape(way)}</li>' for way in ways)
    return _card(
        f'<p class="ink" style="margin:0 0 6px;font-weight:600;color:#1d2327">{escape(heading)}</p>'
        f'<ul class="ink" style="margin:0;padding:0 20px;color:#1d2327;font-size:15px">{items}</ul>'
    )


def _card(content: str) -> str:
    return (
        '<div class="card" style="margin:0 0 12px;padding:16px;border:1px solid #dedbd2;border-radius:12px;'
        f'background:#ffffff">{content}</div>'
    )


def _with_marks(text: str) -> str:
    """The odd letters, which stand between ›‹, in bold as well: some programs drop the style, none drops the marks."""
    return escape(text).replace("›", '<b class="suspicious" style="color:#b3261e">›').replace("‹", "‹</b>")
