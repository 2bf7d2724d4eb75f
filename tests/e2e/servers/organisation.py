"""An organisation that packs its own extension, and hands it out from its own server, with policies that install it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from certificates import Authority

from ..browsers.policies import CHROMIUM, with_policies, write
from ..process import free_port
from .server import command, serving

_PROGRAMS = {"chromium": "/usr/bin/chromium", "firefox": "/usr/bin/firefox-esr", "thunderbird": "/usr/bin/thunderbird"}


class Organisation:
    """A data folder with everything in it; `secure`: https by a CA of its own, as Firefox's updates need it."""

    def __init__(self, folder: Path, webmail: str, *, secure: bool) -> None:
        self.data = folder / "organisation"
        self.webmail = webmail
        self._folder = folder
        self._port = free_port()
        self.url = f"{'https' if secure else 'http'}://127.0.0.1:{self._port}"
        self._serve: tuple[str | Path, ...] = ()
        self._policy: tuple[str | Path, ...] = ()
        command(self.data, "init", "--no-passphrase")
        command(self.data, "extension", "key", "new", "--no-passphrase")
        fingerprint = (self.data / "root.sha256").read_text().strip()
        self._sites = ("--fingerprint", fingerprint, "--webmail", webmail)
        if secure:
            authority = Authority()
            (folder / "ca.pem").write_bytes(authority.pem)
            certificate, key = authority.issue(folder / "tls", "127.0.0.1")
            self._serve = ("--tls-certificate", certificate, "--tls-key", key)
            self._policy = ("--unsigned", "--ca", folder / "ca.pem")

    @contextmanager
    def serving(self, **settings: str) -> Iterator[None]:
        """Its server, perhaps with more settings, until the end of the block."""
        with serving(self.data, self._port, *self._serve, LENCANA_SERVER=self.url, **settings):
            yield

    def pack(self, *words: str) -> None:
        """Sign the extension and hand it out."""
        command(self.data, "extension", "pack", "--server", self.url, *self._sites, *words)

    @property
    def xpi(self) -> Path:
        """The archive for Firefox, of the version that was packed last."""
        return max((self.data / "extension").glob("lencana-*.xpi"), key=lambda path: path.stat().st_mtime_ns)

    @property
    def crx(self) -> Path:
        """The archive for Chromium, of the version that was packed last."""
        return self.xpi.with_suffix(".crx")

    def browser_program(self, browser: str) -> Path:
        """A program that starts that browser with the policy that `lencana extension policy` writes."""
        words = ("--os", "linux", "--browser", browser, "-o", str(self._folder / "policies"))
        command(self.data, "extension", "policy", *self._sites, *self._policy, *words)
        tree = self._folder / "policies/linux"
        if browser == "chromium":  # or no driver may look into what a policy has installed
            write(tree / CHROMIUM / "tests.json", {"DeveloperToolsAvailability": 1})
        return with_policies(self._folder, tree, _PROGRAMS[browser])
