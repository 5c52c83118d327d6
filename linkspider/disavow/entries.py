"""One line of a disavow file: what it names, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from linkspider.urls import parse

MAX_LINES = 100_000
MAX_BYTES = 2 * 1024 * 1024
MAX_URL_LENGTH = 2_048

_DOMAIN = "domain:"
_STRANGE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|[^\S\t ]")
_EMPTY_LABEL = re.compile("[.。．｡]{2}")
_HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")
_AUTHORITY = re.compile(
    r"https?://(?:[^/?#@\\]*@)?(\[[^]]*\]|[^/?#@:\\]+)(?::\d*)?(?=[/?#]|$)", re.IGNORECASE
)
"""A web address up to its path, and the host in it, with nothing that only a browser takes."""


class EntryError(ValueError):
    """A line that Google would not take; the message says what to write, where that is known."""

    def __init__(self, wrong: str, meant: str | None = None) -> None:
        super().__init__(f"{wrong}; write {meant}" if meant else wrong)
        self.wrong = wrong
        self.meant = meant
        """The line that its writer may have meant."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A site or a page that is disavowed."""

    host: str
    """The host that is disavowed, with its subdomains, or the host of the page."""
    url: str | None = None
    """The page, as `parse` writes it; None where it is a whole site."""

    @property
    def line(self) -> str:
        """The entry as a disavow file has it."""
        return self.url or _DOMAIN + self.host

    def covering(self) -> Iterator[Entry]:
        """The entries of which each would disavow this one with it: itself first, then the sites
        above it, the nearest first.

        >>> [entry.line for entry in Entry("www.spam.example").covering()]
        ['domain:www.spam.example', 'domain:spam.example', 'domain:example']
        """
        if self.url is not None:
            yield self
        labels = self.host.split(".")
        for start in range(len(labels)):
            yield Entry(".".join(labels[start:]))


def parse_entry(line: str) -> Entry | None:
    """The entry that a line is; None for a comment and for a blank line; EntryError else.

    >>> parse_entry("domain:spam.example").line, parse_entry("http://Spam.example/é").line
    ('domain:spam.example', 'http://spam.example/%C3%A9')
    >>> parse_entry("# a comment") is None
    True
    """
    text = line.strip(" \t")
    if not text or text.startswith("#"):
        return None
    if _STRANGE.search(text):
        raise EntryError("has control characters in it, or spaces that are no blanks")
    if re.search(r"\s#", text):
        raise EntryError("a comment needs a line of its own, above the entry")
    prefix, _, rest = text.partition(":")
    return _parse_domain(rest) if prefix.lower() == "domain" else _parse_url(text)


def _parse_domain(text: str) -> Entry:
    name = text.strip(" \t")
    url = parse(name if "://" in name else f"http://{name}/")
    host = (url and url.host) or ""
    wrong = _what_is_wrong(text, host)
    if wrong is not None:
        raise EntryError(wrong, _site_line(host))
    return Entry(host)


def _site_line(host: str) -> str | None:
    """The line of the site that a host, perhaps with a wildcard, stands for; None where there is
    none.

    >>> _site_line("*.spam.example"), _site_line("*.com")
    ('domain:spam.example', None)
    """
    site = host.removeprefix("*.").removeprefix(".")
    return _DOMAIN + site if _what_is_wrong(site, site) is None else None


def _what_is_wrong(text: str, host: str) -> str | None:
    """Why ``domain:`` does not take a text of which a browser would make ``host``."""
    name = text.strip(" \t")
    if not name:
        return "names no domain"
    if text != name:
        return "a blank behind domain:"
    if "://" in name:
        return "domain: takes no scheme"
    if name.startswith(("*.", ".")):
        return "subdomains are meant anyway"
    if any(sign in name for sign in "/\\?#"):
        return "domain: takes no path (a page's whole URL stands alone)"
    if ":" in name and not name.startswith("["):
        return "domain: takes no port"
    if not host or re.search(r"[\s@,;*]", name):
        return "is no domain"
    if "." not in host and not host.startswith("["):
        return "is no whole domain: there is no dot in it"
    if _EMPTY_LABEL.search(name):
        return "is no domain: nothing stands between two dots"
    if not _is_host_as_written(name, host):
        return "is no domain as it is written"
    return None


def _is_host_as_written(name: str, host: str) -> bool:
    """Whether a name is the host that a browser makes of it, with no sign of it decoded, expanded
    or left out; a name in another script is it too.

    >>> _is_host_as_written("Spam.example.", "spam.example"), _is_host_as_written("1.2", "1.0.0.2")
    (True, False)
    >>> _is_host_as_written("tee.みんな", "tee.xn--q9jyb4c")
    True
    """
    if not _HOST.fullmatch(host):
        return False
    if unicodedata.normalize("NFKC", name).isascii():  # also full-width letters
        return name.lower().removesuffix(".") == host
    return "%" not in name and not any(map(_is_left_out, set(name)))


def _is_left_out(sign: str) -> bool:
    """Whether a browser leaves a sign out of hosts; most of these cannot be seen.

    >>> _is_left_out("\\N{ZERO WIDTH SPACE}"), _is_left_out("é")
    (True, False)
    """
    url = parse(f"http://a{sign}a.example/")
    return url is not None and url.host == "aa.example"


def _parse_url(text: str) -> Entry:
    if "://" not in text:
        bare = parse(f"http://{text}")
        is_host = bare is not None and bare.host is not None and "." in bare.host
        if bare is None or not is_host or re.search(r"\s", text):
            raise EntryError("is neither domain:… nor a URL nor a comment")
        meant = _site_line(bare.host or "") if bare.path == "/" else f"http://{text}"
        raise EntryError("neither domain: nor http:// before it", meant)
    url = parse(text)
    if url is None or url.host is None or re.search(r"\s", text):
        raise EntryError("is no http or https URL")
    written = _AUTHORITY.match(text)
    if written is None or not _is_host_as_written(written[1], url.host):
        raise EntryError("is no URL as it is written")
    if len(text) > MAX_URL_LENGTH:
        raise EntryError(f"a URL of {len(text):,} characters; at most {MAX_URL_LENGTH:,} are taken")
    if "*" in url.path:
        raise EntryError("a page's URL takes no wildcard; only whole domains can be meant")
    return Entry(url.host, url.key)
