"""A generated web site: any number of pages, the same bytes for the same arguments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

VOCABULARY = """
harbour lantern meadow copper violet timber orchard granite willow ember saddle canyon marble
thistle falcon cobalt juniper velvet anchor breeze cedar delta estuary fjord glacier hollow
island jasper kettle lagoon mantle nectar opal pebble quarry ridge silver tundra umber valley
walnut yarrow zephyr amber basin cliff dune elm fern grove heath iris jetty kiln ledge moss
north oak pine quill river stone tide under vine water young bright calm deep early fair gentle
high inner just kind low mild near open plain quiet round slow tall upper vast warm about after
again along also and another any are around because been before began between both bring but
came carry change clear close could country cross does each earth enough even every far few find
first follow form found from give good great grow half hand have head hear help here home hour
house idea keep know land large last late learn leave left letter life light like line little
long made make many mark mean might more most mother mountain move much must name never next
night number often once only order other over own page paper part people place plant point press
quick reach read right same school sentence seven shape short should side simple since small some
soon sound spell stand start state still stop story study such sure table take talk teach tell
than that their them then there these thing think this those thought three through time together
took tree turn type unit until usual very voice walk want watch week well went were what wheel
when where which while white whole will wind with without wonder word work world would write year
café naïve façade Größe señor smörgåsbord crème jalapeño über coöperate
"""
WORDS = VOCABULARY.split()
SECTIONS = (
    "guides",
    "news",
    "products",
    "research",
    "people",
    "places",
    "history",
    "events",
    "reports",
    "tools",
    "support",
)
OUTBOUND_REL = ("", ' rel="nofollow"', ' rel="sponsored noopener"', ' rel="ugc nofollow"')
BLOCKS = 2_000
CHILDREN = 8
OUTBOUND = 4
MINIMUM_LINKS = 30


def _head_code() -> str:
    """The style and script elements that every page repeats, about 6 KB."""
    rules = "\n".join(
        f".{word}-{i} > .item {{ margin: {i % 7}px {i % 11}px; color: #{i * 7919 % 4096:03x}; }}"
        for i, word in enumerate(WORDS[:48])
    )
    lines = "\n".join(
        f"  if (page.{word} < {i}) {{ queue.push('<a href=\"/none/{word}\">{word}</a>'); }}"
        for i, word in enumerate(WORDS[48:88])
    )
    script = f"(function (page, queue) {{\n{lines}\n}})(window, []);"
    return f"<style>\n{rules}\n</style>\n<script>\n{script}\n</script>\n"


HEAD_CODE = _head_code()


@dataclass(frozen=True, kw_only=True)
class GeneratedSite:
    """A site of `pages` pages, each of `links` hyperlinks and about `kilobytes` KB.

    Four links in ten repeat from page to page (header, breadcrumbs, sidebar, footer); the
    content holds links to the page's children (each page but the first is a child of one other,
    so all are reachable), to random pages, and a few to other domains.
    """

    base_url: str
    pages: int
    links: int
    kilobytes: int
    seed: int = 1

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        """Each page's path and HTML, the start page `/` first."""
        blocks = self._blocks()
        for index in range(self.pages):
            yield self.path(index), self._page(index, blocks).encode()

    def path(self, index: int) -> str:
        """The root-relative URL of a page."""
        if index == 0:
            return "/"
        first, second = WORDS[index * 7 % 80], WORDS[index * 13 % 80]
        return f"/{SECTIONS[index % len(SECTIONS)]}/{first}-{second}-{index}.html"

    def title(self, index: int) -> str:
        """The title of a page, and the anchor text of plain links to it."""
        first, second = WORDS[index * 7 % 80], WORDS[index * 13 % 80]
        return f"{first.capitalize()} and {second} {index}"

    def _blocks(self) -> list[str]:
        """The pieces of prose that pages are made of: paragraphs, lists, tables, figures."""
        random = Random(self.seed)

        def prose(least: int, most: int) -> str:
            words = random.choices(WORDS, k=random.randint(least, most))
            return " ".join(words).capitalize() + "."

        def paragraph() -> str:
            return (
                f"<p>{prose(15, 40)} <em>{prose(2, 4)}</em> {prose(10, 40)} "
                f'<span class="term">{prose(2, 3)}</span> {prose(5, 25)}</p>\n'
            )

        def listing() -> str:
            entries = "".join(f"<li>{prose(4, 12)}</li>\n" for _ in range(random.randint(3, 7)))
            return f'<ul class="plain">\n{entries}</ul>\n'

        def table() -> str:
            rows = (f"<tr><td>{prose(1, 3)}</td><td>{prose(2, 5)}</td></tr>\n" for _ in range(4))
            return f'<div class="wide"><table>\n{"".join(rows)}</table></div>\n'

        def figure() -> str:
            name, alt = random.choice(WORDS), prose(2, 6) if random.random() < 0.8 else ""
            image = f'<img src="/images/{name}.jpg" alt="{alt}" width="640" height="480">'
            return f"<figure>{image}<figcaption>{prose(4, 10)}</figcaption></figure>\n"

        kinds = (paragraph, listing, table, figure)
        return [random.choices(kinds, (80, 10, 4, 6))[0]() for _ in range(BLOCKS)]

    def _anchors(self, indexes: list[int], css_class: str) -> str:
        """A list of plain root-relative links."""
        entries = "".join(
            f'<li class="{css_class}"><a href="{self.path(i)}">{self.title(i)}</a></li>\n'
            for i in indexes
        )
        return f"<ul>\n{entries}</ul>\n"

    def _content_links(self, index: int, count: int, random: Random) -> list[str]:
        """The links inside the text, in random order."""
        first_child = index * CHILDREN + 1
        children = range(first_child, min(first_child + CHILDREN, self.pages))
        links = [f'<a href="{self.path(i)}">{self.title(i)}</a>' for i in children]
        for rel in OUTBOUND_REL[:OUTBOUND]:
            word = random.choice(WORDS[:80])
            url = f"https://www.{word}-{random.randrange(50)}.example/{random.choice(SECTIONS)}/"
            links.append(f'<a href="{url}"{rel}>the {word} site</a>')
        while len(links) < count:
            other, kind = random.randrange(self.pages), random.random()
            path, title = self.path(other), self.title(other)
            if kind < 0.1:
                links.append(f'<a href="{self.base_url}{path}" title="{title}">{title}</a>')
            elif kind < 0.2:
                links.append(f'<a class="ref" href="{path}#part-2"><b>{title}</b></a>')
            elif kind < 0.25:
                links.append(f'<a href="{path}" rel="nofollow">{title}</a>')
            elif kind < 0.3:
                image = f'<img src="/images/{other % 97}.png" alt="{title}">'
                links.append(f'<a href="{path}">{image}</a>')
            else:
                links.append(f'<a href="{path}">{title}</a>')
        random.shuffle(links)
        return links

    def _page(self, index: int, blocks: list[str]) -> str:
        """The HTML of a page."""
        random = Random(f"{self.seed} {index}")
        repeated = self.links * 4 // 10
        in_header, in_footer = repeated * 3 // 10, repeated * 25 // 100
        ancestors: list[int] = []
        ancestor = index
        while ancestor and len(ancestors) < 4:
            ancestor = (ancestor - 1) // CHILDREN
            ancestors.insert(0, ancestor)
        in_sidebar = repeated - in_header - in_footer - len(ancestors)
        header = [i % self.pages for i in range(in_header)]
        footer = [i % self.pages for i in range(in_header, in_header + in_footer)]
        sidebar = [(index + step) % self.pages for step in range(-3, in_sidebar - 3)]
        top = (
            self._document_head(index, random)
            + f'<body class="page section-{index % 11}">\n'
            + f'<header class="site-header"><nav>{self._anchors(header, "menu-item")}</nav>'
            + f'</header>\n<nav class="breadcrumbs">{self._anchors(ancestors, "crumb")}</nav>\n'
            + f"<main>\n<article>\n<h1>{self.title(index)}</h1>\n"
        )
        bottom = (
            f'</article>\n</main>\n<aside class="sidebar">{self._anchors(sidebar, "near")}'
            + f'</aside>\n<footer class="site-footer">{self._anchors(footer, "foot")}'
            + f"<p>Page {index} of {self.pages}.</p></footer>\n</body>\n</html>\n"
        )
        links = self._content_links(index, self.links - repeated, random)
        sentences = [
            f"<p>{' '.join(random.choices(WORDS, k=9))} {link} {random.choice(WORDS)}.</p>\n"
            for link in links
        ]
        missing = self.kilobytes * 1_000 - len(top) - len(bottom) - sum(map(len, sentences))
        parts = list(sentences)
        while missing > 0:
            block = random.choice(blocks)
            missing -= len(block)
            parts.insert(random.randrange(len(parts) + 1), block)
        for part, start in enumerate(range(0, len(parts), 15)):
            level = 2 if part % 3 == 0 else 3
            words = " ".join(random.choices(WORDS, k=4)).capitalize()
            parts[start] = f'<h{level} id="part-{part}">{words}</h{level}>\n{parts[start]}'
        return top + "".join(parts) + bottom

    def _document_head(self, index: int, random: Random) -> str:
        """The head of a page: meta elements, canonical, Open Graph, JSON-LD, style, script."""
        title, url = self.title(index), self.base_url + self.path(index)
        description = " ".join(random.choices(WORDS, k=18))
        day = f"2024-{index % 12 + 1:02}-{index % 28 + 1:02}"
        article = {"@context": "https://schema.org", "@type": "Article", "headline": title}
        json_ld = json.dumps(article | {"url": url, "datePublished": day})
        return (
            f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f"<title>{title}</title>\n"
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="description" content="{description}">\n'
            f'<meta name="robots" content="index, follow">\n'
            f'<meta property="og:title" content="{title}">\n'
            f'<meta property="og:url" content="{url}">\n'
            f'<link rel="canonical" href="{url}">\n'
            f'<script type="application/ld+json">{json_ld}</script>\n{HEAD_CODE}</head>\n'
        )
