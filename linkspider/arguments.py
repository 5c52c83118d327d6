"""The arguments of a crawl (`-a name=value`): what each may be, and what is said if not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Any

from linkspider.claims.read import read_claims
from linkspider.exports import SourceError
from linkspider.scope import ScopeError, Scopes
from linkspider.sources import read_sources
from linkspider.urls import parse

CRAWL_ID = re.compile(r"[a-z][a-z0-9._-]{0,99}")


class ArgumentError(ValueError):
    """An argument that is missing, unknown or wrong; the message is one line for its user."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument that a spider takes."""

    name: str
    parse: Callable[[str], Any]
    description: str
    default: Any = None
    required: bool = False


def parse_arguments(declared: Sequence[Argument], given: Mapping[str, str]) -> dict[str, Any]:
    """The values of all declared arguments; ArgumentError names the first that is wrong."""
    names = [argument.name for argument in declared]
    for name in given:
        if name not in names:
            close = get_close_matches(name, names, n=1)
            hint = f"did you mean {close[0]}?" if close else f"it takes {', '.join(names)}"
            raise ArgumentError(f"unknown argument {name!r}: {hint}")
    values = {}
    for argument in declared:
        text = given.get(argument.name, "").strip()
        if text:
            try:
                values[argument.name] = argument.parse(text)
            except (ScopeError, SourceError, ValueError) as error:
                raise ArgumentError(f"{argument.name}={_short(text)}: {error}") from None
        elif argument.required or argument.name in given:
            raise ArgumentError(f"missing argument: -a {argument.name}=… ({argument.description})")
        else:
            values[argument.name] = argument.default
    return values


def check_given_once(given: Iterable[str]) -> None:
    """Raise ArgumentError where one of these `name=value` names what another has named.

    >>> check_given_once(["domain=a.example", "domain=b.example"])
    Traceback (most recent call last):
    linkspider.arguments.ArgumentError: domain is given twice: give it once
    """
    counted = Counter(text.partition("=")[0] for text in given)
    for name, times in counted.items():
        if times > 1:
            raise ArgumentError(f"{name} is given twice: give it once")


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("must be a whole number from 1")
    return int(text)


def _natural(text: str) -> int:
    if not text.isdecimal():
        raise ValueError("must be a whole number from 0")
    return int(text)


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("must be 0 or 1")
    return text == "1"


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse_choice(text: str) -> str:
        if text not in choices:
            raise ValueError(f"must be {' or '.join(choices)}")
        return text

    return parse_choice


def _crawl_id(text: str) -> str:
    if not CRAWL_ID.fullmatch(text):
        raise ValueError("must be a lower-case letter, then up to 99 of a-z, 0-9, '.', '_', '-'")
    return text


def _urls(text: str) -> list[str]:
    urls = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        url = parse(part)
        if url is None or url.host is None:
            raise ValueError(f"{part!r} is not an http(s) URL")
        urls.append(url.key)
    return urls


DOMAIN = Argument(
    "domain",
    Scopes.parse,
    "the target: a domain or URL, or several, comma-separated",
    required=True,
)
CRAWL = Argument("crawl", _crawl_id, "a name for the crawl; default <spider>-<domain>-<time>")


def default_crawl_id(spider: str, scopes: Scopes) -> str:
    """The name of a crawl that its user did not name: what, whom, when (UTC)."""
    host = "".join(sign for sign in scopes.scopes[0].host if sign.isalnum() or sign in "._-")
    moment = datetime.now(UTC).strftime("%Y%m%dt%H%M%Sz")
    return f"{spider}-{host[:70]}-{moment}"


MAX_PAGES = Argument("max_pages", _positive, "stop after this many pages; default: no limit")
KEEP = Argument(
    "keep",
    _one_of("all", "touching"),
    "all links, or only those touching a target (not of type other)",
    default="all",
)


def max_depth(default: int | None) -> Argument:
    """The depth limit, whose default is the spider's."""
    said = "no limit" if default is None else default
    return Argument(
        "max_depth", _natural, f"follow links this deep; default: {said}", default=default
    )


SPEED = Argument(
    "speed",
    _one_of("polite", "full"),
    "polite: one connection and 1 s between requests a host; full: for your own site",
    default="polite",
)
START_URLS = Argument("start_urls", _urls, "where to start; default: the home page of the target")
OBEY_NOFOLLOW = Argument(
    "obey_nofollow", _flag, "1: do not follow links that search engines may not", default=False
)
CHECK_OUTBOUND = Argument(
    "check_outbound", _flag, "1: ask each outbound URL for its status", default=False
)
SOURCES = Argument(
    "sources",
    read_sources,
    "the referring sites: a file (a domain or URL per line, or CSV), or comma-separated",
    required=True,
)
CLAIMS = Argument(
    "sources",
    read_claims,
    "the pages with known backlinks: a file (a URL per line, or CSV), or comma-separated",
    required=True,
)
PAGES_PER_DOMAIN = Argument(
    "pages_per_domain", _positive, "pages read of each registrable domain", default=100
)
EXPAND = Argument(
    "expand", _flag, "1: follow links from named pages within their site too", default=False
)
CHECK_TARGETS = Argument(
    "check_targets", _flag, "0: do not ask the targets of backlinks for their status", default=True
)
