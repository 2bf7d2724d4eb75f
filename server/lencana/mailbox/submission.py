"""Handing answers to a mail server (RFC 6409), from the null return path: a bounce of an answer goes nowhere."""

import logging
import smtplib

from lencana.mailbox.handling import Delivery
from lencana.mailbox.servers import Server
from lencana.settings import Security

LOG = logging.getLogger(__name__)
TIMEOUT_SECONDS = 20.0
NULL_SENDER = "<>"


class Submission:
    """A connection for each answer: they are few, and one that stands open for days would be closed by the server."""

    def __init__(self, server: Server) -> None:
        """`server` is asked for nothing before the first answer."""
        self._server = server

    def __call__(self, recipient: str, message: bytes) -> Delivery:
        """Hand over one answer; never raises for what the server or the network does."""
        try:
            with self._connect() as client:
                return self._send(client, recipient, message)
        except smtplib.SMTPResponseException as error:
            LOG.warning("the mail server refused an answer: %d", error.smtp_code)
        except (OSError, smtplib.SMTPException) as error:
            LOG.warning("the mail server took no answer: %s", type(error).__name__)
        return Delivery.LATER

    def _send(self, client: smtplib.SMTP, recipient: str, message: bytes) -> Delivery:
        """One transaction. Only a refusal of the recipient or of the data is final; all before is a fault of set-up."""
        code, _ = client.mail(NULL_SENDER)
        if code != 250:
            raise smtplib.SMTPResponseException(code, b"")
        for code in (client.rcpt(recipient)[0], client.data(message)[0]):
            if code not in (250, 251):
                LOG.warning("the mail server refused an answer: %d", code)
                return Delivery.REFUSED if 500 <= code < 600 else Delivery.LATER
        return Delivery.ACCEPTED

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
