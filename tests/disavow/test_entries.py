"""Lines of disavow files."""

from __future__ import annotations

import pytest

from linkspider.disavow import Entry, EntryError, parse_entry

LONGEST_URL = "http://spam.example/" + "a" * 2_028


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("", None),
        ("  # domain:spam.example\x1b", None),
        ("domain:spam.example", Entry("spam.example")),
        ("Domain:SPAM.example  ", Entry("spam.example")),
        (" \tdomain:spam.example\t", Entry("spam.example")),
        ("domain:bücher.example", Entry("xn--bcher-kva.example")),
        ("domain:ｂücher。example", Entry("xn--bcher-kva.example")),
        ("domain:XN--Bcher-KVA.example", Entry("xn--bcher-kva.example")),
        ("domain:نامه\u200cای.example", Entry("xn--mgba3gch31f060k.example")),
        ("domain:[2001:DB8::1]", Entry("[2001:db8::1]")),
        ("domain:192.0.2.1", Entry("192.0.2.1")),
        ("domain:spam.example.", Entry("spam.example")),
        ("http://spam.example", Entry("spam.example", "http://spam.example/")),
        ("HTTPS://Spam.example:443/a#b", Entry("spam.example", "https://spam.example/a")),
        ("http://spam.example.?a\\b", Entry("spam.example", "http://spam.example./?a\\b")),
        ("http://ann:x@[2001:DB8::1]/", Entry("[2001:db8::1]", "http://ann:x@[2001:db8::1]/")),
        (LONGEST_URL, Entry("spam.example", LONGEST_URL)),
    ],
)  # fmt: skip
def test_a_line_is_a_site_a_page_or_nothing(line: str, entry: Entry | None) -> None:
    assert parse_entry(line) == entry


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("domain:http://spam.example/", "takes no scheme; write domain:spam.example"),
        (
            "domain:spam.example/path",
            "takes no path (a page's whole URL stands alone); write domain:sp",
        ),
        ("domain:spam.example\\path", "takes no path"),
        ("domain:spam.example:8080", "takes no port; write domain:spam.example"),
        ("domain: spam.example", "blank behind domain:; write domain:spam.example"),
        ("domain:*.spam.example", "write domain:spam.example"),
        ("domain:", "names no domain"),
        ("domain:localhost", "no dot"),
        ("domain:spam example", "is no domain"),
        ("domain:a.example,b.example", "is no domain"),
        ("domain:ann@spam.example", "is no domain"),
        ("domain:spam..example", "nothing stands between two dots"),
        ("domain:spam.example..", "nothing stands between two dots"),
        ("domain:bücher。。example", "nothing stands between two dots"),
        ("domain:spam%2eexample", "as it is written; write domain:spam.example"),
        ("domain:bücher%2eexample", "as it is written; write domain:xn--bcher-kva.example"),
        ("domain:spam\u200bb.example", "as it is written; write domain:spamb.example"),
        ("domain:spam\u00adm.example", "as it is written; write domain:spamm.example"),
        ("domain:1.2.3", "as it is written; write domain:1.2.0.3"),
        ("domain:ｓｐａｍ.example", "as it is written; write domain:spam.example"),
        ('domain:"spam.example"', "is no domain"),
        ("domain:spam'.example", "is no domain"),
        ("domain:0x7f.1", "as it is written; write domain:127.0.0.1"),
        ("\u00a0domain:spam.example", "spaces that are no blanks"),
        ("domain:spam.example\u00a0", "spaces that are no blanks"),
        ("domain:spam.example\x0c", "control characters"),
        ("\u3000# a comment", "spaces that are no blanks"),
        ("domain:spam.example # bought", "a line of its own"),
        ("spam.example", "write domain:spam.example"),
        ("www.spam.example/page", "write http://www.spam.example/page"),
        ("spam", "neither domain:… nor a URL"),
        ("ftp://spam.example/", "no http or https URL"),
        ("http://spam.example/a b", "no http or https URL"),
        ("http://spam.example/*", "no wildcard"),
        ("http:///spam.example/", "no URL as it is written"),
        ("http://spam.example\\a", "no URL as it is written"),
        ("http://sp%61m.example/", "no URL as it is written"),
        ("http://1.2.3/", "no URL as it is written"),
        ('http://"spam.example"/', "no URL as it is written"),
        ("http://spam.example/" + "a" * 2_029, "2,049 characters"),
        ("http://spam.example/\x00", "control characters"),
    ],
)
def test_other_lines_are_told_what_would_be_right(line: str, told: str) -> None:
    with pytest.raises(EntryError) as raised:
        parse_entry(line)
    assert told in str(raised.value)


@pytest.mark.parametrize(
    "line",
    ["domain:*.com", "domain:.com", "domain: *.com", "domain:http://localhost/", "domain:com/a",
     "domain:spam..example/a", "domain:.", "*.com", "a,b.example"],
)  # fmt: skip
def test_no_line_is_proposed_that_is_wrong_itself(line: str) -> None:
    with pytest.raises(EntryError) as raised:
        parse_entry(line)
    assert "write" not in str(raised.value)


def test_a_page_is_covered_by_itself_and_by_the_sites_above_it() -> None:
    page = Entry("www.spam.example", "http://www.spam.example/a")
    sites = [Entry("www.spam.example"), Entry("spam.example"), Entry("example")]
    assert list(page.covering()) == [page, *sites]
    assert list(sites[0].covering()) == sites
