"""Which addresses a crawl leaves out, or puts last, because they belong to a trap.

A trap feeds itself: its pages lead to ever more of their own kind, and say nothing new. Real pages
do one or the other. So nothing is left out for what it says unless it was found in its own group
(`memory`), and what is merely doubtful comes last: by then the rest of the host is known, against
which it is measured. A host that always says the same is not restrained, for all that is known
it is meant to; only what an address alone betrays (`address`) is left out at once. What was found
where nothing is new is measured once more, over all hosts of its domain (`strays`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import NamedTuple

from linkspider.items import PageItem
from linkspider.traps.address import (
    Address,
    has_circle,
    is_far_ahead,
    kind,
    split,
    without_session,
    year_named,
)
from linkspider.traps.content import content_prints
from linkspider.traps.memory import MIN_NEW, Group, Host, allowed, hash_of, is_restrained, latest
from linkspider.traps.sessions import Sessions
from linkspider.traps.strays import Strays

PATH, CALENDAR, SESSION, QUERY, MAZE, REDIRECT = (
    f"trap-{word}" for word in ("path", "calendar", "session", "query", "maze", "redirect")
)

MIN_NEW_ODD = 10
"""Pages with something new, outside a group, where the address is odd as well."""
MAX_REDIRECTS_KEPT = 4_096
LADDER_HOPS = 2


class Verdict(NamedTuple):
    """What is thought of an address when it is found."""

    excluded: str | None = None
    """Why it is left out."""
    is_doubtful: bool = False
    """Whether it comes last, and is judged again then."""


class Traps:
    """Judges the addresses of a crawl, from what the crawl has seen of their hosts."""

    def __init__(
        self, knows: Callable[[str], bool] = lambda url: False, today: date | None = None
    ) -> None:
        """``knows`` tells whether the crawl has a URL already."""
        self._today = today or datetime.now(UTC).date()
        self._hosts: dict[str, Host] = {}
        self._sessions = Sessions(knows)
        self._strays = Strays()
        self._hops: dict[int, int] = {}
        """How many redirects led to an address, of late."""

    def judge(self, url: str, found_on: str | None) -> Verdict:
        """What is thought of a new URL, found on a page or a redirect of whatever host."""
        address = split(url)
        if has_circle(address.segments):
            return Verdict(PATH)
        known = self._host(url)
        plain, session, value = without_session(url)
        if session is not None:
            if self._sessions.repeat(_origin(url), plain, session, value):
                return Verdict(SESSION)
            return Verdict(is_doubtful=True)
        key = known.group_key(address)
        year = year_named(address)
        found_in = _source(url, found_on)
        group = known.group(key)
        feeds_itself = found_in is not None and _is_of_one_trap(known, key, address, found_in)
        group.fed += feeds_itself
        is_stray = self._strays.note_found(url, found_on, known)
        if year is not None and is_far_ahead(year, self._today):
            return Verdict(CALENDAR)
        if address.parameters:
            queries = known.queries_of(key)
            if queries.is_reordered(address.parameters):
                return Verdict(QUERY)
            queries.note(address.parameters)
            if queries.is_combination(address.parameters):
                return Verdict(is_doubtful=True)
        is_odd = feeds_itself or (found_in is not None and _is_below(address, found_in))
        return Verdict(is_doubtful=is_stray or (is_odd and not group.is_proven))

    def judge_again(self, url: str, found_on: str | None) -> str | None:
        """Why a doubtful URL is left out now that its turn has come; None where it is not."""
        plain, session, _ = without_session(url)
        if session is not None and self._sessions.is_superfluous(_origin(url), plain, session):
            return SESSION
        known, address = self._host(url), split(url)
        key = known.group_key(address)
        group = known.group(key)
        if address.parameters:
            queries = known.queries_of(key)
            if queries.is_combination(address.parameters):
                if queries.given >= allowed(known):
                    return QUERY
                queries.given += 1
        least = MIN_NEW_ODD if _is_odd(address) else MIN_NEW
        if is_restrained(known, group, least) or self._strays.is_restrained(url, found_on, known):
            return REDIRECT if hash_of(url) in self._hops else _name(address)
        return None

    def observe(self, page: PageItem) -> None:
        """Take in what came of a URL."""
        known, address = self._host(page.url), split(page.url)
        key, found_on = known.group_key(address), page.discovered_from
        group = known.group(key)
        if page.redirect_to is not None:
            self._note_redirect(page.url, page.redirect_to, group)
            self._strays.note_redirect(page.url, found_on)
        elif page.status == 200 and page.indexability != "not-html" and page.error is None:
            text, skeleton = content_prints(page, address, is_dated=year_named(address) is not None)
            strays = self._strays.of(page.url, found_on, known)
            groups = [group] if strays is None else [group, strays]
            domain = self._strays.domain(page.url)
            is_same = sum(domain.is_repeated(text, beside) for beside in groups) > 0
            is_alike = sum(domain.is_repeated(skeleton, beside) for beside in groups) > 0
            is_echo = (
                found_on is not None
                and known.group_key(split(found_on)) == key
                and self._strays.is_echo(found_on, skeleton)
            )
            if is_echo:
                domain.wear_out(skeleton)
            is_new = not (is_same or is_alike or is_echo)
            known.new += is_new
            domain.new += is_new
            for beside in groups:
                beside.note(is_new=is_new, is_same=is_same)
            self._strays.note_read(page.url, skeleton, is_new=is_new, is_stray=strays is not None)

    def dump(self) -> bytes:
        """What is known, for a crawl that goes on later."""
        hosts = {name: host.to_json() for name, host in self._hosts.items()}
        kept = {
            "hosts": hosts,
            "sessions": self._sessions.to_json(),
            "strays": self._strays.to_json(),
        }
        return json.dumps(kept, separators=(",", ":")).encode()

    def load(self, dumped: bytes) -> None:
        """Take up what `dump` kept."""
        kept = json.loads(dumped)
        self._hosts = {name: Host.from_json(host) for name, host in kept["hosts"].items()}
        self._sessions.from_json(kept["sessions"])
        self._strays.from_json(kept["strays"])

    def _host(self, url: str) -> Host:
        return latest(self._hosts, _origin(url), Host)

    def _note_redirect(self, url: str, redirect_to: str, group: Group) -> None:
        """A redirect that a redirect led to is nothing new; one that only adds a slash is none."""
        if split(url) == split(redirect_to):
            return
        hops = self._hops.pop(hash_of(url), 0) + 1
        if hops >= LADDER_HOPS:
            group.debt += 1
        if len(self._hops) >= MAX_REDIRECTS_KEPT:
            del self._hops[next(iter(self._hops))]
        self._hops[hash_of(redirect_to)] = hops


def _origin(url: str) -> str:
    """Scheme, host and port: the same pages by https are no repetition of those by http."""
    return "/".join(url.split("/", 3)[:3])


def _source(url: str, found_on: str | None) -> Address | None:
    """The address of the page that a URL was found on, where that is of the same host."""
    if found_on is None or _origin(found_on) != _origin(url):
        return None
    return split(found_on)


def _is_of_one_trap(known: Host, key: str, address: Address, source: Address) -> bool:
    """Whether an address, if it is of a trap, is of the one that it was found in."""
    if address == source:  # a redirect to the same with a slash
        return False
    source_key = known.group_key(source)
    if source_key == key or address.segments == source.segments:
        return True
    if address.segments[:1] != source.segments[:1]:
        return False
    if year_named(address) is not None and year_named(source) is not None:
        return True
    beside = known.groups.get(source_key)
    return beside is not None and beside.debt > 0 and not beside.is_proven


def _is_below(address: Address, source: Address) -> bool:
    """Whether an address stands in the folder of the page that it was found on."""
    depth = len(source.segments)
    return 0 < depth < len(address.segments) and address.segments[:depth] == source.segments


def _is_odd(address: Address) -> bool:
    """Whether an address looks made by a machine without an end: dated, token, deep, combined."""
    return (
        year_named(address) is not None
        or len(address.parameters) >= 3
        or len(address.segments) >= 8
        or any(kind(segment) == "x" for segment in address.segments)
    )


def _name(address: Address) -> str:
    """What kind of trap an address without anything new is in."""
    if year_named(address) is not None:
        return CALENDAR
    if address.parameters:
        return QUERY
    return PATH if len(address.segments) >= 8 else MAZE
