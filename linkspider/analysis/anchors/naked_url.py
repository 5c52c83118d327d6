"""Anchor texts that are addresses: `example.com/pricing`, `www.example.com`. Pure."""

from __future__ import annotations

import re

from linkspider.urls import is_public_suffix, parse, registrable_domain

_SIGNS_BEFORE = re.compile(r"^[\W_]+")
_MARKED = re.compile(r"(?:https?://|ftp://|www\d?\.(?=[^./]+\.))\S")
_BARE = re.compile(r"((?:[^\W_](?:[\w-]*[^\W_])?\.)+([^\W\d_]{2,})(?::\d+)?)([/?#].*)?")
_FILE_ENDINGS = frozenset({"md", "mov", "py", "sh", "zip"})
"""Top-level domains that name files more often: `setup.py` is no address, `setup.py/` is one."""


def is_naked_url(anchor: str, domain: str) -> bool:
    """Whether a normalised anchor is an address and nothing else.

    It begins like one (`https://`, `www.`), or its host is of the registrable domain ``domain``,
    or ends in a public top-level domain; addresses of other sites are addresses too.

    >>> is_naked_url("shop.example/tea", "shop.example"), is_naked_url("bit.ly/3x", "shop.example")
    (True, True)
    >>> [is_naked_url(one, "shop.example") for one in ("catalogue.pdf", "setup.py", "e.g", "1.5")]
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
    is_file = found[2] in _FILE_ENDINGS and not found[3]
    return not is_file and is_public_suffix(url.host.rpartition(".")[2])
