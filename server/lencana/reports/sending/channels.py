"""The ways out: an SMTP server that takes ARF messages, and an address that webhooks are posted to."""

import base64
import binascii
import logging
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from lencana import __version__
from lencana.errors import SettingsError
from lencana.mailbox.handling import Delivery
from lencana.mailbox.transport.servers import read_server
from lencana.mailbox.transport.submission import Submission
from lencana.no_redirects import open_without_redirects
from lencana.reports.report import Report
from lencana.reports.sending.arf import build_arf
from lencana.reports.sending.webhook import CHANNEL, build_webhook
from lencana.settings import Settings
from lencana.trust.documents.well_formed import is_address
from lencana.trust.session import is_loopback

LOG = logging.getLogger(__name__)
MAIL, WEBHOOK = "mail", CHANNEL
WEBHOOK_SECONDS = 10.0  # for the receiver to answer
MIN_SECRET_BYTES = 24
SECRET_PREFIX = "whsec_"  # noqa: S105 (how a secret begins)
Channel = Callable[[Report, bytes | None, datetime], Delivery]


def open_channels(settings: Settings, environ: Mapping[str, str]) -> dict[str, Channel]:
    """The ways out that the settings name. Connects to nothing yet. Raises SettingsError."""
    channels: dict[str, Channel] = {}
    if settings.reports_forward is not None:
        channels[MAIL] = _mail(settings, settings.reports_forward, environ)
    if settings.reports_webhook is not None:
        channels[WEBHOOK] = _webhook(settings, settings.reports_webhook)
    return channels


def _mail(settings: Settings, recipient: str, environ: Mapping[str, str]) -> Channel:
    own = settings.reports_forward_from
    if own is None or settings.reports_smtp is None:
        raise SettingsError("reports_forward: write `reports_forward_from` and `reports_smtp`, too")
    for name, address in (("reports_forward", recipient), ("reports_forward_from", own)):
        if not is_address(address.lower()):
            raise SettingsError(f"{name}: {address!r} is not an address such as abuse@example.org")
    server = read_server(
        "smtp",
        settings.reports_smtp,
        settings.reports_smtp_security,
        settings.reports_smtp_user,
        settings.reports_smtp_password_file,
        environ,
        prefix="reports_",
    )
    submission = Submission(server, sender=own, what="a report")

    def send(report: Report, raw: bytes | None, now: datetime) -> Delivery:
        arf = build_arf(report, raw, own, recipient, now)
        return submission(recipient, arf.message, arf.seven_bit)

    return send


def _webhook(settings: Settings, address: str) -> Channel:
    """Posts to the operator's own address, and follows no redirect: nothing that a stranger wrote chooses a target."""
    parts = urlsplit(address)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))):
        raise SettingsError("reports_webhook: write an address with https://, or http:// on this machine")
    secret = _read_secret(settings.reports_webhook_secret_file)

    def send(report: Report, _raw: bytes | None, now: datetime) -> Delivery:
        headers, body = build_webhook(report, secret, now)
        request = urllib.request.Request(address, body, dict(headers), method="POST")  # noqa: S310 (scheme checked)
        request.add_header("User-Agent", f"Lencana/{__version__}")
        return _post(request)

    return send


def _post(request: urllib.request.Request) -> Delivery:
    """Hand over one webhook; never raises for what the receiver or the network does."""
    try:
        with open_without_redirects(request, WEBHOOK_SECONDS):
            return Delivery.ACCEPTED
    except urllib.error.HTTPError as error:
        with error:
            LOG.warning("the webhook was refused: %d", error.code)
            return Delivery.REFUSED if error.code == 410 else Delivery.LATER  # Gone: it wants no more
    except (OSError, ValueError) as error:
        LOG.warning("the webhook was not taken: %s", type(getattr(error, "reason", error)).__name__)
    except Exception as error:  # what is no HTTP at all
        LOG.warning("the webhook was not taken: %s", type(error).__name__)
    return Delivery.LATER


def _read_secret(file: str | None) -> bytes:
    how = "printf 'whsec_%s' \"$(openssl rand -base64 32)\" makes one"
    if file is None:
        raise SettingsError(f"reports_webhook_secret_file: name the file that holds the secret; {how}")
    try:
        text = Path(file).read_text().strip()
        secret = base64.b64decode(text.removeprefix(SECRET_PREFIX), validate=True)
    except (OSError, UnicodeDecodeError, binascii.Error, ValueError) as error:
        raise SettingsError(f"reports_webhook_secret_file: {file} cannot be read, or is not base64; {how}") from error
    if not text.startswith(SECRET_PREFIX) or len(secret) < MIN_SECRET_BYTES:
        raise SettingsError(
            f"reports_webhook_secret_file: the secret is too short, or does not begin with whsec_; {how}"
        )
    return secret
