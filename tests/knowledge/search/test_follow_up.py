"""Short questions after an answer mean what they would mean between two persons."""

from __future__ import annotations

import pytest

from knowledge.search.follow_up import follow_up
from knowledge.search.last_turn import Before
from knowledge.search.service import AnswerSearch, SearchResult


def after(search: AnswerSearch, first: str, then: str, *, reaches: bool = False) -> SearchResult:
    """The result of a second question asked after the answer to a first. `reaches`: it is read as asking how
    to reach somebody."""
    last = search.search(first).hits[0].answer.identifier
    return asked_after(search, then, last, first, reaches=reaches)


def asked_after(
    search: AnswerSearch, then: str, last: str | None, first: str | None, *, reaches: bool = False
) -> SearchResult:
    """The result of a question asked after an answer and what it was given to, when they are known."""
    thread = (first,) if first else ()
    return follow_up(search.snapshot(), then, Before(last, thread, reaches=reaches))


@pytest.mark.parametrize("question", ["ils sont où?", "comment on les rejoint?", "leur site web?"])
def test_how_to_reach_them_gives_the_card_of_the_organization(search: AnswerSearch, question: str) -> None:
    result = after(search, "c'est quoi le RISQ?", question, reaches=True)
    assert result.decision == "answer"
    assert result.hits[0].answer.identifier == "answer:organization-risq"


def test_another_legal_form_asks_the_same_question_of_it(search: AnswerSearch) -> None:
    result = after(search, "est-ce qu'une coop paye de l'impôt?", "et un OBNL?")
    assert result.hits[0].answer.identifier == "answer:impot-dun-obnl"


def test_another_form_after_an_answer_for_both_gets_its_own_and_not_the_same_text_again(
    search: AnswerSearch,
) -> None:
    first = "combien de jours d'avis pour une assemblée d'OBNL"
    result = asked_after(search, "et une coop?", "answer:avis-coop-ou-obnl", first)
    assert result.hits[0].answer.identifier == "answer:avis-et-quorum-coop"


def test_another_place_gives_its_own_doors(search: AnswerSearch) -> None:
    result = after(search, "qui peut m'aider à Huntingdon?", "pis à Rigaud?")
    assert result.hits[0].answer.mrc == "vaudreuil-soulanges"


def test_how_much_after_a_fund_is_answered_about_that_fund(search: AnswerSearch) -> None:
    result = after(search, "c'est quoi les BIEC?", "c'est combien?")
    assert result.decision != "none"
    assert "fund:biec" in result.hits[0].answer.facts


def test_a_change_of_subject_outside_the_base_is_still_declined(search: AnswerSearch) -> None:
    assert after(search, "c'est quoi les BIEC?", "et la météo demain?").decision == "none"


def test_a_whole_question_is_answered_for_itself(search: AnswerSearch) -> None:
    question = "c'est quoi la différence entre une ristourne et un dividende?"
    alone = search.search(question)
    result = after(search, "c'est quoi le RISQ?", question)
    assert result.hits[0].answer == alone.hits[0].answer


@pytest.mark.parametrize("last", [None, "answer:nexiste-pas"])
def test_without_a_last_answer_it_is_a_plain_search(search: AnswerSearch, last: str | None) -> None:
    question = "c'est quoi une coop de travail?"
    assert asked_after(search, question, last, None) == search.search(question)


@pytest.mark.parametrize("question", ["c'est combien max?", "c'est combien?"])
def test_how_much_after_an_organization_gives_its_card(search: AnswerSearch, question: str) -> None:
    result = asked_after(search, question, "answer:organization-fiducie", None)
    assert result.decision == "answer"
    assert result.hits[0].answer.identifier == "answer:organization-fiducie"


def test_how_to_reach_them_after_a_written_answer_gives_who_it_speaks_of(search: AnswerSearch) -> None:
    question = "je les rejoins comment?"
    result = asked_after(search, question, "answer:produits-du-risq", None, reaches=True)
    assert result.decision == "answer"
    assert "risq" in result.hits[0].answer.identifier


