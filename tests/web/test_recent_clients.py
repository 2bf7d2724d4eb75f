"""Clients of the last day: counted once, forgotten after a day, never readable."""

from lencana.web.limits.recent_clients import MAX_CLIENTS, RecentClients

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


def test_no_more_than_so_many_are_told_apart_in_a_day() -> None:
    """Each takes 100 bytes of every worker, and /metrics, which has no rate limit, counts them while requests wait."""
    clients = RecentClients()
    for hour in (0, 1):
        for number in range(MAX_CLIENTS * 3 // 4):
            clients.note(f"2001:db8:{hour}:{number:x}::/64", now=hour * HOUR)
    assert clients.count(now=HOUR) == MAX_CLIENTS
    clients.note("192.0.2.1", now=24 * HOUR)
    assert clients.count(now=24 * HOUR) == MAX_CLIENTS // 4 + 1
