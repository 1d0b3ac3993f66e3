"""`python -m knowledge.masking.train`: learn from `examples/*.yaml` what the rules leave, write `model.npz`.

The level is chosen on the files left out in turn (each is what one hand wrote): what is printed is how
strangers are masked, never those it learned from. What is written is judged on other files by
`python -m benchmarks.masking`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from knowledge.masking import apart, by_rule, make_ready
from knowledge.masking.learned import Model, Numbers, rows_of, somebodys
from knowledge.masking.text import Found, folded, without_invisible
from knowledge.masking.tokens import Token, cues, tokens_of
from knowledge.safety.messages import NONE, ordinary, read_examples, stories

EXAMPLES = Path(__file__).with_name("examples")
EASE = 0.5  # how far the weights may go: with four times as much, a tenth more is touched for as much masked
LEVELS = (2.0, 1.5, 1.0, 0.5, 0.0, -0.25, -0.5, -0.75, -1.0)  # tried, from the surest on
LIKELY = 0.8  # below the level, beside what is above it
MAX_TOUCHED = 0.027  # of the messages of other hands with nothing personal: 3 %, and room for one more hand
NOBODY = "nobody"
MAX_NOBODYS = 9_000  # messages of everyday: more take long and change little


@dataclass(frozen=True)
class Told:
    """A message, what in it is somebody's, who wrote it, and what the rules find."""

    text: str
    secrets: list[str]
    author: str
    found: list[Found]
    tokens: list[Token]

    def labels(self) -> list[bool]:
        """Of each token, whether it is in what is somebody's."""
        spans = [span for secret in self.secrets for span in _places_of(secret, self.text)]
        return [any(start < token.end and token.start < end for start, end in spans) for token in self.tokens]

    def masked(self, scores: Numbers, sure: float) -> str:
        """The text at a level."""
        text = self.text
        learned = somebodys(self.text, folded(self.text), self.tokens, scores, sure, sure - LIKELY)
        for one in reversed(apart([*self.found, *learned])):
            text = text[: one.start] + one.mark + text[one.end :]
        return text


def _places_of(secret: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(secret)
    while start >= 0:
        yield start, start + len(secret)
        start = text.find(secret, start + 1)


def _told(text: str, secrets: list[str], author: str) -> Told:
    text = without_invisible(text)
    plain = folded(text)
    found = by_rule(text, plain)
    return Told(text, secrets, author, found, tokens_of(text, plain, found))


def strangers() -> list[Told]:
    """The messages that strangers wrote, with personal data or none."""
    told = []
    for path in sorted(EXAMPLES.glob("*.yaml")):
        lists: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        told += [_told(row["text"], row["secrets"], path.stem) for row in lists["personal"]]
        told += [_told(text, [], path.stem) for text in lists["clean"]]
    return told


def everyday() -> list[Told]:
    """Questions, stories and talk, where nobody is named: what the rules find in them is left out."""
    texts = [*ordinary(), *(one.text for one in stories())]
    texts += [one.text for one in read_examples() if one.kind == NONE]
    distinct = list(dict.fromkeys(text for text in texts if " " in text))
    step = max(1, len(distinct) // MAX_NOBODYS)
    return [_told(text, [], NOBODY) for text in distinct[::step][:MAX_NOBODYS]]


@dataclass(frozen=True)
class Learning:
    """The tokens of the messages: as numbers, the message each is of, whether it is somebody's, and whether
    it is learned from; and who wrote each message."""

    rows: csr_matrix
    owner: Numbers
    somebodys: Numbers
    taught: Numbers
    authors: Numbers

    def fitted(self, kept: Numbers) -> Model:
        """What the messages marked by `kept` teach."""
        taught = self.taught & kept[self.owner]
        learner = LogisticRegression(C=EASE, max_iter=200, solver="liblinear")
        learner.fit(self.rows[taught], self.somebodys[taught])
        return Model(learner.coef_[0], float(learner.intercept_[0]), 0.0, 0.0)

    def held_aside(self) -> list[Numbers]:
        """For each message, the scores of its tokens had its author's not been learned from."""
        scores = np.zeros(len(self.owner))
        for author in sorted(set(self.authors) - {NOBODY}):
            mine = self.authors == author
            scores[mine[self.owner]] = self.fitted(~mine).scores(self.rows[mine[self.owner]])
        return np.split(scores, np.searchsorted(self.owner, np.arange(1, len(self.authors))))


def learning(messages: Sequence[Told]) -> Learning:
    """The messages as numbers."""
    tokens = [token for told in messages for token in told.tokens]
    owner = np.array([place for place, told in enumerate(messages) for _ in told.tokens])
    authors = np.array([told.author for told in messages])
    found = np.array([bool(token.mark) for token in tokens])
    return Learning(
        rows=rows_of([cue for told in messages for cue in cues(told.tokens, told.text)]),
        owner=owner,
        somebodys=np.array([label for told in messages for label in told.labels()]),
        taught=np.array([token.written for token in tokens]) & ~(found & (authors[owner] == NOBODY)),
        authors=authors,
    )


def shares(messages: Sequence[Told], scores: Sequence[Numbers], sure: float) -> tuple[float, float]:
    """Of the messages with personal data, the share that keeps none at a level; of the others, the share
    that is touched."""
    clean, touched = [], []
    for told, of_tokens in zip(messages, scores, strict=True):
        masked = told.masked(of_tokens, sure)
        if told.secrets:
            clean.append(not any(secret in masked for secret in told.secrets))
        else:
            touched.append(masked != told.text)
    return float(np.mean(clean)), float(np.mean(touched))


def level(messages: Sequence[Told], scores: Sequence[Numbers]) -> float:
    """The lowest level that touches few enough messages with nothing personal; prints what each does."""
    chosen = LEVELS[0]
    for sure in (np.inf, *LEVELS):
        clean, touched = shares(messages, scores, sure)
        print(f"level {sure}: {clean:.3f} keep nothing, {touched:.3f} of the others touched")
        if touched <= MAX_TOUCHED and sure < chosen:
            chosen = sure
    return chosen


def train() -> Model:
    """Learn, print what was measured, and give the model."""
    make_ready()
    written = strangers()
    learned = learning([*written, *everyday()])
    scores = learned.held_aside()[: len(written)]
    sure = level(written, scores)
    for author in sorted({told.author for told in written}):
        mine = [place for place, told in enumerate(written) if told.author == author]
        parts = [written[place] for place in mine], [scores[place] for place in mine]
        rules, both = shares(*parts, np.inf), shares(*parts, sure)
        print(
            f"  {author}, left out: {both[0]:.3f} keep nothing ({rules[0]:.3f} by the rules alone), "
            f"{both[1]:.3f} of the others touched ({rules[1]:.3f})"
        )
    model = learned.fitted(np.ones(len(learned.authors), dtype=bool))
    return Model(model.weights, model.constant, sure, sure - LIKELY)


if __name__ == "__main__":
    train().save()
