"""What belongs to a target: the URLs of the sites under study. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from linkspider.urls import is_public_suffix, parse, without_credentials


class ScopeError(ValueError):
    """A target that names no site; the message says why, for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The URLs of one target. Scheme and port do not matter.

    >>> Scope.parse("example.com").covers("blog.example.com", "/")
    True
    >>> Scope.parse("https://example.com/").covers("blog.example.com", "/")
    False
    >>> Scope.parse("https://example.com/docs/").covers("example.com", "/docs/intro")
    True
    """

    given: str
    """The target as its user wrote it, which is also its name in the tables."""
    host: str
    subdomains: bool
    path: str
    """A path prefix; ``/`` is the whole host."""

    @classmethod
    def parse(cls, target: str) -> Scope:
        """The scope that ``target`` (a host, or a URL) stands for; ScopeError where it is none."""
        given = target.strip()
        is_url = "://" in given
        url = parse(given if is_url else f"http://{given}/")
        if url is None or not url.host or not given:
            raise ScopeError(f"{given!r} is neither a domain nor an http(s) URL")
        if not is_url and any(sign in given for sign in "/?#@ \\"):
            raise ScopeError(
                f"{given!r} is not a bare domain; write https://{given} to mean one host and path"
            )
        if "?" in url.key or url.fragment is not None or without_credentials(url.key) != url.key:
            raise ScopeError(f"{given!r}: a target is a host and a path, nothing more")
        if is_url:
            return cls(given, url.host, subdomains=False, path=url.path)
        host = url.host.removeprefix("www.") if url.host.count(".") > 1 else url.host
        if is_public_suffix(host):
            raise ScopeError(
                f"{host!r} is a public suffix, which many sites share; name a site under it"
            )
        return cls(given, host, subdomains=True, path="/")

    def covers(self, host: str, path: str) -> bool:
        """Whether the URL with this host and path belongs to the target."""
        return self.covers_host(host) and self._covers_path(path)

    def covers_host(self, host: str) -> bool:
        """Whether some page of ``host`` can belong to the target."""
        return host == self.host or (self.subdomains and host.endswith("." + self.host))

    def _covers_path(self, path: str) -> bool:
        if self.path.endswith("/"):
            return path.startswith(self.path)
        return path == self.path or path.startswith(self.path + "/")

    @property
    def home(self) -> str:
        """The URL that a crawl starts at: the one given, or https:// with the host as given."""
        written = self.given if "://" in self.given else f"https://{self.given}/"
        url = parse(written)
        assert url is not None  # it parsed when the scope was made
        return url.key


class Scopes:
    """Several targets: whose is a URL?

    >>> scopes = Scopes.parse("example.com, https://example.com/docs/")
    >>> scopes.match("example.com", "/docs/intro"), scopes.match("www.example.com", "/")
    ('https://example.com/docs/', 'example.com')
    """

    def __init__(self, scopes: list[Scope]) -> None:
        self.scopes = tuple(scopes)
        # Longest match: the longer host first, then the longer path, then the single host.
        self._by_length = sorted(
            scopes, key=lambda scope: (-len(scope.host), -len(scope.path), scope.subdomains)
        )
        self._of_host = lru_cache(maxsize=65_536)(self._find_scopes_of_host)

    @classmethod
    def parse(cls, targets: str) -> Scopes:
        """The scopes of comma-separated targets; ScopeError where one names no site."""
        scopes = [Scope.parse(target) for target in targets.split(",") if target.strip()]
        if not scopes:
            raise ScopeError("names no domain")
        return cls(scopes)

    def match(self, host: str | None, path: str) -> str | None:
        """The target (as given) that the URL belongs to, by longest match; None where none."""
        if host is None:
            return None
        for scope in self._of_host(host):
            if scope.path == "/" or scope.covers(host, path):
                return scope.given
        return None

    def _find_scopes_of_host(self, host: str) -> tuple[Scope, ...]:
        return tuple(scope for scope in self._by_length if scope.covers_host(host))
