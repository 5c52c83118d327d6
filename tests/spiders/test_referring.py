"""What the referring spider reads of named pages and of domains, and what it says in the end."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from linkspider.demo.server import Answer
from tests.rawweb import Crawled, crawl, page_of
from tests.web import SmallWeb, redirect

TARGET = "http://target.example"
LINK = f"{TARGET}/a"
Web = dict[str, Answer | str]

TARGET_SITE: Web = {
    f"{TARGET}/a": redirect("/a-moved"),
    f"{TARGET}/a-moved": redirect("http://www.target.example/a-moved"),
    "http://www.target.example/a-moved": page_of([f"{TARGET}/never", "http://named.example/x"]),
    f"{TARGET}/never": page_of([]),
}

NAMED: Web = {
    "http://named.example/post": page_of([LINK, "/other", f"{TARGET}/gone"]),
    "http://named.example/other": page_of([LINK, "http://named.example/third"]),
    "http://named.example/third": page_of(["http://elsewhere.example/"]),
    "http://elsewhere.example/": page_of([]),
}


def chain(host: str, hops: int) -> Web:
    """Redirects over as many other hosts, to a page that links to the target and on."""
    urls = [f"http://{host}/start", *(f"http://{host[:-8]}-{n}.example/" for n in range(hops))]
    moves = {url: redirect(after) for url, after in pairwise(urls)}
    return {**moves, urls[-1]: page_of([LINK, "/more"]), f"{urls[-1]}more": page_of([])}


def site(host: str, pages: int, link: str | None = None) -> Web:
    """A home page that links to as many others, the last of which may link to the target."""
    last = f"http://{host}/{pages}"
    home = page_of([f"/{number}" for number in range(1, pages + 1)])
    rest = {f"http://{host}/{number}": page_of([]) for number in range(1, pages)}
    return {f"http://{host}/": home, **rest, last: page_of([link] if link else [])}


DEEP: Web = {
    "http://deep.example/": page_of(["/1"]),
    **{f"http://deep.example/{depth}": page_of([f"/{depth + 1}"]) for depth in range(1, 6)},
}

MANY = [f"/{number}" for number in range(40)]
WORDY: Web = {
    "http://wordy.example/": page_of([*MANY, "/about-target", "/file.pdf"]).replace(
        "</body>", '<a href="/by-anchor">Our friends at Target</a></body>'
    ),
    **{f"http://wordy.example{path}": page_of([]) for path in MANY},
    "http://wordy.example/about-target": page_of([LINK]),
    "http://wordy.example/by-anchor": page_of([]),
}

SHARED: Web = {
    "http://shared.example/": page_of(
        [*MANY, *(f"http://{part}.shared.example/" for part in ("a", "b", "c"))]
    ),
    **{f"http://shared.example{path}": page_of([]) for path in MANY},
    **{f"http://{part}.shared.example/": page_of(MANY) for part in ("a", "b", "c")},
    "http://shared.example/named": page_of([LINK]),
    "http://a.shared.example/named": page_of([LINK]),
}

MOVED: Web = {
    "http://oldhome.example/": redirect("http://newhome.example/"),
    "http://newhome.example/": page_of([LINK, "/more"]),
    "http://newhome.example/more": page_of([]),
    "http://movedwithin.example/": redirect("http://www.movedwithin.example/start"),
    "http://www.movedwithin.example/start": page_of(["/more"]),
    "http://www.movedwithin.example/more": page_of([LINK]),
}

RIVALS: Web = {
    **TARGET_SITE,
    "http://referrer.example/post": page_of(["http://rival.example/partners"]),
    "http://rival.example/": page_of(["/partners"]),
    "http://rival.example/partners": page_of([LINK]),
}

MAIN: Web = {
    **TARGET_SITE,
    **NAMED,
    **chain("five.example", 5),
    **chain("six.example", 6),
    **site("big.example", 60),
    **site("small.example", 3, LINK),
    **site("tiny.example", 2),
    **DEEP,
    **MOVED,
}
BUDGETED: Web = {**TARGET_SITE, **WORDY, **SHARED, **NAMED, **site("dull.example", 30)}

WEBS: dict[str, Web] = {
    "main": MAIN,
    "budgeted": BUDGETED,
    "expanded": {**TARGET_SITE, **NAMED},
    "both": {**TARGET_SITE, **site("both.example", 3, LINK)},
    "rivals": RIVALS,
    "many targets": {
        "http://named.example/post": page_of(f"{TARGET}/{number}" for number in range(100)),
        **{f"{TARGET}/{number}": page_of([]) for number in range(100)},
    },
    "one page in all": {**TARGET_SITE, **NAMED, **site("small.example", 3)},
}
SOURCES = {
    "main.txt": """\
