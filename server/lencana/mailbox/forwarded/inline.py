"""The forwarded message within a text: its sender, subject and body, as the program that forwarded it wrote them.

The outer block of fields is the forwarding program's; one further down is what the forwarded message itself says, that
is, what its sender may have invented. So the first block decides, also where it holds no address. None of it proves
anything: whoever has written the text may have written the block.
"""

import re
from dataclasses import dataclass

from lencana.core.mail.body import Body, Link, body_from_text
from lencana.core.mail.message import Message, Origin, message_from_fields
from lencana.mailbox.forwarded.forward_labels import Label, label_pattern, labels, separator_pattern, wrote_words

MAX_BLOCK_LINES = 40
MAX_CONTINUATION_LINES = 3
MAX_VALUE_CHARS = 1000
MAX_TOGETHER_CHARS = 4000  # of a line that holds a separator and all fields
_QUOTE_PREFIX = re.compile(r"^(?:[ \t]*>)+[ \t]?", re.MULTILINE)
_DECORATION = " \t\xa0*|"
_MAILTO = re.compile(r"<mailto:[^<>]*>|\[mailto:([^\[\]]*)\]|mailto:", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\[\]()\"',;:]+@[^\s<>\[\]()\"',;:]+")
_BRACKETED_MAILBOX = re.compile(
    r"([^\"“”„«»<>\[\](),]{0,100})[\"”»]?[ \t]*[<\[(]([^\s<>\[\]()@]+@[^\s<>\[\]()@]+)[>\])]"
)
_FORWARD_PREFIX = re.compile(
    r"\s*(?:fwd?|wg|tr|rv|i|enc|vs|vl|vb|pd|ilt|redir\.|videresend|trs|terusan)\s*:", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class InlineForward:
    """A forward in a text: the message as far as the text tells it, and the languages of its labels."""

    message: Message
    languages: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Block:
    values: dict[str, str]  # by field; the first of each counts
    languages: frozenset[str]
    end: int  # number of the first line behind it
    is_ambiguous: bool = False


def read_inline(body: Body, subject: str) -> InlineForward | None:
    """Find the outermost forward in the visible text of a message, or None."""
    text, were_together = _with_lines_apart(_unquoted((body.quoted_text or body.text).replace("\r\n", "\n")))
    lines = [line.strip(_DECORATION) for line in text.split("\n")]
    links = tuple(link for link in (*body.links, *body.quoted_links) if not link.href.lower().startswith("mailto:"))
    labelled = [_label_at(line) for line in lines]
    for number, label in enumerate(labelled):
        if label and (block := _block_at(lines, labelled, number, were_together)) is not None:
            return _forward(block, "\n".join(lines[block.end :]), links, body)
    if prefix := _FORWARD_PREFIX.match(subject):
        for number, line in enumerate(lines):
            if sender := _attributed_sender(line):
                block = _Block({"from": sender, "subject": subject[prefix.end() :].strip()}, frozenset(), number + 1)
                return _forward(block, "\n".join(lines[block.end :]), links, body)
    return None


def _attributed_sender(line: str) -> str:
    """The sender in `On 5 May, "Ann" <ann@example.org> wrote:`, "" in other lines (Outlook for Mac)."""
    if not line.endswith(":") or len(line) > MAX_VALUE_CHARS or "@" not in line:
        return ""
    folded = line.casefold()
    match = _BRACKETED_MAILBOX.search(line) if any(word in folded for word in wrote_words()) else None
    return f"{match[1].strip()} <{match[2]}>" if match else ""


def _forward(block: _Block, text: str, links: tuple[Link, ...], body: Body) -> InlineForward:
    own = body_from_text(text.strip("\n"), links)
    message = message_from_fields(
        from_="" if block.is_ambiguous else _mailbox_text(block.values.get("from", "")),
        reply_to="",
        subject=block.values.get("subject", "")[:MAX_VALUE_CHARS],
        results=(),
        body=Body(
            own.text or text.strip("\n"), links, body.image_alts, own.obfuscations | body.obfuscations, own.quoted_text
        ),
        origin=Origin.ATTACHED,
    )
    return InlineForward(message, block.languages)


def _unquoted(text: str) -> str:
    """Without the `>` before each line, as Apple Mail writes them."""
    return _QUOTE_PREFIX.sub("", text) if ">" in text else text


def _with_lines_apart(text: str) -> tuple[str, bool]:
    """Begin a new line where fields follow a separator on its own line (Yahoo's text); true if there are such."""
    match = separator_pattern().search(text)
    if match is None:
        return text, False
    first, newline, others = text[match.end() :].partition("\n")
    if not first.strip() or len(first) > MAX_TOGETHER_CHARS:
        return text, False
    apart = re.sub(rf"(?<=[>\]\s0-9])(?={label_pattern().pattern})", "\n", first, flags=re.IGNORECASE)
    return f"{text[: match.end()]}\n{apart}{newline}{others}", True


_Labelled = tuple[Label, str] | None  # the label that begins a line, and what follows it


def _label_at(line: str) -> _Labelled:
    """The label at the beginning of a line, and what follows it."""
    match = label_pattern().match(line)
    return (labels()[match[1].casefold()], line[match.end() :].strip(_DECORATION)) if match else None


def _block_at(lines: list[str], labelled: list[_Labelled], start: int, were_together: bool) -> _Block | None:
    """The block of fields that begins at a line, if it names a sender and more.

    It is ambiguous if its fields stood on one line and one of them more than once: then a display name that holds a
    label cannot be told from a field.
    """
    values: dict[str, str] = {}
    languages: frozenset[str] | None = None
    last, number, is_ambiguous = "", start, False
    while number < min(len(lines), start + MAX_BLOCK_LINES):
        if (label_and_value := labelled[number]) is not None:
            label, value = label_and_value
            if label.field == "from" and "from" in values:
                break  # an inner block
            last = label.field
            is_ambiguous |= were_together and last in values and last != "other"
            values.setdefault(last, value[:MAX_VALUE_CHARS])
            languages = _common(languages, label)
        elif lines[number] and last and not values[last]:
            values[last] = lines[number][:MAX_VALUE_CHARS]  # a table: the value stands in the next cell
        elif _continues(lines, labelled, number):
            if last == "from" and not _ADDRESS.search(values[last]):
                values[last] = f"{values[last]} {lines[number]}"[:MAX_VALUE_CHARS]
        else:
            break
        number += 1
    if "from" not in values or len(values) < (2 if "@" in values["from"] else 3):
        return None
    return _Block(values, languages or frozenset(), number, is_ambiguous)


def _common(languages: frozenset[str] | None, label: Label) -> frozenset[str]:
    return label.languages if languages is None else (languages & label.languages) or languages


def _continues(lines: list[str], labelled: list[_Labelled], number: int) -> bool:
    """Is this line the rest of a long value? Then another label follows soon, with no empty line in between."""
    for following in range(number, min(len(lines), number + MAX_CONTINUATION_LINES + 1)):
        if not lines[following]:
            return False
        if labelled[following] is not None:
            return True
    return False


def _mailbox_text(value: str) -> str:
    """The value as a From field: `A <a@x<mailto:a@x>>`, `A [mailto:a@x]` and `'A' <a@x>` become `A <a@x>`.

    Of several addresses the last in brackets is the sender's: a display name may hold others.
    """
    value = _MAILTO.sub(lambda match: f"<{match[1]}>" if match[1] else "", " ".join(value.split()))
    value = re.sub(r"\[([^\[\]\s]+@[^\[\]\s]+)\]", r"<\1>", value)
    addresses = list(_ADDRESS.finditer(value))
    if not addresses:
        return re.sub(r"[<>\"\\]", " ", value).strip() or "?"
    address = addresses[-1]
    name = re.sub(r"[<>\"\\\[\]]", " ", value[: address.start()]).strip(" *'\t“”„«»(")
    return f'"{name}" <{address[0]}>' if name else f"<{address[0]}>"
