"""Who turns loans down is sent to no lender; money far too small for what is looked for is not the answer."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.ideals import catalogue, profile_of
from knowledge.records import FundRecord
from knowledge.referral.extraction import extract
from knowledge.referral.found import Match
from knowledge.referral.given import far_below, is_given, is_lent
from knowledge.referral.picking import PICKED, REAL_MONEY
from knowledge.referral.profile import EMPTY, MoneyKind, Profile
from knowledge.referral.strip import FORGET, shown_project, with_values
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer

FIRST = 5


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return Gazetteer.from_content(DEFAULT_CONTENT_DIR)


def _project(money: MoneyKind | None = None, **query: Any) -> Profile:
    asked = profile_of({"municipality": "Candiac", "need": ["funding"], **query}, _gazetteer())
    return EMPTY.merged(asked).merged(Profile(money=money)) if money else asked


def _found(profile: Profile, *, all_of_them: bool = False) -> list[Match]:
    return list(catalogue().find(profile, include_ineligible=all_of_them))


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("pas de prêt, juste une subvention", "no_loan"),
        ("on cherche de l'argent sans emprunter", "no_loan"),
        ("on veut un coup de main mais pas s'endetter", "no_loan"),
        ("pas question d'emprunter, y a-t-il des subventions pour nous?", "no_loan"),
        ("aucun emprunt pour nous, on cherche du financement", "no_loan"),
        ("on cherche une subvention pour notre coop", "grant"),
        ("on cherche un prêt de 40 000 $ pour notre coop", "loan"),
        ("qui fait des prêts à des jeunes comme nous?", "loan"),
        ("on cherche du financement, no loans please", "no_loan"),
        ("nos 22 employés sont prêts à reprendre l'usine, on cherche du financement", None),
        ("on est pas prêts à emménager, on cherche du financement", None),
        ("on cherche un prêt ou une subvention", "any"),
        ("on cherche une marge de crédit ou une bourse", "any"),
        ("la banque, on a pas de prêt avec elle, on cherche une subvention", "grant"),
    ],
)
def test_what_is_said_of_loans_is_understood(text: str, money: str | None) -> None:
    assert extract(text, _gazetteer()).profile.money == money


@pytest.mark.parametrize("stage", ["idea", "startup", "growth"])
def test_who_turns_loans_down_is_listed_none_and_told_why_when_asking_of_one(stage: str) -> None:
    found = _found(_project("no_loan", stage=stage), all_of_them=True)
    lent = [one for one in found if is_lent(one.record)]
    assert lent and all(one.verdict == "no" for one in lent)
    assert any("prêt" in reason.text for reason in lent[0].reasons if reason.verdict == "no")
    assert any(is_given(one.record) for one in found if one.verdict != "no")


def test_who_turns_loans_down_is_not_sent_to_who_only_lends() -> None:
    everything = [one.identifier for one in _found(_project("any", stage="growth"))]
    without_loans = [one.identifier for one in _found(_project("no_loan", stage="growth"))]
    assert "organization:cecosol" in everything and "organization:cecosol" not in without_loans
    assert "organization:risq" in without_loans  # who also accompanies


@pytest.mark.parametrize("form", ["nonprofit", "cooperative"])
@pytest.mark.parametrize("stage", ["startup", "growth"])
def test_who_asks_for_a_loan_is_shown_more_lenders_first_than_who_says_nothing_of_it(
    form: str, stage: str
) -> None:
    asked, unsaid = (
        [is_lent(one.record) for one in _found(_project(money, stage=stage, legal_form=form))[:FIRST]]
        for money in ("loan", None)
    )
    assert any(asked) and sum(asked) >= sum(unsaid)
    assert asked.index(True) <= (unsaid.index(True) if any(unsaid) else FIRST)


def test_a_grant_asked_for_after_a_loan_turns_loans_down_and_a_loan_takes_that_back() -> None:
    asked = _project("any")
    refused = asked.merged(Profile(money="grant"))
    assert refused.money == "no_loan"
    assert refused.merged(Profile(amount=20_000)).money == "no_loan"
    assert refused.merged(Profile(money="any")).money == "any"
    assert _project("grant").money == "grant"  # who only asks for a grant turned nothing down


def test_that_loans_are_turned_down_is_shown_of_the_project_and_taken_back_by_itself() -> None:
    profile = Profile(money="no_loan", amount=20_000)
    row = next(one for one in shown_project(profile, {}) if one["field"] == "money")
    assert (row["label"], row["text"]) == ("Prêts", "Sans prêt")
    assert with_values(EMPTY, {"money": row["value"]}, _gazetteer()).money == "no_loan"
    assert with_values(profile, {"money": FORGET}, _gazetteer()) == Profile(amount=20_000)
    assert not [one for one in shown_project(Profile(money="grant"), {}) if one["field"] == "money"]


@pytest.mark.parametrize("amount", [120_000, 250_000, 1_000_000])
@pytest.mark.parametrize("form", ["cooperative", "nonprofit"])
def test_money_far_too_small_comes_after_money_that_may_be_enough_and_says_its_most(
    amount: int, form: str
) -> None:
    found = _found(replace(_project(stage="startup", legal_form=form), amount=amount))
    money = [
        one for one in found[:10] if one.record.role in REAL_MONEY and isinstance(one.record, FundRecord)
    ]
    small = [far_below(one.record.amount_max, amount) for one in money]
    assert small == sorted(small)
    for one in money:
        if far_below(one.record.amount_max, amount):
            told = next(reason for reason in one.reasons if reason.criterion == "amount")
            assert told.leads and ("jusqu'à" in told.text or "de " in told.text)


@given(amount=st.integers(1_000, 2_000_000))
def test_an_amount_that_a_fund_nearly_gives_is_not_far_above_it(amount: int) -> None:
    assert not far_below(amount, amount)
    assert not far_below(None, amount)
    assert far_below(amount, 3 * amount)


@pytest.mark.parametrize("stage", ["startup", "growth"])
def test_who_asks_for_a_grant_is_shown_what_is_kept_before_what_is_lent(stage: str) -> None:
    found = _found(_project("grant", stage=stage, legal_form="cooperative", purposes=["equipment"]))
    money = [one.record for one in found[:PICKED] if one.record.role in REAL_MONEY]
    lent = [is_lent(record) for record in money]
    assert any(lent) and not all(lent)
    assert lent == sorted(lent)
