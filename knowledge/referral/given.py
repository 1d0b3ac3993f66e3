"""What money is: kept (grants, gifts and the like) or lent, and enough or far too little."""

from __future__ import annotations

from knowledge.records import AnyResource, FundRecord, OrganizationRecord
from knowledge.search.text import words

# The first word of a fund's nature, when what it gives is kept.
GIVEN = frozenset(
    ("bourse", "bourses", "subvention", "subventions", "don", "dons", "allocation", "bonification", "aide")
)


FAR_BELOW = 2  # times the most that a fund gives: beyond, it gives less than half of what is looked for
LENT = frozenset(("pret", "prets"))
ACCOMPANIED = frozenset(("accompagnement", "formation", "mentorat"))


def is_given(record: AnyResource) -> bool:
    """Whether a resource gives money that is not paid back."""
    return isinstance(record, FundRecord) and record.nature.split()[0].strip(",").lower() in GIVEN


def is_lent(record: AnyResource) -> bool:
    """Whether all that a resource gives is paid back: a loan, with no grant beside it; of an organization of
    money, loans among its services, and nobody who accompanies."""
    if record.role != "money" or not isinstance(record, FundRecord | OrganizationRecord):
        return False
    told = [record.nature] if isinstance(record, FundRecord) else record.services
    said = set(words(" ".join(told)))
    return bool(said & LENT) and not said & (GIVEN | ACCOMPANIED)


def far_below(most: int | None, wanted: int | None) -> bool:
    """Whether the most that a fund says it gives is far below what is looked for: it may help, and is not the
    answer."""
    return most is not None and wanted is not None and wanted > most * FAR_BELOW
