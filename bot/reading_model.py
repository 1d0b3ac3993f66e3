"""What a message does, as labels: one linear model for all of them, fitted by least squares.

Every label is fitted at once: one decomposition of how alike the examples are serves them all, and gives for
each block of examples the scores that a model would give that had not seen it. On these the probabilities are
calibrated and each label's threshold is chosen. An example about whose label nothing is known weighs nothing
for that label. Holds nothing of Rasa.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import spotrf, spotri
from sklearn.linear_model import LogisticRegression

from bot.features import TextFeatures
from bot.reading_examples import Example

MEANING_WEIGHT = 2.0
SMOOTHING = 1.0  # flat from .5 to 2
BIAS = 1.0  # likeness of any two texts
BLOCK = 8  # neighbours in a file are worded alike: they are held aside together
ROUNDS = 6  # after which what is unknown weighs next to nothing
HOLDS = 0.5  # a label holds from there
# Between two questions of one message: «C'est quoi une coop, faut être combien, pis ça coûte quoi?»
_BETWEEN = re.compile(r"[?!.;]+\s*|,\s*|\s+(?:pis|puis|et)\s+", re.IGNORECASE)
# «Et si je démissionne, est-ce que…» asks one thing: the clause before the comma is what it is asked of.
_CONDITION = re.compile(
    r"((?:^|[?!.;]\s*)(?:et |pis |puis |mais )?(?:si|quand|lorsque)\b[^,?!.;]*),", re.IGNORECASE
)
MIN_PART, MANY = 2, 2  # words of each question, and as many questions
FEWEST = 8  # positive examples of a label that can be learnt
# The labels that most turns rest on take as many as they can, up to this share of what they are not;
# elsewhere the best F1 decides.
MAX_FALSE = {"question": 0.03, "leans": 0.11}


@dataclass(frozen=True)
class Label:
    """How the score of a label becomes a probability, and from which one it holds."""

    name: str
    slope: float
    constant: float
    threshold: float

    def probability(self, score: np.ndarray) -> np.ndarray:
        """Probabilities of scores."""
        return np.asarray(1 / (1 + np.exp(-(self.slope * score + self.constant))))


@dataclass(frozen=True)
class Asked:
    """The questions of a message that has several parts; of one that also asks whom to see, `beside`: those
    that ask something else."""

    questions: list[str]
    beside: list[str]


@dataclass(frozen=True)
class ReadingModel:
    """The features, the weights of each label, and the labels."""

    features: TextFeatures
    weights: np.ndarray
    constants: np.ndarray
    labels: tuple[Label, ...]

    def read(self, texts: Sequence[str], vectors: np.ndarray) -> list[dict[str, float]]:
        """For each text, how surely it has each label: .5 and above means that it holds."""
        return [self._read(text, vector) for text, vector in zip(texts, vectors)]

    def _read(self, text: str, vector: np.ndarray) -> dict[str, float]:
        scores = self.features.row(text, vector).scores(self.weights) + self.constants
        return {label.name: _about_half(label, score) for label, score in zip(self.labels, scores)}

    def asked(self, message: str, encode: Callable[[list[str]], np.ndarray]) -> Asked:
        """The questions that a message asks, when it has several parts. What only wants the one before told
        better («coop ou OBNL, ça change quoi?») is none of them."""
        # What stands before a colon says of what the question is: «notre coop à Delson: qui nous aide?».
        parts = [
            part.rpartition(": ")[2].strip()
            for part in _BETWEEN.split(_CONDITION.sub(r"\1", message))
            if part
        ]
        parts = [part for part in parts if len(part.split()) >= MIN_PART]
        if len(parts) < MANY:
            return Asked([], [])
        read = self.read(parts, encode(parts))
        asked = {
            part: labels.get("whom", 0.0) >= HOLDS
            for part, labels in zip(parts, read)
            if labels.get("question", 0.0) >= HOLDS > labels.get("simpler", 0.0)
        }
        if len(asked) < MANY:
            return Asked(list(asked), [])  # the one that is asked, beside what is told
        return Asked(list(asked), [part for part, whom in asked.items() if not whom and any(asked.values())])


@dataclass(frozen=True)
class HeldAside:
    """The scores of examples that the model had not seen, and what they should be (nan: unknown)."""

    scores: np.ndarray
    wanted: np.ndarray


def fit(
    examples: Sequence[Example], vectors: np.ndarray, names: Sequence[str]
) -> tuple[ReadingModel, HeldAside]:
    """The model of these labels, and the scores of the examples held aside."""
    texts = [example.text for example in examples]
    features = TextFeatures.fit(texts, MEANING_WEIGHT)
    table = features.table(texts, vectors)
    known = _known(examples, names)
    inverse = _inverse(features.likeness(texts, vectors) + np.float32(BIAS))
    filled = np.where(np.isnan(known), -1.0, known)
    held = filled
    for _ in range(ROUNDS):
        held = _held_aside(inverse, filled)
        filled = np.where(np.isnan(known), held, known)
    held = _held_aside(inverse, filled)
    coefficients = inverse @ filled
    weights = np.asarray((table.T @ coefficients).T, dtype=np.float32)
    labels = tuple(_calibrated(name, held[:, i], known[:, i]) for i, name in enumerate(names))
    model = ReadingModel(features, weights, BIAS * coefficients.sum(axis=0), labels)
    return model, HeldAside(held, known)


def _inverse(likeness: np.ndarray) -> np.ndarray:
    """The inverse of how alike the examples are, smoothed. Single precision is enough, and twice as quick."""
    likeness[np.diag_indices_from(likeness)] += SMOOTHING
    factor, failed = spotrf(likeness, lower=True, overwrite_a=True)
    inverse, failed_too = spotri(factor, lower=True, overwrite_c=True)
    if failed or failed_too:
        raise ValueError("the examples cannot be told apart")
    lower = np.tril(inverse)
    return np.asarray(lower + np.tril(lower, -1).T)


def _known(examples: Sequence[Example], names: Sequence[str]) -> np.ndarray:
    """1 where a label is told, -1 where it is not, nan where nothing is known."""
    rows = [
        [1.0 if name in e.labels else np.nan if name in e.unsure else -1.0 for name in names]
        for e in examples
    ]
    return np.array(rows)


def _held_aside(inverse: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The scores of each block of examples under the model fitted on all the others."""
    coefficients = inverse @ wanted
    scores = np.empty_like(wanted)
    for start in range(0, len(wanted), BLOCK):
        block = slice(start, min(start + BLOCK, len(wanted)))
        scores[block] = wanted[block] - np.linalg.solve(inverse[block, block], coefficients[block])
    return scores


