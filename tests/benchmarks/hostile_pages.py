"""Prints how long pages of hostile shapes take to read, and how that grows with their size."""

from __future__ import annotations

import time

from linkspider import html
from tests.hostile_shapes import SHAPES

SIZES = (2_000, 8_000, 32_000)


def cpu_seconds(body: bytes) -> float:
    """CPU seconds that the reading of one page takes."""
    began = time.process_time()
    html.read(body, "http://a.example/", {"content-type": ["text/html"]}, lambda target: True)
    return time.process_time() - began


def main() -> None:
    """Print a line for each shape: kilobytes and CPU seconds at each size."""
    for shape, make in SHAPES.items():
        bodies = [make(size) for size in SIZES]
        told = [f"{len(body) // 1024:7,} KB {cpu_seconds(body):6.2f} s" for body in bodies]
        print(f"{shape:34} " + "   ".join(told))


if __name__ == "__main__":
    main()
