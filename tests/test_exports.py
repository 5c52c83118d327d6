"""Rows of lists: text, and CSV in the dialects of spreadsheets and tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider.exports import Row, SourceError, read_rows

COLUMNS = {"page": ("source_url", "url"), "words": ("anchor_text", "anchor")}
PAGE = "https://a.example/"


def rows_in(folder: Path, content: str | bytes) -> list[Row]:
    """The rows of a file with this content."""
    path = folder / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_rows(str(path), COLUMNS, needed="page"))


def test_a_list_has_one_column() -> None:
    assert list(read_rows("x.example, y.example", COLUMNS, needed="page")) == [
        Row("", {"page": "x.example"}),
        Row("", {"page": " y.example"}),
    ]


def test_a_row_of_a_file_knows_its_line(tmp_path: Path) -> None:
    content = f'Anchor,URL\n"two\nlines",{PAGE}\n\n,{PAGE}\n'
    assert rows_in(tmp_path, content) == [
        Row("line 3: ", {"page": PAGE, "words": "two\nlines"}),
        Row("line 5: ", {"page": PAGE, "words": ""}),
    ]


@pytest.mark.parametrize(
    "header", ["#,URL,Anchor", '"#",URL,Anchor', "N,url,ANCHOR", "n,Url,Anchor_Text"]
)
def test_a_header_may_number_its_rows(tmp_path: Path, header: str) -> None:
    found = rows_in(tmp_path, f"{header}\n1,{PAGE},tea\n")
    assert [row.values for row in found] == [{"page": PAGE, "words": "tea"}]


def test_an_anchor_that_begins_like_a_comment_is_none(tmp_path: Path) -> None:
    found = rows_in(tmp_path, f"Anchor,URL\n#tea,{PAGE}\n# a comment\n")
    assert [row.values for row in found] == [{"page": PAGE, "words": "#tea"}]


@pytest.mark.parametrize("preamble", ["sep=;", "SEP=;", "# exported, yesterday", "#", ";;", ""])
def test_what_stands_above_the_header_says_nothing(tmp_path: Path, preamble: str) -> None:
    found = rows_in(tmp_path, f"{preamble}\nurl;anchor\n{PAGE};tea\n")
    assert [row.values for row in found] == [{"page": PAGE, "words": "tea"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_words_come_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    [row] = rows_in(tmp_path, f"url;anchor\n{PAGE};Grüner Tee – 5 €\n".encode(encoding))
    assert row.values["words"] == "Grüner Tee – 5 €"


def test_of_two_columns_of_one_meaning_the_better_name_counts(tmp_path: Path) -> None:
    [row] = rows_in(tmp_path, f"url,source_url\nhttps://b.example/,{PAGE}\n")
    assert row.values == {"page": PAGE}


@pytest.mark.parametrize("content", [b"x" * 300_000, b"x," * 300_000, b"\x00,\x00"])
def test_a_first_line_of_any_length_is_looked_at_without_harm(
    tmp_path: Path, content: bytes
) -> None:
    try:
        assert len(rows_in(tmp_path, content)) == 1
    except SourceError as error:
        assert len(str(error)) < 1_000