def _calibrated(name: str, scores: np.ndarray, known: np.ndarray) -> Label:
    """A label with its probability and its threshold, from examples held aside."""
    sure = ~np.isnan(known)
    scores, right = scores[sure, np.newaxis], known[sure] > 0
    if right.sum() < FEWEST or right.all():
        return Label(name, 1.0, -10.0, 1.0)  # too little to learn from: never read
    model = LogisticRegression(C=100.0).fit(scores, right)
    label = Label(name, float(model.coef_[0, 0]), float(model.intercept_[0]), 0.5)
    probabilities = label.probability(scores[:, 0])
    return Label(name, label.slope, label.constant, _threshold(name, probabilities, right))


def _threshold(name: str, probabilities: np.ndarray, right: np.ndarray) -> float:
    """The lowest threshold that takes few enough others (`MAX_FALSE`), or that of the best F1."""
    best, chosen = -1.0, 0.5
    for threshold in np.linspace(0.05, 0.95, 91):
        told = probabilities >= threshold
        if name in MAX_FALSE:
            if (told & ~right).sum() <= MAX_FALSE[name] * (~right).sum():
                return float(threshold)
            continue
        f1 = 2 * (told & right).sum() / max(told.sum() + right.sum(), 1)
        if f1 > best:
            best, chosen = float(f1), float(threshold)
    return chosen


def _about_half(label: Label, score: float) -> float:
    """A probability brought to a scale where the label's own threshold is one half."""
    p = float(label.probability(np.asarray(score)))
    t = label.threshold
    return round(0.5 * p / t if p < t else 0.5 + 0.5 * (p - t) / max(1 - t, 1e-9), 4)
