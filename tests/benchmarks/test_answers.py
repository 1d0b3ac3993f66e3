"""The measurement counts as a person would."""

from __future__ import annotations

import pytest

from benchmarks.answers import outcome, shares, typo_cost
from knowledge.search.decision import Decision, Signs
from knowledge.search.questions import Asked, read_questions
from knowledge.search.thresholds import MAX_GAPS, MIN_DECLINED, fit


def signs(value: float) -> Signs:
    """Signs that all say the same."""
    return Signs(*[value] * 13)


def asked(
    name: str, *, right: tuple[bool, ...] = (), answerable: bool = True, clean_of: str | None = None
) -> Asked:
    return Asked(name, name, "tune", "everyday", answerable, clean_of, right, (), signs(0), None)


def always(_one: Asked) -> Decision:
    """Answer whatever is asked."""
    return "answer"


@pytest.mark.parametrize(
    ("right", "decision", "expected"),
    [
        ((True, False), "answer", "right"),
        ((False, True), "answer", "wrong"),
        ((False, True), "clarify", "clarified"),
        ((False, False), "clarify", "missed"),
        ((True,), "none", "missed"),
    ],
)
def test_a_question_to_answer_is_served_by_the_right_answer_or_choice(
    right: tuple[bool, ...], decision: Decision, expected: str
) -> None:
    assert outcome(asked("q", right=right), decision) == expected


@pytest.mark.parametrize(
    ("decision", "expected"), [("none", "declined"), ("clarify", "clarified"), ("answer", "wrong")]
)
def test_only_a_decline_serves_a_question_outside_the_base(decision: Decision, expected: str) -> None:
    assert outcome(asked("u", answerable=False), decision) == expected


def test_the_cost_of_typos_is_what_the_same_questions_lose() -> None:
    questions = [asked("a", right=(True,)), asked("b", right=(False,), clean_of="a")]
    assert typo_cost(questions, always)["cost"] == 1.0
    assert shares(questions, always)["right"] == 0.5


def test_thresholds_keep_to_the_shares_wanted_and_are_the_same_each_time() -> None:
    values = [signs(number / 100) for number in range(200)]
    inside = [number >= 100 for number in range(200)]
    first, decisions, curve = fit(values, answerable=inside, first_right=inside, any_right=inside, gaps=[])
    again, _, _ = fit(values, answerable=inside, first_right=inside, any_right=inside, gaps=[])
    assert first == again
    shown = sum(d != "none" for d, known in zip(decisions, inside, strict=True) if not known)
    assert shown <= (1 - MIN_DECLINED) * 100 + 1
    assert curve.table().count("\n") > len(curve.points)


def test_few_questions_that_the_base_cannot_answer_are_answered_all_the_same() -> None:
    values = [signs(number / 100) for number in range(200)]
    inside = [True] * 190 + [False] * 10
    lacking = [signs(number / 100) for number in range(50, 150)]
    settings, _, _ = fit(values, answerable=inside, first_right=inside, any_right=inside, gaps=lacking)
    assert sum(settings.right(one) >= settings.answer_at for one in lacking) <= MAX_GAPS * len(lacking) + 1


def test_the_questions_of_the_two_halves_are_apart_and_typos_stay_with_their_clean_form() -> None:
    questions = {one["id"]: one for one in read_questions("questions.yaml")}
    for one in questions.values():
        if "clean_of" in one:
            assert one["split"] == questions[one["clean_of"]]["split"]
