"""The encoding of a page: BOM, HTTP header, meta, default, in this order."""

from __future__ import annotations

import pytest

from linkspider.html import read
from linkspider.html.decode import to_utf8

KOREAN = "<p>한글 문서"
JAPANESE = "<p>お茶 緑茶"
FRENCH = "<p>café – thé"
RUSSIAN = "<p>зелёный чай"
EVERY = "<p>한글 お茶 café чай 🍵"


def meta(charset: str, text: str) -> str:
    return f"<!doctype html><meta charset='{charset}'>{text}"


def http_equiv(charset: str, text: str) -> str:
    return f"<meta http-equiv=Content-Type content='text/html; charset={charset}'>{text}"


@pytest.mark.parametrize(
    ("body", "content_type", "text", "encoding"),
    [
        # BOM before all else
        (b"\xef\xbb\xbf" + EVERY.encode(), None, EVERY, "utf-8"),
        (b"\xef\xbb\xbf" + EVERY.encode(), "text/html; charset=euc-kr", EVERY, "utf-8"),
        (b"\xff\xfe" + EVERY.encode("utf-16-le"), None, EVERY, "utf-16le"),
        (b"\xfe\xff" + EVERY.encode("utf-16-be"), None, EVERY, "utf-16be"),
        (b"\xff\xfe" + EVERY.encode("utf-16-le"), "text/html; charset=utf-8", EVERY, "utf-16le"),
        (
            b"\xef\xbb\xbf" + meta("euc-kr", EVERY).encode(),
            "text/html; charset=shift_jis",
            meta("euc-kr", EVERY),
            "utf-8",
        ),
        # HTTP header before meta
        (EVERY.encode(), "text/html; charset=utf-8", EVERY, "utf-8"),
        (KOREAN.encode("euc-kr"), "text/html; charset=EUC-KR", KOREAN, "euc-kr"),
        (KOREAN.encode("euc-kr"), 'text/html;charset="euc-kr"', KOREAN, "euc-kr"),
        (
            meta("utf-8", KOREAN).encode("euc-kr"),
            "text/html; charset=euc-kr",
            meta("utf-8", KOREAN),
            "euc-kr",
        ),
        (JAPANESE.encode("shift_jis"), "text/html; charset=Shift_JIS", JAPANESE, "shift_jis"),
        (EVERY.encode("utf-16-le"), "text/html; charset=utf-16", EVERY, "utf-16le"),
        (EVERY.encode("utf-16-le"), "text/html; charset=utf-16le", EVERY, "utf-16le"),
        (EVERY.encode("utf-16-be"), "text/html; charset=utf-16be", EVERY, "utf-16be"),
        # meta before the default
        (meta("euc-kr", KOREAN).encode("euc-kr"), None, meta("euc-kr", KOREAN), "euc-kr"),
        (meta("EUC-KR", KOREAN).encode("euc-kr"), "text/html", meta("EUC-KR", KOREAN), "euc-kr"),
        (
            http_equiv("shift_jis", JAPANESE).encode("shift_jis"),
            None,
            http_equiv("shift_jis", JAPANESE),
            "shift_jis",
        ),
        (
            meta("windows-1252", FRENCH).encode("cp1252"),
            None,
            meta("windows-1252", FRENCH),
            "windows-1252",
        ),
        # a meta element that can be read cannot mean UTF-16
        (meta("utf-16", EVERY).encode(), None, meta("utf-16", EVERY), "utf-8"),
        (meta("utf-16be", EVERY).encode(), None, meta("utf-16be", EVERY), "utf-8"),
        # default: UTF-8 where it is valid, else windows-1252
        (EVERY.encode(), None, EVERY, "utf-8"),
        (EVERY.encode(), "text/html", EVERY, "utf-8"),
        (FRENCH.encode("cp1252"), None, FRENCH, "windows-1252"),
        (b"", None, "", "utf-8"),
    ],
)
def test_the_first_that_names_an_encoding_counts(
    body: bytes, content_type: str | None, text: str, encoding: str
) -> None:
    data, found = to_utf8(body, content_type)
    assert data.decode("utf-8") == text
    assert found == encoding


