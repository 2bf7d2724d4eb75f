"""The token bucket by a given clock, against its definition in fractions, with a full table, and by many threads."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lencana.web.limits.buckets import MINUTE_NS, Buckets

SECOND = 1_000_000_000

# Six messages a minute, three at once: (second, messages, seconds to wait), one after the other.
DAY_OF_A_CLIENT = (
    ("a bucket is full at first", 0, 3, 0),
    ("and empty then", 0, 1, 10),
    ("asking in vain costs nothing", 9, 1, 1),
    ("one comes back every ten seconds", 10, 1, 0),
    ("and no more", 10, 1, 10),
    ("two take twenty", 10, 2, 20),
    ("half a message is none", 15, 1, 5),
    ("it fills up", 40, 3, 0),
    ("and not over", 100_000, 4, 10),
    ("so three are the most there is", 100_000, 3, 0),
)


def test_the_day_of_a_client() -> None:
    buckets = Buckets(6, 3)
    for what, second, messages, wait in DAY_OF_A_CLIENT:
        assert buckets.take("192.0.2.7", messages, second * SECOND) == wait * SECOND, what
    assert buckets.take("192.0.2.8", 3, 100_000 * SECOND) == 0, "each client has a bucket of its own"


@pytest.mark.parametrize("a_minute", [1, 7, 6000, 999_999])
def test_exactly_so_many_at_once(a_minute: int) -> None:
    buckets, now = Buckets(a_minute, 100), 12_345_678_901_234_567
    assert [buckets.take("a", 1, now) for _ in range(100)] == [0] * 100
    assert buckets.remaining("a", now) == 0
    wait = buckets.take("a", 1, now)
    assert wait == MINUTE_NS // a_minute
    assert buckets.take("a", 1, now + wait - 1) == 1
    assert buckets.take("a", 1, now + wait) == 0


@given(st.lists(st.tuples(st.integers(0, 30 * SECOND), st.integers(1, 12)), max_size=40), st.sampled_from([1, 6, 60]))
def test_it_is_the_token_bucket(asked: list[tuple[int, int]], a_minute: int) -> None:
    buckets, tokens, now = Buckets(a_minute, 10), Fraction(10), 0
    for pause, messages in asked:
        now += pause
        tokens = min(tokens + Fraction(pause * a_minute, MINUTE_NS), Fraction(10))
        missing = max(messages - tokens, Fraction(0))
        assert buckets.take("a", messages, now) == missing * MINUTE_NS / a_minute
        if not missing:
            tokens -= messages
        assert buckets.remaining("a", now) == int(tokens)


def test_strangers_push_out_neither_a_debt_nor_each_other_for_long() -> None:
    buckets = Buckets(60, 60, capacity=100)
    for client in ("greedy", "office"):
        assert buckets.take(client, 60, 0) == 0
    for number in range(10_000):
        assert buckets.take(f"stranger {number}", 1, 0) == 0, "a full table locks nobody out"
        assert buckets.clients <= 100
    assert buckets.take("greedy", 1, 0) == buckets.take("office", 1, 0) == SECOND
    assert buckets.take("greedy", 1, SECOND) == 0


def test_who_owes_nothing_makes_room_first() -> None:
    buckets = Buckets(60, 60, capacity=4)
    for number in range(3):
        buckets.take(f"paid {number}", 1, 0)
    buckets.take("owes", 2, 0)
    buckets.take("new", 1, SECOND)
    assert buckets.clients == 2 and buckets.remaining("owes", SECOND) == 59


def test_threads_together_get_no_more() -> None:
    buckets = Buckets(60, 5000)
    with ThreadPoolExecutor(8) as pool:
        granted = sum(pool.map(lambda _: buckets.take("a", 1, 0) == 0, range(8000)))
    assert granted == 5000
