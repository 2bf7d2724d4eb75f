"""Debian's Thunderbird, driven over Marionette: an account at the test's Dovecot, and what its window shows."""

import json
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from .browser import PATIENCE, wait_for
from .mailbox import ADDRESS, PASSWORD, Mailbox
from .process import free_port, running

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # old habits of the driver's own libraries
    from marionette_driver.addons import Addons
    from marionette_driver.marionette import Marionette

ID: Final = "lencana@lencana.example"
UUID: Final = "5a0d7b1e-2f6c-4c7e-9a55-1e0c4a9de0b2"  # the add-on's host in moz-extension:// addresses
_WINDOW: Final = (1300, 850)  # pixels
# The message's document of the window that is asked, whether a tab, a message's tab or a message's window.
_DOCUMENT: Final = """
const about = () => {
    const tabmail = window.document.getElementById("tabmail");
    return tabmail ? tabmail.currentAboutMessage : window.messageBrowser?.contentWindow;
};
const pane = () => about()?.document.getElementById("messagepane").contentDocument;
const host = () => pane()?.querySelector(":root > [data-lencana=badge]");
"""
_INBOX: Final = """
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const server = MailServices.accounts.getAccount("account1").incomingServer;
const inbox = server.rootFolder.getChildNamed("INBOX");
"""
_BADGE: Final = f"""{_DOCUMENT}
const shadow = host()?.openOrClosedShadowRoot;
const badge = shadow?.querySelector(".badge[data-kind]");
if (!badge) return null;
const {{ left, top, width, height }} = badge.getBoundingClientRect();
const {{ clientWidth, clientHeight }} = pane().documentElement;
const at = (x, y) => pane().elementFromPoint(left + width * x, top + height * y) === host();
const inFront = [0.05, 0.5, 0.95].every((x) => [0.1, 0.5, 0.9].every((y) => at(x, y)));
return {{ kind: badge.dataset.kind, text: badge.innerText.trim(), theme: badge.dataset.theme,
    inFront: inFront && width > 100 && height > 20 && top >= 0 && left >= 0 && left + width <= clientWidth + 1 }};
"""
_BUTTON: Final = f"""{_DOCUMENT}
const button = about()?.document.querySelector("[data-extensionid='" + arguments[0] + "'].webextension-action");
if (!button || !button.checkVisibility()) return null;
return {{ label: button.getAttribute("label"), title: button.getAttribute("tooltiptext"),
    icon: button.getAttribute("style") }};
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """The badge in a message's document: `in_front` says whether a reader sees all of it."""

    kind: str
    text: str
    theme: str
    in_front: bool


class Thunderbird:
    """One window of Thunderbird; a script is the body of a function in the browser's own context."""

    name = "thunderbird"

    def __init__(self, client: Any) -> None:
        self._client = client

    def run(self, script: str, *args: object) -> Any:
        """What the script returns, with the program's own rights, in the window that is in front."""
        with self._client.using_context("chrome"):
            return self._client.execute_script(script, script_args=args)

    def when_done(self, script: str, *args: object) -> Any:
        """What the script hands to its last argument."""
        with self._client.using_context("chrome"):
            return self._client.execute_async_script(script, script_args=args)

    def install(self, archive: Path) -> None:
        """As a temporary add-on."""
        Addons(self._client).install(str(archive), temp=True)

    def add_password(self) -> None:
        """What a reader types when the account asks for it."""
        self.when_done(
            """
            const [user, password, done] = arguments;
            const info = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
            info.init("imap://127.0.0.1", null, "imap://127.0.0.1", user, password, "", "");
            Services.logins.addLoginAsync(info).then(() => done(true));""",
            ADDRESS,
            PASSWORD,
        )

    def fetch(self, count: int) -> None:
        """Fetch the list of messages until so many are there."""
        look = f"""{_INBOX}
            if (inbox === null) server.performExpand(null);
            else if (inbox.getTotalMessages(false) < arguments[0]) inbox.updateFolder(null);
            return inbox?.getTotalMessages(false) ?? 0;"""
        wait_for(lambda: self.run(look, count) >= count, f"{count} messages in the inbox")

    def select(self, subject: str) -> None:
        """Choose the message in the list; that its document has arrived is not waited for."""
        chosen = f"""{_INBOX}
            const about = window.document.getElementById("tabmail").currentAbout3Pane;
            if (about.gFolder !== inbox) about.displayFolder(inbox.URI);
            const view = about.gDBView;
            for (let row = 0; row < (view?.rowCount ?? 0); row++) {{
                if (view.getMsgHdrAt(row).mime2DecodedSubject !== arguments[0]) continue;
                if (about.threadTree.selectedIndex !== row) about.threadTree.selectedIndex = row;
            }}
            const {{ gMessage }} = about.messageBrowser.contentWindow;
            return gMessage?.mime2DecodedSubject === arguments[0];"""
        wait_for(lambda: self.run(chosen, subject), f"{subject} in the list")

    def shows(self, words: str) -> None:
        """Wait until the message's document has that text."""
        wait_for(lambda: words in str(self.run(f"{_DOCUMENT} return pane()?.body?.innerText ?? ''")), words)

    def badge(self) -> Shown | None:
        """The badge that is drawn now."""
        drawn = self.run(_BADGE)
        return None if drawn is None else Shown(drawn["kind"], drawn["text"], drawn["theme"], drawn["inFront"])

    def button(self) -> str:
        """The label of the button in the message's header; "" where no message is shown."""
        return str((self.run(_BUTTON, ID) or {}).get("label") or "")

    def screenshot(self, path: Path) -> None:
        """Write a picture of the window."""
        with self._client.using_context("chrome"):
            path.write_bytes(self._client.screenshot(format="binary", full=False))


