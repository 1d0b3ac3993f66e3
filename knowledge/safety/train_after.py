"""Learning what is written just after a danger was told: `after/*.yaml`, beside the messages of danger (which
tell another, or the same) and what is said when all is well (which does not)."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from knowledge.safety.after import EASED, OTHER, STILL, TOLD, AfterModel
from knowledge.safety.class_learner import learned_classes
from knowledge.safety.classes import likelihoods
from knowledge.safety.features import features
from knowledge.safety.learner import Learner, classes
from knowledge.safety.messages import AFTER, NONE, SHORT, Example, read_examples
from knowledge.search.encoder import EncodedTexts

BESIDE = 300  # messages of danger, and as many harmless ones, learned from beside
# Of what leans on a danger, by other hands, so much at most is taken for its end; and of messages of danger.
ENDED, SURELY_ENDED = 0.03, 0.01
ASKED = 0.05  # and so much for a question of its own


def learn_after(detector: Learner, encoder: EncodedTexts, others: Sequence[Example]) -> AfterModel:
    """The readings; what was measured on other hands is printed, as of words that tell of no danger by
    themselves. `others`: messages of danger, and harmless."""
    written = read_examples(AFTER)
    messages = [*written, *_beside(others)]
    labels = [one.kind for one in messages]
    authors = np.array([one.author for one in messages])
    rows = features([one.text for one in messages], encoder.encode)
    names = sorted(set(labels))
    learner = Learner(rows, *classes(labels, names), like=detector)
    scores = learner.held_aside(authors, authors, rows)
    readings = learned_classes(learner, names, scores, labels)
    likely = likelihoods(scores, readings.scales, readings.shifts)
    leans = np.isin(labels, (STILL, TOLD))
    ended = likely[:, names.index(EASED)]
    levels = [
        float(np.quantile(ended[place][leans[place]], 1 - share, method="higher"))
        for share, place in ((ENDED, slice(None, len(written))), (SURELY_ENDED, slice(len(written), None)))
    ]
    apart = likely[:, names.index(OTHER)]
    asks = float(np.quantile(apart[leans], 1 - ASKED, method="higher"))
    model = AfterModel(readings, learner.landmarks, levels[0], levels[1], asks)
    read = np.array(model.chosen(likely, np.zeros(len(messages), dtype=bool)))
    print(f"after a danger: over from {model.eased:.2f}, surely from {model.sure_eased:.2f}")
    served = np.mean(apart[np.array(labels) == OTHER] >= asks)
    print(f"a question of its own from {asks:.2f}: {served:.3f} of them")
    for author in (*np.unique(authors[: len(written)]), None):
        mine = np.arange(len(messages)) >= len(written) if author is None else authors == author
        for name in names:
            some = mine & (np.array(labels) == name)
            if some.any():
                told = {other: int(np.sum(read[some] == other)) for other in names}
                print(f"  {author or 'beside'} {name}: right {np.mean(read[some] == name):.3f}, {told}")
    return model


def _beside(others: Sequence[Example]) -> list[Example]:
    """Some of the messages of danger, and harmless ones that stand by themselves."""
    dice = random.Random(0)  # noqa: S311
    danger = [Example(one.text, TOLD, one.author) for one in others if one.kind != NONE]
    asked = [
        Example(one.text, OTHER, one.author)
        for one in others
        if one.author.startswith(NONE) and len(one.text.split()) > SHORT
    ]
    return [*dice.sample(danger, BESIDE), *dice.sample(asked, BESIDE)]
