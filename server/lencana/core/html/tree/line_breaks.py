"""Line breaks in the source of a page, so that the text of its blocks stands in lines."""

import re
from itertools import groupby

_BLOCK = re.compile(
    r"<(?=/?(?:t(?:r|d|h|able)|p(?:re|laintext)?|d(?:iv|[dlt]|ir|etails|ialog)|b(?:r|lockquote)|l(?:i|egend|isting)|h(?:[1-6r]|eader)"
    r"|ul|o(?:l|ption)|c(?:enter|aption)|s(?:ection|ummary)|a(?:rticle|side|ddress)|f(?:ooter|igure|igcaption|orm|ieldset)"
    r"|m(?:ain|enu)|nav|xmp)\b)",
    re.IGNORECASE,
)
_MAX_SINGLE_LETTERS = 3  # below one another that are not read as a word


def with_breaks(html: str) -> str:
    """A line break where a block begins or ends, so that inline elements leave words and lines whole."""
    if "<pre" not in html:
        html = html.replace("\r", " ").replace("\n", " ")
    return _BLOCK.sub("\n<", html)


def join_lines(text: str) -> str:
    """Lines without blanks around; letters that have a line each, as in the cells of a table, are a word."""
    lines = [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
    if sum(len(line) == 1 for line in lines) <= _MAX_SINGLE_LETTERS:
        return "\n".join(lines)
    joined: list[str] = []
    for is_letter, group in groupby(lines, lambda line: len(line) == 1):
        run = list(group)
        joined.extend(["".join(run)] if is_letter and len(run) > _MAX_SINGLE_LETTERS else run)
    return "\n".join(joined)
