"""Charsets by the names that mail gives them (RFC 2978), as Python's codecs.

Python keeps every name that it was ever asked for, known or not, for good; so it is asked only for those that are
charsets. Some of its codecs are none, and the time of one (punycode) grows with the square of the text.
"""

from codecs import register_error
from encodings import normalize_encoding
from encodings.aliases import aliases

_LONGEST = 40  # characters of a name
_OF_BYTES = {"base64_codec", "bz2_codec", "hex_codec", "mbcs", "quopri_codec", "rot_13", "uu_codec", "zlib_codec"}
_WITHOUT_ALIAS = {
    *("cp720", "cp737", "cp856", "cp874", "cp875", "cp1006", "koi8_t", "koi8_u", "utf_8_sig"),
    *("mac_arabic", "mac_croatian", "mac_farsi", "mac_romanian"),
}
_CHARSETS = frozenset(aliases.values()) - _OF_BYTES | _WITHOUT_ALIAS
# As browsers read them (WHATWG, Encoding, section 4.2).
_OTHERS = {
    "iso_8859_8_i": "iso8859_8",
    "logical": "iso8859_8",
    "windows_31j": "cp932",
    "unicode": "utf_16",
    "iso_10646_ucs_2": "utf_16",
}
_MAKERS = ("windows_", "win_", "dos_", "cp_")  # windows-874, win-1251
_BYTE_FOR_BYTE = "lencana.byte_for_byte"


def codec(name: str | None) -> str | None:
    """The codec for a charset, None for one that is not known."""
    if not name or len(name) > _LONGEST:
        return None
    plain = normalize_encoding(name).lower()
    found = aliases.get(plain, plain)
    if found in _CHARSETS:
        return found
    plain = plain.removeprefix("x_")
    for maker in _MAKERS:
        if plain.startswith(maker) and plain not in _OTHERS:
            plain = "cp" + plain.removeprefix(maker)
    found = _OTHERS.get(plain) or aliases.get(plain, plain)
    return found if found in _CHARSETS else None


def decode(text: bytes, charset: str | None) -> str:
    """The text in that charset; in UTF-8 where the charset is not known or not true, as mail readers guess."""
    name = codec(charset) or "utf_8"
    try:
        return text.decode(name)
    except ValueError:
        if name in ("utf_8", "ascii"):
            return text.decode("utf_8", _BYTE_FOR_BYTE)
    try:
        return text.decode("utf_8")
    except ValueError:
        return text.decode(name, "replace")


def _byte_for_byte(error: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8 as Latin-1, and the rest as what it is: one stray byte must not make another text of it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin_1"), error.end


register_error(_BYTE_FOR_BYTE, _byte_for_byte)
