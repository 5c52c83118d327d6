"""Measures whole crawls of one site: linkspider, the tutorial's spider, advertools.

`python -m tests.benchmarks.crawl` serves a site on loopback and crawls it with each in turn, every
crawl in a fresh process. It ends with 1 when a crawl failed or missed pages, never because of time.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from .contenders import CONTENDERS, PROJECT, Contender, missing
from .outputs import Output
from .report import Result, machine, table
from .site import MINIMUM_LINKS


class Site:
    """The served site, as seen from outside its server's process."""

    def __init__(self, process: subprocess.Popen[str], timeout: float) -> None:
        self._process = process
        facts = self._read(timeout)
        self.start_url = f"{facts['base_url']}/"
        self.pages = frozenset[str](facts["pages"])
        self.linking = frozenset[str](facts["linking"])
        self.hyperlinks: int = facts["hyperlinks"]

    def _read(self, timeout: float) -> dict[str, Any]:
        """The next JSON line of the server."""
        assert self._process.stdout
        ready, _, _ = select.select([self._process.stdout], [], [], timeout)
        line = self._process.stdout.readline() if ready else ""
        if not line:
            raise SystemExit("the server could not be started, or does not answer")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def served(self) -> dict[str, Any]:
        """What was served since the last call."""
        assert self._process.stdin
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return self._read(60)


class Helper(subprocess.Popen[str]):
    """A module of this package in a process that ends when its standard input is closed."""

    def __init__(self, module: str, *arguments: str, **options: Any) -> None:
        command = [sys.executable, "-m", f"{__package__}.{module}", *arguments]
        pipe = subprocess.PIPE
        super().__init__(
            command, stdin=pipe, stdout=pipe, text=True, start_new_session=True, **options
        )

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Let it end, also after Ctrl-C, before its files are removed."""
        assert self.stdin and self.stdout
        self.stdin.close()
        self.stdout.close()
        try:
            self.wait(5)
        except subprocess.TimeoutExpired:
            self.kill()
            self.wait()


@contextmanager
def serving(arguments: argparse.Namespace) -> Iterator[Site]:
    """The site while its server runs."""
    if arguments.site == "docs":
        site = ["--docs", str(arguments.docs.resolve())]
    else:
        names = ("pages", "links", "kilobytes")
        site = [word for name in names for word in (f"--{name}", str(getattr(arguments, name)))]
    with Helper("server", *site, cwd=PROJECT) as process:
        yield Site(process, timeout=arguments.timeout)


def environment() -> dict[str, str]:
    """The environment of a crawl: this interpreter's scripts first, no proxies, no settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.lower().endswith("_proxy") and not name.startswith(("SCRAPY_", "LINKSPIDER_"))
    }
    scripts = str(Path(sys.executable).parent)
    return kept | {
        "PATH": os.pathsep.join([scripts, kept.get("PATH", os.defpath)]),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(PROJECT), kept.get("PYTHONPATH", "")])),
    }


def problem(contender: Contender, site: Site, served: set[str], output: Output) -> str:
    """Why a crawl is not a whole one; empty where it is."""
    if unfetched := site.pages - served:
        return f"{len(unfetched):,} pages were not fetched, such as {min(unfetched)}"
    wanted = site.pages if contender.pages_without_links else site.linking
    if unwritten := wanted - output.pages:
        return f"{len(unwritten):,} pages are not in the output, such as {min(unwritten)}"
    return "" if output.links else "no links were written"


