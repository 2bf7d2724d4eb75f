"""Debian's Thunderbird, driven over Marionette: an account at the test's Dovecot, and what its window shows."""

import json
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from .browser import PATIENCE, insist, wait_for
from .mailbox import ADDRESS, PASSWORD, Mailbox
from .process import free_port, running

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # old habits of the driver's own libraries
    from marionette_driver.addons import Addons
    from marionette_driver.marionette import Marionette

ID: Final = "lencana@lencana.example"
UUID: Final = "5a0d7b1e-2f6c-4c7e-9a55-1e0c4a9de0b2"  # the add-on's host in moz-extension:// addresses
_WINDOW: Final = (1300, 850)  # pixels
# The message's document: of the window that shows one message, or else of the main window's tab in front.
_DOCUMENT: Final = """
const about = () => {
    const one = Services.wm.getMostRecentWindow("mail:messageWindow");
    return one ? one.messageBrowser.contentWindow : window.document.getElementById("tabmail").currentAboutMessage;
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


# A page of the extension is in a process of its own; a frame script reaches it.
_IN_PAGE: Final = """
const [page, script, done] = arguments;
const browsers = [...Services.wm.getEnumerator(null)].flatMap((one) => [...one.document.querySelectorAll("browser")]);
const isIt = ({ currentURI }) => currentURI?.spec.startsWith("moz-extension:") && currentURI.spec.includes(page);
const browser = browsers.find(isIt);
if (!browser) return done(null);
const name = `lencana-test:${Math.random()}`;
browser.messageManager.addMessageListener(name, function answer({ data }) {
    browser.messageManager.removeMessageListener(name, answer);
    done(data);
});
const code = `const document = content.document; let answer;
    try { answer = ${script} ?? null } catch (error) { answer = String(error) }
    sendAsyncMessage(${JSON.stringify(name)}, answer);`;
