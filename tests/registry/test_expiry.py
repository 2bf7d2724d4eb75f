"""The end of a list or root, said in time and in words."""

from datetime import timedelta
from pathlib import Path

import pytest

from admin import Lencana
from lencana.registry.expiry import next_expiry
from trust.publisher import NOW, allowlist, root

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("list_left", "root_left", "said"),
    [
        (14, 365, None),
        (7, 365, "the list expires in 7 days, at 2026-11-29T00:00:00Z: lencana allowlist renew"),
        (1, 365, "the list expires in 1 day, at 2026-11-23T00:00:00Z: lencana allowlist renew"),
        (0.25, 365, "the list expires in 6 hours, at 2026-11-22T06:00:00Z: lencana allowlist renew"),
        (1 / 24, 365, "the list expires in 1 hour, at 2026-11-22T01:00:00Z: lencana allowlist renew"),
        (1 / 48, 365, "the list expires in less than an hour, at 2026-11-22T00:30:00Z: lencana allowlist renew"),
        (0, 365, "the list expired at 2026-11-22T00:00:00Z and nothing is verified: lencana allowlist renew"),
        (14, 3, "the root expires in 3 days, at 2026-11-25T00:00:00Z: lencana root rotate"),
    ],
)
def test_what_ends_first(list_left: float, root_left: float, said: str | None) -> None:
    end = next_expiry(root(expires=NOW + root_left * DAY), allowlist(expires=NOW + list_left * DAY), NOW)
    assert (end.sentence() if end.is_near else None) == said
    assert end.is_past is (min(list_left, root_left) <= 0)


def test_every_command_that_reads_the_list_reminds(tmp_path: Path) -> None:
    lencana = Lencana(tmp_path)
    lencana("--now", "2026-02-01T12:00:00Z", "init", "--no-passphrase")
    message = tmp_path / "m.eml"
    message.write_text("From: a@example.org\n\nx")
    for words in (
        ["allowlist", "show"],
        ["allowlist", "log"],
        ["root", "show"],
        ["check", message],
        ["domain", "a.example"],
    ):
        soon = lencana.run("--now", "2026-02-10T12:00:00Z", *words)
        assert soon.stderr == "lencana: the list expires in 5 days, at 2026-02-15T12:00:00Z: lencana allowlist renew\n"
        assert lencana.run("--now", "2026-02-01T12:00:00Z", *words).stderr == ""
