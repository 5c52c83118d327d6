"""A real browser for pages that are files: headless Chromium, as Debian packages it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no browser: chromium is missing")


class Visit:
    """One page in the browser, and what it tried to do."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.dialogs: list[str] = []
        """Messages of alerts and the like."""
        self.requests: list[str] = []
        """What it asked for, but for itself."""
        self.errors: list[str] = []
        """Exceptions of its scripts."""
        page.on("dialog", self._hear)
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _hear(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def open(self, file: Path) -> None:
        """Load a file, with its scripts."""
        url = file.absolute().as_uri()
        self.page.goto(url)
        self.page.wait_for_load_state("networkidle")
        self.requests = [asked for asked in self.requests if asked.partition("#")[0] != url]


@contextmanager
def visit(file: Path, *, dark: bool = False, width: int = 1280) -> Iterator[Visit]:
    """A file as a person sees it who opens it in a browser without network."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": 800},
            offline=True,
        )
        seen = Visit(context.new_page())
        seen.open(file)
        yield seen
        browser.close()
