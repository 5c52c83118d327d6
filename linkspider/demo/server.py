"""A proxy on loopback that answers for every host of the demo web, from the files under `web/`.

A folder of `web/` is a host. In it, `tea/index.html` answers `/tea/` and `tea/sencha.html` answers
`/tea/sencha`; any other file answers under its own name, and a query changes nothing. Files are
stored as UTF-8. Files whose names begin with `_` have no address of their own:

`_layout.html`
    what the site's pages share, with `$title`, `$content` and what else it likes. A page that
    begins with a block of TOML between `+++` lines gives the values and is set into the layout;
    any other page is sent as it stands.
`_site.toml`
    `moved_to` (the whole host has moved there), `[layout]` (values that a page may leave out),
    `[all]` and `[paths."/x"]` (a `Rule` for every path, and for one).

The files under `later/` take the place of those with the same names, or come beside them, once the
web is a month older: links come, go and change.
"""

from __future__ import annotations

import gzip
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socket import SHUT_RDWR
from socketserver import ThreadingTCPServer
from string import Template
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

WEB = Path(__file__).with_name("web")
LATER = Path(__file__).with_name("later")
REFERRING = Path(__file__).with_name("referring.txt")
HOSTS = tuple(sorted(folder.name for folder in WEB.iterdir() if folder.is_dir()))
DOMAIN = "shop.example"

CONTENT_TYPES = {
    ".gz": "application/gzip",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xml": "application/xml",
}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How a path is answered, where its file does not say it."""

    status: int = 200
    file: str | None = None
    """The file that answers, where the path does not name it."""
    gzip: bool = False
    encoding: str = "utf-8"
    charset_in_header: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A response as it will be sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def status_page(status: int, headers: Mapping[str, str]) -> Answer:
    """The answer that says no more than its status, on a page without links."""
    phrase = HTTPStatus(status).phrase
    page = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{status} {phrase}</title>\n</head>\n<body>\n<h1>{phrase}</h1>\n</body>\n</html>\n"
    )
    return Answer(status, {"Content-Type": "text/html; charset=utf-8", **headers}, page.encode())


def url_path(name: Path) -> str:
    """The path that a file of a host's folder answers.

    >>> [url_path(Path(name)) for name in ("index.html", "tea/index.html", "tea/sencha.html")]
    ['/', '/tea/', '/tea/sencha']
    >>> url_path(Path("robots.txt"))
    '/robots.txt'
    """
    if name.name == "index.html":
        return "/" + "".join(f"{folder}/" for folder in name.parent.parts)
    return "/" + name.as_posix().removesuffix(".html")


class Site:
    """A host: what it answers to every path."""

    def __init__(self, host: str, *, later: bool = False) -> None:
        self._folders = [LATER / host, WEB / host] if later else [WEB / host]
        toml = self._find("_site.toml")
        settings: dict[str, Any] = tomllib.loads(toml.read_text("utf-8")) if toml.exists() else {}
        self.moved_to: str | None = settings.get("moved_to")
        self.values: dict[str, str] = settings.get("layout", {})
        names = [file.relative_to(top) for top in self._folders for file in top.rglob("*.*")]
        rules = {url_path(name): {"file": str(name)} for name in names if name.name[0] not in "._"}
        for path, rule in settings.get("paths", {}).items():
            rules[path] = rules.get(path, {}) | rule
        usual = settings.get("all", {})
        self.answers = {path: self._read(Rule(**usual | rule)) for path, rule in rules.items()}

    def answer(self, path: str) -> Answer:
        """The answer to a path: its own, or a 404; a redirect where the host has moved."""
        if self.moved_to is not None:
            return status_page(301, {"Location": self.moved_to + path})
        return self.answers.get(path) or status_page(404, {})

    def _read(self, rule: Rule) -> Answer:
        if rule.file is None:
            return status_page(rule.status, rule.headers)
        file = self._find(rule.file)
        text = file.read_text("utf-8")
        if text.startswith("+++\n"):
            text = self._set_into_layout(text)
        body = text.encode(rule.encoding)
        if rule.gzip:
            body = gzip.compress(body, mtime=0)
        content_type = CONTENT_TYPES[".gz" if rule.gzip else file.suffix]
        if rule.charset_in_header and content_type.startswith("text/"):
            content_type += f"; charset={rule.encoding}"
        return Answer(rule.status, {"Content-Type": content_type, **rule.headers}, body)

    def _find(self, name: str) -> Path:
        """The newest file of that name; where there is none, where it would be."""
        files = [folder / name for folder in self._folders]
        return next((file for file in files if file.exists()), files[-1])

    def _set_into_layout(self, text: str) -> str:
        values, content = text.removeprefix("+++\n").split("\n+++\n", 1)
        layout = Template(self._find("_layout.html").read_text("utf-8"))
        return layout.substitute(
            self.values | tomllib.loads(values), content=content.removesuffix("\n")
        )


class DemoWeb(ThreadingTCPServer):
    """The proxy: where it listens, and what it was asked for."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *, later: bool = False) -> None:
        self.sites = {host: Site(host, later=later) for host in HOSTS}
        self.requests: list[tuple[str, str]] = []
        """Method and URL of each request, in order of arrival."""
        self._connections: set[Any] = set()
        super().__init__(("127.0.0.1", 0), Handler)
        self.proxy = f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, method: str, url: str) -> Answer:
        """The answer to a request; 502 for a tunnel, for https, and for unknown hosts."""
        self.requests.append((method, url))
        parts = urlsplit(url)
        site = self.sites.get(parts.hostname or "")
        if parts.scheme != "http" or site is None:
            return status_page(502, {"Connection": "close"})
        return site.answer(parts.path or "/")

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serves a connection, and keeps it in mind until it ends."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Ends a connection."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Stops listening, and ends the connections that clients have kept open."""
        super().server_close()
        for connection in list(self._connections):
            with suppress(OSError):
                connection.shutdown(SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Prints what went wrong, unless it is only that a client hung up."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """One connection to the proxy."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: DemoWeb

    def do_GET(self) -> None:
        """Sends the answer; without its body where the method is HEAD."""
        answer = self.server.answer(self.command, self.path)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_HEAD = do_CONNECT = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Stays silent: `DemoWeb.requests` tells what was asked for."""


@contextmanager
def serve(web: DemoWeb | None = None) -> Iterator[DemoWeb]:
    """The demo web (or the one given), served by a background thread until the context is left."""
    with web or DemoWeb() as running:
        Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield running
        finally:
            running.shutdown()
