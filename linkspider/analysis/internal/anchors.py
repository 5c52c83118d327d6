"""Internal links whose words do not say where they lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkspider.analysis.anchors.brand import Brand
from linkspider.analysis.anchors.kinds import kind_of
from linkspider.analysis.final import fetched_url
from linkspider.analysis.hyperlinks import written_links
from linkspider.analysis.internal.home import home_page
from linkspider.analysis.internal.listing import LINK_COLUMNS, listed
from linkspider.analysis.texts import on_texts
from linkspider.urls import registrable_domain

if TYPE_CHECKING:
    from linkspider.analysis.answer import Answer
    from linkspider.analysis.internal.segments import Segments
    from linkspider.analysis.view import View


def non_descriptive_anchors(view: View, *, segments: Segments | None = None) -> Answer:
    """Internal links with an anchor text that does not describe their target.

    Columns: `source_url`; `target_url`; `kind`, as `anchors.kinds` has it: empty (nothing but
    punctuation too), naked_url (an address, of whatever site), generic (a phrase like `read more`,
    of any language, or signs alone; not where the final page is the home page, which `Home`
    describes); `has_image`;
    `anchor_text`; `position`; `followed`; `ordinal`. Rows: by target, source and ordinal. The
    segment is that of the source.
    """
    nobody = Brand((), registrable_domain(view.scope.host))
    links = written_links(view).select("target_url", "has_image", *LINK_COLUMNS)
    texts = links.select(text="anchor_text").distinct()
    # Kept before it is filtered, or else the engine looks at the text of each link.
    texts = texts.mutate(kind=on_texts(lambda text: kind_of(text, nobody))(texts.text)).cache()
    texts = texts.filter(texts.kind != "other")
    found = links.join(texts, [("anchor_text", "text")])
    home = view.finals.filter(view.finals.final_url == (home_page(view) or ""))
    found = found.left_join(home, fetched_url(found.target_url) == home.url)
    found = found.filter(found.final_url.isnull() | (found.kind != "generic")).select(
        "source_url", "target_url", "kind", "has_image", *LINK_COLUMNS[1:]
    )
    return listed(view, found, segments)
