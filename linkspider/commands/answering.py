"""What the commands share that answer from the tables: `-a domain=…`, the view of it, and one line
for whatever is wrong."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from scrapy.exceptions import UsageError
from scrapy.utils.conf import arglist_to_dict

from linkspider.arguments import Argument, ArgumentError, check_given_once, parse_arguments
from linkspider.scope import Scope
from linkspider.text import displayed

if TYPE_CHECKING:
    from scrapy.commands import ScrapyCommand

    from linkspider.analysis import View

    Base = ScrapyCommand
else:
    # Scrapy takes each of its commands that stands in a module of this folder for one to offer, so
    # this is none: `class Command(Answering, ScrapyCommand)` is.
    Base = object

WRONG_ARGUMENT = 2
STORAGE_FAILED = 4


def names(text: str) -> tuple[str, ...]:
    """The names in a list with commas between."""
    return tuple(name for part in text.split(",") if (name := part.strip()))


DOMAIN = Argument(
    "domain", Scope.parse, "the target: a domain or URL that was crawled", required=True
)
CRAWL = Argument(
    "crawl", names, "crawl ids, comma-separated; default: what all crawls of the domain know"
)


class Answering(Base):
    """A command that answers from the tables: say in `answer` how.

    A wrong argument, tables that cannot answer and packages that are not installed end it with one
    line and exit code 2. Packages of the analyses are imported no sooner than `answer` is called.
    """

    requires_project = True
    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}
    arguments: Sequence[Argument] = (DOMAIN, CRAWL)

    def syntax(self) -> str:
        return "-a domain=… [options]"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        told = "; ".join(f"{one.name}: {one.description}" for one in self.arguments)
        parser.add_argument(
            "-a", dest="given", action="append", default=[], metavar="NAME=VALUE", help=told
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
            self.check_options(args, opts)
            self.values: dict[str, Any] = parse_arguments(self.arguments, _parse_given(opts.given))
        except (UsageError, ArgumentError) as error:
            self.refuse(str(error))

    def check_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise ArgumentError where an option is wrong; ``args`` are words that are none."""
        if args:
            raise ArgumentError(f"it takes options only, not {args[0]!r}")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        try:
            import duckdb

            from linkspider.analysis import AnalysisError

            try:
                self.answer(opts)
            except AnalysisError as error:
                self.refuse(str(error))
            except duckdb.Error as error:
                self.refuse_spoilt(error)
        except ImportError as error:
            name = _missing_package(error)
            if name.startswith("linkspider"):
                raise
            self.refuse(
                f"{name} is not installed: in the project's folder, pip install -e '.[notebooks]'"
            )

    def answer(self, opts: argparse.Namespace) -> None:
        """Do what the command is for; AnalysisError where the tables cannot answer."""
        raise NotImplementedError

    def open_view(self) -> View:
        """The tables as they are for the domain that was given."""
        from linkspider.analysis import AnalysisError
        from linkspider.analysis import open as open_tables

        assert self.settings is not None
        data = self.settings["LINKSPIDER_DATA"]
        try:
            return open_tables(data, self.values["domain"].given, self.values["crawl"])
        except AnalysisError:
            raise
        except (OSError, ValueError) as error:
            self.refuse(f"LINKSPIDER_DATA={data}: cannot be read: {error}")

    def open_latest_two(self) -> tuple[View, View] | None:
        """The domain by its latest crawls but one and by its latest; None where there is one only,
        or where crawls were named."""
        from linkspider.analysis import AnalysisError
        from linkspider.analysis.changes import latest_two

        assert self.settings is not None
        if self.values["crawl"]:
            return None
        try:
            return latest_two(self.settings["LINKSPIDER_DATA"], self.values["domain"].given)
        except AnalysisError:
            return None

    def refuse_spoilt(self, error: Exception) -> NoReturn:
        """End the command where the engine met rows that it could not read, naming their file."""
        from linkspider.analysis.opening import find_spoilt

        assert self.settings is not None
        data = self.settings["LINKSPIDER_DATA"]
        spoilt = find_spoilt(data, self.values["domain"].given, self.values["crawl"])
        if spoilt is None:
            raise error
        self.refuse(spoilt)

    def refuse(self, message: str, exit_code: int = WRONG_ARGUMENT) -> NoReturn:
        """End the command with one line."""
        name = type(self).__module__.rpartition(".")[2]
        print(f"scrapy {name}: {displayed(message, 1_000)}", file=sys.stderr)
        sys.exit(exit_code)


def output_name(domain: str) -> str:
    """A target as part of the name of a file that is written of it.

    >>> output_name("example.com"), output_name("https://example.com/docs/")
    ('example.com', 'example.com-docs')
    """
    return domain.partition("://")[2].strip("/").replace("/", "-") if "://" in domain else domain


def _parse_given(given: list[str]) -> dict[str, str]:
    check_given_once(given)
    try:
        return arglist_to_dict(given)
    except ValueError:
        raise ArgumentError("write arguments as -a NAME=VALUE") from None


def _missing_package(error: BaseException) -> str:
    """The name of what could not be imported: Ibis wraps that of its backends."""
    cause = error.__cause__ or error.__context__
    if cause is not None and isinstance(cause, ImportError):
        return _missing_package(cause)
    return str(getattr(error, "name", None) or error)
