"""URLs by the WHATWG URL standard: parse, join, and find whose site they belong to. Pure."""

from __future__ import annotations

import atexit
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import ada_url
import can_ada
import tldextract

WEB_SCHEMES = ("http:", "https:")
MAX_URL_LENGTH = 8_192
"""Characters; what is longer is kept as written and cut, like an address that does not parse."""

MAX_HOST_LENGTH = 253
"""Characters, as in DNS; a longer host is treated in the same way. To bring a host of other scripts
into ASCII takes time that grows with its square: 30 s for a million characters."""

_HOST = re.compile(
    r"[\x00-\x20]*(?:(?:https?|wss?|ftp|file):[/\\]*|[/\\]{2,})(?:[^/\\?#]*@)?([^/\\?#]*)", re.I
)
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.I)
_LEFT_OUT = str.maketrans("", "", "\t\n\r")
"""What the standard takes out of an address before it looks at it."""

_MAY_BE_NEWER = re.compile(r"xn--|[^ -$&-~]", re.I)
"""Without this, an address that can_ada refuses is one that ada-url refuses too."""

MAX_CACHED_LENGTH = 512
MAX_CACHED_A_PAGE = 2_000
"""Addresses of one page that are remembered: more would drive out those of other pages' menus."""


_Parsed = Any  # can_ada.URL or ada_url.URL, which share the names that are read here


class Url(NamedTuple):
    """A parsed address: its key, and the parts that links are sorted by."""

    key: str
    """Serialised by the WHATWG URL standard, without fragment: what a page is known by."""
    fragment: str | None
    """What stands behind ``#``, or None where there is no ``#``."""
    host: str | None
    """Lower-case host without a trailing dot; None where this is no http(s) address."""
    path: str


def parse(text: str) -> Url | None:
    """The address that ``text`` is, or None where the standard finds none in it.

    >>> parse("HTTP://Example.COM:80/a b#top")
    Url(key='http://example.com/a%20b', fragment='top', host='example.com', path='/a%20b')
    >>> parse("mailto:ann@example.com").host is None
    True
    >>> parse("http://a:99999/") is None
    True
    """
    try:
        return _describe(_parse(text))
    except ValueError:
        return None


class Base:
    """The address that a page's relative links start from."""

    def __init__(self, url: str) -> None:
        """Raise ValueError where ``url`` is no address."""
        self._base = _parse(url)
        self._root: str | None = None
        self._known: dict[str, Url | None] = {}
        if self._base.protocol in WEB_SCHEMES:
            self._root = str(_join(self._base, "/").href)

    def join(self, href: str) -> Url | None:
        """The address that ``href`` means on this page, or None where it means none.

        >>> Base("https://example.com/a/b").join("../c?q=1#d").key
        'https://example.com/c?q=1'
        """
        known = self._known
        if href in known:
            return known[href]
        if len(known) >= MAX_CACHED_A_PAGE or len(href) > MAX_CACHED_LENGTH:
            return _resolve(self._base, href)
        if self._root is not None and href.startswith(("/", "http://", "https://")):
            target = _join_to_root(self._root, href)
        else:
            target = _resolve(self._base, href)
        known[href] = target
        return target


@lru_cache(maxsize=16_384)
def _join_to_root(root: str, href: str) -> Url | None:
    """``href`` joined to a site's root: a menu's links are the same on each of its pages."""
    return _resolve(_parse_root(root), href)


@lru_cache(maxsize=64)
def _parse_root(root: str) -> _Parsed:
    return _parse(root)


atexit.register(_parse_root.cache_clear)  # else can_ada complains of objects that outlive it


def _resolve(base: _Parsed, href: str) -> Url | None:
    try:
        return _describe(_join(base, href))
    except ValueError:
        return None


def _parse(text: str) -> _Parsed:
    """``text`` by can_ada, or by ada-url, whose newer standard takes some hosts that it refuses."""
    _check_host(text)
    try:
        return can_ada.parse(text)
    except (ValueError, TypeError):  # TypeError: a lone surrogate cannot become UTF-8
        return ada_url.URL(text)


