"""Mistakes in a list that is well formed, looked for before it is signed."""

from datetime import datetime

from lencana.core.brands.allowlist import Allowlist
from lencana.trust.lint.across_brands import lint_list
from lencana.trust.lint.brand import lint_brand
from lencana.trust.lint.fields import lint_fields
from lencana.trust.lint.remarks import Level, Remark
from lencana.trust.list_source.list_source import ListSource

__all__ = ["Level", "Remark", "lint"]


def lint(
    source: ListSource, in_force: Allowlist | None = None, now: datetime | None = None, *, only_new: bool = False
) -> list[Remark]:
    """All remarks on a list, errors first; `in_force` is the list that it is to follow, `now` tells what has ended.

    `only_new`: do not compare the names of brands with each other that are in force as they are here.
    """
    remarks = [remark for brand in source.brands for remark in lint_brand(brand)]
    remarks += lint_fields(source, now)
    remarks += lint_list(source, in_force, only_new=only_new)
    return sorted(remarks, key=lambda remark: list(Level).index(remark.level))
