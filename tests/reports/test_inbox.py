"""A report's way: sent by a reader, seen and answered by an admin, its answer read, deleted."""

import base64
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lencana.engine.assembly import open_engine
from lencana.engine.engine import Engine
from lencana.reports import inbox
from lencana.reports.contract import VerdictNow
from lencana.reports.report import Content, ReportedSender
from lencana.settings import DkimMode, Reports, Settings

from .conftest import MESSAGE, THEN, Inboxed, a_report, session_of, with_message

Make = Callable[..., Inboxed]


@pytest.fixture(scope="module")
def engine(organisation: Path) -> Engine:
    return open_engine(organisation, Settings(dkim=DkimMode.OFF))[0]


def test_there_and_back(server: Inboxed) -> None:
    report = with_message()
    sent = server.send(report)
    assert (sent.status_code, sent.get_json()) == (201, {"id": report["id"], "expires": "2026-03-03T12:00:00Z"})
    asked = server.client.get(f"/v1/reports/{report['id']}/answer")
    assert asked.get_json() == {"state": "waiting", "answer": None}

    page = server.listed()
    (listed,) = page["reports"]
    told = {name: value for name, value in report.items() if name not in ("raw", "reader")}
    assert {**listed, **told} == listed
    assert (listed["at"], listed["has_message"], listed["state"]) == ("2026-02-01T12:00:00Z", True, "waiting")
    assert "raw" not in listed
    assert listed["now"]["verdict"] == "suspicious"
    assert "lookalike_domain" in listed["now"]["codes"]
    assert (page["waiting"], page["next"]) == (1, None)

    one = server.admin("GET", f"/v1/reports/{report['id']}").get_json()
    assert base64.b64decode(one["raw"]) == MESSAGE
    answer = {"kind": "phish", "text": "Thank you: it is one."}
    changed = server.admin("PATCH", f"/v1/reports/{report['id']}", json={"answer": answer})
    assert changed.status_code == 200
    assert changed.get_json()["state"] == "closed"
    given = {**answer, "at": "2026-02-01T12:00:00Z"}
    assert server.client.get(f"/v1/reports/{report['id']}/answer").get_json() == {"state": "closed", "answer": given}

    assert server.admin("DELETE", f"/v1/reports/{report['id']}").status_code == 204
    for path in (f"/v1/reports/{report['id']}", f"/v1/reports/{report['id']}/answer"):
        assert server.admin("GET", path).status_code == 404
    assert server.admin("DELETE", f"/v1/reports/{report['id']}").status_code == 404


def test_sent_twice_is_stored_once(server: Inboxed) -> None:
    report = a_report()
    first, second = server.send(report), server.later(hours=1).send({**report, "comment": "again"})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.get_json() == second.get_json()
    assert [r["comment"] for r in server.listed()["reports"]] == [report["comment"]]


@pytest.mark.parametrize(
    ("setting", "report", "status"),
    [
        (Reports.OFF, a_report(), 403),
        (Reports.VERDICTS, a_report(), 201),
        (Reports.VERDICTS, with_message(), 403),
        (Reports.VERDICTS, a_report(raw=None), 201),
        (Reports.MESSAGES, with_message(), 201),
    ],
)
def test_what_the_operator_allows(make: Make, setting: Reports, report: dict[str, Any], status: int) -> None:
    server = make(reports=setting)
    assert server.send(report).status_code == status
    assert server.client.get("/join", headers={"Accept": "application/json"}).get_json()["reports"] == setting.value
    assert len(server.listed()["reports"]) == (status == 201)


def test_readers_need_a_token_and_admins_a_session(make: Make) -> None:
    server = make(tokens=("sesame",))
    bearer = {"Authorization": "Bearer sesame"}
    report = a_report()
    path = f"/v1/reports/{report['id']}"
    assert server.send(report).status_code == 401
    assert server.send(report, headers=bearer).status_code == 201
    assert server.client.get(f"{path}/answer").status_code == 401
    assert server.client.get(f"{path}/answer", headers=bearer).status_code == 200
    for method, address in (("GET", "/v1/reports"), ("GET", path), ("PATCH", path), ("DELETE", path)):
        refused = server.client.open(address, method=method, headers=bearer, json={})
        assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Lencana")
    assert server.admin("GET", path).status_code == 200


