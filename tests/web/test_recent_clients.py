"""Clients of the last day: counted once, forgotten after a day, never readable."""

from lencana.web.limits.recent_clients import RecentClients

HOUR = 3600.0


def test_each_client_counts_once() -> None:
    clients = RecentClients()
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1"):
        clients.note(address, now=0)
    assert clients.count(now=0) == 2


def test_forgotten_after_a_day() -> None:
    clients = RecentClients()
    clients.note("192.0.2.1", now=0)
    clients.note("192.0.2.2", now=10 * HOUR)
    assert clients.count(now=23 * HOUR) == 2
    assert clients.count(now=24 * HOUR) == 1
    clients.note("192.0.2.3", now=40 * HOUR)
    assert clients.count(now=40 * HOUR) == 1
    assert "192.0.2" not in repr(vars(clients))
