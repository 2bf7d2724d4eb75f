"""Confirmed phish leave once, to real servers, and are tried again while those are away."""

import logging
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from lencana.reports import keeper
from lencana.reports.keeper import Keeper
from lencana.reports.sending.outbox import CLAIM, RETRY_AFTER, Outbox

from .conftest import a_report
from .counterparts import MailServer, WebServer, web_server
from .sending import Make, Sending

pytestmark = pytest.mark.usefixtures("no_thread")


def test_only_confirmed_phish_is_sent_and_only_once(
    make: Make, tmp_path: Path, mail: MailServer, web: WebServer
) -> None:
    sending = Sending(make, tmp_path, mail, web)
    sending.confirm(a_report(), "genuine")
    sending.confirm(a_report(), "other")
    taken_back = sending.confirm(a_report())
    sending.answer(taken_back, "genuine")
    gone = sending.confirm(a_report())
    assert sending.server.admin("DELETE", f"/v1/reports/{gone}").status_code == 204
    confirmed = sending.confirm(a_report())
    sending.keeper.look()
    for kind in ("phish", "other", "phish"):
        sending.answer(confirmed, kind)
        sending.keeper.look()
        sending.another_keeper().look()
    assert (len(mail.messages), len(web.posts)) == (1, 1)


@pytest.mark.parametrize("status", [500, 302, 307, 404, 429])
def test_a_webhook_is_tried_again(make: Make, tmp_path: Path, web: WebServer, status: int) -> None:
    """And no redirect is followed."""
    sending = Sending(make, tmp_path, None, web)
    sending.confirm(a_report())
    web.statuses = [status] * 2
    for wait, posts in ((0, 1), (59, 1), (1, 2), (299, 2), (1, 3), (86400, 3)):
        sending.now += timedelta(seconds=wait)
        sending.keeper.look()
        assert len(web.posts) == posts
    assert {path for path, _, _ in web.posts} == {"/hook"}
    assert len({headers["webhook-id"] for _, headers, _ in web.posts}) == 1
    assert len({headers["webhook-timestamp"] for _, headers, _ in web.posts}) == 3
    assert sending.counts() == {("webhook", "sent"): 1}


def test_gone_is_gone(make: Make, tmp_path: Path, web: WebServer) -> None:
    sending = Sending(make, tmp_path, None, web)
    sending.confirm(a_report())
    web.statuses = [410]
    sending.keeper.look()
    assert sending.counts() == {("webhook", "failed"): 1}


@pytest.mark.parametrize(
    ("answer", "state"), [("451 later", "waiting"), ("550 no such user", "failed"), (None, "sent")]
)
def test_what_a_mail_server_answers(
    make: Make, tmp_path: Path, mail: MailServer, answer: str | None, state: str
) -> None:
    sending = Sending(make, tmp_path, mail, None)
    mail.refuse = answer
    sending.confirm(a_report())
    sending.keeper.look()
    assert sending.counts() == {("mail", state): 1}
    mail.refuse = None
    sending.now += RETRY_AFTER[0]
    sending.keeper.look()
    assert len(mail.messages) == (state != "failed")


def test_after_all_attempts_it_is_given_up(make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with web_server() as web:
        sending = Sending(make, tmp_path, None, web)
    sending.confirm(a_report(subject="zwitscher9417", comment="zwitscher9417"))  # nobody listens any more
    caplog.set_level(logging.DEBUG)
    for wait in (timedelta(), *RETRY_AFTER):
        sending.now += wait
        sending.keeper.look()
    assert sending.counts() == {("webhook", "failed"): 1}
    assert "the webhook was not taken: ConnectionRefusedError" in caplog.text
    assert "given up" in caplog.text
    assert "zwitscher" not in caplog.text
    assert "openal" not in caplog.text


def test_what_is_claimed_is_left_alone_until_the_claim_is_over(make: Make, tmp_path: Path, web: WebServer) -> None:
    """Two processes, and one that is killed while it sends."""
    sending = Sending(make, tmp_path, None, web)
    sending.confirm(a_report())
    outbox = Outbox(sending.inbox.store)
    killed = outbox.claim(frozenset({"webhook"}), sending.now)
    assert killed is not None
    sending.keeper.look()
    assert web.posts == []
    sending.now += CLAIM
    sending.keeper.look()
    assert len(web.posts) == 1
    outbox.postpone(killed, sending.now)  # it was only slow: its claim counts no more
    sending.now += timedelta(days=1)
    sending.keeper.look()
    assert len(web.posts) == 1


def test_a_way_out_that_is_closed_keeps_what_waits(make: Make, tmp_path: Path, web: WebServer) -> None:
    sending = Sending(make, tmp_path, None, web)
    sending.confirm(a_report())
    Keeper(sending.inbox, sending.settings, sending.server.data, {}, lambda: sending.now).look()
    assert sending.counts() == {("webhook", "waiting"): 1}


def test_a_receiver_that_never_ends_its_answer_does_not_hold_up_the_deleting(
    make: Make, tmp_path: Path, web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "SENDING_SECONDS", 0.2)
    sending = Sending(make, tmp_path, None, web)
    web.drips_until = Event()
    confirmed, due = sending.confirm(a_report()), sending.server.send(a_report()).get_json()["id"]
    try:
        for days in (0, 31):
            sending.now += timedelta(days=days)
            look = Thread(target=sending.keeper.look, daemon=True)
            look.start()
            look.join(20)
            assert not look.is_alive()
        assert len(web.posts) == 1, "and it is not asked again meanwhile"
        assert [sending.inbox.store.get(id_) for id_ in (confirmed, due)] == [None, None]
    finally:
        web.drips_until.set()