def _preferences(mailbox: Mailbox, port: int) -> dict[str, object]:
    server, local = "mail.server.server1", "mail.server.server2"
    return {
        "marionette.port": port,
        "extensions.webextensions.uuids": json.dumps({ID: UUID}),
        "extensions.webextOptionalPermissionPrompts": False,
        "app.donation.eoy.version.viewed": 999,
        "datareporting.policy.dataSubmissionEnabled": False,
        "mail.rights.version": 1,
        "mail.provider.suppress_dialog_on_startup": True,
        "mail.shell.checkDefaultClient": False,
        "mailnews.start_page.enabled": False,
        "mailnews.message_display.disable_remote_image": True,
        "intl.accept_languages": "en-US",
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "services.settings.server": "http://127.0.0.1:9",  # nobody listens there: nothing leaves the machine
        "mail.accountmanager.accounts": "account1,account2",
        "mail.accountmanager.defaultaccount": "account1",
        "mail.accountmanager.localfoldersserver": "server2",
        "mail.account.account1.identities": "id1",
        "mail.account.account1.server": "server1",
        "mail.account.account2.server": "server2",
        "mail.identity.id1.useremail": ADDRESS,
        "mail.identity.id1.fullName": "Alice",
        "mail.identity.id1.valid": True,
        f"{server}.type": "imap",
        f"{server}.hostname": "127.0.0.1",
        f"{server}.realhostname": "127.0.0.1",
        f"{server}.port": mailbox.port,
        f"{server}.userName": ADDRESS,
        f"{server}.name": ADDRESS,
        f"{server}.socketType": 0,
        f"{server}.authMethod": 3,  # a password in clear, on loopback
        f"{server}.login_at_startup": False,  # its question for the password would keep the driver out
        f"{server}.check_new_mail": False,
        f"{server}.storeContractID": "@mozilla.org/msgstore/berkeleystore;1",
        f"{local}.type": "none",
        f"{local}.hostname": "Local Folders",
        f"{local}.name": "Local Folders",
        f"{local}.userName": "nobody",
    }


@contextmanager
def thunderbird(
    folder: Path,
    mailbox: Mailbox,
    preferences: Mapping[str, object] = MappingProxyType({}),
    *,
    program: Path = Path("thunderbird"),
) -> Iterator[Thunderbird]:
    """A Thunderbird with its profile in `folder` and Alice's account; `program` starts one that has policies."""
    port = free_port()
    values = {**_preferences(mailbox, port), **preferences}
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in values.items())
    (folder / "user.js").write_text("".join(lines))
    command = [str(program), "--headless", "--marionette", "--no-remote", "--remote-allow-system-access"]
    size = {"MOZ_HEADLESS_WIDTH": str(_WINDOW[0]), "MOZ_HEADLESS_HEIGHT": str(_WINDOW[1])}
    environment = {**size, "HOME": str(folder), "LANGUAGE": "en", "LC_ALL": os.environ.get("LC_ALL", "C.UTF-8")}
    with running([*command, "--profile", str(folder)], log=folder / "thunderbird.log", port=port, env=environment):
        client = Marionette(host="127.0.0.1", port=port, socket_timeout=PATIENCE * 2)
        client.start_session()
        try:
            started = Thunderbird(client)
            started.add_password()
            yield started
        finally:
            with suppress(Exception):  # the process group is ended in any case
                client.delete_session()
