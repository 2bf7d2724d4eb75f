"""When the signed list expires, and the warning long before: without a valid list nothing is verified."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lencana.core.brands.allowlist import Allowlist
from lencana.trust.documents.metadata import Role, format_time
from lencana.trust.documents.root_document import Root

NOTICE = timedelta(days=7)  # before the expiry; from then on operator, admin and readers are warned


@dataclass(frozen=True, slots=True)
class Expiry:
    """Which expires first, list or root, and the time remaining until then; negative when it is past."""

    role: Role
    expires: datetime
    remaining: timedelta

    @property
    def is_past(self) -> bool:
        """Has it expired, so that nothing is verified?"""
        return self.remaining <= timedelta()

    @property
    def is_near(self) -> bool:
        """Is it time to act?"""
        return self.remaining <= NOTICE

    @property
    def days(self) -> int:
        """Whole days left, never negative."""
        return max(0, self.remaining.days)

    def sentence(self, server: str | None = None) -> str:
        """For an operator, with the whole command that helps; `server` is where the list is published."""
        what, words = ("root", "root rotate") if self.role is Role.ROOT else ("list", "allowlist renew")
        remedy = f"lencana {words}" + (f" --server {server}" if server else "")
        if self.is_past:
            return f"the {what} expired at {format_time(self.expires)} and nothing is verified: {remedy}"
        return f"the {what} expires in {self._remaining_text()}, at {format_time(self.expires)}: {remedy}"

    def _remaining_text(self) -> str:
        hours = self.remaining // timedelta(hours=1)
        number, unit = (self.days, "day") if self.days else (hours, "hour")
        return f"{number} {unit}{'s' * (number > 1)}" if number else "less than an hour"


def next_expiry(root: Root, allowlist: Allowlist, now: datetime) -> Expiry:
    """The earlier of the two expiries."""
    role, expires = Role.ALLOWLIST, allowlist.expires
    if root.expires <= expires:
        role, expires = Role.ROOT, root.expires
    return Expiry(role, expires, expires - now)
