"""A reader reports a message; an admin sees to it at the desk; the next badge shows that."""

from collections.abc import Iterator

import pytest

from .browsers.browser import Browser, wait_for
from .conftest import Newcomer
from .mail.mailbox import Mailbox
from .mail.signed import Signer
from .pages.badge import Colour, badge, details
from .pages.options import kept
from .pages.report_desk import Organisation, reporting_organisation
from .pages.reporting import BADGE, answered, fill_in, ready, report_form, send
from .servers.server import Server
from .test_accessible import drop
from .webmails.inbox import Inbox
from .webmails.roundcube import Roundcube

pytestmark = pytest.mark.e2e

FALSE_ALARM, PHISH, STRANGER = "Your OpenAI invoice", "New sign-in from Surabaya", "Good news about your plan"
OWN_DOMAIN = """Authentication-Results: mx.example.test; dmarc=pass header.from=openai-invoices.example;
 dkim=pass header.d=openai-invoices.example header.s=k1
From: OpenAI Billing <billing@openai-invoices.example>\r\nTo: alice@example.test\r\nSubject: Your OpenAI invoice\r
Date: Sun, 22 Nov 2026 09:40:00 +0000\r\nMessage-ID: <invoice@synthetic.test>\r\n\r
Your invoice is ready.\r\n\r\n(Synthetic message, written for a test. Nobody sent it.)\r\n"""
CONFIRMED = "Reported, and confirmed by your administrator"
SCRIPT = """<img src=x onerror="document.documentElement.dataset.ran='yes'"><script>alert(1)</script>"""
# As a script of the page: presses the badge's buttons as far as a page can, and goes for the form and the background.
ATTACK = """
const script = document.createElement('script');
script.textContent = `
    const form = ${JSON.stringify(arguments[0])} + '/pages/report/report.html#' + crypto.randomUUID();
    const host = document.querySelector('[data-lencana=badge]');
    for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
        const event = new MouseEvent(type, { bubbles: true, composed: true });
        for (const target of [host, ...(host.shadowRoot?.querySelectorAll('*') ?? [])]) target.dispatchEvent(event);
    }
    host.click();
    host.focus();
    document.body.append(Object.assign(document.createElement('iframe'), { src: form, id: 'framed' }));
    for (const api of [globalThis.chrome, globalThis.browser]) {
        const sent = { type: 'report_send', report: {}, server: '', source: null };
        try { void api.runtime.sendMessage(sent); } catch {}
        try { void api.runtime.sendMessage(new URL(form).host, sent); } catch {}
    }
    window.postMessage({ type: 'report_send' }, '*');
    document.documentElement.dataset.attacked = 'yes';`;
document.body.append(script);"""


@pytest.fixture(scope="module")
def organisation(
    browser: Browser,
    server: Server,
    tmp_path_factory: pytest.TempPathFactory,
    webmail: Roundcube,
    mailbox: Mailbox,
    newcomer: Newcomer,
) -> Iterator[Organisation]:
    """A server of its own that takes whole messages, and a newcomer's browser whose desk may sign."""
    mailbox.deliver(OWN_DOMAIN.encode())
    folder = tmp_path_factory.mktemp("reports")
    with reporting_organisation(newcomer(browser.name), folder, webmail, browser, server) as running:
        yield running


def test_what_the_form_says_is_what_is_sent(organisation: Organisation) -> None:
    """Every field, of a grey badge too; and in the browser nothing of it stays but the sender's domain."""
    with report_form(organisation.inbox, STRANGER, "unknown") as browser:
        said = fill_in(browser, "phish", "It asks for my card.")
        organisation.looks("report-form")
        assert send(browser).startswith("Thank you")
        organisation.looks("report-thanks")
        stored = kept(browser, "local")
        assert "stranger.example" in stored
        assert not [secret for secret in (STRANGER, "hello@", "my card") if secret in stored]
        assert "my card" not in kept(browser, "session")
    report = organisation.reports()[STRANGER]
    content, sender = report.content, report.content.sender
    assert sender is not None
    assert said == {
        "You say": "This is a phish",
        "Comment": content.comment,
        "Badge": "Unknown",
        "Sender": f"{sender.name} <{sender.address}>",
        "Subject": content.subject,
        "Findings": ", ".join(content.codes),
        "Your webmail": content.webmail,
        "Where it is": "In the mailbox",
        "Signed list": str(content.allowlist_version),
        "Diagnosis, for your administrator": content.diagnosis or "—",
        "Your random number": report.reader,
        "Number of this report": report.id,
    }
    assert (report.kind, content.comment, content.verdict, content.origin) == (
        *("phish", "It asks for my card.", "unknown", "delivered"),
    )
    assert not report.has_message


def test_a_false_alarm_turns_green(organisation: Organisation) -> None:
    """Reported, added at the desk, signed with a key made there: the badge is green, and the reader is answered."""
    inbox, browser, desk = organisation.inbox, organisation.browser, organisation.desk
    with report_form(inbox, FALSE_ALARM, "suspicious"):
        fill_in(browser, "genuine", "Our accountant says that it is real.")
        send(browser)
    desk.report(FALSE_ALARM)
    organisation.looks("inbox-report")
    browser.click("#genuine .offer[data-field=domains]")
    desk.publish()
    wait_for(lambda: _colour(inbox, FALSE_ALARM) is Colour.GREEN, "green by the list that was published")
    answered(browser, "it is genuine")
    organisation.looks("answer")


