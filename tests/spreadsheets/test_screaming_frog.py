"""All Inlinks, by hand."""

from __future__ import annotations

from linkspider.spreadsheets.screaming_frog import COLUMNS, all_inlinks
from tests.analysis.frames import absolute, link, page, rows, view

HOME, TEA, OLD = absolute("/"), absolute("/tea"), absolute("/old")
OTHER = "https://other.example/"


def test_each_link_and_each_redirect_of_the_site_is_a_row() -> None:
    seen = view(
        pages=[
            page("/"), page("/tea", status=404, bytes=120), page("/old", redirect_to="/"),
            page("/private", status=None, error="robots"),
        ],
        links=[
            link("/", "/tea", "Tea", ordinal=0, dom_path="body/p/a", rel=["noopener"]),
            link("/", "/old", "Old pot", ordinal=1, anchor_source="alt", position="footer"),
            link("/", OTHER, "Other", ordinal=2, rel=["nofollow", "ugc"], position="navigation"),
            link("/", "/private", "", ordinal=3),
            link("/", "/", None, ordinal=4, element="canonical", position=None, followed=None),
            link("/", "/feed", None, ordinal=5, element="alternate", followed=None),
            link("/", "/de", None, ordinal=6, element="alternate", hreflang="de", followed=None,
                 position=None),
            link("/", None, "broken", ordinal=7),
            link(OTHER, "/", "a backlink", ordinal=0),
        ],
    )  # fmt: skip
    names = ("Type", "Destination", "Size (Bytes)", "Alt Text", "Anchor", "Status Code", "Status",
             "Follow", "Rel", "Link Path", "Link Position")  # fmt: skip
    of_home = [row for row in rows(all_inlinks(seen), "Source", *names) if row[0] == HOME]
    assert [row[1:] for row in of_home] == [
        ("Hyperlink", TEA, 120, "", "Tea", 404, "Not Found", "true", "noopener", "//body/p/a",
         "Content"),
        ("Hyperlink", OLD, None, "Old pot", "", 301, "Moved Permanently", "true", "", None,
         "Footer"),
        ("Hyperlink", OTHER, None, "", "Other", None, None, "false", "nofollow ugc", None,
         "Navigation"),
        ("Hyperlink", absolute("/private"), None, "", "", 0, "Blocked by robots.txt", "true", "",
         None, "Content"),
        ("Canonical", HOME, None, "", None, 200, "OK", "true", "", None, "Head"),
        ("HREFLANG", absolute("/de"), None, "", None, None, None, "true", "", None, "Head"),
    ]  # fmt: skip
    assert [row[1:3] for row in rows(all_inlinks(seen), "Source", *names) if row[0] == OLD] == [
        ("HTTP Redirect", HOME)
    ]


def test_the_columns_are_those_of_screaming_frog_in_their_order() -> None:
    assert all_inlinks(view()).columns == COLUMNS
    assert rows(all_inlinks(view())) == []
