"""Answers of random webs against the definitions, written once more in plain Python."""

from __future__ import annotations

import random
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest

from linkspider.analysis import View
from linkspider.analysis.anchors import kind_shares
from linkspider.analysis.anchors.kinds import Keywords, kind_of
from linkspider.analysis.anchors.site_name import brand_of
from linkspider.analysis.backlinks import profile, referring_domains, sitewide
from linkspider.analysis.changes import changes
from linkspider.analysis.internal import click_depth, inlinks, orphans
from tests.analysis.frames import Row, absolute, link, page, rows, sitemap_entry, view

SEEDS = range(3)
PATHS = ["/", *(f"/p{number}" for number in range(24))]
OTHERS = [
    f"https://{host}/{number}"
    for host in ("a.example", "www.a.example", "b.example", "c.b.example", "d.github.io", "e.co.uk")
    for number in range(16)
]
ANCHORS = ["", "Tea", "tea!", "green tea", "Leaf & Kettle", "shop.example", "read more", "Title 3"]
POSITIONS = ["content", "navigation", "footer", None]
KEYWORDS = ["green tea"]
FAILED: list[Row] = [{"status": 404}, {"status": 503}, {"status": None, "error": "timeout"}]
BLOCKED: list[Row] = [{"status": 403}, {"status": 503}, {"status": None, "error": "robots"}]
FATES = ["same", "edited", "moved", "gone", "blocked", "cut", "untried"]
COMPARED = ("target_url", "anchor_text", "rel", "position")


@dataclass
class Web:
    """Pages by their URL, links and sitemap."""

    pages: dict[str, Row] = field(default_factory=dict)
    links: list[Row] = field(default_factory=list)
    sitemap: list[str] = field(default_factory=list)

    def view(self) -> View:
        """The web as the analyses see it."""
        entries = [sitemap_entry(url) for url in self.sitemap]
        return view(self.pages.values(), self.links, entries)

    def hyperlinks(self, *, internal: bool) -> Iterator[Row]:
        """The internal links, or the backlinks."""
        for row in self.links:
            is_own = row["source_domain"] == "shop.example"
            if row["element"] != "iframe" and row["target_domain"] == "shop.example":
                yield from [row] if is_own is internal else []

    def end(self, url: str) -> str | None:
        """Where the redirects from a URL that was tried end."""
        for _ in range(11):
            row = self.pages.get(url)
            if row is None:
                return None
            if row.get("redirect_to") is None:
                return url
            url = row["redirect_to"]
        return None

    def final(self, url: str) -> str | None:
        """The page that a URL stands for."""
        end = self.end(url) if url in self.pages else url
        row = self.pages.get(end or "")
        if row is None or row["status"] != 200 or row.get("canonical_url") in (None, end):
            return end
        named = self.pages.get(row["canonical_url"])
        if named is None or named["domain"] != row["domain"] or named["status"] != 200:
            return end
        if named.get("noindex") or named.get("canonical_url") not in (None, named["url"]):
            return end
        return str(named["url"])

    def final_pages(self) -> dict[str, Row]:
        """The final pages of the site."""
        return {
            url: row
            for url, row in self.pages.items()
            if row["domain"] == "shop.example" and self.final(url) == url
        }

    def folded(self) -> list[tuple[str | None, str | None, Row]]:
        """The internal links between final pages."""
        found = [
            (self.final(row["source_url"]), self.final(row["target_url"]), row)
            for row in self.hyperlinks(internal=True)
        ]
        return [one for one in found if one[0] != one[1] or one[0] is None]


def make_web(seed: int) -> Web:
    """A few hundred random links, with redirects, loops, canonicals and errors on the way."""
    dice = random.Random(seed)
    web = Web()
    for number, path in enumerate(PATHS):
        facts: Row = {"title": f"Title {number % 8} | Leaf & Kettle", "h1": [ANCHORS[number % 5]]}
        kind = dice.choice(["page"] * 5 + ["redirect", "canonical"] * 2 + ["error"])
        if number and kind == "redirect":
            facts["redirect_to"] = dice.choice([*PATHS, "/untried", OTHERS[0]])
        elif number and kind == "canonical":
            facts["canonical_url"] = dice.choice([*PATHS, OTHERS[0]])
        elif number and kind == "error":
            facts |= dice.choice(FAILED)
        elif number:
            facts["noindex"] = dice.random() < 0.1
        if dice.random() < 0.95:
            web.pages[absolute(path)] = page(path, **facts)
    for url in OTHERS:
        if dice.random() < 0.9:
            web.pages[url] = page(url, status=dice.choice([200] * 9 + [404]))
    web.pages.setdefault(absolute("/"), page("/"))
    for url in web.pages:
        if web.pages[url]["status"] == 200:
            web.links += make_links(url, dice)
    web.sitemap = dice.sample([absolute(path) for path in [*PATHS, "/unknown"]], 6)
    return web


