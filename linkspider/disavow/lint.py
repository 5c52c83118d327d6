"""What is wrong with a disavow file, line by line."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from linkspider.disavow.entries import MAX_BYTES, MAX_LINES, Entry, EntryError, parse_entry
from linkspider.disavow.shared import platform_above, why_shared
from linkspider.scope import Scope
from linkspider.urls import parse, registrable_domain


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or that its writer may not have meant."""

    line: int
    """From 1; 0 where it is the file as a whole."""
    text: str
    is_error: bool = True
    """Whether Google would not take it, or it would do harm; else it is a hint."""


def lint(content: bytes, target: Scope | None = None) -> list[Problem]:
    """The problems of a disavow file, in the order of its lines; ``target`` is the site whose links
    it is about, where that is known."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return [Problem(1, "is UTF-16; save it as UTF-8")]
    return sorted(
        [*_limits(content), *_lines(content, target)], key=lambda one: (one.line, not one.is_error)
    )


def split_lines(content: bytes) -> list[bytes]:
    """The lines of a file, however they end; a line feed at the end begins no other."""
    lines = re.split(rb"\r\n|\n|\r", content.removeprefix(codecs.BOM_UTF8))
    return lines if lines[-1] else lines[:-1]


def _limits(content: bytes) -> Iterator[Problem]:
    if content.startswith(codecs.BOM_UTF8):
        yield Problem(1, "starts with a byte order mark; save it as UTF-8 without")
    lines = len(split_lines(content))
    if lines > MAX_LINES:
        yield Problem(MAX_LINES + 1, f"{lines:,} lines; at most {MAX_LINES:,} are taken")
    if len(content) > MAX_BYTES:
        line = len(split_lines(content[: MAX_BYTES + 1]))
        yield Problem(line, f"{len(content):,} bytes; at most {MAX_BYTES:,} are taken")


def _lines(content: bytes, target: Scope | None) -> Iterator[Problem]:
    seen: dict[Entry, int] = {}
    for number, raw in enumerate(split_lines(content), 1):
        try:
            entry = parse_entry(raw.decode("utf-8"))
        except UnicodeDecodeError:
            yield Problem(number, "is not UTF-8")
            continue
        except EntryError as error:
            yield Problem(number, _advised(error.wrong, error.meant, target))
            continue
        if entry is None:
            continue
        if entry in seen:
            yield Problem(number, f"stands in line {seen[entry]:,} already", is_error=False)
            continue
        seen[entry] = number
        yield from (Problem(number, text) for text in _harm(entry, target))
        yield from (Problem(number, text, is_error=False) for text in _hints(entry, target))
    if not seen:
        yield Problem(0, "disavows nothing", is_error=False)
    for entry, number in seen.items():
        above = next((site for site in entry.covering() if site in seen and site != entry), None)
        if above is not None:
            told = f"covered by {above.line} in line {seen[above]:,}"
            yield Problem(number, told, is_error=False)


def _harm(entry: Entry, target: Scope | None) -> Iterator[str]:
    if entry.url is None and (why := why_shared(entry.host)):
        yield f"{entry.host} {why}"
    if target is not None and is_own(entry, target):
        yield f"belongs to the target {target.given} itself"


def is_own(entry: Entry, target: Scope) -> bool:
    """Whether an entry is of the target's own registrable domain, or covers it."""
    own = registrable_domain(target.host)
    return registrable_domain(entry.host) == own or entry in Entry(target.host).covering()


def _hints(entry: Entry, target: Scope | None) -> Iterator[str]:
    if entry.url is None and (platform := platform_above(entry.host)):
        yield f"{entry.host} is a part of {platform}, where many people publish: is it one's alone?"
    whole = Entry(entry.host.removeprefix("www."))
    if entry.url is None and whole != entry and _is_right(whole.line, target):
        yield f"means {entry.host} alone, not the whole site; write {whole.line}"
    if entry.url is not None:
        url = parse(entry.url)
        if url is not None and url.path == "/" and "?" not in url.key:
            site = Entry(entry.host)
            yield _advised("means the home page alone, not the whole site", site.line, target)


def _advised(told: str, meant: str | None, target: Scope | None) -> str:
    """What is told of a line, with the one to write instead where nothing is wrong with that."""
    return f"{told}; write {meant}" if meant and _is_right(meant, target) else told


def _is_right(line: str, target: Scope | None) -> bool:
    """Whether a line would pass."""
    return not any(problem.is_error for problem in lint(line.encode(), target))
