"""The README is true: its tables of columns are current, and nothing that there is goes unsaid.

Run as a program (`make columns`), it writes the tables of columns anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from linkspider import settings
from linkspider.commands.columns import markdown
from linkspider.dataset import TABLES
from linkspider.spiders.base import LinkSpider
from linkspider.spiders.referring import ReferringSpider
from linkspider.spiders.target import TargetSpider
from linkspider.spiders.verify import VerifySpider

PROJECT = Path(__file__).parents[1]
README = PROJECT / "README.md"
COLUMNS = re.compile(r"(<!-- columns: .*? -->\n).*?(<!-- /columns -->)", re.DOTALL)


def current_columns() -> str:
    """The README as it is with current tables of columns."""
    tables = "\n".join(markdown(table) for table in TABLES)
    return COLUMNS.sub(lambda found: f"{found[1]}\n{tables}\n{found[2]}", README.read_text("utf-8"))


def test_the_tables_of_columns_are_current() -> None:
    assert README.read_text("utf-8") == current_columns(), "run: make columns"


@pytest.mark.parametrize("spider", [TargetSpider, ReferringSpider, VerifySpider])
def test_every_argument_stands_in_the_readme(spider: type[LinkSpider]) -> None:
    text = README.read_text("utf-8")
    section = text.split(f"**`scrapy crawl {spider.name}`**", 1)[1]
    section = section.split("**`scrapy crawl", 1)[0]
    assert [a.name for a in spider.arguments if f"| `{a.name}` |" not in section] == []


def test_every_command_stands_in_the_readme() -> None:
    modules = (PROJECT / "linkspider/commands").glob("[a-z]*.py")
    commands = {path.stem for path in modules if "\nclass Command(" in path.read_text("utf-8")}
    text = README.read_text("utf-8")
    assert [name for name in commands if f"scrapy {name}" not in text] == []


def test_every_setting_of_ours_stands_in_the_readme() -> None:
    names = [name for name in vars(settings) if name.startswith("LINKSPIDER_")]
    text = README.read_text("utf-8")
    assert [name for name in names if f"| `{name}` |" not in text] == []


def test_every_target_of_make_that_the_readme_names_is_there() -> None:
    named = set(re.findall(r"(?:^|`)\s*make ([a-z-]+)", README.read_text("utf-8"), re.MULTILINE))
    made = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert named
    assert named <= made


if __name__ == "__main__":
    README.write_text(current_columns(), "utf-8")
