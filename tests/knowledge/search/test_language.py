"""Different ways of writing one thing are the same to the search."""

from __future__ import annotations

import pytest

from knowledge.search.language import respelled, terms
from knowledge.search.sound import sound


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chu tu seul", "je suis tout seul"),
        ("c koi une coop", "c'est quoi une coop"),
        ("notre CA", "notre conseil d'administration"),
        ("O.B.N.L.", "obnl"),
        ("des co-ops, une Co-opérative", "des coops, une cooperative"),
        ("ya-tu de l'aide", "est-ce qu'il y a de l'aide"),
    ],
)
def test_everyday_spelling_is_understood(typed: str, meant: str) -> None:
    assert respelled(typed).replace("-", " ") == meant.replace("-", " ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("un OBNL", "un organisme sans but lucratif"),
        ("des coops", "une coopérative"),
        ("notre AGA", "l'assemblée générale annuelle"),
        ("c'est quoi le prêt?", "parlez-moi des prêts"),
    ],
)
def test_synonyms_and_frames_of_questions_do_not_tell_texts_apart(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(("one", "other"), [("conbien", "combien"), ("vile", "ville"), ("bieck", "biec")])
def test_words_written_by_ear_sound_the_same(one: str, other: str) -> None:
    assert sound(one) == sound(other)
