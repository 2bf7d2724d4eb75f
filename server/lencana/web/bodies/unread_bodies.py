"""Reads and throws away the body of a refused request, so that its sender gets to the answer.

A connection that is closed while bytes of it are unread is reset (RFC 9112 section 9.6): a client that is still sending
then sees a broken connection, and never why it was refused.
"""

from flask import request

from lencana.web.bodies.body_reads import BODY_READS

MAX_DISCARDED_BYTES = 16 * 1024 * 1024  # of one body; who sends more is cut off
DISCARD_SECONDS = 5.0  # that the rest of a body may take to arrive
_PIECE = 64 * 1024  # bytes


def discard() -> None:
    """Take what the request's body has left; a body whose end cannot be known, or one that is too large, is left."""
    environ = request.environ
    length = environ.get("CONTENT_LENGTH", "")
    size = int(length) if length.isdecimal() else MAX_DISCARDED_BYTES
    if size > MAX_DISCARDED_BYTES or not (length.isdecimal() or environ.get("wsgi.input_terminated")):
        return
    with BODY_READS.watch(environ.get("REMOTE_ADDR", ""), DISCARD_SECONDS):
        while size > 0 and (piece := environ["wsgi.input"].read(min(size, _PIECE))):
            size -= len(piece)
