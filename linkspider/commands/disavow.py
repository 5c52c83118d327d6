"""`scrapy disavow`: a file for Google's disavow tool, proposed or checked."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand

from linkspider.arguments import ArgumentError
from linkspider.commands.answering import CRAWL, DOMAIN, STORAGE_FAILED, Answering
from linkspider.disavow import Addition, Entry, KeepList, Merged, MergeError, Problem, lint, merge
from linkspider.scope import Scope
from linkspider.text import displayed
from linkspider.urls import parse
from linkspider.whole_files import appearing

if TYPE_CHECKING:
    from linkspider.analysis import View

MAX_LISTED = 20
HEADING = (
    "proposed by linkspider: at least two independent risk flags and a followed link each. Flags "
    "are hints and no verdict: look at each site, and delete what you do not mean"
)

ADVICE = "; flags are no verdict: look at each site before you upload it"
NOTHING_NEW = "entries added: 0; nothing was written"


class Command(Answering, ScrapyCommand):
    """Proposes sites with at least two independent risk flags and a followed link."""

    def short_desc(self) -> str:
        return "Propose a file for Google's disavow tool, or check one"

    def long_desc(self) -> str:
        return (
            "Writes the referring domains with at least two independent risk flags and a followed "
            "link as a file for Google's disavow tool, each below its reasons; or, with --check, "
            "tells what is wrong with such a file. Flags are hints and no verdict: look at each "
            "site before you upload the file. Where the file exists already, its lines are kept "
            "and what is new is put below, under the day's date; with --force it is overwritten "
            "by what is proposed now. Exit codes: 0 done, or the file is right; 1 the file that "
            "was checked has errors; 2 wrong arguments; 4 the file could not be written."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-o",
            "--output",
            metavar="FILE",
            help="the file to write, .txt; default: disavow-<domain>.txt",
        )
        parser.add_argument(
            "--keep",
            metavar="FILE",
            help="sites and pages never to disavow: a domain or URL per line; what would disavow "
            "them is taken out of a file that is there",
        )
        parser.add_argument(
            "--force",
            action="store_true",
            help="overwrite the file where it exists; else its lines are kept, new ones put below",
        )
        parser.add_argument(
            "--check",
            metavar="FILE",
            help="write nothing; tell what is wrong with this disavow file, line by line (with -a "
            "domain=… also whether it disavows the target itself)",
        )

    def check_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().check_options(args, opts)
        if opts.check:
            if opts.output or opts.keep or opts.force:
                raise ArgumentError("--check stands alone: nothing is written with it")
            self.arguments = (replace(DOMAIN, required=False), CRAWL)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if opts.check:
            sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
            self.exitcode = self._check(Path(opts.check))
        else:
            super().run(args, opts)

    def _check(self, path: Path) -> int:
        """Print what is wrong with a file; 1 where something is."""
        try:
            content = path.read_bytes()
        except OSError as error:
            self.refuse(f"--check {path}: cannot be read: {error.strerror}")
        problems = lint(content, self.values["domain"])
        if path.suffix != ".txt":
            problems.insert(0, Problem(0, "its name must end in .txt"))
        for problem in problems:
            where = f"{_shown(path)}:{problem.line}" if problem.line else _shown(path)
            print(f"{where}: {'error' if problem.is_error else 'hint'}: {_shown(problem.text)}")
        errors = sum(problem.is_error for problem in problems)
        print(f"{_shown(path)}: errors: {errors:,}, hints: {len(problems) - errors:,}")
        return 1 if errors else 0

    def answer(self, opts: argparse.Namespace) -> None:
        target: Scope = self.values["domain"]
        path = Path(opts.output or default_name(target))
        if path.suffix != ".txt":
            self.refuse(f"-o {path}: its name must end in .txt")
        if not path.resolve().parent.is_dir():
            self.refuse(f"-o {path}: there is no folder {path.parent}")
        keep = self._read_keep_list(opts.keep)
        was_there = path.exists()
        is_overwritten = was_there and opts.force
        existing = self._read_existing(path) if was_there and not is_overwritten else b""
        from linkspider.analysis.audit import risky_domains

        view = self.open_view()
        risky = risky_domains(view)
        sites = [site for site in risky.table.to_pyarrow().to_pylist() if site["proposed"]]
        pages = _followed_pages(view, [Entry(site["source_domain"]) for site in sites], keep)
        left_out = {
            site["source_domain"]: why
            for site in sites
            if (why := _why_not(site["source_domain"], keep, target))
        }
        additions = [
            Addition(list(_entries(domain, pages, keep, target)), _reasons(site))
            for site in sites
            if (domain := site["source_domain"]) not in left_out
        ]
        try:
            merged = merge(existing, additions, HEADING, datetime.now(UTC).date(), keep)
        except MergeError as error:
            self.refuse(f"{path}: {error}")
        is_written = merged.is_new or is_overwritten
        if is_written:
            try:
                with appearing(path) as hidden:
                    hidden.write_bytes(merged.content)
            except OSError as error:
                told = f"{path}: cannot be written: {error.strerror or error}"
                self.refuse(told, STORAGE_FAILED)
        for line in _told(sites, left_out, merged, notes=view.notes):
            print(line)
        how = "overwritten; " if is_overwritten else "merged into; " if was_there else ""
        written = f"{how}entries added: {len(merged.added):,}{ADVICE if merged.added else ''}"
        print(f"{_shown(path)}: {written if is_written else NOTHING_NEW}")
        if errors := sum(problem.is_error for problem in lint(merged.content, target)):
            print(f"{_shown(path)}: errors that were there: {errors:,}; see --check {_shown(path)}")

    def _read_keep_list(self, name: str | None) -> KeepList:
        if name is None:
            return KeepList()
        try:
            return KeepList.read(Path(name))
        except (OSError, ValueError) as error:
            self.refuse(f"--keep {name}: {getattr(error, 'strerror', None) or error}")

    def _read_existing(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            self.refuse(f"{path}: cannot be read: {error.strerror}")


def default_name(target: Scope) -> str:
    """The name of the file for a target.

    >>> default_name(Scope.parse("https://example.com/docs/"))
    'disavow-example.com-docs.txt'
    """
    words = re.findall(r"[a-z0-9.-]+", (target.host + target.path).lower())
    return f"disavow-{'-'.join(words)}.txt"


def _why_not(domain: str, keep: KeepList, target: Scope) -> str | None:
    """Why a site is not to be disavowed whatever its flags; None where nothing is against it."""
    site = Entry(domain)
    if errors := _errors(site, target):
        return f"left out: {errors[0]}"
    return "left out: kept" if keep.keeps(site) else None


def _errors(entry: Entry, target: Scope) -> list[str]:
    """What `--check` would say against a file with this entry."""
    return [problem.text for problem in lint(entry.line.encode(), target) if problem.is_error]


def _entries(
    domain: str, pages: dict[str, list[str]], keep: KeepList, target: Scope
) -> Iterator[Entry]:
    """What is to be disavowed of a site: the site, or its pages one by one where some are kept."""
    site = Entry(domain)
    if not keep.keeps_a_part(site):
        yield site
        return
    for url in pages.get(domain, []):
        page = Entry(_host(url), url)
        if not keep.keeps(page) and not _errors(page, target):
            yield page


def _host(url: str) -> str:
    parsed = parse(url)
    assert parsed is not None  # it is from the tables
    assert parsed.host is not None
    return parsed.host


def _followed_pages(view: View, sites: list[Entry], keep: KeepList) -> dict[str, list[str]]:
    """The pages with a followed link here of those sites of which a part is kept."""
    domains = [site.host for site in sites if keep.keeps_a_part(site)]
    if not domains:
        return {}
    from linkspider.analysis.hyperlinks import backlinks

    links = backlinks(view.links)
    found = links.filter(links.followed.fill_null(False) & links.source_domain.isin(domains))
    found = found.select("source_domain", "source_url").distinct().order_by("source_url")
    pages: dict[str, list[str]] = {}
    for row in found.to_pyarrow().to_pylist():
        pages.setdefault(row["source_domain"], []).append(row["source_url"])
    return pages


def _reasons(site: dict[str, Any]) -> list[str]:
    """Why a site is proposed, in a few lines."""
    told = (
        f"{site['source_domain']}: risk score {site['score']:.2f}, "
        f"{site['links']:,} links here, {site['followed_links']:,} followed; {site['flag_names']}"
    )
    return [told, *site["evidence"]]


def _told(
    sites: list[dict[str, Any]], left_out: dict[str, str], merged: Merged, *, notes: Sequence[str]
) -> Iterator[str]:
    """What was found, for a terminal."""
    yield f"sites with at least two independent risk flags and a followed link: {len(sites):,}"
    for site in sites[:MAX_LISTED]:
        domain = site["source_domain"]
        yield (
            f"  {_shown(domain):<30} {site['score']:.2f}  {site['followed_links']:,} followed  "
            f"{left_out.get(domain, site['flag_names'])}"
        )
    if len(sites) > MAX_LISTED:
        yield f"  … and {len(sites) - MAX_LISTED:,} more"
    for entry in merged.taken_out[:MAX_LISTED]:
        yield f"taken out of the file, as it is to be kept: {_shown(entry.line)}"
    if len(merged.taken_out) > MAX_LISTED:
        yield f"  … and {len(merged.taken_out) - MAX_LISTED:,} more"
    if merged.left_out:
        yield f"entries left out, as Google takes no file so long: {len(merged.left_out):,}"
    yield from notes


def _shown(text: object) -> str:
    return displayed(str(text), 200)
