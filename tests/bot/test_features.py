"""A message read alone is made of the same numbers as among others."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.features import TextFeatures

LEARNT = [
    "C'est quoi une coop?",
    "j'veux partir un OBNL à Saint-Zotique",
    "combien ça coûte",
    "22 ans, ça va-tu?",
]
FEATURES = TextFeatures.fit(LEARNT, 2.0)
words = st.sampled_from(
    ["coop", "c'est", "quoi", "Zotique", "à", "ça", "jveux", "inconnu", "🙂", "22", "?", "\n"]
)


@given(st.one_of(st.text(max_size=60), st.lists(words, max_size=12).map(" ".join)))
def test_a_row_is_the_row_of_the_table(text: str) -> None:
    vector = np.random.default_rng(len(text)).normal(size=8)
    (whole,) = FEATURES.table([text], vector[None]).toarray()
    row = FEATURES.row(text, vector)
    alone = np.zeros_like(whole)
    alone[row.places] = row.values
    np.testing.assert_allclose(alone, whole, atol=1e-6)
    weights = np.random.default_rng(0).normal(size=(3, len(whole)))
    np.testing.assert_allclose(row.scores(weights), weights @ whole, atol=1e-4)
