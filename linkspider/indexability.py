"""Whether a search engine may index a page, and if not, the first reason. Pure."""

from __future__ import annotations

from linkspider.items import PageItem


def indexability(page: PageItem, *, is_html: bool) -> str:
    """The first that holds of a page that was asked for to be read."""
    if page.error == "robots":
        return "robots"
    if page.status is None or page.error is not None:
        return "no-response"
    if 300 <= page.status < 400:
        return "redirect"
    if 400 <= page.status < 500:
        return "client-error"
    if page.status >= 500:
        return "server-error"
    if not is_html:
        return "not-html"
    if page.noindex:
        return "noindex"
    if page.has_meta_refresh:
        return "meta-refresh"
    if page.canonical_url is not None and page.canonical_url != page.url:
        return "canonicalised"
    return "indexable"
