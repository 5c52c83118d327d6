"""What a report says of the time between two crawls."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from linkspider.analysis import View
from linkspider.analysis.changes import changes, domain_changes
from linkspider.report.asking import Worked
from linkspider.report.charts import BARS
from linkspider.report.model import Bar, Chart


@dataclass
class Change:
    """Two looks at the target, and what happened between them."""

    before: View
    after: View
    domains: Counter[str] = field(init=False)
    """How many referring domains are new, lost, unknown and kept."""

    def __post_init__(self) -> None:
        counted = self.of_domains.table.group_by("change").agg(count=self.of_domains.table.count())
        self.domains = Counter(dict(zip(*counted.to_pyarrow().to_pydict().values(), strict=True)))

    @cached_property
    def of_links(self) -> Worked:
        """The backlinks that came, went or changed."""
        answer = changes(self.before, self.after)
        return Worked(answer.table.cache(), answer.complete)

    @cached_property
    def of_domains(self) -> Worked:
        """The referring domains of both looks."""
        answer = domain_changes(self.before, self.after)
        return Worked(answer.table.cache(), answer.complete)

    def chart(self) -> Chart:
        """New and lost links of the domains with the most of them, about zero."""
        table = self.of_domains.table
        moved = table.filter(table.new_links + table.lost_links > 0)
        first = moved.order_by((moved.new_links + moved.lost_links).desc(), "source_domain")
        bars = [
            Bar(label=row["source_domain"], values=(row["new_links"], -row["lost_links"]))
            for row in first.limit(BARS).to_pyarrow().to_pylist()
        ]
        return Chart(
            title="New and lost links by domain", unit="links", parts=("new", "lost"), bars=bars
        )
