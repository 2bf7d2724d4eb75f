"""The milter (Sendmail's mail filter protocol, which Postfix speaks): pymilter over the judgement.

It fails open: a message that takes longer than TIMEOUT_SECONDS, or breaks the judgement, is delivered without a mark;
and Postfix goes on without us (milter_default_action = accept) when we are gone. Fields that imitate ours are removed
from every message, whatever becomes of it.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial

import Milter

from lencana.delivery.incoming import IncomingMessage
from lencana.delivery.verdict_field import FIELD
from lencana.errors import LencanaError

LOG = logging.getLogger(__name__)
TIMEOUT_SECONDS = 2.0  # for a verdict; mail is not held up longer
THREADS = 4
ON_TOP = 0  # above Received: what is newer stands above (RFC 5321 section 4.4)

Judge = Callable[[bytes], str]  # a raw message → the field's value


def serve(socket: str, judge: Judge, max_message: int) -> None:
    """Answer mail servers on a socket such as `inet:8891@127.0.0.1` or `unix:/run/lencana/milter`, until told to stop.

    Raises LencanaError when the socket cannot be had.
    """
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="judge")
    Milter.factory = partial(_Session, partial(_verdict_in_time, pool, judge), max_message)
    Milter.set_flags(Milter.ADDHDRS | Milter.CHGHDRS)
    try:
        Milter.runmilter("lencana", socket, timeout=60)
    except Milter.error as error:
        raise LencanaError(f"cannot listen on {socket}: {error}; give inet:PORT@ADDRESS or unix:PATH") from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _verdict_in_time(pool: ThreadPoolExecutor, judge: Judge, raw: bytes) -> str | None:
    """The value for a message; None where it took too long or could not be judged."""
    future = pool.submit(judge, raw)
    try:
        return future.result(TIMEOUT_SECONDS)
    except FutureTimeoutError:
        future.cancel()
        LOG.warning("a message of %d bytes took longer than %g s and was delivered unmarked", len(raw), TIMEOUT_SECONDS)
    except Exception as error:  # whatever one message does, it is delivered, and the next is judged
        LOG.error("a message of %d bytes was delivered unmarked: %s", len(raw), type(error).__name__)
    return None


class _Session(Milter.Base):
    """One connection of the mail server; several messages may come over it."""

    def __init__(self, verdict: Callable[[bytes], str | None], max_message: int) -> None:
        self._verdict, self._max_message = verdict, max_message
        self._message = IncomingMessage(max_message)

    @Milter.noreply
    def envfrom(self, _sender: str, *_parameters: str) -> int:
        self._message = IncomingMessage(self._max_message)
        return int(Milter.CONTINUE)

    @Milter.noreply
    @Milter.decode("bytes")
    def header(self, name: bytes | str, value: bytes) -> int:
        self._message.add_field(name.encode("latin-1", "replace") if isinstance(name, str) else name, value)
        return int(Milter.CONTINUE)

    @Milter.noreply
    def eoh(self) -> int:
        self._message.end_header()
        return int(Milter.CONTINUE)

    @Milter.noreply
    def body(self, chunk: bytes) -> int:
        self._message.add_body(bytes(chunk))
        return int(Milter.CONTINUE)

    def eom(self) -> int:
        message, self._message = self._message, IncomingMessage(self._max_message)
        for name, occurrence in reversed(message.foreign_fields):  # from below, so that the others keep their place
            self.chgheader(name, occurrence, None)
        if message.is_whole and (value := self._verdict(message.raw)) is not None:
            self.addheader(FIELD, value, ON_TOP)
        return int(Milter.ACCEPT)
