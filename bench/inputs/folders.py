"""Data folders with generated lists, made as `init`, `allowlist sign` and `publish` make them."""

import atexit
import random
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.servers import process
from lencana.cli.setup.init import LIST_KEY
from lencana.core.brands.allowlist import Allowlist, Brand, Guard
from lencana.registry.folders import KEYS_FOLDER
from lencana.registry.publish import last_published, publish_allowlist
from lencana.registry.store import Store
from lencana.settings import load_settings
from lencana.trust.documents.allowlist_document import encode_allowlist
from lencana.trust.documents.metadata import Role
from lencana.trust.keys import signing

FULLY_GUARDED = 100
SEED = 20251126
_SUFFIXES = ("com", "com", "com", "org", "net", "co.id", "id", "de", "co.uk", "io")
_SYLLABLES = tuple(
    c + v for c in ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "st", "tr", "ch") for v in "aeiou"
)


@cache
def bundled() -> Path:
    """A data folder as `lencana init` makes it."""
    folder = _room() / "bundled"
    process.run(["-m", "lencana", "--data", str(folder), "init", "--no-passphrase"])
    return folder


@cache
def listing(count: int) -> Path:
    """A data folder whose list in force has `count` brands of one domain each."""
    folder = _room() / f"listing-{count}"
    process.run(["-m", "lencana", "--data", str(folder), "init", "--no-passphrase"])
    now = datetime.now(UTC).replace(microsecond=0)
    settings = load_settings(folder, {})
    with Store(settings, folder) as store:
        mark = last_published(store)
        assert mark is not None
        life = timedelta(days=14)
        document = Allowlist(version=2, issued=now, expires=now + life, prev=mark.sha256, brands=brands(count))
        key = signing.load_key(folder / KEYS_FOLDER / LIST_KEY, None)
        publish_allowlist(store, signing.sign(encode_allowlist(document), Role.ALLOWLIST, [key]), now)
    return folder


@cache
def brands(count: int) -> tuple[Brand, ...]:
    """`count` brands with one made-up domain each; the first 100 are fully guarded, the others against homographs."""
    return tuple(
        Brand(
            id=f"b{number}",
            name=domain.partition(".")[0].capitalize(),
            domains=(domain,),
            guard=Guard.FULL if number < FULLY_GUARDED else Guard.HOMOGRAPH,
        )
        for number, domain in enumerate(domains(count))
    )


def domains(count: int) -> tuple[str, ...]:
    """`count` different made-up domain names that can be pronounced, always the same."""
    rng = random.Random(SEED)  # noqa: S311 (repeatable is what is wanted)
    made: dict[str, None] = {}
    while len(made) < count:
        label = "".join(rng.choices(_SYLLABLES, k=rng.randint(3, 5)))
        made[f"{label}.{rng.choice(_SUFFIXES)}"] = None
    return tuple(made)


@cache
def _room() -> Path:
    room = TemporaryDirectory(prefix="lencana-bench-")
    atexit.register(room.cleanup)
    return Path(room.name)
