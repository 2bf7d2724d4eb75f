"""The mailbox over IMAP (RFC 9051): everything in one folder is judged, then deleted or moved.

What lies in the folder is the work to do, so nothing has to be remembered of it: after a crash, or an hour without
network, it is still there.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from lencana.core.mail.header.header_block import read_headers, split_message
from lencana.mailbox.asker import Envelope
from lencana.mailbox.handling import Arrival, Handler
from lencana.mailbox.transport.servers import Server
from lencana.settings import Security

LOG = logging.getLogger(__name__)
TIMEOUT_SECONDS = 30.0
IDLE_SECONDS = 300.0  # then the folder is looked at again; servers may end an IDLE after 29 minutes (RFC 2177)
POLL_SECONDS = 10.0  # where the server has no IDLE
RETRY_SECONDS = (1.0, 5.0, 15.0, 60.0)  # after a lost connection, or an answer that the mail server would not take
FAULTS = (IMAPClientError, OSError)
_HEADER, _WHOLE, _SIZE = b"BODY[HEADER]", b"BODY[]", b"RFC822.SIZE"


class ImapMailbox:
    """One folder of a mailbox."""

    def __init__(self, server: Server, folder: str, move_to: str | None, max_message: int) -> None:
        """`move_to` is where judged messages go; None deletes them. `max_message` is in bytes."""
        self._server, self._folder, self._move_to, self._max_message = server, folder, move_to, max_message

    def run_once(self, handler: Handler) -> bool:
        """Handle what is there now; false if something is left. Raises IMAPClientError, OSError."""
        with self._connected() as client:
            return self._handle_all(client, handler)

    def run(self, handler: Handler, handled: Callable[[], None]) -> None:
        """Handle what is there and what comes, for ever; a lost connection is made again."""
        faults = 0
        while True:
            try:
                with self._connected() as client:
                    faults = self._watch(client, handler, handled, faults)
            except FAULTS as error:
                LOG.warning("IMAP: %s; trying again", type(error).__name__)
            time.sleep(RETRY_SECONDS[min(faults, len(RETRY_SECONDS) - 1)])
            faults += 1

    def _watch(self, client: IMAPClient, handler: Handler, handled: Callable[[], None], faults: int) -> int:
        """Wait for messages and handle them until something is left undone; the number of faults in a row."""
        has_idle = client.has_capability("IDLE")
        while True:
            is_all_done = self._handle_all(client, handler)
            handled()
            if not is_all_done:
                return faults
            faults = 0
            if not has_idle:
                time.sleep(POLL_SECONDS)
                client.noop()
                continue
            client.idle()
            client.idle_check(timeout=IDLE_SECONDS)
            client.idle_done()

    def _handle_all(self, client: IMAPClient, handler: Handler) -> bool:
        is_all_done = True
        for uid in client.search("UNDELETED"):
            arrival = self._fetch(client, uid)
            if arrival is None:
                continue  # somebody else has removed it
            if handler.handle(arrival):
                self._remove(client, uid)
                handler.step("removed")
            else:
                is_all_done = False
        return is_all_done

    def _fetch(self, client: IMAPClient, uid: int) -> Arrival | None:
        size = client.fetch([uid], [_SIZE]).get(uid, {}).get(_SIZE)
        if size is None:
            return None
        is_oversized = size > self._max_message
        item = _HEADER if is_oversized else _WHOLE
        raw = client.fetch([uid], [item.replace(b"BODY[", b"BODY.PEEK[")]).get(uid, {}).get(item)
        return None if raw is None else Arrival(raw, Envelope(_return_path(raw)), is_oversized)

    def _remove(self, client: IMAPClient, uid: int) -> None:
        if self._move_to is not None and client.has_capability("MOVE"):
            client.move([uid], self._move_to)
            return
        if self._move_to is not None:
            client.copy([uid], self._move_to)
        client.delete_messages([uid], silent=True)
        client.expunge([uid] if client.has_capability("UIDPLUS") else None)

    @contextmanager
    def _connected(self) -> Iterator[IMAPClient]:
        server, tls = self._server, self._server.tls
        is_tls = server.security is Security.TLS
        client = IMAPClient(
            server.host, server.port, ssl=is_tls, ssl_context=tls if is_tls else None, timeout=TIMEOUT_SECONDS
        )
        try:
            if server.security is Security.STARTTLS:
                client.starttls(tls)
            client.login(server.user or "", server.password or "")
            if self._move_to is not None and not client.folder_exists(self._move_to):
                client.create_folder(self._move_to)
            client.select_folder(self._folder)
            yield client
        finally:
            with suppress(*FAULTS):
                client.shutdown()


def _return_path(raw: bytes) -> str | None:
    """The topmost Return-Path, which the delivering server writes (RFC 5321 section 4.4); None if there is none."""
    fields = read_headers(split_message(raw)[0], 64 * 1024, frozenset({"return-path"})).all("return-path")
    return fields[0].value if fields else None
