"""Traps are recognised by what their addresses and pages have in common, and real sites pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import product
from random import Random
from uuid import UUID
from zlib import crc32

import pytest

from linkspider.items import PageItem
from linkspider.traps import Traps
from linkspider.traps.memory import MAX_HOSTS
from linkspider.traps.sessions import MAX_ADDRESSES
from linkspider.traps.strays import MAX_PAGES

TODAY = date(2026, 11, 20)
SITE = "https://site.example"


def page(url: str, title: str, text: str, words: int = 100) -> PageItem:
    """A page that was read."""
    return PageItem(
        url=url,
        host="site.example",
        domain="site.example",
        depth=1,
        fetched_at=datetime.now(UTC),
        status=200,
        indexability="indexable",
        title=title,
        text_hash=text,
        word_count=words,
    )


def novel(url: str) -> PageItem:
    """A page with a title and a text of its own."""
    signs = "".join(chr(97 + int(digit)) for digit in str(crc32(url.encode())))
    return page(url, f"About {signs}", signs, len(url) * 7)


def empty(url: str) -> PageItem:
    """A page that says the same as all others of its kind."""
    return page(url, "Nothing here", "0")


def walk(
    traps: Traps, links: Iterable[tuple[str, str | None]], read: Callable[[str], PageItem]
) -> dict[str, str]:
    """What is left out of the URLs that a crawl meets, each with the page that it was found on."""
    left_out, doubtful = {}, []

    def visit(url: str, found_on: str | None) -> None:
        found = read(url)
        found.discovered_from = found_on
        traps.observe(found)

    for url, found_on in links:
        verdict = traps.judge(url, found_on)
        if verdict.excluded is not None:
            left_out[url] = verdict.excluded
        elif verdict.is_doubtful:
            doubtful.append((url, found_on))
        else:
            visit(url, found_on)
    for url, found_on in doubtful:
        if (reason := traps.judge_again(url, found_on)) is not None:
            left_out[url] = reason
        else:
            visit(url, found_on)
    return left_out


def known_site(pages: int = 600) -> Traps:
    """Traps that have seen a site of pages that all differ."""
    traps = Traps(today=TODAY)
    for number in range(pages):
        traps.observe(novel(f"{SITE}/story/of-{number}"))
    return traps


def video(number: int) -> str:
    """An identifier as video sites make them."""
    return "".join(Random(number).choices("abcdefghijkmnpqrstuvwxyzABCDEFGH0123456789_-", k=11))


REAL = {
    "a shop": [f"/product/{number}" for number in range(300)],
    "a blog by number": [f"/?p={number}" for number in range(300)],
    "a site of two languages": [
        f"/index.php?id={number}&lang={lang}" for number in range(150) for lang in ("en", "de")
    ],
    "a forum": [f"/viewtopic.php?f={n % 12}&t={n}&start={n % 4 * 15}" for n in range(400)],
    "videos": [f"/watch?v={video(number)}" for number in range(300)],
    "a wiki": [
        f"/w/index.php?title=Page_{number}{action}"
        for number in range(150)
        for action in ("", "&action=edit", "&action=history", "&oldid=12345", "&redirect=no")
    ],
    "a blog by date": [f"/{y}/{m:02}/post-{m * y}" for y in range(2005, 2027)
                       for m in range(1, 13)],
    "pages of a list": [f"/news/page/{number}" for number in range(2, 501)],
    "documentation": [f"/en/{v}/{part}/c{n}.html" for v in ("1.0", "stable", "latest")
                      for part in ("guide", "api", "howto") for n in range(40)],
    "a git web": [f"/repo/tree/main/src/main/java/org/example/app/module{n}/src/test/java/org/"
                  f"example/app/module{n}/Test{n}.java" for n in range(200)],
    "news by ISO date": [f"/news/2026-{m:02}-{d:02}-what-happened" for m in range(1, 13)
                         for d in range(1, 29)],
    "archives of the century": [f"/archive/{y}/{m:02}" for y in range(1991, 2027)
                                for m in range(1, 13)],
    "documents by UUID": [f"/doc/{UUID(int=Random(n).getrandbits(128))}" for n in range(300)],
    "assets with hashes": [f"/static/app.{Random(n).getrandbits(64):x}.js" for n in range(300)],
    "languages in paths": [f"/{lang}/{n}/about" for lang in ("en", "fr", "pt-br", "zh-hans")
                           for n in range(60)],
    "a mailing list": [f"/pipermail/users/{y}-{m}/{n:06}.html" for y in range(2000, 2027)
                       for m in ("January", "May", "October") for n in range(5)],
    "a shop with three filters": [f"/shop?cat={c}&sort={s}&page={p}" for c in range(8)
                                  for s in ("price", "name") for p in range(1, 9)],
    "a library with story ids": [f"/read?sid={Random(n).getrandbits(48):x}" for n in range(200)],
    "sessions of a conference": [f"/programme?session={n}" for n in range(200)],
    "threads": [f"/thread/{n}/{p}" for n in range(1990, 2060) for p in range(1, 13)],
    "an archive of newspapers": [f"/paper/{y}/{m:02}" for y in range(1850, 1900)
                                 for m in range(1, 13)],
    "tiles": [f"/tiles/{z}/{x}/0.png" for z in range(10) for x in range(20)],
}  # fmt: skip


@pytest.mark.parametrize("kind", REAL)
@pytest.mark.parametrize("found_on", ["a list", "each other"])
def test_a_real_site_passes(kind: str, found_on: str) -> None:
    urls = [SITE + path for path in REAL[kind]]
    sources = [f"{SITE}/list"] * len(urls) if found_on == "a list" else [None, *urls]
    assert walk(known_site(), zip(urls, sources, strict=False), novel) == {}


@pytest.mark.parametrize("kind", REAL)
def test_a_site_passes_whose_pages_all_say_the_same(kind: str) -> None:
    urls = [SITE + path for path in REAL[kind]]
    assert walk(Traps(today=TODAY), zip(urls, [None, *urls], strict=False), empty) == {}


def test_a_site_of_tiny_pages_passes() -> None:
    urls = [f"{SITE}/p/{number}" for number in range(100_000, 120_000)]

    def tiny(url: str) -> PageItem:
        return page(url, "Page", url, 5)

    assert walk(Traps(today=TODAY), zip(urls, [None, *urls], strict=False), tiny) == {}


def test_a_second_edition_of_a_manual_passes() -> None:
    traps = Traps(today=TODAY)
    for edition in ("1", "2", "3"):
        urls = [f"{SITE}/docs/en/v{edition}/chapter-{number}" for number in range(200)]
        pages = {url: novel(url.replace(f"v{edition}", "v0")) for url in urls}
        for url in urls:
            pages[url].url = url
        assert walk(traps, zip(urls, [None, *urls], strict=False), pages.__getitem__) == {}


def test_a_gallery_that_lists_link_to_passes() -> None:
    urls = [f"{SITE}/gallery/photo-{number}" for number in range(300)]
    links = [(url, f"{SITE}/gallery/") for url in urls]
    assert walk(known_site(), links, empty) == {}


def chain(urls: Iterable[str]) -> Iterator[tuple[str, str | None]]:
    """Each URL found on the one before."""
    before = None
    for url in urls:
        yield url, before
        before = url


TRAPS = {
    "calendar": ("trap-calendar", [f"/calendar/{y}/{m:02}" for y in range(2020, 2029)
                                   for m in range(1, 13)]),
    "calendar of parameters": ("trap-calendar", [f"/events?y={y}&m={m}" for y in range(2020, 2029)
                                                 for m in range(1, 13)]),
    "numbers": ("trap-query", [f"/list?page={number}" for number in range(100)]),
    "maze": ("trap-maze", [f"/maze/{Random(n).getrandbits(48):x}" for n in range(100)]),
    "deep maze": ("trap-path", ["/deep" + "".join(f"/{Random(n).getrandbits(32):x}"
                                                  for n in range(depth)) for depth in range(28)]),
    "filters": ("trap-query", ["/shop?" + "&".join(f"{name}={value}" for name, value in
                               zip("abcd", values, strict=True))
                               for values in product("123", repeat=4)]),
}  # fmt: skip


@pytest.mark.parametrize("kind", TRAPS)
def test_a_trap_is_left_out_beside_a_real_site(kind: str) -> None:
    reason, paths = TRAPS[kind]
    left_out = walk(known_site(), chain(SITE + path for path in paths), empty)
    assert len(left_out) >= len(paths) - 12
    assert reason in left_out.values()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/a/a/a", "trap-path"),
        ("/x/en/de/en/de/en/de", "trap-path"),
        ("/shop/news/shop/about/news/shop/about/news", "trap-path"),
        ("/d" * 2 + "".join(f"/{n}a" for n in range(40)), "trap-path"),
        ("/calendar/2031/05/12", "trap-calendar"),
        ("/events?month=2031-05", "trap-calendar"),
        ("/?y=2031&m=5", "trap-calendar"),
        ("/calendar/2027/05/12", None),
        ("/a/b/a", None),
        ("/0/0/0", None),
        ("/movies/2049", None),
        ("/part/20310512", None),
        ("/thread/2050/3", None),
        ("/thread/2050/10", None),
    ],
)
def test_an_address_alone_betrays(path: str, reason: str | None) -> None:
    assert Traps(today=TODAY).judge(SITE + path, None).excluded == reason


@pytest.mark.parametrize("form", ["/x?PHPSESSID={}", "/x;jsessionid={}", "/(S({}))/x", "/x?sid={}"])
def test_a_page_is_read_in_one_session(form: str) -> None:
    traps = Traps(today=TODAY)
    values = [f"{Random(n).getrandbits(64):x}" for n in range(9)]
    for other in "abc":  # what comes with several pages is no page's name
        traps.judge(SITE + form.format(values[0]).replace("x", other, 1), None)
    verdicts = [traps.judge(SITE + form.format(value), None).excluded for value in values]
    assert verdicts == [None] + ["trap-session"] * 8


def test_a_page_without_a_session_is_not_read_in_one() -> None:
    traps = Traps(knows={f"{SITE}/x"}.__contains__, today=TODAY)
    assert traps.judge(f"{SITE}/x?PHPSESSID=1", None).excluded == "trap-session"


def test_what_may_be_a_session_names_a_page_beside_its_list() -> None:
    traps = Traps(knows={f"{SITE}/read"}.__contains__, today=TODAY)
    urls = [f"{SITE}/read?sid={Random(n).getrandbits(64):x}" for n in range(50)]
    assert walk(traps, chain(urls), novel) == {}


def test_parameters_in_a_third_order_are_left_out() -> None:
    traps = Traps(today=TODAY)
    orders = ["a=1&b=2&c=3", "c=3&b=2&a=1", "b=2&a=1&c=3", "a=9&b=8&c=7"]
    reasons = [traps.judge(f"{SITE}/x?{order}", None).excluded for order in orders]
    assert reasons == [None, None, "trap-query", None]


def test_redirects_to_redirects_are_left_out_in_the_end() -> None:
    def rung(url: str) -> PageItem:
        found = page(url, "", "")
        found.status, found.redirect_to = 301, f"{SITE}/rung/{int(url.rpartition('/')[2]) + 1}"
        return found

    urls = [f"{SITE}/rung/{number}" for number in range(50)]
    left_out = walk(known_site(), chain(urls), rung)
    assert "trap-redirect" in left_out.values()
    assert len(left_out) > 40


def test_what_is_known_survives_a_pause() -> None:
    before = known_site()
    urls = [f"{SITE}/maze/{Random(n).getrandbits(48):x}" for n in range(60)]
    walk(before, chain(urls[:40]), empty)
    before.judge(f"{SITE}/x?PHPSESSID=1", None)
    for order in ("a=1&b=2&c=3", "c=3&b=2&a=1"):
        before.judge(f"{SITE}/y?{order}", None)
    after = Traps(today=TODAY)
    after.load(before.dump())
    assert after.dump() == before.dump()
    assert after.judge_again(urls[50], urls[49]) == "trap-maze"
    assert after.judge(f"{SITE}/y?b=2&a=1&c=3", None).excluded == "trap-query"
    assert after.judge(f"{SITE}/x?PHPSESSID=2", None).excluded == "trap-session"


def test_an_attack_takes_no_more_than_its_share_of_memory() -> None:
    traps = Traps(today=TODAY)
    random = Random(1)
    sizes = []
    for number in range(30_000):
        words = "/".join(f"{random.getrandbits(60):x}z{'y' * 30}" for _ in range(number % 9 + 1))
        url = f"{SITE}/{words}?{random.getrandbits(40):x}={number}&b{number % 99}=1"
        traps.judge(url, f"{SITE}/{words}")
        traps.observe(page(url, words, words, number))
        if number % 10_000 == 9_999:
            sizes.append(len(traps.dump()))
    assert max(sizes) < 300_000


def test_many_hosts_and_sessions_are_forgotten() -> None:
    assert MAX_HOSTS * 305_000 + MAX_ADDRESSES * 100 + 2 * MAX_PAGES * 130 < 100_000_000
    traps = Traps(today=TODAY)
    for number in range(MAX_HOSTS + 10):
        traps.judge(f"https://host{number}.example/x", None)
    assert len(traps._hosts) == MAX_HOSTS
