"""A made-up site of real pages, and beside them parts that never end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from random import Random
from urllib.parse import parse_qsl, urlencode, urlsplit

from linkspider.demo.server import Answer, DemoWeb, status_page
from tests.web import html_answer, redirect

HOST = "http://site.example"
FIRST_MISSING = 10**6
_WORDS = """
harbour lantern meadow copper violet timber orchard granite willow ember saddle canyon marble
thistle falcon cobalt juniper velvet anchor breeze cedar delta estuary fjord glacier hollow
"""
WORDS = _WORDS.split()
MONTHS = "January February March April May June July August September October November December"

Trap = Callable[[str, dict[str, str]], Answer | None]
"""The answer of a trap to a path and its parameters; None where the path is not its own."""


def document(title: str, text: str, links: Iterable[str]) -> Answer:
    """A page with these links."""
    anchors = "".join(f'<li><a href="{link}">{link[-12:]}</a></li>' for link in links)
    return html_answer(
        f"<!doctype html><title>{title}</title><h1>{title}</h1><p>{text}</p><ul>{anchors}</ul>"
    )


def calendar(path: str, parameters: dict[str, str]) -> Answer | None:
    """Months without an end, each with its days."""
    if not path.startswith("/calendar"):
        return None
    date = [int(part) for part in path.split("/")[2:]] or [2026, 11]
    year, month = date[0], date[1]
    title = f"Calendar of {MONTHS.split()[month - 1]} {year}"
    if len(date) == 3:
        return document(f"{title}, {date[2]}", "No events.", [f"/calendar/{year}/{month}"])
    turns = [divmod(year * 12 + month - 1 + step, 12) for step in (-1, 1)]
    links = [f"/calendar/{y}/{m + 1:02}" for y, m in turns]
    links += [f"/calendar/{year}/{month:02}/{day:02}" for day in range(1, 29)]
    return document(title, "No events.", links)


def session(path: str, parameters: dict[str, str]) -> Answer | None:
    """The real pages once more, with a new session in each link."""
    value = parameters.get("PHPSESSID")
    if not path.startswith("/account") and value is None:
        return None
    random = Random(f"{path} {value}")
    fresh = f"{random.getrandbits(64):x}"
    links = [f"/page/{random.randrange(600)}?PHPSESSID={fresh}" for _ in range(20)]
    return document("Your account", "Welcome.", [*links, f"/account?PHPSESSID={fresh}"])


def deeper(path: str, parameters: dict[str, str]) -> Answer | None:
    """A folder that seems to hold itself."""
    return document("More", "Go on.", ["a/", "b/"]) if path.startswith("/more/") else None


def facets(path: str, parameters: dict[str, str]) -> Answer | None:
    """Every filter adds itself to all others."""
    if path != "/shop":
        return None
    names = ("colour", "size", "brand", "sort", "stock", "price")
    links = [
        "/shop?" + urlencode(parameters | {name: f"{name[0]}{value}"})
        for name in names
        for value in range(4)
    ]
    chosen = ", ".join(parameters.values())
    return document(f"Shop {chosen}", f"Filtered by {chosen}.", links)


def ladder(path: str, parameters: dict[str, str]) -> Answer | None:
    """Redirects that lead to redirects."""
    if path == "/ladders":
        return document("Ladders", "Climb.", [f"/rung/{start}000" for start in range(1, 4)])
    if path.startswith("/rung/"):
        return redirect(f"/rung/{int(path.split('/')[2]) + 1}")
    return None


def maze(path: str, parameters: dict[str, str]) -> Answer | None:
    """Every address is a page that says nothing and links to eight more."""
    if not path.startswith("/maze"):
        return None
    random = Random(path)
    links = [f"/maze/{random.getrandbits(48):x}" for _ in range(8)]
    return document(f"Not found: {path[6:]}", "Perhaps one of these?", links)


def missing(path: str, parameters: dict[str, str]) -> Answer | None:
    """Pages that do not exist, have the addresses of real ones, and are answered all the same."""
    number = path.removeprefix("/page/")
    if not number.isdigit() or int(number) < FIRST_MISSING:
        return None
    random = Random(path)
    links = [f"/page/{random.randrange(FIRST_MISSING, 10 * FIRST_MISSING)}" for _ in range(6)]
    return document("Page not found", "Perhaps one of these?", links)


TRAPS: dict[str, tuple[str, Trap]] = {
    "calendar": ("/calendar/2026/11", calendar),
    "session": ("/account", session),
    "deeper": ("/more/", deeper),
    "facets": ("/shop", facets),
    "ladder": ("/ladders", ladder),
    "maze": ("/maze/", maze),
    "missing": (f"/page/{FIRST_MISSING}", missing),
}
"""The entrance of each trap, and its answers."""


class TrapSite(DemoWeb):
    """`pages` real pages, each linked from the one that is its parent in a tree and from others,
    and the entrances of traps on the home page and every tenth other."""

    def __init__(self, pages: int, *traps: str) -> None:
        super().__init__()
        self.pages = pages
        self._entrances = [TRAPS[trap][0] for trap in traps]
        self._traps = [TRAPS[trap][1] for trap in traps]

    @property
    def real(self) -> set[str]:
        """The URLs of the real pages."""
        return {HOST + "/"} | {f"{HOST}/page/{number}" for number in range(1, self.pages)}

    def answer(self, method: str, url: str) -> Answer:
        self.requests.append((method, url))
        parts = urlsplit(url)
        parameters = dict(parse_qsl(parts.query))
        if parts.path in ("/robots.txt", "/sitemap.xml"):
            return status_page(404, {})
        for trap in self._traps:
            if (answer := trap(parts.path, parameters)) is not None:
                return answer
        if parts.path == "/":
            return self._real(0)
        number = parts.path.removeprefix("/page/")
        if number.isdigit() and 0 < int(number) < self.pages:
            return self._real(int(number))
        return status_page(404, {})

    def _real(self, number: int) -> Answer:
        random = Random(number)
        title = " ".join(random.choices(WORDS, k=4)).capitalize()
        children = range(number * 5 + 1, min(number * 5 + 6, self.pages))
        others = [random.randrange(1, self.pages) for _ in range(3)]
        links = [f"/page/{other}" for other in (*children, *others)]
        entrances = self._entrances if number % 10 == 0 else []
        text = " ".join(random.choices(WORDS, k=random.randint(30, 120)))
        return document(title, text, ["/", *entrances, *links])


class ConstantTree(DemoWeb):
    """A finite tree of pages that all say the same, each linked from its parent alone."""

    def __init__(self, pages: int) -> None:
        super().__init__()
        self.pages = pages

    def answer(self, method: str, url: str) -> Answer:
        self.requests.append((method, url))
        path = urlsplit(url).path
        number = 0 if path == "/" else int(path.removeprefix("/n/") if path[:3] == "/n/" else -1)
        if not 0 <= number < self.pages:
            return status_page(404, {})
        children = range(number * 4 + 1, min(number * 4 + 5, self.pages))
        links = "".join(f'<a href="/n/{child}"></a>' for child in children)
        return html_answer(f"<title>Page</title><p>The same text.</p>{links}")
