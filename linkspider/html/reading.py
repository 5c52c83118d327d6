"""Reads a page: what its HTML and headers say of itself, and its links. Pure, knows no Scrapy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from linkspider.html.dates import PageDates
from linkspider.html.decode import to_utf8
from linkspider.html.directives import read_directives
from linkspider.html.inner_text import NodeBudget, inner_text
from linkspider.html.limits import cut
from linkspider.html.links import ContextFor, LinkReader
from linkspider.html.place import Places, Tokens
from linkspider.html.visible_text import measure
from linkspider.items import HtmlDocument
from linkspider.text import clean
from linkspider.urls import Base

MAX_HEADINGS = 1_000
"""Headings of one level that are kept; what is beyond is said in `truncated`."""
MAX_HEADING_NODES = 200_000
"""Elements and texts that are read within all headings of a page."""

_LOOKED_AT = "a,area,link,iframe,meta,title,h1,h2,h3,img,script,time,base"


def read(
    body: bytes,
    url: str,
    headers: Mapping[str, Sequence[str]],
    context_for: ContextFor,
    tokens: Tokens | None = None,
) -> HtmlDocument:
    """What the HTML ``body``, fetched from ``url``, says of itself, with its links.

    ``headers`` are the HTTP headers that matter here, by lower-case name: content-type, link,
    x-robots-tag. ``context_for`` tells for which addresses the text around a link is wanted,
    ``tokens`` which class and id tokens mean which position (the bundled ones if None).
    """
    content_type = next(iter(headers.get("content-type", ())), None)
    body, encoding = to_utf8(body, content_type)
    body, was_cut = cut(body)
    parser = LexborHTMLParser(body, options=LexborDocumentOptions.WO_EVENTS)
    nodes = [(node.tag or "", node) for node in parser.css(_LOOKED_AT)]
    robots_headers = headers.get("x-robots-tag", ())
    robots_metas = list(_robots_metas(nodes))
    directives = read_directives(robots_metas, robots_headers)

    page = HtmlDocument(
        encoding=encoding,
        truncated=was_cut,
        meta_robots=clean(", ".join(robots_metas)) or None,
        x_robots_tag=clean(", ".join(robots_headers)) or None,
        noindex=directives.noindex,
        nofollow=directives.nofollow,
        canonicals=0,
        has_viewport=False,
        images=0,
        images_without_alt=0,
        scripts=0,
        h1=[],
        h2=[],
        h3=[],
    )
    _read_facts(page, nodes)
    _read_headings(page, nodes)
    root = parser.root
    page.lang = clean(root.attributes.get("lang") or "", 100) or None if root else None
    _read_visible_text(page, parser.body)
    _read_links(page, nodes, url, headers.get("link", ()), parser.body, context_for, tokens)
    return page


def _robots_metas(nodes: Iterable[tuple[str, LexborNode]]) -> Iterable[str]:
    for tag, node in nodes:
        if tag == "meta":
            attributes = node.attributes
            if (attributes.get("name") or "").strip().lower() in ("robots", "googlebot"):
                yield attributes.get("content") or ""


def _read_facts(page: HtmlDocument, nodes: Iterable[tuple[str, LexborNode]]) -> None:
    """Fill in what single elements say."""
    dates = PageDates()
    for tag, node in nodes:
        if tag == "img":
            page.images = (page.images or 0) + 1
            if "alt" not in node.attributes:
                page.images_without_alt = (page.images_without_alt or 0) + 1
        elif tag == "meta":
            _read_meta(page, node.attributes, dates)
        elif tag == "script":
            page.scripts = (page.scripts or 0) + 1
            if "ld+json" in (node.attributes.get("type") or ""):
                dates.read_json_ld(node.text())
        elif tag == "time":
            dates.read_time(node.attributes)
        elif tag == "title" and page.title is None and _is_in_head(node):
            page.title = clean(node.text())
    page.published_at, page.modified_at = dates.published_at, dates.modified_at


def _read_meta(page: HtmlDocument, attributes: dict[str, str | None], dates: PageDates) -> None:
    content = attributes.get("content")
    if content is None:
        return
    name = (attributes.get("name") or "").strip().lower()
    if name == "description":
        page.meta_description = page.meta_description or clean(content)
    elif name == "viewport":
        page.has_viewport = True
    elif name == "generator":
        page.generator = page.generator or clean(content, 200)
    elif name := name or attributes.get("property") or attributes.get("itemprop") or "":
        dates.read_meta(name.strip().lower(), content)


def _is_in_head(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and parent.tag in ("head", "noscript")


def _read_headings(page: HtmlDocument, nodes: Iterable[tuple[str, LexborNode]]) -> None:
    headings = {"h1": page.h1, "h2": page.h2, "h3": page.h3}
    budget = NodeBudget(MAX_HEADING_NODES)
    for tag, node in nodes:
        texts = headings.get(tag)
        if texts is None:
            continue
        if len(texts) < MAX_HEADINGS:
            texts.append(clean(budget.charge(inner_text(node, budget.take(node)))))
        else:
            page.truncated = True
    page.truncated = page.truncated or budget.was_met


def _read_visible_text(page: HtmlDocument, body: LexborNode | None) -> None:
    page.word_count, page.text_hash = measure(inner_text(body) if body else "")


def _read_links(
    page: HtmlDocument,
    nodes: Iterable[tuple[str, LexborNode]],
    url: str,
    link_headers: Sequence[str],
    body: LexborNode | None,
    context_for: ContextFor,
    tokens: Tokens | None,
) -> None:
    reader = LinkReader(
        url,
        Base(_base_url(nodes, url)),
        Places(body, tokens) if body else None,
        page_nofollow=bool(page.nofollow),
        context_for=context_for,
    )
    reader.read_headers(link_headers, Base(url))
    canonicals = {link.target_url for link in reader.links if link.element == "canonical"}
    for tag, node in nodes:
        if reader.is_full:
            page.truncated = True
            break
        if tag in ("a", "area"):
            reader.read_hyperlink(node, tag)
        elif tag == "link":
            link = reader.read_link_element(node)
            if link and link.element == "canonical" and _is_in_head(node):
                canonicals.add(link.target_url)
        elif tag == "iframe":
            reader.read_iframe(node)
        elif tag == "meta" and (node.attributes.get("http-equiv") or "").lower() == "refresh":
            page.has_meta_refresh |= reader.read_refresh(node)
    page.links = reader.links
    page.truncated = page.truncated or reader.was_cut
    canonicals.discard(None)
    page.canonicals = len(canonicals)
    page.canonical_url = canonicals.pop() if len(canonicals) == 1 else None


def _base_url(nodes: Iterable[tuple[str, LexborNode]], url: str) -> str:
    """Where relative links start from: the first base element with an address that parses."""
    for tag, node in nodes:
        if tag == "base" and (href := node.attributes.get("href")) is not None:
            target = Base(url).join(href)
            return (
                target.key
                if target and not target.key.startswith(("data:", "javascript:"))
                else url
            )
    return url
