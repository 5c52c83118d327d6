"""Sites and pages that may refer to a target: from a list, a file, an export."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider.exports import SourceError
from linkspider.sources import read_sources


def found(text: str) -> list[tuple[str, bool]]:
    """URL and whether it stands for a whole site, of each source."""
    return [(source.url, source.is_domain) for source in read_sources(text)]


def urls_in(folder: Path, name: str, content: str | bytes) -> list[str]:
    """The URLs of the sources in a file of this name and content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [source.url for source in read_sources(str(path))]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("a.example", [("https://a.example/", True)]),
        ("a.example,b.example", [("https://a.example/", True), ("https://b.example/", True)]),
        (" a.example , b.example ,", [("https://a.example/", True), ("https://b.example/", True)]),
        ("www.A.Example", [("https://www.a.example/", True)]),
        ("a.example:8080", [("https://a.example:8080/", True)]),
        ("bücher.example", [("https://xn--bcher-kva.example/", True)]),
        ("127.0.0.1", [("https://127.0.0.1/", True)]),
        ("localhost", [("https://localhost/", True)]),
        ("https://a.example/", [("https://a.example/", False)]),
        ("http://a.example/p?q=1", [("http://a.example/p?q=1", False)]),
        ("HTTPS://A.example/p", [("https://a.example/p", False)]),
        ("https://a.example/p#part", [("https://a.example/p", False)]),
        (
            "https://a.example/1,b.example",
            [("https://a.example/1", False), ("https://b.example/", True)],
        ),
    ],
)
def test_a_list_names_domains_and_pages(text: str, sources: list[tuple[str, bool]]) -> None:
    assert found(text) == sources


def test_a_source_tells_its_host() -> None:
    [source] = read_sources("https://WWW.a.example.:81/p")
    assert source.host == "www.a.example"


@pytest.mark.parametrize(
    "text",
    [
        "a.example,a.example",
        "a.example,A.EXAMPLE",
        "a.example, a.example ,",
        "https://a.example/p,https://a.example/p",
        "https://a.example/p,HTTPS://a.example:443/p#x",
        "a.example,a.example.",
    ],
)
def test_no_source_comes_twice(text: str) -> None:
    assert len(read_sources(text)) == 1


def test_a_site_and_its_home_page_are_two_sources() -> None:
    assert found("a.example,https://a.example/") == [
        ("https://a.example/", True),
        ("https://a.example/", False),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ",",
        "exa mple.com",
        "http://[",
        "http://a:99999/",
        "ftp://a.example/",
        "mailto:ann@a.example",
        "ann@a.example",
        "javascript:alert(1)",
        "a.example,http://[",
        "\ud800",
    ],
)
def test_what_is_neither_domain_nor_web_address_is_an_error(text: str) -> None:
    with pytest.raises(SourceError):
        read_sources(text)


@pytest.mark.parametrize(
    "name", ["missing.txt", "missing.csv", "folder/missing.txt", "missing.TSV"]
)
def test_a_missing_file_is_said_to_be_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_sources(str(tmp_path / name))


def test_a_very_long_list_is_no_file_name() -> None:
    hosts = [f"h{number}.example" for number in range(2_000)]
    assert len(read_sources(",".join(hosts))) == 2_000


@pytest.mark.parametrize("name", ["referring.txt", "referring.list", "referring"])
@pytest.mark.parametrize(
    "content",
    [
        "a.example\nhttps://b.example/p\n",
        "a.example\r\nhttps://b.example/p\r\n",
        "a.example\n\n \nhttps://b.example/p",
        "# who links to us\na.example\n  # and another, later\nhttps://b.example/p\n",
        "  a.example\t\n\thttps://b.example/p  \n",
        "a.example\na.example\nhttps://b.example/p\n",
        "# first, second\na.example\nhttps://b.example/p\n",
        "  # first, second\na.example\nhttps://b.example/p\n",
    ],
)
def test_a_file_has_a_domain_or_url_on_each_line(tmp_path: Path, name: str, content: str) -> None:
    assert urls_in(tmp_path, name, content) == ["https://a.example/", "https://b.example/p"]


def test_a_url_in_a_file_may_hold_commas_and_fragments(tmp_path: Path) -> None:
    content = "https://a.example/x,y;z\nhttps://b.example/p#x\n"
    assert urls_in(tmp_path, "r.txt", content) == [
        "https://a.example/x,y;z",
        "https://b.example/p",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.txt", "bücher.example\nhttps://b.example/p\n"),
        ("r.csv", "url,anchor\nbücher.example,x\nhttps://b.example/p,é\n"),
        ("r.csv", "Referring page URL\tAnchor\nbücher.example\tx\nhttps://b.example/p\té\n"),
    ],
)
def test_files_come_in_utf_8_and_utf_16(
    tmp_path: Path, name: str, content: str, encoding: str
) -> None:
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    urls = urls_in(tmp_path, name, (mark + content).encode(encoding))
    assert urls == ["https://xn--bcher-kva.example/", "https://b.example/p"]


