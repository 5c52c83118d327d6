"""What a person sees of a running crawl, on a terminal and without one."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import termios
import time
from pathlib import Path

from linkspider.demo.server import DOMAIN, Answer, DemoWeb, serve

from .conftest import CRAWL_SECONDS, PROJECT, crawl_options, scrapy
from .web import SmallWeb, html_answer

LINE = re.compile(r"[\d,]+ of [\d,]+ pages, [\d.]+/s, [\d,]+ links, [\d,]+ backlinks, \d+ errors")


def test_without_a_terminal_there_are_plain_log_lines(demo_web: DemoWeb, tmp_path: Path) -> None:
    options = crawl_options(demo_web, tmp_path / "data")
    run = scrapy("crawl", "target", "-a", f"domain={DOMAIN}", "-a", "speed=full", *options)
    assert run.returncode == 0
    assert "\r" not in run.stderr
    assert "\x1b" not in run.stderr
    lines = run.stderr.splitlines()
    assert all(re.match(r"\d\d:\d\d:\d\d (INFO|WARNING) ", line) for line in lines), run.stderr
    assert "begins" in lines[0]
    assert "ends (finished)" in lines[-1]
    assert LINE.search(lines[-1])


def test_on_a_terminal_there_is_a_live_line(tmp_path: Path) -> None:
    class SlowWeb(SmallWeb):
        def answer(self, method: str, url: str) -> Answer:
            if url.startswith("http://"):
                time.sleep(0.05)
            return super().answer(method, url)

    pages = {f"http://a.example/{n}": html_answer(f'<a href="/{n + 1}">on</a>') for n in range(30)}
    pages["http://a.example/"] = html_answer('<a href="/0">on</a>')
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    with serve(SlowWeb(pages)) as web:
        command = [sys.executable, "-m", "scrapy", "crawl", "target", "-a", "domain=a.example"]
        process = subprocess.Popen(
            command + crawl_options(web, tmp_path / "data"), cwd=PROJECT, stderr=theirs,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs)
        seen = b""
        try:
            while chunk := os.read(ours, 65_536):
                seen += chunk
        except OSError:  # the other side of the terminal is closed
            pass
        assert process.wait(CRAWL_SECONDS) == 0
    drawn = LINE.findall(seen.decode())
    assert len(drawn) >= 3, seen
    assert b"\r" in seen
    first, last = (int(line.split(" of ")[0].replace(",", "")) for line in (drawn[0], drawn[-1]))
    assert first < last