def _join(base: _Parsed, href: str) -> _Parsed:
    if len(href) > MAX_HOST_LENGTH:
        _check_host(href)
    try:
        return base + href
    except ValueError:
        if not _MAY_BE_NEWER.search(href):
            raise
    except TypeError:  # a lone surrogate, or a base of ada-url's, which knows no sum
        pass
    return ada_url.URL(href, base.href)


def _check_host(text: str) -> None:
    """Raise ValueError where a host is too long to be looked at: parsers cannot be interrupted."""
    if len(text) <= MAX_HOST_LENGTH:
        return
    found = _HOST.match(text.translate(_LEFT_OUT))
    if found and len(_ESCAPE.sub("x", found[1])) > MAX_HOST_LENGTH:
        raise ValueError(f"a host of {len(found[1])} characters")


def _describe(url: _Parsed) -> Url | None:
    key, fragment = url.href, None
    if "#" in key:
        key, _, fragment = key.partition("#")
    if len(key) > MAX_URL_LENGTH:
        return None
    host = None
    if url.protocol in WEB_SCHEMES:
        host = url.hostname
        if len(host) > MAX_HOST_LENGTH:
            return None
        if host.endswith("."):
            host = host.rstrip(".") or host
    return Url(key, fragment, host, url.pathname)


def without_credentials(url: str) -> str:
    """``url`` without user name and password: a stranger's credentials are never sent.

    >>> without_credentials("https://ann:secret@example.com/a")
    'https://example.com/a'
    """
    if "@" not in url:
        return url
    parsed = _parse(url)
    parsed.username = parsed.password = ""
    return str(parsed.href)


def _bundled_lines(name: str) -> list[str]:
    # Not importlib.resources: where Python runs beside the checkout, it takes that folder, which
    # bears the package's name, for a part of the package, and looks for the file there.
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


_public_suffixes = tldextract.TLDExtract(
    suffix_list_urls=(),  # the bundled list: a crawl never asks the network for one
    cache_dir=None,
    include_psl_private_domains=True,
    extra_suffixes=_bundled_lines("platforms.txt"),
)


@lru_cache(maxsize=65_536)
def registrable_domain(host: str) -> str:
    """The domain that one owner registered: one label under a public suffix. Never empty.

    Private suffixes and the platforms of ``platforms.txt`` count as public suffixes. An unlisted
    top level is taken as one; an address, a single label or a suffix is its own domain.

    >>> registrable_domain("blog.example.co.uk"), registrable_domain("a.github.io")
    ('example.co.uk', 'a.github.io')
    >>> registrable_domain("www.shop.example"), registrable_domain("127.0.0.1")
    ('shop.example', '127.0.0.1')
    """
    if host.startswith("[") or host.rpartition(".")[2].isdigit():
        return host
    labels = host.split(".")
    if "xn--" in host:
        host = ".".join(_plain_label(label) for label in labels)
    found = _public_suffixes.extract_str(host)
    if not found.suffix:
        return ".".join(labels[-2:])
    return ".".join(labels[-found.suffix.count(".") - 2 :]) if found.domain else ".".join(labels)


def _plain_label(label: str) -> str:
    """``label``, or one in its place where no suffix has it: tldextract would decode it, in Python,
    which takes a millisecond for a long one."""
    return "-" if label.startswith("xn--") and label not in _suffix_labels() else label


@cache
def _suffix_labels() -> frozenset[str]:
    """The labels of public suffixes in other scripts, as hosts write them."""
    labels = {label for suffix in _public_suffixes.tlds for label in suffix.split(".")}
    return frozenset(
        label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in labels
    )


def is_public_suffix(host: str) -> bool:
    """Whether ``host`` belongs to many owners, like ``co.uk`` or ``github.io``.

    >>> is_public_suffix("co.uk"), is_public_suffix("example.co.uk"), is_public_suffix("localhost")
    (True, False, False)
    """
    found = _public_suffixes.extract_str(host)
    return bool(found.suffix) and not found.domain
