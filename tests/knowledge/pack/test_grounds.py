"""What every published answer stands on: its numbers, their year, its reservation, its next step."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from knowledge.answers.published import PublishedAnswer, publish
from knowledge.pack.files import Pack
from knowledge.records import AnswerRecord, AnyResource, FactRecord
from knowledge.staff.differing import DURATION, MONEY, NEARLY, PEOPLE, SHARE, YEAR, Number, numbers
from tests import prepared

TODAY = dt.date(2026, 11, 29)
# What is counted in a rule or a condition; other counts tell how many items a list has.
COUNTED = {MONEY, SHARE, DURATION, PEOPLE}
EXAMPLE = re.compile(r"«[^»]*»|Exemple:[^.]*\.")
# The assistant's own promises, which its settings keep; «un café ouvert sept jours» counts nothing.
NOT_COUNTED = {"confidentialite", "bienfaisance-et-commerce"}
# Facts of these themes state the Act respecting cooperatives, whatever else they say.
COOP_LAW = {"constitution_coop", "cooperatives_types", "regles_cooperatives", "reforme_loi_coop"}
# Facts on coops in these themes may state it.
MAY_BE_COOP_LAW = {
    *("assemblees", "membres", "gouvernance", "vacance_conseil", "vie_legale", "dissolution", "fondateurs"),
    *("transformation", "coop_ou_obnl", "lexique"),
}
ASKS_WHICH = re.compile(r"(combien|quels?|quelles?|quand|comment|qui|où|que|pourquoi|à qui|à partir)\b", re.I)
YES_OR_NO = re.compile(r"\W*(oui|non)\b", re.I)
# Words that turn a question over: «est-ce que je perds mon chèque?» is not told «oui» of what one may do.
TURNED_OVER = re.compile(r"\b(interdi|défend[us]|illéga|empêch|perds?\b)", re.I)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return prepared.pack()


def published(pack: Pack) -> Iterator[tuple[AnswerRecord, PublishedAnswer]]:
    for record in pack.answers.values():
        if record.status == "published":
            yield record, publish(record, pack.facts, pack.resources, TODAY)


def rests_on(pack: Pack, answer: AnswerRecord) -> list[FactRecord | AnyResource]:
    facts: list[FactRecord | AnyResource] = [pack.facts[name] for name in answer.facts if name in pack.facts]
    return facts + [pack.resources[name] for name in answer.facts if name in pack.resources]


def counted(text: str) -> list[Number]:
    """The amounts, shares, delays and headcounts that a text states: not those of its invented examples, nor
    of the step that it advises."""
    stated = EXAMPLE.sub(" ", text.partition("**Prochain pas:**")[0])
    return [one for one in numbers(stated) if one.kind in COUNTED and figure(one) != "1"]


def figure(one: Number) -> str:
    return one.words.split()[0]


def said(record: FactRecord | AnyResource) -> list[Number]:
    """The numbers of a fact or of a record."""
    return numbers(" ; ".join(_words(record.model_dump(mode="json"))))


def bears(known: list[Number], one: Number) -> bool:
    """Whether one of the numbers says it; a delay may be told in another unit."""
    near = NEARLY * one.value if one.kind == DURATION else 0
    return any(figure(other) == figure(one) or abs(other.value - one.value) <= near for other in known)


def _words(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif value is not None:
        yield str(value)


def test_every_number_of_an_answer_stands_in_what_it_rests_on(pack: Pack) -> None:
    missing = []
    for answer, _ in published(pack):
        if answer.id in NOT_COUNTED:
            continue
        known = [one for record in rests_on(pack, answer) for one in said(record)]
        missing += [f"{answer.id}: {one.words}" for one in counted(answer.text) if not bears(known, one)]
    assert missing == []


def test_a_number_without_a_year_is_to_be_confirmed(pack: Pack) -> None:
    undated = []
    for answer, told in published(pack):
        grounds = [(said(record), record) for record in rests_on(pack, answer)]
        for one in counted(answer.text):
            bearing = [record for known, record in grounds if bears(known, one)]
            dated = any(record.as_of or any(s.as_of for s in record.sources) for record in bearing)
            year_said = any(other.kind == YEAR for other in numbers(answer.text))
            if bearing and not (dated or year_said or told.to_confirm):
                undated.append(f"{answer.id}: {one.words}")
    assert undated == []


def test_the_act_on_cooperatives_is_never_told_without_its_reservation(pack: Pack) -> None:
    def states_it(fact: FactRecord) -> bool:
        of_a_coop = fact.regime == "coop" and fact.theme in MAY_BE_COOP_LAW
        return of_a_coop or (fact.theme in COOP_LAW and fact.regime in (None, "coop"))

    assert [f.id for f in pack.facts.values() if states_it(f) and f.reservation != "coop_law"] == []
    for answer, told in published(pack):
        if any(pack.facts[name].reservation for name in answer.facts if name in pack.facts):
            assert told.reservation and told.to_confirm, answer.id


def test_every_answer_gives_a_next_step(pack: Pack) -> None:
    assert [answer.id for answer, _ in published(pack) if "**Prochain pas:**" not in answer.text] == []


def test_how_much_or_which_is_not_answered_by_yes_or_no(pack: Pack) -> None:
    assert [
        answer.id
        for answer, _ in published(pack)
        if ASKS_WHICH.match(answer.question) and YES_OR_NO.match(answer.text)
    ] == []


def test_no_yes_or_no_answers_the_question_turned_over(pack: Pack) -> None:
    assert [
        f"{answer.id}: {phrasing}"
        for answer, _ in published(pack)
        if YES_OR_NO.match(answer.text) and not TURNED_OVER.search(answer.question)
        for phrasing in answer.phrasings
        if TURNED_OVER.search(phrasing)
    ] == []


def test_the_first_line_of_an_answer_is_a_sentence_and_no_bullet(pack: Pack) -> None:
    assert [answer.id for answer, _ in published(pack) if answer.text.lstrip().startswith("- ")] == []
