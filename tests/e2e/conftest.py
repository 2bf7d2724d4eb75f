"""What the tests share in a session: a mailbox, a webmail, a server, and a browser of each kind in turn."""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from .account import Account, service_account
from .browsers.browser import Browser
from .mail import MESSAGES_FOLDER
from .mail.mailbox import Mailbox, dovecot
from .mail.signed import Signer, signer
from .pages.options import FirstSight, connect, first_sight, forget
from .pictures import FOLDER as PICTURES
from .pictures import keep
from .process import require, skip
from .servers.server import Server, command
from .webmails import roundcube as roundcube_of_debian
from .webmails import sogo as sogo_of_debian
from .webmails.horde import Horde, horde
from .webmails.inbox import Inbox
from .webmails.pretend import Pretence, pretending
from .webmails.roundcube import Roundcube
from .webmails.sogo import Sogo, sogo

HERE = Path(__file__).parent
PROGRAMS = {"chromium": "chromium", "firefox": "firefox-esr"}
Newcomer = Callable[[str], Browser]


@pytest.fixture(scope="session", autouse=True)
def driver_ends() -> Iterator[None]:
    """Playwright's own program ends with the last test, if a test has started it."""
    yield
    if chromium := sys.modules.get(f"{__package__}.browsers.chromium"):
        chromium.stop_driver()


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Where everything of this session lies; the mail services' user must be able to walk through it."""
    path = Path(tempfile.mkdtemp(prefix="lencana-e2e-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def account() -> Account:
    """Who the mail services run as."""
    return service_account()


@pytest.fixture(scope="session")
def mailbox(folder: Path, account: Account) -> Iterator[Mailbox]:
    """Alice's mailbox with every synthetic message in it."""
    require("dovecot")
    (folder / "mail").mkdir()
    with dovecot(folder / "mail", account) as box:
        for message in sorted(MESSAGES_FOLDER.glob("*.eml")):
            box.deliver(message.read_bytes())
        yield box


@pytest.fixture(scope="session")
def webmail(folder: Path, account: Account, mailbox: Mailbox) -> Iterator[Roundcube]:
    """Roundcube in front of that mailbox."""
    require("php")
    if not roundcube_of_debian.installed():
        skip("not installed: roundcube-core, roundcube-sqlite3 (tests/e2e/install.sh installs them)")
    (folder / "webmail").mkdir()
    with roundcube_of_debian.roundcube(folder / "webmail", account, mailbox.port) as running:
        yield running


@pytest.fixture(scope="session")
def sogo_webmail(folder: Path, mailbox: Mailbox) -> Iterator[Sogo]:
    """SOGo in front of the same mailbox."""
    require("memcached")
    if not sogo_of_debian.installed():
        skip("not installed: sogo (tests/e2e/install.sh installs it)")
    (folder / "sogo").mkdir()
    with sogo(folder / "sogo", mailbox.port) as running:
        yield running


@pytest.fixture(scope="session")
def horde_webmail(folder: Path, account: Account, mailbox: Mailbox) -> Iterator[Horde]:
    """Horde in front of the same mailbox."""
    with horde(folder, account, mailbox.port) as running:
        yield running


@pytest.fixture(scope="session")
def horde_allowed(browser: Browser, server: Server, horde_webmail: Horde) -> Horde:
    """The same, where the extension may read it, and is connected to the organisation's server."""
    connect(browser, server, horde_webmail.url)
    return horde_webmail


@pytest.fixture(scope="session")
def signing() -> Iterator[Signer]:
    """A key of tm.openai.com that the organisation's server finds in DNS."""
    with signer() as running:
        yield running


@pytest.fixture(scope="session")
def server(folder: Path, signing: Signer) -> Iterator[Server]:
    """The organisation's own server with the bundled list."""
    data = folder / "organisation"
    command(data, "init", "--no-passphrase")
    server = Server(data, LENCANA_DNS=signing.dns)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session", params=sorted(PROGRAMS))
def browser(request: pytest.FixtureRequest, folder: Path) -> Iterator[Browser]:
    """Each browser in turn, with the extension as it is after installation."""
    require(PROGRAMS[request.param])
    profile = folder / request.param
    profile.mkdir()
    with starter(request.param)(profile) as started:
        yield started


@pytest.fixture(scope="session")
def chromium_alone() -> Iterator[Any]:
    """A Chromium without the extension, as Playwright knows it."""
    require("chromium")
    with starter("chromium", "chromium_alone")() as started:
        yield started


@pytest.fixture(scope="session")
def pretence(folder: Path) -> Iterator[Pretence]:
    """Webmails under their own names, on this machine; a test says what they answer."""
    with pretending(folder) as running:
        yield running


@pytest.fixture(scope="session")
def first_sights() -> dict[str, FirstSight]:
    """By name of the browser, what each newcomer saw first."""
    return {}


@pytest.fixture(scope="session")
def newcomer(folder: Path, pretence: Pretence, first_sights: dict[str, FirstSight]) -> Iterator[Newcomer]:
    """A second browser of each kind, whose extension knows of no organisation whenever a test asks for it by name.

    It starts once: a start with a new profile costs as much as most tests. Every name of a webmail leads it to this
    machine.
    """
    started: dict[str, Browser] = {}
    with ExitStack() as running:

        def without_memory(name: str) -> Browser:
            require(PROGRAMS[name])
            if name in started:
                forget(started[name])
            else:
                profile = folder / f"newcomer-{name}"
                profile.mkdir()
                more = pretence.chromium_flags if name == "chromium" else (pretence.firefox_preferences,)
                started[name] = running.enter_context(starter(name)(profile, *more))
                first_sights[name] = first_sight(started[name])
            return started[name]

        yield without_memory


def starter(name: str, what: str = "") -> Callable[..., AbstractContextManager[Any]]:
    """What starts that browser, with the extension or as `what` says; skips the test where its driver is missing."""
    try:
        start: Any = getattr(import_module(f".browsers.{name}", __package__), what or name)
    except ModuleNotFoundError as error:
        skip(f"not installed: {error.name} (pip install -e '.[e2e]')")
    return start  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def inbox(browser: Browser, server: Server, webmail: Roundcube) -> Inbox:
    """Alice logged in, with the extension connected to the organisation's server."""
    connect(browser, server, webmail.url)
    inbox = Inbox(browser, webmail.url)
    inbox.log_in()
    return inbox


@pytest.fixture
def picture(browser: Browser) -> Callable[[str], None]:
    """Keep a picture of the window under tests/e2e/screenshots, if pictures are asked for."""
    return lambda name: keep(browser.screenshot, f"{browser.name}-{name}")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep a picture of what a test that failed saw."""
    outcome = yield
    if outcome.get_result().failed:
        PICTURES.mkdir(exist_ok=True)
        for browser, name in _browsers_of(item).items():
            with suppress(Exception):  # a browser that has gone is the failure, not this
                browser.screenshot(PICTURES / f"failed-{item.name}-{name}.png")


def _browsers_of(item: pytest.Item) -> dict[Browser, str]:
    """Those that the test has, or whoever reads in one."""
    used = {name: getattr(value, "browser", value) for name, value in getattr(item, "funcargs", {}).items()}
    return {value: name for name, value in used.items() if isinstance(value, Browser)}
