"""An engine that does all that it can do: the brands of all packs, own signatures, and a key for whoever asks."""

import base64
import tomllib
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hostile.messages import AUTHSERV_ID
from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Alias, Allowlist, Brand
from lencana.core.mail.origin import Origin
from lencana.engine.contract import Answer
from lencana.engine.engine import Engine
from lencana.settings import DkimMode, Settings
from lencana.signatures import Verifier
from lencana.signatures.resolver import TxtLookup
from tools import packs

NOW = datetime(2026, 2, 1, tzinfo=UTC)
_KEY = generate_private_key(65537, 2048).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
_RECORD = b"v=DKIM1; p=" + base64.b64encode(_KEY)
_ORDINARY = (
    "From: OpenAI <a@openai.com>\r\nAuthentication-Results: mx.example.net; dmarc=pass header.from=openai.com\r\n"
    "Subject: Ваш счёт =?utf-7?q?a?=\r\nContent-Type: multipart/mixed; boundary=b\r\nDKIM-Signature: v=1\r\n\r\n"
    "--b\r\n\r\nCall +1 888 555 0199 about your refund; reply with the code. https://openai-login.example\r\n"
    "--b\r\nContent-Type: text/html\r\n\r\n<style>p{color:red}</style><p style=color:#fff>Dear OpenAI customer"
    "<a href=https://ö.example>x</a>Regards,<br>The OpenAI Team\r\n"
).encode()


class _Keys(Verifier):
    """Asks no DNS: every name has a key, so that every signature is worth verifying."""

    def timed_lookup(self) -> TxtLookup:
        return lambda _name: _RECORD


@cache
def engine() -> Engine:
    """The engine, warmed up: what is loaded and compiled once is not counted."""
    issued = {"version": 1, "issued": NOW, "expires": NOW + timedelta(days=14), "prev": None}
    index = AllowlistIndex(Allowlist(brands=tuple(_brands().values()), **issued), "0" * 64)  # type: ignore[arg-type]
    settings = Settings(authserv_ids=(AUTHSERV_ID,), dkim=DkimMode.ALWAYS, arc_sealers=("seal.example",))
    made = Engine(settings, lambda: index, _Keys(settings))
    for raw in (_ORDINARY, _ORDINARY.replace(b"openai.com", b"b.example"), _ORDINARY.partition(b"Auth")[2]):
        made.check_raw(raw, now=NOW, lang="en", origin=Origin.DELIVERED)
    return made


def judge(raw: bytes) -> Answer:
    """Judge a message as if the mail server had just delivered it."""
    return engine().check_raw(raw, now=NOW, lang="en", origin=Origin.DELIVERED)


def _brands() -> dict[str, Brand]:
    tables = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(packs.PACKS.glob("*.toml")))
    brands = [packs.brand_of(table) for pack in tables for table in pack.get("brand", ())]
    openai = Brand(id="openai", name="OpenAI", aliases=(Alias(text="ChatGPT"),), domains=("openai.com",))
    return {brand.id: brand for brand in (*brands, openai)}
