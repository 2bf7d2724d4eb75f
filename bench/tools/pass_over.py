"""Run in a process of its own: go over the signed messages with one tool, once for each line of standard input.

Arguments: the tool, the folder, how many messages, ADDRESS:PORT of the DNS. Each line is answered with one of JSON: CPU
seconds of the pass, and how many messages were judged as they must be.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

from bench.inputs import samples, signed

if TYPE_CHECKING:
    from lencana.engine.engine import Engine

Judge = Callable[[bytes, samples.Kind], bool]  # a message, and what it is: was it judged rightly?


def lencana(_dns: str) -> Judge:
    """What `lencana check --json` does with a file's bytes; the settings are in the environment."""
    from lencana.cli.check import as_line
    from lencana.core.mail.message import Origin

    engine, now = _engine(), datetime.now(UTC)

    def judge(raw: bytes, kind: samples.Kind) -> bool:
        answer = engine.check_raw(raw, now=now, lang="en", origin=Origin.DELIVERED)
        as_line("message.eml", answer)
        return answer.verdict == kind

    return judge


def lencana_headers(_dns: str) -> Judge:
    """What the server does with what the extension sends first: the header block, and nothing else."""
    from lencana.core.mail.header.header_block import split_message
    from lencana.engine.contract import CheckRequest

    engine, now = _engine(), datetime.now(UTC)

    def judge(raw: bytes, kind: samples.Kind) -> bool:
        block = split_message(raw)[0].decode("utf-8", "replace")
        return engine.check(CheckRequest(headers=block, origin="delivered"), now=now, lang="en").verdict == kind

    return judge


def lencana_dkim(dns: str) -> Judge:
    """Lencana's own verification, alone: who is in the From field, and does an aligned signature of his hold?"""
    from lencana.core.mail.header.header_block import read_headers, split_message
    from lencana.core.mail.header.mailbox import read_mailbox
    from lencana.signatures.dkim import verify_dkim

    lookup, now = _cached_lookup(dns), datetime.now(UTC)

    def judge(raw: bytes, _kind: samples.Kind) -> bool:
        head = split_message(raw)[0]
        sender = read_mailbox(read_headers(head, len(head), {"from"}).first("from")).mailbox
        assert sender and sender.domain
        return verify_dkim(raw, sender.domain, now, lookup).domain is not None

    return judge


def dkimpy(dns: str) -> Judge:
    """dkimpy as its documentation calls it."""
    import dkim

    lookup = _cached_lookup(dns)

    def txt(name: bytes, timeout: float = 5) -> bytes | None:  # noqa: ARG001 (dkimpy gives one)
        return lookup(name.decode("ascii"))

    return lambda raw, _kind: bool(dkim.verify(raw, dnsfunc=txt))


def rsa(_dns: str) -> Judge:
    """One verification by a key of 2048 bits, for each message."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.hashes import SHA256

    key, data = generate_private_key(65537, signed.BITS), b"from:a@example.org\r\n"
    signature, public = key.sign(data, PKCS1v15(), SHA256()), key.public_key()

    def judge(_raw: bytes, _kind: samples.Kind) -> bool:
        public.verify(signature, data, PKCS1v15(), SHA256())
        return True

    return judge


def parser(_dns: str) -> Judge:
    """The standard library reads the message and decides nothing."""

    def judge(raw: bytes, _kind: samples.Kind) -> bool:
        message = message_from_bytes(raw)
        str(message["From"]), str(message["Subject"]), message.get_all("Authentication-Results")
        texts = [part for part in message.walk() if part.get_content_maintype() == "text"]
        return all(part.get_payload(decode=True).decode() for part in texts)  # type: ignore[union-attr]

    return judge


def _engine() -> "Engine":
    from lencana.engine.assembly import open_engine
    from lencana.settings import load_settings

    data = Path(os.environ["LENCANA_DATA"])
    return open_engine(data, load_settings(data, os.environ))[0]


def _cached_lookup(dns: str) -> Callable[[str], bytes | None]:
    """A look-up that asks the DNS once for each name."""
    from lencana.settings import Settings
    from lencana.signatures.resolver import Resolver

    resolver, cached = Resolver(Settings(dns=dns).dns_server, 2.0), dict[str, bytes | None]()

    def lookup(name: str) -> bytes | None:
        if name not in cached:
            cached[name] = resolver.timed_lookup()(name)
        return cached[name]

    return lookup


TOOLS = {
    "lencana": lencana,
    "lencana_headers": lencana_headers,
    "lencana_dkim": lencana_dkim,
    "dkimpy": dkimpy,
    "rsa": rsa,
    "parser": parser,
}


def main() -> None:
    """Read, warm up, and answer."""
    tool, folder, count, dns = sys.argv[1:]
    messages = [(Path(folder, f"{at}.eml").read_bytes(), samples.kind_of(at)) for at in range(int(count))]
    judge = TOOLS[tool](dns)
    for _line in sys.stdin:
        begin = time.process_time()
        right = sum(judge(raw, kind) for raw, kind in messages)
        print(json.dumps({"cpu": time.process_time() - begin, "right": right}), flush=True)


if __name__ == "__main__":
    main()
