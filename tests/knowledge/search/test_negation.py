"""How words deny: one reading for what is searched, what a project tells and whom it names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.negation import BREAKS, end_of_denied, negations, vocabulary


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("je reprends pas d entreprise", "refused"),
        ("on embauche personne", "refused"),
        ("nous n embauchons plus", "refused"),
        ("on cherche rien", "refused"),
        ("ne souhaite pas de formation", "refused"),
        ("on l achete pas", "refused"),
        ("on trouve pas de local", "not managed"),
        ("on arrive pas a recruter", "not managed"),
        ("on a pas reussi a recruter", "not managed"),
        ("on a pas les moyens d embaucher", "not managed"),
        ("un fonds autre que la caisse", "except"),
        ("un pret plutot que la bourse", "instead"),
        ("la banque veut pas preter", "plain"),  # that others will not is trouble
        ("une demande pas prete", "plain"),  # a name, no verb
    ],
)
def test_the_verb_tells_what_a_negation_means(text: str, manner: str) -> None:
    assert [one.manner for one in negations(text.split())] == [manner]


@pytest.mark.parametrize(
    "text",
    [
        "une personne embauche",
        "on vend plus de pain",
        "un deuxieme point de service",
        "c est pas facile de recruter",
        "on embauche rien que des jeunes",
        "pourquoi pas un cafe",
        "sans but lucratif",
    ],
)
def test_what_only_looks_like_a_negation_denies_nothing(text: str) -> None:
    assert not list(negations(text.split()))


SMALL = ["on", "je", "nous", "la", "un", "a", "ne", "que", "mais", "et", "plutot", ".", ",", "|"]
DENYING = ["pas", "jamais", "personne", "rien", "plus", "sans", "autre", "aucune"]
OTHERS = ["cherche", "trouve", "embauche", "demandons", "local"]
WORDS = st.sampled_from([*SMALL, *DENYING, *OTHERS])


@given(words=st.lists(WORDS, max_size=14), reach=st.integers(1, 5))
def test_what_is_denied_stands_in_its_sentence_and_goes_no_farther_than_is_said(
    words: list[str], reach: int
) -> None:
    last = 0
    for one in negations(words):
        assert last <= one.first < one.after <= len(words)
        last = one.after
        end = end_of_denied(words, one.after, reach)
        covered = words[one.after : end]
        assert not BREAKS & set(covered)
        assert sum(word not in vocabulary()["determiners"] for word in covered) <= reach
        assert (one.verb is not None) == (one.manner == "refused")
        assert one.verb is None or one.verb < one.first
