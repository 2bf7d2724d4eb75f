"""Charsets by the names that mail gives them (RFC 2978), as Python's codecs.

Python keeps every name that it was ever asked for, known or not, for good; so it is asked only for those that are
charsets. Some of its codecs are none, and the time of one (punycode) grows with the square of the text.
"""

from encodings import normalize_encoding
from encodings.aliases import aliases

_LONGEST = 40  # characters of a name
_OF_BYTES = {"base64_codec", "bz2_codec", "hex_codec", "mbcs", "quopri_codec", "rot_13", "uu_codec", "zlib_codec"}
_WITHOUT_ALIAS = {
    *("cp720", "cp737", "cp856", "cp874", "cp875", "cp1006", "koi8_t", "koi8_u", "utf_8_sig"),
    *("mac_arabic", "mac_croatian", "mac_farsi", "mac_romanian"),
}
_CHARSETS = frozenset(aliases.values()) - _OF_BYTES | _WITHOUT_ALIAS


def codec(name: str | None) -> str | None:
    """The codec for a charset, None for one that is not known."""
    if not name or len(name) > _LONGEST:
        return None
    plain = normalize_encoding(name).lower()
    found = aliases.get(plain, plain)
    return found if found in _CHARSETS else None
