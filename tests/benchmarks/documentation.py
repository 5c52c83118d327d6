"""A folder tree of static HTML documentation, as the pages of a site."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import quote

SUFFIXES = (".html", ".htm", ".xhtml")


def documentation_site(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each HTML file's path and bytes, the start page `/` first.

    An `index.html` stands under its folder's path as well. Where the top folder has none, the
    start page is a list of the highest ones below it.
    """
    files = sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES and p.is_file())
    indexes = [p for p in files if p.name == "index.html"]
    folders = {p.parent for p in indexes}
    if folder not in folders:
        highest = [p for p in indexes if not folders.intersection(p.parent.parents)]
        entries = "".join(
            f'<li><a href="{quote(p.relative_to(folder).as_posix())}">{escape(p.parent.name)}</a>'
            for p in highest
        )
        yield "/", f"<!DOCTYPE html><title>Documentation</title><ul>{entries}</ul>".encode()
    for file in sorted(files, key=lambda p: p != folder / "index.html"):
        path, body = "/" + file.relative_to(folder).as_posix(), file.read_bytes()
        if file.name == "index.html":
            yield path.removesuffix("index.html"), body
        yield path, body
