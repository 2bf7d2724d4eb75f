"""A server whose confirmed phish leave by mail and webhook, by a clock that a test puts on."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from lencana.engine.assembly import open_engine
from lencana.reports.inbox import Inbox
from lencana.reports.keeper import Keeper
from lencana.reports.sending.channels import open_channels
from lencana.reports.sending.outbox import Outbox
from lencana.settings import DkimMode, Reports, Settings

from .conftest import THEN, Inboxed
from .counterparts import MailServer, WebServer

SECRET = b"0123456789abcdef0123456789abcdef"
Make = Callable[..., Inboxed]


class Sending:
    """A server's inbox and its keeper, whose clock can be put on."""

    def __init__(self, make: Make, tmp_path: Path, mail: MailServer | None, web: WebServer | None) -> None:
        (tmp_path / "secret").write_text(f"whsec_{base64.b64encode(SECRET).decode()}\n")
        given: dict[str, Any] = {"reports": Reports.MESSAGES, "dkim": DkimMode.OFF}
        if mail:
            given |= {
                "reports_forward": "abuse@hoster.example",
                "reports_forward_from": "lencana@kantor.example",
                "reports_smtp": f"127.0.0.1:{mail.port}",
                "reports_smtp_security": "none",
            }
        if web:
            given |= {"reports_webhook": f"{web.address}/hook", "reports_webhook_secret_file": str(tmp_path / "secret")}
        self.server = make(**given)
        self.settings = msgspec.convert(given, Settings)
        self.now = THEN
        engine, _ = open_engine(self.server.data, self.settings)
        self.inbox = Inbox(self.settings, self.server.data, engine)
        self.keeper = self.another_keeper()

    def another_keeper(self) -> Keeper:
        channels = open_channels(self.settings, {})
        return Keeper(self.inbox, self.settings, self.server.data, channels, lambda: self.now)

    def confirm(self, report: dict[str, Any], kind: str = "phish") -> str:
        id_: str = self.server.send(report).get_json()["id"]
        return self.answer(id_, kind)

    def answer(self, id_: str, kind: str) -> str:
        answered = self.server.admin("PATCH", f"/v1/reports/{id_}", json={"answer": {"kind": kind, "text": "thanks"}})
        assert answered.status_code == 200
        return id_

    def counts(self) -> dict[tuple[str, str], int]:
        return Outbox(self.inbox.store).counts()
