"""The small tools: rules and figures that rest on facts, sums that add up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.guides.choice import UNSAID, unpacked, weigh
from knowledge.guides.montage import Asked, most_of, plan
from knowledge.guides.records import TOOLS_FILE, all_tools, read_tools
from knowledge.pack.files import read_pack
from knowledge.pack.settings_checks import check_tools
from knowledge.records import FundRecord
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.vocabulary import STAGES
from tests import prepared
from tests.knowledge.test_roadmap import fund

CHOICE = all_tools().choice
LETTERS = st.text("abc-", max_size=len(CHOICE.questions))


def a_fund(**more: object) -> FundRecord:
    return fund("essai").model_copy(update={"amount_max": None, **more})


def test_every_line_of_the_tools_rests_on_facts_of_the_base() -> None:
    pack = read_pack(DEFAULT_CONTENT_DIR)
    assert check_tools(pack) == []
    del pack.facts["m052"]
    assert {fault.file for fault in check_tools(pack)} == {TOOLS_FILE}


def test_a_founding_form_says_who_what_where_how_much_and_when() -> None:
    for form in read_tools(DEFAULT_CONTENT_DIR).founding.forms:
        labels = {line.label for line in form.lines}
        assert {"Fondateurs", "Papiers", "Où", "Frais", "Temps", "Ensuite"} <= labels
    assert {form.id: form.founders for form in all_tools().founding.forms} == {
        "cooperative": 5,
        "worker-cooperative": 3,
        "nonprofit": 3,
    }


def test_no_stage_of_a_project_is_at_two_places_of_the_path() -> None:
    places = [stage for step in all_tools().path.steps for stage in step.stages]
    assert len(places) == len(set(places))
    assert set(places) == set(STAGES) - {"takeover"}


@given(LETTERS)
def test_answers_go_in_a_button_and_come_back(letters: str) -> None:
    given_answers = unpacked(CHOICE, letters)
    back = "".join(given_answers.get(question.id, UNSAID) for question in CHOICE.questions)
    assert back == letters[: len(CHOICE.questions)].ljust(len(CHOICE.questions), UNSAID)


@given(LETTERS)
def test_the_side_is_the_one_with_more_answers_and_each_is_explained(letters: str) -> None:
    weighed = weigh(CHOICE, unpacked(CHOICE, letters))
    counts = {"cooperative": weighed.cooperative, "nonprofit": weighed.nonprofit}
    assert sum(counts.values()) <= len(weighed.answered) <= len(letters)
    if weighed.side:
        other = next(side for side in counts if side != weighed.side)
        assert counts[weighed.side] > counts[other]
    else:
        assert weighed.cooperative == weighed.nonprofit
    assert all(option.reason and option.facts for _, option in weighed.answered)


@pytest.mark.parametrize(
    ("letters", "side"), [("aabac", "cooperative"), ("bbabb", "nonprofit"), ("ccccc", None)]
)
def test_the_same_answer_everywhere_leans_to_its_side(letters: str, side: str | None) -> None:
    assert weigh(CHOICE, unpacked(CHOICE, letters)).side == side


MONEY = st.integers(0, 5_000_000)


@given(
    st.integers(1, 5_000_000), MONEY, st.lists(st.tuples(MONEY, st.sampled_from(["yes", "no", "unknown"])))
)
def test_a_plan_adds_up(cost: int, own: int, asked: list[tuple[int, str]]) -> None:
    made = plan(cost, own, [Asked(a_fund(), amount, public) for amount, public in asked], 80)  # type: ignore[arg-type]
    assert made.found + made.missing == cost
    assert made.own_share + sum(row.share for row in made.rows) == pytest.approx(100 * made.found / cost)
    assert made.public_share(with_unknown=False) <= made.public_share(with_unknown=True)
    if made.over_limit == "under":
        assert made.public_share(with_unknown=True) <= 80
    if made.over_limit == "over":
        assert made.public_share(with_unknown=False) > 80


def test_what_a_fund_pays_at_most_is_its_share_or_its_ceiling_and_unknown_stays_unknown() -> None:
    assert most_of(a_fund(), 60_000) is None
    assert most_of(a_fund(share_percent=70), 60_000) == 42_000
    assert most_of(a_fund(share_percent=70, amount_max=10_000), 60_000) == 10_000
    (row,) = plan(60_000, 0, [Asked(a_fund(amount_max=10_000), 12_000)], 80).rows
    assert row.too_much
    (row,) = plan(60_000, 0, [Asked(a_fund(), 12_000)], 80).rows
    assert not row.too_much


def test_a_share_in_figures_is_the_one_in_words() -> None:
    for record in prepared.pack().resources.values():
        if isinstance(record, FundRecord) and record.share_percent is not None:
            assert record.max_share is not None
            assert f"{record.share_percent} %" in record.max_share.replace("\u00a0", " "), record.id
