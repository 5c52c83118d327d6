"""The rows of the tables: what a crawl knows of a page, a link, a sitemap entry and of itself.

The schema of each Parquet table and the data dictionary are read from these classes: a field's
type gives the column's type, the docstring below it the column's description.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, NamedTuple

Long = Annotated[int, 64]
"""An integer that may need 64 bits; a plain int is stored in 32."""


class AnchorCandidates(NamedTuple):
    """The texts that may name a link to its reader, best first, as they stand in the page."""

    text: str = ""
    alt: str = ""
    aria_label: str = ""
    title: str = ""


@dataclass(kw_only=True, slots=True)
class LinkItem:
    """One link on one fetched page: a row of `links`."""

    source_url: str
    """The page that the link stands on."""
    source_host: str | None = None
    """Host of the page, without a trailing dot."""
    source_domain: str | None = None
    """Registrable domain of the page: one label under a public suffix or publishing platform."""
    source_scope: str | None = None
    """The target that the page belongs to, as given; null where it belongs to none."""
    target_url: str | None
    """Where the link leads: resolved and serialised by the WHATWG URL standard, without fragment; \
null where the address does not parse, is longer than 8,192 characters, or has a host of more than \
253."""
    target_fragment: str | None = None
    """What stands behind `#` in the address; null where there is no `#`."""
    target_host: str | None = None
    """Host of the address; null unless it is http or https."""
    target_domain: str | None = None
    """Registrable domain of the address; null unless it is http or https."""
    target_scope: str | None = None
    """The target that the address belongs to, as given; null where it belongs to none."""
    same_host: bool | None = None
    """Whether page and address are on the same host; null unless the address is http or https."""
    link_type: str | None = None
    """internal, backlink, outbound or other: see the table of link types."""
    element: str
    """What makes the link: a, area, iframe; canonical, alternate, next, prev (link elements and \
HTTP Link headers); meta-refresh. Hyperlinks are a and area."""
    anchor_text: str | None = None
    """What names the link to a reader, white space collapsed, at most 2,000 characters; empty \
where nothing does; null unless a or area."""
    anchor_source: str | None = None
    """Where the anchor text comes from: text, alt, aria-label, title or none; null unless a or \
area."""
    has_image: bool | None = None
    """Whether an img stands inside the link; null unless a or area."""
    rel: list[str] = field(default_factory=list)
    """The tokens of the rel attribute, lower case."""
    nofollow: bool | None = None
    """Whether rel contains nofollow; null unless a or area with an http or https address."""
    ugc: bool | None = None
    """Whether rel contains ugc; null as for nofollow."""
    sponsored: bool | None = None
    """Whether rel contains sponsored; null as for nofollow."""
    followed: bool | None = None
    """Whether search engines may count the link: rel has none of the three and the page itself \
is not nofollow; null as for nofollow."""
    position: str | None = None
    """Where on the page the link stands: content, navigation, header, footer or aside; null \
outside body."""
    dom_path: str | None = None
    """The way from body to the link, like `body/div[2]/ul/li[3]/a`: numbers count siblings of \
the same name, where there are several; the last 32 steps; null outside body."""
    hreflang: str | None = None
    """The language that an alternate link is meant for, as written; alternate only."""
    ordinal: int
    """Order on the page, from 0; links in HTTP headers come first."""
    context_before: str | None = None
    """About 100 characters of the text before the link; backlinks only."""
    context_after: str | None = None
    """About 100 characters of the text behind the link; backlinks only."""
    href: str | None = None
    """The address as written, at most 2,000 characters; only where target_url is null."""
    fetched_at: datetime | None = None
    """When the page was fetched (UTC)."""

    candidates: AnchorCandidates | None = field(default=None, metadata={"column": False})
    target_path: str = field(default="", metadata={"column": False})


@dataclass(kw_only=True, slots=True)
class HtmlDocument:
    """What a page's HTML and its HTTP headers say: the later columns of a row of `pages`."""

    encoding: str | None = None
    """The encoding that the HTML was read in: from BOM, HTTP header, meta, or the default."""
    truncated: bool | None = None
    """Whether a limit of the reading was met, so that something of the page is missing here."""
    title: str | None = None
    """Text of the title element."""
    meta_description: str | None = None
    """Content of the meta description."""
    h1: list[str] | None = None
    """Texts of the h1 headings, in order."""
    h2: list[str] | None = None
    """Texts of the h2 headings, in order."""
    h3: list[str] | None = None
    """Texts of the h3 headings, in order."""
    canonical_url: str | None = None
    """The only distinct canonical address over head and HTTP header; null where they conflict."""
    canonicals: int | None = None
    """How many distinct canonical addresses head and HTTP header name."""
    meta_robots: str | None = None
    """Contents of meta robots and googlebot, as written, joined by a comma."""
    x_robots_tag: str | None = None
    """Values of the X-Robots-Tag header, as sent, joined by a comma."""
    noindex: bool | None = None
    """Whether robots or googlebot are told noindex (or none) by meta or header."""
    nofollow: bool | None = None
    """Whether robots or googlebot are told nofollow (or none) by meta or header."""
    lang: str | None = None
    """The lang attribute of the html element."""
    has_viewport: bool | None = None
    """Whether there is a meta viewport, as pages made for phones have."""
    word_count: int | None = None
    """Words of the visible text; each Chinese or Japanese character counts as one."""
    images: int | None = None
    """Number of img elements."""
    images_without_alt: int | None = None
    """Number of img elements with no alt attribute (an empty one marks decoration)."""
    scripts: int | None = None
    """Number of script elements."""
    generator: str | None = None
    """Content of the meta generator: the software that made the page."""
    published_at: datetime | None = None
    """When the page says it was published (JSON-LD, meta, time element), UTC."""
    modified_at: datetime | None = None
    """When the page says it was last modified (JSON-LD, meta, time element), UTC."""
    text_hash: str | None = None
    """64 bits of BLAKE2b over the words of the visible text, as 16 hexadecimal digits: equal for \
pages with the same text, however it is marked up; null where empty."""

    has_meta_refresh: bool = field(default=False, metadata={"column": False})
    links: list[LinkItem] = field(default_factory=list, metadata={"column": False})