@pytest.mark.parametrize(
    "header",
    [
        "url",
        "URL",
        "source_url",
        "Source URL",
        "source url",
        "Source-URL",
        " url ",
        '"url"',
        "Referring page URL",
        "Linking page",
        "URL from",
        "page",
        "source",
        "Domain",
        "Referring domain",
        "Linking site",
        "host",
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_column_of_urls_is_found_by_its_name(
    tmp_path: Path, header: str, delimiter: str
) -> None:
    rows = [["n", header, "anchor"], ["1", "https://a.example/", "x"], ["2", "b.example", "y"]]
    content = "\n".join(delimiter.join(row) for row in rows)
    for name in ("r.csv", "r.txt"):
        assert urls_in(tmp_path, name, content) == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("source_url,target_url", "https://a.example/,https://shop.example/"),
        ("target_url,source_url", "https://shop.example/,https://a.example/"),
        ("url,source_url", "https://shop.example/,https://a.example/"),
        ("Domain,Referring page URL", "x.example,https://a.example/"),
    ],
)
def test_of_several_columns_the_one_of_the_referring_page_counts(
    tmp_path: Path, header: str, row: str
) -> None:
    assert urls_in(tmp_path, "r.csv", f"{header}\n{row}\n") == ["https://a.example/"]


@pytest.mark.parametrize(
    "content",
    [
        # quotes, commas and line breaks inside fields
        'url,anchor\nhttps://a.example/,"x, y"\n',
        'anchor,url\n"x, ""y""",https://a.example/\n',
        'anchor,url\n"two\nlines",https://a.example/\n',
        'anchor,url\n"two\n\nparagraphs",https://a.example/\n',
        'url\n"https://a.example/"\n',
        'url;"Anchor, text"\nhttps://a.example/;x\n',
        # gaps
        "url,anchor\n\n,x\nhttps://a.example/,y\n",
        "anchor,url\nx\ny,https://a.example/\n",
        "url,anchor\nhttps://a.example/\n",
        # line ends
        "url,anchor\r\nhttps://a.example/,x\r\n",
        # a single column
        "url\nhttps://a.example/\n",
        # comments
        "# exported yesterday\nurl,anchor\nhttps://a.example/,x\n",
    ],
)
def test_csv_is_read_as_spreadsheets_write_it(tmp_path: Path, content: str) -> None:
    assert urls_in(tmp_path, "r.csv", content) == ["https://a.example/"]


@pytest.mark.parametrize(
    "content", ["name,anchor\nx,y\n", "a.example,b.example\nc.example,d.example\n", ""]
)
def test_csv_without_a_column_of_urls_is_an_error(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError):
        urls_in(tmp_path, "r.csv", content)


def test_the_error_of_a_csv_names_the_columns_that_it_has(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Anchor Text"):
        urls_in(tmp_path, "r.csv", "Anchor Text,Rank\nx,1\n")


@pytest.mark.parametrize("content", ["", "\n\n", " \n", "# nothing yet\n", "\ufeff"])
@pytest.mark.parametrize("name", ["r.txt", "r.csv", "r"])
def test_an_empty_file_is_an_error(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(SourceError):
        urls_in(tmp_path, name, content)


def test_a_csv_with_a_header_only_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        urls_in(tmp_path, "r.csv", "url,anchor\n")


@pytest.mark.parametrize(
    ("name", "content", "where"),
    [
        ("r.txt", "a.example\n\nhttp://[\n", "line 3"),
        ("r.csv", "url,anchor\nhttps://a.example/,x\nhttp://[,y\n", "line 3"),
    ],
)
def test_an_error_says_on_which_line_it_stands(
    tmp_path: Path, name: str, content: str, where: str
) -> None:
    with pytest.raises(SourceError, match=where):
        urls_in(tmp_path, name, content)


def test_a_blank_line_does_not_shift_the_line_that_an_error_names(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="line 4"):
        urls_in(tmp_path, "r.csv", "url,anchor\n\nhttps://a.example/,x\nhttp://[,y\n")


@pytest.mark.parametrize(
    "content",
    [
        b"url,anchor\nhttps://a.example/," + b"x" * 200_000 + b"\n",
        b"url,anchor\nhttps://a.example/,\x00\n",
        b'url,anchor\nhttps://a.example/,"never closed\n',
        b"url,anchor\nhttps://a.example/,\xff\xfe\x80\n",
        b"url,anchor\nhttps://a.example/,x\x0by\x0cz\xe2\x80\xa8w\n",
    ],
    ids=["long field", "nul", "open quote", "not utf-8", "odd line breaks"],
)
def test_an_odd_csv_gives_its_urls(tmp_path: Path, content: bytes) -> None:
    assert urls_in(tmp_path, "r.csv", content) == ["https://a.example/"]


@pytest.mark.parametrize(
    "content", [bytes(range(256)), b"\xff\xfe\x00", b"\x00" * 100, b"PK\x03\x04\x14\x00x/\x00"]
)
@pytest.mark.parametrize("name", ["r.txt", "r.csv"])
def test_a_file_that_is_no_text_is_an_error(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(SourceError):
        urls_in(tmp_path, name, content)


def test_a_folder_is_no_file_of_sources(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        read_sources(str(tmp_path))
