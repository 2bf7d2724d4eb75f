"""Messages that try to cover the badge in Thunderbird, to move it, to hide it, or to draw another."""

from typing import Final

_FAKE: Final = "<b style='color:#17744a'>Verified OpenAI</b>"
_COVER: Final = "top:0;left:0;width:100%;height:120px;background:#eaf5ef;z-index:2147483647"
_DEEP: Final = "<table><tr><td>" * 1000 + _FAKE + "</td></tr></table>" * 1000


def _style(css: str, body: str = _FAKE) -> str:
    return f"<style>{css}</style>{body}"


# by name, the HTML of the message's body
ATTACKS: Final = {
    "fixed": f"<div style='position:fixed;{_COVER}'>{_FAKE}</div>",
    "absolute": f"<div style='position:absolute;{_COVER};top:-120px'>{_FAKE}</div>",
    "sticky form": f"<form style='position:sticky;{_COVER}'><button autofocus>{_FAKE}</button></form>",
    "before": _style(
        f"body::before, html::before, body::after, html::after {{ content: 'Verified'; position: fixed; {_COVER} }}"
    ),
    "html invisible": _style("html { display: none !important; opacity: 0 !important; visibility: hidden !important }"),
    "html clipped": _style(
        "html { height: 0 !important; overflow: hidden !important; clip-path: inset(50%) !important }"
    ),
    "html moved": _style(
        "html { transform: translateY(-300px) !important; margin-top: -300px !important; filter: opacity(0) }"
    ),
    "html pushed": _style(
        "html { padding-top: 5000px !important; margin-top: 5000px !important; column-count: 4 !important }"
    ),
    "html snapped": _style(
        "html { scroll-snap-type: y mandatory !important; overflow: scroll } body { scroll-snap-align: start !important }",
        f"<div style='height:3000px;scroll-snap-align:start'>{_FAKE}</div>",
    ),
    "html sideways": _style(
        "html, body { writing-mode: vertical-rl !important; direction: rtl !important; zoom: 9 !important }"
    ),
    "html inline": "<html style='display:inline-flex!important;flex-direction:column-reverse!important;position:fixed!important;bottom:-900px!important'>"
    + _FAKE,
    "body invisible": _style("body { display: none !important; visibility: hidden !important }"),
    "body moved": _style(
        f"body {{ margin-top: -200px !important; position: fixed !important; {_COVER}; transform: scale(3) !important }}"
    ),
    "body shadow": _style(
        "body { box-shadow: 0 -60px 0 90px #17744a !important; filter: drop-shadow(0 -90px 0 green) !important }"
    ),
    "body outline": _style(
        "body { outline: 200px solid #17744a !important; border-image: linear-gradient(green, green) 1 / 1 / 200px }"
    ),
    "body huge margin": _style("body, div { margin: -9000px -9000px 9000px !important }"),
    "head shown": _style("head, head * { display: block !important; height: 5000px !important }"),
    "everything hidden": _style("*, *::before, [data-lencana] { all: unset !important; display: none !important }"),
    "badge hidden": _style(
        "[data-lencana], html > div { display: none !important; opacity: 0 !important; height: 0 !important }"
    ),
    "badge moved": _style(
        "[data-lencana] { position: fixed !important; top: -500px !important; transform: scale(0) !important; z-index: -1 !important }"
    ),
    "badge animated": _style(
        "@keyframes away { from, to { opacity: 0; transform: scale(0); margin-top: -500px } }"
        " html, body, [data-lencana] { animation: away 1s infinite both !important }"
    ),
    "shadow tree": f"<template shadowrootmode='open'>{_FAKE}</template><div data-lencana='badge'>{_FAKE}</div>",
    "top layer": f"<dialog open style='position:fixed;{_COVER}'>{_FAKE}</dialog><div popover style='{_COVER}'>{_FAKE}</div>",
    "base": f"<base href='moz-extension://5a0d7b1e-2f6c-4c7e-9a55-1e0c4a9de0b2/'><base target='_top'>{_FAKE}",
    "frames": f"<frameset rows='100%'><frame src='data:text/html,x'></frameset><iframe style='position:fixed;{_COVER}' srcdoc='{_COVER}'></iframe>",
    "another body": "</body></html><html><head></head><body style='margin-top:-300px!important;position:fixed!important'>"
    + _FAKE,
    "margins below": f"<div style='margin-top:-400px;position:relative;{_COVER}'>{_FAKE}</div>",
    "a thousand tables": _DEEP,
}


def message(name: str) -> bytes:
    """The message of an attack; its subject is its name."""
    return f"""\
From: Friendly <hello@stranger.example>
To: Alice <alice@example.test>
Subject: {name}
Date: Sun, 22 Nov 2026 11:00:00 +0000
Message-ID: <{name.replace(" ", "-")}@synthetic.test>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<!doctype html><html><body>{ATTACKS[name]}<p>Synthetic message, written for a test.</p></body></html>
""".replace("\n", "\r\n").encode()
