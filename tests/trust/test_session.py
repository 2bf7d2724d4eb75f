"""Sessions by the vectors that the extension runs, too."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from lencana.errors import InputError, SessionError
from lencana.trust import session as sessions
from trust import make_vectors
from trust.publisher import NOW, root

FILE = json.loads((make_vectors.FOLDER / "sessions.json").read_text())


@pytest.mark.parametrize("case", FILE["origins"], ids=[case["address"] for case in FILE["origins"]])
def test_origin_of_an_address(case: dict[str, Any]) -> None:
    if case["origin"] is None:
        with pytest.raises(InputError):
            sessions.origin_of(case["address"])
    else:
        assert sessions.origin_of(case["address"]) == case["origin"]


@pytest.mark.parametrize("case", FILE["verify"], ids=[case["name"] for case in FILE["verify"]])
def test_verify(case: dict[str, Any]) -> None:
    document = root(root_keys="root", list_keys="rfc8032")
    now = datetime.fromisoformat(case["now"])
    if case["expect"] == "ok":
        assert sessions.verify_session(case["token"], document, case["host"], now).keyid == FILE["key"]["keyid"]
    else:
        with pytest.raises(SessionError):
            sessions.verify_session(case["token"], document, case["host"], now)


def test_one_signature_is_enough_and_a_root_key_is_none() -> None:
    token = FILE["verify"][0]["token"]
    both = root(list_keys="rfc8032 second", thresholds=(1, 2))
    assert sessions.verify_session(token, both, "lencana.example.org", NOW)
    with pytest.raises(SessionError):
        sessions.verify_session(token, root(root_keys="rfc8032", list_keys="second"), "lencana.example.org", NOW)


@pytest.mark.parametrize("lifetime", [timedelta(), timedelta(hours=8, seconds=1), -timedelta(hours=1)])
def test_a_session_is_never_made_longer_than_a_server_takes(lifetime: timedelta) -> None:
    with pytest.raises(InputError):
        sessions.new_session("https://lencana.example.org", NOW, lifetime)
