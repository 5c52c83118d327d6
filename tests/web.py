"""A web of a few pages, made up for one test and served like the demo web."""

from __future__ import annotations

from collections.abc import Mapping

from linkspider.demo.server import Answer, DemoWeb, status_page


class SmallWeb(DemoWeb):
    """Answers for the URLs that a test names, and with 404 for all others on their hosts.

    Serve it with `linkspider.demo.server.serve(SmallWeb({...}))`; it is an HTTP proxy, so that
    any host name works. `requests` tells what was asked for, in order.
    """

    def __init__(self, pages: Mapping[str, Answer | str]) -> None:
        super().__init__()
        self._pages = {
            url: html_answer(page) if isinstance(page, str) else page for url, page in pages.items()
        }
        self._hosts = {url.split("/")[2] for url in pages}

    def answer(self, method: str, url: str) -> Answer:
        self.requests.append((method, url))
        if not url.startswith("http://") or url.split("/")[2] not in self._hosts:
            return status_page(502, {"Connection": "close"})
        return self._pages.get(url) or status_page(404, {})


def html_answer(page: str, status: int = 200) -> Answer:
    """HTML in UTF-8."""
    return Answer(status, {"Content-Type": "text/html; charset=utf-8"}, page.encode())


def redirect(location: str, status: int = 301) -> Answer:
    """A redirect without a body."""
    return Answer(status, {"Location": location}, b"")