def make_links(url: str, dice: random.Random) -> Iterator[Row]:
    """The links of a page."""
    for ordinal in range(dice.randrange(9)):
        target = dice.choice([*PATHS, "/untried", dice.choice(OTHERS)])
        yield link(
            url,
            target,
            dice.choice(ANCHORS),
            ordinal=ordinal,
            element=dice.choice(["a"] * 8 + ["area", "iframe"]),
            position=dice.choice(POSITIONS),
            rel=dice.choice([[], [], [], ["nofollow"], ["ugc", "noopener"]]),
        )
    if "a.example" in url and dice.random() < 0.8:
        yield link(url, "/", "Tea", ordinal=99, position="footer")


@pytest.fixture(params=SEEDS, scope="module")
def web(request: pytest.FixtureRequest) -> Web:
    return make_web(request.param)


@pytest.fixture(scope="module")
def seen(web: Web) -> View:
    return web.view()


def test_the_profile_and_its_domains(web: Web, seen: View) -> None:
    found = list(web.hyperlinks(internal=False))
    by_domain = defaultdict(list)
    for row in found:
        by_domain[row["source_domain"]].append(row)
    counted = {
        domain: (
            len(links),
            len({(row["source_url"], row["target_url"]) for row in links}),
            len({row["source_url"] for row in links}),
            len({row["source_host"] for row in links}),
            len({row["target_url"] for row in links}),
            sum(row["followed"] for row in links),
            len({(row["source_url"], row["target_url"]) for row in links if row["followed"]}),
            any(row["followed"] for row in links),
        )
        for domain, links in by_domain.items()
    }
    names = ("links", "backlinks", "referring_pages", "referring_hosts", "target_pages",
             "followed_links", "followed_backlinks", "followed")  # fmt: skip
    answer = rows(referring_domains(seen), "source_domain", *names)
    assert {domain: tuple(counts) for domain, *counts in answer} == counted
    followed = sum(counts[-1] for counts in counted.values())
    assert rows(profile(seen)) == [
        (
            *(sum(counts[place] for counts in counted.values()) for place in range(4)),
            len(counted), followed, followed / len(counted),
        )
    ]  # fmt: skip


def test_what_is_sitewide(web: Web, seen: View) -> None:
    read = Counter(row["host"] for row in web.pages.values() if row["status"] == 200)
    pages = defaultdict(set)
    for row in web.hyperlinks(internal=False):
        anchor = {"tea!": "tea", "": ""}.get(row["anchor_text"], row["anchor_text"].lower())
        pages[row["source_host"], row["target_url"], anchor].add(row["source_url"])
    expected = {
        group: None if read[group[0]] < 10 else 2 * len(urls) >= read[group[0]]
        for group, urls in pages.items()
    }
    answer = rows(sitewide(seen), "source_host", "target_url", "anchor", "sitewide")
    assert {tuple(group): wide for *group, wide in answer} == expected
    assert True in expected.values()


