"""A turn goes on with the referral, or is answered from the base: the rules, one by one."""

from __future__ import annotations

from typing import Any

import pytest

from actions.frame import Frame
from actions.routing import Turn, for_referral
from knowledge.answers.published import PublishedAnswer
from knowledge.records import TopicRecord
from knowledge.referral.extraction import extract
from knowledge.referral.profile import Profile
from knowledge.search.decision import Decision
from knowledge.search.service import Hit, SearchResult
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer

GAZETTEER = Gazetteer.from_content(DEFAULT_CONTENT_DIR)
IN_RIGAUD = Frame(Profile(municipality="71133", mrc="vaudreuil-soulanges", place_kind="municipality"))
TOPIC = TopicRecord(id="permis", label="un permis", phrasings=["permis"] * 3)


def result(decision: Decision, *, topic: bool = False, mrc: str | None = None) -> SearchResult:
    """What a search gives, whatever was asked."""
    answer = PublishedAnswer(
        id="essai",
        kind="composed" if mrc else "written",
        theme="essai",
        question="Essai?",
        phrasings=(),
        text="",
        facts=(),
        sources=(),
        to_confirm=False,
        mrc=mrc,
    )
    hits = () if decision == "none" else (Hit(answer, 0.5),)
    return SearchResult(decision, hits, TOPIC if topic else None)


def turn(message: str, intent: str, found: SearchResult, **more: Any) -> Turn:
    frame = more.pop("frame", Frame())
    return Turn(message, intent, extract(message, GAZETTEER), found, frame, **more)


@pytest.mark.parametrize(
    ("message", "intent", "found"),
    [
        ("on veut partir une coop à Rigaud", "ask_question", result("clarify")),
        ("67 ans", "nlu_fallback", result("none", topic=True)),
        ("Trouver du financement", "seek_funding", result("clarify")),
        ("j'reste à Brossard, c'est-tu vous autres?", "ask_question", result("answer")),
        ("on serait une coop à Napierville, on appelle qui?", "ask_question", result("answer", mrc="x")),
        (
            "nous voulons racheter l'église de Rigaud: quelle aide?",
            "ask_question",
            result("clarify", mrc="x"),
        ),
    ],
)
def test_what_tells_of_a_project_goes_to_the_doors(message: str, intent: str, found: SearchResult) -> None:
    assert for_referral(turn(message, intent, found))


@pytest.mark.parametrize(
    ("message", "intent", "found"),
    [
        ("c'est quoi le RISQ?", "ask_question", result("answer")),
        ("une coop, ça paie-tu de l'impôt?", "seek_funding", result("clarify")),
        (
            "notre OBNL de Rigaud veut un permis d'alcool, c'est combien?",
            "ask_question",
            result("none", topic=True),
        ),
        ("qui peut m'aider dans Roussillon?", "ask_question", result("answer", mrc="roussillon")),
    ],
)
def test_a_question_on_the_subject_is_answered(message: str, intent: str, found: SearchResult) -> None:
    assert not for_referral(turn(message, intent, found))


def test_once_doors_are_shown_a_change_goes_on_with_them() -> None:
    for message in ("pis à Lacolle?", "et pour une coop?", "pis pour la formation?"):
        shown = turn(
            message, "follow_up", result("clarify"), frame=IN_RIGAUD, doors_shown=True, of_doors=True
        )
        assert for_referral(shown)


def test_a_changed_amount_goes_on_wherever_the_referral_stands() -> None:
    frame = Frame(Profile(amount=35_000, need=("funding",)))
    assert for_referral(turn("pis si c'est 80 000 $?", "follow_up", result("clarify"), frame=frame))
    assert not for_referral(turn("pis si c'est 80 000 $?", "follow_up", result("answer"), frame=frame))


def test_another_need_asked_for_after_the_doors_is_for_the_same_project() -> None:
    asked = turn("y'a quoi comme formation?", "seek_training", result("clarify"), doors_shown=True)
    assert for_referral(asked)
    assert not for_referral(turn("y'a quoi comme formation?", "seek_training", result("clarify")))
