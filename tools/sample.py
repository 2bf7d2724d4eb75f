"""Make the sample that is green: server/lencana/data/samples/verified.eml, signed by a key that nobody has afterwards.

The domain is reserved (RFC 2606), so no DNS holds its key: signatures/sample_key.py does. Paste what this prints there.
"""

import sys
from base64 import b64encode
from datetime import datetime
from pathlib import Path
from typing import Final
from unittest.mock import patch

import dkim
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lencana.signatures.sample_key import DOMAIN, SELECTOR

FILE: Final = Path(__file__).parents[1] / "server/lencana/data/samples/verified.eml"
SENT: Final = datetime.fromisoformat("2026-01-09T09:12:40Z")
MARK: Final = "X-Lencana-Sample: synthetic; made up for the page, sent by nobody\n"
MESSAGE: Final = f"""\
From: Lencana Trial <hello@{DOMAIN}>
To: you@yourorganisation.example
Subject: This is what a verified message looks like
Date: {SENT:%a, %d %b %Y %H:%M:%S} +0000
Message-ID: <synthetic-verified@{DOMAIN}>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hello,

this message is made up, but its signature is a real one. Two things make it green: its sender is on the
list that this server has signed, and the signature proves that the message is from there, word by word.
Change a single letter above, check it again, and it is green no more.

Lencana Trial
"""
SIGNED: Final = (b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"mime-version", b"content-type")


def main() -> None:
    """Make a key, sign, write the message, print the key's record, and forget the key."""
    key = Ed25519PrivateKey.generate()
    message = MESSAGE.replace("\n", "\r\n").encode()
    with patch("time.time", return_value=SENT.timestamp()):  # `t=`: the date in the message
        field = dkim.sign(
            message,
            SELECTOR.encode(),
            DOMAIN.encode(),
            b64encode(key.private_bytes_raw()),
            canonicalize=(b"relaxed", b"relaxed"),
            signature_algorithm=b"ed25519-sha256",
            include_headers=list(SIGNED),
        )
    FILE.write_text(MARK + field.decode().replace("\r\n", "\n") + MESSAGE)
    public = b64encode(key.public_key().public_bytes_raw()).decode()
    sys.stdout.write(f'RECORD: Final = b"v=DKIM1; k=ed25519; p={public}"\n')


if __name__ == "__main__":
    main()
