"""Resources called by name or by acronym."""

from __future__ import annotations

from actions.calling import acronyms_of, called_in
from knowledge.records import OrganizationRecord


def organization(name: str) -> OrganizationRecord:
    source = {"title": "Site", "url": "https://exemple.org", "as_of": None}
    return OrganizationRecord.model_validate(
        {
            "id": name.lower().replace(" ", "-"),
            "name": name,
            "kind": "organisme",
            "status": "active",
            "sources": [source],
            "confidence": "high",
            "review_by": "2027-01",
            "eligibility": {},
        }
    )


def test_an_organization_is_called_by_the_acronym_that_its_name_begins_with() -> None:
    mrc, other = organization("MRC du Lac"), organization("Fonds des MRC")
    assert acronyms_of(mrc) == {"mrc"}
    assert called_in("c'est quoi le numéro de la mrc?", [], [other, mrc]) == [mrc]


def test_one_word_calls_one_door_and_those_called_stand_in_the_order_of_the_message() -> None:
    near, far, cdc = organization("MRC du Lac"), organization("MRC du Mont"), organization("CDC du Lac")
    assert called_in("la CDC pis la MRC, c'est pareil?", [], [near, far, cdc]) == [cdc, near]
