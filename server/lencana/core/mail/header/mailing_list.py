"""The fields that a mailing list adds, and whether an address is the list's own (RFC 2369, RFC 2919)."""

import re
from collections.abc import Iterable

from lencana.core.mail.header.header_block import HeaderField

MAILING_LIST_FIELDS = ("list-post", "list-id", "x-beenthere")
MAX_FIELD_CHARS = 1000
_ADDRESS = re.compile(r"[^\s<>,:;?]+@[^\s<>,:;?]+")
_LIST_ID = re.compile(r"<([^\s<>]+)>")


def is_list_address(address: str, fields: Iterable[HeaderField]) -> bool:
    """Is it the address of the mailing list that the fields name?

    List-Post and X-BeenThere hold the address; List-Id holds it with a dot for the @ (users.lists.example.org).
    """
    wanted = address.lower()
    for field in fields:
        value = field.value[:MAX_FIELD_CHARS].lower()
        if field.name == "list-id":
            if wanted.replace("@", ".") in _LIST_ID.findall(value):
                return True
        elif wanted in _ADDRESS.findall(value):
            return True
    return False
