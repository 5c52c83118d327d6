"""Disavow files with something wrong in them."""

from __future__ import annotations

import pytest

from linkspider.disavow import Problem, lint
from linkspider.scope import Scope

SHOP = Scope.parse("shop.example.co.uk")


def found(content: bytes, target: Scope | None = SHOP) -> list[tuple[int, bool, str]]:
    return [(one.line, one.is_error, one.text) for one in lint(content, target)]


def test_a_file_as_google_describes_it_is_clean() -> None:
    pages = "# Two pages\nhttp://spam.example/a\r\nhttp://spam.example/b?c\n"
    assert found(f"{pages}\n# A site: é\ndomain:bad.example".encode()) == []


@pytest.mark.parametrize(
    ("content", "line", "is_error", "told"),
    [
        (b"domain:a.example\nspam.example\n", 2, True, "write domain:spam.example"),
        (b"domain:a.example\ndomain:sp\xe4m.example", 2, True, "not UTF-8"),
        (b"\xef\xbb\xbfdomain:a.example\n", 1, True, "byte order mark"),
        ("domain:a.example\n".encode("utf-16"), 1, True, "UTF-16"),
        (b"domain:co.uk\n", 1, True, "co.uk is a public suffix"),
        (b"domain:blogspot.com\n", 1, True, "blogspot.com is a public suffix or platform"),
        (b"domain:google.com\n", 1, True, "google.com is a platform on which many people publish"),
        (b"domain:www.reddit.com\n", 1, True, "www.reddit.com is a platform"),
        (b"domain:sites.google.com\n", 1, False, "is a part of google.com"),
        (b"domain:example.co.uk\n", 1, True, "belongs to the target shop.example.co.uk"),
        (b"domain:shop.example.co.uk\n", 1, True, "belongs to the target"),
        (b"domain:www.shop.example.co.uk\n", 1, True, "belongs to the target"),
        (b"http://shop.example.co.uk/a\n", 1, True, "belongs to the target"),
        (b"domain:www.a.example\n", 1, False, "write domain:a.example"),
        (b"http://a.example\n", 1, False, "the home page alone"),
        (b"\n# nothing\n", 0, False, "disavows nothing"),
        (b"", 0, False, "disavows nothing"),
        (b"domain:a.example\n\ndomain:A.example\n", 3, False, "stands in line 1 already"),
        (b"domain:b.a.example\ndomain:a.example\n", 1, False, "domain:a.example in line 2"),
        (b"domain:a.example\rhttp://a.example/x", 2, False, "domain:a.example in line 1"),
    ],
)
def test_each_problem_is_told_with_its_line(
    content: bytes, line: int, is_error: bool, told: str
) -> None:
    problems = found(content)
    hits = [problem for problem in problems if told in problem[2]]
    assert [problem[:2] for problem in hits] == [(line, is_error)], problems


@pytest.mark.parametrize(
    "line",
    ["http://reddit.com/", "http://co.uk/", "http://github.io", "https://shop.example.co.uk/",
     "reddit.com", "github.io", "example.co.uk", "*.co.uk", "spam.example/*", "domain:*.co.uk",
     "domain:.reddit.com", "domain: google.com", "domain:http://reddit.com/r/spam",
     "domain:reddit.com/r/spam", "domain:co.uk:80", "domain:co%2euk",
     "shop.example.co.uk/a", "domain:www.shop.example.co.uk", "domain:www.github.io"],
)  # fmt: skip
def test_nothing_is_advised_that_would_be_an_error_itself(line: str) -> None:
    assert "write domain:" not in str(found(line.encode()))
    assert "write http" not in str(found(line.encode()))


def test_of_another_target_the_home_page_is_advised_as_a_site() -> None:
    told = (1, False, "means the home page alone, not the whole site; write domain:a.example")
    assert found(b"https://a.example/") == [told]


def test_a_site_on_a_platform_is_a_site_and_a_page_a_page() -> None:
    assert found(b"domain:spam.blogspot.com\n") == []
    assert found(b"https://sites.google.com/view/spam\nhttps://www.reddit.com/r/spam/\n") == []


def test_a_platform_of_which_the_target_is_a_site_covers_the_target() -> None:
    problems = found(b"domain:github.io\n", Scope.parse("tea.github.io"))
    assert [told.split()[0] for _, _, told in problems] == ["github.io", "belongs"]


def test_without_a_target_nothing_belongs_to_it() -> None:
    assert found(b"domain:example.co.uk\n", None) == []


def test_lines_and_bytes_are_limited() -> None:
    full = b"# a comment\n\n" * 49_999 + b"domain:a.example\n# the last\n"
    assert lint(full) == []
    assert lint(full + b"\n") == [Problem(100_001, "100,001 lines; at most 100,000 are taken")]
    wide = b"# " + b"a" * (2 * 1024 * 1024 - 20) + b"\ndomain:a.example"
    assert len(wide) == 2 * 1024 * 1024 - 1
    assert lint(wide + b"\n") == []
    [problem] = lint(wide + b"\n\n")
    assert problem == Problem(3, "2,097,153 bytes; at most 2,097,152 are taken")
