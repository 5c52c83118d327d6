"""Normalised anchors: NFKC, casefold, spaces collapsed, edge punctuation off."""

from __future__ import annotations

import pytest

from linkspider.analysis.anchors.normalise import normalise, with_normalised_anchor
from tests.analysis.frames import link, rows, table


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("Read  More »", "read more"),
        ("\u00a0 read\t\nmore\u3000", "read more"),
        ("ＧＲＥＥＮ ｔｅａ", "green tea"),
        ("Straße", "strasse"),
        ("ﬁne tea", "fine tea"),
        ("“Leaf & Kettle”, Inc.", "leaf & kettle”, inc"),
        ("( [ tea ] )", "tea"),
        ("C++", "c++"),
        ("→ tea", "→ tea"),
        ("¡¿...?!", ""),
        ("", ""),
    ],
)
def test_a_text_is_normalised(text: str, normalised: str) -> None:
    assert normalise(text) == normalised


def test_each_link_has_its_anchor_and_one_without_a_text_none() -> None:
    links = [
        link("/", "/a", "Tea »"),
        link("/", "/b", "TEA", ordinal=1),
        link("/", "/c", ordinal=2),
    ]
    links.append(link("/", "/d", ordinal=3) | {"anchor_text": None})
    found = with_normalised_anchor(table("links", links)).order_by("ordinal")
    assert rows(found, "anchor") == [("tea",), ("tea",), ("",), (None,)]
