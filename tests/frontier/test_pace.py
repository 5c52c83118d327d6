"""How fast a host may be asked, whatever it says and however it answers."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from linkspider.frontier.pace import (
    MARGIN,
    MAX_BACK_OFF,
    MAX_CRAWL_DELAY,
    MAX_DELAY,
    MAX_FAILING,
    MAX_FAILURES,
    Pace,
    read_retry_after,
)

QUICK = 0.05


def ask(
    pace: Pace,
    status: int = 200,
    *,
    latency: float = QUICK,
    retry_after: float | None = None,
    again: bool = False,
) -> float:
    """Ask as soon as the pace lets us, and take the answer in; when it was asked."""
    now = max(pace.free_at, pace.asked_at)
    if math.isinf(now):
        now = 0.0
    pace.sent(now)
    pace.answered(now + latency, latency, status, retry_after, again=again)
    return now


def gap(pace: Pace) -> float:
    """Seconds from the last request to the next."""
    return pace.free_at - pace.asked_at


def test_a_host_that_was_never_asked_may_be_asked_at_once() -> None:
    assert Pace(base=1.0).free_at == 0.0


@pytest.mark.parametrize(
    ("pace", "delay"),
    [
        (Pace(), 0.0),
        (Pace(base=1.0), 1.0),
        (Pace(base=1.0, crawl_delay=7.0), 7.0),
        (Pace(base=9.0, crawl_delay=7.0), 9.0),
        (Pace(base=1.0, back_off=4.0), 4.0),
        (Pace(base=1.0, latency=0.4), 1.0),
        (Pace(base=1.0, latency=2.5), 5.0),
        (Pace(base=1.0, latency=900.0), MAX_DELAY),
        (Pace(base=1.0, crawl_delay=30.0, back_off=MAX_BACK_OFF, latency=9.0), MAX_BACK_OFF),
        # at full speed a slow host is not spared for it, but what it says still holds
        (Pace(latency=2.5), 0.0),
        (Pace(back_off=4.0, latency=2.5), 4.0),
        (Pace(crawl_delay=3.0), 3.0),
    ],
)
def test_the_longest_of_all_delays_holds(pace: Pace, delay: float) -> None:
    assert pace.delay == delay


def test_from_one_request_to_the_next_the_delay_passes() -> None:
    pace = Pace(base=1.0)
    for _ in range(40):
        ask(pace)
        assert 1.0 <= gap(pace) < 1.1
    assert gap(pace) == pytest.approx(1.0 + MARGIN)


def test_a_request_that_came_late_counts_from_when_it_came() -> None:
    pace = Pace(base=1.0)
    ask(pace, latency=0.4)
    assert gap(pace) == pytest.approx(1.4, abs=0.05), "nothing is known of the host yet"
    for _ in range(40):
        ask(pace, latency=0.05)
    ask(pace, latency=0.45)
    assert gap(pace) == pytest.approx(1.4, abs=0.05)
    ask(pace, latency=0.05)
    assert gap(pace) == pytest.approx(1.0 + MARGIN, abs=0.02)


def test_no_delay_is_no_wait_at_all() -> None:
    pace = Pace()
    for _ in range(5):
        assert ask(pace, latency=3.0) == 0.0
    assert pace.free_at == 0.0


def test_a_host_that_slows_down_is_asked_less_often_and_more_often_once_it_recovers() -> None:
    pace = Pace(base=1.0)
    gaps = []
    for latency in [0.1] * 60 + [2.0] * 15 + [0.1] * 15:
        ask(pace, latency=latency)
        gaps.append(gap(pace))
    assert gaps[59] == pytest.approx(1.0 + MARGIN, abs=0.02)
    assert min(gaps[60:75]) > 1.5
    assert 4.0 < gaps[74] < 6.0
    assert gaps[89] == pytest.approx(1.0 + MARGIN, abs=0.02)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("base", [0.0, 1.0])
def test_each_busy_answer_doubles_the_wait_up_to_a_limit(status: int, base: float) -> None:
    pace = Pace(base=base, least_back_off=0.5)
    waits = []
    for _ in range(20):
        ask(pace, status)
        waits.append(pace.back_off)
        assert gap(pace) >= pace.back_off
    assert waits[0] == max(2 * base, 0.5)
    for before, after in pairwise(waits):
        assert after == pytest.approx(min(2 * before, MAX_BACK_OFF))
    assert waits[-1] == MAX_BACK_OFF


def test_what_fails_together_counts_once() -> None:
    pace = Pace(base=1.0)
    for _ in range(32):
        pace.failed(100.0, again=False)
        pace.answered(100.5, QUICK, 503, None, again=True)
    assert pace.back_off == 2.0
    pace.failed(200.0, again=False)
    assert pace.back_off == 4.0


def test_each_good_answer_halves_the_wait_down_to_the_base() -> None:
    pace = Pace(base=1.0, least_back_off=5.0)
    for _ in range(4):
        ask(pace, 429)
    delays = []
    for _ in range(6):
        ask(pace)
        delays.append(pace.delay)
    assert delays == [20.0, 10.0, 5.0, 1.0, 1.0, 1.0]


@pytest.mark.parametrize("status", [200, 301, 404, 429, 500, 503])
@pytest.mark.parametrize("wait", [0.0, 0.5, 2.0, 120.0, 86_400.0])
def test_retry_after_is_kept_whatever_the_status(status: int, wait: float) -> None:
    pace = Pace(base=1.0)
    ask(pace, status, retry_after=wait)
    answered_at = pace.asked_at + QUICK
    assert pace.free_at >= answered_at + wait
    assert gap(pace) >= 1.0


def test_a_crawl_delay_holds_from_the_next_request_on_and_the_longest_of_several() -> None:
    pace = Pace(base=1.0)
    now = ask(pace) + QUICK
    for seconds, kept in [(7.0, 7.0), (3.0, 7.0), (900.0, MAX_CRAWL_DELAY)]:
        pace.keep_crawl_delay(now, seconds)
        assert pace.crawl_delay == kept
        assert pace.free_at == pytest.approx(now + kept + MARGIN)


def test_a_shorter_hold_does_not_end_a_longer_one() -> None:
    pace = Pace()
    pace.hold(50.0)
    pace.hold(20.0)
    assert pace.free_at == 50.0


@pytest.mark.parametrize(
    ("statuses", "is_hopeless"),
    [
        ([429] * MAX_FAILURES, True),
        ([503, 502, 504, 429] * 3, True),
        ([503] * (MAX_FAILURES - 1), False),
        ([503] * (MAX_FAILURES - 1) + [200] + [503] * (MAX_FAILURES - 1), False),
        ([503] * (MAX_FAILURES - 1) + [404] + [503], False),
        ([200, 503] * 40, False),
        ([500] * 40, False),  # the page is broken, not the host
        ([404] * 40, False),
    ],
)
def test_a_host_is_hopeless_where_so_many_urls_in_a_row_failed(
    statuses: list[int], is_hopeless: bool
) -> None:
    pace = Pace()
    for status in statuses:
        pace.answered(0.0, QUICK, status, None, again=False)
    assert pace.is_hopeless(0.0) is is_hopeless


def test_retries_of_one_url_are_one_failure() -> None:
    pace = Pace()
    for number in range(1, MAX_FAILURES + 1):
        assert not pace.is_hopeless(0.0)
        for again in (False, True, True):
            pace.failed(0.0, again=again)
        assert pace.failures == number
    assert pace.is_hopeless(0.0)


def test_a_host_that_failed_for_long_is_hopeless_after_fewer_urls() -> None:
    pace = Pace()
    pace.failed(0.0, again=False)
    pace.failed(MAX_FAILING + 1, again=True)
    assert not pace.is_hopeless(MAX_FAILING + 1), "a single URL may be the reason"
    pace.failed(MAX_FAILING + 1, again=False)
    assert pace.is_hopeless(MAX_FAILING + 1)
    pace.answered(MAX_FAILING + 2, QUICK, 200, None, again=False)
    assert not pace.is_hopeless(MAX_FAILING + 3)


def test_a_host_that_is_forgiven_is_asked_at_its_base_again() -> None:
    pace = Pace(base=1.0, least_back_off=5.0)
    pace.sent(10.0)
    pace.failed(10.5, again=False)
    assert pace.free_at > 15.0
    pace.forgive()
    assert pace.free_at == pytest.approx(11.0 + MARGIN)


STEPS: tuple[Callable[[random.Random, Pace, float], None], ...] = (
    lambda chance, pace, now: pace.answered(
        now, chance.choice([0.0, 0.01, 1.0, 40.0, 1e6]), 200, None, again=False
    ),
    lambda chance, pace, now: pace.answered(
        now, chance.random(), chance.choice([429, 500, 502, 503, 504]), None, again=True
    ),
    lambda chance, pace, now: pace.answered(
        now, 0.1, 503, chance.choice([0.0, 3.0, 1e9]), again=False
    ),
    lambda chance, pace, now: pace.failed(now, again=chance.random() < 0.5),
    lambda chance, pace, now: pace.forgive(),
    lambda chance, pace, now: pace.keep_crawl_delay(now, chance.choice([0.1, 0.5, 90.0])),
)


@pytest.mark.parametrize("seed", range(50))
def test_whatever_happens_the_delay_keeps_its_bounds(seed: int) -> None:
    chance = random.Random(seed)
    base = chance.choice([0.0, 0.3, 1.0, 20.0])
    pace = Pace(base=base, least_back_off=chance.choice([0.0, 0.05, 5.0]))
    now = 0.0
    for _ in range(300):
        now = max(now + chance.choice([0.0, 0.001, 3.0]), min(pace.free_at, now + 1_000))
        pace.sent(now)
        for _ in range(chance.randrange(3)):
            chance.choice(STEPS)(chance, pace, now)
        assert base <= pace.delay <= MAX_BACK_OFF
        assert pace.crawl_delay <= pace.delay
        assert 0.0 <= pace.back_off <= MAX_BACK_OFF
        assert 0.0 <= pace.free_at < math.inf
        assert pace.failures >= 0
        assert not base or pace.next_at >= pace.asked_at + base


def http_date(seconds: float) -> bytes:
    """A date so far from now."""
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True).encode()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"0", 0.0),
        (b"120", 120.0),
        (b" 120 ", 120.0),
        (b"007", 7.0),
        (b"9" * 5_000, 1e9),
        (b"Fri, 31 Dec 1999 23:59:59 GMT", 0.0),
        (b"Friday, 31-Dec-99 23:59:59 GMT", 0.0),
        (b"Fri Dec 31 23:59:59 1999", 0.0),
        (b"Fri, 31 Dec 1999 23:59:59 -0500", 0.0),
    ],
    ids=lambda value: str(value)[:40],
)
def test_retry_after_is_read(value: bytes, seconds: float) -> None:
    assert read_retry_after(value) == seconds


@pytest.mark.parametrize("seconds", [5, 3_600, 86_400, 10 * 365 * 86_400])
def test_retry_after_may_be_a_date(seconds: int) -> None:
    read = read_retry_after(http_date(seconds))
    assert read is not None
    assert seconds - 2 < read <= seconds


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"",
        b" ",
        b"-1",
        b"+5",
        b"1.5",
        b"1e3",
        b"0x10",
        b"nan",
        b"inf",
        b"soon",
        b"120, 240",
        b"120s",
        b"\x00",
        b"\xb2",  # a digit to str.isdigit, and no number
        "１２".encode(),
        b"Fri, 31 Dec",
        b"Fri, 99 Foo 9999 99:99:99 GMT",
        b"Fri, 31 Dec 1999 23:59:59 +9999",
        b"(" * 9_000,
        b"1." * 9_000,
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_what_is_no_retry_after_asks_for_nothing(value: bytes | None) -> None:
    assert read_retry_after(value) is None


def test_no_retry_after_breaks_the_reader_or_is_negative() -> None:
    chance = random.Random(5)
    whole = [b"120", http_date(900), b"Fri Dec 31 23:59:59 1999", b"31 Dec 99999 1:1:1 -9999"]
    for _ in range(20_000):
        value = bytearray(chance.choice(whole))
        for _ in range(chance.randrange(5)):
            value[chance.randrange(len(value))] = chance.randrange(256)
        read = read_retry_after(bytes(value))
        assert read is None or 0.0 <= read < math.inf
