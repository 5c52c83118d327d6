"""Claims from a list of known backlinks: a page a line, or a CSV as tools export them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from linkspider.exports import SourceError, read_rows
from linkspider.sources import URL_COLUMNS, parse_source
from linkspider.text import clean
from linkspider.urls import parse, without_credentials

QUALIFIERS = ("nofollow", "ugc", "sponsored")
"""Tokens of rel that tell search engines how to count a link; no other is compared."""

Rel = frozenset[tuple[str, bool]]
"""What is known of a link's qualifiers: each with whether it is there."""

_COLUMNS = {
    "source_url": URL_COLUMNS,
    "target_url": (
        "target_url",
        "destination_url",
        "link_url",
        "linked_url",
        "linked_page",
        "url_to",
        "to_url",
        "target_page",
        "destination",
        "target",
    ),
    "anchor_text": ("anchor_text", "anchor", "link_anchor", "link_text", "text_anchor"),
    "rel": ("rel", "rel_attributes", "rel_attribute", "link_rel", "link_attributes"),
    "kind": (
        "link_type_nofollow",
        "nofollow_dofollow",
        "dofollow_nofollow",
        "follow_nofollow",
        "follow_type",
        "link_type",
        "type",
    ),
    "nofollow": ("nofollow", "is_nofollow", "flag_nofollow", "no_follow"),
    "ugc": ("ugc", "is_ugc"),
    "sponsored": ("sponsored", "is_sponsored"),
    "follow": ("dofollow", "do_follow", "is_dofollow", "follow"),
}
_YES = {"yes", "true", "1", "y", "+", "x"}
_NO = {"no", "false", "0", "n", "-"}


class Claim(NamedTuple):
    """A backlink that is known from somewhere: what a list says of it, and no more."""

    source_url: str
    """The page that is said to have the link."""
    target_url: str | None = None
    """Where it is said to lead; None: anywhere into the scope."""
    anchor_text: str | None = None
    rel: Rel = frozenset()


def read_claims(text: str) -> list[Claim]:
    """The claims that ``text`` names: a file, or comma-separated pages. None of them twice.

    SourceError tells the first entry that names no page, and how many more there are.
    """
    claims: dict[Claim, None] = {}
    urls: dict[str, str] = {}  # equal addresses share their memory: a page has many claims
    wrong: list[str] = []
    for where, values in read_rows(text, _COLUMNS, needed="source_url"):
        if not values.get("source_url", "").strip():
            continue
        try:
            claim = _read_claim(values, where)
        except SourceError as error:
            wrong.append(str(error) if not wrong else "")
            continue
        source = urls.setdefault(claim.source_url, claim.source_url)
        target = claim.target_url and urls.setdefault(claim.target_url, claim.target_url)
        claims.setdefault(claim._replace(source_url=source, target_url=target))
    if wrong:
        more = f" (and {len(wrong) - 1:,} more entries)" if len(wrong) > 1 else ""
        raise SourceError(wrong[0] + more)
    if not claims:
        raise SourceError("names no page")
    return list(claims)


def _read_claim(values: Mapping[str, str], where: str) -> Claim:
    source = parse_source(values["source_url"].strip(), where)
    if source.is_domain:
        raise SourceError(
            f"{where}{source.host} is a domain, and known backlinks stand on pages, "
            f"like https://{source.host}/; the spider referring searches domains"
        )
    return Claim(
        without_credentials(source.url),
        _read_target(values.get("target_url", "").strip(), where),
        clean(values.get("anchor_text", "")) or None,
        _read_rel(*(values.get(name, "").strip().lower() for name in _REL_COLUMNS)),
    )


def _read_target(text: str, where: str) -> str | None:
    if not text:
        return None
    url = parse(text)
    if url is None or url.host is None:
        raise SourceError(f"{where}the target {text[:80]!r} is no http(s) URL")
    return url.key


def qualifiers(tokens: frozenset[str]) -> Rel:
    """Of each qualifier, whether it is among the tokens of a rel attribute."""
    return frozenset((name, name in tokens) for name in QUALIFIERS)


_REL_COLUMNS = (*QUALIFIERS, "follow", "kind", "rel")


@lru_cache(maxsize=1_024)  # a file has few distinct ones
def _read_rel(nofollow: str, ugc: str, sponsored: str, follow: str, kind: str, rel: str) -> Rel:
    """What the columns about rel say together; the attribute as written has the last word."""
    known: dict[str, bool] = {}
    for name, flag in zip(QUALIFIERS, (nofollow, ugc, sponsored), strict=True):
        if flag in _YES or flag == name:
            known[name] = True
        elif flag in _NO or flag in ("dofollow", "follow"):
            known[name] = False
    if follow in _YES | _NO:
        known["nofollow"] = follow in _NO
    kinds = _tokens(kind)
    if kinds & {"dofollow", "follow"}:
        known["nofollow"] = False
    known |= {name: True for name in QUALIFIERS if name in kinds}
    if rel:
        known |= dict(qualifiers(_tokens(rel)))
    return frozenset(known.items())


def _tokens(text: str) -> frozenset[str]:
    """The tokens of a rel attribute, also where a list was written out: ``['ugc', 'nofollow']``."""
    return frozenset(filter(None, re.split(r"[\s,;|/'\"\[\]()]+", text)))
