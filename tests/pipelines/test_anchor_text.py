"""What names a link to its reader, chosen and cleaned."""

from __future__ import annotations

import asyncio
import json
import os
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkspider.items import AnchorCandidates, LinkItem, PageItem
from pipelines.anchor_text import AnchorTextPipeline, choose_anchor

PROJECT = Path(__file__).parents[2]
CONFORMANCE = Path(os.environ.get("LINKSPIDER_CONFORMANCE", PROJECT / "../shared/conformance"))
NAUGHTY_STRINGS = CONFORMANCE / "strings/blns.json"


@pytest.mark.parametrize(
    ("candidates", "chosen"),
    [
        (AnchorCandidates("Text", "Alt", "Label", "Title"), ("Text", "text")),
        (AnchorCandidates("", "Alt", "Label", "Title"), ("Alt", "alt")),
        (AnchorCandidates("", "", "Label", "Title"), ("Label", "aria-label")),
        (AnchorCandidates("", "", "", "Title"), ("Title", "title")),
        (AnchorCandidates("Text", "", "", "Title"), ("Text", "text")),
        (AnchorCandidates(" \n\t", "Alt", "", ""), ("Alt", "alt")),
        (AnchorCandidates("\xa0", " ", "\u200b", "Title"), ("Title", "title")),
        (AnchorCandidates("\x00\x1b", "Alt", "", ""), ("Alt", "alt")),
        (AnchorCandidates("0", "Alt", "", ""), ("0", "text")),
        (AnchorCandidates("»", "Next", "", ""), ("»", "text")),
        (AnchorCandidates(), ("", "none")),
        (AnchorCandidates(" ", "\t", "\n", "\u3000"), ("", "none")),
    ],
)
def test_the_first_candidate_that_a_reader_can_see_is_chosen(
    candidates: AnchorCandidates, chosen: tuple[str, str]
) -> None:
    assert choose_anchor(candidates) == chosen


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Green tea", "Green tea"),
        ("  Green tea  ", "Green tea"),
        ("Green\n\t  tea", "Green tea"),
        ("Green\r\ntea", "Green tea"),
        ("Green\xa0tea", "Green tea"),
        ("Green\u2003tea", "Green tea"),
        ("Green\u3000tea", "Green tea"),
        ("Green\u2028tea", "Green tea"),
        ("Green\x0b\x0ctea", "Green tea"),
        ("\n", ""),
        ("お茶", "お茶"),
        ("🍵 tea", "🍵 tea"),
        ("👩\u200d🌾", "👩\u200d🌾"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_white_space_is_collapsed_and_all_else_kept(text: str, cleaned: str) -> None:
    assert choose_anchor(AnchorCandidates(text))[0] == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Gr\x00een", "Green"),
        ("\x1b[31mred", "[31mred"),
        ("Green\x7f", "Green"),
        ("Green\x9f", "Green"),
        ("Green \x00 tea", "Green tea"),
        ("\x00 Green", "Green"),
        ("Green \x08", "Green"),
        ("\x01\x02", ""),
    ],
)
def test_control_characters_are_left_out_before_white_space_is_collapsed(
    text: str, cleaned: str
) -> None:
    assert choose_anchor(AnchorCandidates(text))[0] == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "\u200b",
        "\u200b\u200c\u200d",
        "\ufeff",
        "\u00ad",
        "\u2060",
        "\u200e\u200f",
        "\u202a\u202c",
        " \u200b ",
        "\u2066\u2069",
        "\u061c",
        "\u180e",
        "\ufe0f",
    ],
    ids=ascii,
)
def test_zero_width_characters_alone_name_nothing(text: str) -> None:
    assert choose_anchor(AnchorCandidates(text)) == ("", "none")
    assert choose_anchor(AnchorCandidates(text, alt="Logo")) == ("Logo", "alt")


@pytest.mark.parametrize("text", ["a\ud800b", "\udfff", "\ud83d", "\udf75\ud83c"], ids=ascii)
def test_a_lone_surrogate_becomes_a_character_that_a_file_can_hold(text: str) -> None:
    anchor, source = choose_anchor(AnchorCandidates(text))
    assert anchor.encode("utf-8")
    assert "\ufffd" in anchor
    assert source == "text"


@pytest.mark.parametrize("length", [1_999, 2_000, 2_001, 100_000])
def test_an_anchor_text_has_at_most_2000_characters(length: int) -> None:
    anchor, source = choose_anchor(AnchorCandidates("x" * length))
    assert anchor == "x" * min(length, 2_000)
    assert source == "text"


def test_an_anchor_text_that_is_cut_does_not_end_in_white_space() -> None:
    anchor, _ = choose_anchor(AnchorCandidates("x" * 1_999 + " more"))
    assert anchor == "x" * 1_999


def test_white_space_does_not_count_against_the_length() -> None:
    anchor, _ = choose_anchor(AnchorCandidates(" " * 5_000 + "Green" + "\n" * 5_000 + "tea"))
    assert anchor == "Green tea"


def make_link(element: str) -> LinkItem:
    return LinkItem(
        source_url="https://example.com/",
        target_url="https://example.com/a",
        element=element,
        ordinal=0,
        candidates=AnchorCandidates("Tea", "", "", "More"),
    )


def make_page(links: list[LinkItem]) -> PageItem:
    return PageItem(
        url="https://example.com/",
        host="example.com",
        domain="example.com",
        depth=0,
        fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
        links=links,
    )


@pytest.mark.parametrize("element", ["a", "area"])
def test_a_hyperlink_is_named(element: str) -> None:
    link = make_link(element)
    asyncio.run(AnchorTextPipeline().process_item(make_page([link])))
    assert (link.anchor_text, link.anchor_source) == ("Tea", "text")


@pytest.mark.parametrize(
    "element", ["iframe", "canonical", "alternate", "next", "prev", "meta-refresh"]
)
def test_what_is_no_hyperlink_has_no_anchor_text(element: str) -> None:
    link = make_link(element)
    asyncio.run(AnchorTextPipeline().process_item(make_page([link])))
    assert (link.anchor_text, link.anchor_source) == (None, None)


def test_every_link_of_a_page_is_named_and_the_page_handed_on() -> None:
    links = [make_link("a") for _ in range(3)]
    page = make_page(links)
    assert asyncio.run(AnchorTextPipeline().process_item(page)) is page
    assert [link.anchor_text for link in links] == ["Tea"] * 3


def test_an_item_that_is_no_page_is_handed_on() -> None:
    item = object()
    assert asyncio.run(AnchorTextPipeline().process_item(item)) is item


@pytest.mark.skipif(
    not NAUGHTY_STRINGS.is_file(), reason=f"no conformance data: {NAUGHTY_STRINGS} is missing"
)
def test_naughty_strings_become_text_that_a_file_can_hold() -> None:
    strings: list[str] = json.loads(NAUGHTY_STRINGS.read_text("utf-8"))
    assert len(strings) > 400
    for text in strings:
        for candidates in (
            AnchorCandidates(text),
            AnchorCandidates("", text),
            AnchorCandidates("", "", text, text),
            AnchorCandidates(f"\ud800{text}\x00", title=text),
        ):
            anchor, source = choose_anchor(candidates)
            anchor.encode("utf-8")
            assert not any(unicodedata.category(sign) == "Cc" for sign in anchor), ascii(text)
            assert anchor == anchor.strip(), ascii(text)
            assert "  " not in anchor, ascii(text)
            assert len(anchor) <= 2_000
            assert (source == "none") == (anchor == "")
