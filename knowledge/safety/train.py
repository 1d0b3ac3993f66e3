"""`python -m knowledge.safety.train`: learn from `examples/*.yaml` and `after/*.yaml`, say how well, write
`model.npz` and `after.npz`.

The thresholds are chosen on messages held aside in turn, one author's at a time (a file of examples is what
one hand wrote): what is printed is how strangers are met, never those it learned from. What is written is
judged on other files by `python -m benchmarks.danger`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from knowledge.safety.classes import Numbers
from knowledge.safety.features import features, pieces
from knowledge.safety.learner import Learner, sides
from knowledge.safety.messages import NONE, STORY, Example, ordinary, read_examples, stories
from knowledge.safety.model import HARMLESS, HARMLESS_MARGIN, PART_MARGIN, Model, margin_of_parts
from knowledge.safety.train_after import learn_after
from knowledge.safety.train_kinds import learn_kinds
from knowledge.search.encoder import EncodedTexts
from knowledge.search.text import fold
from knowledge.settings import var_dir

PARTS = 8  # of the clauses of harmless messages, one in so many is also learned from
SHARES = 8  # of the ordinary questions: each is weighed by what the others taught
# Of the messages of hands not learned from, met in full or in a line above the answer. Those were written to
# be hard. What other levels would take of the harmless ones is printed.
RECALL = 0.96
# Floors and margins whose effect is printed, beside the present ones.
TRIED = ((HARMLESS, PART_MARGIN), (-0.6, 0.8), (HARMLESS, HARMLESS_MARGIN), (-0.2, 0.8), (HARMLESS, 1.2))
SURE_ALARMS = 0.03  # of the harmless messages that sound like danger, at most, are answered in full
CERTAIN_ALARMS = 0.01  # and set aside what they ask
STRAYS = (
    9  # one dangerous message in so many is also learned from with a word nobody knows in it: a name, a slip
)


LAUGHED = 9  # and one in so many with a laugh at its end: who laughs may be in danger as much
LAUGHS = ("lol", "haha", "mdr", "hihi", "😂", "😅", "🙃")


@dataclass(frozen=True)
class Learning:
    """The pieces of the messages: the features of each, the message it is of, whether it is the whole of it;
    and of each message, whether it tells of a danger, which, and who wrote it."""

    rows: csr_matrix
    owner: Numbers
    whole: Numbers
    danger: Numbers
    kinds: list[str]
    authors: Numbers

    def piece_labels(self) -> Numbers:
        return self.danger[self.owner]

    def learned_from(self) -> Numbers:
        """The pieces to learn from: a part of a dangerous message may be harmless, of a harmless one never
        dangerous."""
        harmless = ~self.piece_labels() & (np.arange(len(self.owner)) % PARTS == 0)
        mask: Numbers = self.whole | harmless
        return mask

    def strongest(self, scores: Numbers, floor: float = HARMLESS, more: float = HARMLESS_MARGIN) -> Numbers:
        """From the score of each piece, that of each message: a clause weighs less than the whole."""
        whole = np.empty(len(self.danger))
        whole[self.owner[self.whole]] = scores[self.whole]
        margins = margin_of_parts(whole[self.owner], floor, more)
        most: Numbers = np.full(len(self.danger), -np.inf)
        np.maximum.at(most, self.owner, scores - np.where(self.whole, 0.0, margins))
        return most

    def strongest_piece(self, scores: Numbers) -> Numbers:
        """The piece by which each message is taken."""
        whole = np.empty(len(self.danger))
        whole[self.owner[self.whole]] = scores[self.whole]
        left = scores - np.where(self.whole, 0.0, margin_of_parts(whole[self.owner]))
        order = np.lexsort((left, self.owner))
        last: Numbers = order[
            np.searchsorted(self.owner[order], np.arange(len(self.danger)), side="right") - 1
        ]
        return last


def with_a_stray_word(examples: Sequence[Example]) -> list[Example]:
    """Some of the dangerous messages once more, with a word that means nothing somewhere in them."""
    dice = random.Random(0)  # noqa: S311
    strayed = []
    for one in [one for one in examples if one.kind != NONE][::STRAYS]:
        words = one.text.split()
        word = dice.choice(words).lower()
        words.insert(dice.randint(0, len(words)), "".join(dice.sample(word, len(word))))
        strayed.append(Example(" ".join(words), one.kind, one.author))
    return strayed


def with_a_laugh(examples: Sequence[Example]) -> list[Example]:
    """Some of the dangerous messages once more, with a laugh at the end: not those with a stray word."""
    dice = random.Random(0)  # noqa: S311
    laughing = [one for one in examples if one.kind != NONE][LAUGHED // 2 :: LAUGHED]
    return [Example(f"{one.text} {dice.choice(LAUGHS)}", one.kind, one.author) for one in laughing]


def learning(messages: Sequence[Example], encoder: EncodedTexts) -> Learning:
    """Messages as numbers."""
    parts = [pieces(one.text) for one in messages]
    flat = [piece for group in parts for piece in group]
    return Learning(
        rows=features(flat, encoder.encode),
        owner=np.array([index for index, group in enumerate(parts) for _ in group]),
        whole=np.array([place == 0 for group in parts for place in range(len(group))]),
        danger=np.array([one.kind != NONE for one in messages]),
        kinds=[one.kind for one in messages],
        authors=np.array([one.author for one in messages]),
    )


def print_margins(learned: Learning, scores: Numbers, hard: Numbers) -> None:
    """What each margin of the clauses of a harmless whole does to what is met and taken, at the levels that
    the present one gives."""
    danger, harmless = hard & learned.danger, hard & ~learned.danger
    levels = thresholds(learned.strongest(scores)[hard], learned.danger[hard])
    for floor, more in TRIED:
        strongest = learned.strongest(scores, floor, more)
        taken = [np.mean(strongest[some] >= level) for some in (danger, harmless, ~hard) for level in levels]
        print(
            f"whole below {floor}, margin {more}: in full and at all, met {taken[0]:.4f} {taken[1]:.4f}, "
            f"look-alikes {taken[2]:.4f} {taken[3]:.4f}, others {taken[4]:.4f} {taken[5]:.4f}"
        )


def thresholds(scores: Numbers, danger: Numbers) -> tuple[float, float]:
    """From where a danger is sure (few harmless messages reach it), and from where it is plausible (`RECALL`
    of the dangerous messages do)."""
    plausible = float(np.quantile(scores[danger], 1 - RECALL, method="lower"))
    sure = float(np.quantile(scores[~danger], 1 - SURE_ALARMS, method="higher"))
    return max(sure, plausible), plausible


def _print_levels(scores: Numbers, danger: Numbers, hard: Numbers, told: Numbers) -> None:
    """What each recall of the hard messages of other hands would take of the harmless ones."""
    for recall in (0.93, 0.94, 0.95, 0.96, 0.97, 0.98):
        level = float(np.quantile(scores[hard & danger], 1 - recall, method="lower"))
        alike, story, question = (
            np.mean(scores[some] >= level) for some in (hard & ~danger, told, ~hard & ~told)
        )
        print(f"recall {recall:.2f}: look-alikes {alike:.3f}, stories {story:.3f}, questions {question:.4f}")


def train(encoder: EncodedTexts) -> Model:
    """Learn, print what was measured, and give the model."""
    usual = [Example(text, NONE, f"{NONE} {row % SHARES}") for row, text in enumerate(ordinary())]
    written = read_examples()
    known = {fold(one.text) for one in written}
    told_at_length = [one for one in stories() if fold(one.text) not in known]
    messages = [*written, *with_a_stray_word(written), *with_a_laugh(written), *usual, *told_at_length]
    told = learning(messages, encoder)
    asked = np.array([one.author.startswith(NONE) for one in messages])
    of_stories = np.array([one.author.startswith(STORY) for one in messages])
    taught = told.learned_from()
    learner = Learner(told.rows[taught], *sides(told.piece_labels()[taught]))
    of_piece = told.authors[told.owner]
    pieces_scored = learner.held_aside(of_piece, of_piece[taught], told.rows)
    print_margins(told, pieces_scored, ~asked)
    scores = told.strongest(pieces_scored)
    threshold, plausible = thresholds(scores[~asked], told.danger[~asked])
    certain = max(threshold, float(np.quantile(scores[~asked & ~told.danger], 1 - CERTAIN_ALARMS)))
    _print_levels(scores, told.danger, ~asked, of_stories)
    print(f"{told.danger.sum()} dangerous, {(~told.danger & ~asked).sum()} harmless, {asked.sum()} ordinary")
    for name, level in (("certain", certain), ("sure", threshold), ("plausible", plausible)):
        taken = [np.mean(scores[some] >= level) for some in (asked & ~of_stories, of_stories)]
        print(f"other hands, {name} ({level:.2f}): questions {taken[0]:.4f}, stories {taken[1]:.4f}")
        for author in (None, *np.unique(told.authors[~asked])):
            mine = ~asked if author is None else told.authors == author
            recall = np.mean(scores[mine & told.danger] >= level)
            alarms = np.mean(scores[mine & ~told.danger] >= level)
            print(f"  {author or 'all'}: met {recall:.3f}, look-alikes taken {alarms:.3f}")
    weights, landmark_weights, constant = learner.weights()
    dangerous = told.whole & told.piece_labels()
    kinds, sure_kind = learn_kinds(
        learner,
        [told.kinds[index] for index in told.owner[dangerous]],
        told.authors[told.owner[dangerous]],
        told.rows[dangerous],
        told.rows[told.strongest_piece(pieces_scored)[told.owner[dangerous]]],
    )
    learn_after(learner, encoder, [*written, *told_at_length, *usual]).save()
    return Model(
        rarity=learner.rarity,
        weights=weights,
        projection=learner.projection,
        landmarks=learner.landmarks,
        landmark_weights=landmark_weights,
        constant=float(constant),
        threshold=threshold,
        plausible=plausible,
        certain=certain,
        kinds=kinds,
        dangerous=told.piece_labels()[taught],
        sure_kind=sure_kind,
    )


def main() -> None:
    """Learn."""
    train(EncodedTexts(var_dir() / "safety.npz")).save()


if __name__ == "__main__":
    main()
