"""What an organization types in its form: only what differs is kept, and what is wrong is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.network.fields import changed_record, fields_of, read_changes, shown
from knowledge.records import CallRule, Contact
from tests.web.staff.content import fund, organization

ORGANIZATION = organization("porte", "La porte", contact=Contact(email="info@porte.example.org"))
FUND = fund("coup-de-pouce", "Fonds Coup de pouce", amount_min=500, conditions=["Être un OBNL"])


@pytest.mark.parametrize("record", [ORGANIZATION, FUND])
def test_a_form_sent_as_it_was_shown_changes_nothing(record: object) -> None:
    assert read_changes(record, shown(record)) == ({}, [])  # type: ignore[arg-type]


def test_what_is_typed_as_people_write_it_is_kept_as_the_sheets_have_it() -> None:
    typed = {
        "contact.phone": "(450) 555 0123 p. 4",
        "contact.email": " Info@Porte.Example.ORG ",
        "website": "",
    }
    changed, faults = read_changes(ORGANIZATION, typed)
    assert not faults
    assert changed == {"contact.phone": "450 555-0123 poste 4", "website": None}
    assert changed_record(ORGANIZATION, changed).contact.email == "info@porte.example.org"
    money = {
        "amount_max": "25 000 $",
        "eligibility.calls.closes": "2027-03-31",
        "conditions": "Être un OBNL\r\n\r\n  Avoir un  plan ",
    }
    changed, faults = read_changes(FUND, money)
    assert not faults
    after = changed_record(FUND, changed)
    assert (after.amount_max, after.conditions) == (25000, ["Être un OBNL", "Avoir un plan"])  # type: ignore[union-attr]
    rule = after.eligibility.calls
    assert rule is not None and (rule.mode, rule.confirmed, str(rule.closes)) == ("call", True, "2027-03-31")


def test_a_date_put_right_does_not_turn_a_campaign_into_a_call() -> None:
    rule = CallRule(mode="campaign", prose="Chaque printemps")
    record = fund("a", "A", eligibility=FUND.eligibility.model_copy(update={"calls": rule}))
    after = changed_record(record, {"eligibility.calls.opens": "2027-03-01"}).eligibility.calls
    assert after is not None and (after.mode, after.prose) == ("campaign", "Chaque printemps")


@pytest.mark.parametrize(
    ("path", "text", "word"),
    [
        ("contact.phone", "12", "Téléphone"),
        ("contact.email", "pas une adresse", "Courriel"),
        ("website", "javascript:alert(1)", "Site web"),
        ("amount_max", "beaucoup", "Montant maximal"),
        ("amount_max", "100", "minimal dépasse"),
        ("eligibility.calls.opens", "au printemps", "Ouverture"),
    ],
)
def test_what_cannot_be_read_is_told_field_by_field(path: str, text: str, word: str) -> None:
    _, faults = read_changes(FUND, {path: text})
    assert len(faults) == 1 and word in faults[0]


@given(st.dictionaries(st.sampled_from([field.path for field in fields_of(FUND)]), st.text(max_size=80)))
def test_anything_typed_is_a_sheet_or_a_fault(typed: dict[str, str]) -> None:
    changed, faults = read_changes(FUND, typed)
    if not faults:
        after = changed_record(FUND, changed)
        again, _ = read_changes(after, shown(after))
        assert again == {}