@dataclass(kw_only=True, slots=True)
class PageItem(HtmlDocument):
    """One URL that a crawl tried, whatever came of it: a row of `pages`. Carries its links."""

    url: str
    """The URL, serialised by the WHATWG URL standard, without fragment."""
    host: str
    """Host of the URL, without a trailing dot."""
    domain: str
    """Registrable domain of the URL."""
    scope: str | None = None
    """The target that the URL belongs to, as given; null where it belongs to none."""
    status: int | None = None
    """HTTP status; null where no answer came."""
    error: str | None = None
    """Why there is no page to read, in one word; null where there was an answer: robots, \
robots-unreachable, host-failing, private-address, dns, connection, tls, timeout, too-large, \
headers, decode, internal."""
    redirect_to: str | None = None
    """Where a redirect (status 3xx) leads, without fragment."""
    depth: int
    """Links followed from a start or a sitemap entry when the URL was first found; redirects \
add nothing."""
    discovered_from: str | None = None
    """The page, redirect or sitemap that first named the URL; null for starts."""
    fetched_at: datetime
    """When the answer, or the failure, came (UTC)."""
    elapsed_ms: int | None = None
    """Milliseconds from sending the request to the last byte, without queueing."""
    bytes: Long | None = None
    """Size of the body after decompression; as announced where the body was not downloaded."""
    content_type: str | None = None
    """The media type that the server named, lower case, without parameters."""
    last_modified: datetime | None = None
    """The HTTP header Last-Modified (UTC)."""
    ip_address: str | None = None
    """Address of the server."""
    tls_valid: bool | None = None
    """Whether the server's certificate is valid for the host; null without TLS."""
    googlebot_allowed: bool | None = None
    """Whether the same robots.txt lets Googlebot fetch the URL; null where it is unknown."""
    indexability: str | None = None
    """The first that holds: robots, no-response, redirect, client-error, server-error, not-html, \
noindex, meta-refresh, canonicalised, indexable; null where the body was not asked for."""
    indexable: bool | None = None
    """Whether indexability is indexable."""


@dataclass(kw_only=True, slots=True)
class SitemapEntry:
    """One entry of one sitemap: a row of `sitemaps`."""

    url: str
    """The URL that the sitemap names, without fragment."""
    lastmod: datetime | None = None
    """When the sitemap says the page changed (UTC)."""
    priority: float | None = None
    """The priority that the sitemap gives, 0.0 to 1.0."""
    sitemap_url: str
    """The sitemap."""
    fetched_at: datetime
    """When the sitemap was fetched (UTC)."""


@dataclass(kw_only=True, slots=True)
class SitemapItem:
    """One sitemap file that was read: carries its entries to `sitemaps`."""

    sitemap_url: str
    entries: list[SitemapEntry]


@dataclass(kw_only=True, slots=True)
class CrawlItem:
    """One run of one spider: a row of `crawls`."""

    id: str
    """The crawl id: the name of its partition in every table."""
    spider: str
    """target, referring or verify."""
    domain: str
    """The target or targets, as given."""
    arguments: str
    """The arguments of the crawl, as a JSON object: those of its last run, but keep=touching \
where any run left links out."""
    started_at: datetime
    """When the crawl began (UTC)."""
    finished_at: datetime | None = None
    """When it ended (UTC); null while it runs, or where it was killed."""
    finish_reason: str | None = None
    """finished, or why it ended early: shutdown (a signal), storage, error."""
    known: int | None = None
    """URLs that the crawl knew at its end: done + failed + excluded + pending."""
    done: int | None = None
    """URLs that were answered."""
    failed: int | None = None
    """URLs that were tried and not answered."""
    excluded: int | None = None
    """URLs that were known and left out, by robots.txt or by a limit."""
    pending: int | None = None
    """URLs that were left to do."""
    reasons: str | None = None
    """How many URLs failed or were excluded for which reason, as a JSON object."""
    robots_requests: int | None = None
    """robots.txt files asked for; they are no rows of `pages`."""
    sitemap_requests: int | None = None
    """Sitemap files asked for; they are no rows of `pages`."""
    versions: str | None = None
    """Versions of linkspider, Scrapy, Python and the parsers, as a JSON object."""
