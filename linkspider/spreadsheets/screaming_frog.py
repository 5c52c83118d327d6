"""What Screaming Frog exports as All Inlinks, for spreadsheets that expect its columns."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import ibis

from linkspider.spreadsheets.sheets import with_target

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

COLUMNS = (
    "Type", "Source", "Destination", "Size (Bytes)", "Alt Text", "Anchor", "Status Code", "Status",
    "Follow", "Target", "Rel", "Path Type", "Link Path", "Link Position", "Link Origin",
)  # fmt: skip
_TYPES = {
    "a": "Hyperlink",
    "area": "Hyperlink",
    "iframe": "Iframe",
    "canonical": "Canonical",
    "alternate": "HREFLANG",
    "next": "Rel Next",
    "prev": "Rel Prev",
    "meta-refresh": "Meta Refresh",
}
_ERRORS = {
    "robots": "Blocked by robots.txt",
    "robots-unreachable": "Blocked by robots.txt",
    "dns": "DNS lookup failed",
    "timeout": "Connection Timeout",
    "connection": "Connection Error",
    "tls": "Connection Error",
}


def all_inlinks(view: View) -> ir.Table:
    """A row for each link on the site's own pages, and for each of its redirects.

    Alternate links without a language (feeds) are left out. `Size (Bytes)`, `Status Code` and
    `Status` are those of the destination; empty where it was not asked for, and code 0 where it
    was and no answer came. `Target` and `Path Type` are empty: the tables do not keep the target
    attribute, nor how an address was written.
    """
    links = view.links
    links = links.filter(
        links.source_scope.notnull()
        & links.target_url.notnull()
        & ((links.element != "alternate") | links.hreflang.notnull())
    )
    is_image = links.anchor_source == "alt"
    rows = links.select(
        "target_url",
        "ordinal",
        type=links.element.substitute(_TYPES),
        source=links.source_url,
        alt=ibis.ifelse(is_image, links.anchor_text, ""),
        anchor=ibis.ifelse(is_image, "", links.anchor_text),
        follow=links.followed.fill_null(True),
        rel=links.rel.join(" "),
        path=ibis.literal("//") + links.dom_path,
        position=links.position.capitalize().fill_null("Head"),
    )
    rows = with_target(rows.union(_redirects(view.pages)), view.pages, "bytes", "status", "error")
    code = ibis.ifelse(
        rows.target_error.notnull(), rows.target_status.fill_null(0), rows.target_status
    )
    unknown = ibis.null("string")
    values = (
        rows.type, rows.source, rows.target_url, rows.target_bytes, rows.alt, rows.anchor, code,
        _status(rows), rows.follow.cast("string"), unknown, rows.rel, unknown, rows.path,
        rows.position, ibis.literal("HTML"),
    )  # fmt: skip
    return rows.order_by("source", "ordinal", "type").select(
        **dict(zip(COLUMNS, values, strict=True))
    )


def _redirects(pages: ir.Table) -> ir.Table:
    """The site's redirects, as rows like those of its links."""
    found = pages.filter(pages.scope.notnull() & pages.redirect_to.notnull())
    nothing = ibis.null("string")
    return found.select(
        target_url="redirect_to",
        ordinal=ibis.literal(0, "int32"),
        type=ibis.literal("HTTP Redirect"),
        source="url",
        alt=ibis.literal(""),
        anchor=ibis.literal(""),
        follow=ibis.literal(True),
        rel=nothing,
        path=nothing,
        position=nothing,
    )


def _status(rows: ir.Table) -> ir.StringColumn:
    """What the status code is called, or the error."""
    phrases = {status.value: status.phrase for status in HTTPStatus}
    named = ibis.cases(*((rows.target_status == code, name) for code, name in phrases.items()))
    return ibis.ifelse(
        rows.target_error.notnull(),
        rows.target_error.substitute(_ERRORS, else_="No Response"),
        named,
    )
