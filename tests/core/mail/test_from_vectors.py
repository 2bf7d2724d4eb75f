"""The address in From, as the extension reads it too: tests/vectors/from.json is one table for both."""

import json
from pathlib import Path
from typing import Any

import pytest

from lencana.core.mail.message import Limits, message_from_bytes

TABLE = json.loads((Path(__file__).parents[2] / "vectors" / "from.json").read_text("utf-8"))


@pytest.mark.parametrize("case", TABLE["cases"], ids=lambda case: case["why"])
def test_the_one_address_of_a_header_block(case: dict[str, Any]) -> None:
    expected = case["address"]["server"] if isinstance(case["address"], dict) else case["address"]
    sender = message_from_bytes(case["headers"].encode(), Limits()).sender
    plain = sender.mailbox if sender.mailbox and sender.mailbox.domain and not sender.defects else None
    assert (plain and plain.address.lower()) == expected
