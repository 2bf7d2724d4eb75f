"""What the pretended webmails show: the structure that is documented for each, around our own messages, and their sources."""
# ruff: noqa: E501 (markup is easier to read unbroken)

import base64
import email
import email.policy
import html
import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

MESSAGES = Path(__file__).parent / "messages"


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
    raw = (MESSAGES / f"{name}.eml").read_bytes()
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
        "cloud.example.test": _nextcloud,
        "snappy.example.test": _snappymail,
        "zimbra.example.test": _zimbra,
        "mail.proton.me": _proton,
        "mail.yahoo.com": _yahoo,
        "apis.mail.yahoo.com": _yahoo_source,
    }.get(host)
    found = given(path, body) if given else None
    return ("text/html; charset=utf-8", _page(found)) if isinstance(found, str) else found


def _page(content: str) -> bytes:
    return f"<!doctype html><html><head><title>Mail</title></head><body>{content}</body></html>".encode()


def _text(raw: bytes | None) -> tuple[str, bytes] | None:
    return None if raw is None else ("text/plain; charset=utf-8", raw)


def _numbered(text: str | None, base: int = 10) -> Message | None:
    return _BY_NUMBER.get(int(text or "0", base))


def _gmail(path: str, _body: bytes) -> str | tuple[str, bytes] | None:
    asked = parse_qs(urlsplit(path).query)
    message = _numbered(asked.get("th", [""])[0], 16)
    view = asked.get("view", [""])[0]
    if view == "att":  # one of them has only the page "Show original"
        return _text(message.raw) if message and message.name != "spoofed" else None
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
        <div role="main" data-app-section="MailReadCompose"><div id="ReadingPaneContainerId"><div role="heading" aria-level="2">{message.subject}</div>
        <div class="wide-content-host" id="m-verified"><div><span aria-label="From: {message.sender}"><span class="OZZZK">{address}</span></span></div>
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


def _nextcloud(path: str, _body: bytes) -> str | tuple[str, bytes] | None:
    if found := re.search(r"/api/messages/(\d+)/(\w+)", path):
        message = _numbered(found[1])
        if message is None or found[2] == "html":
            return f"<p>{message.body if message else ''}</p>"
        return "application/json", json.dumps({"source": message.raw.decode()}).encode()

    def one(item: Message) -> str:
        return f"""<div class="envelope envelope--expanded" id="m-{item.name}"><div class="envelope__header">
            <a href="/index.php/apps/mail/box/1/thread/{item.number}" class="left seen"><div class="envelope__header__left__sender-subject-tags">
            <div class="sender">{item.sender} <p class="sender__email">{item.address}</p></div></div></a></div>
            <div class="mail-message-body" role="region">{shown(item)}</div></div>"""

    def shown(item: Message) -> str:
        """HTML in a frame, plain text in the page."""
        if item.name == "unknown":
            return f'<div class="message-container">{item.body}</div>'
        return f'<iframe class="message-frame" src="/index.php/apps/mail/api/messages/{item.number}/html"></iframe>'

    thread = "".join(map(one, ALL))
    return f'<div id="mail-message"><div id="mail-thread-header-fields"><h2 title="Thread">Thread</h2></div><div class="thread">{thread}</div></div>'


def _snappymail(path: str, _body: bytes) -> str | tuple[str, bytes] | None:
    if found := re.search(r"/(?:ViewAsPlain|Download)/.*hash(\d+)", path):
        message = _numbered(found[1])
        return _text(message.raw if message else None)
    message = ALL[0]
    return f"""<div id="rl-app"><div class="messageView"><div class="b-message"><div class="messageItemHeader"><div class="subjectParent">
        <span class="subject">{message.subject}</span></div><div class="informationShort"><span class="from"
        title="&quot;{message.sender}&quot; &lt;{message.address}&gt;">{message.sender}</span></div>
        <menu hidden><a target="_blank" href="./?/Raw/&amp;q[]=/0/ViewAsPlain/&amp;q[]=/hash{message.number}">View source</a></menu></div>
        <div id="messageItem"><div class="bodyText">{message.body}</div></div></div></div></div>"""


def _zimbra(path: str, _body: bytes) -> str | tuple[str, bytes] | None:
    if path.startswith("/service/home/~/"):
        message = _numbered(parse_qs(urlsplit(path).query)["id"][0])
        return _text(message.raw if message else None)

    def one(item: Message) -> str:
        view = f"main_MSGC{item.number}"
        return f"""<div id="{view}" class="ZmMailMsgCapsuleView Expanded"><div id="m-{item.name}"><div id="{view}_header" class="Conv2MsgHeader">
            <table id="{view}_header_hdrTable"><tr><td><span class="addrBubble" title="{item.address}">{item.sender}</span></td></tr></table></div>
            <div id="{view}_body" class="MsgBody">{item.body}</div></div></div>"""

    return f'<div id="skin_outer"><table><tr><td class="LabelColValue SubjectCol" role="heading">Thread</td></tr></table>{"".join(map(one, ALL))}</div>'


def _proton(_path: str, _body: bytes) -> str:
    """One message; a press on the button opens the window with its headers."""
    message = ALL[0]
    return f"""<h1 data-testid="conversation-header:subject">{message.subject}</h1>
        <article class="message-container" data-shortcut-target="message-container" data-message-id="{message.number:x}==" data-expanded="true">
        <div id="m-verified"><div class="message-header"><span data-testid="recipients:sender" title="{message.address}">{message.sender}</span></div>
        <div class="message-content"><iframe title="Email content" srcdoc="{html.escape(message.body)}"></iframe></div></div></article>
        <button id="source">View headers</button><template id="t"><div class="message-headers-modal"><pre class="text-break">{html.escape(message.raw.decode())}</pre></div></template>
        <script>document.getElementById('source').onclick = () => document.body.append(document.getElementById('t').content.cloneNode(true));</script>"""


def _yahoo(path: str, _body: bytes) -> str:
    found = re.search(r"/messages/m(\d+)", path)
    message = (_numbered(found[1]) if found else None) or ALL[0]
    return f"""<script>window.config = {{"mailboxId":"VjN-box"}};</script><div data-test-id="message-group-subject-text">{message.subject}</div>
        <div data-test-id="message-view" id="m-{message.name}"><header><span data-test-id="message-from"><span data-test-id="email-pill">
        <span><span title="{message.address}">{message.sender}</span></span></span></span></header>
        <div data-test-id="message-view-body-content">{message.body}</div></div>"""


def _yahoo_source(path: str, _body: bytes) -> tuple[str, bytes] | None:
    found = re.fullmatch(
        r"/ws/v3/mailboxes/@.id==VjN-box/messages/@.id==m(\d+)/content/rawplaintext\?appId=YMailNovation", path
    )
    message = _numbered(found[1]) if found else None
    return _text(message.raw if message else None)
