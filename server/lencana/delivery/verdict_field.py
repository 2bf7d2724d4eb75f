"""The header field X-Lencana-Verdict: verdict, brand and reasons, written as RFC 8601 section 2.2 writes results.

    X-Lencana-Verdict: suspicious; brand=openai; reasons=brand_claim,lookalike_domain; list=12

Nothing of the message is in it: brand ids and finding codes are words of our own.
"""

import re
from typing import Final

from lencana.engine.contract import Answer

FIELD: Final = "X-Lencana-Verdict"
OWN_PREFIX: Final = "x-lencana-"  # lower case; what arrives with such a name was written by a stranger
MAX_REASONS: Final = 8
_TOKEN: Final = re.compile(r"[A-Za-z0-9._-]+")  # a value that needs no quotes (RFC 2045 section 5.1, and less)


def verdict_field(answer: Answer) -> str:
    """The field's value for an answer."""
    parts: list[str] = [answer.verdict]
    if answer.brand is not None:
        parts.append(f"brand={_value(answer.brand.id)}")
    codes = [reason.code for reason in answer.reasons if reason.severity in ("danger", "warning")]
    if codes:
        parts.append(f"reasons={','.join(dict.fromkeys(codes[:MAX_REASONS]))}")
    parts.append(f"list={answer.allowlist.version}")
    return "; ".join(parts)


def is_own_field(name: str) -> bool:
    """Is it a field that only we may write? Blanks before the colon (RFC 5322 section 4.5) are no disguise."""
    return name.strip(" \t").lower().startswith(OWN_PREFIX)


def _value(text: str) -> str:
    if _TOKEN.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
