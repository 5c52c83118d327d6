"""The text of an HTML body: its encoding by BOM, HTTP header, meta, then a sound default."""

from __future__ import annotations

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

_STANDARD_NAMES = {
    "utf-8": "utf-8",
    "utf-16-le": "utf-16le",
    "utf-16-be": "utf-16be",
    "cp866": "ibm866",
    "cp874": "windows-874",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "big5hkscs": "big5",
    "euc_jp": "euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "mac-roman": "macintosh",
    "mac-cyrillic": "x-mac-cyrillic",
    "gb18030": "gb18030",
    **{f"cp125{n}": f"windows-125{n}" for n in range(9)},
    **{f"iso8859-{n}": f"iso-8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
}
"""Codec to the Encoding Standard's name. No other codec is used: Python has some (idna, zip,
unicode_escape) that a stranger must not be able to choose."""


def decode(body: bytes, content_type: str | None) -> tuple[str, str]:
    """The text of ``body`` and the standard name of the encoding it was read in. Never raises.

    >>> decode("<p>한글".encode("euc-kr"), "text/html; charset=EUC-KR")
    ('<p>한글', 'euc-kr')
    >>> decode(b"<p>caf\\xe9", None)
    ('<p>café', 'windows-1252')
    """
    bom_encoding, bom = read_bom(body)
    if bom_encoding and bom is not None:
        name = {"utf-16-be": "utf-16-be", "utf-16-le": "utf-16-le"}.get(bom_encoding, "utf-8")
        return body[len(bom) :].decode(name, "replace"), _STANDARD_NAMES[name]
    codec = _codec(http_content_type_encoding(content_type)) if content_type else None
    if codec is None:
        codec = _codec(html_body_declared_encoding(body))
        if codec is not None and codec.startswith("utf-16"):
            codec = "utf-8"  # who could read the meta element was not reading UTF-16
    if codec is not None:
        return body.decode(codec, "replace"), _STANDARD_NAMES[codec]
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace"), "windows-1252"


def _codec(label: str | None) -> str | None:
    """The codec for a label of the Encoding Standard, or None where it is no label of a text."""
    if not label:
        return None
    name = {"utf-16": "utf-16-le", "utf8": "utf-8", "gbk": "gb18030", "gb2312": "gb18030"}.get(
        codec := resolve_encoding(label) or "", codec
    )
    return name if name in _STANDARD_NAMES else None
