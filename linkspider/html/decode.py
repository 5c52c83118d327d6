"""An HTML body in UTF-8: its encoding by BOM, HTTP header, meta, then a sound default."""

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


def to_utf8(body: bytes, content_type: str | None) -> tuple[bytes, str]:
    """``body`` in UTF-8, and the standard name of the encoding that it came in. Never raises.

    What is UTF-8 already is handed on as it is; the parser turns invalid bytes into U+FFFD.

    >>> data, encoding = to_utf8("<p>한글".encode("euc-kr"), "text/html; charset=EUC-KR")
    >>> data.decode(), encoding
    ('<p>한글', 'euc-kr')
    >>> to_utf8(b"<p>caf\\xe9", None)[1]
    'windows-1252'
    """
    codec, bom = read_bom(body)
    if codec and bom is not None and codec in ("utf-16-be", "utf-16-le", "utf-8"):
        body = body[len(bom) :]
    else:
        codec = _codec(http_content_type_encoding(content_type)) if content_type else None
        codec = codec or _declared_codec(body) or _default_codec(body)
    if codec != "utf-8":
        body = body.decode(codec, "replace").encode()
    return body, _STANDARD_NAMES[codec]


def _declared_codec(body: bytes) -> str | None:
    """What a meta element says; UTF-16 is never true there, or nobody could read the element."""
    codec = _codec(html_body_declared_encoding(body))
    return "utf-8" if codec is not None and codec.startswith("utf-16") else codec


def _default_codec(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _codec(label: str | None) -> str | None:
    """The codec for a label of the Encoding Standard, or None where it is no label of a text."""
    if not label:
        return None
    name = {"utf-16": "utf-16-le", "utf8": "utf-8", "gbk": "gb18030", "gb2312": "gb18030"}.get(
        codec := resolve_encoding(label) or "", codec
    )
    return name if name in _STANDARD_NAMES else None
