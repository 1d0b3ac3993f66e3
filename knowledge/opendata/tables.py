"""The resources as one table (CSV) and as records (JSON)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from typing import Any

from knowledge.answers.published import resource_to_confirm
from knowledge.records import AnyResource, FundRecord, OrganizationRecord
from knowledge.referral.presentation import contact

SEPARATOR = " | "  # between the values of one cell
NOT_PUBLIC = {"staff_notes", "archived", "refer"}
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

COLUMNS = (
    "id", "type", "nom", "sigle", "offert_par", "nature", "besoins", "etapes", "formes_juridiques",
    "secteurs", "age_min", "age_max", "territoire", "mrc", "mrc_a_confirmer", "montant_min", "montant_max",
    "ouverture", "fermeture", "telephone", "courriel", "site", "adresse", "en_date_du",
    "a_confirmer", "sources",
)  # fmt: skip


def as_csv(resources: Mapping[str, AnyResource], today: dt.date) -> str:
    """A table with a row for each resource, in UTF-8 with a mark that spreadsheets know. An empty cell is
    something that is not known."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for name, record in resources.items():
        row = _row(name, record, resources, today)
        writer.writerow({column: _cell(row[column]) for column in COLUMNS})
    return "\ufeff" + out.getvalue()


def as_json(resources: Mapping[str, AnyResource], today: dt.date) -> list[dict[str, Any]]:
    """The whole records, with their identifier, their type and whether they are to be confirmed."""
    return [
        {
            "identifier": name,
            "type": name.partition(":")[0],
            "to_confirm": resource_to_confirm(record, today),
            **record.model_dump(mode="json", exclude=NOT_PUBLIC),
        }
        for name, record in resources.items()
    ]


def _row(
    name: str, record: AnyResource, resources: Mapping[str, AnyResource], today: dt.date
) -> dict[str, Any]:
    asked, reach = record.eligibility, contact(record, resources)
    fund = record if isinstance(record, FundRecord) else None
    by = None if isinstance(record, OrganizationRecord) else record.organization_name
    return {
        "id": name,
        "type": name.partition(":")[0],
        "nom": record.name,
        "sigle": record.acronym,
        "offert_par": reach["with"] or by,
        "nature": record.nature if isinstance(record, FundRecord) else record.kind,
        "besoins": asked.needs,
        "etapes": asked.stages.yes if asked.stages else None,
        "formes_juridiques": asked.legal_forms.yes if asked.legal_forms else None,
        "secteurs": ("tous" if asked.sectors.all else asked.sectors.names) if asked.sectors else None,
        "age_min": asked.age.min if asked.age else None,
        "age_max": asked.age.max if asked.age else None,
        "territoire": asked.territory.level,
        "mrc": asked.territory.mrc,
        "mrc_a_confirmer": asked.territory.maybe_mrc,
        "montant_min": fund.amount_min if fund else None,
        "montant_max": fund.amount_max if fund else None,
        "ouverture": asked.calls.opens if asked.calls else None,
        "fermeture": asked.calls.closes if asked.calls else None,
        "telephone": reach["phone"],
        "courriel": reach["email"],
        "site": reach["website"],
        "adresse": reach["address"],
        "en_date_du": record.as_of,
        "a_confirmer": "oui" if resource_to_confirm(record, today) else "non",
        "sources": [source.url or source.title for source in record.sources],
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = SEPARATOR.join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
