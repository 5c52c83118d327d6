"""What is cut of a page does not depend on how fast its tags are passed."""

from __future__ import annotations

import re
from random import Random

import pytest

from linkspider.html import limits

PIECES = (
    b"<a href=/x>", b"<A\tHREF='/x'>", b"</a>", b"<li>", b"<p class=\"a b\">", b"</p>", b"<br/>",
    b"<img src=x alt=\"a<b\">", b"<img alt='x>y'>", b"<div>", b"</div>", b"<b>", b"</b>", b"<svg>",
    b"</svg>", b"<article>", b"<a", b"<p x=\"", b"<script>", b"</script>", b"<!--", b"-->", b"<",
    b">", b"\"", b"'", b"=", b" word ", b"<a" + b" x" * 600 + b">", b"<body>",
)  # fmt: skip


def cut(body: bytes) -> tuple[bytes, bool]:
    """The page after the whole pass, also where it is short."""
    return limits._Cut(body).run()


@pytest.mark.parametrize("seed", range(20))
def test_tags_that_never_nest_are_passed_as_if_each_was_looked_at(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(seed)
    monkeypatch.setattr(limits, "MAX_OPEN_ELEMENTS", random.choice([5, 50]))
    monkeypatch.setattr(limits, "MAX_WORK", random.choice([100_000, 1_000_000, 10_000_000]))
    pages = [b"".join(random.choices(PIECES, k=random.randrange(600))) for _ in range(50)]
    fast = [cut(page) for page in pages]
    monkeypatch.setattr(limits, "_NEVER_NESTED_TAGS", re.compile(b""))
    assert fast == [cut(page) for page in pages]
    assert any(was_cut for _, was_cut in fast)


def test_a_long_page_of_links_ends_where_its_work_is_used_up() -> None:
    link = b"<a href=/x>x</a>"
    kept, was_cut = cut(link * 500_000)
    assert was_cut
    assert limits.MAX_WORK // 2_000 < kept.count(b"<") < limits.MAX_WORK // 1_000