def run(contender: Contender, round_: int, site: Site, folder: Path, timeout: float) -> Result:
    """One whole crawl, measured and checked."""
    output, log = folder / contender.output, folder / "log.txt"
    command = contender.command(site.start_url, output)
    cwd = PROJECT if contender.in_project else folder
    site.served()
    with (
        log.open("w") as errors,
        Helper(
            "measure", str(timeout), *command, cwd=cwd, env=environment(), stderr=errors
        ) as process,
    ):
        assert process.stdout
        answer = process.stdout.read()
    cost = json.loads(answer or '{"exit_code": -1, "timed_out": false}')
    served, why = site.served(), ""
    written = Output(pages=frozenset(), links=0)
    if cost["timed_out"]:
        why = f"not done after {timeout:.0f} s"
    elif cost["exit_code"]:
        why = f"exit code {cost['exit_code']}"
    else:
        try:
            written = contender.read(output)
            why = problem(contender, site, set(served["pages"]), written)
        except (OSError, ValueError, KeyError) as error:
            why = f"the output cannot be read: {error}"
    if why:
        tail = log.read_text(errors="replace").splitlines()[-20:]
        print(f"{contender.name} failed: {why}", *tail, sep="\n    ", file=sys.stderr)
    return Result(
        name=contender.name,
        round=round_,
        user_seconds=cost.get("user_seconds", 0.0),
        system_seconds=cost.get("system_seconds", 0.0),
        wall_seconds=cost.get("wall_seconds", 0.0),
        peak_bytes=cost.get("peak_bytes", 0),
        server_seconds=served["cpu_seconds"],
        pages=len(served["pages"]),
        requests=served["requests"],
        links=written.links,
        hyperlinks=site.hyperlinks,
        problem=why,
    )


def parse_arguments() -> argparse.Namespace:
    """The command line, checked."""
    names = [contender.name for contender in CONTENDERS]
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}.crawl", description=__doc__)
    add = parser.add_argument
    add("--pages", type=int, default=10_000, help="of the generated site (default: %(default)s)")
    add("--links", type=int, default=100, help="on each page (default: %(default)s)")
    add("--kilobytes", type=int, default=60, help="of HTML a page (default: %(default)s)")
    add("--site", choices=("generated", "docs"), default="generated")
    add("--docs", type=Path, metavar="DIR", help="a folder tree of static HTML documentation")
    add("--only", choices=names, action="append", help="leave the others out; may be repeated")
    add("--repeat", type=int, default=1, metavar="N", help="rounds of all crawls")
    add("--timeout", type=float, metavar="SECONDS", help="for each crawl (default: by pages)")
    arguments = parser.parse_args()
    if arguments.site == "docs" and not (arguments.docs and arguments.docs.is_dir()):
        parser.error("--site docs needs --docs DIR, a folder that exists")
    if min(arguments.pages, arguments.kilobytes, arguments.repeat) < 1:
        parser.error("--pages, --kilobytes and --repeat begin at 1")
    if arguments.links < MINIMUM_LINKS:
        parser.error(f"--links begins at {MINIMUM_LINKS}")
    arguments.timeout = arguments.timeout or 120 + 0.5 * arguments.pages
    arguments.contenders = [c for c in CONTENDERS if not arguments.only or c.name in arguments.only]
    if absent := missing(arguments.contenders):
        parser.error(f"not installed here: {', '.join(absent)}")
    return arguments


def main() -> int:
    """Run the rounds and print the table; the exit code."""
    arguments = parse_arguments()
    # So that a terminated run stops its server and removes its folder as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    about, results = machine(), list[Result]()
    with (
        tempfile.TemporaryDirectory(prefix="linkspider-benchmark-") as top,
        serving(arguments) as site,
    ):
        print(f"{len(site.pages):,} pages with {site.hyperlinks:,} links", file=sys.stderr)
        for round_ in range(arguments.repeat):
            for contender in arguments.contenders:
                folder = Path(top, f"{contender.name}-{round_}")
                folder.mkdir()
                print(f"round {round_ + 1}: {contender.name} …", file=sys.stderr, flush=True)
                results.append(run(contender, round_, site, folder, arguments.timeout))
                shutil.rmtree(folder)
    print(f"{about}\n\n{table(results)}")
    return 1 if any(result.problem for result in results) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