def test_the_same_written_answer_is_not_given_twice_as_if_it_were_sure(search: AnswerSearch) -> None:
    result = asked_after(search, "et on emprunte où?", "answer:coop-de-travail", None)
    assert (result.decision, result.hits[0].answer.identifier) != ("answer", "answer:coop-de-travail")


@pytest.mark.parametrize(
    "question", ["faut-tu rembourser?", "ça couvre quel pourcentage?", "c'est pour qui?"]
)
def test_what_is_asked_of_any_fund_is_answered_with_its_card(search: AnswerSearch, question: str) -> None:
    result = asked_after(search, question, "answer:fund-biec", "c'est quoi les BIEC?")
    assert (result.decision, result.hits[0].answer.identifier) == ("answer", "answer:fund-biec")


@pytest.mark.parametrize(
    "question",
    ["si ça plante, on perd-tu nos maisons?", "et si on se chicane?", "c'est quoi le taux d'intérêt?"],
)
def test_what_a_card_does_not_tell_is_not_answered_with_it(search: AnswerSearch, question: str) -> None:
    result = asked_after(search, question, "answer:fund-biec", "c'est quoi les BIEC?")
    assert (result.decision, result.hits[0].answer.identifier) != ("answer", "answer:fund-biec")


@pytest.mark.parametrize("question", ["on les appelle à quel numéro?", "c'est quoi leur téléphone?"])
def test_how_to_reach_the_one_just_shown_gives_its_card_again(search: AnswerSearch, question: str) -> None:
    result = after(search, "c'est quoi le RISQ?", question, reaches=True)
    assert (result.decision, result.hits[0].answer.identifier) == ("answer", "answer:organization-risq")


def test_the_answer_just_read_is_offered_last(search: AnswerSearch) -> None:
    result = after(search, "c'est quoi une coop de solidarité?", "faut que chacun mette combien?")
    assert result.decision == "clarify"
    assert result.hits[0].answer.identifier != "answer:coop-de-solidarite"


def test_a_fund_of_each_mrc_is_that_of_the_place_just_spoken_of(search: AnswerSearch) -> None:
    result = after(search, "qui peut m'aider dans la MRC de Roussillon?", "c'est quoi le FLI?")
    assert (result.decision, result.hits[0].answer.identifier) == ("answer", "answer:fund-fli-roussillon")


def test_the_same_fund_is_asked_about_elsewhere(search: AnswerSearch) -> None:
    result = asked_after(search, "et à Beauharnois?", "answer:fund-fli-roussillon", "c'est quoi le FLI?")
    assert (result.decision, result.hits[0].answer.identifier) == (
        "answer",
        "answer:fund-fli-beauharnois-salaberry",
    )


@pytest.mark.parametrize(
    ("leans", "given"), [(0.2, ["answer:combien-de-temps"]), (1.0, ["answer:exclure-un-membre-de-coop"])]
)
def test_what_was_published_as_it_stands_is_asked_of_what_came_before_when_it_surely_leans(
    search: AnswerSearch, leans: float, given: list[str]
) -> None:
    before = Before("answer:exclure-un-membre-de-coop", ("exclure un membre de notre coop",), leans=leans)
    result = follow_up(search.snapshot(), "ça prend combien de temps", before)
    assert result.decision != "answer" or [hit.answer.identifier for hit in result.hits[:1]] == given


@pytest.mark.parametrize("question", ["ça prend-tu un notaire dans ce cas?", "c'est assez?", "et la météo?"])
def test_what_is_not_surely_the_same_question_is_not_said_to_be(search: AnswerSearch, question: str) -> None:
    result = asked_after(search, question, "answer:coop-de-travail", "c'est quoi une coop de travail")
    same = result.decision == "answer" and result.hits[0].answer.identifier == "answer:coop-de-travail"
    assert not same or result.unsure_again


def test_another_form_after_a_choice_gets_what_is_told_of_that_form_first(search: AnswerSearch) -> None:
    thread = ("on veut partir une coop de travail", "on est 4", "c'est assez?")
    result = follow_up(search.snapshot(), "et pour un obnl", Before(None, thread))
    assert result.hits[0].answer.identifier == "answer:obnl-combien-de-personnes"
