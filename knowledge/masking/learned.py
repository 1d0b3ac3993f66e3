"""What the rules leave and strangers' messages taught: a word or a number that stands as somebody's do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import FeatureHasher

from knowledge.masking.births import BIRTH
from knowledge.masking.extent import ELIDED
from knowledge.masking.numbers import NUMBER, public
from knowledge.masking.persons import a_persons
from knowledge.masking.text import PERSON, Found
from knowledge.masking.tokens import Token, cues, tokens_of
from knowledge.masking.vocabulary import listed

MODEL_FILE = Path(__file__).with_name("model.npz")
COLUMNS = 2**17  # hashed, so that no vocabulary has to be kept

Numbers = npt.NDArray[Any]

_hasher = FeatureHasher(n_features=COLUMNS, input_type="string", dtype=np.float32)


def rows_of(told: Sequence[Sequence[str]]) -> csr_matrix:
    """What tokens are told by, as numbers: one row each."""
    return _hasher.transform(told).tocsr()


@dataclass(frozen=True)
class Model:
    """`weights` of the columns and the `constant` tell how surely a token is somebody's: one above `sure` is
    masked, and so is one beside it above `likely`."""

    weights: Numbers
    constant: float
    sure: float
    likely: float

    def scores(self, rows: csr_matrix) -> Numbers:
        """How surely each row is somebody's: 0 is even."""
        scores: Numbers = np.asarray(rows @ self.weights).ravel() + self.constant
        return scores

    def save(self, path: Path = MODEL_FILE) -> None:
        """Write it, its weights in half precision."""
        np.savez_compressed(
            path,
            weights=self.weights.astype(np.float16),
            levels=np.array([self.constant, self.sure, self.likely]),
        )

    @classmethod
    def load(cls, path: Path = MODEL_FILE) -> Model:
        """Read it back. Nothing in the file is run."""
        with np.load(path, allow_pickle=False) as stored:
            constant, sure, likely = stored["levels"].tolist()
            return cls(stored["weights"].astype(np.float32), constant, sure, likely)


@lru_cache(maxsize=1)
def _model() -> Model:
    return Model.load()


def learned(text: str, plain: str, found: Sequence[Found], known_names: frozenset[str]) -> Iterator[Found]:
    """Input: the text, the same folded, what the rules found in it, and names (lower case) that stay."""
    tokens = tokens_of(text, plain, found)
    if not any(token.written for token in tokens):
        return
    model = _model()
    scores = model.scores(rows_of(cues(tokens, text)))
    for one in somebodys(text, plain, tokens, scores, model.sure, model.likely):
        if plain[one.start : one.end] not in known_names:
            yield one


def somebodys(
    text: str, plain: str, tokens: Sequence[Token], scores: Numbers, sure: float, likely: float
) -> Iterator[Found]:
    """What to mask of tokens, from the score of each: those that are sure, and what is likely beside them;
    what the rules know to be nobody's stays."""
    taken = [bool(score >= sure) for score in scores]
    if not any(taken):
        return
    for places in (range(len(tokens)), range(len(tokens) - 1, -1, -1)):
        for before, place in pairwise(places):
            taken[place] = taken[place] or (taken[before] and bool(scores[place] >= likely))
    a_person = a_persons(text, plain)
    for one in _runs(tokens, taken):
        if a_person(one) if one.mark == PERSON else not public(plain, one.start):
            yield one


def _runs(tokens: Sequence[Token], taken: Sequence[bool]) -> Iterator[Found]:
    """The tokens that are taken, those that stand together as one; what the rules found of another kind is
    told apart: a name, then its telephone."""
    run: list[Token] = []
    for token in compress(tokens, taken):
        if not token.written:
            continue
        others = {one.mark for one in run if one.mark} - {token.mark}
        if run and (not _joined(tokens, run[-1], token) or (token.mark and others)):
            yield _told(run)
            run = []
        run.append(token)
    if run:
        yield _told(run)


def _told(run: Sequence[Token]) -> Found:
    """A run as one thing: «d'Antoine Gagnon» is told after its «d'»."""
    first = run[0]
    elided = ELIDED.match(first.plain) if first.typed[0].islower() else None
    return Found(first.start + (elided.end() if elided else 0), run[-1].end, _mark(run))


def _joined(tokens: Sequence[Token], one: Token, other: Token) -> bool:
    """Whether two words or numbers are told as one: «04-05-2027», «514, 555, 01 89», «Anne Roy»."""
    between = [token for token in tokens if one.end <= token.start < other.start]
    if any(token.written for token in between):
        return False
    unspaced = other.start - one.end == len(between)
    numbers = one.plain.isdecimal() and other.plain.isdecimal()
    return not between or (len(between) == 1 and (unspaced or numbers))


def _mark(run: Sequence[Token]) -> str:
    known = next((token.mark for token in run if token.mark), None)
    if known:
        return known
    numbered = any(token.plain.isdecimal() for token in run)
    dated = any(token.plain in listed("months") for token in run)
    return BIRTH if numbered and dated else NUMBER if numbered else PERSON
