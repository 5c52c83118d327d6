"""Files that appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkspider.whole_files import appearing


def test_a_file_appears_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.txt"
    with appearing(path) as hidden:
        hidden.write_text("whole")
        assert not path.exists()
        assert hidden.name.startswith(".")
    assert path.read_text() == "whole"
    assert [file.name for file in path.parent.iterdir()] == ["file.txt"]


def test_what_was_there_stays_where_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    path.write_text("before")
    with pytest.raises(RuntimeError, match="full"), appearing(path) as hidden:
        hidden.write_text("half")
        raise RuntimeError("full")
    assert path.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["file.txt"]


def test_what_a_link_leads_to_is_replaced(tmp_path: Path) -> None:
    path, link = tmp_path / "file.txt", tmp_path / "link.txt"
    path.write_text("before")
    link.symlink_to(path)
    with appearing(link) as hidden:
        hidden.write_text("after")
    assert link.is_symlink()
    assert path.read_text() == "after"
