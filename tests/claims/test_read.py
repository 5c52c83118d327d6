"""Known backlinks from lists, from files, and from the exports of other tools."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from linkspider.claims.read import Claim, Rel, qualifiers, read_claims
from linkspider.exports import SourceError

EXPORTS = Path(
    os.environ.get("LINKSPIDER_EXPORTS", Path(__file__).parents[2] / "../shared/samples/exports")
)
"""A few rows each with the headers of real exports; tests that need them are left out without."""

PAGE, TARGET = "https://blog.example/a", "https://shop.example/tea"
NOTHING: Rel = frozenset()
PLAIN = qualifiers(frozenset())


def claims_in(folder: Path, content: str | bytes, name: str = "known.csv") -> list[Claim]:
    """The claims of a file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_claims(str(path))


def test_a_list_names_pages_and_claims_no_more() -> None:
    assert read_claims("https://blog.example/a, blog.example/b,") == [
        Claim("https://blog.example/a"),
        Claim("https://blog.example/b"),
    ]


def test_a_text_file_has_a_page_on_each_line(tmp_path: Path) -> None:
    content = f"# known\n{PAGE}#part\n\n{PAGE}\nhttps://blog.example/b,c\n"
    claims = claims_in(tmp_path, content, "known.txt")
    assert claims == [Claim(PAGE), Claim("https://blog.example/b,c")]


def test_all_claims_of_a_page_are_kept_and_none_twice(tmp_path: Path) -> None:
    rows = [f"{PAGE},{TARGET},Tea", f"{PAGE},{TARGET},tea", f"{PAGE},,Tea", f"{PAGE},{TARGET},Tea"]
    claims = claims_in(tmp_path, "\n".join(["source_url,target_url,anchor_text", *rows]))
    assert claims == [
        Claim(PAGE, TARGET, "Tea"),
        Claim(PAGE, TARGET, "tea"),
        Claim(PAGE, None, "Tea"),
    ]


def test_equal_addresses_share_their_memory(tmp_path: Path) -> None:
    first, second = claims_in(tmp_path, f"url,target,anchor\n{PAGE},{TARGET},1\n{PAGE},{TARGET},2")
    assert first.source_url is second.source_url
    assert first.target_url is second.target_url


def test_credentials_are_not_part_of_a_page_but_of_a_link(tmp_path: Path) -> None:
    content = "url,target_url\nhttps://ann:x@blog.example/a,https://ann:x@shop.example/\n"
    [claim] = claims_in(tmp_path, content)
    assert (claim.source_url, claim.target_url) == (PAGE, "https://ann:x@shop.example/")


