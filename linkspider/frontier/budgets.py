"""The budgets of a crawl, and what was taken from them."""

from __future__ import annotations

from dataclasses import dataclass

from linkspider.frontier.hosts import Domain


@dataclass(kw_only=True, frozen=True, slots=True)
class Limits:
    """The budgets of a crawl; None is no limit."""

    max_pages: int | None = None
    pages_per_domain: int | None = None
    max_depth: int | None = None


class Budgets:
    """Counts the URLs that take from the budgets: those handed out, and those that wait."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._taken = 0
        self._queued = 0
        self._beyond = 0
        """Of these, those whose domain's budget is spent."""

    @property
    def queued(self) -> int:
        """How many URLs wait that a budget is left for, by now."""
        return 0 if self.is_spent() else self._queued - self._beyond

    def is_spent(self, domain: Domain | None = None) -> bool:
        """Whether nothing is left of the budget for all, or of the domain's own."""
        if domain is not None:
            limit = self.limits.pages_per_domain
            return limit is not None and domain.taken >= limit
        return self.limits.max_pages is not None and self._taken >= self.limits.max_pages

    def allow(self, domain: Domain) -> bool:
        """Whether a URL of the domain may be handed out."""
        return not self.is_spent() and not self.is_spent(domain)

    def queue(self, domain: Domain, count: int = 1) -> None:
        """So many more URLs of the domain wait, or fewer."""
        self._queued += count
        domain.queued += count
        if self.is_spent(domain):
            self._beyond += count

    def take(self, domain: Domain, count: int = 1) -> None:
        """So many URLs of the domain were handed out, which do not wait any longer."""
        was_spent = self.is_spent(domain)
        self._taken += count
        domain.taken += count
        if self.is_spent(domain) and not was_spent:
            self._beyond += domain.queued
