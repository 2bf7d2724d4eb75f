"""How long the signed list may still be relied on, said long before it ends: nothing turns green without it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lencana.core.brands.allowlist import Allowlist
from lencana.trust.documents import Role, Root, format_time

NOTICE = timedelta(days=7)  # before the end, from which on everybody who can do something is told


@dataclass(frozen=True, slots=True)
class Expiry:
    """What ends first, list or root, and how long that is from now; negative when it has ended."""

    role: Role
    expires: datetime
    remaining: timedelta

    @property
    def is_past(self) -> bool:
        """Is nothing verified any more?"""
        return self.remaining <= timedelta()

    @property
    def is_near(self) -> bool:
        """Is it time to act?"""
        return self.remaining <= NOTICE

    @property
    def days(self) -> int:
        """Whole days left, never negative."""
        return max(0, self.remaining.days)

    def sentence(self) -> str:
        """For an operator, with the remedy."""
        what, remedy = (
            ("root", "lencana root rotate") if self.role is Role.ROOT else ("list", "lencana allowlist renew")
        )
        if self.is_past:
            return f"the {what} expired at {format_time(self.expires)} and nothing is verified: {remedy}"
        return f"the {what} expires in {self._remaining_text()}, at {format_time(self.expires)}: {remedy}"

    def _remaining_text(self) -> str:
        hours = self.remaining // timedelta(hours=1)
        number, unit = (self.days, "day") if self.days else (hours, "hour")
        return f"{number} {unit}{'s' * (number > 1)}" if number else "less than an hour"


def next_expiry(root: Root, allowlist: Allowlist, now: datetime) -> Expiry:
    """Of the root or of the list, whichever is sooner."""
    role, expires = Role.ALLOWLIST, allowlist.expires
    if root.expires <= expires:
        role, expires = Role.ROOT, root.expires
    return Expiry(role, expires, expires - now)
