"""The links of a page, in order, each with the raw facts that the pipelines work from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from selectolax.lexbor import LexborNode

from linkspider.html.anchor import read_candidates, read_context
from linkspider.html.inner_text import NodeBudget
from linkspider.html.place import Places
from linkspider.items import LinkItem
from linkspider.text import clean, storable
from linkspider.urls import Base, Url

ContextFor = Callable[[Url], bool]

_LINK_RELATIONS = {
    "canonical": "canonical",
    "alternate": "alternate",
    "next": "next",
    "prev": "prev",
    "previous": "prev",
}
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,\s]\s*(?:url\s*=\s*)?(['\"]?)(?P<url>.*)", re.I | re.S)
MAX_LINKS = 200_000
"""Links of a page that are kept."""
MAX_ADDRESSES_LENGTH = 64 * 1024 * 1024
"""Characters of all addresses of a page: a base element makes each as long as it likes."""
MAX_ANCHOR_NODES = 1_000_000
"""Elements and texts that are read within all links of a page, and around them."""
MAX_CONTEXTS = 2_000
"""Backlinks of a page of which the text around is read."""
_NOWHERE = (None, None, None, "")
MAX_REL_LENGTH = 2_000
MAX_HREF_LENGTH = 2_000
MAX_HEADER_LENGTH = 16_384
"""Characters of one HTTP Link header that are read."""


class LinkReader:
    """Makes one LinkItem of each link of one page, in the order in which they are given."""

    def __init__(
        self,
        url: str,
        base: Base,
        places: Places | None,
        *,
        page_nofollow: bool,
        context_for: ContextFor,
    ) -> None:
        self._url = url
        self._base = base
        self._places = places
        self._page_nofollow = page_nofollow
        self._context_for = context_for
        self._nodes = NodeBudget(MAX_ANCHOR_NODES)
        self._contexts_left = MAX_CONTEXTS
        self._characters_left = MAX_ADDRESSES_LENGTH
        self.links: list[LinkItem] = []

    @property
    def was_cut(self) -> bool:
        """Whether there was more on the page than is read."""
        return self._nodes.was_met or self._contexts_left < 0

    @property
    def is_full(self) -> bool:
        """Whether no more links are to be read."""
        return len(self.links) >= MAX_LINKS or self._characters_left < 0

    def read_hyperlink(self, node: LexborNode, element: str) -> None:
        """Take an `a` or `area`, if it has an address."""
        attributes = node.attributes
        href = attributes.get("href")
        if href is None:
            if "href" not in attributes:
                return
            href = ""
        target = self._base.join(href)
        url, fragment, host, path = target or _NOWHERE
        candidates, has_image = read_candidates(node, attributes, self._nodes)
        tokens = _read_tokens(attributes.get("rel"))
        position, dom_path = self._places.of(node) if self._places else (None, None)
        link = LinkItem(
            source_url=self._url,
            target_url=url,
            target_fragment=fragment,
            target_host=host,
            target_path=path,
            element=element,
            has_image=has_image,
            rel=tokens,
            position=position,
            dom_path=dom_path,
            ordinal=len(self.links),
            href=None if target else storable(href)[:MAX_HREF_LENGTH],
            candidates=candidates,
        )
        if target and host:
            link.nofollow = "nofollow" in tokens
            link.ugc = "ugc" in tokens
            link.sponsored = "sponsored" in tokens
            link.followed = not (link.nofollow or link.ugc or link.sponsored or self._page_nofollow)
            if self._context_for(target):
                self._contexts_left -= 1
                if self._contexts_left >= 0:
                    contexts = read_context(node, self._nodes)
                    link.context_before, link.context_after = contexts
        self._keep(link)

    def read_iframe(self, node: LexborNode) -> None:
        """Take an iframe that loads a page."""
        if src := node.attributes.get("src"):
            self._add(self._base.join(src), src, "iframe", node=node)

    def read_link_element(self, node: LexborNode) -> LinkItem | None:
        """Take a link element that says how the page relates to another, and give it back."""
        attributes = node.attributes
        if href := attributes.get("href"):
            tokens = _read_tokens(attributes.get("rel"))
            if element := relation(tokens):
                target = self._base.join(href)
                self._add(target, href, element, tokens, attributes.get("hreflang"), node)
                return self.links[-1]
        return None

    def read_refresh(self, node: LexborNode) -> bool:
        """Take a meta element that sends the reader on; whether it does."""
        found = _REFRESH.match(node.attributes.get("content") or "")
        if not found or not found["url"]:
            return False
        url = found["url"]
        if found[1]:
            url = url.partition(found[1])[0]
        url = url.strip()
        self._add(self._base.join(url), url, "meta-refresh", node=node)
        return self.links[-1].target_url != self._url

    def read_headers(self, values: Iterable[str], page: Base) -> None:
        """Take the relations that HTTP Link headers name; a base element is not theirs."""
        for url, tokens, hreflang in parse_link_headers(values):
            if element := relation(tokens):
                self._add(page.join(url), url, element, tokens, hreflang)

    def _add(
        self,
        target: Url | None,
        href: str,
        element: str,
        tokens: list[str] | None = None,
        hreflang: str | None = None,
        node: LexborNode | None = None,
    ) -> None:
        url, fragment, host, path = target or _NOWHERE
        position, dom_path = self._places.of(node) if self._places and node else (None, None)
        self._keep(
            LinkItem(
                source_url=self._url,
                target_url=url,
                target_fragment=fragment,
                target_host=host,
                target_path=path,
                element=element,
                rel=tokens or [],
                position=position,
                dom_path=dom_path,
                hreflang=clean(hreflang, 100) if hreflang and element == "alternate" else None,
                ordinal=len(self.links),
                href=None if target else storable(href)[:MAX_HREF_LENGTH],
            )
        )

    def _keep(self, link: LinkItem) -> None:
        self.links.append(link)
        if link.target_url is not None:
            self._characters_left -= len(link.target_url) + len(link.target_path)


def _read_tokens(rel: str | None) -> list[str]:
    if not rel:
        return []
    tokens = rel[:MAX_REL_LENGTH].lower().split()
    if rel.isprintable():
        return tokens
    return list(filter(None, map(storable, tokens)))


def relation(tokens: list[str]) -> str | None:
    """What a link element with these rel tokens is: canonical, alternate, next, prev or nothing."""
    if "stylesheet" in tokens:
        return None
    return next((_LINK_RELATIONS[token] for token in tokens if token in _LINK_RELATIONS), None)


def parse_link_headers(values: Iterable[str]) -> Iterator[tuple[str, list[str], str | None]]:
    """Address, rel tokens and hreflang of each link in HTTP Link headers (RFC 8288).

    >>> list(parse_link_headers(['</a>; rel="canonical", <https://b.example/>; rel=next']))
    [('/a', ['canonical'], None), ('https://b.example/', ['next'], None)]
    """
    for value in values:
        for link in _split(value[:MAX_HEADER_LENGTH], ","):
            address, *rest = _split(link, ";")
            address = address.strip()
            if not (address.startswith("<") and address.endswith(">")):
                continue
            parameters: dict[str, str] = {}
            for parameter in rest:
                name, _, text = parameter.partition("=")
                parameters.setdefault(name.strip().lower(), text.strip().strip('"'))
            yield (
                address[1:-1],
                parameters.get("rel", "").lower().split(),
                parameters.get("hreflang"),
            )


def _split(text: str, separator: str) -> Iterator[str]:
    """The parts of ``text`` between separators that stand in no quotes and no angle brackets."""
    start, until = 0, ""
    for index, sign in enumerate(text):
        if until:
            if sign == until:
                until = ""
        elif sign == separator:
            yield text[start:index]
            start = index + 1
        elif sign in '"<':
            until = '"' if sign == '"' else ">"
    yield text[start:]
