"""A confirmed phish as a webhook: what is posted, and how it is signed (Standard Webhooks, standardwebhooks.com)."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

import msgspec

from lencana.reports.report import Report
from lencana.reports.sending.arf import delivery_id
from lencana.trust.documents.metadata import format_time

CHANNEL = "webhook"
EVENT = "report.confirmed_phish"


def build_webhook(report: Report, secret: bytes, now: datetime) -> tuple[Mapping[str, str], bytes]:
    """Header fields and body: the report without its message. The signature covers id, time and body."""
    content = report.content
    body = msgspec.json.encode(
        {
            "type": EVENT,
            "timestamp": format_time(now),
            "data": {
                "id": report.id,
                "at": report.at,
                "kind": report.kind,
                "verdict": content.verdict,
                "codes": content.codes,
                "sender": content.sender,
                "domain": content.domain,
                "subject": content.subject,
                "comment": content.comment,
                "group": report.group,
                "has_message": report.has_message,
                "answer": report.answer,
            },
        }
    )
    name, seconds = f"msg_{delivery_id(report, CHANNEL)}", str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "Webhook-Id": name,
        "Webhook-Timestamp": seconds,
        "Webhook-Signature": f"v1,{sign(secret, name, seconds, body)}",
    }
    return headers, body


def sign(secret: bytes, name: str, seconds: str, body: bytes) -> str:
    """HMAC-SHA256 over id, time and body, in base64."""
    digest = hmac.new(secret, b"%s.%s.%s" % (name.encode(), seconds.encode(), body), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
