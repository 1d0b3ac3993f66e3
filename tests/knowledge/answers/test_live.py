"""An answer that quotes a record's field says what the record says today."""

from __future__ import annotations

import datetime as dt

from knowledge.answers.live import FIELDS, POLE_FIELDS, UNKNOWN, with_live_fields
from knowledge.answers.published import PublishedAnswer
from knowledge.records import FundRecord
from knowledge.vocabulary import dollars

TODAY = dt.date(2026, 11, 29)


def fund(**fields: object) -> FundRecord:
    return FundRecord.model_validate(
        {
            "id": "bourse",
            "name": "Bourse",
            "nature": "bourse",
            "organization_name": "Le Pôle",
            "status": "active",
            "confidence": "high",
            "review_by": "2027-12",
            "sources": [{"title": "Page"}],
            "eligibility": {
                "needs": ["funding"],
                "calls": {"mode": "call", "opens": "2027-01-15", "closes": "2027-02-28", "confirmed": True},
            },
            **fields,
        }
    )


def said(text: str, record: FundRecord) -> str:
    answer = PublishedAnswer("a", "written", "t", "Q?", (), text, ("fund:bourse",), (), to_confirm=False)
    return with_live_fields(answer, {"fund:bourse": record}, TODAY).text


def test_an_amount_follows_the_record() -> None:
    text = "On donne {fund:bourse.amounts}."
    assert (
        said(text, fund(amount_min=2000, amount_max=20000))
        == f"On donne de {dollars(2000)} à {dollars(20000)}."
    )
    assert said(text, fund(amount_max=25000)) == f"On donne jusqu'à {dollars(25000)}."


def test_a_deadline_follows_the_record() -> None:
    assert "15 janvier 2027" in said("{fund:bourse.call}.", fund())


def test_what_the_record_does_not_say_is_said_unknown() -> None:
    for field in set(FIELDS) - {"name", "amounts", "call"}:
        assert said(f"{{fund:bourse.{field}}}", fund()) == UNKNOWN
    assert said("{fund:partie.amounts}", fund()) == UNKNOWN


def test_what_the_pole_says_of_itself_is_quoted_with_its_doubt_or_said_to_be_unknown() -> None:
    answer = PublishedAnswer(
        "a", "written", "t", "Q?", (), "{pole.hours}; {pole.website}", (), (), to_confirm=False
    )
    site = {"hours": "le mardi, de 9 h à midi", "website": "https://a.org", "website_note": "à confirmer"}
    assert (
        with_live_fields(answer, {}, TODAY, site).text
        == "le mardi, de 9 h à midi; https://a.org (à confirmer)"
    )
    nothing = with_live_fields(answer, {}, TODAY).text
    assert nothing == f"{POLE_FIELDS['hours']}; {POLE_FIELDS['website']}"


def test_a_named_text_of_the_pole_is_said_where_it_is_named_and_an_empty_one_takes_its_line_away() -> None:
    text = "Venez:\n- {local:salle}, à {pole.address}.\n- à pied."
    answer = PublishedAnswer("a", "written", "t", "Q?", (), text, (), (), to_confirm=False)
    site = {"slots": {"salle": "au sous-sol"}, "address": "10, rue du Parc"}
    assert (
        with_live_fields(answer, {}, TODAY, site).text
        == "Venez:\n- au sous-sol, à 10, rue du Parc.\n- à pied."
    )
    for empty in ({}, {"slots": None}, {"slots": {"salle": ""}}):
        assert with_live_fields(answer, {}, TODAY, empty).text == "Venez:\n- à pied."
