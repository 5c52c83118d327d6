"""robots.txt by RFC 9309: which files a crawl must ask for, and what they allow. Knows no Scrapy.

A file is asked for when the first URL of its site comes up, like any other URL of its host: the
host's pace holds for it, and the host hands out nothing else until its rules are known.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from time import monotonic, time
from typing import NamedTuple

from protego import Protego

from linkspider.frontier.entry import Entry, Purpose, web_entry
from linkspider.frontier.frontier import Frontier
from linkspider.frontier.store import RobotsFile
from linkspider.urls import Base

KEPT_BYTES = 8 * 1024 * 1024
"""Files of this size together are kept in memory, read, which makes them about ten times as large;
the others are read again from the frontier's store."""
MAX_BYTES = 512 * 1024
"""RFC 9309 asks for at least 500 KiB."""
MAX_REDIRECTS = 5
MAX_RETRIES = 3
GOOD_SECONDS = 24 * 3600.0
UNREACHABLE_SECONDS = 3600.0
_PRODUCT = re.compile(r"\s*([\w-]+)")
_COMPATIBLE = re.compile(r"\bcompatible;\s*([\w-]+)")


class Rules(NamedTuple):
    """What a site's robots.txt says; with neither file nor failure, all is allowed."""

    file: Protego | None
    is_reachable: bool = True

    def allow(self, url: str, agent: str) -> bool:
        """Whether ``agent`` may fetch a URL of the site."""
        return self.file is None or bool(self.file.can_fetch(url, agent))


_UNREACHABLE = Rules(None, is_reachable=False)


