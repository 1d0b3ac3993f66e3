"""What a question gets: the right answer, the same each time, quickly, whatever is typed."""

from __future__ import annotations

import time

import pytest

from knowledge.search.forms import forms_in
from knowledge.search.service import AnswerSearch

MAX_SECONDS = 0.1  # a question; about 15 ms on an idle machine


@pytest.mark.parametrize("text", ["", "   ", "😀🎉", "?!…", "\u200b", "a", "?" * 500])
def test_a_message_without_words_is_declined(search: AnswerSearch, text: str) -> None:
    assert search.search(text).decision == "none"


def test_a_very_long_message_is_read_to_a_limit_and_answered_in_time(search: AnswerSearch) -> None:
    started = time.process_time()
    result = search.search("On veut partir une coop de solidarité dans notre village. " * 2_000)
    assert time.process_time() - started < 2
    assert result.hits


def test_the_same_question_gets_the_same_result(search: AnswerSearch) -> None:
    first = search.search("ça prend combien de monde pour partir une coop?")
    again = search.search("ça prend combien de monde pour partir une coop?")
    assert (first.decision, first.hits, first.topic) == (again.decision, again.hits, again.topic)


def test_a_question_is_answered_quickly(search: AnswerSearch) -> None:
    spent = []
    for question in ["c'est quoi une ristourne?", "qui finance les OBNL?", "le RISQ prête combien?"] * 10:
        started = time.process_time()
        search.search(question)
        spent.append(time.process_time() - started)
    # The fastest third, in time of this process: what a search takes when the machine does nothing else.
    assert sorted(spent)[len(spent) // 3] < MAX_SECONDS


def test_scores_go_down_the_list_of_totals_and_stay_probabilities(search: AnswerSearch) -> None:
    hits = search.search("financement pour une coop").hits
    assert all(0 <= hit.score <= 1 for hit in hits)


@pytest.mark.parametrize(
    "typed",
    [
        "c koi une coop de solidariter",
        "cest quoi une coperative de solidarité",
        "C'EST QUOI UNE COOP DE SOLIDARITÉ??",
        "kess ke c une coop de solidarité",
    ],
)
def test_typing_mistakes_find_the_same_answer(search: AnswerSearch, typed: str) -> None:
    clean = search.search("C'est quoi une coopérative de solidarité?").hits[0].answer.identifier
    assert clean in [hit.answer.identifier for hit in search.search(typed).hits]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("c'est quoi le RISQ?", "answer:organization-risq"),
        ("le risc", "answer:organization-risq"),
        ("parle-moi des BIEC", "answer:fund-biec"),
        ("c'est quoi la sacd du suroit sud", "answer:organization-sadc-suroit-sud"),
        ("le CQCM", "answer:organization-cqcm"),
    ],
)
def test_a_resource_is_found_by_its_name_or_acronym(search: AnswerSearch, question: str, answer: str) -> None:
    result = search.search(question)
    assert result.decision == "answer"
    assert result.hits[0].answer.identifier == answer


def test_a_concept_does_not_give_the_card_of_an_organization(search: AnswerSearch) -> None:
    assert search.search("c'est quoi une coop de travail?").hits[0].answer.kind == "written"


@pytest.mark.parametrize(
    ("question", "mrc"),
    [
        ("qui peut m'aider à Huntingdon?", "haut-saint-laurent"),
        ("y'a quoi comme aide à Saint-Rémi?", "jardins-de-napierville"),
        ("à qui parler à Vaudreuil-Dorion pour mon projet", "vaudreuil-soulanges"),
    ],
)
def test_help_in_a_municipality_gives_the_doors_of_its_mrc(
    search: AnswerSearch, question: str, mrc: str
) -> None:
    result = search.search(question)
    assert result.decision != "none"
    assert result.hits[0].answer.mrc == mrc


