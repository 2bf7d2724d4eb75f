"""Pack the extension as both stores take it: `build/lencana-chromium.zip` and `build/lencana-firefox.zip`.

The files are those of a commit, not of the folder, and every archive has its commit's time, so the same commit gives
the same bytes (with the same zlib, which deflates them). Each store gets the manifest without the other's keys.

    tools/pack.py                                   the archives for the stores, from HEAD
    tools/pack.py --host https://mail.example.org   for a forced installation: these sites are granted with it
"""

import argparse
import hashlib
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

ROOT: Final = Path(__file__).parents[1]
MAX_ARCHIVE_BYTES: Final = 150_000
_MODE: Final = 0o100644 << 16  # a plain file that everybody may read
_UNIX: Final = 3


def files_of(commit: str) -> dict[str, bytes]:
    """What ships of the folder `extension` in a commit, by path: all but the READMEs, which are for those who change it."""
    archive = _git("archive", "--format=tar", commit, "extension")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = ((member, tar.extractfile(member)) for member in tar if member.isfile())
        files = {member.name.removeprefix("extension/"): stream.read() for member, stream in members if stream}
    return {name: content for name, content in files.items() if Path(name).name != "README.md"}


def manifest_for(browser: str, manifest: dict[str, Any], hosts: list[str]) -> dict[str, Any]:
    """The manifest as that browser's store takes it; `hosts` are match patterns that it grants at installation."""
    own = dict(manifest)
    background = dict(own["background"])
    if browser == "chromium":
        background.pop("scripts")
        own.pop("browser_specific_settings")
        if not hosts:
            own.pop("key")  # the store assigns its own
    else:
        background.pop("service_worker")
        for name in ("key", "minimum_chrome_version", "storage"):
            own.pop(name, None)
    own["background"] = background
    if hosts:
        own["host_permissions"] = hosts
    return own


def pack(browser: str, files: dict[str, bytes], time: datetime, hosts: list[str]) -> bytes:
    """The archive: names in order, one time, no folder of its own."""
    manifest = manifest_for(browser, json.loads(files["manifest.json"]), hosts)
    files = {**files, "manifest.json": json.dumps(manifest, indent=2).encode() + b"\n"}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, time.timetuple()[:6])
            entry.create_system, entry.external_attr = _UNIX, _MODE
            zipped.writestr(entry, files[name], zipfile.ZIP_DEFLATED, 9)
    return archive.getvalue()


def pattern(address: str) -> str:
    """The match pattern of a site; it cannot hold a port."""
    site = urlsplit(address)
    if site.scheme not in ("http", "https") or not site.hostname:
        raise argparse.ArgumentTypeError(f"{address!r} is not an address such as https://mail.example.org")
    return f"{site.scheme}://{site.hostname}/*"


def main() -> None:
    """Write both archives and say their size and SHA-256."""
    parser = argparse.ArgumentParser(description="Pack the extension for both browsers.")
    parser.add_argument("--commit", default="HEAD")
    parser.add_argument("--host", action="append", default=[], type=pattern, metavar="ADDRESS")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "build")
    arguments = parser.parse_args()
    files = files_of(arguments.commit)
    time = datetime.fromtimestamp(int(_git("show", "-s", "--format=%ct", arguments.commit)), UTC)
    arguments.output.mkdir(parents=True, exist_ok=True)
    for browser in ("chromium", "firefox"):
        archive = pack(browser, files, time, arguments.host)
        if len(archive) > MAX_ARCHIVE_BYTES:
            parser.exit(1, f"{browser}: {len(archive)} bytes, more than {MAX_ARCHIVE_BYTES}\n")
        path = arguments.output / f"lencana-{browser}.zip"
        path.write_bytes(archive)
        digest = hashlib.sha256(archive).hexdigest()
        sys.stdout.write(f"{path}  {len(archive)} bytes  sha256 {digest}\n")


def _git(*arguments: str) -> bytes:
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


if __name__ == "__main__":
    main()
