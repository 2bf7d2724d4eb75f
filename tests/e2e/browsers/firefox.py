"""Debian's Firefox ESR, with the extension as a temporary add-on."""

import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from ..process import free_port, running
from .browser import EXTENSION, PATIENCE, WINDOW
from .firefox_tab import UUID, Firefox

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # old habits of the driver's own libraries
    from marionette_driver.addons import Addons
    from marionette_driver.marionette import Marionette


def _profile(folder: Path, port: int, extension_id: str, more: Mapping[str, object]) -> None:
    preferences = {
        "marionette.port": port,
        "extensions.webextensions.uuids": json.dumps({extension_id: UUID}),
        "extensions.webextOptionalPermissionPrompts": False,
        "xpinstall.signatures.required": False,  # the archive of a test bears no store's signature
        "intl.accept_languages": "en-US",
        "browser.shell.checkDefaultBrowser": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        # What a new profile does besides costs a sixth of each start.
        "browser.newtab.preload": False,
        "browser.region.update.enabled": False,
        "browser.safebrowsing.malware.enabled": False,
        "browser.safebrowsing.phishing.enabled": False,
        "browser.topsites.contile.enabled": False,
        "extensions.getAddons.cache.enabled": False,
        "identity.fxaccounts.enabled": False,
        "toolkit.telemetry.unified": False,
        "app.normandy.enabled": False,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "services.settings.server": "http://127.0.0.1:9",  # nobody listens there: nothing leaves the machine
        **more,
    }
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
    (folder / "user.js").write_text("".join(lines))


@contextmanager
def firefox(
    folder: Path,
    preferences: Mapping[str, object] = MappingProxyType({}),
    *,
    extension: Path | None = EXTENSION,
    program: Path = Path("firefox-esr"),
    insecure: bool = True,
) -> Iterator[Firefox]:
    """A Firefox with its profile in `folder`, more preferences, and perhaps another packing of the extension.

    From an archive (`.xpi`) the extension is installed to stay, so that it is there when the same profile starts again.
    Without one, a policy installs it; `program` starts a Firefox that has the policy. `insecure`: any certificate
    will do, because names of webmails lead to this machine.
    """
    manifest = json.loads((EXTENSION / "manifest.json").read_text())
    extension_id: str = manifest["browser_specific_settings"]["gecko"]["id"]
    port = free_port()
    _profile(folder, port, extension_id, preferences)
    command = [str(program), "--marionette", "--headless", "--no-remote", "--remote-allow-system-access"]
    command += ["--profile", str(folder), "--width", str(WINDOW[0]), "--height", str(WINDOW[1])]
    with running(command, log=folder / "firefox.log", port=port, env={"HOME": str(folder)}):
        client = Marionette(host="127.0.0.1", port=port, socket_timeout=PATIENCE * 2)
        client.start_session({"acceptInsecureCerts": insecure})
        try:
            stays = folder / "extensions" / f"{extension_id}.xpi"
            if extension and not stays.exists():
                Addons(client).install(str(extension), temp=extension.suffix != ".xpi")
            yield Firefox(client, extension_id)
        finally:
            with suppress(Exception):  # the process group is ended in any case
                client.delete_session()
