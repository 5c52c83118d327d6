"""HTML to facts: `read` takes a page's body and gives what it says of itself, with its links."""

from linkspider.html.limits import may_take_long
from linkspider.html.links import ContextFor
from linkspider.html.reading import read

__all__ = ["ContextFor", "may_take_long", "read"]
