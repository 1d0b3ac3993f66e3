"""A name that is exactly one resource's is answered by that resource; a place says where, not what."""

from __future__ import annotations

import pytest

from knowledge.search.service import AnswerSearch, SearchResult


def first(result: SearchResult) -> str:
    assert result.decision == "answer", result
    return result.hits[0].answer.identifier


@pytest.mark.parametrize("name", ["PIEC", "BIEC"])
@pytest.mark.parametrize(
    "asked",
    [
        "c'est quand le prochain appel du {}?",
        "est-ce que le {} est ouvert?",
        "date limite du {}",
        "montant maximum du {}",
        "c'est quoi le {}?",
        "{}",
    ],
)
def test_what_a_card_tells_of_a_named_fund_is_told_by_its_own_card(
    search: AnswerSearch, name: str, asked: str
) -> None:
    assert first(search.search(asked.format(name))) == f"answer:fund-{name.lower()}"


def test_the_card_of_a_fund_tells_its_call(search: AnswerSearch) -> None:
    text = search.search("c'est quand le prochain appel du PIEC?").hits[0].answer.text
    assert "appel" in text.lower()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("coop d'habitation à Châteauguay", ("habitation",)),
        ("faire reconnaître mon organisme par la ville de Châteauguay", ("reconnaissance-municipale",)),
        ("fusionner deux OBNL de la MRC de Roussillon", ("fusionner-deux-obnl",)),
        ("quelles assurances pour un OBNL à Rigaud", ("assurance",)),
    ],
)
def test_a_place_does_not_beat_the_subject(
    search: AnswerSearch, asked: str, expected: tuple[str, ...]
) -> None:
    result = search.search(asked)
    shown = [hit.answer.identifier for hit in result.hits[: 1 if result.decision == "answer" else 3]]
    assert result.decision != "none"
    assert any(part in shown[0] for part in expected), shown


@pytest.mark.parametrize(
    ("asked", "mrc"),
    [
        ("qui peut m'aider à Châteauguay", "roussillon"),
        ("où trouver du financement à Beauharnois", "beauharnois-salaberry"),
        ("à qui parler de mon projet à Rigaud?", "vaudreuil-soulanges"),
    ],
)
def test_help_asked_in_a_place_is_the_help_of_its_mrc(search: AnswerSearch, asked: str, mrc: str) -> None:
    assert first(search.search(asked)) == f"answer:mrc-{mrc}"


@pytest.mark.parametrize(
    "typed", ["poiu lkjh", "wxcvbn poiu", "mnbv", "asdfgh jklm", "qsdfg", "xxxx", "zzz aaa"]
)
def test_random_letters_are_not_understood(search: AnswerSearch, typed: str) -> None:
    result = search.search(typed)
    assert result.decision == "none" and not result.understood


@pytest.mark.parametrize(
    "typed", ["subvantion", "coopperative de travial", "funding for a co-op", "obnl", "RISQ", "Rigaud", "12"]
)
def test_typing_mistakes_names_and_english_are_understood(search: AnswerSearch, typed: str) -> None:
    assert search.search(typed).understood


@pytest.mark.parametrize("town", ["Rimouski", "Granby", "Trois-Rivières"])
def test_what_is_asked_in_a_town_of_another_pole_is_answered_as_anywhere(
    search: AnswerSearch, town: str
) -> None:
    told = "la trésorière a volé 8000 $ à notre obnl"
    assert first(search.search(told)) == first(search.search(f"{told} de {town}"))


def test_the_way_of_another_province_is_not_answered_as_here(search: AnswerSearch) -> None:
    assert search.search("étapes pour constituer un organisme en Ontario").decision == "none"


@pytest.mark.parametrize(
    ("asked", "not_named"),
    [
        ("combien de parts sociales doit-on acheter", "training-es-jachete"),
        ("une assistée sociale, combien peut-elle gagner par mois", "training-mois-es"),
        ("quelles sont les obligations d'un administrateur", "fund-obligations-communautaires"),
        ("le ministère répond quand", "organization-meie"),
    ],
)
def test_ordinary_words_that_a_name_also_has_name_nothing(
    search: AnswerSearch, asked: str, not_named: str
) -> None:
    snapshot = search.snapshot()
    named = snapshot.ranker.subjects.read(asked).named
    assert f"answer:{not_named}" not in named


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("le fonds d'emprunt prête combien", "organization-fem"),
        ("c'est quoi L'économie sociale, j'achète", "training-es-jachete"),
    ],
)
def test_most_of_a_name_said_in_one_piece_still_names(search: AnswerSearch, asked: str, named: str) -> None:
    assert f"answer:{named}" in search.snapshot().ranker.subjects.read(asked).named
