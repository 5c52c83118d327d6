"""Which URL comes next, and that none is lost or handed out twice."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from pathlib import Path
from time import monotonic

import pytest

from linkspider.frontier.budgets import Limits
from linkspider.frontier.entry import DOUBTFUL, Entry, Purpose
from linkspider.frontier.frontier import Frontier
from linkspider.frontier.outcomes import Outcome, State
from linkspider.frontier.pace import Pace
from linkspider.frontier.store import FrontierHeldError, FrontierUnreadableError, Store
from linkspider.urls import registrable_domain

NO_LIMITS = Limits()


def at_once(host: str) -> float:
    """Every host may be asked at any time."""
    return 0.0


def entry(url: str, depth: int = 0, priority: int = 1, *, counted: bool = True) -> Entry:
    host = url.split("/")[2]
    return Entry(url=url, host=host, depth=depth, priority=priority, counted=counted)


def new_frontier(limits: Limits = NO_LIMITS, per_host: int = 1) -> Frontier:
    return Frontier(Store(":memory:"), limits, per_host=per_host)


def make_frontier(*urls: str, per_host: int = 1_000, limits: Limits = NO_LIMITS) -> Frontier:
    frontier = new_frontier(limits, per_host=per_host)
    for url in urls:
        assert frontier.add(entry(url))
    return frontier


def finish(frontier: Frontier, entry: Entry, state: State = State.DONE) -> None:
    frontier.commit([Outcome(entry.key, state)])


def take_all(frontier: Frontier) -> list[str]:
    """What the frontier hands out, each URL done before the next is asked for."""
    urls = []
    while (taken := frontier.take(0.0, at_once)) is not None:
        urls.append(taken.url)
        finish(frontier, taken)
        frontier.release(taken)
    return urls


def test_an_empty_frontier_hands_out_nothing() -> None:
    frontier = make_frontier()
    assert frontier.take(0.0, at_once) is None
    assert frontier.queued == 0
    assert frontier.next_due is None


def test_each_url_is_handed_out_once() -> None:
    urls = [f"https://a.example/{number}" for number in range(20)]
    frontier = make_frontier(*urls)
    for url in urls:
        assert not frontier.add(entry(url, depth=3))
    assert sorted(take_all(frontier)) == sorted(urls)
    for url in urls:
        assert frontier.knows(url)
        assert not frontier.add(entry(url))
    assert frontier.take(0.0, at_once) is None


def test_a_url_that_is_put_off_comes_when_nothing_else_is_left_to_do() -> None:
    frontier = make_frontier("https://a.example/", "https://b.example/")
    first, other = frontier.take(0.0, at_once), frontier.take(0.0, at_once)
    assert first is not None and other is not None
    frontier.put_off(first)
    frontier.release(first)
    assert frontier.add(entry("https://b.example/next"))
    frontier.release(other)
    assert frontier.queued == 2
    last = frontier.take(0.0, at_once)
    assert last is not None and last.url == "https://b.example/next"
    assert frontier.take(0.0, at_once) is None
    frontier.release(last)
    assert frontier.take(0.0, at_once) is first
    assert frontier.queued == 0


def test_a_url_that_was_put_off_is_recalled_once(tmp_path: Path) -> None:
    frontier = reopened(tmp_path / "a.sqlite")
    frontier.add(Entry(url="https://a.example/", host="a.example", falls_back=True))
    frontier.add(entry("https://b.example/"))
    first = frontier.take(0.0, at_once)
    assert first is not None
    frontier.put_off(first)
    frontier.release(first)
    for _ in range(2):
        frontier.recall("https://a.example/")
    frontier.recall("https://b.example/")  # was not put off
    assert frontier.queued == 2
    taken = [frontier.take(0.0, at_once) for _ in range(3)]
    assert first in taken and not first.falls_back and taken[2] is None
    frontier.commit()
    killed(frontier)
    assert reopened(tmp_path / "a.sqlite").queued == 2  # pending all the while


def test_a_url_under_way_is_not_taken_in_again() -> None:
    frontier = make_frontier("https://a.example/")
    assert frontier.take(0.0, at_once) is not None
    assert not frontier.add(entry("https://a.example/"))
    assert frontier.take(0.0, at_once) is None


def test_a_url_that_differs_in_anything_is_another() -> None:
    urls = [
        "https://a.example/",
        "http://a.example/",
        "https://a.example/?a=1&b=2",
        "https://a.example/?b=2&a=1",
        "https://a.example/x|y",
        "https://a.example/x%7Cy",
    ]
    assert len(take_all(make_frontier(*urls))) == 6


def test_a_sitemap_may_be_a_page_as_well() -> None:
    frontier = new_frontier(NO_LIMITS)
    url = "https://a.example/sitemap.xml"
    sitemap = Entry(url=url, host="a.example", purpose=Purpose.SITEMAP)
    assert frontier.add(sitemap)
    assert not frontier.knows(url)
    assert frontier.add(entry(url))
    assert frontier.knows(url)
    assert not frontier.add(Entry(url=url, host="a.example", purpose=Purpose.SITEMAP))
    assert not frontier.add(Entry(url=url, host="a.example", purpose=Purpose.STATUS))
    assert take_all(frontier) == [url, url]


def test_sitemaps_are_not_counted() -> None:
    frontier = new_frontier(NO_LIMITS)
    frontier.add(Entry(url="https://a.example/s.xml", host="a.example", purpose=Purpose.SITEMAP))
    assert frontier.counts.known == 0
    assert frontier.queued == 1


def test_what_is_less_deep_comes_first_and_then_what_was_found_first() -> None:
    frontier = new_frontier(NO_LIMITS)
    for path, depth in [("c", 2), ("a", 0), ("d", 2), ("b", 1), ("e", 3)]:
        frontier.add(entry(f"https://a.example/{path}", depth=depth))
    assert take_all(frontier) == [f"https://a.example/{path}" for path in "abcde"]


def test_a_crawl_that_finds_links_on_the_way_goes_breadth_first() -> None:
    frontier = make_frontier("https://a.example/")
    depths = []
    while (taken := frontier.take(0.0, at_once)) is not None:
        depths.append(taken.depth)
        if taken.depth < 4:
            for child in "xy":
                frontier.add(entry(f"{taken.url}{child}/", depth=taken.depth + 1))
        frontier.release(taken)
    assert depths == sorted(depths)
    assert len(depths) == 1 + 2 + 4 + 8 + 16


def test_a_smaller_priority_comes_before_what_is_less_deep() -> None:
    frontier = new_frontier(NO_LIMITS)
    frontier.add(entry("https://a.example/late", depth=0, priority=2))
    frontier.add(entry("https://a.example/usual", depth=1, priority=1))
    frontier.add(entry("https://a.example/soon", depth=5, priority=0))
    assert take_all(frontier) == [f"https://a.example/{x}" for x in ("soon", "usual", "late")]


def test_domains_take_turns() -> None:
    frontier = make_frontier(
        *[f"https://large.example/{number}" for number in range(50)],
        *[f"https://small.example/{number}" for number in range(3)],
        *[f"https://tiny.example/{number}" for number in range(2)],
    )
    hosts = [url.split("/")[2] for url in take_all(frontier)]
    assert Counter(hosts[:6]) == {"large.example": 2, "small.example": 2, "tiny.example": 2}
    assert hosts[8:] == ["large.example"] * 47


def test_many_hosts_of_one_domain_take_no_more_turns_than_one_host_of_another() -> None:
    frontier = make_frontier(
        *[f"https://h{number}.large.example/" for number in range(50)],
        *[f"https://small.example/{number}" for number in range(10)],
    )
    domains = [registrable_domain(url.split("/")[2]) for url in take_all(frontier)]
    assert Counter(domains[:20]) == {"large.example": 10, "small.example": 10}


def test_hosts_of_one_domain_take_turns() -> None:
    frontier = make_frontier(
        *[f"https://a.large.example/{number}" for number in range(30)],
        *[f"https://b.large.example/{number}" for number in range(3)],
        *[f"https://c.large.example/{number}" for number in range(3)],
    )
    hosts = [url.split("/")[2][0] for url in take_all(frontier)]
    assert Counter(hosts[:9]) == {"a": 3, "b": 3, "c": 3}


def test_sites_of_a_platform_are_domains_of_their_own() -> None:
    frontier = make_frontier(
        *[f"https://ann.wordpress.com/{number}" for number in range(10)],
        *[f"https://bob.wordpress.com/{number}" for number in range(2)],
        *[f"https://shop.example/{number}" for number in range(2)],
    )
    hosts = [url.split("/")[2] for url in take_all(frontier)]
    assert Counter(hosts[:6]).most_common() == [
        ("ann.wordpress.com", 2),
        ("bob.wordpress.com", 2),
        ("shop.example", 2),
    ]


def test_a_domain_that_is_found_late_gets_its_turn_at_once() -> None:
    frontier = make_frontier(*[f"https://large.example/{number}" for number in range(100)])
    for _ in range(50):
        assert frontier.take(0.0, at_once) is not None
    frontier.add(entry("https://late.example/"))
    urls = [taken.url for _ in range(2) if (taken := frontier.take(0.0, at_once))]
    assert "https://late.example/" in urls


@pytest.mark.parametrize("per_host", [1, 2, 8])
def test_no_more_urls_of_a_host_are_under_way_than_allowed(per_host: int) -> None:
    frontier = make_frontier(
        *[f"https://{host}.example/{number}" for host in "ab" for number in range(20)],
        per_host=per_host,
    )
    under_way = []
    while (taken := frontier.take(0.0, at_once)) is not None:
        under_way.append(taken)
    assert Counter(taken.host for taken in under_way) == {
        "a.example": per_host,
        "b.example": per_host,
    }
    back = under_way.pop()
    frontier.release(back)
    again = frontier.take(0.0, at_once)
    assert again is not None
    assert again.host == back.host
    assert frontier.take(0.0, at_once) is None


def test_the_limit_of_a_host_counts_for_hosts_and_not_for_domains() -> None:
    frontier = make_frontier(
        "https://a.example/1",
        "https://a.example/2",
        "https://www.a.example/1",
        "https://www.a.example/2",
        per_host=1,
    )
    hosts = {taken.host for _ in range(2) if (taken := frontier.take(0.0, at_once))}
    assert hosts == {"a.example", "www.a.example"}
    assert frontier.take(0.0, at_once) is None


def test_a_released_host_with_nothing_left_hands_out_nothing() -> None:
    frontier = make_frontier("https://a.example/", per_host=1)
    taken = frontier.take(0.0, at_once)
    assert taken is not None
    frontier.release(taken)
    assert frontier.take(0.0, at_once) is None
    frontier.add(entry("https://a.example/new"))
    assert frontier.take(0.0, at_once) is not None


def test_a_url_is_handed_out_only_when_its_host_may_be_asked() -> None:
    frontier = make_frontier("https://slow.example/1", "https://slow.example/2")
    assert frontier.take(10.0, lambda host: 15.0) is None
    assert frontier.next_due == 15.0
    assert frontier.queued == 2
    assert frontier.take(14.9, lambda host: 15.0) is None
    taken = frontier.take(15.0, lambda host: 15.0)
    assert taken is not None
    assert taken.url == "https://slow.example/1"
    assert frontier.take(15.0, lambda host: 20.0) is None
    assert frontier.next_due == 20.0


def test_a_host_that_waits_holds_no_other_up() -> None:
    frontier = make_frontier(
        "https://slow.example/",
        "https://a.example/1",
        "https://a.example/2",
        "https://www.slow.example/",
    )

    def due(host: str) -> float:
        return 100.0 if host == "slow.example" else 0.0

    urls = []
    while (taken := frontier.take(1.0, due)) is not None:
        urls.append(taken.url)
        frontier.release(taken)
    assert sorted(urls) == [
        "https://a.example/1",
        "https://a.example/2",
        "https://www.slow.example/",
    ]
    assert frontier.next_due == 100.0
    taken = frontier.take(100.0, due)
    assert taken is not None
    assert taken.url == "https://slow.example/"
    assert frontier.next_due is None


def test_a_delay_that_grows_while_a_host_waits_is_kept() -> None:
    frontier = make_frontier("https://a.example/")
    assert frontier.take(0.0, lambda host: 5.0) is None
    assert frontier.take(5.0, lambda host: 60.0) is None
    assert frontier.next_due == 60.0
    assert frontier.take(60.0, lambda host: 60.0) is not None


def test_the_next_due_time_is_that_of_the_first_host_that_may_be_asked() -> None:
    frontier = make_frontier("https://a.example/", "https://b.example/", "https://c.example/")
    times = {"a.example": 30.0, "b.example": 10.0, "c.example": 20.0}
    assert frontier.take(0.0, times.__getitem__) is None
    assert frontier.next_due == 10.0
    urls = []
    for now in (10.0, 20.0, 30.0):
        taken = frontier.take(now, times.__getitem__)
        assert taken is not None
        urls.append(taken.host[0])
        assert frontier.take(now, times.__getitem__) is None
    assert urls == ["b", "c", "a"]


def test_a_url_added_for_a_waiting_host_waits_with_it() -> None:
    frontier = make_frontier("https://a.example/1")
    assert frontier.take(0.0, lambda host: 5.0) is None
    frontier.add(entry("https://a.example/2"))
    assert frontier.take(1.0, lambda host: 5.0) is None
    assert frontier.queued == 2
    taken = [frontier.take(5.0, lambda host: 5.0) for _ in range(3)]
    assert [one.url if one else None for one in taken] == [
        "https://a.example/1",
        "https://a.example/2",
        None,
    ]


def test_max_pages_is_how_many_urls_are_handed_out() -> None:
    frontier = make_frontier(
        *[f"https://{host}.example/{number}" for host in "abc" for number in range(5)],
        limits=Limits(max_pages=4),
    )
    assert len(take_all(frontier)) == 4
    assert frontier.counts.pending == 11
    frontier.exclude_rest()
    assert frontier.counts.known == 15
    assert frontier.counts.done == 4
    assert frontier.counts.excluded == 11
    assert frontier.counts.pending == 0
    assert frontier.counts.reasons == {"max_pages": 11}
    assert set(frontier.limited().values()) == {"max_pages"}
    assert frontier.queued == 0


def test_pages_per_domain_counts_for_all_hosts_of_a_domain() -> None:
    frontier = make_frontier(
        *[f"https://{host}.large.example/{number}" for host in "abc" for number in range(5)],
        "https://small.example/",
        limits=Limits(pages_per_domain=4),
    )
    urls = take_all(frontier)
    domains = Counter(registrable_domain(url.split("/")[2]) for url in urls)
    assert domains == {"large.example": 4, "small.example": 1}
    frontier.exclude_rest()
    assert frontier.counts.reasons == {"pages_per_domain": 11}
    assert frontier.limited() == {"large.example": "pages_per_domain"}
    assert frontier.counts.pending == 0


@pytest.mark.parametrize(("max_depth", "handed_out"), [(0, 1), (1, 2), (2, 3), (9, 4), (None, 4)])
def test_max_depth_is_the_last_depth_that_is_handed_out(
    max_depth: int | None, handed_out: int
) -> None:
    frontier = new_frontier(Limits(max_depth=max_depth))
    for depth in range(4):
        assert frontier.add(entry(f"https://a.example/{depth}", depth=depth))
    assert take_all(frontier) == [f"https://a.example/{depth}" for depth in range(handed_out)]
    assert frontier.counts.excluded == 4 - handed_out
    assert frontier.counts.reasons.get("max_depth", 0) == 4 - handed_out
    assert frontier.counts.pending == 0


def test_a_url_beyond_the_depth_is_known() -> None:
    frontier = new_frontier(Limits(max_depth=1))
    frontier.add(entry("https://a.example/", depth=2))
    assert frontier.knows("https://a.example/")
    assert not frontier.add(entry("https://a.example/", depth=2))
    assert frontier.limited() == {"a.example": "max_depth"}


def test_what_is_not_counted_is_outside_all_budgets() -> None:
    limits = Limits(max_pages=1, pages_per_domain=1, max_depth=0)
    frontier = new_frontier(limits)
    free = [f"https://a.example/free/{number}" for number in range(5)]
    for url in free:
        assert frontier.add(entry(url, depth=9, priority=0, counted=False))
    for number in range(3):
        frontier.add(entry(f"https://a.example/{number}"))
    assert take_all(frontier) == [*free, "https://a.example/0"]
    frontier.exclude_rest()
    assert frontier.counts.reasons.total() == 2


def test_what_is_not_counted_comes_after_a_spent_budget_too() -> None:
    frontier = new_frontier(Limits(max_pages=1))
    frontier.add(entry("https://a.example/1"))
    frontier.add(entry("https://a.example/2"))
    frontier.add(entry("https://a.example/free", priority=2, counted=False))
    assert take_all(frontier) == ["https://a.example/1", "https://a.example/free"]


def test_a_url_that_is_put_back_is_handed_out_again_outside_the_budgets() -> None:
    frontier = make_frontier("https://a.example/1", limits=Limits(max_pages=1))
    for attempt in range(3):
        taken = frontier.take(0.0, at_once)
        assert taken is not None
        assert taken.url == "https://a.example/1"
        assert taken.retries == attempt
        frontier.release(taken)
        taken.retries += 1
        frontier.put_back(taken)
        assert frontier.queued == 1
    assert frontier.counts.known == 1
    assert frontier.counts.pending == 1
    assert frontier.counts.reasons == {}


def test_a_url_that_is_put_back_is_not_taken_in_a_second_time() -> None:
    frontier = make_frontier("https://a.example/")
    taken = frontier.take(0.0, at_once)
    assert taken is not None
    frontier.release(taken)
    taken.retries += 1
    frontier.put_back(taken)
    assert not frontier.add(entry("https://a.example/"))
    assert take_all(frontier) == ["https://a.example/"]
    assert frontier.counts.known == 1


@pytest.mark.parametrize("state", ["done", "failed", "excluded"])
def test_what_came_of_a_url_is_counted_with_its_reason(state: str) -> None:
    frontier = make_frontier("https://a.example/1", "https://a.example/2")
    take_both = [frontier.take(0.0, at_once) for _ in range(2)]
    assert all(take_both)
    frontier.commit(
        [
            Outcome("https://a.example/1", State[state.upper()], "timeout"),
            Outcome("https://a.example/2", State[state.upper()]),
        ]
    )
    assert getattr(frontier.counts, state) == 2
    assert frontier.counts.pending == 0
    assert frontier.counts.reasons == {"timeout": 1}


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_no_url_is_lost_and_none_is_counted_twice(seed: int) -> None:
    chance = random.Random(seed)
    hosts = [f"{name}.d{number}.example" for name in ("a", "b", "c") for number in range(3)]
    limits = Limits(
        max_pages=chance.choice([None, 100]),
        pages_per_domain=chance.choice([None, 40]),
        max_depth=chance.choice([None, 3]),
    )
    frontier = new_frontier(limits, per_host=chance.choice([1, 3]))
    added: set[str] = set()
    under_way: list[Entry] = []
    handed_out: Counter[str] = Counter()
    retried: Counter[str] = Counter()
    busy_until: dict[str, float] = {}

    def due(host: str) -> float:
        return busy_until.get(host, 0.0)

    now = 0.0
    for step in range(3_000):
        now += 0.1
        action = chance.random()
        if action < 0.4 and step < 2_000:
            url = f"https://{chance.choice(hosts)}/{chance.randrange(60)}"
            assert frontier.add(entry(url, depth=chance.randrange(5))) is (url not in added)
            added.add(url)
        elif action < 0.7 or not under_way:
            if (taken := frontier.take(now, due)) is not None:
                assert due(taken.host) <= now
                handed_out[taken.url] += 1
                under_way.append(taken)
                busy_until[taken.host] = now + chance.choice([0.0, 0.5])
        else:
            back = under_way.pop(chance.randrange(len(under_way)))
            frontier.release(back)
            if chance.random() < 0.2:
                back.retries += 1
                retried[back.url] += 1
                frontier.put_back(back)
            else:
                finish(frontier, back, chance.choice([State.DONE, State.FAILED]))
        assert frontier.counts.known == len(added)
        left_by_budgets = frontier.counts.pending - frontier.queued - len(under_way)
        assert left_by_budgets >= 0
        assert not left_by_budgets or limits.max_pages or limits.pages_per_domain
    for back in under_way:
        frontier.release(back)
        finish(frontier, back)
    while (taken := frontier.take(now + 1_000, due)) is not None:
        handed_out[taken.url] += 1
        frontier.release(taken)
        finish(frontier, taken)
    assert frontier.queued == 0
    frontier.exclude_rest()
    frontier.check()
    assert frontier.counts.pending == 0
    assert all(handed_out[url] == 1 + retried[url] for url in handed_out)
    assert len(handed_out) + frontier.counts.excluded == len(added)
    if limits.max_pages is not None:
        assert len(handed_out) <= limits.max_pages


def test_hosts_that_are_not_known_to_answer_take_no_more_than_their_places() -> None:
    frontier = Frontier(Store(":memory:"), NO_LIMITS, per_host=2, at_risk=3)
    for host in ("a", "b", "c", "d", "good"):
        for number in range(4):
            frontier.add(entry(f"https://{host}.example/{number}"))
    frontier.host("good.example").pace.latency = 0.1
    taken = []
    while (one := frontier.take(0.0, at_once)) is not None:
        taken.append(one)
    assert Counter(one.host == "good.example" for one in taken) == {True: 2, False: 3}
    risky = [one for one in taken if one.host != "good.example"]
    frontier.host(risky[0].host).pace.latency = 0.1  # it has answered
    frontier.release(risky[0])
    more = [frontier.take(0.0, at_once) for _ in range(4)]
    hosts = [one.host for one in more if one]
    assert hosts.count(risky[0].host) >= 1
    assert sum(not frontier.host(host).pace.answers for host in hosts) == 1
    for one in [*taken[1:], *filter(None, more)]:
        if one is not risky[0]:
            frontier.release(one)
    handed_out = len(taken) + len([one for one in more if one])
    while (one := frontier.take(0.0, at_once)) is not None:
        handed_out += 1
        frontier.release(one)
    assert handed_out == 20
    assert frontier.queued == 0


def test_a_place_that_one_parked_host_cannot_use_goes_to_the_next() -> None:
    limits = Limits(pages_per_domain=1)
    frontier = Frontier(Store(":memory:"), limits, per_host=1, at_risk=1)
    frontier.host("www.x.example").pace.latency = 0.1
    for url in ("https://a.example/", "https://b.x.example/", "https://c.other/"):
        frontier.add(entry(url))
    first = frontier.take(0.0, at_once)
    assert first is not None
    assert frontier.take(0.0, at_once) is None
    frontier.add(entry("https://www.x.example/"))
    known = frontier.take(0.0, at_once)
    assert known is not None
    assert known.host == "www.x.example"  # with it, the budget of b.x.example is spent
    frontier.release(first)
    last = frontier.take(0.0, at_once)
    assert last is not None
    assert last.host == "c.other"


def test_a_url_that_is_released_twice_makes_no_room_for_two() -> None:
    frontier = make_frontier(*[f"https://a.example/{number}" for number in range(4)], per_host=1)
    taken = frontier.take(0.0, at_once)
    assert taken is not None
    frontier.release(taken)
    frontier.release(taken)
    assert frontier.take(0.0, at_once) is not None
    assert frontier.take(0.0, at_once) is None


# --- What survives a crash ------------------------------------------------------------------------


def reopened(path: Path, limits: Limits = NO_LIMITS) -> Frontier:
    """The frontier of a file as the next process finds it."""
    return Frontier(Store(path), limits, per_host=1_000)


def killed(frontier: Frontier) -> None:
    """End the frontier like a crash: nothing is committed, the lock is gone."""
    frontier.store.close()


def test_what_was_under_way_at_a_crash_is_pending_again(tmp_path: Path) -> None:
    frontier = reopened(tmp_path / "a.sqlite")
    for number in range(100):
        frontier.add(entry(f"https://a.example/{number}", depth=number % 3))
    frontier.commit()
    taken = [frontier.take(0.0, at_once) for _ in range(60)]
    done = [one for one in taken[:20] if one]
    frontier.commit([Outcome(one.key, State.DONE) for one in done])
    killed(frontier)
    again = reopened(tmp_path / "a.sqlite")
    assert (again.counts.known, again.counts.done, again.counts.pending) == (100, 20, 80)
    urls = take_all(again)
    assert len(urls) == len(set(urls)) == 80
    assert not set(urls) & {one.url for one in done}
    assert urls == sorted(urls, key=lambda url: (int(url.split("/")[-1]) % 3, len(url), url))


def test_what_was_not_committed_is_unknown_after_a_crash(tmp_path: Path) -> None:
    frontier = reopened(tmp_path / "a.sqlite")
    frontier.add(entry("https://a.example/kept"))
    frontier.commit()
    frontier.add(entry("https://a.example/lost"))
    killed(frontier)
    again = reopened(tmp_path / "a.sqlite")
    assert again.knows("https://a.example/kept")
    assert not again.knows("https://a.example/lost")


def test_what_comes_after_a_disk_took_all_back_is_not_kept_without_what_came_before(
    tmp_path: Path,
) -> None:
    frontier = reopened(tmp_path / "a.sqlite")
    frontier.add(entry("https://a.example/1"))
    frontier.store._db.execute("ROLLBACK")  # as SQLite does where the disk is full
    for url in ("https://a.example/2", "https://b.example/"):
        with pytest.raises(sqlite3.OperationalError, match="is lost"):
            frontier.add(entry(url))
    with pytest.raises(sqlite3.OperationalError, match="is lost"):
        frontier.commit()
    killed(frontier)
    again = reopened(tmp_path / "a.sqlite")
    assert (again.counts.known, again.queued) == (0, 0)


def test_a_host_that_has_answered_is_given_more_rope_in_later_runs_too(tmp_path: Path) -> None:
    frontier = reopened(tmp_path / "a.sqlite")
    for number in range(400):
        frontier.add(entry(f"https://a.example/{number}"))
    for _ in range(200):
        taken = frontier.take(0.0, at_once)
        assert taken is not None
        finish(frontier, taken)
    killed(frontier)
    pace = reopened(tmp_path / "a.sqlite").host("a.example").pace
    for number in range(30):
        assert not pace.is_hopeless(1_000.0 * number), number
        pace.failed(1_000.0 * number, again=False)
    assert pace.is_hopeless(1_000.0 * 30)


def test_nothing_turns_done_where_the_disk_took_back_what_was_found(tmp_path: Path) -> None:
    frontier = reopened(tmp_path / "a.sqlite")
    frontier.add(entry("https://a.example/"))
    frontier.commit()
    taken = frontier.take(0.0, at_once)
    assert taken is not None
    frontier.add(entry("https://a.example/child"))
    frontier.store._db.execute("ROLLBACK")  # as SQLite does by itself where a disk is full
    with pytest.raises(sqlite3.OperationalError):
        frontier.commit([Outcome(taken.key, State.DONE)], (1, {"pages": 1}))
    killed(frontier)
    again = reopened(tmp_path / "a.sqlite")
    assert (again.counts.done, again.counts.pending) == (0, 1)
    assert again.store.parts() == {}


def test_an_entry_comes_back_from_disk_as_it_was(tmp_path: Path) -> None:
    entries = [
        Entry(
            url="https://a.example/x",
            host="a.example",
            purpose=Purpose.STATUS,
            depth=7,
            priority=0,
            discovered_from="https://b.example/",
            redirects=3,
            counted=False,
            site="a.example",
            falls_back=True,
        ),
        Entry(url="https://a.example/s.xml", host="a.example", purpose=Purpose.SITEMAP),
        Entry(url="https://a.example/", host="a.example"),
    ]
    frontier = reopened(tmp_path / "a.sqlite")
    for one in entries:
        frontier.add(one)
    frontier.commit()
    killed(frontier)
    again = reopened(tmp_path / "a.sqlite")
    taken = [again.take(0.0, at_once) for _ in entries]
    assert sorted(map(repr, taken)) == sorted(map(repr, entries))


@pytest.mark.parametrize("replaced", [False, True])
def test_a_commit_to_a_file_that_is_not_there_any_more_is_an_error(
    tmp_path: Path, replaced: bool
) -> None:
    path = tmp_path / "a.sqlite"
    frontier = reopened(path)
    frontier.commit()
    path.rename(tmp_path / "away.sqlite")
    if replaced:
        path.touch()
    with pytest.raises(sqlite3.OperationalError, match="vanished"):
        frontier.commit()
    killed(frontier)


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE urls SET state = 0 WHERE id = 1",
        "UPDATE urls SET state = 3, reason = 'max_depth' WHERE id = 1",
        "UPDATE urls SET state = 1 WHERE id = 2",
        "DELETE FROM urls WHERE id = 1",
        "DELETE FROM urls WHERE id = 2",
    ],
)
def test_counts_that_differ_from_what_is_on_disk_are_an_error(tamper: str) -> None:
    frontier = make_frontier("https://a.example/1", "https://a.example/2")
    taken = frontier.take(0.0, at_once)
    assert taken is not None
    finish(frontier, taken)
    frontier.check()
    frontier.store._db.execute(tamper)
    with pytest.raises(ValueError, match="URLs were lost"):
        frontier.check()


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    frontier = reopened(tmp_path / "a.sqlite")
    with pytest.raises(FrontierHeldError):
        Store(tmp_path / "a.sqlite")
    killed(frontier)
    Store(tmp_path / "a.sqlite").close()


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"x" * 200])
def test_a_file_that_is_none_of_ours_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.sqlite").write_bytes(content)
    if content:
        with pytest.raises(FrontierUnreadableError):
            Store(tmp_path / "a.sqlite")
    else:
        Store(tmp_path / "a.sqlite").close()


def test_what_a_host_needs_to_be_asked_politely_survives(tmp_path: Path) -> None:
    frontier = reopened(tmp_path / "a.sqlite")
    frontier.add(entry("https://a.example/"))
    frontier.add(entry("https://b.example/"))
    pace = frontier.host("a.example").pace
    pace.crawl_delay, pace.back_off = 7.0, 3.0
    pace.hold(monotonic() + 1_000)
    frontier.set_aside("b.example", "host-failing")
    frontier.commit()
    killed(frontier)
    again = reopened(tmp_path / "a.sqlite")
    pace = again.host("a.example").pace
    assert (pace.crawl_delay, pace.back_off) == (7.0, 3.0)
    assert 900 < pace.hold_until - monotonic() < 1_001
    assert again.host("b.example").set_aside == "host-failing"
    assert again.counts.reasons == {"host-failing": 1}
    again.add(entry("https://b.example/late"))
    assert again.counts.excluded == 2
    assert again.take(monotonic(), at_once) is None


def test_a_url_that_fails_again_in_each_run_does_not_set_its_host_aside(tmp_path: Path) -> None:
    frontier = reopened(tmp_path / "a.sqlite")
    frontier.add(entry("https://a.example/"))
    for _ in range(20):
        pace = frontier.host("a.example").pace
        pace.failed(monotonic(), again=False)
        assert not pace.is_hopeless(monotonic())
        frontier.commit()
        killed(frontier)
        frontier = reopened(tmp_path / "a.sqlite")


def test_urls_that_fail_together_are_one_reason_to_leave_their_host_alone() -> None:
    pace = Pace(least_back_off=5.0)
    for moment in (100.0, 100.1, 104.9):
        pace.failed(moment, again=False)
    assert (pace.failures, pace.back_off, pace.hold_until) == (3, 5.0, 105.0)
    pace.failed(105.2, again=False)
    assert (pace.failures, pace.back_off, pace.hold_until) == (4, 10.0, 115.2)


def test_a_crawl_delay_holds_from_one_run_to_the_next(tmp_path: Path) -> None:
    frontier = reopened(tmp_path / "a.sqlite")
    one = entry("https://a.example/")
    frontier.add(one)
    frontier.host("a.example").pace.crawl_delay = 30.0
    asked_at = monotonic()
    frontier.sent(one, asked_at)
    frontier.commit()
    killed(frontier)
    again = reopened(tmp_path / "a.sqlite")
    assert 30 <= again.host("a.example").pace.free_at - asked_at < 32
    assert again.take(monotonic(), at_once) is None


def test_a_budget_counts_over_all_runs(tmp_path: Path) -> None:
    limits = Limits(max_pages=5)
    frontier = reopened(tmp_path / "a.sqlite", limits)
    for number in range(20):
        frontier.add(entry(f"https://a.example/{number}"))
    for _ in range(3):
        taken = frontier.take(0.0, at_once)
        assert taken is not None
        finish(frontier, taken)
    killed(frontier)
    assert len(take_all(reopened(tmp_path / "a.sqlite", limits))) == 2


def test_a_larger_budget_takes_up_what_a_smaller_one_left(tmp_path: Path) -> None:
    frontier = reopened(tmp_path / "a.sqlite", Limits(max_pages=5))
    for number in range(20):
        frontier.add(entry(f"https://a.example/{number}"))
    assert len(take_all(frontier)) == 5
    frontier.exclude_rest()
    frontier.commit()
    frontier.store.urls.reopen("max_pages")
    frontier.commit()
    killed(frontier)
    assert len(take_all(reopened(tmp_path / "a.sqlite", Limits(max_pages=12)))) == 7


def test_more_urls_than_memory_holds_come_in_order_whatever_is_found_meanwhile() -> None:
    chance = random.Random(7)
    frontier = new_frontier(per_host=1_000)
    added: dict[str, tuple[int, int]] = {}

    def add(count: int) -> None:
        for _ in range(count):
            url = f"https://a.example/{len(added)}"
            added[url] = chance.randrange(3), chance.randrange(9)
            one = entry(url, priority=added[url][0], depth=added[url][1])
            one.counted = chance.random() < 0.8
            frontier.add(one)

    add(2_000)
    handed_out: list[Entry] = []
    while (taken := frontier.take(0.0, at_once)) is not None:
        handed_out.append(taken)
        frontier.release(taken)
        if len(handed_out) % 10 == 0 and len(added) < 4_000:
            add(50)
        if len(handed_out) % 300 == 0:
            frontier.commit([Outcome(one.key, State.DONE) for one in handed_out[-150:]])
        if len(added) >= 4_000:
            waiting = set(added) - {one.url for one in handed_out}
            assert all((taken.priority, taken.depth) <= added[url] for url in list(waiting)[:20])
    assert sorted(one.url for one in handed_out) == sorted(added)


@pytest.mark.parametrize("seed", range(10))
def test_whenever_it_is_killed_no_url_is_lost_and_none_done_twice(
    tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    children = {n: [c for c in (3 * n + 1, 3 * n + 2, 3 * n + 3) if c < 400] for n in range(400)}
    visible: Counter[int] = Counter()  # what stands in the tables
    path = tmp_path / "a.sqlite"
    for _ in range(200):
        frontier = reopened(path)
        if not frontier.knows("https://a.example/0"):
            frontier.add(entry("https://a.example/0"))
        unfinished: list[Entry] = []
        steps = chance.randrange(1, 60)
        while steps and (taken := frontier.take(0.0, at_once)) is not None:
            steps -= 1
            number = int(taken.url.split("/")[-1])
            for child in children[number]:
                frontier.add(entry(f"https://a.example/{child}", depth=taken.depth + 1))
            unfinished.append(taken)
            frontier.release(taken)
            if chance.random() < 0.2:
                frontier.commit([Outcome(one.key, State.DONE) for one in unfinished])
                visible.update(int(one.url.split("/")[-1]) for one in unfinished)
                unfinished = []
        is_over = not frontier.queued and not unfinished
        killed(frontier)
        if is_over:
            break
    assert visible == dict.fromkeys(range(400), 1)


# --- Traps ----------------------------------------------------------------------------------------


def test_what_is_doubtful_comes_last_and_few_at_a_time() -> None:
    frontier = make_frontier(per_host=10)
    for number in range(5):
        frontier.add(entry(f"http://a.example/doubtful{number}", priority=DOUBTFUL))
    for number in range(3):
        frontier.add(entry(f"http://a.example/page{number}", depth=9))
    taken = [frontier.take(0.0, at_once) for _ in range(4)]
    assert [found and found.url[17:21] for found in taken] == ["page", "page", "page", None]
    for found in taken[:2]:
        assert found is not None
        frontier.release(found)
    assert frontier.take(0.0, at_once) is not None
    assert frontier.take(0.0, at_once) is None
    assert frontier.queued == 4


def test_what_is_left_out_from_the_beginning_is_known_and_counted() -> None:
    frontier = make_frontier()
    found = entry("http://a.example/a/a/a")
    found.excluded = "trap-path"
    assert frontier.add(found)
    assert not frontier.add(found)
    assert frontier.take(0.0, at_once) is None
    assert (frontier.counts.excluded, frontier.counts.reasons) == (1, {"trap-path": 1})


def test_what_is_left_out_at_its_turn_takes_from_no_budget() -> None:
    frontier = new_frontier(Limits(max_pages=3, pages_per_domain=3), per_host=1)
    for number in range(400):
        frontier.add(entry(f"https://a.example/{number}", priority=DOUBTFUL))
    frontier.backlog.judge_again = lambda url, found_on: "trap-maze" if len(url) == 20 else None
    urls = []
    for _ in range(20):
        urls += take_all(frontier)
    assert urls == [f"https://a.example/{number}" for number in range(3)]
    assert frontier.counts.excluded == 0
    frontier.backlog.judge_again = lambda url, found_on: "trap-maze"
    later = new_frontier(Limits(max_pages=3), per_host=1)
    later.backlog.judge_again = lambda url, found_on: "trap-maze" if url[-1] != "0" else None
    for number in range(1, 300):
        later.add(entry(f"https://a.example/{number}", priority=DOUBTFUL))
    urls = []
    while later.queued:
        urls += take_all(later)
        assert later.next_due in (0.0, None)
    assert urls == [f"https://a.example/{number}" for number in (10, 20, 30)]
    later.exclude_rest()
    later.check()
    assert later.counts.reasons["trap-maze"] == 27


def test_a_host_with_a_delay_gets_the_next_url_only_once_the_last_was_sent() -> None:
    frontier = Frontier(Store(":memory:"), NO_LIMITS, per_host=4, delay=1.0)
    for number in range(4):
        frontier.add(entry(f"https://a.example/{number}"))
    first = frontier.take(0.0, at_once)
    assert first is not None
    assert frontier.take(5.0, at_once) is None
    frontier.sent(first, 5.0)
    assert frontier.take(5.5, at_once) is None
    second = frontier.take(6.1, at_once)
    assert second is not None
    frontier.release(first)
    assert frontier.take(6.1, at_once) is None
    frontier.release(second)  # it came to nothing, and was never sent
    assert frontier.take(6.1, at_once) is not None
