"""Mistakes in a list that is well formed, looked for before it is signed."""

from lencana.core.brands.allowlist import Allowlist
from lencana.trust.lint.across_brands import lint_list
from lencana.trust.lint.brand import Level, Remark, freemail, lint_brand
from lencana.trust.list_source import ListSource

__all__ = ["Level", "Remark", "freemail", "lint"]


def lint(source: ListSource, in_force: Allowlist | None = None) -> list[Remark]:
    """All remarks on a list, errors first; `in_force` is the list that it is to follow."""
    remarks = [remark for brand in source.brands for remark in lint_brand(brand)]
    remarks += lint_list(source, in_force)
    return sorted(remarks, key=lambda remark: list(Level).index(remark.level))