class Robots:
    """The rules of the sites that a crawl meets."""

    def __init__(
        self,
        frontier: Frontier,
        agent: str,
        *,
        retry_seconds: float,
        keeps_crawl_delay: bool,
        is_obeyed: bool = True,
    ) -> None:
        """``retry_seconds`` is the wait before a file is asked for again, doubled each time."""
        self.agent = agent
        self._frontier = frontier
        self._retry_seconds = retry_seconds
        self._keeps_crawl_delay = keeps_crawl_delay
        self._is_obeyed = is_obeyed
        self._kept: OrderedDict[str, tuple[RobotsFile, Rules]] = OrderedDict()
        self._kept_bytes = 0
        self._fallen: set[str] = set()
        """Files that did not answer once, which is enough for a start that falls back."""

    def rules(self, url: str, *, falls_back: bool = False) -> Rules | None:
        """The rules for a URL; None where they must be asked for first."""
        address = robots_address(url)
        if address in self._kept:
            file, rules = self._kept[address]
            if file.expires > time():
                self._kept.move_to_end(address)
                return rules
        stored = self._frontier.store.robots_file(address, time())
        if stored is not None:
            return self._keep(address, stored)
        return _UNREACHABLE if falls_back and address in self._fallen else None

    def ask(self, entry: Entry) -> Entry:
        """The robots.txt to ask for in place of this entry, which waits until it is there."""
        address = robots_address(entry.url)
        rules = web_entry(
            address,
            purpose=Purpose.ROBOTS,
            discovered_from=address,
            falls_back=entry.falls_back,
            counted=False,
        )
        self._frontier.close_host(entry, rules)
        return rules

    def answered(
        self, entry: Entry, status: int, location: str | None, body: bytes
    ) -> Rules | None:
        """Take an answer in; the rules of the site, or None where more must be asked for."""
        if 300 <= status < 400 and location and entry.redirects < MAX_REDIRECTS:
            target = Base(entry.url).join(location)
            if target is not None and target.host is not None:
                self._follow(entry, target.key)
                return None
        if status >= 500 or status == 429:
            return self._ask_again(entry)
        found = body[:MAX_BYTES] if 200 <= status < 300 else None
        return self._conclude(entry, RobotsFile(found, True, time() + GOOD_SECONDS))

    def failed(self, entry: Entry) -> Rules | None:
        """Take in that no answer came; the rules of the site, or None where it is asked again.

        A start that falls back does not wait: its http form is tried. All others ask anew.
        """
        if entry.falls_back:
            assert entry.discovered_from is not None
            self._fallen.add(entry.discovered_from)
            return self._open(entry.discovered_from, _UNREACHABLE)
        return self._ask_again(entry)

    def refused(self, entry: Entry) -> Rules:
        """Take in that its address must not be asked; the rules of the site.

        Pages there are refused for the same reason; a redirect there closes the site.
        """
        is_reachable = entry.redirects == 0
        return self._conclude(entry, RobotsFile(None, is_reachable, time() + GOOD_SECONDS))

    def _ask_again(self, entry: Entry) -> Rules | None:
        """Without rules a site is not to be crawled: ask later, and give up at last."""
        address = entry.discovered_from
        assert address is not None
        again = web_entry(address, purpose=Purpose.ROBOTS, discovered_from=address, counted=False)
        again.retries = entry.retries + 1
        host = self._frontier.host(again.host)
        if host.set_aside:
            self.refused(entry)
            return None
        if entry.retries >= MAX_RETRIES:
            return self._conclude(entry, RobotsFile(None, False, time() + UNREACHABLE_SECONDS))
        host.pace.hold(monotonic() + self._retry_seconds * 2**entry.retries)
        self._frontier.put_back(again)
        return None

    def _follow(self, entry: Entry, url: str) -> None:
        hop = web_entry(
            url,
            purpose=Purpose.ROBOTS,
            discovered_from=entry.discovered_from,
            redirects=entry.redirects + 1,
            falls_back=entry.falls_back,
            counted=False,
        )
        hop.retries = entry.retries
        self._frontier.put_back(hop)

    def _conclude(self, entry: Entry, file: RobotsFile) -> Rules:
        address = entry.discovered_from
        assert address is not None
        self._frontier.store.set_robots_file(address, file, time())
        return self._open(address, self._keep(address, file))

    def _open(self, address: str, rules: Rules) -> Rules:
        """Let what waits for the rules of a site go on."""
        host = self._frontier.host(web_entry(address).host)
        if not rules.is_reachable and self._is_obeyed:
            host.pace.forgive()  # its pages get their rows without being asked for
        asked = rules.file.crawl_delay(self.agent) if rules.file is not None else None
        if asked and self._keeps_crawl_delay:
            host.pace.keep_crawl_delay(monotonic(), asked)
        self._frontier.open_host(host.name)
        return rules

    def _keep(self, address: str, file: RobotsFile) -> Rules:
        read = parse_robots(file.body) if file.body is not None else None
        rules = Rules(read, file.is_reachable)
        self._forget(address)
        self._kept[address] = file, rules
        self._kept_bytes += file.size
        while self._kept_bytes > KEPT_BYTES and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))
        return rules

    def _forget(self, address: str) -> None:
        if address in self._kept:
            self._kept_bytes -= self._kept.pop(address)[0].size


def robots_address(url: str) -> str:
    """Where the rules for a URL stand.

    >>> robots_address("https://example.com:8443/a?b")
    'https://example.com:8443/robots.txt'
    """
    address = Base(url).join("/robots.txt")
    assert address is not None
    return address.key


def product_token(user_agent: str) -> str:
    """The name by which robots.txt files address a crawler (RFC 9309, 2.2.1).

    The rest of a User-Agent is prose, of which no word is meant.

    >>> product_token("linkspider/0.1 (link analysis; no contact was set)")
    'linkspider'
    >>> product_token("Mozilla/5.0 (compatible; Foobot/2.1; +http://foo.example/bot)")
    'Foobot'
    """
    found = _COMPATIBLE.search(user_agent) or _PRODUCT.match(user_agent)
    return found[1] if found else user_agent


def parse_robots(body: bytes) -> Protego:
    """The rules of a robots.txt file, of which 512 KiB are read; never raises.

    >>> rules = parse_robots(b"User-agent: *\\nDisallow: /private")
    >>> rules.can_fetch("http://a.example/private", "anybot")
    False
    """
    body = body[:MAX_BYTES]
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return Protego.parse(body.decode(encoding, "replace"))