@pytest.mark.parametrize(
    "header",
    [
        "source_url,target_url,anchor_text",
        "Source URL,Target URL,Anchor",
        "Source url,Target url,Anchor",
        "SourceURL,TargetURL,AnchorText",
        "Referring page URL,Target URL,Anchor",
        "Referring Page URL,Link URL,Link Anchor",
        "URL from,URL to,Link text",
        "source_url,destination_url,anchor",
        "Source,Destination,Anchor",
        "Linking page,Target page,Anchor text",
        "URL,Target URL,Anchor Text",
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_columns_are_found_by_the_names_that_exports_give_them(
    tmp_path: Path, header: str, delimiter: str
) -> None:
    titles = ["#", *header.split(","), "Domain rating"]
    row = ["1", PAGE, TARGET, "Green  tea ", "72"]
    content = "\r\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in (titles, row))
    assert claims_in(tmp_path, content) == [Claim(PAGE, TARGET, "Green tea")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_anchor_texts_come_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    content = f"url\tAnchor\n{PAGE}\tGrüner Tee – für 5 €\n".encode(encoding)
    assert claims_in(tmp_path, content) == [Claim(PAGE, None, "Grüner Tee – für 5 €")]


@pytest.mark.parametrize(
    ("header", "cells", "rel"),
    [
        ("rel", "", NOTHING),
        ("rel", "nofollow", qualifiers(frozenset({"nofollow"}))),
        ("rel", "UGC, NoFollow", qualifiers(frozenset({"nofollow", "ugc"}))),
        ("rel", "noopener", PLAIN),
        ("rel", "[]", PLAIN),
        ("rel", "['nofollow' 'sponsored']", qualifiers(frozenset({"nofollow", "sponsored"}))),
        ("rel", "dofollow", PLAIN),
        ("Nofollow", "Yes", {("nofollow", True)}),
        ("Nofollow", "No", {("nofollow", False)}),
        ("nofollow", "TRUE", {("nofollow", True)}),
        ("FlagNoFollow", "+", {("nofollow", True)}),
        ("FlagNoFollow", "-", {("nofollow", False)}),
        ("Nofollow", "n/a", NOTHING),
        ("Nofollow,UGC,Sponsored", "No,Yes,", {("nofollow", False), ("ugc", True)}),
        ("Nofollow / Dofollow", "dofollow", {("nofollow", False)}),
        ("Link Type/nofollow", "Nofollow", {("nofollow", True)}),
        ("Type", "Text", NOTHING),
        ("link_type", "backlink", NOTHING),
        ("Follow", "true", {("nofollow", False)}),
        ("Follow", "false", {("nofollow", True)}),
        ("Nofollow,rel", "No,nofollow", qualifiers(frozenset({"nofollow"}))),
    ],
)
def test_of_rel_no_more_is_claimed_than_an_export_says(
    tmp_path: Path, header: str, cells: str, rel: set[tuple[str, bool]]
) -> None:
    row = f'"{cells}"' if "," in cells and "," not in header else cells
    [claim] = claims_in(tmp_path, f"url,{header}\n{PAGE},{row}\n")
    assert claim.rel == rel


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([f"{PAGE},", "blog.example,"], "line 3: blog.example is a domain"),
        (["", f"{PAGE},", "http://[,"], "line 4: 'http://\\["),
        ([f"{PAGE},shop.example/tea"], "line 2: the target 'shop.example/tea' is no http"),
        ([f"{PAGE},mailto:ann@shop.example"], "line 2: the target"),
        ([f"{PAGE},", "x.example,", "y.example,", "z.example,"], r"\(and 2 more entries\)"),
        ([",x"], "names no page"),
        ([], "names no page"),
    ],
)
def test_an_error_tells_what_is_wrong_and_where(tmp_path: Path, rows: list[str], said: str) -> None:
    with pytest.raises(SourceError, match=said):
        claims_in(tmp_path, "\n".join(["url,target_url", *rows]))


def test_without_a_column_of_pages_the_columns_that_are_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Target page, Incoming links"):
        claims_in(tmp_path, "Target page,Incoming links\nhttps://shop.example/,3\n")


@pytest.mark.parametrize(
    ("content", "anchor"),
    [
        (f"url,anchor\n{PAGE}\n", None),
        (f"url,anchor\n{PAGE},,,,\n", None),
        (f'url,anchor\n{PAGE},"two\r\nlines, and ""quotes"""\n', 'two lines, and "quotes"'),
        (f"url,anchor\n{PAGE},\x00\x1b[31mred\n", "[31mred"),
        (f"url,anchor\n{PAGE},{'x' * 200_000}\n", "x" * 2_000),
        (f"sep=,\nurl,anchor\n{PAGE},Tea\n", "Tea"),
        (f"url,{',' * 20_000}anchor\n{PAGE},{',' * 20_000}Tea\n", "Tea"),
        (f'url,anchor\n{PAGE},"never closed\n', "never closed"),
    ],
    ids=["short", "long", "quoted", "controls", "huge", "hint", "many columns", "open quote"],
)  # fmt: skip
def test_an_odd_row_is_read_as_far_as_it_goes(
    tmp_path: Path, content: str, anchor: str | None
) -> None:
    assert claims_in(tmp_path, content) == [Claim(PAGE, None, anchor)]


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)),
        b"\xff\xfe\x00",
        b"\x00" * 100,
        b"PK\x03\x04\x14\x00x/\x00",
        b"x" * 1_000_000,
        b",".join([b"x" * 200_000] * 3),
        b'{"count": 1, "links": [{"source_url": "https://blog.example/"}]}',
    ],
    ids=["bytes", "half a character", "nuls", "archive", "one word", "long header", "JSON"],
)
def test_what_is_no_list_of_pages_is_an_error(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError):
        claims_in(tmp_path, content)


@pytest.mark.skipif(not EXPORTS.is_dir(), reason=f"no sample exports: {EXPORTS} is missing")
@pytest.mark.parametrize(
    ("name", "claims"),
    [
        (
            "ahrefs-ui.csv",
            [
                Claim(
                    "https://blog.example/kitchen",
                    "https://target.example/guide",
                    "Steel kitchen guide",
                    frozenset({("nofollow", False)}),
                )
            ],
        ),
        (
            "bing-backlinks-pages.csv",
            [Claim("https://ref.example/a", "https://example.com/page", "Example")],
        ),
        (
            "gsc-latest-links.csv",
            [
                Claim("https://blog.example.com/a,b?x=1,2"),
                Claim("https://news.example.org/post"),
            ],
        ),
    ],
)
def test_the_exports_of_real_tools_are_understood(name: str, claims: list[Claim]) -> None:
    assert read_claims(str(EXPORTS / name)) == claims


@pytest.mark.skipif(not EXPORTS.is_dir(), reason=f"no sample exports: {EXPORTS} is missing")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gsc-top-linking-sites.csv", "is a domain"),
        ("gsc-top-linked-pages.csv", "no column of URLs"),
        ("bing-backlinks-anchors.csv", "no column of URLs"),
    ],
)
def test_exports_that_name_no_pages_are_refused(name: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_claims(str(EXPORTS / name))
