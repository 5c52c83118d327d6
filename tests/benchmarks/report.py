"""The table of results, and the machine they were measured on."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

PACKAGES = (
    "Scrapy",
    "Twisted",
    "lxml",
    "selectolax",
    "uvloop",
    "pyarrow",
    "pandas",
    "advertools",
)
COLUMNS = (
    "crawl",
    "CPU ms/page",
    "user",
    "system",
    "ratio",
    "peak MB",
    "pages",
    "requests",
    "link rows",
    "of links",
    "wall s",
    "server ms/page",
)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one whole crawl cost and found."""

    name: str
    round: int
    user_seconds: float
    system_seconds: float
    wall_seconds: float
    peak_bytes: int
    server_seconds: float
    pages: int
    requests: int
    links: int
    hyperlinks: int
    """On the site, repeats included."""

    problem: str = ""
    """Why the crawl failed; empty where it did not."""

    def cpu_ms(self) -> float:
        """User and system CPU time in milliseconds for each page."""
        return 1_000 * (self.user_seconds + self.system_seconds) / max(self.pages, 1)


def machine() -> str:
    """The processor, the cores, the versions, the load before the run."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    versions = []
    for package in PACKAGES:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    load = os.getloadavg()[0]
    return (
        f"{model}, {os.cpu_count()} cores, load {load:.1f}, {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}\n{', '.join(versions)}"
    )


def _spread(values: list[float], digits: int) -> str:
    """The median, and the extremes where there are several values."""
    text = f"{median(values):.{digits}f}"
    if len(values) > 1:
        text += f" ({min(values):.{digits}f}-{max(values):.{digits}f})"
    return text


def table(results: list[Result]) -> str:
    """One row for each kind of crawl: medians over its rounds, failed crawls left out.

    The ratio is to linkspider in the same round.
    """
    good = [result for result in results if not result.problem]
    reference = {result.round: result.cpu_ms() for result in good if result.name == "linkspider"}
    rows: list[tuple[str, ...]] = [COLUMNS]
    for name in dict.fromkeys(result.name for result in results):
        mine = [result for result in good if result.name == name]
        if not mine:
            rows.append((name, "failed", *[""] * (len(COLUMNS) - 2)))
            continue
        ratios = [r.cpu_ms() / reference[r.round] for r in mine if r.round in reference]
        last = mine[-1]
        rows.append(
            (
                name,
                _spread([r.cpu_ms() for r in mine], 2),
                f"{median(1_000 * r.user_seconds / r.pages for r in mine):.2f}",
                f"{median(1_000 * r.system_seconds / r.pages for r in mine):.2f}",
                _spread(ratios, 2) if ratios else "-",
                f"{median(r.peak_bytes for r in mine) / 1e6:.0f}",
                f"{last.pages:,}",
                f"{last.requests:,}",
                f"{last.links:,}",
                f"{100 * last.links / max(last.hyperlinks, 1):.1f} %",
                _spread([r.wall_seconds for r in mine], 1),
                f"{median(1_000 * r.server_seconds / r.pages for r in mine):.2f}",
            )
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(COLUMNS))]
    lines = [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
