"""What a message says that it is not about."""

from __future__ import annotations

import pytest

from knowledge.search.denied import denial_in, without

MET = ("Faut-il un permis de camping?", "Comment ouvrir une ressourcerie?")


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("je parle du trésorier, pas de la présidence", "je parle du trésorier,"),
        ("c'est la cotisation pas la ristourne", "c'est la cotisation"),
        ("pas le loyer, l'achat de la bâtisse", "l'achat de la bâtisse"),
        ("j'ai jamais parlé de camping! on loue des vélos", "on loue des vélos"),
        ("nous ce n'est pas une ressourcerie, c'est un atelier", "c'est un atelier"),
        ("rien à voir avec la TPS, je parle des dons", "je parle des dons"),
        ("l'achat plutôt que la location, par où commencer", "l'achat , par où commencer"),
    ],
)
def test_what_is_denied_is_left_out(message: str, kept: str) -> None:
    denial = denial_in(message, MET)
    assert denial.kept == kept
    assert denial.denied


@pytest.mark.parametrize(
    "message",
    [
        "notre conseil n'a pas le quorum",
        "peut-on ne pas tenir d'assemblée?",
        "on veut pas un prêt",
        "c'est pas un conflit d'intérêts?",
        "notre trésorière n'est pas une membre, peut-elle voter?",
        "on est pas une coop, peut-on remettre des ristournes?",
        "nos membres sont pas payés",
    ],
)
def test_what_is_missing_or_not_done_is_the_matter_itself(message: str) -> None:
    assert denial_in(message, MET).kept == message


def test_a_question_on_what_is_denied_is_covered_unless_it_is_on_what_is_kept_too() -> None:
    denial = denial_in("c'est l'employé, pas le membre")
    assert denial.covers("Comment exclure un membre?")
    assert not denial.covers("Un employé peut-il être membre?")


def test_a_message_that_only_denies_is_kept_whole() -> None:
    denial = denial_in("j'ai jamais parlé de camping", MET)
    assert denial.kept == "j'ai jamais parlé de camping"
    assert denial.denied == {"camping"}


def test_the_thread_goes_on_without_what_is_denied() -> None:
    assert without("peut-on exclure un membre", frozenset({"membr"})) == "peut-on exclure un"
    assert without("membre", frozenset({"membr"})) == "membre"
