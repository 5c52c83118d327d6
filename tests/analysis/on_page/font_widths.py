"""Write the table of widths from a font that is as wide as Arial, sign by sign.

Liberation Sans is (Debian: fonts-liberation2; SIL Open Font License):

    python -m tests.analysis.on_page.font_widths LiberationSans-Regular.ttf \
        > linkspider/analysis/on_page/widths.toml
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from fontTools.ttLib import TTFont

from linkspider.analysis.on_page.pixels import UNITS

HEAD = """\
# Advance widths of Arial's signs, in 1/2048 of the font's size: width = "the signs so wide".
# Read from Liberation Sans 2.1, whose signs are as wide as Arial's; see
# tests/analysis/on_page/font_widths.py.
"""
_WITHOUT_WIDTH = {"Mn", "Me", "Cf", "Cc", "Co", "Cs"}


def font_widths(font: Path) -> dict[str, int]:
    """The advance width of each sign that the font has and that stands by itself."""
    read = TTFont(font)
    scale = UNITS / read["head"].unitsPerEm
    return {
        chr(code): round(read["hmtx"][glyph][0] * scale)
        for code, glyph in read.getBestCmap().items()
        if unicodedata.category(chr(code)) not in _WITHOUT_WIDTH
    }


def as_toml(widths: dict[str, int]) -> str:
    """The table as it is kept: the signs of each width in one string."""
    signs: defaultdict[int, list[str]] = defaultdict(list)
    for sign, width in sorted(widths.items()):
        signs[width].append(sign if sign.isprintable() else json.dumps(sign)[1:-1])
    lines = (f'{width} = "{_escape(signs[width])}"\n' for width in sorted(signs))
    return HEAD + "".join(lines)


def _escape(signs: list[str]) -> str:
    return "".join("\\" + sign if sign in ('"', "\\") else sign for sign in signs)


if __name__ == "__main__":
    sys.stdout.write(as_toml(font_widths(Path(sys.argv[1]))))
