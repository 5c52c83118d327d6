"""`scrapy disavow`: files for Google's disavow tool."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from linkspider.commands.disavow import Command
from linkspider.dataset import TABLES, Dataset, schema
from linkspider.disavow import lint
from linkspider.scope import Scope
from tests.analysis.frames import Row, crawl, link, page
from tests.commands.answered import answer, refusal
from tests.conftest import PROJECT, scrapy

SHOP = "domain=shop.example"
TODAY = datetime.now(UTC).date().isoformat()
NAUGHTY = "Guest post\ndomain:innocent.example\x1b[31m\u202e"


def write_tables(data: Path, tables: dict[str, Iterable[Row]]) -> None:
    dataset = Dataset(str(data))
    dataset.begin("now", ())
    for table in TABLES:
        rows = pa.Table.from_pylist(list(tables.get(table, ())), schema=schema(table))
        dataset.write_part(table, "now", 1, rows.to_batches())


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables with two sites to propose, one on a platform, two platforms themselves, a name within
    a network, and a decent one."""
    spam = [f"https://www.spam.example/{path}" for path in ("a", "b", "c*")]
    others = ["https://bad.blogspot.com/", "https://medium.com/x", "https://sites.google.com/x",
              "http://intranet/", "https://fine.example/"]  # fmt: skip
    titles = [NAUGHTY, "Guest post", "Guest post", "Write for us", *["Guest post"] * 3, "Friends"]
    languages = ["ko", "ko", "ko", "fi", "fi", "fi", "fi", "en"]
    pages = [page("/", lang="en", title="Tea")] + [
        page(url, title=title, lang=lang)
        for url, title, lang in zip(spam + others, titles, languages, strict=True)
    ]
    links = [link(url, "/", "tea", link_type="backlink") for url in spam + others]
    folder = tmp_path_factory.mktemp("audit") / "data"
    write_tables(folder, {"pages": pages, "links": links, "crawls": [crawl()]})
    return folder


def disavow(data: Path, cwd: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """The command, run in a folder of its own so that files lie there."""
    cwd.joinpath("scrapy.cfg").write_text("[settings]\ndefault = linkspider.settings\n")
    return scrapy("disavow", "-s", f"LINKSPIDER_DATA={data}", *words, cwd=cwd)


def entries(path: Path) -> list[str]:
    lines = path.read_text("utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


def test_sites_with_two_independent_flags_are_proposed_with_their_reasons(
    data: Path, tmp_path: Path
) -> None:
    run = disavow(data, tmp_path, "-a", SHOP)
    assert (run.returncode, run.stderr) == (0, "")
    path = tmp_path / "disavow-shop.example.txt"
    assert entries(path) == ["domain:spam.example", "domain:bad.blogspot.com"]
    assert lint(path.read_bytes(), Scope.parse("shop.example")) == []
    lines = path.read_text("utf-8").split("\n")
    assert lines[0].startswith(f"# {TODAY}: proposed by linkspider")
    where = lines.index("domain:spam.example")
    assert "spam.example: risk score 0.55, 3 links here, 3 followed" in lines[1]
    assert all(line.startswith("# ") for line in lines[1:where])
    for told in (
        "medium.com                     0.55  1 followed  left out: medium.com is a public suffix",
        "google.com                     0.55  1 followed  left out: google.com is a platform",
        "intranet                       0.55  1 followed  left out: is no whole domain",
    ):
        assert told in run.stdout
    assert "no verdict" in run.stdout
    assert "entries added: 2" in run.stdout
    shown = run.stdout.replace("\n", "")
    assert shown.isprintable()
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".tmp")] == []


