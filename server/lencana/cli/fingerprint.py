"""A fingerprint as two people read it to each other."""


def in_groups(fingerprint: str) -> str:
    """Groups of four hex digits; what readers type back may have any case, spaces, colons or hyphens."""
    return " ".join(fingerprint[i : i + 4] for i in range(0, len(fingerprint), 4))