def test_pages_and_states(server: Inboxed) -> None:
    ids = [server.later(seconds=n // 2).send(a_report(subject=f"n{n}")).get_json()["id"] for n in range(7)]
    server.admin("PATCH", f"/v1/reports/{ids[3]}", json={"state": "closed"})
    found, query = [], "state=waiting&limit=4"
    while query:
        page = server.listed(query)
        found.append([r["subject"] for r in page["reports"]])
        query = page["next"] and f"state=waiting&limit=4&before={page['next']}"
    assert [len(page) for page in found] == [4, 2]
    assert sorted(found[0] + found[1]) == ["n0", "n1", "n2", "n4", "n5", "n6"]
    assert found[0][0] == "n6"
    assert page["waiting"] == 6
    assert [r["id"] for r in server.listed("state=closed")["reports"]] == [ids[3]]
    for query in ("state=old", "limit=0", "limit=x", "before=x", "limit=-1"):
        assert server.admin("GET", f"/v1/reports?{query}").status_code == 400


def test_groups_count_readers_of_a_campaign(server: Inboxed) -> None:
    other = {"address": "news@openai.com", "name": "OpenAI"}
    for n, (sender, subject, reader) in enumerate(
        (
            (..., "Your plan ends 31.01.", "a"),
            (..., "Re: YOUR  plan ends 02.02.", "b"),
            (..., "Yоur plan ends 9", "b"),  # a Cyrillic letter
            (..., "Another thing", "a"),
            (other, "Your plan ends 31.01.", "a"),
            (None, "Your plan ends 31.01.", "a"),
        )
    ):
        fields = {"subject": subject, "reader": reader} | ({} if sender is ... else {"sender": sender})
        assert server.later(seconds=n).send(a_report(**fields)).status_code == 201
    groups = server.listed()["groups"]
    assert [(g["domain"], g["subject"], g["count"], g["readers"]) for g in groups] == [
        ("", "Your plan ends 31.01.", 1, 1),
        ("openai.com", "Your plan ends 31.01.", 1, 1),
        ("openal-desk.example", "Another thing", 1, 1),
        ("openal-desk.example", "Yоur plan ends 9", 3, 2),
    ]
    assert {r["group"] for r in server.listed()["reports"]} == {g["group"] for g in groups}


def test_the_verdict_now_follows_the_list(server: Inboxed) -> None:
    server.send(a_report(kind="genuine", sender={"address": "a@openal-desk.example", "name": ""}))
    server.send(with_message(b"From: a@sora.openai.com\n\nhi"))
    server.send(a_report(sender=None, subject=None))
    reports = server.listed()["reports"]
    while None in [report["now"] for report in reports]:  # a page is judged for two seconds: a busy machine needs more
        reports = server.listed()["reports"]
    assert [report["now"]["verdict"] for report in reports].count("suspicious") == 1


def test_reopened_and_answered_again(server: Inboxed) -> None:
    path = f"/v1/reports/{server.send(a_report()).get_json()['id']}"
    for change, state, kind in (
        ({"answer": {"kind": "genuine"}}, "closed", "genuine"),
        ({"state": "waiting"}, "waiting", "genuine"),
        ({"answer": {"kind": "phish"}, "state": "waiting"}, "waiting", "phish"),
        ({"state": "closed"}, "closed", "phish"),
        ({}, "closed", "phish"),
    ):
        report = server.admin("PATCH", path, json=change).get_json()
        assert (report["state"], report["answer"]["kind"]) == (state, kind)
    assert server.admin("PATCH", f"/v1/reports/{uuid4()}", json={}).status_code == 404


def test_twenty_admins_at_once(server: Inboxed) -> None:
    """One answers, the others open and close it: no answer is lost, and each report is whole."""
    paths = [f"/v1/reports/{server.send(a_report()).get_json()['id']}" for _ in range(4)]
    application = server.client.application
    session = {"Authorization": session_of(server.data)}

    def change(number: int) -> int:
        path, body = paths[number % 4], {"state": "closed"}
        if number in (4, 9, 14, 19):
            body = {"answer": {"kind": "phish", "text": f"{number}"}}
        return application.test_client().patch(path, json=body, headers=session).status_code

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(change, range(20))) == [200] * 20
    answers = {f"/v1/reports/{r['id']}": r["answer"]["text"] for r in server.listed()["reports"]}
    assert answers == dict(zip(paths, ("4", "9", "14", "19"), strict=True))


def test_one_report_that_stops_us_hides_no_other(server: Inboxed, monkeypatch: pytest.MonkeyPatch) -> None:
    server.send(a_report(subject="poison"))
    server.send(a_report())
    sound = inbox.judge

    def judge(engine: Engine, content: Content, raw: bytes | None, now: datetime) -> VerdictNow:
        if content.subject == "poison":
            raise RecursionError
        return sound(engine, content, raw, now)

    monkeypatch.setattr(inbox, "judge", judge)
    assert sorted(r["now"] is None for r in server.listed()["reports"]) == [False, True]


@given(
    report=st.fixed_dictionaries({}, optional={name: st.text(max_size=300) for name in ("subject", "name", "address")})
)
def test_whatever_a_sender_calls_himself_can_be_judged(engine: Engine, report: dict[str, str]) -> None:
    sender = ReportedSender(address=report.get("address", "a@b.example"), name=report.get("name", ""))
    content = Content(sender=sender, subject=report.get("subject", ""))
    assert inbox.judge(engine, content, None, THEN).verdict in ("suspicious", "unknown")


def test_a_database_from_before_reports(server: Inboxed) -> None:
    """An upgraded server makes the tables when the first report comes."""
    with closing(sqlite3.connect(server.data / "lencana.sqlite")) as connection, connection:
        connection.execute("DROP TABLE report")
        connection.execute("DROP TABLE report_outbox")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    assert server.send(a_report()).status_code == 201
    assert len(server.listed()["reports"]) == 1