def test_a_file_that_exists_is_merged_into_and_overwritten_with_force(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("# mine\ndomain:bad.blogspot.com\n")
    words = ("-a", SHOP, "-o", str(path))
    assert answer(Command(), data, *words) == 0
    assert "mine.txt: merged into; entries added: 1;" in capsys.readouterr().out
    text = path.read_text("utf-8")
    assert text.startswith(f"# mine\ndomain:bad.blogspot.com\n\n# {TODAY}: proposed")
    assert entries(path) == ["domain:bad.blogspot.com", "domain:spam.example"]
    assert answer(Command(), data, *words) == 0
    assert "mine.txt: entries added: 0; nothing was written" in capsys.readouterr().out
    assert path.read_text("utf-8") == text
    assert answer(Command(), data, *words, "--force") == 0
    assert "mine.txt: overwritten; entries added: 2;" in capsys.readouterr().out
    assert path.read_text("utf-8").startswith(f"# {TODAY}: proposed")
    assert entries(path) == ["domain:spam.example", "domain:bad.blogspot.com"]


def test_errors_that_were_in_the_file_are_told(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("spam.example\n")
    assert answer(Command(), data, "-a", SHOP, "-o", str(path)) == 0
    assert "errors that were there: 1; see --check" in capsys.readouterr().out
    assert entries(path) == ["spam.example", "domain:spam.example", "domain:bad.blogspot.com"]


def test_what_is_kept_is_not_proposed_and_the_other_pages_of_its_site_one_by_one(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep, new = tmp_path / "keep.txt", tmp_path / "new.txt"
    keep.write_text("bad.blogspot.com\nhttps://www.spam.example/a\n")
    assert answer(Command(), data, "-a", SHOP, "-o", str(new), "--keep", str(keep)) == 0
    assert "1 followed  left out: kept" in capsys.readouterr().out
    assert entries(new) == ["https://www.spam.example/b"]


def test_what_is_kept_is_taken_out_of_a_file_that_is_there(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep, mine = tmp_path / "keep.txt", tmp_path / "mine.txt"
    keep.write_text("kept.example\nhttps://www.spam.example/a\n")
    mine.write_text(
        "# mine\ndomain:kept.example\nhttp://www.kept.example/x\nDomain:spam.example\n"
        "domain:bad.blogspot.com\ndomain:old.example\n"
    )
    words = ("-a", SHOP, "-o", str(mine), "--keep", str(keep))
    assert answer(Command(), data, *words) == 0
    told = capsys.readouterr().out
    for line in ("domain:kept.example", "http://www.kept.example/x", "domain:spam.example"):
        assert f"taken out of the file, as it is to be kept: {line}\n" in told
    assert mine.read_text("utf-8").startswith("# mine\ndomain:bad.blogspot.com\n")
    left = ["domain:bad.blogspot.com", "domain:old.example", "https://www.spam.example/b"]
    assert entries(mine) == left
    assert answer(Command(), data, *words) == 0
    assert "nothing was written" in capsys.readouterr().out


def test_with_force_nothing_that_is_to_be_kept_stays_in_the_file(
    demo_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep, mine = tmp_path / "keep.txt", tmp_path / "mine.txt"
    keep.write_text("kept.example\n")
    mine.write_text("domain:kept.example\n")
    words = ("-a", SHOP, "-a", "crawl=demo-target", "-o", str(mine), "--keep", str(keep))
    assert answer(Command(), demo_data, *words, "--force") == 0
    assert capsys.readouterr().out.endswith("mine.txt: overwritten; entries added: 0\n")
    assert mine.read_text("utf-8").startswith(f"# {TODAY}: proposed by linkspider")
    assert entries(mine) == []


def test_of_the_demo_the_link_farm_is_proposed(
    demo_months: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new.txt"
    assert answer(Command(), demo_months, "-a", SHOP, "-o", str(path)) == 0
    assert entries(path) == ["domain:bargainlinks.example"]
    assert (
        "bargainlinks.example           0.75  12 followed  paid_footprint, spam_links"
        in capsys.readouterr().out
    )


def test_a_file_that_cannot_be_written_is_a_storage_error(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refusal(capsys, Command(), data, "-a", SHOP, "-o", "/proc/new.txt", exit_code=4)
    assert line.startswith("scrapy disavow: /proc/new.txt: cannot be written: ")


def test_where_nothing_is_to_be_proposed_no_file_is_written(
    demo_data: Path, tmp_path: Path
) -> None:
    run = disavow(demo_data, tmp_path, "-a", SHOP, "-a", "crawl=demo-target")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[0].endswith("risk flags and a followed link: 0")
    assert not (tmp_path / "disavow-shop.example.txt").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "missing argument: -a domain=…"),
        (["-a", SHOP, "-o", "list.csv"], "must end in .txt"),
        (["-a", SHOP, "-o", "no/such/folder.txt"], "there is no folder no/such"),
        (["-a", SHOP, "--keep", "gone.txt"], "--keep gone.txt: No such file or directory"),
        (["-a", SHOP, "--keep", "keep.txt"], "--keep keep.txt: line 1: domain: takes no path"),
        (["-a", SHOP, "-o", "latin.txt"], "latin.txt: line 2 is not UTF-8"),
        (["--check", "gone.txt"], "--check gone.txt: cannot be read: No such file"),
        (["--check", "gone.txt", "--force"], "--check stands alone"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(
    words: list[str],
    told: str,
    data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("keep.txt").write_text("good.example/page\n")
    Path("latin.txt").write_bytes(b"# caf\xc3\xa9\n# caf\xe9\n")
    line = refusal(capsys, Command(), data, *words)
    assert line.startswith("scrapy disavow: ")
    assert told in line


def test_a_file_is_checked_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(
        b"# \x1b[31m\nspam.example\ndomain:www.bad.example\ndomain:help.shop.example\n"
    )
    run = disavow(tmp_path, tmp_path, "--check", "list.txt", "-a", SHOP)
    assert (run.returncode, run.stderr) == (1, "")
    assert [line.split(": ")[:2] for line in run.stdout.splitlines()] == [
        ["list.txt:2", "error"],
        ["list.txt:3", "hint"],
        ["list.txt:4", "error"],
        ["list.txt", "errors"],
    ]
    assert run.stdout.replace("\n", "").isprintable()


@pytest.mark.parametrize(("name", "code"), [("list.txt", 0), ("list.csv", 1)])
def test_a_clean_file_is_clean_and_its_name_matters(
    name: str, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text("domain:spam.example\n")
    assert answer(Command(), tmp_path, "--check", str(path)) == code
    assert capsys.readouterr().out.endswith(f"{name}: errors: {code}, hints: 0\n")


@pytest.mark.parametrize("package", ["ibis", "duckdb"])
def test_a_package_that_is_not_installed_is_told_in_one_line(
    package: str, data: Path, tmp_path: Path
) -> None:
    words = ["scrapy", "disavow", "-s", f"LINKSPIDER_DATA={data}", "-a", SHOP]
    code = (
        f"import sys; sys.modules[{package!r}] = None; "
        f"from scrapy.cmdline import execute; execute({[*words, '-o', f'{tmp_path}/a.txt']!r})"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (2, "")
    [line] = run.stderr.splitlines()
    assert line == (
        f"scrapy disavow: {package} is not installed: "
        "in the project's folder, pip install -e '.[notebooks]'"
    )
