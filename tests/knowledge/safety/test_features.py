"""What is typed counts by how rare it is, whatever the length of the message."""

from __future__ import annotations

import numpy as np

from knowledge.safety.features import SPELLINGS, features, rarity_of, weighed

SAID = ["on veut fonder une coop", "on veut un local", "on veut en finir", "la coop", ""]


def test_a_word_that_few_messages_hold_counts_more_than_one_that_all_do() -> None:
    rows = features(SAID)
    rarity = rarity_of(rows)
    words = SPELLINGS[1]
    held = [set(rows[at, words].indices) for at in range(3)]
    everywhere, finir = held[0] & held[1] & held[2], held[2] - held[0] - held[1]
    assert max(rarity[words][list(everywhere)]) < min(rarity[words][list(finir)])


def test_what_is_typed_weighs_as_much_in_a_long_message_as_in_a_short_one() -> None:
    rows = features(SAID)
    typed = weighed(rows, rarity_of(rows))
    for place in SPELLINGS:
        lengths = np.sqrt(np.asarray(typed[:, place].multiply(typed[:, place]).sum(1)).ravel())
        assert np.allclose(lengths, [1, 1, 1, 1, 0], atol=1e-5)
