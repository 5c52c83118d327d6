"""The sites that may refer to a target: domains and pages, from a file or a list."""

from __future__ import annotations

import re
from typing import NamedTuple

from linkspider.exports import SourceError, read_rows
from linkspider.urls import parse

URL_COLUMNS = (
    "source_url",
    "referring_page_url",
    "linking_page",
    "url_from",
    "from_url",
    "page_url",
    "url",
    "page",
    "link",
    "source",
    "referring_domain",
    "linking_site",
    "domain",
    "site",
    "host",
)
"""Names of the column that names a referring page or site, as exports have them, best first."""


class Source(NamedTuple):
    """A page, or a site whose pages are searched."""

    url: str
    """The page, or the site's home page with https."""
    host: str
    is_domain: bool
    """Whether a whole site is meant, not one page."""


def read_sources(text: str) -> list[Source]:
    """The sources that ``text`` names: a file, or a comma-separated list. No source twice."""
    found: dict[tuple[bool, str], Source] = {}
    for where, values in read_rows(text, {"source": URL_COLUMNS}, needed="source"):
        if entry := values.get("source", "").strip():
            source = parse_source(entry, where)
            name = source.host if source.is_domain else source.url
            found.setdefault((source.is_domain, name), source)
    if not found:
        raise SourceError("names no page and no domain")
    return list(found.values())


def parse_source(entry: str, where: str) -> Source:
    """A bare host is a domain; what has a scheme, a path or a query is a page."""
    has_scheme = "://" in entry
    url = parse(entry if has_scheme else f"https://{entry}")
    is_web = url is not None and url.host is not None and not re.search(r"\s", entry)
    if url is None or url.host is None or not is_web or (not has_scheme and "@" in entry):
        raise SourceError(f"{where}{entry[:80]!r} is neither a domain nor an http(s) URL")
    is_domain = not has_scheme and not any(sign in entry for sign in "/?#")
    return Source(url.key, url.host, is_domain)
