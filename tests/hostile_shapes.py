"""Pages of shapes on which a careless reader needs quadratic time or memory.

Each is made of a size: at 32,000 it has as many bytes as a crawl reads of a page, or nearly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count, islice

Shape = Callable[[int], bytes]


def balanced(links: int) -> bytes:
    """Links without text, as the leaves of a tree of elements."""
    if links <= 1:
        return b"<a href='http://t.example/'></a>"
    return b"<div>" + balanced(links // 2) + balanced(links - links // 2) + b"</div>"


def repeated(piece: bytes, before: bytes = b"", after: bytes = b"") -> Shape:
    """``piece`` again and again, 250 bytes for each of the size."""
    return lambda n: before + piece * (250 * n // len(piece)) + after


def numbered(piece: bytes, before: bytes = b"", most: int = 50) -> Shape:
    """``piece`` with a number in it, at most ``most`` for each of the size."""

    def pieces(room: int) -> Iterator[bytes]:
        for number in count():
            text = piece.replace(b"%", b"%d" % number)
            if (room := room - len(text)) < 0:
                return
            yield text

    return lambda n: before + b"".join(islice(pieces(250 * n), most * n))


def hosts(n: int) -> bytes:
    """Links to long hosts in Chinese, no sign of which is used twice in a host."""
    signs = "".join(map(chr, range(0x4E00, 0x9E00)))
    return b"".join(b"<a href=//%b>" % signs[i : i + 80].encode() for i in range(n))


LINK = b"<a href=/x>x</a>"

SHAPES: Mapping[str, Shape] = {
    # Nesting
    "open elements": repeated(b"<div>", LINK),
    "open elements that seem closed": repeated(b"<div/>", LINK),
    "open elements between links": repeated(b"<div><a href=/x>"),
    "links that are never closed": repeated(b"<a href=/x>"),
    "links within links": repeated(b"<a href=/x><object>"),
    "headings within headings": lambda n: LINK + b"<h1><div>" * (n // 8) + b"word " * (20 * n),
    "links in a tree of empty elements": lambda n: balanced(3 * n),
    "links around one long text": lambda n: b"<a href=/x><object>" * (n // 8) + b"x" * (150 * n),
    "backlinks near one long text": lambda n: balanced(n // 8) + b"x" * (150 * n),
    "lists": repeated(b"<ul><li>", LINK),
    "ends of what is not open": lambda n: LINK + b"<span>" * 4_900 + b"</p></x>" * (16 * n),
    "options": repeated(b"<optgroup><option>", LINK),
    "selects": repeated(b"<select><option>" + LINK),
    "templates": repeated(b"<template>" + LINK, LINK),
    "tables": repeated(b"<table>" + LINK),
    "cells": repeated(b"<table><tr><td><b>", LINK),
    "links in a table but in no cell": repeated(LINK, b"<table>"),
    "paragraphs within buttons": repeated(b"<p><button>", LINK),
    "forms": repeated(b"<form><div>", LINK),
    "graphics": repeated(b"<svg>" + LINK),
    "groups in a graphic": repeated(b"<g>", LINK + b"<svg>"),
    "inputs in a graphic": lambda n: LINK + b"<svg>" + b"<input>" * n + b"</x>" * (16 * n),
    "formulas": repeated(b"<math><mi>" + LINK),
    # Formatting, which is opened again in each block
    "unclosed inline elements": lambda n: b"<p><b><i><a href=/x>" * n,
    "bold without end": repeated(b"<b>", LINK),
    "different fonts without end": numbered(b"<p><font size=%>", LINK),
    "different nobr without end": numbered(b"<nobr id=%><div>", LINK),
    "different fonts, then paragraphs": lambda n: (
        LINK + numbered(b"<b id=%>", most=1)(min(n, 4_000)) + b"<p>x</p>" * (16 * n)
    ),
    "bold that ends in another block": repeated(b"<b><em><div></b></em>", LINK),
    # Tags
    "attributes": numbered(b"a% ", LINK + b"<p "),
    "attributes on each tag": lambda n: LINK + (b"<p " + b"a=b " * 490 + b">") * (n // 8),
    "the same attribute": repeated(b"a ", LINK + b"<p "),
    "names of elements": numbered(b"<x%></x%>", LINK),
    "names of attributes": numbered(b"<p a%>", LINK),
    "a long attribute": repeated(b"nav ", LINK + b"<div class='", b"'>"),
    "attributes of html": numbered(b"<html a%=b>", LINK),
    "tags without end": repeated(b"<a ", LINK),
    "quotes without end": repeated(b"<a ='", LINK),
    # Many of a kind
    "links": numbered(b"<a href=//b.example/%>%</a>", most=6),
    "addresses that do not parse": numbered(b"<a href=http://[%>%</a>", most=6),
    "addresses in Chinese": hosts,
    "a long base": lambda n: (
        b"<base href='http://b.example/" + b"x" * 8_000 + b"/'>" + numbered(b"<a href=%>")(n)
    ),
    "backlinks": numbered(b"<a href=http://t.example/%>x</a>"),
    "images in a link": repeated(b"<img alt=x>", b"<a href=/x>"),
    "metas": repeated(b"<meta name=robots content=none>", LINK),
    "refreshes": repeated(b"<meta http-equiv=refresh content='0;url=/x'>"),
    "canonicals": numbered(b"<link rel=canonical href=/%>"),
    "headings": repeated(b"<h1>x</h1>", LINK),
    "scripts": repeated(b"<script></script>", LINK),
    "empty elements": repeated(b"<i></i>", LINK),
    # Texts
    "an open comment": repeated(b"- ", LINK + b"<!--"),
    "comments": repeated(b"<!---->", LINK),
    "an open script": repeated(b"<!--<script>", LINK + b"<script>"),
    "open CDATA": repeated(b"]]", LINK + b"<svg><![CDATA["),
    "character references": repeated(b"&CounterClockwiseContourIntegral;", LINK),
    "character references in a link": repeated(b"&amp;", b"<a href='", b"'>"),
    "dates in JSON-LD": repeated(
        b'"datePublished" : "', LINK + b"<script type='application/ld+json'>"
    ),
    "nesting in JSON-LD": repeated(b"[", LINK + b"<script type='application/ld+json'>"),
    "one word": repeated(b"x", LINK),
    "bytes that are no text": repeated(b"\xff\x00", LINK),
}
