"""Pages for what the rebuilt webmails (tests/webmails) do not do: Gmail's elements used again or clobbered, an Exchange of one's own."""
# ruff: noqa: E501 (markup is easier to read unbroken)

import base64
import email
import email.policy
import html
import json
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from ..mail import MESSAGES_FOLDER


@dataclass(frozen=True, slots=True)
class Message:
    """One of messages/*.eml, and the number by which the webmails know it."""

    name: str
    number: int
    raw: bytes
    sender: str
    address: str
    subject: str

    @property
    def body(self) -> str:
        """What stands for its text."""
        return f"<p>Body of {self.name}.</p>"


def _read(name: str, number: int) -> Message:
    raw = (MESSAGES_FOLDER / f"{name}.eml").read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    sender = message["From"].addresses[0]
    return Message(name, number, raw, sender.display_name, sender.addr_spec, str(message["Subject"]))


NAMES = ("verified", "spoofed", "unknown")
ALL = tuple(_read(name, 0x18C2A7B4D5E6F700 + place) for place, name in enumerate(NAMES))
_BY_NUMBER = {message.number: message for message in ALL}


def answer(host: str, path: str, body: bytes) -> tuple[str, bytes] | None:
    """What that host answers."""
    given = {
        "mail.google.com": _gmail,
        "outlook.office.com": _outlook,
        "exchange.example.test": _owa,
    }.get(host)
    found = given(path, body) if given else None
    return ("text/html; charset=utf-8", _page(found)) if isinstance(found, str) else found


def _page(content: str) -> bytes:
    return f"<!doctype html><html><head><title>Mail</title></head><body>{content}</body></html>".encode()


def _numbered(text: str | None, base: int = 10) -> Message | None:
    return _BY_NUMBER.get(int(text or "0", base))


def _gmail(path: str, _body: bytes) -> str | tuple[str, bytes] | None:
    asked = parse_qs(urlsplit(path).query)
    message = _numbered(asked.get("th", [""])[0], 16)
    view = asked.get("view", [""])[0]
    if view == "om":
        source = html.escape(message.raw.decode()) if message else ""
        return (
            f'<table><tr><th>SPF:</th></tr></table><pre class="raw_message_text" id="raw_message_text">{source}</pre>'
        )
    if "changed" in path:
        return '<div class="x1"><div class="x2">A page that nobody knows.</div></div>'

    def one(item: Message) -> str:
        legacy = "" if item.name == "unknown" else f'data-legacy-message-id="{item.number:x}"'
        return f"""<div class="h7" role="listitem" id="m-{item.name}"><div class="adn ads" data-message-id="#msg-f:{item.number}" {legacy}>
            <div class="gs"><div class="gE iv gt"><table><tr><td class="gF gK"><h3 class="iw"><span class="qu">
            <span email="{item.address}" name="{item.sender}" class="gD">{item.sender}</span></span></h3></td></tr></table></div>
            <div class=""><div class="ii gt"><div class="a3s aiL">{item.body}</div></div></div></div></div></div>"""

    return f'<div class="nH bkK"><div class="a98 iY"><h2 class="hP">Thread</h2><div role="list">{"".join(map(one, ALL))}</div></div></div>'


def _outlook(path: str, _body: bytes) -> str:
    """One message; `?address` shows its address, a press on the button its source."""
    message = ALL[0]
    address = f"{message.sender}&lt;{message.address}&gt;" if "address" in path else message.sender
    source = html.escape(message.raw.decode())
    return f"""<div id="MailList"><div role="listbox"><div role="option" data-convid="AQQkAGQ4=" aria-selected="true">
        <span title="{message.address}">{message.sender}</span></div></div></div>
        <div role="main" data-app-section="MailReadCompose"><div id="ReadingPaneContainerId"><div id="CONV_1_SUBJECT" role="heading" aria-level="2">{message.subject}</div>
        <div class="wide-content-host" id="m-verified"><div><span id="MSG_AAkALg1_FROM" role="heading" aria-level="3">{address}</span></div>
        <div><div id="UniqueMessageBody" role="document">{message.body}</div></div></div></div></div>
        <button id="source" onclick="document.getElementById('window').hidden = false">View message source</button>
        <div id="window" hidden></div><template id="t"><div role="dialog"><textarea>{source}</textarea></div></template>
        <script>document.getElementById('source').addEventListener('click', () =>
            document.getElementById('window').append(document.getElementById('t').content.cloneNode(true)));</script>"""


def _owa(path: str, body: bytes) -> str | tuple[str, bytes] | None:
    """A server of the organisation's own, which takes the canary in its cookie."""
    if "service.svc" not in path:
        return f"<script>document.cookie = 'X-OWA-CANARY=canary; path=/';</script>{_outlook(path + '?address', body)}"
    mime = base64.b64encode(ALL[0].raw).decode()
    items = (
        {"Conversation": {"ConversationNodes": [{"Items": [{"ItemId": {"Id": "AAMk="}}]}]}}
        if "GetConversationItems" in path
        else {"Items": [{"MimeContent": {"Value": mime}}]}
    )
    asked = json.loads(body)["Body"]
    known = "AQQkAGQ4=" in json.dumps(asked) or "AAMk=" in json.dumps(asked)
    return (
        ("application/json", json.dumps({"Body": {"ResponseMessages": {"Items": [items]}}}).encode()) if known else None
    )
