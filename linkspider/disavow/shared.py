"""Domains that many people share: to disavow one would disavow the links of all."""

from __future__ import annotations

from pathlib import Path

from linkspider.urls import is_public_suffix, registrable_domain

_LINES = Path(__file__).with_name("shared.txt").read_text("utf-8").splitlines()
PLATFORMS = frozenset(line for line in _LINES if not line.startswith("#"))
"""Registrable domains under which many people publish by path."""


def why_shared(host: str) -> str | None:
    """Why ``host`` is not that of a single owner; None where nothing says so.

    >>> why_shared("www.reddit.com")
    'is a platform on which many people publish; write the URLs of the pages that are meant'
    >>> why_shared("co.uk"), why_shared("example.co.uk")
    ('is a public suffix or platform, which many sites share', None)
    """
    host = host.removeprefix("www.")
    if is_public_suffix(host):
        return "is a public suffix or platform, which many sites share"
    if host in PLATFORMS:
        return (
            "is a platform on which many people publish; write the URLs of the pages that are meant"
        )
    return None


def platform_above(host: str) -> str | None:
    """The platform that ``host`` is a part of, which may be shared too, or one customer's.

    >>> platform_above("sites.google.com"), platform_above("google.com")
    ('google.com', None)
    """
    domain = registrable_domain(host)
    return domain if domain in PLATFORMS and domain != host.removeprefix("www.") else None
