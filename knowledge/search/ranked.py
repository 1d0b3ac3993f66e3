"""What a ranking is: the answers in their order, and what is known of the best one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from knowledge.answers.published import PublishedAnswer
from knowledge.search.bm25 import Scores
from knowledge.search.decision import Signs, calibration
from knowledge.search.sureness import LEXICON, Standing

FULL = 0.9  # how surely a full answer must be the one wanted to stand before an entry of the lexicon


@dataclass(frozen=True)
class Candidate:
    """An answer with its score and the signs that it is the one wanted."""

    answer: PublishedAnswer
    total: float
    signs: Signs


@dataclass(frozen=True)
class Ranking:
    """The best answers, best first, and the declined topic nearest to the question (`topic_sure` when it is
    surely that one). `namesakes`: those of other MRC that bear the name of the best one, when nothing tells
    which is meant. `compared`: the answers on the resources that the question sets side by side.
    `word_for_word`: whether the question is, as it stands, a way of asking the best. `plain`: the question
    folded, its typing mistakes set right; `understood`: whether it holds words that somebody knows.
    `standing`: how the best one stands before the others; `totals`: how near every answer is, in the order
    of `Ranker.ids`, nothing being added for what is word for word."""

    candidates: tuple[Candidate, ...]
    topic: str | None
    namesakes: tuple[Candidate, ...] = ()
    compared: tuple[PublishedAnswer, ...] = ()
    topic_sure: bool = False
    word_for_word: bool = False
    plain: str = ""
    understood: bool = True
    standing: Standing = field(default_factory=dict)
    totals: Scores = field(default_factory=lambda: np.zeros(0), repr=False, compare=False)


def full_first(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates, an entry of the lexicon behind the full answer that is as surely the one wanted: it
    says what the word means too, and more."""
    if not candidates or not candidates[0].answer.identifier.startswith(LEXICON):
        return candidates
    right = calibration().right
    full = next(
        (
            one
            for one in candidates[1:]
            if one.answer.kind == "written"
            and not one.answer.identifier.startswith(LEXICON)
            and right(one.signs) >= FULL
        ),
        None,
    )
    return [full, *(one for one in candidates if one is not full)] if full else candidates
