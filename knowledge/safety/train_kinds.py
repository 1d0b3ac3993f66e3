"""Learning which danger a message tells of, and from which likelihood on a text of one kind is said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from knowledge.safety.class_learner import learned_classes
from knowledge.safety.classes import Classes, Numbers, likelihoods
from knowledge.safety.kinds import WIDEST, is_right, right_for, to_say
from knowledge.safety.learner import Learner, classes

WRONG = 0.03  # of the messages of danger of other hands, at most, get a text that is not right for them
LEVELS = tuple(round(0.3 + 0.05 * step, 2) for step in range(14))


def learn_kinds(
    detector: Learner, labels: Sequence[str], authors: Numbers, wholes: csr_matrix, strongest: csr_matrix
) -> tuple[Classes, float]:
    """The kinds, and the likelihood with which a text must be right to be said; what was measured is printed.

    Input: of each message of danger its kind, its author, its row and that of its strongest piece.
    """
    names = sorted(set(labels))
    learner = Learner(wholes, *classes(labels, names), like=detector)
    aside = [learner.held_aside(authors, authors, rows) for rows in (wholes, strongest)]
    scores = (aside[0] + aside[1]) / 2
    kinds = learned_classes(learner, names, scores, labels)
    likely = likelihoods(scores, kinds.scales, kinds.shifts)
    level = _level(names, likely, labels)
    _print_said(names, to_say(names, likely, level), labels, authors)
    return kinds, level


def _level(names: Sequence[str], likely: Numbers, labels: Sequence[str]) -> float:
    """The lowest level at which few get a text that is wrong for them."""
    for level in LEVELS:
        said = to_say(names, likely, level)
        wrong = np.mean([not is_right(text, kind) for text, kind in zip(said, labels, strict=True)])
        general = np.mean(np.array(said) == WIDEST)
        print(f"text right with {level:.2f}: wrong {wrong:.4f}, general {general:.3f}")
        if wrong <= WRONG:
            return level
    return LEVELS[-1]


def _print_said(names: Sequence[str], said: Sequence[str], labels: Sequence[str], authors: Numbers) -> None:
    """What people in each kind of danger are told, by strangers' messages."""
    texts, true = np.array(said), np.array(labels)
    right = np.array([is_right(text, kind) for text, kind in zip(said, labels, strict=True)])
    for kind in names:
        mine = true == kind
        told = {text: int(np.sum(texts[mine] == text)) for text in right_for() if np.any(texts[mine] == text)}
        print(f"  {kind}: right {right[mine].mean():.3f}, own {np.mean(texts[mine] == kind):.3f}, {told}")
    for author in np.unique(authors):
        mine = authors == author
        print(f"  {author}: right {right[mine].mean():.3f}, general {np.mean(texts[mine] == WIDEST):.3f}")
