"""tests/vectors/key_files.json, which the desk's tests read too: files that `lencana key new` writes, and others."""

import json
from pathlib import Path
from typing import Any

import pytest

from lencana.errors import KeyFileError
from lencana.trust.keys import signing

_ALL = json.loads((Path(__file__).parents[1] / "vectors/key_files.json").read_text())["cases"]
CASES = [case for case in _ALL if not case.get("only_desk")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_key_file(case: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "list.pem").write_text(case["pem"])
    passphrase = case["passphrase"].encode()
    if case["expect"] != "ok":
        with pytest.raises(KeyFileError):
            signing.load_key(tmp_path / "list.pem", passphrase)
        return
    key = signing.load_key(tmp_path / "list.pem", passphrase)
    assert (key.keyid, key.public.hex()) == (case["keyid"], case["public"])
    assert key.private.sign(bytes.fromhex(case["message"])).hex() == case["sig"]
