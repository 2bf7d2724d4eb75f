"""docs/format.md: its example is true, and it names every error and every limit as they are."""

import re
from hashlib import sha256
from pathlib import Path

from lencana.core.brands.allowlist import Brand, Guard, Secret
from lencana.errors import TrustError
from lencana.trust import client_workflow
from lencana.trust.documents import base64, well_formed
from lencana.trust.documents.allowlist_document import parse_allowlist
from lencana.trust.documents.envelope import MAX_SIGNATURES, pae, parse, verify
from lencana.trust.documents.metadata import Role
from lencana.trust.documents.root_document import MAX_KEYS
from trust.publisher import key

TEXT = (Path(__file__).parents[2] / "docs" / "format.md").read_text()
EXAMPLE = TEXT.partition("## 8.")[2]


def block(begins: str) -> bytes:
    """The indented block that begins so, its lines joined."""
    found = next(b for b in re.findall(r"(?:^    .*\n)+", EXAMPLE, re.MULTILINE) if b.startswith("    " + begins))
    return "".join(line[4:] for line in found.splitlines()).encode()


def test_the_example_is_true() -> None:
    document, envelope = block('{"spec_version"'), parse(block('{"payload"'), 10_000)
    message = pae(Role.ALLOWLIST.payload_type, document)
    assert envelope.payload == document
    verify(envelope, {key("rfc8032").keyid: key("rfc8032").public}, 1)
    assert base64.encode(envelope.signatures[0].sig).encode() in EXAMPLE.encode()
    for fact in (
        sha256(document).hexdigest(),
        key("rfc8032").keyid,
        key("rfc8032").public.hex(),
        f"{len(document)} bytes in one line",
        f"`{message[: message.index(b' {')].decode()} `",
        f"{len(message)} bytes",
    ):
        assert fact in EXAMPLE
    assert parse_allowlist(document).brands[0].domains == ("openai.com",)


def kinds(error: type[TrustError]) -> set[type[TrustError]]:
    return {error}.union(*map(kinds, error.__subclasses__()))


def test_every_error_is_named() -> None:
    for error in kinds(TrustError) - {TrustError}:
        assert f"`{error.__name__}`" in TEXT


def test_every_field_and_word_is_named() -> None:
    for word in (*Brand.__struct_fields__, *Guard, *Secret):
        assert f"`{word}`" in TEXT or f'"{word}"' in TEXT
    for role in Role:
        assert role.payload_type in TEXT


def test_limits_are_as_written() -> None:
    assert f"At most {MAX_SIGNATURES} signatures" in TEXT
    assert f"At most {MAX_KEYS} keys" in TEXT
    assert f"at most {client_workflow.MAX_ROOT_ROTATIONS}" in TEXT
    assert f"larger than {client_workflow.MAX_ROOT_BYTES // 1024} KiB (root) or" in TEXT.lower().replace("kib", "KiB")
    assert f"{client_workflow.MAX_ALLOWLIST_BYTES // 1024**2} MiB (allowlist" in TEXT
    assert (
        f"more than {(client_workflow.MAX_ALLOWLIST_LIFETIME + client_workflow.CLOCK_SKEW).days} days after now" in TEXT
    )
    assert f"{(client_workflow.MAX_ROOT_LIFETIME + client_workflow.CLOCK_SKEW).days} days" in TEXT
    assert f"1 to {well_formed.MAX_NAME_CHARS} characters" in TEXT
    assert f"at most {well_formed.MAX_URL_CHARS:d} characters in all" in TEXT
