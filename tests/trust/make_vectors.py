"""Write tests/vectors/dsse.json, trust.json and sessions.json: `PYTHONPATH=tests python -m trust.make_vectors`.

Ed25519 signs deterministically, so the files change only when the cases do.
"""

import json
from pathlib import Path
from typing import Any

from trust import dsse_vectors, session_vectors, trust_vectors

FOLDER = Path(__file__).parent.parent / "vectors"
FILES = {
    "dsse.json": dsse_vectors.vectors,
    "trust.json": trust_vectors.vectors,
    "sessions.json": session_vectors.vectors,
}


def text(vectors: dict[str, Any]) -> str:
    """A file's text: one line a case, so that a change is seen as one."""
    return "{\n" + ",\n".join(f" {json.dumps(name)}: {_value(value)}" for name, value in vectors.items()) + "\n}\n"


def _value(value: object) -> str:
    if isinstance(value, list):
        return "[\n  " + ",\n  ".join(map(json.dumps, value)) + "\n ]"
    return json.dumps(value)


if __name__ == "__main__":
    for name, vectors in FILES.items():
        (FOLDER / name).write_text(text(vectors()))