# Who may link to us.
big.example
http://named.example/post

small.example
tiny.example
deep.example
oldhome.example
movedwithin.example
http://five.example/start
http://six.example/start
nobody.example
http://named.example/post
""",
    "budgeted.csv": """\
Rank,Source URL,Anchor
1,http://shared.example/named,"tea, and more"
2,http://a.shared.example/named,
3,shared.example,
4,wordy.example,x
5,dull.example,x
""",
}
CRAWLS: dict[str, dict[str, object]] = {
    "main": {"sources": "main.txt"},
    "budgeted": {"sources": "budgeted.csv", "pages_per_domain": 5, "check_targets": 1},
    "expanded": {
        "sources": "http://named.example/post , elsewhere.example", "expand": 1, "check_targets": 0
    },
    "both": {"sources": "http://both.example/,both.example"},
    "rivals": {
        "domain": "target.example,rival.example",
        "sources": "http://referrer.example/post,rival.example",
    },
    "many targets": {"sources": "http://named.example/post"},
    "one page in all": {"sources": "http://named.example/post,small.example", "max_pages": 2},
}  # fmt: skip


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Crawled]:
    """Each crawl once."""
    folder = tmp_path_factory.mktemp("sources")
    for name, text in SOURCES.items():
        (folder / name).write_text(text)

    def run(name: str) -> Crawled:
        arguments = {"domain": "target.example", **CRAWLS[name]}
        if (sources := str(arguments["sources"])) in SOURCES:
            arguments["sources"] = folder / sources
        return crawl(SmallWeb(WEBS[name]), folders[name], "referring", **arguments)

    folders: dict[str, Path] = {name: tmp_path_factory.mktemp("crawl") / "data" for name in CRAWLS}
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(CRAWLS, pool.map(run, CRAWLS), strict=True))


@pytest.fixture(scope="module")
def main(crawls: dict[str, Crawled]) -> Crawled:
    """The crawl of a text file of named pages and domains, with the usual budgets."""
    return crawls["main"]


def told_of(crawled: Crawled, domain: str) -> str:
    """What the summary says of a domain without a hit."""
    found = re.search(rf"\b{re.escape(domain)}: (.*)", crawled.stdout)
    return found[1] if found else ""


@pytest.mark.parametrize("name", CRAWLS)
def test_the_crawl_ends_well(crawls: dict[str, Crawled], name: str) -> None:
    assert crawls[name].exit_code == 0, crawls[name].stderr
    assert "Traceback" not in crawls[name].stderr
    [row] = crawls[name].rows("crawls")
    assert row["known"] == row["done"] + row["failed"] + row["excluded"]


@pytest.mark.parametrize("name", CRAWLS)
def test_each_url_has_one_row(crawls: dict[str, Crawled], name: str) -> None:
    urls = [row["url"] for row in crawls[name].rows("pages")]
    assert len(urls) == len(set(urls))


def test_of_a_named_page_s_site_nothing_else_is_read(main: Crawled) -> None:
    assert main.read("named.example") == ["http://named.example/post"]
    assert "http://named.example/other" in main.targets("http://named.example/post")


def test_a_named_page_is_a_start(main: Crawled) -> None:
    row = main.pages["http://named.example/post"]
    assert (row["depth"], row["discovered_from"]) == (0, None)


def test_a_domain_is_searched(main: Crawled) -> None:
    assert sorted(main.read("small.example")) == [
        "http://small.example/", "http://small.example/1", "http://small.example/2",
        "http://small.example/3",
    ]  # fmt: skip
    found = {row["source_url"] for row in main.links if row["link_type"] == "backlink"}
    assert "http://small.example/3" in found


def test_expand_follows_links_within_the_named_page_s_site(crawls: dict[str, Crawled]) -> None:
    expanded = crawls["expanded"]
    assert expanded.read("named.example") == [
        f"http://named.example/{path}" for path in ("post", "other", "third")
    ]


def test_redirects_of_a_named_page_are_followed_anywhere_five_times(main: Crawled) -> None:
    assert main.pages["http://five-4.example/"]["status"] == 200
    assert main.pages["http://five-4.example/"]["depth"] == 0
    assert LINK in main.targets("http://five-4.example/")
    assert main.pages["http://six-4.example/"]["redirect_to"] == "http://six-5.example/"
    assert "http://six-5.example/" not in main.requests


def test_where_a_redirect_changes_the_domain_that_page_alone_is_read(main: Crawled) -> None:
    for url in ("http://five-4.example/", "http://newhome.example/"):
        assert f"{url}more" in main.targets(url)
        assert f"{url}more" not in main.requests


def test_where_a_redirect_keeps_the_domain_the_site_is_searched(main: Crawled) -> None:
    assert main.pages["http://www.movedwithin.example/more"]["status"] == 200


def test_a_large_domain_does_not_starve_small_ones(main: Crawled) -> None:
    small = [n for n, url in enumerate(main.requests) if "//small.example/" in url]
    before = main.requests[: max(small)]
    assert len([url for url in before if "//big.example/" in url]) <= 10
    assert len(main.read("big.example")) == 61


def test_max_depth_is_three_where_nothing_else_is_said(main: Crawled) -> None:
    depths = {main.pages[url]["depth"] for url in main.read("deep.example")}
    assert depths == {0, 1, 2, 3}
    assert "http://deep.example/4" not in main.requests


def test_backlink_targets_and_their_redirects_have_a_status_row(main: Crawled) -> None:
    assert main.pages[LINK]["redirect_to"] == f"{TARGET}/a-moved"
    assert main.pages[f"{TARGET}/a-moved"]["redirect_to"] == "http://www.target.example/a-moved"
    assert main.pages["http://www.target.example/a-moved"]["status"] == 200
    assert main.pages[f"{TARGET}/gone"]["status"] == 404


def test_of_a_checked_target_no_link_is_read_or_followed(main: Crawled) -> None:
    assert not [row for row in main.links if "target.example" in row["source_host"]]
    assert f"{TARGET}/never" not in main.requests
    row = main.pages["http://www.target.example/a-moved"]
    assert (row["indexability"], row["title"], row["discovered_from"]) == (
        None, None, f"{TARGET}/a-moved",
    )  # fmt: skip


def test_no_target_is_asked_for_twice(crawls: dict[str, Crawled]) -> None:
    asked = Counter(crawls["many targets"].requests)
    assert len(asked) > 100
    assert not {url: count for url, count in asked.items() if count > 1}


def test_check_targets_can_be_turned_off(crawls: dict[str, Crawled]) -> None:
    assert not [url for url in crawls["expanded"].requests if "target.example" in url]
    assert LINK in crawls["expanded"].targets("http://named.example/post")


def test_no_robots_txt_or_sitemap_is_a_row(main: Crawled) -> None:
    assert not [url for url in main.pages if "robots.txt" in url or "sitemap" in url]
    assert not [url for url in main.requests if "sitemap" in url]


def test_the_budget_is_that_of_the_registrable_domain(crawls: dict[str, Crawled]) -> None:
    budgeted = crawls["budgeted"]
    named = {"http://shared.example/named", "http://a.shared.example/named"}
    assert named < set(budgeted.read("shared.example"))
    counted = [url for url in budgeted.read("shared.example") if url not in named]
    assert 2 <= len(counted) <= 5


@pytest.mark.parametrize("domain", ["shared.example", "wordy.example"])
def test_as_many_pages_are_read_as_the_budget_says(crawls: dict[str, Crawled], domain: str) -> None:
    read = [url for url in crawls["budgeted"].read(domain) if not url.endswith("/named")]
    assert len(read) == 5


def test_pages_that_name_the_target_come_first(crawls: dict[str, Crawled]) -> None:
    read = crawls["budgeted"].read("wordy.example")
    assert read[0] == "http://wordy.example/"
    assert set(read[1:3]) == {
        "http://wordy.example/about-target", "http://wordy.example/by-anchor"
    }  # fmt: skip


def test_named_pages_and_checks_take_nothing_from_the_budgets(crawls: dict[str, Crawled]) -> None:
    one = crawls["one page in all"]
    for url in ("http://named.example/post", LINK, "http://www.target.example/a-moved"):
        assert one.pages[url]["status"] == 200 or one.pages[url]["redirect_to"]
    assert 1 <= len(one.read("small.example")) <= 2


def test_max_pages_counts_pages_that_could_be_asked_for(crawls: dict[str, Crawled]) -> None:
    assert len(crawls["one page in all"].read("small.example")) == 2


def test_a_domain_is_searched_although_a_page_of_it_is_named_too(
    crawls: dict[str, Crawled],
) -> None:
    assert len(crawls["both"].read("both.example")) == 4
    assert crawls["both"].requests.count("http://both.example/") == 1


def test_a_rival_that_is_searched_is_read_where_others_link_to_it(
    crawls: dict[str, Crawled],
) -> None:
    rivals = crawls["rivals"]
    assert rivals.pages["http://rival.example/partners"]["status"] == 200
    assert LINK in rivals.targets("http://rival.example/partners")


def test_the_columns_of_a_csv_are_found(crawls: dict[str, Crawled]) -> None:
    starts = {
        url for url, row in crawls["budgeted"].pages.items()
        if row["discovered_from"] is None and row["status"] == 200
    }  # fmt: skip
    assert {"http://shared.example/named", "http://a.shared.example/named"} <= starts


@pytest.mark.parametrize(
    ("name", "domain"), [("main", "deep.example"), ("budgeted", "dull.example")]
)
def test_where_a_budget_was_met_no_more_is_said_than_that_nothing_was_found(
    crawls: dict[str, Crawled], name: str, domain: str
) -> None:
    told = told_of(crawls[name], domain)
    assert told.startswith(f"not found in {len(crawls[name].read(domain))} pages")
    assert "no link" not in told


def test_of_a_domain_of_which_one_page_was_named_no_more_is_claimed(
    tmp_path: Path,
) -> None:
    pages = {"http://lone.example/post": page_of(["/hub"]), "http://lone.example/hub": page_of([])}
    crawled = crawl(
        SmallWeb(pages), tmp_path / "data", "referring",
        domain="target.example", sources="http://lone.example/post",
    )  # fmt: skip
    assert "no link" not in told_of(crawled, "lone.example")


def test_a_domain_that_was_read_whole_is_said_to_have_no_link(main: Crawled) -> None:
    assert told_of(main, "tiny.example").startswith("no link")
    assert "3" in told_of(main, "tiny.example")
    assert "no link" not in told_of(main, "nobody.example")
    assert told_of(main, "nobody.example")


def test_backlinks_pages_hosts_and_domains_are_counted_apart(main: Crawled) -> None:
    told = next(line for line in main.stdout.splitlines() if line.split()[:1] == ["backlinks"])
    backlinks = [
        row for row in main.links
        if row["link_type"] == "backlink" and row["element"] in ("a", "area")
    ]  # fmt: skip
    pairs = {(row["source_url"], row["target_url"]) for row in backlinks}
    assert f"{len(pairs)} backlinks" in told
    domains = {row["source_domain"] for row in backlinks}
    assert {"named.example", "small.example", "five-4.example", "newhome.example"} <= domains
    assert f"{len(domains)} domains" in told
