"""Where on a page an element stands: its position (content, footer …) and its path from body."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from linkspider.html.text import storable

PATH_STEPS = 32
MAX_TAG_LENGTH = 64

_FOOTER, _ASIDE, _NAVIGATION, _HEADER, _MAIN = 16, 8, 4, 2, 1
_LANDMARK_TAGS = {
    "footer": _FOOTER,
    "aside": _ASIDE,
    "nav": _NAVIGATION,
    "header": _HEADER,
    "main": _MAIN,
}
_LANDMARK_ROLES = {
    "contentinfo": _FOOTER,
    "complementary": _ASIDE,
    "navigation": _NAVIGATION,
    "banner": _HEADER,
    "main": _MAIN,
    "presentation": 0,
    "none": 0,
}
_SECTIONS = {"article", "section", "main", "aside", "nav"}
"""Inside these, a header or footer is that of the section, no landmark of the page."""
_OF_A_SECTION = {"header", "footer"}
_POSITIONS = {
    _FOOTER: "footer",
    _ASIDE: "aside",
    _NAVIGATION: "navigation",
    _HEADER: "header",
}

Tokens = Mapping[str, int]


@cache
def load_tokens(path: Path | None = None) -> Tokens:
    """Class and id tokens with the position each stands for, from a TOML file (ours if None)."""
    text = (path or Path(__file__).with_name("position_tokens.toml")).read_text("utf-8")
    flags = {name: flag for flag, name in _POSITIONS.items()}
    return {token: flags[name] for name, tokens in tomllib.loads(text).items() for token in tokens}


class _Place(NamedTuple):
    """A block of the page, with what the blocks around it say of all that stands in it."""

    path: str
    depth: int
    landmarks: int
    tokens: int
    in_section: bool
    position: str


class Places:
    """The places of one page's elements. Each block is looked at once, however many links it has.

    Position comes from the landmarks around an element, and where there is none from the class
    and id tokens of the blocks around it. Footer wins over aside over navigation over header.
    """

    def __init__(self, body: LexborNode, tokens: Tokens | None = None) -> None:
        self._tokens = load_tokens() if tokens is None else tokens
        self._steps: dict[int, dict[int, str]] = {}
        self._places: dict[int, _Place] = {
            body.mem_id: _Place("body", 1, 0, 0, in_section=False, position="content")
        }

    def of(self, node: LexborNode) -> tuple[str, str] | tuple[None, None]:
        """Position and path of an element; None twice where it stands outside body."""
        parent = node.parent
        if parent is None:
            return None, None
        place = self._places.get(parent.mem_id) or self._find(parent)
        if place is None:
            return None, None
        return place.position, _extend(place, self._step(node, parent))

    def _find(self, node: LexborNode) -> _Place | None:
        """The place of a block, and on the way those of all blocks around it."""
        below = []
        current: LexborNode | None = node
        place = None
        while current is not None and (place := self._places.get(current.mem_id)) is None:
            below.append(current)
            current = current.parent
        if place is None or current is None:
            return None
        for block in reversed(below):
            place = self._places[block.mem_id] = self._enter(place, block, current)
            current = block
        return place

    def _enter(self, around: _Place, block: LexborNode, parent: LexborNode) -> _Place:
        _, depth, landmarks, tokens, in_section, position = around
        tag = block.tag or ""
        landmark = _LANDMARK_TAGS.get(tag, 0)
        if in_section and tag in _OF_A_SECTION:
            landmark = 0
        attributes = block.attributes
        if attributes:
            if role := attributes.get("role"):
                landmark = _LANDMARK_ROLES.get(role.strip().lower(), landmark)
            for name in ("class", "id"):
                if value := attributes.get(name):
                    for token in value.lower().split():
                        tokens |= self._tokens.get(token, 0)
        if landmark or tokens:
            landmarks |= landmark
            position = _position(landmarks or tokens)
        return _Place(
            _extend(around, self._step(block, parent)),
            min(depth + 1, PATH_STEPS),
            landmarks,
            tokens,
            in_section or tag in _SECTIONS,
            position,
        )

    def _step(self, node: LexborNode, parent: LexborNode) -> str:
        steps = self._steps.get(parent.mem_id)
        if steps is None:
            steps = self._steps[parent.mem_id] = _steps_to_children(parent)
        return steps[node.mem_id]


def _extend(place: _Place, step: str) -> str:
    path = place.path if place.depth < PATH_STEPS else place.path.partition("/")[2]
    return f"{path}/{step}"


def _steps_to_children(parent: LexborNode) -> dict[int, str]:
    names: dict[int, str] = {}
    totals: dict[str, int] = {}
    for child in parent.iter():
        tag = child.tag or ""
        if not tag.isalnum():
            tag = storable(tag)[:MAX_TAG_LENGTH]
        names[child.mem_id] = tag
        totals[tag] = totals.get(tag, 0) + 1
    if len(totals) == len(names):
        return names
    seen: dict[str, int] = {}
    for mem_id, tag in names.items():
        if totals[tag] > 1:
            seen[tag] = number = seen.get(tag, 0) + 1
            names[mem_id] = f"{tag}[{number}]"
    return names


@cache
def _position(flags: int) -> str:
    for flag, position in _POSITIONS.items():
        if flags & flag:
            return position
    return "content"
