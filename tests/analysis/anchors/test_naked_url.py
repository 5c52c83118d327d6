"""Which anchors are addresses."""

from __future__ import annotations

import pytest

from linkspider.analysis.anchors.naked_url import is_naked_url
from linkspider.analysis.anchors.normalise import normalise


@pytest.mark.parametrize(
    "text",
    [
        "shop.example",
        "www.shop.example",
        "help.shop.example/a",
        "https://shop.example/",
        "shop.example:8080/x",
        "http://localhost/a",
        "ftp://files.example/x",
        "//shop.example/tea",
        "example.com/pricing",
        "Example.COM",
        "example.co.uk",
        "müller.de/x",
        "xn--mller-kva.de",
        "bit.ly/3x",
        "blog.google/x",
        "www2.city.gov",
        "→ example.org",
        "https://example.com/a-long-pa…",
        "example.com?q=1",
        "example.com#top",
    ],
)
def test_an_address_is_one(text: str) -> None:
    assert is_naked_url(normalise(text), "shop.example")


@pytest.mark.parametrize(
    "text",
    [
        "shop",
        "catalogue.pdf",
        "setup.py",
        "README.md",
        "Lib/typing.py",
        "os.name",
        "asyncio.run()",
        "e.g.",
        "1.5",
        "192.168",
        "1.2.3.4",
        "ann@example.com",
        "example.com is good",
        "see http://a.example",
        "https",
        "www",
        "and/or",
        "other.example",
        "U.S.",
        "a..b.com",
        "-.com",
        "",
        "https://",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_naked_url(normalise(text), "shop.example")
