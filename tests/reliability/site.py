"""Two hosts of generated pages with all that a crawl meets: redirects, errors, rules, sitemaps."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from threading import Lock

from linkspider.demo.server import Answer
from tests.rawweb import page_of
from tests.web import SmallWeb, html_answer, redirect

SITE = "http://site.example"
BLOG = "http://blog.site.example"
GRAPHS = ("tree", "dense")
NEAR = 25
"""A page of the tree hangs from one of so many before it, which makes the tree deep."""
LINKS = 12
ONLY_IN_SITEMAP = 40
_BROKEN = object()


class Site(SmallWeb):
    """The site of one shape; `urls` are those that a crawl must find."""

    def __init__(self, graph: str, pages: int, seed: int = 1) -> None:
        """``tree`` links each page once, so that whatever is lost takes its subtree along;
        ``dense`` links each a dozen times, so that whatever is done twice shows."""
        random = Random(seed)
        self._addresses = [_address(number) for number in range(pages)]
        if graph == "tree":
            links = _tree(pages, random)
        else:
            links = [random.sample(range(pages), LINKS) for _ in range(pages)]
            for number in range(1, pages):
                links[number // LINKS].append(number)
        self._answers: dict[str, Answer | object] = {}
        for number, targets in enumerate(links):
            self._set(number, [self._addresses[target] for target in targets])
        self._set_sitemaps()
        self.urls = set(self._answers) - {
            url for url in self._answers if url.endswith((".xml", "/robots.txt"))
        }
        self._lock = Lock()
        super().__init__({f"{host}/": "" for host in (SITE, BLOG)})

    def answer(self, method: str, url: str) -> Answer:
        """The answer; some pages get none."""
        with self._lock:
            self.requests.append((method, url))
        answer = self._answers.get(url)
        if answer is _BROKEN:
            raise ConnectionAbortedError
        return answer if isinstance(answer, Answer) else html_answer("<h1>Not found</h1>", 404)

    @property
    def page_requests(self) -> int:
        """How often pages were asked for, all crawls together."""
        return sum(url in self.urls for _, url in self.requests)

    def _set(self, number: int, targets: list[str]) -> None:
        address = self._addresses[number]
        page = html_answer(page_of([*targets, "mailto:a@site.example", "http://else.example/"]))
        kind = address.rsplit("/", 2)[1]
        if kind == "old":  # what it leads to is found behind the redirect
            self._answers[address] = redirect(f"{address}/new")
            self._answers[f"{address}/new"] = page
        elif kind == "gone":
            # Whoever is not there has no links: its children hang from elsewhere.
            self._answers[address] = html_answer(page_of([]), 404)
        elif kind == "broken":
            self._answers[address] = _BROKEN
        elif kind == "failing":
            self._answers[address] = html_answer(page_of([]), 500)
        else:
            self._answers[address] = page

    def _set_sitemaps(self) -> None:
        for host in (SITE, BLOG):
            rules = f"User-agent: *\nDisallow: /private/\nSitemap: {host}/maps.xml\n"
            self._answers[f"{host}/robots.txt"] = Answer(
                200, {"Content-Type": "text/plain"}, rules.encode()
            )
            maps = [f"{host}/map-{number}.xml" for number in range(3)]
            self._answers[f"{host}/maps.xml"] = _xml("sitemapindex", "sitemap", maps)
            for number, address in enumerate(maps):
                only = [f"{host}/only/{number}-{page}" for page in range(ONLY_IN_SITEMAP // 3)]
                self._answers[address] = _xml("urlset", "url", only)
                for url in only:
                    self._answers[url] = html_answer(page_of(["http://else.example/"]))


def _address(number: int) -> str:
    """Where a page stands, which says how it answers."""
    host = BLOG if number % 5 == 3 else SITE
    if number == 0:
        return f"{SITE}/"
    kinds = {11: "old", 12: "gone", 21: "private", 33: "broken", 34: "failing"}
    return f"{host}/{kinds.get(number % 40, 'page')}/{number}"


def _has_links(number: int) -> bool:
    return _address(number).rsplit("/", 2)[1] not in ("gone", "broken", "failing", "private")


def _tree(pages: int, random: Random) -> list[list[int]]:
    children: list[list[int]] = [[] for _ in range(pages)]
    for number in range(1, pages):
        children[random.choice(list(_possible_parents(number)))].append(number)
    return children


def _possible_parents(number: int) -> Iterator[int]:
    return (parent for parent in range(max(0, number - NEAR), number) if _has_links(parent))


def _xml(root: str, entry: str, urls: list[str]) -> Answer:
    inside = "".join(f"<{entry}><loc>{url}</loc></{entry}>" for url in urls)
    body = f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</{root}>'
    return Answer(200, {"Content-Type": "application/xml"}, body.encode())
