"""Which URL comes next, and that none is lost or handed out twice."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from linkspider.frontier import DOUBTFUL, Entry, Frontier, Limits, Purpose
from linkspider.urls import registrable_domain

NO_LIMITS = Limits()


def at_once(host: str) -> float:
    """Every host may be asked at any time."""
    return 0.0


def entry(url: str, depth: int = 0, priority: int = 1, *, counted: bool = True) -> Entry:
    host = url.split("/")[2]
    return Entry(url=url, host=host, depth=depth, priority=priority, counted=counted)


def make_frontier(*urls: str, per_host: int = 1_000, limits: Limits = NO_LIMITS) -> Frontier:
    frontier = Frontier(limits, per_host=per_host)
    for url in urls:
        assert frontier.add(entry(url))
    return frontier


def take_all(frontier: Frontier) -> list[str]:
    """What the frontier hands out, each URL done before the next is asked for."""
    urls = []
    while (taken := frontier.take(0.0, at_once)) is not None:
        urls.append(taken.url)
        frontier.finish(taken.url, "done")
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
    frontier = Frontier(NO_LIMITS)
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
    frontier = Frontier(NO_LIMITS)
    frontier.add(Entry(url="https://a.example/s.xml", host="a.example", purpose=Purpose.SITEMAP))
    assert frontier.counts.known == 0
    assert frontier.queued == 1


def test_what_is_less_deep_comes_first_and_then_what_was_found_first() -> None:
    frontier = Frontier(NO_LIMITS)
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
    frontier = Frontier(NO_LIMITS)
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
    assert frontier.counts.known == 15
    assert frontier.counts.done == 4
    assert frontier.counts.excluded == 11
    assert frontier.counts.pending == 0
    assert frontier.reasons == {"max_pages": 11}
    assert set(frontier.limited.values()) == {"max_pages"}
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
    assert frontier.reasons == {"pages_per_domain": 11}
    assert frontier.limited == {"large.example": "pages_per_domain"}
    assert frontier.counts.pending == 0


@pytest.mark.parametrize(("max_depth", "handed_out"), [(0, 1), (1, 2), (2, 3), (9, 4), (None, 4)])
def test_max_depth_is_the_last_depth_that_is_handed_out(
    max_depth: int | None, handed_out: int
) -> None:
    frontier = Frontier(Limits(max_depth=max_depth))
    for depth in range(4):
        assert frontier.add(entry(f"https://a.example/{depth}", depth=depth))
    assert take_all(frontier) == [f"https://a.example/{depth}" for depth in range(handed_out)]
    assert frontier.counts.excluded == 4 - handed_out
    assert frontier.reasons.get("max_depth", 0) == 4 - handed_out
    assert frontier.counts.pending == 0


def test_a_url_beyond_the_depth_is_known() -> None:
    frontier = Frontier(Limits(max_depth=1))
    frontier.add(entry("https://a.example/", depth=2))
    assert frontier.knows("https://a.example/")
    assert not frontier.add(entry("https://a.example/", depth=2))
    assert frontier.limited == {"a.example": "max_depth"}


def test_what_is_not_counted_is_outside_all_budgets() -> None:
    limits = Limits(max_pages=1, pages_per_domain=1, max_depth=0)
    frontier = Frontier(limits)
    free = [f"https://a.example/free/{number}" for number in range(5)]
    for url in free:
        assert frontier.add(entry(url, depth=9, priority=0, counted=False))
    for number in range(3):
        frontier.add(entry(f"https://a.example/{number}"))
    assert take_all(frontier) == [*free, "https://a.example/0"]
    assert frontier.reasons.total() == 2


def test_what_is_not_counted_comes_after_a_spent_budget_too() -> None:
    frontier = Frontier(Limits(max_pages=1))
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
    assert frontier.reasons == {}


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
    frontier.finish("https://a.example/1", state, "timeout")
    frontier.finish("https://a.example/2", state)
    assert getattr(frontier.counts, state) == 2
    assert frontier.counts.pending == 0
    assert frontier.reasons == {"timeout": 1}


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_no_url_is_lost_and_none_is_counted_twice(seed: int) -> None:
    chance = random.Random(seed)
    hosts = [f"{name}.d{number}.example" for name in ("a", "b", "c") for number in range(3)]
    limits = Limits(
        max_pages=chance.choice([None, 100]),
        pages_per_domain=chance.choice([None, 40]),
        max_depth=chance.choice([None, 3]),
    )
    frontier = Frontier(limits, per_host=chance.choice([1, 3]))
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
                frontier.finish(back.url, chance.choice(["done", "failed"]))
        assert frontier.counts.known == len(added)
        assert frontier.counts.pending == frontier.queued + len(under_way)
    for back in under_way:
        frontier.release(back)
        frontier.finish(back.url, "done")
    while (taken := frontier.take(now + 1_000, due)) is not None:
        handed_out[taken.url] += 1
        frontier.release(taken)
        frontier.finish(taken.url, "done")
    assert frontier.queued == 0
    assert frontier.counts.pending == 0
    assert all(handed_out[url] == 1 + retried[url] for url in handed_out)
    assert len(handed_out) + frontier.counts.excluded == len(added)
    if limits.max_pages is not None:
        assert len(handed_out) <= limits.max_pages


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
    assert (frontier.counts.excluded, frontier.reasons) == (1, {"trap-path": 1})
