"""The mailbox as a mail server's transport (LMTP, RFC 2033): a message is taken once it has been handled.

Until then the mail server keeps it in its queue, so that nothing is kept here, and a crash loses nothing. A message
that cannot be handled now is answered with 451, and the mail server tries again.
"""

import asyncio
import logging
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.lmtp import LMTP

from lencana.core.mail.header.header_block import split_message
from lencana.mailbox.asker import Envelope
from lencana.mailbox.handling import Arrival, Handler

LOG = logging.getLogger(__name__)
TAKEN, LATER, NO_SUCH_USER = "250 2.0.0 Taken", "451 4.3.0 Try again later", "550 5.1.1 No such mailbox here"
SESSION_SECONDS = 300.0


class LmtpHandler:
    """What aiosmtpd calls for each step of a session."""

    def __init__(self, handler: Handler, address: str, max_message: int) -> None:
        """Mail for other addresses than `address` is refused within the session. `max_message` is in bytes."""
        self._handler, self._max_message = handler, max_message
        local_part, _, domain = map(re.escape, address.rpartition("@"))
        # With an extension, too: mail servers that know those bring them here, and bounce what is refused.
        self._address = re.compile(rf"{local_part}(?:[+-].*)?@{domain}", re.IGNORECASE)
        self._thread = ThreadPoolExecutor(1, "mailbox")  # one after the other: the journal has one writer

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        """Only one address lives here."""
        if not self._address.fullmatch(address):
            return NO_SUCH_USER
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Handle the message, then take it."""
        raw = envelope.content or b""
        is_oversized = len(raw) > self._max_message
        if is_oversized:
            raw = split_message(raw)[0] + b"\r\n\r\n"
        arrival = Arrival(raw, Envelope(envelope.mail_from or ""), is_oversized)
        try:
            is_done = await asyncio.get_running_loop().run_in_executor(self._thread, self._handler.handle, arrival)
        except Exception as error:  # the mail server keeps the message
            LOG.error("a message of %d bytes could not be handled: %s", len(raw), type(error).__name__)
            return LATER
        return TAKEN if is_done else LATER


async def serve(handler: LmtpHandler, host: str, port: int) -> None:
    """Listen until cancelled. Raises OSError when the address cannot be had."""
    loop = asyncio.get_running_loop()

    def session() -> LMTP:
        # No limit on the size, and UTF-8 as well (RFC 6531): after a refusal the mail server would send a bounce to
        # whoever the sender claims to be.
        return LMTP(
            handler, data_size_limit=None, enable_SMTPUTF8=True, timeout=SESSION_SECONDS, ident="Lencana", loop=loop
        )

    server = await loop.create_server(session, host, port)
    async with server:
        await server.serve_forever()
