"""All words of a message that a stranger may have put there, in plain text."""

from collections.abc import Iterator
from itertools import islice

from lencana.core.letters.plain_text import plain_text
from lencana.core.mail.body import Body
from lencana.core.mail.message import Message
from lencana.core.wording.patterns.third_party_prefilter import topics_in
from lencana.core.wording.stranger_tables import leet_words

_DIALLING = ("tel:", "sms:", "smsto:", "callto:")
_MAX_SCHEME_CHARS = 10  # of those that are looked for
MAX_DIALLED = 20  # such links that are read


class MessageWords:
    """The words of one message.

    `everything` is subject, display name, descriptions of images and visible text, a line each; its first `label_chars`
    characters come before the text. `quoted` is the text with what it quotes, and that of enclosed messages, "" if
    there is neither. `possible` says which patterns may match, and `dialled` has the numbers of links that call or text
    (RFC 3966, RFC 5724).
    """

    __slots__ = ("dialled", "everything", "label_chars", "possible", "quoted")

    def __init__(self, message: Message) -> None:
        body, sender = message.body, message.sender.mailbox
        read = leet_words().in_letters
        labels = read(plain_text("\n".join((message.subject, sender.name if sender else "", *body.image_alts))))
        self.everything = f"{labels}\n{read(plain_text(body.text))}"
        self.label_chars = len(labels)
        others = "\n".join(filter(None, (body.quoted_text, body.enclosed_text)))
        self.quoted = read(plain_text(others)) if others else ""
        self.possible = topics_in(f"{self.everything}\n{self.quoted}" if self.quoted else self.everything)
        numbers = (rest.partition(";")[0] for rest in links_of_schemes(body, _DIALLING))
        self.dialled = tuple(islice(numbers, MAX_DIALLED))


def links_of_schemes(body: Body, schemes: tuple[str, ...]) -> Iterator[str]:
    """What stands after the scheme, in every link of one of these (`tel:`), quoted and enclosed ones too."""
    for link in (*body.links, *body.quoted_links, *body.enclosed_links):
        if link.href[:_MAX_SCHEME_CHARS].lower().startswith(schemes):
            yield link.href.partition(":")[2]
