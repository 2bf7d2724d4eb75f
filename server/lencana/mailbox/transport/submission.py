"""Handing messages to a mail server (RFC 6409)."""

import logging
import smtplib

from lencana.mailbox.handling import Delivery
from lencana.mailbox.transport.servers import Server
from lencana.settings import Security

LOG = logging.getLogger(__name__)
TIMEOUT_SECONDS = 20.0
NULL_SENDER = "<>"
_ACCEPTED = (250, 251)  # RFC 5321 section 4.2.3


class Submission:
    """A connection for each message: they are few, and one that stands open for days would be closed by the server."""

    def __init__(self, server: Server, *, sender: str = NULL_SENDER, what: str = "an answer") -> None:
        """`server` is asked for nothing before the first message.

        `sender` is the return path; a bounce of an answer goes nowhere. `what` is sent, for the log.
        """
        self._server, self._sender, self._what = server, sender, what

    def __call__(self, recipient: str, message: bytes, seven_bit: bytes | None = None) -> Delivery:
        """Hand over one message; never raises for what the server or the network does.

        `seven_bit` goes in its place to a server without 8BITMIME (RFC 6152) if the message is not ASCII.
        """
        try:
            with self._connect() as client:
                is_8bit = not message.isascii() and client.has_extn("8bitmime")
                chosen = message if is_8bit or seven_bit is None else seven_bit
                return self._send(client, recipient, chosen, ["BODY=8BITMIME"] if is_8bit else [])
        except smtplib.SMTPResponseException as error:
            LOG.warning("the mail server refused %s: %d", self._what, error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            LOG.warning("the mail server did not take %s: %s", self._what, type(error).__name__)
        return Delivery.LATER

    def _send(self, client: smtplib.SMTP, recipient: str, message: bytes, options: list[str]) -> Delivery:
        """One transaction. Only a refusal of the recipient or of the data is final; all before is a fault of set-up."""
        code, _ = client.mail(self._sender, options)
        if code != 250:
            raise smtplib.SMTPResponseException(code, b"")
        code, _ = client.rcpt(recipient)
        if code in _ACCEPTED:
            code, _ = client.data(message)
        if code in _ACCEPTED:
            return Delivery.ACCEPTED
        LOG.warning("the mail server refused %s: %d", self._what, code)
        return Delivery.REFUSED if 500 <= code < 600 else Delivery.LATER

    def _connect(self) -> smtplib.SMTP:
        server, tls = self._server, self._server.tls
        client: smtplib.SMTP
        if server.security is Security.TLS and tls is not None:
            client = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=tls)
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            if server.security is Security.STARTTLS and tls is not None:
                client.starttls(context=tls)
            client.ehlo_or_helo_if_needed()
            if server.user and server.password:
                client.login(server.user, server.password)
        except BaseException:
            client.close()
            raise
        return client
