"""A text in the form in which RE2 tells places fastest."""


def with_quick_offsets(text: str) -> str | bytes:
    """The text, as bytes if it is ASCII: in a `str`, RE2's binding counts the characters before each match, 7 ns each.

    A match then has bytes, and the places in them are those in the text.
    """
    return text.encode() if text.isascii() else text
