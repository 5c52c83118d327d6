"""What changed between two looks at the same pages: links that came, went, or are another."""

from linkspider.analysis.changes.editions import latest_two
from linkspider.analysis.changes.link_changes import changes
from linkspider.analysis.changes.summary import change_summary, changes_by_date, domain_changes

__all__ = ["change_summary", "changes", "changes_by_date", "domain_changes", "latest_two"]
