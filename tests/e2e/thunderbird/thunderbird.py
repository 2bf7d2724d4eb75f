"""Debian's Thunderbird, driven over Marionette: an account at the test's Dovecot, and what its window shows."""

import json
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ..browsers.browser import PATIENCE, insist, wait_for
from ..mail.mailbox import ADDRESS, PASSWORD, Mailbox
from ..process import free_port, running
from .profile import preferences as preferences_for
from .program import ID, PRESS, Program

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # old habits of the driver's own libraries
    from marionette_driver.marionette import Marionette

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
# What a reader sees in one moment.
_MOMENT: Final = f"""{_DOCUMENT}
const badge = () => {{
    const badge = host()?.openOrClosedShadowRoot.querySelector(".badge[data-kind]");
    if (!badge) return null;
    const {{ left, top, width, height }} = badge.getBoundingClientRect();
    const {{ clientWidth }} = pane().documentElement;
    const at = (x, y) => pane().elementFromPoint(left + width * x, top + height * y) === host();
    const inFront = [0.05, 0.5, 0.95].every((x) => [0.1, 0.5, 0.9].every((y) => at(x, y)));
    return {{ kind: badge.dataset.kind, text: badge.innerText.trim(), theme: badge.dataset.theme,
        inFront: inFront && width > 100 && height > 20 && top >= 0 && left >= 0 && left + width <= clientWidth + 1 }};
}};
const button = about()?.document.querySelector("[data-extensionid='" + arguments[0] + "'].webextension-action");
const attribute = (name) => (button?.checkVisibility() ? (button.getAttribute(name) ?? "") : "");
const subject = pane()?.title ?? "";
return {{ subject, badge: badge(), button: attribute("label"), tooltip: attribute("tooltiptext") }};
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """The badge in a message's document: `in_front` says whether a reader sees all of it."""

    kind: str
    text: str
    theme: str
    in_front: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """What a reader sees at one time: the document's subject, its badge, the button in the header and its tooltip."""

    subject: str
    badge: Shown | None
    button: str
    tooltip: str


class Thunderbird(Program):
    """Alice's window: her list, and what stands beside it."""

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

    def copy_to_local_folder(self, subject: str) -> None:
        """Copy the message into a folder of this computer, and show that folder with it."""
        copied = f"""{_INBOX}
            const local = MailServices.accounts.localFoldersServer.rootFolder;
            if (!local.containsChildNamed("Kept")) local.createSubfolder("Kept", null);
            const kept = local.getChildNamed("Kept");
            const message = [...inbox.messages].find((one) => one.mime2DecodedSubject === arguments[0]);
            const busy = window.lencanaCopies === true;
            if (!busy) MailServices.copy.copyMessages(inbox, [message], kept, false, null, null, false);
            window.lencanaCopies = true;
            if (kept.getTotalMessages(false) === 0) return false;
            const about = window.document.getElementById("tabmail").currentAbout3Pane;
            if (about.gFolder !== kept) about.displayFolder(kept.URI);
            about.threadTree.selectedIndex = 0;
            return about.messageBrowser.contentWindow.gMessage?.folder === kept;"""
        wait_for(lambda: self.run(copied, subject), f"{subject} in a local folder")

    def now(self) -> Moment:
        """What is shown; where no message is, every text is empty."""
        seen = self.run(_MOMENT, ID)
        badge = seen["badge"]
        shown = badge and Shown(badge["kind"], badge["text"], badge["theme"], badge["inFront"])
        return Moment(seen["subject"], shown, seen["button"], seen["tooltip"])

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
        now = self.now()
        shown = now.badge
        if shown is None or shown.kind == "checking" or not now.button.startswith(shown.text.split()[0]):
            return None
        return shown if now.subject == subject else None

    @property
    def button(self) -> str:
        """The label of the button in the message's header."""
        return self.now().button

    @contextmanager
    def window(self, act: str, *args: object) -> Iterator[None]:
        """What is shown is what the window shows that a script opens; when the block ends it is closed."""
        self.run(act, *args)
        there = 'return Services.wm.getMostRecentWindow("mail:messageWindow")?.messageBrowser.contentWindow.msgLoaded'
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

    def click_badge(self, selector: str) -> None:
        """An element of the badge that is drawn now."""
        place = f"const element = host().openOrClosedShadowRoot.querySelector({json.dumps(selector)});"
        self.run(f"{_DOCUMENT} {place} const content = pane().defaultView; {PRESS}")

    def press_button(self) -> None:
        """The button in the message's header."""
        self.run(f"{_DOCUMENT} about().document.querySelector('.webextension-action').click()")

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

    def tagged(self) -> set[str]:
        """The subjects of the inbox's messages that bear Lencana's tag."""
        found = self.run(
            f"""{_INBOX}
            const bears = (one) => one.getStringProperty("keywords").split(" ").includes("$lencana_suspicious");
            return [...inbox.messages].filter(bears).map((one) => one.mime2DecodedSubject);"""
        )
        return set(found)


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
    values = {**preferences_for(mailbox, port), **preferences}
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
