"""Character vectors are those of scikit-learn, over counts that are remembered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.search.characters import NGRAMS, CharacterVectors, character_counts

TEXTS = ["une cooperative de travail", "une subvention", "le pret de la caisse"]


@given(question=st.text("acdeioprtuv ", max_size=30))
def test_a_question_is_as_near_to_each_text_as_scikit_learn_says(question: str) -> None:
    vectors = CharacterVectors(TEXTS, [], character_counts())
    theirs = TfidfVectorizer(analyzer="char_wb", ngram_range=NGRAMS, sublinear_tf=True, lowercase=False)
    base = theirs.fit_transform(TEXTS)
    expected = (base @ theirs.transform([question]).T).toarray().ravel()
    ours = vectors.nearness_of_texts(vectors.once(question))
    # Theirs leaves out the pieces that no text holds, ours counts them in the length: proportional.
    scale = ours.max(initial=0) / expected.max(initial=0) if expected.any() else 0
    assert ours == pytest.approx(expected * scale, abs=1e-5)
    assert 0 <= scale <= 1.0001


def test_what_the_base_does_not_hold_takes_away_from_the_likeness() -> None:
    vectors = CharacterVectors(TEXTS, ["subvention"], character_counts())
    known, half = vectors.once("subvention"), vectors.once("subvention zizanie")
    assert vectors.nearness_of_phrasings(known)[0] > 0.999
    assert vectors.nearness_of_phrasings(half)[0] < 0.9


def test_an_empty_question_is_like_nothing() -> None:
    vectors = CharacterVectors(TEXTS, [], character_counts())
    assert not vectors.nearness_of_texts(vectors.once("")).any()
