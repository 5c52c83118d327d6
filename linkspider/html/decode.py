"""An HTML body in UTF-8: its encoding by BOM, HTTP header, meta, then a sound default."""

from __future__ import annotations

import re

from webencodings import LABELS

_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16le", b"\xfe\xff": "utf-16be"}
_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.+-]+)", re.IGNORECASE)
_IN_BODY = re.compile(
    rb"<(?:meta\s[^>]{0,500}?\bcharset|\?xml\s[^>]{0,200}?\bencoding)\s*=\s*[\"']?\s*([\w:.+-]+)",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4_096
"""Bytes; the standard asks for 1,024, but there are pages with more before their meta element."""

_CODECS = {
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "gbk": "gb18030",
    "iso-8859-8-i": "iso8859-8",
    "macintosh": "mac-roman",
    "shift_jis": "cp932",
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-user-defined": "cp1252",
}
"""Python's codec for an encoding of the Encoding Standard, where it has another name, or where
another codec knows more of what the web calls so."""


def to_utf8(body: bytes, content_type: str | None) -> tuple[bytes, str]:
    """``body`` in UTF-8, and the Encoding Standard's name of what it came in. Never raises.

    What is UTF-8 already is handed on as it is; the parser turns invalid bytes into U+FFFD.

    >>> data, encoding = to_utf8("<p>한글".encode("euc-kr"), "text/html; charset=EUC-KR")
    >>> data.decode(), encoding
    ('<p>한글', 'euc-kr')
    >>> to_utf8(b"<p>caf\\xe9", None)[1]
    'windows-1252'
    """
    bom, encoding = next((pair for pair in _BOMS.items() if body.startswith(pair[0])), (b"", None))
    body = body[len(bom) :]
    if encoding is None:
        found = _IN_HEADER.search(content_type or "")
        encoding = _encoding(found[1]) if found else None
        encoding = encoding or _declared_encoding(body) or _default_encoding(body)
    if encoding != "utf-8":
        body = body.decode(_CODECS.get(encoding, encoding), "replace").encode()
    return body, encoding


def _encoding(label: str | None) -> str | None:
    """The standard's name of a label, or None: Python has codecs (idna, zip, unicode_escape) that
    a stranger must not be able to choose."""
    name = LABELS.get((label or "").strip().lower())
    return None if name == "replacement" else name


def _declared_encoding(body: bytes) -> str | None:
    """What a meta element says; UTF-16 is never true there, or nobody could read the element."""
    found = _IN_BODY.search(body[:_DECLARED_WITHIN])
    encoding = _encoding(found[1].decode("latin-1")) if found else None
    return "utf-8" if encoding in ("utf-16le", "utf-16be") else encoding


def _default_encoding(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"
