"""Sessions in addresses: by which of them a page was met first."""

from __future__ import annotations

from collections.abc import Callable

from linkspider.traps.address import SESSION_NAMES
from linkspider.traps.memory import hash_of, remember

MAX_ADDRESSES = 100_000
"""Known with a session in them: about 10 MB."""
MAX_VALUES = 1_024
ON_PAGES = 3
"""Pages of a host with the same value of what may be a session, after which it is one."""


class Sessions:
    """The sessions of a crawl."""

    def __init__(self, knows: Callable[[str], bool]) -> None:
        self._knows = knows
        self._first: dict[int, int] = {}
        """The first session that came with an address."""
        self._values: dict[int, int] = {}
        """With how many addresses a value came, of what may be a session."""
        self._proven: dict[int, None] = {}
        """Parameters of hosts that proved to be sessions."""

    def repeat(self, origin: str, plain: str, name: str, value: str) -> bool:
        """Whether a new URL is a page met before: without a session, or in another.

        The first session of an address may be the only way to its page.
        """
        address, session = hash_of(plain), hash_of(value)
        if name not in SESSION_NAMES:
            self._note(hash_of(f"{origin} {name}"), hash_of(f"{origin} {name} {value}"))
        first = remember(self._first, address, session, MAX_ADDRESSES)
        return self.is_session(origin, name) and (first != session or self._knows(plain))

    def is_session(self, origin: str, name: str) -> bool:
        """Whether a parameter of the host names no page."""
        return name in SESSION_NAMES or hash_of(f"{origin} {name}") in self._proven

    def is_superfluous(self, origin: str, plain: str, name: str) -> bool:
        """Whether the page is known by now without a session."""
        return self.is_session(origin, name) and self._knows(plain)

    def _note(self, name: int, value: int) -> None:
        count = self._values.pop(value, 0) + 1
        if count >= ON_PAGES:
            remember(self._proven, name, None, MAX_VALUES)
        remember(self._values, value, count, MAX_VALUES)

    def to_json(self) -> list[list[tuple[int, int | None]]]:
        """What can be kept in a file."""
        return [list(known.items()) for known in (self._first, self._values, self._proven)]

    def from_json(self, kept: list[list[tuple[int, int]]]) -> None:
        """Take up what was kept."""
        self._first, self._values = dict(kept[0]), dict(kept[1])
        self._proven = {name: None for name, _ in kept[2]}
