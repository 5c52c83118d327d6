"""What is found where nothing is new belongs to a trap, unless it says something new itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from zlib import crc32

from linkspider.traps import Traps
from tests.test_traps import SITE, TODAY, empty, novel

HOME = f"{SITE}/"
REAL = [HOME, *(f"{SITE}/story-of-{number}" for number in range(1, 800))]
"""The pages of a tree: below each stand four others."""
MAX_OF_TRAP = 16
"""Pages: 2 % of that site's."""


def below(url: str) -> list[str]:
    """The real pages that stand below one."""
    number = REAL.index(url)
    return REAL[number * 4 + 1 : number * 4 + 5]


def explore(
    links: Callable[[str], list[str]], is_new: Callable[[str], bool]
) -> tuple[dict[str, str], set[str]]:
    """What a crawl reads, each page with the one that it was found on, and what it leaves out;
    what is doubtful comes last."""
    traps = Traps(today=TODAY)
    found_on = {HOME: ""}
    waiting, doubtful = deque([HOME]), deque[str]()
    left_out: set[str] = set()
    while waiting or doubtful:
        if waiting:
            url = waiting.popleft()
        elif traps.judge_again(url := doubtful.popleft(), found_on[url]) is not None:
            left_out.add(url)
            continue
        page = novel(url) if is_new(url) else empty(url)
        page.discovered_from = found_on[url] or None
        traps.observe(page)
        for link in links(url):
            if link not in found_on:
                found_on[link] = url
                verdict = traps.judge(link, url)
                assert verdict.excluded is None
                (doubtful if verdict.is_doubtful else waiting).append(link)
    return {url: source for url, source in found_on.items() if url not in left_out}, left_out


def test_missing_pages_with_addresses_like_real_ones_are_left_out() -> None:
    def links(url: str) -> list[str]:
        missing = [f"{SITE}/story-of-{crc32(f'{url} {n}'.encode())}" for n in range(6)]
        if url not in REAL:
            return missing
        return below(url) + (missing[:1] if url.endswith("0") else [])

    read, left_out = explore(links, REAL.__contains__)
    assert set(REAL) <= set(read)
    found_in_trap = [url for url, source in read.items() if source and source not in REAL]
    assert len(found_in_trap) <= MAX_OF_TRAP
    assert len(left_out) > len(found_in_trap)


def test_hosts_without_an_end_are_left_out() -> None:
    def links(url: str) -> list[str]:
        if url in REAL:
            return [*below(url), "https://a.site.example/"]
        return [f"https://h{crc32(f'{url} {n}'.encode())}.site.example/" for n in range(3)]

    read, left_out = explore(links, REAL.__contains__)
    assert set(REAL) <= set(read)
    assert len(read) - len(REAL) <= MAX_OF_TRAP
    assert left_out


def test_a_redirect_is_where_its_link_was_found() -> None:
    traps = Traps(today=TODAY)
    for url, found_on in [(REAL[1], HOME), (REAL[2], HOME), (f"{SITE}/go", REAL[2])]:
        page = empty(url)
        page.discovered_from = found_on
        page.redirect_to = REAL[3] if url.endswith("go") else None
        traps.observe(page)
    assert traps.judge(REAL[3], f"{SITE}/go").is_doubtful
    assert not traps.judge(REAL[4], HOME).is_doubtful


def test_hosts_that_say_something_new_pass() -> None:
    teams = [f"https://team-{number}.site.example/" for number in range(300)]

    def links(url: str) -> list[str]:
        return [f"{url}about", *teams] if url.endswith("example/") else []

    read, left_out = explore(links, lambda url: True)
    assert len(read) == 2 * (1 + len(teams))
    assert left_out == set()


def test_hosts_without_news_that_lead_to_no_others_pass() -> None:
    teams = [f"https://team-{number}.site.example/" for number in range(300)]
    read, left_out = explore(
        lambda url: [*below(url), *teams] if url in REAL else teams, REAL.__contains__
    )
    assert len(read) == len(REAL) + len(teams)
    assert left_out == set()


def test_pages_pass_that_only_lists_without_news_lead_to() -> None:
    lists = [HOME, *(f"{SITE}/list-{number}" for number in range(60))]

    def links(url: str) -> list[str]:
        if url not in lists:
            return []
        number = lists.index(url)
        return [*REAL[number * 10 + 1 : number * 10 + 11], *lists[number + 1 : number + 2]]

    read, left_out = explore(links, lambda url: url not in lists)
    assert len(read) == 11 * len(lists)
    assert left_out == set()


def test_albums_of_photos_without_words_pass() -> None:
    """What was found on pages without news leads to nothing further."""

    def links(url: str) -> list[str]:
        if url in REAL:
            return [*below(url), *(f"{SITE}/album/{number:02}" for number in range(50))]
        return [f"{SITE}/photo/{url[-2:]}{n}" for n in range(10)] if "album" in url else []

    read, left_out = explore(links, REAL.__contains__)
    assert len(read) == len(REAL) + 50 + 500
    assert left_out == set()


def test_files_on_another_host_pass_beside_a_trap() -> None:
    """What real pages lead to is no part of the trap, though its host has nothing new to say."""
    files = [f"https://files.site.example/{number}" for number in range(100)]

    def links(url: str) -> list[str]:
        if url in REAL:
            number = REAL.index(url)
            return [*below(url), *files[number // 7 : number // 7 + 1], "https://a.site.example/"]
        return [f"https://h{crc32(f'{url} {n}'.encode())}.site.example/" for n in range(3)]

    read, left_out = explore(lambda url: [] if url in files else links(url), REAL.__contains__)
    assert set(read) >= {*REAL, *files}
    assert left_out
