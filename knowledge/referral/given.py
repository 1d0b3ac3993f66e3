"""Which money is kept: grants, gifts and the like, beside what is paid back."""

from __future__ import annotations

from knowledge.records import AnyResource, FundRecord

# The first word of a fund's nature, when what it gives is kept.
GIVEN = frozenset(
    ("bourse", "bourses", "subvention", "subventions", "don", "dons", "allocation", "bonification", "aide")
)


def is_given(record: AnyResource) -> bool:
    """Whether a resource gives money that is not paid back."""
    return isinstance(record, FundRecord) and record.nature.split()[0].strip(",").lower() in GIVEN
