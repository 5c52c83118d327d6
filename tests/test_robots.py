"""robots.txt: rules are read from whatever a site sends, and asked for before its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider import settings as default_settings
from linkspider.frontier.budgets import Limits
from linkspider.frontier.entry import Entry, Purpose, web_entry
from linkspider.frontier.frontier import Frontier
from linkspider.frontier.pace import MAX_CRAWL_DELAY
from linkspider.frontier.store import Store
from linkspider.robots import (
    GOOD_SECONDS,
    KEPT_BYTES,
    MAX_BYTES,
    Robots,
    Rules,
    parse_robots,
    product_token,
    robots_address,
)

RULES = (
    "User-agent: *\nDisallow: /private\nAllow: /private/ok\nSitemap: https://example.com/s.xml\n"
)
AGENT = "linkspider"


def allowed(body: bytes, path: str, agent: str = AGENT) -> bool:
    return bool(parse_robots(body).can_fetch(f"https://example.com{path}", agent))


@pytest.mark.parametrize(
    "body",
    [
        RULES.encode(),
        b"\xef\xbb\xbf" + RULES.encode(),
        RULES.encode("utf-16"),
        b"\xff\xfe" + RULES.encode("utf-16-le"),
        b"\xfe\xff" + RULES.encode("utf-16-be"),
        RULES.replace("\n", "\r\n").encode(),
        RULES.replace("\n", "\r").encode(),
        f"\n\n# a comment\n{RULES}".encode(),
        RULES.upper().replace("/PRIVATE", "/private").replace("/OK", "/ok").encode(),
        RULES.replace(": ", ":").encode(),
        f"garbage\n{RULES}\x00\xff\n:::\n".encode("latin-1"),
    ],
    ids=range(11),
)
def test_rules_are_read_in_every_dress(body: bytes) -> None:
    assert allowed(body, "/")
    assert not allowed(body, "/private")
    assert not allowed(body, "/private/x")
    assert allowed(body, "/private/ok")


@pytest.mark.parametrize(
    ("rules", "path", "agent", "expected"),
    [
        ("User-agent: *\nDisallow:", "/a", AGENT, True),
        ("User-agent: *\nDisallow: /", "/a", AGENT, False),
        ("User-agent: other\nDisallow: /", "/a", AGENT, True),
        ("User-agent: *\nDisallow: /\nUser-agent: linkspider\nAllow: /", "/a", AGENT, True),
        ("User-agent: LinkSpider\nDisallow: /", "/a", AGENT, False),
        ("User-agent: *\nAllow: /\nUser-agent: Googlebot\nDisallow: /", "/a", "Googlebot", False),
        ("User-agent: *\nAllow: /\nUser-agent: Googlebot\nDisallow: /", "/a", AGENT, True),
        ("User-agent: a\nUser-agent: linkspider\nDisallow: /", "/a", AGENT, False),
        # the longest match counts, and Allow among equals
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", AGENT, True),
        ("User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", AGENT, False),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", AGENT, True),
        # wildcards
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", AGENT, False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", AGENT, True),
        ("User-agent: *\nDisallow: /*?", "/x?y", AGENT, False),
        # escapes
        ("User-agent: *\nDisallow: /ä", "/%C3%A4/x", AGENT, False),
        ("User-agent: *\nDisallow: /%C3%A4", "/ä/x", AGENT, False),
        ("User-agent: *\nDisallow: /a b", "/a%20b", AGENT, False),
        # groups without rules, rules without groups
        ("Disallow: /", "/a", AGENT, True),
        ("User-agent: *", "/a", AGENT, True),
    ],
)
def test_rules_mean_what_rfc_9309_says(rules: str, path: str, agent: str, expected: bool) -> None:
    assert allowed(rules.encode(), path, agent) is expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\xff\xfe\x00",
        bytes(range(256)) * 20,
        b"\x00" * 10_000,
        b"<!doctype html><html><body>Not found</body></html>",
        b"User-agent: *\nCrawl-delay: soon\nRequest-rate: 1/0\nVisit-time: x-y\n",
        b"User-agent: *\nCrawl-delay: 1e999\nCrawl-delay: nan\nCrawl-delay: -1\n",
        b"User-agent: *\nRequest-rate: a/b/c 1200-9999\nRequest-rate: 1/0s\n",
        b"Sitemap:\nSitemap: http://[\nSitemap: /relative\n",
        "User-agent: é\nAllow: /\ud7ff".encode(),
        b"User-agent:\nUser-agent: \nAllow\n:\n",
    ],
    ids=lambda body: ascii(body[:16]),
)
def test_what_holds_no_rule_forbids_nothing_and_raises_nothing(body: bytes) -> None:
    rules = parse_robots(body)
    assert rules.can_fetch("https://example.com/a", AGENT)
    rules.crawl_delay(AGENT)
    rules.request_rate(AGENT)
    list(rules.sitemaps)


@pytest.mark.parametrize("path", ["/%", "/%zz", "/[", "/\\", "/*", "/$", "/(?P<", "/" + "%C3" * 50])
def test_a_path_that_means_nothing_raises_nothing(path: str) -> None:
    rules = parse_robots(f"User-agent: *\nDisallow: {path}\n".encode())
    rules.can_fetch("https://example.com/a", AGENT)
    rules.can_fetch(f"https://example.com{path}", AGENT)


@pytest.mark.parametrize(
    ("user_agent", "token"),
    [
        ("linkspider", "linkspider"),
        ("linkspider/0.1 (link analysis; no contact was set)", "linkspider"),
        ("my-bot (+https://your.site/contact)", "my-bot"),
        ("Foo_Bot/1.0 Scrapy/2.19", "Foo_Bot"),
        ("Mozilla/5.0 (compatible; Foobot/2.1; +http://foo.example/bot.html)", "Foobot"),
        ("Mozilla/5.0 AppleWebKit/537.36 (KHTML; compatible; foobot; x) Safari/5", "foobot"),
        ("(nameless)", "(nameless)"),
        ("", ""),
    ],
)
def test_a_crawler_is_addressed_by_its_name(user_agent: str, token: str) -> None:
    assert product_token(user_agent) == token


def test_words_of_the_user_agent_s_prose_are_no_names() -> None:
    body = b"User-agent: analysis\nUser-agent: contact\nAllow: /\n\nUser-agent: *\nDisallow: /\n"
    assert not allowed(body, "/", product_token(default_settings.USER_AGENT))


def test_sitemaps_are_named() -> None:
    assert list(parse_robots(RULES.encode()).sitemaps) == ["https://example.com/s.xml"]


def test_at_least_500_kib_are_read_and_no_more_than_the_limit() -> None:
    assert MAX_BYTES >= 500 * 1024
    rule = b"User-agent: *\nDisallow: /private\n"
    comment = b"# " + b"x" * 997 + b"\n"
    within = comment * 499 + rule
    beyond = comment * (MAX_BYTES // len(comment) + 1) + rule
    assert not allowed(within, "/private")
    assert allowed(beyond, "/private")


def test_many_wildcards_do_not_hold_the_crawl_up() -> None:
    body = ("User-agent: *\nDisallow: /" + "*a" * 30 + "b$\n").encode()
    assert allowed(body, "/" + "a" * 2_000)


# --- Robots: which files are asked for ---

NOW = 1_000_000.0
PAGE = "http://a.example/page"
ADDRESS = "http://a.example/robots.txt"
NO_RULES = Rules(None)
FORBIDS = b"User-agent: *\nDisallow: /page\n"


class Clock:
    """The time, by the clock on the wall and by the one that never goes back."""

    def __init__(self) -> None:
        self.seconds = NOW

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    for module in ("robots", "frontier.hosts"):
        monkeypatch.setattr(f"linkspider.{module}.time", clock)
        monkeypatch.setattr(f"linkspider.{module}.monotonic", clock)
    return clock


class Crawl:
    """A frontier with `Robots`, asked as the scheduler asks them."""

    def __init__(
        self,
        clock: Clock,
        *urls: str,
        path: Path | str = ":memory:",
        per_host: int = 1,
        keeps_crawl_delay: bool = True,
    ) -> None:
        self.clock = clock
        self.frontier = Frontier(Store(path), Limits(), per_host=per_host)
        self.robots = Robots(
            self.frontier, AGENT, retry_seconds=5.0, keeps_crawl_delay=keeps_crawl_delay
        )
        for url in urls:
            self.frontier.add(web_entry(url))

    def next(self) -> Entry | None:
        """What is asked for next, at once."""
        entry = self.frontier.take(self.clock(), lambda host: 0.0)
        if (
            entry is None
            or entry.purpose is Purpose.ROBOTS
            or self.robots.rules(entry.url, falls_back=entry.falls_back)
        ):
            return entry
        return self.robots.ask(entry)

    def expect(self, url: str | None) -> Entry:
        """What is asked for next, which must be this."""
        entry = self.next()
        assert (entry.url if entry else None) == url
        return entry or web_entry(ADDRESS)

    def answer(
        self, entry: Entry, status: int = 200, location: str | None = None, body: bytes = b""
    ) -> Rules | None:
        """Answer a robots.txt."""
        rules = self.robots.answered(entry, status, location, body)
        self.frontier.release(entry)
        return rules

    def fail(self, entry: Entry) -> Rules | None:
        """Fail to answer a robots.txt."""
        rules = self.robots.failed(entry)
        self.frontier.release(entry)
        return rules


def test_the_rules_of_a_site_are_asked_for_before_its_first_page(clock: Clock) -> None:
    crawl = Crawl(clock, PAGE, "http://a.example/other")
    robots = crawl.expect(ADDRESS)
    crawl.expect(None)
    rules = crawl.answer(robots, body=FORBIDS)
    assert rules is not None and not rules.allow(PAGE, AGENT)
    crawl.frontier.release(crawl.expect(PAGE))
    crawl.frontier.release(crawl.expect("http://a.example/other"))
    crawl.expect(None)


def test_no_other_host_waits_for_them(clock: Clock) -> None:
    crawl = Crawl(clock, PAGE, "http://b.example/")
    crawl.expect(ADDRESS)
    crawl.answer(crawl.expect("http://b.example/robots.txt"), 404)
    crawl.expect("http://b.example/")


def test_while_they_are_asked_for_no_page_is_handed_out_over_further_connections(
    clock: Clock,
) -> None:
    crawl = Crawl(clock, PAGE, *(f"{PAGE}{number}" for number in range(5)), per_host=4)
    robots = crawl.expect(ADDRESS)
    crawl.expect(None)
    crawl.answer(robots)
    assert len([crawl.next() for _ in range(4)]) == 4


@pytest.mark.parametrize("status", [300, 304, 400, 401, 403, 404, 410, 418, 451, 499])
def test_a_site_without_the_file_allows_all(status: int, clock: Clock) -> None:
    crawl = Crawl(clock, PAGE)
    rules = crawl.answer(crawl.expect(ADDRESS), status, body=b"User-agent: *\nDisallow: /")
    assert rules == NO_RULES
    assert rules.allow(PAGE, AGENT)
    crawl.expect(PAGE)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 599, 999, None])
def test_a_site_that_cannot_answer_is_asked_four_times_and_then_forbidden(
    status: int | None, clock: Clock
) -> None:
    crawl = Crawl(clock, PAGE)
    waits = []
    for _ in range(4):
        robots = crawl.expect(ADDRESS)
        rules = crawl.fail(robots) if status is None else crawl.answer(robots, status)
        waits.append(crawl.frontier.host("a.example").pace.free_at - clock())
        if rules is None:
            crawl.expect(None)
            clock.seconds += waits[-1] + 0.1
    assert waits[:3] == [5.0, 10.0, 20.0]
    assert rules is not None and not rules.is_reachable
    crawl.expect(PAGE)  # at once: to get its row, not to be asked for


def test_a_site_that_answers_at_the_second_try_is_crawled(clock: Clock) -> None:
    crawl = Crawl(clock, PAGE)
    assert crawl.answer(crawl.expect(ADDRESS), 503) is None
    clock.seconds += 6
    assert crawl.answer(crawl.expect(ADDRESS), body=FORBIDS) is not None
    crawl.expect(PAGE)


def test_an_https_start_that_falls_back_is_not_waited_for(clock: Clock) -> None:
    crawl = Crawl(clock)
    crawl.frontier.add(web_entry("https://a.example/", falls_back=True))
    rules = crawl.fail(crawl.expect("https://a.example/robots.txt"))
    assert rules is not None and not rules.is_reachable
    start = crawl.expect("https://a.example/")
    assert crawl.robots.rules(start.url, falls_back=True) == rules
    assert crawl.robots.rules(start.url) is None  # for what does not fall back, it asks anew


def test_one_that_was_reached_is_waited_for_although_it_could_fall_back(clock: Clock) -> None:
    crawl = Crawl(clock)
    crawl.frontier.add(web_entry("https://a.example/", falls_back=True))
    assert crawl.answer(crawl.expect("https://a.example/robots.txt"), 503) is None
    crawl.expect(None)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_is_followed_at_that_host_s_pace(
    status: int, clock: Clock
) -> None:
    crawl = Crawl(clock, PAGE)
    crawl.frontier.host("b.example").pace.hold(NOW + 9)
    assert crawl.answer(crawl.expect(ADDRESS), status, "http://b.example/rules?x") is None
    crawl.expect(None)
    clock.seconds += 10
    rules = crawl.answer(crawl.expect("http://b.example/rules?x"), body=FORBIDS)
    assert rules is not None and not rules.allow(PAGE, AGENT)
    assert crawl.robots.rules("http://b.example/") is None, "they are the first site's alone"
    crawl.expect(PAGE)


def test_five_redirects_are_followed_and_no_sixth(clock: Clock) -> None:
    crawl = Crawl(clock, PAGE)
    robots = crawl.expect(ADDRESS)
    for hop in range(5):
        assert crawl.answer(robots, 302, f"http://h{hop}.example/robots.txt") is None
        robots = crawl.expect(f"http://h{hop}.example/robots.txt")
    assert crawl.answer(robots, 302, "http://h6.example/robots.txt") == NO_RULES
    crawl.expect(PAGE)


@pytest.mark.parametrize("addresses", [["/robots.txt"], ["/r", "/robots.txt"], ["//a.example/r"]])
def test_redirects_in_circles_come_to_an_end(addresses: list[str], clock: Clock) -> None:
    crawl = Crawl(clock, PAGE)
    asked = 0
    while (entry := crawl.next()) is not None and entry.purpose is Purpose.ROBOTS:
        crawl.answer(entry, 301, addresses[asked % len(addresses)])
        asked += 1
    assert asked == 1 + 5
    assert entry is not None and entry.url == PAGE


def test_two_hosts_that_redirect_to_each_other_block_neither(clock: Clock) -> None:
    crawl = Crawl(clock, PAGE, "http://b.example/page")
    under_way = [crawl.expect(ADDRESS), crawl.expect("http://b.example/robots.txt")]
    other = {"a.example": "http://b.example/robots.txt", "b.example": ADDRESS}
    pages = []
    while under_way:
        entry = under_way.pop(0)
        if entry.purpose is Purpose.ROBOTS:
            crawl.answer(entry, 302, other[entry.host])
        else:
            pages.append(entry.url)
            crawl.frontier.release(entry)
        while (following := crawl.next()) is not None:
            under_way.append(following)
    assert sorted(pages) == [PAGE, "http://b.example/page"]


@pytest.mark.parametrize("location", ["", "http://[", "mailto:a@a.example", "file:///etc/passwd"])
def test_a_redirect_to_nowhere_is_no_file(location: str, clock: Clock) -> None:
    crawl = Crawl(clock, PAGE)
    assert crawl.answer(crawl.expect(ADDRESS), 301, location) == NO_RULES


def test_where_a_redirect_leads_to_failure_the_site_itself_is_asked_again(clock: Clock) -> None:
    crawl = Crawl(clock, PAGE)
    asked = []
    for _ in range(8):
        entry = crawl.next()
        assert entry is not None
        asked.append(entry.url)
        if entry.host == "a.example":
            crawl.answer(entry, 301, "http://b.example/r")
        else:
            crawl.answer(entry, 500)
        clock.seconds += 100
    assert asked == [ADDRESS, "http://b.example/r"] * 4
    crawl.expect(PAGE)
    rules = crawl.robots.rules(PAGE)
    assert rules is not None and not rules.is_reachable


def test_a_host_that_is_set_aside_is_not_asked_again(clock: Clock) -> None:
    crawl = Crawl(clock, PAGE)
    robots = crawl.expect(ADDRESS)
    crawl.frontier.host("a.example").pace.hold(NOW + 86_400)
    crawl.frontier.set_aside("a.example", "retry-after")
    assert crawl.answer(robots, 503) is None
    crawl.expect(PAGE)  # to get its row


def test_two_sites_of_a_host_have_rules_of_their_own(clock: Clock) -> None:
    urls = ["http://a.example/page", "https://a.example/page", "http://a.example:8080/page"]
    crawl = Crawl(clock, *urls)
    for url, body in zip(urls, [FORBIDS, b"", FORBIDS], strict=True):
        crawl.answer(crawl.expect(robots_address(url)), body=body)
        rules = crawl.robots.rules(url)
        assert rules is not None and rules.allow(url, AGENT) is not bool(body)
        crawl.frontier.release(crawl.expect(url))
    crawl.expect(None)


@pytest.mark.parametrize(
    ("body", "delay"),
    [
        (b"User-agent: *\nCrawl-delay: 7\n", 7.0),
        (b"User-agent: *\nCrawl-delay: 0.5\n", 0.5),
        (b"User-agent: *\nCrawl-delay: 86400\n", MAX_CRAWL_DELAY),
        (b"User-agent: *\nCrawl-delay: -3\n", 0.0),
        (b"User-agent: *\nCrawl-delay: nan\n", 0.0),
        (b"User-agent: *\nCrawl-delay: inf\n", 0.0),
        (b"User-agent: *\nCrawl-delay: soon\n", 0.0),
        (b"User-agent: linkspider\nCrawl-delay: 3\n\nUser-agent: *\nCrawl-delay: 9\n", 3.0),
        (b"User-agent: other\nCrawl-delay: 3\n", 0.0),
        (b"", 0.0),
    ],
)
def test_crawl_delay_is_kept(body: bytes, delay: float, clock: Clock) -> None:
    crawl = Crawl(clock, PAGE)
    crawl.answer(crawl.expect(ADDRESS), body=body)
    pace = crawl.frontier.host("a.example").pace
    assert pace.crawl_delay == delay
    assert delay <= pace.free_at - NOW if delay else pace.free_at <= NOW


def test_crawl_delay_is_of_the_site_and_not_of_where_its_file_is(clock: Clock) -> None:
    crawl = Crawl(clock, PAGE)
    crawl.answer(crawl.expect(ADDRESS), 301, "http://b.example/r")
    crawl.answer(crawl.expect("http://b.example/r"), body=b"User-agent: *\nCrawl-delay: 7\n")
    assert crawl.frontier.host("a.example").pace.crawl_delay == 7.0
    assert crawl.frontier.host("b.example").pace.crawl_delay == 0.0


def test_at_full_speed_crawl_delay_is_left_out(clock: Clock) -> None:
    crawl = Crawl(clock, PAGE, keeps_crawl_delay=False)
    crawl.answer(crawl.expect(ADDRESS), body=b"User-agent: *\nCrawl-delay: 7\n")
    crawl.expect(PAGE)


def test_after_a_day_they_are_asked_for_anew(clock: Clock) -> None:
    crawl = Crawl(clock, PAGE, f"{PAGE}2")
    crawl.answer(crawl.expect(ADDRESS), body=FORBIDS)
    clock.seconds += 24 * 3600 - 1
    crawl.frontier.release(crawl.expect(PAGE))
    clock.seconds += 2
    crawl.answer(crawl.expect(ADDRESS), 404)
    crawl.expect(f"{PAGE}2")
    assert crawl.robots.rules(PAGE) == NO_RULES


def test_they_survive_the_process_on_disk_with_their_delay(clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "frontier.sqlite"
    crawl = Crawl(clock, PAGE, path=path)
    crawl.answer(crawl.expect(ADDRESS), body=FORBIDS + b"Crawl-delay: 7\n")
    crawl.frontier.commit()
    crawl.frontier.store.close()
    clock.seconds += 3600
    again = Crawl(clock, path=path)
    again.expect(PAGE)
    rules = again.robots.rules(PAGE)
    assert rules is not None and not rules.allow(PAGE, AGENT)
    assert again.frontier.host("a.example").pace.crawl_delay == 7.0
    clock.seconds += 24 * 3600
    assert again.robots.rules(PAGE) is None


def test_memory_holds_some_and_the_disk_the_rest(clock: Clock) -> None:
    crawl = Crawl(clock)
    body = FORBIDS + b"# " + b"x" * 50_000
    urls = [f"http://h{number}.example/page" for number in range(200)]
    for url in urls:
        crawl.frontier.add(web_entry(url))
        crawl.answer(crawl.expect(robots_address(url)), body=body)
        crawl.expect(url)
        assert crawl.robots._kept_bytes <= KEPT_BYTES
    assert len(crawl.robots._kept) <= KEPT_BYTES // 50_000
    assert crawl.robots._kept_bytes == sum(file.size for file, _ in crawl.robots._kept.values())
    for url in urls:
        rules = crawl.robots.rules(url)
        assert rules is not None and not rules.allow(url, AGENT)


def test_files_that_are_not_good_any_more_leave_the_disk_too(clock: Clock) -> None:
    crawl = Crawl(clock)
    for day in range(5):
        for number in range(3):
            url = f"http://h{day}-{number}.example/page"
            crawl.frontier.add(web_entry(url))
            crawl.answer(crawl.expect(robots_address(url)), body=FORBIDS)
            crawl.expect(url)
        clock.seconds += GOOD_SECONDS
    kept = crawl.frontier.store._db.execute("SELECT origin FROM robots").fetchall()
    assert sorted(kept) == [(f"http://h4-{number}.example/robots.txt",) for number in range(3)]


def test_one_file_of_512_kib_is_kept_at_most(clock: Clock) -> None:
    crawl = Crawl(clock, PAGE)
    crawl.answer(crawl.expect(ADDRESS), body=b"#" * (MAX_BYTES * 10))
    file = crawl.frontier.store.robots_file(ADDRESS, NOW)
    assert file is not None and len(file.body or b"") == MAX_BYTES
