"""Of a story, only what it asks is answered: what one of its clauses finds by itself is beside the point."""

from __future__ import annotations

from actions.library import answer_search
from actions.several import unanswered, with_each_question
from knowledge.search.service import Decision, Hit, SearchResult
from tests.actions.conversation import Conversation


def found(decision: Decision, *names: str) -> SearchResult:
    """A result with these answers."""
    answers = answer_search().snapshot().answers
    return SearchResult(decision, tuple(Hit(answers[f"answer:{name}"], 0.8) for name in names))


def given(result: SearchResult) -> list[str]:
    """The answers of a result."""
    return [hit.answer.identifier.removeprefix("answer:") for hit in result.hits]


def test_what_a_clause_of_a_story_finds_alone_is_not_given_beside_its_answer(talk: Conversation) -> None:
    whole = found("answer", "responsable-des-renseignements", "loi-25")
    parts = [found("answer", "nom-de-domaine"), found("answer", "responsable-des-renseignements")]
    result = with_each_question(parts, whole, all_asked=False)
    assert given(result)[0] == "responsable-des-renseignements"
    assert not result.several


def test_a_choice_for_a_story_holds_what_the_whole_comes_near_to(talk: Conversation) -> None:
    whole = found("clarify", "quorum-obnl", "assemblee-hybride", "aga-coop-ou-obnl")
    parts = [found("answer", "lexique-reglements-generaux"), found("clarify", "liste-des-membres")]
    assert given(with_each_question(parts, whole, all_asked=False)) == given(whole)


def test_each_of_several_questions_keeps_its_own_answer(talk: Conversation) -> None:
    whole = found("clarify", "coop-ou-obnl")
    parts = [found("answer", "obnl-combien-de-personnes"), found("answer", "avocat-pour-incorporer")]
    result = with_each_question(parts, whole, all_asked=True)
    assert given(result) == ["obnl-combien-de-personnes", "avocat-pour-incorporer"]


def test_what_a_story_only_tells_is_not_said_to_be_left_without_an_answer(talk: Conversation) -> None:
    story = "Notre site date de 2003, personne s'en occupe. Qui répond des renseignements personnels ?"
    parts = [found("clarify", "nom-de-domaine"), found("answer", "responsable-des-renseignements")]
    questions = ("Notre site date de 2003", "Qui répond des renseignements personnels")
    assert not unanswered(questions, parts, parts[1], story)
    assert unanswered(questions, parts, parts[1])


def test_of_two_questions_in_one_sentence_of_a_story_the_one_left_aside_is_told_of(
    talk: Conversation,
) -> None:
    talk.type(
        "On engage bientôt. Faut-tu la CNESST pis est-ce qu'on doit avoir des assurances collectives?",
        "ask_question",
    )
    assert "CNESST" in talk.text
    assert "ssurance collective" in talk.text
