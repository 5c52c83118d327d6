"""The HTML of an answer: whether it has any, and what that says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider import html
from linkspider.download import HTML_TYPES, read_media_type
from linkspider.threads import run_alone
from linkspider.urls import Url, registrable_domain

if TYPE_CHECKING:
    from scrapy.http import Headers, Response

    from linkspider.frontier.entry import Entry
    from linkspider.html.place import Tokens
    from linkspider.items import HtmlDocument
    from linkspider.scope import Scopes

_SNIFFED = 1024
_HTML_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<a ", b"<p", b"<div")


def has_html(response: Response) -> bool:
    """Whether the answer is HTML to read: it says so, or names no type and looks like it."""
    if response.status != 200 or "download_stopped" in response.flags:
        return False
    media_type = read_media_type(response.headers)
    if media_type is not None:
        return media_type in HTML_TYPES
    start = response.body[:_SNIFFED].lower()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\0", b"")
    return any(sign in start for sign in _HTML_SIGNS)


async def read_document(response: Response, scopes: Scopes, tokens: Tokens | None) -> HtmlDocument:
    """What the HTML of an answer says, with the text around its links to the scopes."""
    entry: Entry = response.meta["entry"]
    arguments = (
        response.body,
        entry.url,
        _header_values(response.headers),
        _context_for(registrable_domain(entry.host), scopes),
        tokens,
    )
    if html.may_take_long(response.body):  # in a thread, so that other hosts do not wait for it
        return await run_alone(html.read, *arguments)
    return html.read(*arguments)


def _context_for(source_domain: str, scopes: Scopes) -> html.ContextFor:
    """Whether a link from this domain is a backlink, of which the text around is kept."""

    def is_backlink(target: Url) -> bool:
        return (
            target.host is not None
            and registrable_domain(target.host) != source_domain
            and scopes.match(target.host, target.path) is not None
        )

    return is_backlink


def _header_values(headers: Headers) -> dict[str, list[str]]:
    """The HTTP headers that the reading of HTML takes into account."""
    return {
        name: [value.decode("latin-1") for value in headers.getlist(name)]
        for name in ("content-type", "link", "x-robots-tag")
        if name in headers
    }
