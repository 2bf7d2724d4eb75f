"""Forwards as mail programs make them, each from an asker of the tests' own domain."""

import base64

ASKER, CHECK = "rina@example.test", "check@example.test"
RESULTS = b"Authentication-Results: mx.example.test; dmarc=pass header.from=example.test\r\n"
PHISH = (
    b"From: OpenAI <billing@opena1.com>\r\nTo: rina@example.test\r\nSubject: Your payment failed\r\n"
    b"Message-ID: <p@opena1.com>\r\n\r\nPay at https://opena1.com/pay or reply with your password.\r\n"
)


def head(number: int = 1, *, extra: bytes = b"", sender: str = f"Rina <{ASKER}>", results: bytes = RESULTS) -> bytes:
    """The fields of a forward, without those of MIME."""
    return (
        results
        + extra
        + f"From: {sender}\r\nTo: {CHECK}\r\nSubject: Fwd: doubt\r\nMessage-ID: <f{number}@example.test>\r\n".encode()
    )


def text(body: str, number: int = 1, **fields: bytes) -> bytes:
    """A forward in plain text."""
    mime = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return head(number, **fields) + mime + body.replace("\n", "\r\n").encode()  # type: ignore[arg-type]


def mixed(*parts: bytes, number: int = 1, extra: bytes = b"") -> bytes:
    """A multipart of a short text and these parts."""
    mime = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="=_b"\r\n\r\n'
    texts = (b"Content-Type: text/plain\r\n\r\nIs this real?\r\n", *parts)
    return head(number, extra=extra) + mime + b"".join(b"--=_b\r\n" + part + b"\r\n" for part in texts) + b"--=_b--\r\n"


def rfc822(message: bytes = PHISH) -> bytes:
    """An attached message, as most programs attach it."""
    fields = (
        b'Content-Type: message/rfc822; name="doubt.eml"\r\nContent-Disposition: attachment; filename="doubt.eml"\r\n'
    )
    return fields + b"\r\n" + message


def file(content: bytes, name: str, media_type: str = "application/octet-stream") -> bytes:
    """An attached file in base64."""
    fields = (
        f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n'
    )
    return fields.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")
