"""The stage that a text says, by the clause that says it best: all answers learned together.

`clauses.py` weighs each clause alone; here the clauses of a text compete, beside its meaning read whole, and
what is learned is which text is at which stage. A clause is its meaning, its words and its letters, with
times told by their kind (`moments.py`): «depuis quatorze mois» and «depuis mars» are the same. Learned by
`saying_fit.py`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer

from knowledge.referral.learn.clauses import clauses
from knowledge.referral.learn.features import Numbers, meaning_of_one
from knowledge.referral.line import line_of
from knowledge.referral.moments import with_kinds
from knowledge.search.encoder import encode
from knowledge.vocabulary import STAGES

MODEL_FILE = Path(__file__).with_name("saying.npz")
WORDS, LETTERS = 2**13, 2**12  # columns of hashed words, and of groups of letters
SHARPNESS = 0.5  # how much the clauses that say less than the best one add to it: none at 0
STEPS = 127  # a weight is kept as a whole number of steps of its column, on one byte
PARTS = ("meaning", "words", "whole")

_words = HashingVectorizer(
    analyzer="word", ngram_range=(1, 2), n_features=WORDS, tokenizer=str.split, token_pattern=None,
    lowercase=False, alternate_sign=False, norm="l2",
)  # fmt: skip
_letters = HashingVectorizer(
    analyzer="char_wb", ngram_range=(3, 5), n_features=LETTERS, lowercase=False, alternate_sign=False,
    norm="l2",
)  # fmt: skip
_KIND = re.compile(r"\b\w+-\w+ ")
_STOPS = re.compile(r"(?<= )[|,] ")
_NUMBER = re.compile(r"#\S+")


def words_of(parts: Sequence[str], today: dt.date) -> csr_matrix:
    """Clauses as words and groups of letters, one row each."""
    lines = [_NUMBER.sub("#", _STOPS.sub("", with_kinds(line_of(part), today))) for part in parts]
    letters = _letters.transform([_KIND.sub("", line) for line in lines])
    return hstack([letters, _words.transform(lines)]).tocsr().astype(np.float32)


def best_of(scores: Numbers, starts: Numbers) -> Numbers:
    """Of the clauses of each text, about the best score of each stage. `starts`: where each text begins."""
    highest = np.maximum.reduceat(scores, starts, axis=0)
    counts = np.diff(np.r_[starts, len(scores)])
    raised = np.exp((scores - np.repeat(highest, counts, axis=0)) / SHARPNESS)
    best: Numbers = highest + SHARPNESS * np.log(np.add.reduceat(raised, starts, axis=0))
    return best


@dataclass(frozen=True)
class Saying:
    """The weights of each stage over the meaning and the words of a clause, and over the meaning of the whole
    text; how likely each stage is beside none before a text is read."""

    meaning: Numbers
    words: Numbers
    whole: Numbers
    constants: Numbers

    def margins(self, meanings: Numbers, words: csr_matrix, starts: Numbers, whole: Numbers) -> Numbers:
        """How much likelier than none each stage is, one row a text. `meanings`, `words`: of its clauses."""
        scores = np.asarray(meanings @ self.meaning) + words @ self.words
        margins: Numbers = best_of(scores, starts) + np.asarray(whole @ self.whole) + self.constants
        return margins

    def save(self, path: Path = MODEL_FILE) -> None:
        """Write it, a byte a weight."""
        columns: dict[str, Any] = {"stages": np.array(STAGES), "constants": self.constants}
        for name in PARTS:
            weights = getattr(self, name)
            steps = np.maximum(np.abs(weights).max(axis=0), np.finfo(np.float32).tiny) / STEPS
            columns |= {name: np.round(weights / steps).astype(np.int8), f"{name}/steps": steps}
        np.savez_compressed(path, **columns)

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> Saying:
        """Read it back. Nothing in the file is run. Raises `ValueError` where it is of other stages."""
        with np.load(path, allow_pickle=False) as stored:
            if tuple(stored["stages"].tolist()) != STAGES:
                raise ValueError("learned of other answers: run `python -m knowledge.referral.learn`")
            parts = {
                name: stored[name].astype(np.float32) * stored[f"{name}/steps"].astype(np.float32)
                for name in PARTS
            }
            return cls(**parts, constants=stored["constants"])


def said_of_stages(text: str, today: dt.date) -> Numbers:
    """How much likelier than none a text says each stage, by the model as it was last learned."""
    parts = tuple(clauses(text))
    meanings, whole = encode(parts), meaning_of_one([text])
    margins: Numbers = learned_saying().margins(meanings, words_of(parts, today), np.array([0]), whole)[0]
    return margins


@lru_cache(maxsize=1)
def learned_saying() -> Saying:
    """The model as it was last learned."""
    return Saying.load()
