"""Telephone numbers: which are some, and which are the same."""

import pytest

from lencana.core.brands.phones import digits_of, is_one_of, is_phone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+1 888 221 1161", True),
        ("(021) 2927-8888", True),
        ("188", True),
        ("+44 (0)20 7946 0000", True),
        ("0804 1871 871", True),
        ("12", False),
        ("+1 888 221 1161 0000 0000", False),  # 19 digits
        ("call 188", False),
        ("1+1 888", False),
        (" 188", False),
        ("1" + " " * 40 + "88", False),
        ("\uff11\uff18\uff18", False),  # full-width digits: a list has plain ones
        ("", False),
    ],
)
def test_is_phone(text: str, expected: bool) -> None:
    assert is_phone(text) is expected


@pytest.mark.parametrize(
    ("number", "listed", "same"),
    [
        ("+1 888 221 1161", "+1 888 221 1161", True),
        ("1-888-221-1161", "+1 888 221 1161", True),
        ("(888) 221-1161", "+1 888 221 1161", True),
        ("001 888 221 1161", "+1 888 221 1161", True),
        ("\uff11-\uff18\uff18\uff18-221-1161", "+1 888 221 1161", True),  # a reader sees the same
        ("+62 21 2927 8888", "021-29278888", True),
        ("+44 20 7946 0000", "+44 (0)20 7946 0000", True),
        ("188", "188", True),
        ("1188", "188", False),
        ("0812 150 0888", "1500888", False),  # a stranger's number that ends in the call centre's
        ("+1 888 221 1162", "+1 888 221 1161", False),
        ("+1 888 221 11610", "+1 888 221 1161", False),
        ("+1234 888 221 1161", "888 221 1161", False),  # four digits more are no country code
        ("", "188", False),
    ],
)
def test_is_one_of(number: str, listed: str, same: bool) -> None:
    assert is_one_of(number, ("+44 1", listed)) is same


def test_digits() -> None:
    assert digits_of("+44 (0)20 7946 0000") == "442079460000"
