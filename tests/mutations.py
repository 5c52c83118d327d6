"""Real pages, broken in the ways in which pages break, and in some in which none ever did."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

DEMO_WEB = Path(__file__).parents[1] / "linkspider/demo/web"
REALWEB = Path(os.environ.get("REALWEB_DIR", Path.home() / ".cache/realweb")) / "tree"
"""Pages of documentation sites; where they are missing, the demo web's must do."""
MAX_BYTES = 6 * 1024
SOUP = (
    b"<a href=/x>", b"</a>", b"<b>", b"</b>", b"<p>", b"<table>", b"<tr>", b"<td>", b"</table>",
    b"<select>", b"<option>", b"<template>", b"<svg>", b"<math>", b"<foreignObject>", b"<!--",
    b"-->", b"<![CDATA[", b"]]>", b"<script>", b"</script>", b"<style>", b"<title>", b"<textarea>",
    b"<base href=//b.example>", b"<iframe src=/y>", b"<frameset>", b"<body class=nav>", b"<html>",
    b"<meta charset=utf-16>", b"<meta name=robots content=none>", b"<nobr>", b"<button>", b"<form>",
    b"<h1>", b"<h2>", b"<object>", b"<br>", b"<img alt=x>", b"&#xD800;", b"&nbsp", b"\0", b"\xff",
    b"\xed\xa0\x80", b"<a href='http://[", b'"', b"'", b"<", b">", b"</", b"=", b"<plaintext>",
)  # fmt: skip
ENCODINGS = ("utf-16-le", "utf-16-be", "cp1252", "gb18030", "shift_jis", "euc_kr", "koi8_r")


def real_pages(most: int) -> list[bytes]:
    """A head and some of the middle of up to ``most`` pages, of all sites alike."""
    root = REALWEB if any(REALWEB.glob("*")) else DEMO_WEB
    paths = sorted(root.rglob("*.html"))
    step = max(1, len(paths) // most)
    bodies = [path.read_bytes() for path in paths[::step][:most]]
    return [body[:1_000] + body[len(body) // 2 :][:2_000] for body in bodies]


def flip_bits(page: bytes, random: Random) -> bytes:
    broken = bytearray(page)
    for _ in range(random.choice((1, 10, 1_000))):
        broken[random.randrange(len(broken))] ^= 1 << random.randrange(8)
    return bytes(broken)


def cut_off(page: bytes, random: Random) -> bytes:
    start, end = sorted((random.randrange(len(page)), random.randrange(len(page))))
    return random.choice((page[:end], page[start:], page[:start] + page[end:]))


def splice(page: bytes, random: Random) -> bytes:
    start, end, to = (random.randrange(len(page)) for _ in range(3))
    return page[:to] + page[min(start, end) : max(start, end)] + page[to:]


def repeat(page: bytes, random: Random) -> bytes:
    start = random.randrange(len(page))
    return page[:start] + page[start : start + random.randrange(1, 200)] * 100 + page[start:]


def recode(page: bytes, random: Random) -> bytes:
    text = page.decode(random.choice(("utf-8", "latin-1")), "replace")
    return text.encode(random.choice(ENCODINGS), "replace")


def soup(page: bytes, random: Random) -> bytes:
    pieces = []
    for _ in range(random.choice((3, 30, 300))):
        start = random.randrange(len(page))
        pieces += [page[start : start + random.randrange(200)], random.choice(SOUP)]
    return b"".join(pieces)


MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...] = (
    flip_bits, cut_off, splice, repeat, recode, soup,
)  # fmt: skip


def mutations(pages: list[bytes], count: int, seed: int) -> Iterator[bytes]:
    """``count`` broken pages, the same for the same pages and seed."""
    random = Random(seed)
    for _ in range(count):
        page = random.choice(pages) or b"<p>"
        for _ in range(random.choice((1, 1, 2, 3))):
            page = random.choice(MUTATIONS)(page, random)[:MAX_BYTES] or b"<"
        yield page