def test_a_phish_is_confirmed(organisation: Organisation) -> None:
    """With the whole message; after the signature every badge of that sender says so, the next reader's, too."""
    inbox, browser, desk = organisation.inbox, organisation.browser, organisation.desk
    with report_form(inbox, PHISH, "suspicious"):
        assert "All of it, with attachments" in fill_in(browser, "phish", whole=True).values()
        send(browser)
    assert organisation.reports()[PHISH].has_message
    desk.open("inbox")
    browser.until("return document.querySelector('.campaigns a')")
    organisation.looks("inbox")
    desk.report(PHISH)
    assert "Surabaya" in browser.run("return document.querySelector('.source pre').textContent")
    browser.type("#answer textarea", "Well seen!")
    browser.click("#block")
    with organisation.next_reader() as other:
        assert CONFIRMED not in _told(other)
        desk.publish()
        other.log_in()
        wait_for(lambda: CONFIRMED in _told(other), "the next reader is told")
        other.browser.visit_extension("pages/popup/popup.html")
        other.browser.until("return document.body.dataset.ready === 'yes'")
        assert "Well seen!" not in other.browser.run("return document.body.textContent"), "who reported is answered"
    inbox.log_in()
    told = wait_for(lambda: CONFIRMED in (text := _told(inbox)) and text, "the reader is told")
    assert "ask your administrator" in told
    answered(browser, "Well seen!")
    wait_for(lambda: organisation.reports()[PHISH].state == "closed", "the report is closed")


def _colour(inbox: Inbox, subject: str) -> Colour:
    """Of the badge of a message that is opened anew: servers hear of a list within two seconds."""
    return badge(inbox.browser, inbox.preview(subject)).colour


def _told(inbox: Inbox) -> str:
    """All that the badge of the phish says."""
    frame = inbox.preview(PHISH)
    return badge(inbox.browser, frame, kind="suspicious").text + details(inbox.browser, frame)


def test_a_saved_message_is_reported(organisation: Organisation, signing: Signer) -> None:
    """From the popup: the form opens in a window, has the message's own sender, and can send all of it."""
    browser = organisation.browser
    drop(browser, signing, "claimed-name")
    with browser.opened(lambda: browser.click("button.report")):
        ready(browser)
        said = fill_in(browser, "phish", "From a file", whole=True)
        assert said["Where it is"] == "Saved file"
        send(browser)
    report = organisation.reports()[said["Subject"]]
    assert report.has_message
    assert (report.content.origin, report.content.webmail) == ("file", None)


def test_a_report_waits_for_the_server(organisation: Organisation) -> None:
    """While nobody answers the badge is grey: that is reported, too, and arrives once, when the server does."""
    inbox, browser = organisation.inbox, organisation.browser
    before = organisation.reports()
    with organisation.server.down(), report_form(inbox, "Your receipt for November", "unchecked"):
        fields = fill_in(browser, "other", "Grey?")
        assert fields["Badge"] == "Could not check"
        assert fields["Diagnosis, for your administrator"].startswith("unreachable")
        assert "waiting" in send(browser)
        organisation.looks("report-waiting")
        assert "Grey?" not in kept(browser, "local")
    browser.visit_extension("pages/popup/popup.html")
    wait_for(lambda: len(organisation.reports()) == len(before) + 1, "the report")
    [arrived] = [report for report in organisation.reports().values() if report.content.comment == "Grey?"]
    assert arrived.content.verdict is None
    browser.visit_extension("pages/popup/popup.html")
    wait_for(lambda: "reports:waiting" not in kept(browser, "session"), "nothing waits")
    inbox.log_in()


def test_a_page_cannot_report(organisation: Organisation) -> None:
    """It neither presses the button, nor opens the form, nor frames it, nor speaks to the background."""
    inbox, browser = organisation.inbox, organisation.browser
    browser.visit_extension("pages/popup/popup.html")
    origin = str(browser.run("return location.origin"))
    inbox.log_in()
    before, frame = len(organisation.reports()), inbox.preview("Your workspace will be closed today")
    badge(browser, frame, kind="suspicious")
    browser.enter(frame)
    browser.run(ATTACK, origin)
    assert browser.run("return document.documentElement.dataset.attacked") == "yes"
    with browser.opened(lambda: browser.click_in_shadow(BADGE, "button.report")):  # the reader's own click still does
        ready(browser)
        assert browser.run("return location.origin") == origin
        assert len([tab for tab in browser.tabs() if "report.html" in tab and tab.startswith(origin)]) <= 1
    browser.enter(frame)
    framed = "try { return frames.framed?.document?.querySelector('#form') ?? null; } catch { return null; }"
    assert browser.run(framed) is None
    assert len(organisation.reports()) == before


def test_a_script_in_a_report_stays_text(organisation: Organisation) -> None:
    """In the inbox, on the report's page, and in an answer that the reader sees."""
    browser, desk = organisation.browser, organisation.desk
    sender = {"address": "x@script.example", "name": SCRIPT}
    organisation.post(comment=SCRIPT, subject=SCRIPT, sender=sender, diagnosis=SCRIPT, origin="file")
    desk.report(SCRIPT)
    organisation.looks("inbox-script")
    assert str(browser.run("return document.querySelector('#view').textContent")).count(SCRIPT) >= 4
    assert browser.run("return document.querySelector('#view :is(img, script, iframe)')") is None
    assert browser.run("return document.documentElement.dataset.ran") is None
    with report_form(organisation.inbox, STRANGER, "unknown"):
        fill_in(browser, "other", SCRIPT)
        send(browser)
    desk.report(STRANGER)
    browser.type("#answer textarea", SCRIPT)
    browser.click("#answer-now")
    browser.until("return document.querySelector('.states')")
    answered(browser, SCRIPT)
    assert browser.run("return document.querySelector('#answers :is(img, script)')") is None
