"""What msgspec says of a wrong value, in the words of whoever wrote the file."""

import re

_EXPECTED = re.compile(r"Expected `(?P<type>[^`]*)`(?: (?P<bound>>=?) (?P<least>[\d.]+))?(?:, got .*| of length .*)?")
_MISSING = re.compile(r"Object missing required field `(?P<field>.*)`")
_NO_CHOICE = re.compile(r"Invalid enum value (?P<value>.*)")
_WHAT_TO_WRITE = {
    "array": 'write a list, such as ["…", "…"]',
    "bool": "write true or false",
    "float": "write a number",
    "int": "write a whole number",
    "object": "write a table of fields, each with its value",
    "str": "write a text in quotation marks",
}
_BOUNDS = {">=": "at least", ">": "above"}


def in_plain_words(reason: str, choices: tuple[str, ...] = ()) -> str:
    """What to write instead; a reason of another kind as it is. `choices`: the values that the field can have."""
    if missing := _MISSING.fullmatch(reason):
        return f"{missing['field']} is missing"
    if match := _NO_CHOICE.fullmatch(reason):
        return f"{match['value']} cannot be used" + (f"; write {', '.join(choices)}" if choices else "")
    expected = _EXPECTED.fullmatch(reason)
    kind = next((kind for kind in expected["type"].split(" | ") if kind in _WHAT_TO_WRITE), "") if expected else ""
    if expected is None or not kind:
        return reason
    least = f", {_BOUNDS[expected['bound']]} {expected['least'].removesuffix('.0')}" if expected["bound"] else ""
    return _WHAT_TO_WRITE[kind] + least
