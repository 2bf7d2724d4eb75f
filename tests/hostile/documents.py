"""Bodies and documents that are made to cost: JSON, envelopes, TOML, backups; each a function of its size in bytes."""

import gzip
import io
import tarfile
from pathlib import Path

from hostile.pieces import Make, numbered, times

CHECKS: dict[str, Make] = {
    "links": lambda n: b'{"links":[' + times(b'{"href":""},', n) + b'{"href":""}]}',
    "results": lambda n: b'{"text":"x","authentication_results":[' + times(b'"",', n) + b'""]}',
    "fields that nobody knows": lambda n: b'{"text":"x",' + numbered(b'"a%d":[],', n) + b'"a":0}',
    "the same field": lambda n: b"{" + times(b'"text":"x",', n) + b'"text":"y"}',
    "deep": lambda n: b'{"text":"x","a":' + b"[" * (n // 2) + b"]" * (n // 2) + b"}",
    "open": lambda n: times(b'{"a":', n),
    "escapes": lambda n: b'{"text":"' + times(b"\\u0041", n) + b'"}',
    "a long subject": lambda n: b'{"from":"a@b.example","subject":"' + b"a" * min(n, 65_536) + b'"}',
    "Reply-To fields": lambda n: (
        b'{"headers":"From: a@b.example\\n' + numbered(b"Reply-To: a@h%d.example\\n", n) + b'"}'
    ),
}
ENVELOPES: dict[str, Make] = {
    "the same key": lambda n: b"{" + times(b'"a":0,', n) + b'"a":0}',
    "many keys, and one twice": lambda n: b"{" + numbered(b'"%d":0,', n) + b'"0":0}',
    "empty lists": lambda n: b'{"a":[' + times(b"[],", n) + b"0]}",
    "objects": lambda n: b'{"a":[' + times(b"{},", n) + b"0]}",
    "signatures": lambda n: (
        b'{"payload":"e30=","payloadType":"x","signatures":[' + times(b'{"sig":"AA=="},', n) + b'{"sig":"AA=="}]}'
    ),
    "deep": lambda n: b"[" * n,
    "deep in a field": lambda n: (
        b'{"payload":"e30=","payloadType":"x","signatures":[],"a":' + b"[" * n + b"]" * n + b"}"
    ),
    "a long payload": lambda n: b'{ "payload":"' + times(b"AAAA", n) + b'","payloadType":"x","signatures":[]}',
    "a payload in escapes": lambda n: (
        b'{"payload":"' + times(b"\\u0041\\u0041\\u0041\\u0041", n) + b'","payloadType":"x","signatures":[]}'
    ),
    "a long type": lambda n: b'{"payload":"e30=","payloadType":"' + times(b"a", n) + b'","signatures":[]}',
    "white space": lambda n: times(b" ", n) + b'{"payload":"e30=","payloadType":"x","signatures":[]}',
}
LISTS: dict[str, Make] = {
    "brands": lambda n: numbered(b'[[brand]]\nid="a%d"\nname="A%d"\ndomains=["a%d.example"]\n', n),
    "brands of one id": lambda n: times(b'[[brand]]\nid="a"\nname="A"\ndomains=["a.example"]\n', n),
    "dotted keys": lambda n: times(b"a.", n // 8) + b"a=1",  # tomllib takes the square of it
    "tables in tables": lambda n: numbered(b"[a.a%d]\n", n),
    "arrays in arrays": lambda n: b"a=" + b"[" * (n // 2) + b"]" * (n // 2),
    "inline tables": lambda n: b"a=" + times(b"{a=", n),
    "open strings": lambda n: b'a="""' + times(b'""\\', n),
    "digits": lambda n: b"a=" + b"1" * n,
    "comments": lambda n: times(b"#\n", n),
}


def backup(folder: Path, members: list[tuple[str, int]]) -> Path:
    """A backup whose members hold so many zeros each."""
    path = folder / "hostile.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=1) as tar:
        for name, size in members:
            entry = tarfile.TarInfo(name)
            entry.size = size
            tar.addfile(entry, io.BytesIO(bytes(size)))
    return path


def backup_with_long_header(folder: Path, size: int) -> Path:
    """A backup with a header that says of itself that it is so long."""
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, size
    path = folder / "header.tar.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(header.tobuf(tarfile.USTAR_FORMAT))
        file.write(bytes(size))
    return path