browser.messageManager.loadFrameScript(`data:application/javascript;charset=utf-8,${encodeURIComponent(code)}`, false);
"""
_PRESS: Final = """
element.scrollIntoView({ block: "nearest" });
const { left, top, width, height } = element.getBoundingClientRect();
for (const type of ["mousedown", "mouseup"]) {
    content.synthesizeMouseEvent(type, left + width / 2, top + height / 2, { button: 0, clickCount: 1 });
}
"""
_CLICK: Final = f"const element = document.querySelector(%s); {_PRESS}"


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
        """Fetch the list of messages until so many are there; the window shows the folder that it opens by itself."""
        look = f"""{_INBOX}
            if (inbox === null) server.performExpand(null);
            else if (inbox.getTotalMessages(false) < arguments[0]) inbox.updateFolder(null);
            const {{ currentAbout3Pane }} = window.document.getElementById("tabmail");
            return currentAbout3Pane.gFolder === null ? 0 : (inbox?.getTotalMessages(false) ?? 0);"""
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

    def drawn(self) -> Shown | None:
        """The badge that is drawn now."""
        return _shown(self.run(_BADGE))

    def badge(self, subject: str) -> Shown:
        """The badge of the message with that subject, once the check has ended and the button says the same."""
        found: Shown = wait_for(lambda: self._settled(subject), f"the badge of {subject}")
        return found

    def open(self, subject: str) -> Shown:
        """Choose the message in the list, until its badge is there: at its start the program chooses by itself."""
        what = f"the badge of {subject}"
        found: Shown = insist(lambda: self.select(subject), lambda: self._settled(subject), what, 15)
        return found

    def _settled(self, subject: str) -> Shown | None:
        shown = self.drawn()
        if shown is None or shown.kind == "checking" or not self.button().startswith(shown.text.split()[0]):
            return None
        return shown if self.run(f"{_DOCUMENT} return pane().title") == subject else None

    def at_once(self) -> tuple[str, Shown | None, str]:
        """What a reader sees in one moment: the document's subject, its badge, and the button's label."""
        title, badge, button = self.run(
            f"{_DOCUMENT} return [pane()?.title ?? '', (function () {{ {_BADGE} }})(), (function (...arguments) {{ {_BUTTON} }})(arguments[0])]",
            ID,
        )
        return title, _shown(badge), (button or {}).get("label") or ""

    def button(self) -> str:
        """The label of the button in the message's header; "" where no message is shown."""
        return str((self.run(_BUTTON, ID) or {}).get("label") or "")

    def button_title(self) -> str:
        """Its tooltip."""
        return str((self.run(_BUTTON, ID) or {}).get("title") or "")

    @contextmanager
    def window(self, act: str, *args: object) -> Iterator[None]:
        """What is shown is what the window shows that a script opens; when the block ends it is closed."""
        self.run(act, *args)
        there = (
            """return Services.wm.getMostRecentWindow("mail:messageWindow")?.messageBrowser.contentWindow.msgLoaded"""
        )
        wait_for(lambda: self.run(there), "the message's window")
        try:
            yield
        finally:
            self.run('Services.wm.getMostRecentWindow("mail:messageWindow").close()')

    def opened_file(self, path: Path) -> AbstractContextManager[None]:
        """As "Open Saved Message" does."""
        return self.window(
            """
            const { MailUtils } = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
            const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
            file.initWithPath(arguments[0]);
            MailUtils.openEMLFile(window, file, Services.io.newFileURI(file));""",
            str(path),
        )

    def opened_attachment(self) -> AbstractContextManager[None]:
        """The first attachment of the message that is shown."""
        return self.window(f"{_DOCUMENT} about().currentAttachments[0].open(about().browsingContext)")

    def open_page(self, page: str) -> None:
        """A page of the extension in a tab of its own, in front."""
        self.run(
            """
            window.document.getElementById("tabmail").openTab("contentTab", {
                url: arguments[0],
                triggeringPrincipal: Services.scriptSecurityManager.getSystemPrincipal(),
                linkHandler: "single-page",
            });""",
            f"moz-extension://{UUID}/{page}",
        )

    def close_page(self) -> None:
        """The tab in front, which shows a page."""
        self.run('const tabmail = window.document.getElementById("tabmail"); tabmail.closeTab(tabmail.currentTabInfo)')

    def in_page(self, page: str, script: str) -> Any:
        """What the script returns in the page of the extension whose address has these words; None without one."""
        return self.when_done(_IN_PAGE, page, f"(function () {{ {script} }})()")

    def click_in_page(self, page: str, selector: str) -> None:
        """With the mouse, at the element's middle: a page may ask for permissions in answer to nothing else."""
        self.in_page(page, _CLICK % json.dumps(selector))

    def click_badge(self, selector: str) -> None:
        """An element of the badge that is drawn now."""
        place = f"const element = host().openOrClosedShadowRoot.querySelector({json.dumps(selector)});"
        self.run(f"{_DOCUMENT} {place} const content = pane().defaultView; {_PRESS}")

    def choose_from_menu(self, text: str, link: str) -> None:
        """Tell the background of a click on its entry of the context menu."""
        self.run(
            """
            const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
            const info = { menuItemId: "check", selectionText: arguments[1], linkUrl: arguments[2], modifiers: [] };
            ExtensionParent.GlobalManager.getExtension(arguments[0]).emit("webext-menu-menuitem-click", info,
                window.document.getElementById("tabmail").currentTabInfo);""",
            ID,
            text,
            link,
        )

    def press_button(self) -> None:
        """The button in the message's header."""
        self.run(f"{_DOCUMENT} about().document.querySelector('.webextension-action').click()")

    def close_windows(self) -> None:
        """All but the main window."""
        self.run("for (const one of Services.wm.getEnumerator(null)) if (one !== window) one.close()")

    def cover_badge(self) -> None:
        """Lay something over it, as no message can."""
        self.run(
            f"""{_DOCUMENT}
            const cover = pane().createElement("div");
            cover.style = "position: fixed; inset: 0; z-index: 2147483647; background: white";
            pane().documentElement.append(cover);"""
        )

    def remove_badge(self) -> None:
        """Take it out of the document."""
        self.run(f"{_DOCUMENT} host().remove()")

    @contextmanager
    def dark(self) -> Iterator[None]:
        """The reader's system is dark, until the block ends."""
        self._client.set_pref("ui.systemUsesDarkTheme", 1)
        try:
            yield
        finally:
            self._client.clear_pref("ui.systemUsesDarkTheme")

    def keywords(self) -> set[str]:
        """Of all messages of the inbox, as the list has them: of Lencana's own."""
        found = self.run(
            f"""{_INBOX}
            return [...inbox.messages].flatMap((one) => one.getStringProperty("keywords").split(" "));"""
        )
        return {word for word in found if "lencana" in word}

    def manifest_warnings(self) -> list[str]:
        """What the program does not understand of the extension's manifest."""
        return list(
            self.run(
                """
                const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
                const { warnings, errors } = ExtensionParent.GlobalManager.getExtension(arguments[0]);
                return [...warnings, ...errors];""",
                ID,
            )
        )

    def extension_version(self) -> str:
        """Of what a policy has installed."""
        told = self.when_done(
            """
            const [id, done] = arguments;
            const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
            const mode = Services.policies.getExtensionSettings(id)?.installation_mode;
            AddonManager.getAddonByID(id).then((addon) => done(addon === null ? null : [addon.version, mode]));""",
            ID,
        )
        assert told is not None, "not installed yet"
        assert told[1] == "force_installed", told
        return str(told[0])

    def update_extension(self) -> Any:
        """As "Check for Updates" does."""
        return self.when_done(
            """
            const [id, done] = arguments;
            const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
            const ended = (install) => done([install.state, install.error]);
            const listener = {
                onUpdateAvailable: (addon, install) => {
                    install.addListener({ onInstallEnded: ended, onInstallFailed: ended, onDownloadFailed: ended });
                    void install.install();
                },
                onNoUpdateAvailable: () => done("no update"),
            };
            AddonManager.getAddonByID(id)
                .then((addon) => addon.findUpdates(listener, AddonManager.UPDATE_WHEN_USER_REQUESTED));""",
            ID,
        )

    def screenshot(self, path: Path) -> None:
        """Write a picture of the window."""
        with self._client.using_context("chrome"):
            path.write_bytes(self._client.screenshot(format="binary", full=False))


def _shown(drawn: dict[str, Any] | None) -> Shown | None:
    return None if drawn is None else Shown(drawn["kind"], drawn["text"], drawn["theme"], drawn["inFront"])


def _preferences(mailbox: Mailbox, port: int) -> dict[str, object]:
    server, local = "mail.server.server1", "mail.server.server2"
    return {
        "marionette.port": port,
        "extensions.webextensions.uuids": json.dumps({ID: UUID}),
        "extensions.webextOptionalPermissionPrompts": False,
        "app.donation.eoy.version.viewed": 999,
        "datareporting.policy.dataSubmissionEnabled": False,
        "mail.openMessageBehavior": 0,  # in a window of its own
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
