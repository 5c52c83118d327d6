"""Lists of what must not be disavowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider.disavow import Entry, EntryError, KeepList


def keep_list(folder: Path, text: str) -> KeepList:
    path = folder / "keep.txt"
    path.write_text(text, "utf-8")
    return KeepList.read(path)


def test_domains_and_pages_are_kept(tmp_path: Path) -> None:
    text = "\ufeff# friends\nGood.example\n\nDomain:fine.example\nhttps://blog.example/a#b\n"
    keep = keep_list(tmp_path, text)
    page = Entry("blog.example", "https://blog.example/a")
    for kept in (Entry("good.example"), Entry("www.fine.example"), page):
        assert keep.keeps(kept)
    assert not keep.keeps(Entry("blog.example"))
    assert keep.keeps_a_part(Entry("blog.example"))
    assert not keep.keeps_a_part(Entry("other.example"))
    assert not KeepList().keeps(page)


def test_a_line_that_is_neither_is_told(tmp_path: Path) -> None:
    with pytest.raises(EntryError, match=r"line 2: .*write domain:good\.example"):
        keep_list(tmp_path, "fine.example\ngood.example/path\n")
