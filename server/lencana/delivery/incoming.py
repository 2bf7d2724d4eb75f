"""One message on its way in, as a milter is told of it: field by field, then the body in pieces."""

from dataclasses import dataclass, field

from lencana.delivery.verdict_field import is_own_field


@dataclass(slots=True)
class IncomingMessage:
    """Collects a message up to `limit` bytes; what is longer is delivered unmarked."""

    limit: int
    size: int = 0
    foreign_fields: list[tuple[str, int]] = field(default_factory=list)  # name, and the how-manieth of that name
    _counts: dict[str, int] = field(default_factory=dict)
    _parts: list[bytes] = field(default_factory=list)

    def add_field(self, name: bytes, value: bytes) -> None:
        """A header field; the mail server has taken its colon, the blank behind it and the last line break away."""
        text = name.decode("latin-1")
        occurrence = self._counts[text.lower()] = self._counts.get(text.lower(), 0) + 1
        if is_own_field(text):
            self.foreign_fields.append((text, occurrence))
            return
        lines = value.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        self._add(name + b": " + lines + b"\r\n")

    def end_header(self) -> None:
        """The empty line."""
        self._add(b"\r\n")

    def add_body(self, chunk: bytes) -> None:
        """A piece of the body."""
        self._add(chunk)

    @property
    def is_whole(self) -> bool:
        """Is all of it here?"""
        return self.size <= self.limit

    @property
    def raw(self) -> bytes:
        """The message without the fields that were not ours to be there."""
        return b"".join(self._parts)

    def _add(self, part: bytes) -> None:
        self.size += len(part)
        if self.size <= self.limit:
            self._parts.append(part)
        else:
            self._parts.clear()
