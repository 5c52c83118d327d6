"""The pages' translations: hreflang that search engines ignore, and why."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.answer import Answer
from linkspider.analysis.final import fetched_url
from linkspider.analysis.observations import is_document
from linkspider.analysis.on_page.pages import indexable_pages
from linkspider.analysis.on_page.targets import with_target_problem

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View

X_DEFAULT = "x-default"


def hreflang(view: View) -> Answer:
    """What is wrong with the hreflang annotations of the site's indexable pages, a row for each.

    Annotations are the alternate links with hreflang in head and HTTP header (those in sitemaps are
    not read). `issue` is, of an annotation:

    - invalid-code: neither x-default nor an ISO 639-1 language, with an ISO 15924 script, an
      ISO 3166-1 region, or both behind it (`zh-Hant`, `pt-BR`; not `en-UK`, `en_US`, `es-419`);
    - unparseable, untried, no-answer, redirect, error, noindex, canonicalised: what became of the
      page that it names (see `targets.py`);
    - unread: nothing is known of that page's own annotations (only its status was asked for, it is
      a challenge, or was not read whole, or the latest target crawl did not read it);
    - no-return: that page was read and has no annotation that leads back to this very address;

    of one code on a page: several-targets; of a page with annotations: no-self (none leads to the
    page itself), no-x-default (a hint: a default may be left out).

    Columns: `url`; `issue`; `hreflang` (as written; for several-targets in lower case; null for
    issues of the whole page); `target_url` and `target_status` (of an annotation). Order: url,
    issue, hreflang, target_url.
    """
    links = view.links
    links = links.filter(links.element == "alternate", links.hreflang.notnull())
    every = links.select("hreflang", url="source_url", target_url=fetched_url(links.target_url))
    every = every.distinct()
    of_pages = every.semi_join(indexable_pages(view), "url")
    table = ibis.union(
        _invalid_codes(of_pages),
        _wrong_targets(of_pages, every, view),
        _several_targets(of_pages),
        _of_whole_pages(of_pages),
    )
    return Answer(table.order_by("url", "issue", "hreflang", "target_url"), view.complete_inside)


def is_valid_code(code: ir.StringColumn) -> ir.BooleanColumn:
    """Whether hreflang's value is x-default, or a language with a script, a region, or both."""
    codes = _codes()
    parts = code.lower().split("-")
    is_script, is_region = parts[1].isin(codes["scripts"]), parts[1].isin(codes["regions"])
    is_rest_valid = ibis.cases(
        (parts.length() == 1, True),
        (parts.length() == 2, is_script | is_region),
        (parts.length() == 3, is_script & parts[2].isin(codes["regions"])),
        else_=False,
    )
    is_made_of_codes = parts[0].isin(codes["languages"]) & is_rest_valid
    return (code.lower() == X_DEFAULT) | is_made_of_codes.fill_null(False)


@cache
def _codes() -> dict[str, list[str]]:
    data = files("linkspider.analysis.on_page").joinpath("languages.toml").read_text("utf-8")
    return {name: codes.split() for name, codes in tomllib.loads(data).items()}


def _invalid_codes(annotations: ir.Table) -> ir.Table:
    return _rows(annotations.filter(~is_valid_code(annotations.hreflang)), "invalid-code")


def _wrong_targets(annotations: ir.Table, every: ir.Table, view: View) -> ir.Table:
    """Annotations whose target cannot be a translation, or does not name the page as its own."""
    backs = every.view().select(back_from="url", back_to="target_url").distinct()
    found = annotations.filter((annotations.target_url != annotations.url).fill_null(True))
    checked = with_target_problem(found, "target_url", view)
    joined = checked.left_join(backs, [("target_url", "back_from"), ("url", "back_to")])
    joined = joined.left_join(_read_whole(view), [("target_url", "read_url")])
    issue = ibis.cases(
        (joined.target_url.isnull(), "unparseable"),
        (joined.problem.notnull(), joined.problem),
        (joined.back_to.notnull(), None),
        (joined.read_url.isnull(), "unread"),
        else_="no-return",
    )
    found = joined.mutate(issue=issue)
    return found.filter(found.issue.notnull()).select(
        "url", "issue", "hreflang", "target_url", "target_status"
    )


def _read_whole(view: View) -> ir.Table:
    """The pages all of whose links are among those of the view: `read_url`."""
    pages = view.pages
    has_links = pages.in_graph | pages.scope.isnull()
    read = pages.filter(is_document(pages), ~pages.truncated.fill_null(False), has_links)
    return read.select(read_url="url")


def _several_targets(annotations: ir.Table) -> ir.Table:
    named = annotations.group_by("url", code=annotations.hreflang.lower())
    counts = named.agg(targets=lambda t: t.target_url.nunique())
    several = counts.filter(counts.targets > 1)
    return _rows(several.select("url", hreflang="code"), "several-targets")


def _of_whole_pages(annotations: ir.Table) -> ir.Table:
    pages = annotations.group_by("url").agg(
        has_self=(annotations.target_url == annotations.url).fill_null(False).any(),
        has_default=(annotations.hreflang.lower() == X_DEFAULT).any(),
    )
    without_self = _rows(pages.filter(~pages.has_self), "no-self")
    return without_self.union(_rows(pages.filter(~pages.has_default), "no-x-default"))


def _rows(found: ir.Table, issue: str) -> ir.Table:
    """These rows with the columns of the answer, null where there is nothing to say."""
    columns = found.columns
    return found.select(
        "url",
        issue=ibis.literal(issue),
        hreflang=found.hreflang if "hreflang" in columns else ibis.null("string"),
        target_url=found.target_url if "target_url" in columns else ibis.null("string"),
        target_status=ibis.null("int32"),
    )
