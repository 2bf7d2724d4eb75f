"""All words of a message that a stranger may have put there, in plain text."""

from functools import cached_property

from lencana.core.letters.plain_text import plain_text
from lencana.core.mail.message import Message
from lencana.core.wording.third_party_prefilter import Topic, topics_in

_TEL = "tel:"
MAX_DIALLED = 20  # tel: links that are read


class MessageWords:
    """The words of one message; each form is made when first needed."""

    def __init__(self, message: Message) -> None:
        self._message = message

    @cached_property
    def text(self) -> str:
        """The visible text without what it quotes."""
        return plain_text(self._message.body.text)

    @cached_property
    def quoted(self) -> str:
        """The text with what it quotes; "" if it quotes nothing."""
        return plain_text(self._message.body.quoted_text)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Subject, display name and descriptions of images."""
        message = self._message
        name = message.sender.mailbox.name if message.sender.mailbox else ""
        return tuple(filter(None, map(plain_text, (message.subject, name, *message.body.image_alts))))

    @cached_property
    def everything(self) -> str:
        """Labels and text, a line each."""
        return "\n".join((*self.labels, self.text))

    @cached_property
    def dialled(self) -> tuple[str, ...]:
        """The numbers of tel: links (RFC 3966)."""
        body = self._message.body
        hrefs = (link.href.strip() for link in (*body.links, *body.quoted_links))
        numbers = [href[len(_TEL) :].partition(";")[0] for href in hrefs if href[: len(_TEL)].lower() == _TEL]
        return tuple(numbers[:MAX_DIALLED])

    @cached_property
    def topics(self) -> frozenset[Topic]:
        """Which patterns may match; no other does."""
        return topics_in(f"{self.everything}\n{self.quoted}" if self.quoted else self.everything)
