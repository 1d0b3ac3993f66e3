"""The answers on resources and MRC say what the records say, and say when it is to be confirmed."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session, sessionmaker

from knowledge.answers.composed import compose_answers
from knowledge.answers.published import PublishedAnswer
from knowledge.answers.wording import MAX_CARD_WORDS
from knowledge.records import AnyResource
from knowledge.resources.store import load_resources

TODAY = dt.date(2026, 11, 23)
MAX_BUTTON = 80


@pytest.fixture(scope="module")
def resources(pack_sessions: sessionmaker[Session]) -> dict[str, AnyResource]:
    with pack_sessions() as session:
        return load_resources(session)


@pytest.fixture(scope="module")
def composed(
    pack_sessions: sessionmaker[Session], resources: dict[str, AnyResource]
) -> list[PublishedAnswer]:
    with pack_sessions() as session:
        return compose_answers(session, resources, TODAY)


def test_every_resource_and_mrc_can_be_asked_about(
    composed: list[PublishedAnswer], resources: dict[str, AnyResource]
) -> None:
    assert {answer.facts[0] for answer in composed if not answer.mrc} == set(resources)
    assert len([answer for answer in composed if answer.mrc]) == 5


def test_every_composed_answer_is_short_sourced_and_fits_a_button(composed: list[PublishedAnswer]) -> None:
    for answer in composed:
        assert len(answer.text.split()) <= MAX_CARD_WORDS, answer.id
        assert len(answer.question) <= MAX_BUTTON, answer.id
        assert answer.sources or answer.to_confirm, answer.id
        assert "None" not in answer.text, answer.id


def test_an_unknown_amount_is_said_unknown(
    composed: list[PublishedAnswer], resources: dict[str, AnyResource]
) -> None:
    unknown = [
        answer
        for answer in composed
        if answer.facts[0].startswith("fund:")
        and getattr(resources[answer.facts[0]], "amount_min") is None  # noqa: B009
        and getattr(resources[answer.facts[0]], "amount_max") is None  # noqa: B009
    ]
    assert unknown
    for answer in unknown:
        share = getattr(resources[answer.facts[0]], "max_share")  # noqa: B009
        assert (share or "non précisé dans nos sources") in answer.text, answer.id


def test_what_is_to_know_before_one_counts_on_a_fund_is_said_with_it(
    composed: list[PublishedAnswer], resources: dict[str, AnyResource]
) -> None:
    for answer in composed:
        record = resources.get(answer.facts[0])
        if answer.mrc or record is None:
            continue
        told = [record.notes, *record.exclusions, record.contact.note, *getattr(record, "conditions", [])]
        assert all(one in answer.text for one in told if one), answer.id


def test_an_old_amount_is_told_with_its_year(composed: list[PublishedAnswer]) -> None:
    card = next(answer for answer in composed if answer.facts[0] == "fund:essor-cooperation")
    assert "(chiffres de 2012)" in card.text


def test_what_is_to_be_verified_is_to_be_confirmed(
    composed: list[PublishedAnswer], resources: dict[str, AnyResource]
) -> None:
    for answer in composed:
        record = resources.get(answer.facts[0])
        if record and not answer.mrc and (record.status == "to_verify" or record.confidence == "low"):
            assert answer.to_confirm, answer.id


def test_a_place_or_a_provider_in_parentheses_is_not_a_name(composed: list[PublishedAnswer]) -> None:
    funds = {name for answer in composed if answer.facts[0].startswith("fund:") for name in answer.names}
    assert not funds & {"Montérégie", "fédéral", "Services Québec", "Fonds d'emprunt Montérégie"}
