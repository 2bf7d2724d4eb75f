"""How a message came to be judged: it decides whether its Authentication-Results and Received can be trusted."""

from enum import StrEnum, unique


@unique
class Origin(StrEnum):
    """Where a message comes from."""

    DELIVERED = "delivered"  # a top-level message of a mailbox: the mail server wrote the topmost fields
    ATTACHED = "attached"  # opened from an attachment: whoever attached it may have written all of it
    FILE = "file"  # from anywhere
