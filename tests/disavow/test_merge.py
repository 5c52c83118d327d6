"""Disavow files with something new in them."""

from __future__ import annotations

from datetime import date

import pytest

from linkspider.disavow import Addition, Entry, KeepList, MergeError, lint, merge

DAY = date(2026, 5, 1)
SPAM, BAD = Entry("spam.example"), Entry("bad.example")


def merged(existing: str, *additions: Addition) -> str:
    return merge(existing.encode(), additions, "new", DAY).content.decode()


def test_a_new_file_has_a_dated_section_with_a_reason_above_each_entry() -> None:
    additions = [Addition([SPAM], ["why", "and why"]), Addition([BAD], ["because"])]
    assert merged("", *additions) == (
        "# 2026-05-01: new\n# why\n# and why\ndomain:spam.example\n# because\ndomain:bad.example\n"
    )


def test_what_was_there_is_kept_and_what_is_new_stands_below() -> None:
    existing = "\ufeff# mine\r\ndomain:old.example\r\n\r\nwhatever this is"
    assert merged(existing, Addition([SPAM], [])) == (
        "# mine\ndomain:old.example\n\nwhatever this is\n\n# 2026-05-01: new\ndomain:spam.example\n"
    )


def test_nothing_is_added_twice_and_what_was_there_twice_stays() -> None:
    existing = b"domain:spam.example\n# again\nDOMAIN:spam.example\n"
    page = Entry("www.spam.example", "http://www.spam.example/a")
    result = merge(existing, [Addition([SPAM, page], ["why"])], "new", DAY)
    assert (result.content, result.added) == (existing, ())
    additions = [Addition([BAD], []), Addition([Entry("www.bad.example"), BAD], [])]
    assert merge(b"", additions, "new", DAY).added == (BAD,)


def test_what_would_disavow_something_that_is_kept_is_taken_out() -> None:
    kept = Entry("good.example", "https://good.example/a")
    existing = b"# mine\ndomain:good.example\nhttps://good.example/b\nhttps://good.example/a\n"
    result = merge(existing, [], "new", DAY, KeepList(frozenset({kept})))
    assert result.content == b"# mine\nhttps://good.example/b\n"
    assert result.taken_out == (Entry("good.example"), kept)
    assert result.is_new


def test_a_file_with_no_entry_has_the_heading() -> None:
    kept = KeepList(frozenset({SPAM}))
    for existing in (b"", b"domain:spam.example\n"):
        assert merge(existing, [], "new", DAY, kept).content == b"# 2026-05-01: new\n"


def test_merging_again_changes_nothing() -> None:
    additions = [Addition([SPAM], ["why"])]
    once = merge(b"domain:old.example\n", additions, "new", DAY).content
    assert merge(once, additions, "newer", date(2026, 6, 1)).content == once


def test_a_page_does_not_cover_its_site() -> None:
    assert merged("http://spam.example/\n", Addition([SPAM], [])).endswith(
        "\ndomain:spam.example\n"
    )


@pytest.mark.parametrize(
    "reason",
    ["a\ndomain:b.example", "a\r\ndomain:b.example", "a\u2028b\x85c\x1b[31m\u202e", "x" * 5_000],
)
def test_strangers_words_stay_on_a_line_of_comment(reason: str) -> None:
    content = merge(b"", [Addition([SPAM], [reason])], "new", DAY).content.decode()
    lines = content.splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("# ")
    assert len(lines[1]) <= 502
    assert lines[1].isprintable()
    assert lint(content.encode()) == []


def test_a_file_that_is_not_utf8_or_too_long_is_not_merged_with() -> None:
    with pytest.raises(MergeError, match="line 2 is not UTF-8"):
        merge(b"# a\n\xff", [], "new", DAY)
    with pytest.raises(MergeError, match="longer than Google takes"):
        merge(b"#\n" * 100_001, [], "new", DAY)


def test_what_does_not_fit_is_left_out_and_the_rest_is_not() -> None:
    existing = b"#\n" * 99_996
    additions = [
        Addition([SPAM], ["why", "and why"]),  # a blank line, the heading, two reasons, the entry
        Addition([BAD], ["why"]),
        Addition([Entry("last.example")], []),
    ]
    result = merge(existing, additions, "new", DAY)
    assert (result.added, result.left_out) == ((BAD,), (SPAM, Entry("last.example")))
    assert result.content.count(b"\n") == 100_000
    assert lint(result.content) == []


def test_bytes_are_limited_too() -> None:
    existing = b"# " + b"a" * (
        2 * 1024 * 1024 - 3 - len("\n# 2026-05-01: new\ndomain:spam.example\n")
    )
    result = merge(existing + b"\n", [Addition([SPAM], [])], "new", DAY)
    assert (len(result.content), result.added) == (2 * 1024 * 1024, (SPAM,))
    result = merge(existing + b"a\n", [Addition([SPAM], [])], "new", DAY)
    assert result.left_out == (SPAM,)
