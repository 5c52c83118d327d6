"""Positions on whole pages, compared with what people say who look at them."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from linkspider.html import read

PAGES = sorted(Path(__file__).with_name("positions").glob("*.html"))
LABELS = ("content", "navigation", "header", "footer", "aside")

FLOOR_OVERALL = 0.70
FLOOR_OF_PLAIN = 0.79
"""For the links whose markup neither misleads nor says nothing."""
FLOOR_OF_PRECISION = {"navigation": 0.80, "header": 0.82, "footer": 0.94, "aside": 0.68}


@cache
def pairs(page: Path) -> tuple[tuple[str, str | None, bool], ...]:
    """Of each labelled link: the truth, what reading says, and whether the markup tells it."""
    body = page.read_bytes()
    document = read(body, "https://site.example/", {}, lambda target: False)
    found = [link for link in document.links if link.element in ("a", "area")]
    nodes = LexborHTMLParser(body).css("a[href], area[href]")
    assert len(nodes) == len(found), f"{page.name}: links and labels do not go together"
    return tuple(
        (
            node.attributes["data-position"] or "",
            link.position,
            "data-hard" not in node.attributes,
        )
        for node, link in zip(nodes, found, strict=True)
    )


def all_pairs() -> list[tuple[str, str | None, bool]]:
    return [pair for page in PAGES for pair in pairs(page)]


def confusion_matrix(counts: Counter[tuple[str, str | None]]) -> str:
    """Truth down, what reading says across, with recall and precision."""
    lines = [f"{'truth':12}" + "".join(f"{label:>12}" for label in LABELS) + f"{'recall':>10}"]
    for truth in LABELS:
        row = [counts[truth, label] for label in LABELS]
        share = counts[truth, truth] / max(1, sum(row))
        lines.append(f"{truth:12}" + "".join(f"{count:12}" for count in row) + f"{share:10.1%}")
    shares = [precision(counts, label) for label in LABELS]
    lines.append(f"{'precision':12}" + "".join(f"{share:12.1%}" for share in shares))
    lines.append(f"{counts.total()} links, {share_as_labelled(counts):.1%} as labelled")
    return "\n".join(lines)


def share_as_labelled(counts: Counter[tuple[str, str | None]]) -> float:
    return sum(counts[label, label] for label in LABELS) / max(1, counts.total())


def precision(counts: Counter[tuple[str, str | None]], label: str) -> float:
    said = sum(counts[truth, label] for truth in LABELS)
    return counts[label, label] / max(1, said)


def test_the_corpus_has_at_least_200_links_of_every_label() -> None:
    truths = Counter(truth for truth, _, _ in all_pairs())
    assert truths.total() >= 200
    assert set(truths) == set(LABELS)
    assert min(truths.values()) >= 30, truths


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_of_a_page_is_labelled_and_has_a_position(page: Path) -> None:
    assert {truth for truth, _, _ in pairs(page)} <= set(LABELS)
    assert {position for _, position, _ in pairs(page)} <= set(LABELS)


def test_positions_are_what_people_say() -> None:
    counts = Counter((truth, position) for truth, position, _ in all_pairs())
    plain = Counter((truth, position) for truth, position, is_plain in all_pairs() if is_plain)
    matrix = confusion_matrix(counts)
    print(f"\n{matrix}\n\nwithout the links whose markup misleads or says nothing:")
    print(confusion_matrix(plain))
    assert share_as_labelled(counts) >= FLOOR_OVERALL, f"\n{matrix}"
    assert share_as_labelled(plain) >= FLOOR_OF_PLAIN, f"\n{confusion_matrix(plain)}"
    for label, floor in FLOOR_OF_PRECISION.items():
        assert precision(counts, label) >= floor, f"{label}\n{matrix}"
