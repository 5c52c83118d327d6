"""A URL that a crawl knows of and may fetch, with what is known of it beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from linkspider.urls import parse, without_credentials

DOUBTFUL = 9
"""The priority of URLs that seem to belong to a trap: after all others of their host."""


class Purpose(StrEnum):
    """What a URL is fetched for."""

    PAGE = "page"
    """To read it, if it is HTML."""
    STATUS = "status"
    """To learn its status; its body is not wanted."""
    SITEMAP = "sitemap"
    """To read the URLs that it names; it has no row in `pages`."""
    ROBOTS = "robots"
    """To learn the rules of its site; it has no row in `pages`, and does not stand on disk."""


@dataclass(kw_only=True, slots=True)
class Entry:
    """A URL to fetch."""

    url: str
    host: str
    purpose: Purpose = Purpose.PAGE
    depth: int = 0
    priority: int = 1
    """Smaller comes first; among equals, what is less deep, then what was found first."""
    discovered_from: str | None = None
    redirects: int = 0
    """Redirect hops between the link that was found and this URL."""
    counted: bool = True
    """Whether the URL takes from the budgets."""
    site: str | None = None
    """The host within which (subdomains too) the page's links are followed; None: not at all."""
    falls_back: bool = False
    """Whether the http form is tried where this https start cannot be reached."""
    excluded: str | None = None
    """Why the URL is known but not fetched, in one word."""
    retries: int = 0
    was_put_off: bool = field(default=False, repr=False, compare=False)
    """Whether it has waited for what its http form leads to."""
    is_out: bool = field(default=False, repr=False, compare=False)
    """Whether the frontier has handed it out, and waits for it."""

    @property
    def key(self) -> str:
        """What the URL is known by: a sitemap may be linked, and then is a page as well."""
        return sitemap_key(self.url) if self.purpose is Purpose.SITEMAP else self.url


def sitemap_key(url: str) -> str:
    """What a URL is known by as a sitemap."""
    return f"sitemap {url}"


def web_entry(url: str, **known: object) -> Entry:
    """An entry for a URL that is known to be http(s); a stranger's credentials are left out."""
    url = without_credentials(url)
    target = parse(url)
    assert target is not None and target.host is not None
    return Entry(url=url, host=target.host, **known)  # type: ignore[arg-type]