@pytest.mark.parametrize(
    "question",
    [
        "comment faire une tarte au sucre",
        "quel char électrique acheter",
        "j'ai perdu ma job, comment avoir du chômage",
        "programmes pour les coops en Ontario",
        "mon voisin a un chien qui jappe",
    ],
)
def test_what_is_outside_the_subject_is_declined(search: AnswerSearch, question: str) -> None:
    assert search.search(question).decision == "none"


def test_a_recognised_topic_outside_the_subject_is_named(search: AnswerSearch) -> None:
    topic = search.search("comment je fais ma demande d'assurance-emploi?").topic
    assert topic is not None
    assert topic.id == "assurance-emploi"


@pytest.mark.parametrize("question", ["c'est combien le FLI?", "c'est combien le FLS?"])
def test_a_name_that_several_mrc_bear_is_never_taken_for_one_of_them(
    search: AnswerSearch, question: str
) -> None:
    result = search.search(question)
    assert result.decision == "clarify"
    assert len({hit.answer.mrcs for hit in result.hits if hit.answer.mrcs}) > 1


@pytest.mark.parametrize("mrc", ["beauharnois-salaberry", "vaudreuil-soulanges", "roussillon"])
def test_where_the_project_is_tells_which_one_is_meant(search: AnswerSearch, mrc: str) -> None:
    result = search.search("c'est combien le FLI?", home=mrc)
    assert result.decision == "answer"
    assert result.hits[0].answer.mrcs == (mrc,)


def test_the_place_asked_about_counts_more_than_where_the_project_is(search: AnswerSearch) -> None:
    result = search.search("c'est quoi le FLI à Rigaud?", home="roussillon")
    assert result.hits[0].answer.mrcs == ("vaudreuil-soulanges",)


def test_where_the_project_is_changes_no_other_answer(search: AnswerSearch) -> None:
    question = "c'est quoi une ristourne?"
    assert search.search(question, home="roussillon").hits[0] == search.search(question).hits[0]


@pytest.mark.slow  # each answer is asked three times
def test_every_written_answer_is_given_to_who_asks_it_in_its_own_words(search: AnswerSearch) -> None:
    written = [answer for answer in search.snapshot().answers.values() if answer.kind == "written"]
    missed = []
    for place, answer in enumerate(written):
        # One of the ways to ask each, not always the first: the whole takes minutes.
        for words in (answer.question, *answer.phrasings)[place % 3 :][:1]:
            found = search.search(words)
            if (found.decision, [hit.answer for hit in found.hits[:1]]) != ("answer", [answer]):
                missed.append((answer.id, words, found.decision, [hit.answer.id for hit in found.hits]))
    assert missed == []


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("part sociale", "part-sociale"),
        ("définition coop de travail", "coop-de-travail"),
        ("l'économie sociale c'est quoi", "entreprise-economie-sociale"),
        ("c'est quoi le mois de l'économie sociale", "training-mois-es"),
        ("comment on part ça une coop", "creer-une-coop"),
    ],
)
def test_what_a_thing_is_is_told_to_who_only_names_it(search: AnswerSearch, asked: str, answer: str) -> None:
    found = search.search(asked)
    assert (found.decision, found.hits[0].answer.id) == ("answer", answer)


@pytest.mark.parametrize("form", ["cooperative", "nonprofit"])
@pytest.mark.parametrize(
    "asked", ["comment on destitue un administrateur", "combien de fondateurs", "comment on ferme"]
)
def test_a_question_that_names_no_form_is_not_answered_for_another_than_that_of_the_project(
    search: AnswerSearch, form: str, asked: str
) -> None:
    found = search.search(asked, form=frozenset((form,)))
    of = forms_in(found.hits[0].answer.question)
    assert not of or form in of


def test_a_question_that_a_turn_ranks_twice_is_ranked_once(search: AnswerSearch) -> None:
    ranker = search.snapshot().ranker
    first = ranker.rank("c'est quoi une ristourne?", home="roussillon")
    assert ranker.rank("c'est quoi une ristourne?", home="roussillon") is first
    assert ranker.rank("c'est quoi une ristourne?") is not first