@pytest.mark.parametrize(
    ("label", "codec", "text", "encoding"),
    [
        ("utf8", "utf-8", EVERY, "utf-8"),
        (" UTF-8 ", "utf-8", EVERY, "utf-8"),
        ("iso-8859-1", "cp1252", FRENCH, "windows-1252"),
        ("latin1", "cp1252", FRENCH, "windows-1252"),
        ("us-ascii", "cp1252", FRENCH, "windows-1252"),
        ("iso-8859-9", "cp1254", "<p>yeşil çay", "windows-1254"),
        ("iso-8859-15", "iso8859-15", "<p>5 € thé", "iso-8859-15"),
        ("iso-8859-2", "iso8859-2", "<p>žlutý čaj", "iso-8859-2"),
        ("windows-1250", "cp1250", "<p>žlutý čaj", "windows-1250"),
        ("windows-1251", "cp1251", RUSSIAN, "windows-1251"),
        ("koi8-r", "koi8-r", RUSSIAN, "koi8-r"),
        ("koi8-u", "koi8-u", "<p>зелений чай", "koi8-u"),
        ("ibm866", "cp866", "<p>чай", "ibm866"),
        ("macintosh", "mac-roman", FRENCH, "macintosh"),
        ("x-mac-cyrillic", "mac-cyrillic", RUSSIAN, "x-mac-cyrillic"),
        ("iso-8859-8-i", "iso8859-8", "<p>תה ירוק", "iso-8859-8-i"),
        ("tis-620", "cp874", "<p>ชาเขียว", "windows-874"),
        ("ks_c_5601-1987", "cp949", "<p>한글 뷁", "euc-kr"),
        ("x-sjis", "cp932", "<p>緑茶 ①", "shift_jis"),
        ("windows-31j", "cp932", "<p>緑茶 ①", "shift_jis"),
        ("euc-jp", "euc_jp", JAPANESE, "euc-jp"),
        ("iso-2022-jp", "iso2022_jp", JAPANESE, "iso-2022-jp"),
        ("big5", "big5", "<p>綠茶", "big5"),
        ("gb18030", "gb18030", "<p>绿茶 🍵", "gb18030"),
    ],
)
def test_labels_mean_what_the_encoding_standard_says(
    label: str, codec: str, text: str, encoding: str
) -> None:
    data, found = to_utf8(text.encode(codec), f"text/html; charset={label}")
    assert data.decode("utf-8") == text
    assert found == encoding


@pytest.mark.parametrize("label", ["gb2312", "gbk", "GB_2312-80", "chinese"])
def test_labels_of_chinese_encodings_are_read_in_the_largest(label: str) -> None:
    data, found = to_utf8("<p>绿茶 鎔".encode("gbk"), f"text/html; charset={label}")
    assert data.decode("utf-8") == "<p>绿茶 鎔"
    assert found in ("gbk", "gb18030")


NO_TEXT_CODECS = [
    "zip",
    "zlib",
    "bz2",
    "hex",
    "base64",
    "quopri",
    "uu",
    "rot13",
    "rot_13",
    "idna",
    "punycode",
    "unicode_escape",
    "raw_unicode_escape",
    "undefined",
    "mbcs",
    "oem",
    "utf_7",
    "utf-7",
    "utf-32",
    "utf_8_sig",
    "cp037",
]
UNKNOWN = ["no-such-encoding", "utf-9", "", "x" * 10_000, "\x00", "é", "../../etc/passwd", "%s"]


@pytest.mark.parametrize("label", [*NO_TEXT_CODECS, *UNKNOWN], ids=lambda label: ascii(label[:20]))
def test_a_label_that_names_no_encoding_of_the_web_is_passed_over(label: str) -> None:
    bodies = [b"<p>x\xe9 \\u0041 +AGE-", EVERY.encode(), b"x\x9c\x03\x00\x00\x00\x00\x01"]
    for body in bodies:
        default = to_utf8(body, None)
        assert to_utf8(body, f"text/html; charset={label}") == default
        declared = f"<meta charset='{label}'>".encode("ascii", "xmlcharrefreplace")
        assert to_utf8(declared + body, None) == (declared + default[0], default[1])


@pytest.mark.parametrize("label", ["utf-7x", "zip", "unknown"])
def test_behind_an_unknown_label_in_the_header_the_meta_element_counts(label: str) -> None:
    body = meta("euc-kr", KOREAN).encode("euc-kr")
    assert to_utf8(body, f"text/html; charset={label}")[1] == "euc-kr"


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        ";",
        "charset",
        "charset=",
        "text/html; charset",
        "text/html; charset=;",
        "\x00",
        "é" * 99,
    ],
)
def test_a_content_type_without_an_encoding_is_passed_over(content_type: str) -> None:
    assert to_utf8(KOREAN.encode(), content_type) == (KOREAN.encode(), "utf-8")


@pytest.mark.parametrize(
    "label",
    ["utf-8", "euc-kr", "shift_jis", "iso-2022-jp", "big5", "gb18030", "utf-16", "windows-1252"],
)
@pytest.mark.parametrize(
    "body",
    [bytes(range(256)), b"\xff\xfe\x00", b"\xfe\xff\xd8", b"\x1b$B", b"\xed\xa0\x80", b"\x80"],
    ids=ascii,
)
def test_bytes_that_mean_nothing_raise_nothing(body: bytes, label: str) -> None:
    page = read(
        b"<title>Tea</title><p>" + body + b"<a href=/a>x</a>",
        "https://example.com/",
        {"content-type": [f"text/html; charset={label}"]},
        lambda target: True,
    )
    assert page.encoding
    for text in [page.title or "", *(link.candidates.text for link in page.links)]:
        text.encode("utf-8")


def test_the_encoding_of_a_page_reaches_its_texts_and_links() -> None:
    html = meta("euc-kr", "<title>차</title><a href=/차>녹차</a>").encode("euc-kr")
    page = read(html, "https://example.com/", {}, lambda target: False)
    assert (page.encoding, page.title) == ("euc-kr", "차")
    assert page.links[0].target_url == "https://example.com/%EC%B0%A8"
    assert page.links[0].candidates.text == "녹차"


def test_of_several_content_type_headers_one_counts_and_none_raises() -> None:
    headers = {"content-type": ["text/html; charset=euc-kr", "text/html; charset=utf-8"]}
    page = read(KOREAN.encode("euc-kr"), "https://example.com/", headers, lambda target: False)
    assert page.encoding in ("euc-kr", "utf-8")
