"""The rule of kinds against anchors that a person has labelled: precision and recall."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from linkspider.analysis.anchors.brand import Brand
from linkspider.analysis.anchors.kinds import KINDS, Keywords, kind_of
from linkspider.analysis.anchors.site_name import domain_label
from linkspider.urls import registrable_domain

LABELLED = Path(__file__).with_name("labelled.toml")
ANY_PAGE = "Loose leaf, from the garden to the cup"
FLOORS = {  # precision, recall
    "empty": (1.0, 1.0),
    "naked_url": (0.95, 0.95),
    "brand": (0.95, 0.95),
    "brand_plus_keyword": (0.9, 0.95),
    "title": (0.97, 0.97),
    "exact": (0.97, 0.95),
    "partial": (0.93, 0.97),
    "generic": (0.97, 0.9),
    "other": (0.85, 0.9),
}


class Judged(NamedTuple):
    target: str
    anchor: str
    labelled: str
    found: str


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    targets = tomllib.loads(LABELLED.read_text("utf-8"))
    return [one for name, target in targets.items() for one in _judge(name, target)]


def _judge(name: str, target: dict[str, Any]) -> Iterator[Judged]:
    domain = registrable_domain(target["domain"])
    brand = Brand(tuple(target.get("brand", [domain_label(domain), domain])), domain)
    keywords = Keywords(target.get("keywords", []))
    for kind, entries in target["kinds"].items():
        for entry in entries:
            anchor, title = (entry, ANY_PAGE) if isinstance(entry, str) else entry
            yield Judged(name, anchor, kind, kind_of(anchor, brand, keywords, [title]))


def test_there_are_enough_labels_of_every_kind(judged: list[Judged]) -> None:
    assert len({(one.target, one.anchor) for one in judged}) >= 300
    assert all(sum(one.labelled == kind for one in judged) >= 10 for kind in KINDS)


def test_no_anchor_of_a_target_is_labelled_twice(judged: list[Judged]) -> None:
    titled = {"title"}
    keys = [(one.target, one.anchor) for one in judged if one.labelled not in titled]
    assert len(keys) == len(set(keys))


def test_the_rule_sees_what_a_person_sees(
    judged: list[Judged], capsys: pytest.CaptureFixture[str]
) -> None:
    measured = {kind: _precision_and_recall(judged, kind) for kind in KINDS}
    right = sum(one.labelled == one.found for one in judged)
    with capsys.disabled():
        print(f"\n{right} of {len(judged)} labelled anchors; precision and recall by kind:")
        for kind, (precision, recall) in measured.items():
            labelled = sum(one.labelled == kind for one in judged)
            print(f"{kind:20}{labelled:5}{precision:8.3f}{recall:8.3f}")
        for one in judged:
            if one.labelled != one.found:
                print(f"  {one.target}: {one.anchor!r} is {one.labelled}, taken for {one.found}")
    for kind, (precision, recall) in measured.items():
        assert precision >= FLOORS[kind][0], kind
        assert recall >= FLOORS[kind][1], kind


def _precision_and_recall(judged: list[Judged], kind: str) -> tuple[float, float]:
    hits = sum(one.labelled == one.found == kind for one in judged)
    return (
        hits / sum(one.found == kind for one in judged),
        hits / sum(one.labelled == kind for one in judged),
    )
