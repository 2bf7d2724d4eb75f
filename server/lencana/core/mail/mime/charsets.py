"""Charsets by the names that mail gives them (RFC 2978), as Python's codecs.

Python caches every codec name that it was ever asked for, known or not, for good; so it is asked only for charsets.
Some Python codecs are not charsets (base64, rot_13), and one (punycode) is quadratic in the length of the text.

All text of a message passes here, or is UTF-8 or Latin-1 by construction; so what `decode` returns is text that can be
encoded again, with no half of a surrogate pair in it.
"""

import re
from codecs import register_error
from contextlib import suppress
from encodings import normalize_encoding
from encodings.aliases import aliases

MAX_CHARSET_NAME_CHARS = 40
_NOT_CHARSETS = {"base64_codec", "bz2_codec", "hex_codec", "mbcs", "quopri_codec", "rot_13", "uu_codec", "zlib_codec"}
_CODECS_WITHOUT_ALIAS = {
    *("cp720", "cp737", "cp856", "cp874", "cp875", "cp1006", "koi8_t", "koi8_u", "utf_8_sig"),
    *("mac_arabic", "mac_croatian", "mac_farsi", "mac_romanian"),
}
_CHARSETS = frozenset(aliases.values()) - _NOT_CHARSETS | _CODECS_WITHOUT_ALIAS
_WHATWG_LABELS = {  # WHATWG, Encoding, section 4.2
    "iso_8859_8_i": "iso8859_8",
    "logical": "iso8859_8",
    "windows_31j": "cp932",
    "unicode": "utf_16",
    "iso_10646_ucs_2": "utf_16",
}
_CODE_PAGE_PREFIXES = ("windows_", "win_", "dos_", "cp_")  # windows-874, win-1251
_LATIN1_FALLBACK = "lencana.latin1_fallback"
# In which ASCII text is something else. What is UTF-8 all the same, a reader who goes by another charset shows so.
_ASCII_IS_OTHERWISE = frozenset(
    {
        *("utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"),
        *("cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"),
    }
)
_STRICT_CODECS = frozenset({"utf_8", "ascii", "latin_1"})  # which make no surrogates
_SURROGATE = re.compile("[\ud800-\udfff]")  # UTF-7 may encode them; RE2, which reads UTF-8, refuses them
_REPLACEMENT = "\ufffd"
_NEVER_UTF8 = re.compile(rb"(?:[\x80-\xc1\xf5-\xff]|[\xc2-\xf4](?![\x80-\xbf]))++")  # where a character begins


def codec_name(charset: str | None) -> str | None:
    """Return the name of the codec for a charset, None for one that is not known."""
    if not charset or len(charset) > MAX_CHARSET_NAME_CHARS:
        return None
    name = normalize_encoding(charset).lower()
    codec = aliases.get(name, name)
    if codec in _CHARSETS:
        return codec
    name = name.removeprefix("x_")
    for prefix in _CODE_PAGE_PREFIXES:
        if name.startswith(prefix) and name not in _WHATWG_LABELS:
            name = "cp" + name.removeprefix(prefix)
    codec = _WHATWG_LABELS.get(name) or aliases.get(name, name)
    return codec if codec in _CHARSETS else None


def decode(text: bytes, charset: str | None) -> str:
    """Decode as that charset, or as UTF-8 if it is not known or the bytes contradict it; never raises.

    Half a surrogate pair becomes U+FFFD, as in browsers. What is UTF-8, though ASCII would be something else in the
    charset (UTF-16, EBCDIC), is returned in both ways.
    """
    codec = codec_name(charset) or "utf_8"
    decoded = _decode(text, codec)
    if codec in _ASCII_IS_OTHERWISE and text and b"\0" not in text:
        with suppress(ValueError):
            decoded = f"{text.decode('utf_8')}\n{decoded}"
    return decoded if codec in _STRICT_CODECS else _SURROGATE.sub(_REPLACEMENT, decoded)


def _decode(text: bytes, codec: str) -> str:
    try:
        return text.decode(codec)
    except ValueError:
        if codec in ("utf_8", "ascii"):
            return text.decode("utf_8", _LATIN1_FALLBACK)
    try:
        return text.decode("utf_8")
    except ValueError:
        return text.decode(codec, "replace")


def _latin1_fallback(error: UnicodeError) -> tuple[str, int]:
    """Decode only the bytes that are not UTF-8 as Latin-1: one stray byte must not change the rest of the text."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    run = _NEVER_UTF8.match(error.object, error.start)  # at once: a call for each byte would be slow
    end = run.end() if run else error.end
    return error.object[error.start : end].decode("latin_1"), end


register_error(_LATIN1_FALLBACK, _latin1_fallback)
