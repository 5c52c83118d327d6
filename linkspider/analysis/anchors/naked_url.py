"""Anchor texts that are addresses: `example.com/pricing`, `www.example.com`. Pure."""

from __future__ import annotations

import re

from linkspider.urls import is_public_suffix, parse, registrable_domain

_SIGNS_BEFORE = re.compile(r"^[\W_]+")
_MARKED = re.compile(r"(?:https?://|ftp://|www\d?\.(?=[^./]+\.))\S")
_BARE = re.compile(r"((?:[^\W_](?:[\w-]*[^\W_])?\.)+([^\W\d_]{2,})(?::\d+)?)([/?#].*)?")
_PLAIN_ENDINGS = frozenset({"biz", "com", "edu", "gov", "info", "net", "org"})
_FILE_ENDINGS = frozenset({"md", "py", "rs", "sh", "so"})
"""Country codes that end names of files more often: `setup.py`."""


def is_naked_url(anchor: str, domain: str) -> bool:
    """Whether a normalised anchor is an address and nothing else.

    It begins like one (`https://`, `www.`), or it is a host of the registrable domain ``domain``,
    or another: with a path of any public top-level domain, without one of a country or com, org and
    the like, as `os.name` and `asyncio.run` are no addresses.

    >>> is_naked_url("shop.example/tea", "shop.example"), is_naked_url("bit.ly/3x", "shop.example")
    (True, True)
    >>> [is_naked_url(one, "shop.example") for one in ("a.pdf", "setup.py", "os.name", "1.5")]
    [False, False, False, False]
    """
    text = _SIGNS_BEFORE.sub("", anchor)
    if " " in text:
        return False
    if _MARKED.match(text):
        return True
    found = _BARE.fullmatch(text)
    url = parse(f"http://{found[1]}/") if found else None
    if found is None or url is None or url.host is None:
        return False
    if registrable_domain(url.host) == domain:
        return True
    ending = found[2]
    is_plain = ending in _PLAIN_ENDINGS or (len(ending) == 2 and ending not in _FILE_ENDINGS)
    return (is_plain or found[3] is not None) and is_public_suffix(url.host.rpartition(".")[2])
