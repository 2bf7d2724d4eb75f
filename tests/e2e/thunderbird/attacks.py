"""The hostile messages of `attacks.toml`."""

import tomllib
from pathlib import Path
from string import Template
from typing import Final

_FAKE: Final = "<b style='color:#17744a'>Verified OpenAI</b>"
_COVER: Final = "top:0;left:0;width:100%;height:120px;background:#eaf5ef;z-index:2147483647"
_DEEP: Final = "<table><tr><td>" * 1000 + _FAKE + "</td></tr></table>" * 1000

# by name, the HTML of the message's body
ATTACKS: Final = {
    name: Template(html).substitute(fake=_FAKE, cover=_COVER, deep=_DEEP)
    for name, html in tomllib.loads(Path(__file__).with_name("attacks.toml").read_text()).items()
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
