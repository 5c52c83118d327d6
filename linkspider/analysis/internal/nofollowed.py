"""Internal links that search engines are told not to count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from linkspider.analysis.hyperlinks import written_links
from linkspider.analysis.internal.listing import LINK_COLUMNS, listed

if TYPE_CHECKING:
    from linkspider.analysis.answer import Answer
    from linkspider.analysis.internal.segments import Segments
    from linkspider.analysis.view import View


def nofollowed_links(view: View, *, segments: Segments | None = None) -> Answer:
    """Internal links that are not followed.

    Columns: `source_url`; `target_url`; `nofollow_by`: rel (the link has rel nofollow, ugc or
    sponsored), else page (the whole page is nofollow); `anchor_text`; `position`; `followed`, which
    is false; `ordinal`; `rel`. Rows: by target, source and ordinal. The segment is that of the
    source.
    """
    links = written_links(view)
    links = links.filter(~links.followed)
    by_rel = (links.nofollow | links.ugc | links.sponsored).fill_null(False)
    found = links.select(
        "source_url",
        "target_url",
        *LINK_COLUMNS[1:],
        "rel",
        nofollow_by=ibis.ifelse(by_rel, "rel", "page"),
    ).relocate("nofollow_by", after="target_url")
    return listed(view, found, segments)
