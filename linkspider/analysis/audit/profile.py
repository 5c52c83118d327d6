"""What the flags look at: the backlinks and the pages that they stand on, read once for all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.anchors.normalise import with_normalised_anchor
from linkspider.analysis.audit import wording
from linkspider.analysis.hyperlinks import backlinks, hyperlinks
from linkspider.analysis.observations import is_document

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from linkspider.analysis.view import View


@dataclass(frozen=True)
class Profile:
    """The backlink profile of a view's target, as the flags look at it."""

    view: View

    @cached_property
    def backlinks(self) -> ir.Table:
        """The rows of all backlinks.

        Columns: `source_url`, `source_host`, `source_domain`, `target_url`, `anchor` (normalised),
        `is_hidden` (no reader sees it: no text, no image, or outside body), `followed`,
        `paid_phrase` (words of paid placement in the anchor or the text around the link; null
        where there are none).
        """
        links = backlinks(self.view.links)
        around = ibis.literal(" ").join(
            [
                links[name].fill_null("")
                for name in ("context_before", "anchor_text", "context_after")
            ]
        )
        links = links.select(
            "source_url", "source_host", "source_domain", "target_url", "anchor_text",
            followed=links.followed.fill_null(False),
            paid_phrase=wording.first_found(
                around, (*wording.paid_phrases(), *wording.paid_labels())
            ),
            lacks_image=(links.element == "a") & ~links.has_image.fill_null(False),
            is_outside=links.position.isnull(),
        )  # fmt: skip
        links = with_normalised_anchor(links)
        is_bare = links.lacks_image & (links.anchor.fill_null("") == "")
        return (
            links.mutate(is_hidden=is_bare | links.is_outside)
            .drop("anchor_text", "lacks_image", "is_outside")
            .cache()
        )

    @property
    def counted_links(self) -> ir.Table:
        """How many links, followed links and referring pages there are of each domain."""
        links = backlinks(self.view.links)
        return links.group_by("source_domain").agg(
            links=links.count(),
            followed_links=links.followed.fill_null(False).sum(),
            referring_pages=links.source_url.nunique(),
        )

    @cached_property
    def read_pages(self) -> ir.Table:
        """The pages of referring domains that were read as HTML (see `is_document`): `url`,
        `source_domain`, `title`, `h1` (joined), `lang`, `published_at`, `first_crawl`,
        `is_referring`."""
        referring = self.backlinks.select("source_domain").distinct()
        linking = self.backlinks.select(linking_url="source_url").distinct()
        pages = self.view.pages.filter(is_document(self.view.pages))
        pages = pages.select(
            "url", "title", "lang", "published_at", "first_crawl",
            source_domain="domain", h1=pages.h1.join(" "),
        ).semi_join(referring, "source_domain")  # fmt: skip
        joined = pages.left_join(linking, [("url", "linking_url")])
        return joined.mutate(is_referring=joined.linking_url.notnull()).drop("linking_url").cache()

    @cached_property
    def referring_pages(self) -> ir.Table:
        """Those of them that carry a backlink."""
        return self.read_pages.filter(self.read_pages.is_referring)

    @cached_property
    def outbound(self) -> ir.Table:
        """The links of referring pages to other domains, a row each: `source_url`,
        `source_domain`, `target_domain`, `anchor_text`, `followed`."""
        links = hyperlinks(self.view.links)
        links = links.filter(links.source_domain != links.target_domain)
        linking = self.backlinks.select("source_url").distinct()
        return links.select(
            "source_url", "source_domain", "target_domain", "anchor_text", "followed"
        ).semi_join(linking, "source_url")

    @cached_property
    def spam_topics(self) -> list[str]:
        """The topics of spam that are not the target's own: no title of its pages is of them."""
        pages = self.view.pages
        own = pages.filter(pages.scope.notnull()).select("title")
        topics = wording.spam_topics()
        found = own.agg(
            **{topic: wording.is_of(own.title, [topic]).any() for topic in topics}
        ).to_pyarrow()
        return [topic for topic in topics if not found[topic][0].as_py()]