def test_inlinks_orphans_and_click_depth(web: Web, seen: View) -> None:
    finals = web.final_pages()
    sources, linked = defaultdict(list), defaultdict(set)
    for source, target, row in web.folded():
        sources[target].append((source, row))
        if row["followed"]:
            linked[source].add(target)
    assert {url: tuple(counts) for url, *counts in rows(
        inlinks(seen), "url", "inlinks", "unique_inlinks", "followed_inlinks",
        "followed_unique_inlinks", "content_inlinks", "unfolded_inlinks",
    )} == {
        url: (
            len(sources[url]),
            len({source for source, _ in sources[url]}),
            sum(row["followed"] for _, row in sources[url]),
            len({source for source, row in sources[url] if row["followed"]}),
            sum(row["position"] == "content" for _, row in sources[url]),
            sum(
                row["target_url"] == url != row["source_url"]
                for row in web.hyperlinks(internal=True)
            ),
        )
        for url in finals
    }  # fmt: skip
    home = web.final(absolute("/"))
    assert home in finals
    assert {url for (url,) in rows(orphans(seen), "url")} == {
        url for url, row in finals.items() if row["indexable"] and not sources[url] and url != home
    }
    depth, front = {home: 0}, deque([home])
    while front:
        here = front.popleft()
        for there in linked[here] & finals.keys() - depth.keys():
            depth[there] = depth[here] + 1
            front.append(there)
    answer = dict(rows(click_depth(seen), "url", "click_depth"))
    assert answer == {url: depth.get(url) for url in finals}


def test_the_shares_of_anchors(web: Web, seen: View) -> None:
    brand = brand_of(seen)
    pairs = set()
    for row in web.hyperlinks(internal=False):
        target = web.pages.get(web.final(row["target_url"]) or "")
        is_named = target is not None and target["status"] == 200 and "title" in target
        titles = [target["title"], *target["h1"]] if target and is_named else []
        kind = kind_of(row["anchor_text"], brand, Keywords(KEYWORDS), titles)
        anchor = row["anchor_text"].lower().rstrip("!")
        pairs.add((kind, row["source_domain"], anchor))
    every = len({pair[1:] for pair in pairs})
    counted = Counter(kind for kind, *_ in pairs)
    assert len(counted) > 5
    answer = rows(kind_shares(seen, keywords=KEYWORDS), "kind", "pairs", "share")
    assert {kind: number for kind, number, _ in answer if number} == counted
    assert {kind: share for kind, _, share in answer} == {
        kind: counted[kind] / every for kind, *_ in answer
    }


def make_later(web: Web, seed: int) -> Web:
    """The same web a month later."""
    dice = random.Random(seed)
    later = Web()
    for url, row in web.pages.items():
        kept = [one for one in web.links if one["source_url"] == url]
        becomes = dice.choice([*FATES, "same", "same", "edited", "edited"])
        facts = {name: row[name] for name in ("status", "error", "redirect_to") if row.get(name)}
        if becomes == "untried":
            continue
        if becomes == "moved" and row["domain"] != "shop.example":
            facts, kept = {"redirect_to": dice.choice([*OTHERS, absolute("/")])}, []
        elif becomes == "gone":
            facts, kept = {"status": dice.choice([404, 410])}, []
        elif becomes == "blocked":
            facts, kept = dice.choice(BLOCKED), []
        elif becomes in ("edited", "cut") and row["status"] == 200:
            facts["truncated"] = becomes == "cut"
            kept = [edited for one in kept for edited in edit(one, dice)]
        dice.shuffle(kept)
        later.pages[url] = page(url, **facts)
        later.links += [dict(one, ordinal=place) for place, one in enumerate(kept)]
    for url in OTHERS:
        if url not in web.pages:
            later.pages[url] = page(url)
            later.links += make_links(url, dice)
    return later


def edit(row: Row, dice: random.Random) -> Iterable[Row]:
    """A link as it is later: gone, changed, the same, or there twice."""
    change = dice.choice(["same", "gone", "twice", "target", "anchor", "rel", "position"])
    facts = {name: row[name] for name in ("element", "rel", "position")}
    facts |= {"rel": {"rel": ["nofollow"]}, "position": {"position": "aside"}}.get(change, {})
    target = dice.choice(PATHS) if change == "target" else row["target_url"]
    anchor = dice.choice(ANCHORS) if change == "anchor" else row["anchor_text"]
    one = link(row["source_url"], target, anchor, **facts)
    return {"gone": [], "twice": [one, dict(one)]}.get(change, [one])


def identity(row: Row) -> tuple[object, ...]:
    """What two links have alike where nothing changed between them, and all tokens of rel."""
    rel = tuple(bool(row[name]) for name in ("nofollow", "ugc", "sponsored"))
    tokens = frozenset(row["rel"])
    return row["target_url"], row["anchor_text"].lower(), rel, row["position"] or "", tokens


