"""Every question asked of Spark: it answers as DuckDB does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import ibis
import pytest

from linkspider import analysis
from linkspider.analysis import View
from linkspider.analysis.changes import latest_two
from tests.analysis.frames import DOMAIN, crawl, link, rows, write_crawl
from tests.analysis.questions import with_options

pytestmark = pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")  # pyspark's own

SMALL = {
    "spark.default.parallelism": "1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "ERROR",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.files.minPartitionNum": "1",
    "spark.sql.shuffle.partitions": "1",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Few rows: to compile and to spread the work would take longer than to do it."""
GIVEN = {
    "competitors": ["clayandfire.example", "kettlehouse.example"],
    "keywords": ["green tea"],
    "segments": {"guides": "/guides/*"},
}
QUESTIONS = with_options(GIVEN)
Views = tuple[View, View]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A small Spark of this process."""
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is missing: pip install -e '.[spark]'")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYSPARK_PYTHON", sys.executable)
        settings = SMALL | {"spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse"))}
        session = sql.SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
        yield ibis.pyspark.connect(session)
        session.stop()


@pytest.fixture(scope="module")
def views(spark: Any, demo_months: Path) -> tuple[Views, Views]:
    """The demo web in two months, as DuckDB reads it and as Spark does."""
    by_duckdb, by_spark = (
        latest_two(demo_months, DOMAIN, backend=backend) for backend in (None, spark)
    )
    return by_duckdb, (_read_once(by_spark[0]), _read_once(by_spark[1]))


def _read_once(view: View) -> View:
    return replace(view, links=view.links.cache(), pages=view.pages.cache())


@pytest.mark.parametrize("name", QUESTIONS)
def test_spark_answers_as_duckdb_does(name: str, views: tuple[Views, Views]) -> None:
    by_duckdb, by_spark = (QUESTIONS[name](*both) for both in views)
    assert by_spark.table.columns == by_duckdb.table.columns
    assert list(map(_plain, rows(by_spark))) == list(map(_plain, rows(by_duckdb)))


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row without what may differ: the last digits of a sum, and the zone of times, which
    Spark does not tell; it is UTC in both."""
    return tuple(
        round(value, 9)
        if isinstance(value, float)
        else value.replace(tzinfo=None)
        if isinstance(value, datetime)
        else value
        for value in row
    )


def test_spark_opens_a_crawl_that_has_just_begun(spark: Any, tmp_path: Path) -> None:
    write_crawl(tmp_path, crawl(finished_at=None, finish_reason=None), None, [link("/", "/tea")])
    view = analysis.open(tmp_path, DOMAIN, backend=spark)
    assert (rows(view.pages), rows(view.links), rows(view.finals)) == ([], [], [])
