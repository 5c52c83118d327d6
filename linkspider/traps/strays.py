"""Strays: URLs that were found where nothing is new, measured over all hosts of their domain.

A trap may have addresses like those of real pages. But its pages are found on pages that repeat
others, which were found on such pages as well. Where real pages are found that way, what they say
makes up for it.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TypeGuard

from linkspider.traps import memory
from linkspider.traps.memory import MIN_NEW, Domain, Group, Host, hash_of, latest, remember
from linkspider.urls import registrable_domain

MAX_PAGES = 16_384
"""Pages that are remembered, once what they said, and once that it was nothing new: 4 MB."""


class Strays:
    """What a crawl knows of where its URLs were found."""

    def __init__(self) -> None:
        self._domains: dict[str, Domain] = {}
        self._barren: dict[int, bool] = {}
        """Pages that said nothing new, of late, and whether they were strays themselves."""
        self._said: dict[int, int] = {}
        """The skeletons of pages, of late; a pause does not keep them."""

    def domain(self, url: str) -> Domain:
        """What is known of the domain of a URL."""
        return latest(self._domains, registrable_domain(_host_name(url)), Domain)

    def of(self, url: str, found_on: str | None, host: Host) -> Group | None:
        """The strays of its domain, where a URL is one: found on a page that said nothing new, or
        on another host while its own has said nothing new."""
        if found_on is None:
            return None
        name, source = _host_name(url), _host_name(found_on)
        if name != source and registrable_domain(name) != registrable_domain(source):
            return None
        is_stray = (name != source and not host.new) or self._is_barren(found_on)
        return self.domain(url).strays if is_stray else None

    def note_found(self, url: str, found_on: str | None, host: Host) -> bool:
        """Take in a URL; whether the page that it was found on makes it doubtful."""
        if not self._is_barren(found_on) or (strays := self.of(url, found_on, host)) is None:
            return False
        strays.fed += self._barren[hash_of(found_on)]
        return not strays.is_proven

    def is_restrained(self, url: str, found_on: str | None, host: Host) -> bool:
        """Whether a URL is as doubtful as ever, and strays have used up what their domain may
        repeat."""
        if not self._is_barren(found_on) or (strays := self.of(url, found_on, host)) is None:
            return False
        return memory.is_restrained(self.domain(url), strays, MIN_NEW)

    def is_echo(self, found_on: str | None, skeleton: int) -> bool:
        """Whether a page says what the one says that it was found on."""
        return found_on is not None and self._said.get(hash_of(found_on)) == skeleton

    def note_read(self, url: str, skeleton: int, *, is_new: bool, is_stray: bool) -> None:
        """Take in what a page said."""
        remember(self._said, hash_of(url), skeleton, MAX_PAGES)
        if not is_new:
            remember(self._barren, hash_of(url), is_stray, MAX_PAGES)

    def note_redirect(self, url: str, found_on: str | None) -> None:
        """Take in a redirect: what it leads to was found where it was."""
        is_stray = self._barren.get(hash_of(found_on or ""))
        if is_stray is not None:
            remember(self._barren, hash_of(url), is_stray, MAX_PAGES)

    def to_json(self) -> dict[str, Any]:
        """What can be kept in a file."""
        domains = {name: asdict(domain) for name, domain in self._domains.items()}
        return {"domains": domains, "barren": list(self._barren.items())}

    def from_json(self, kept: dict[str, Any]) -> None:
        """Take up what was kept."""
        domains = kept["domains"].items()
        self._domains = {name: Domain.from_json(domain) for name, domain in domains}
        self._barren = dict(kept["barren"])

    def _is_barren(self, url: str | None) -> TypeGuard[str]:
        return url is not None and hash_of(url) in self._barren


def _host_name(url: str) -> str:
    """The host, without its port."""
    name = url.split("/", 3)[2]
    return name if name.endswith("]") else name.rpartition(":")[0] or name