def expected_changes(before: Web, after: Web) -> Counter[tuple[object, ...]]:
    """How many links of a source and target became what, and why."""
    here, there = (defaultdict(list), defaultdict(list))
    for web, links in ((before, here), (after, there)):
        for row in web.hyperlinks(internal=False):
            links[row["source_url"]].append(row)
    expected: Counter[tuple[object, ...]] = Counter()
    taken = set()
    for source, links in here.items():
        end, outcome, reason = fate(after, source)
        old = sorted(links, key=lambda row: row["ordinal"])
        new = sorted(there[source] or there[end], key=lambda row: row["ordinal"])
        paired: dict[int, Row] = {}
        for keys in ((0, 1, 4, 3), (0, 1, 2, 3), (0,), (1, 3)):
            for row in old:
                one = [identity(row)[key] for key in keys]
                if row["ordinal"] in paired:
                    continue
                for candidate in new:
                    if [identity(candidate)[key] for key in keys] == one:
                        paired[row["ordinal"]] = candidate
                        new.remove(candidate)
                        break
        elsewhere = led_elsewhere(before, after, source, end)
        for row in old:
            told = (outcome, reason)
            if row["ordinal"] not in paired and told == ("lost", "no-link"):
                place = identity(row)[1], identity(row)[3]
                if place in elsewhere:
                    elsewhere.remove(place)
                    told = ("lost", "links-elsewhere")
            if (partner := paired.get(row["ordinal"])) is not None:
                taken.add((partner["source_url"], partner["ordinal"]))
                both = zip(COMPARED, identity(row)[:4], identity(partner)[:4], strict=True)
                differ = [name for name, one, other in both if one != other]
                if not differ:
                    continue
                if reason != "truncated":
                    told = ("changed", ", ".join(differ))
            expected[*told, source, row["target_url"]] += 1
    for source, links in there.items():
        for row in links:
            if (source, row["ordinal"]) not in taken:
                _, outcome, reason = fate(before, source)
                if source not in before.pages:
                    told = ("new", "page-not-seen-before")
                elif outcome == "unknown":
                    told = ("unknown", reason)
                else:
                    moved = before.pages[source].get("redirect_to")
                    told = ("new", "redirect" if moved else reason)
                expected[*told, source, row["target_url"]] += 1
    return expected


def led_elsewhere(before: Web, after: Web, source: str, end: str) -> list[tuple[object, ...]]:
    """Anchor text and position of each link of a page to a third site that did not have it."""
    old, new = (
        [
            identity(row)
            for row in web.links
            if row["source_url"] == url and row["target_domain"] != "shop.example"
            if row["element"] != "iframe"
        ]
        for web, url in ((before, source), (after, end))
    )
    stood = {(target, text, position) for target, text, _, position, _ in old}
    return [
        (text, position)
        for target, text, _, position, _ in new
        if (target, text, position) not in stood
    ]


def fate(web: Web, source: str) -> tuple[str, str, str]:
    """Where a page is now, and what it means that a link is not there."""
    if source not in web.pages:
        return source, "unknown", "not-asked"
    end = web.end(source)
    if end is None:
        met, url = set(), source
        while url in web.pages and url not in met:
            met.add(url)
            url = web.pages[url]["redirect_to"]
        if url in met:
            return source, "unknown", "redirect-loop"
        return source, "unknown", "redirect-not-followed"
    row = web.pages[end]
    if row["domain"] == "shop.example" and web.pages[source]["domain"] != "shop.example":
        return end, "lost", "redirects-to-target"
    if row.get("error"):
        return end, "unknown", row["error"]
    if row["status"] in (404, 410):
        return end, "lost", str(row["status"])
    if row["status"] != 200:
        return end, "unknown", str(row["status"])
    return (end, "unknown", "truncated") if row.get("truncated") else (end, "lost", "no-link")


def test_what_came_went_and_changed(web: Web, seen: View) -> None:
    later = make_later(web, len(web.links))
    found = changes(seen, later.view())
    told = Counter(rows(found, "change", "reason", "source_url", "target_url"))
    assert told == expected_changes(web, later)
    assert {change for change, *_ in told} == {"new", "lost", "changed", "unknown"}
    whole = changes(seen, later.view(), unchanged=True)
    same = Counter(rows(whole, "change", "reason", "source_url", "target_url"))
    assert Counter({key: count for key, count in same.items() if key[0] != "unchanged"}) == told
