"""A site and one that links to it whose every text wants to be a script, a formula or a command."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

from tests.web import SmallWeb

PROJECT = Path(__file__).parents[1]
CONFORMANCE = Path(os.environ.get("LINKSPIDER_CONFORMANCE", PROJECT / "../shared/conformance"))

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</style><script>alert(3)</script>",
    "</title></textarea><script>alert(4)</script>",
    '"><img src=x onerror=alert(5)>',
    "'><svg onload=alert(6)>",
    "<iframe srcdoc='<script>parent.alert(7)</script>'></iframe>",
    "&lt;script&gt;alert(8)&lt;/script&gt;",
    "&amp;lt;img src=x onerror=alert(9)&amp;gt;",
    "javascript:alert(10)",
    "{{ 7 * 7 }}{% raw %}",
    "${alert(11)}`+alert(12)+`",
    "<!--<script>alert(13)//-->",
    "]]><script>alert(14)</script>",
    "<a href=javascript:alert(15)>x</a>",
    "$\\href{javascript:alert(16)}{x}$ $$\\unicode{x}$$ \\(y\\)",
    "[x](javascript:alert(17)) ![x](x)",
    '=HYPERLINK("javascript:alert(18)","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-1+1\t=1+1",
    "\x1b]0;title\x07\x1b[31mred\x9b31m",
    "\u202egnp.evil\u2066\u2028\u2029",
    "\\u003cscript\\u003ealert(19)\\u003c/script\\u003e",
    "\ufeff\u200b\U000e0041",
    "a" * 1_500,
)
HREFS = (
    "javascript:alert(20)",
    "JaVaScRiPt:alert(21)",
    "data:text/html,<script>alert(22)</script>",
    "vbscript:msgbox(23)",
    '//evil.example/"onmouseover=alert(24)//',
    "/page?q='onfocus=alert(25)",
    "https://evil.example/#<script>alert(26)</script>",
    "http://ann:<script>@shop.example/",
)


def naughty_strings() -> list[str]:
    """The payloads, and the Big List of Naughty Strings where it is at hand."""
    file = CONFORMANCE / "strings/blns.json"
    listed: list[str] = json.loads(file.read_text("utf-8")) if file.is_file() else []
    return [*PAYLOADS, *listed]


class HostileWeb(SmallWeb):
    """shop.example, and evil.example which links to it, with naughty strings everywhere."""

    def __init__(self) -> None:
        strings = naughty_strings()
        pages = {
            f"http://{host}/{number or ''}": page_with(text, number, len(strings))
            for host in ("shop.example", "evil.example")
            for number, text in enumerate(strings)
        }
        super().__init__(pages)


def page_with(text: str, number: int, pages: int) -> str:
    """A page that has a text as its title, headings, anchors, alternatives and attributes."""
    safe, attribute = escape(text, quote=False), escape(text)
    onwards = range(number + 1, min(number + 30, pages))
    return "".join(
        (
            f'<!doctype html><html lang="{attribute}"><title>{safe}</title>'
            f'<meta name=description content="{attribute}">'
            f'<meta name=generator content="{attribute}">',
            f"<h1>{safe}</h1><h2>{safe}</h2><p>{safe}",
            *_links(safe, attribute, number),
            *(f'<a href="/{other}">{safe} {other}</a>' for other in onwards),
        )
    )


def _links(safe: str, attribute: str, number: int) -> Iterator[str]:
    yield f'<a href="http://shop.example/{number}">{safe}</a>'
    yield f'<a href="http://shop.example/missing{number % 3}" rel="{attribute}">{safe}</a>'
    yield f'<a href="http://shop.example/" title="{attribute}"></a>'
    yield f'<a href="http://shop.example/?{quote(attribute[:200])}"><img alt="{attribute}"></a>'
    yield f'<link rel=alternate hreflang="{attribute}" href="/{number}">'
    for href in HREFS:
        yield f'<a href="{escape(href)}">{safe}</a>'
