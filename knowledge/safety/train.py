"""`python -m knowledge.safety.train`: learn from `examples/*.yaml`, say how well, write `model.npz`.

The thresholds are chosen on messages held aside in turn, one author's at a time (a file of examples is what
one hand wrote): what is printed is how strangers are met, never those it learned from. What is written is
judged on other files by `python -m benchmarks.danger`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from knowledge.pack.files import read_pack
from knowledge.safety.features import features, pieces
from knowledge.safety.learner import Learner
from knowledge.safety.model import HARMLESS, HARMLESS_MARGIN, PART_MARGIN, Model, Numbers, margin_of_parts
from knowledge.search.encoder import EncodedTexts
from knowledge.search.text import fold
from knowledge.settings import PROJECT_DIR, content_dir, var_dir

EXAMPLES = Path(__file__).with_name("examples")
QUESTIONS = PROJECT_DIR / "tests" / "data" / "questions.yaml"  # what people ask when all is well
UNANSWERABLE = PROJECT_DIR / "tests" / "data" / "unanswerable.yaml"
# Out of scope, and asked by people who may be in need: no examples of what is harmless.
HARD_TOPICS = {
    "detresse",
    "aide-alimentaire-perso",
    "logement-pour-moi",
    "aide-sociale",
    "installation-nouvel-arrivant",
    "protection-enfance-adoption",
    "retrouver-une-personne",
    "stress-sommeil-motivation",
    "armes-a-feu",
}
NLU = PROJECT_DIR / "data" / "nlu"
TALK = ("conversation.yml", "person.yml", "reactions.yml", "referral.yml")  # greetings, thanks, projects…
_MARKS = re.compile(r"\[([^\]]*)\][({][^)}]*[)}]")  # an entity in an example
NONE = "none"
PARTS = 8  # of the clauses of harmless messages, one in so many is also learned from
SHARES = 8  # of the ordinary questions: each is weighed by what the others taught
# Of the messages of hands not learned from, met in full or in a line above the answer. Those were written to
# be hard. What higher levels would take of the harmless ones is printed: above this, twice as many stories.
RECALL = 0.95
# Floors and margins whose effect is printed, beside the present ones.
TRIED = ((HARMLESS, PART_MARGIN), (-0.6, 0.8), (HARMLESS, HARMLESS_MARGIN), (-0.2, 0.8), (HARMLESS, 1.2))
SURE_ALARMS = 0.03  # of the harmless messages that sound like danger, at most, set the rest aside
READINGS = PROJECT_DIR / "data" / "readings"  # what people say after an answer, after doors, or in passing
DESCRIPTIONS = PROJECT_DIR / "knowledge" / "referral" / "learn"  # projects as people tell them
WORLD = PROJECT_DIR / "tests" / "data" / "world"  # questions as people tell them
STORY = f"{NONE} story"
MAX_USUAL = 1_200  # questions and sayings learned from, beside the talk: more take long and change little
SHORT = 6  # words: of the talk, what is said so often that all of it is learned from
STRAYS = (
    9  # one dangerous message in so many is also learned from with a word nobody knows in it: a name, a slip
)
NOISE = 200  # of them are also learned from with their letters shuffled: hands on the keys are no danger


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


@dataclass(frozen=True)
class Example:
    """A message, its kind (or none), and who wrote it."""

    text: str
    kind: str
    author: str


def read_examples() -> list[Example]:
    """The messages of all authors, each once."""
    examples: dict[str, Example] = {}
    for path in sorted(EXAMPLES.glob("*.yaml")):
        for kind, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for text in texts:
                examples.setdefault(fold(text), Example(text, kind, path.stem))
    return list(examples.values())


def noise(texts: Sequence[str]) -> list[str]:
    """The texts with their letters in no order: what hands type on the keys without a word."""
    dice = random.Random(0)  # noqa: S311
    return ["".join(dice.sample(text, len(text))) for text in texts]


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


def ordinary() -> list[str]:
    """Questions on the subject (the half that may be learned from), all harmless, and what means nothing."""
    asked = yaml.safe_load(QUESTIONS.read_text(encoding="utf-8"))["questions"]
    texts = [one["text"] for one in asked if one["split"] == "tune"]
    texts += [
        one["text"]
        for one in yaml.safe_load(UNANSWERABLE.read_text(encoding="utf-8"))["questions"]
        if one["split"] == "tune"
    ]
    pack = read_pack(content_dir())
    for answer in pack.answers.values():
        texts += [answer.question, *answer.phrasings]
    for topic in pack.topics.values():
        if topic.id not in HARD_TOPICS:
            texts += topic.phrasings
    distinct = list(dict.fromkeys([*texts, *(said := talk())]))
    chosen = random.Random(0).sample(distinct, min(MAX_USUAL, len(distinct)))  # noqa: S311
    # «je veux parler à quelqu'un», «j'ai 25 ans» are said every day and are no call for help.
    short = [text for text in said if len(text.split()) <= SHORT]
    return list(dict.fromkeys([*chosen, *short])) + noise(chosen[:NOISE])


def stories() -> list[Example]:
    """Projects and questions told by many people, at length, with what goes wrong in their lives: none is a
    call for help, save those that the examples have."""
    return [
        Example(text, NONE, f"{STORY} {path.stem}")
        for path in (*sorted(DESCRIPTIONS.glob("*.yaml")), *sorted(WORLD.glob("*.yaml")))
        for text in _harmless(yaml.safe_load(path.read_text(encoding="utf-8")))
    ]


def _harmless(rows: object) -> Iterator[str]:
    """The texts of a file of descriptions, questions or conversations; who asks what is to be declined may be
    in need."""
    for row in rows if isinstance(rows, list) else ():
        if "profile" in row or row.get("expects") in ("answer", "door"):
            yield row["text"]
        yield from (turn["user"] for turn in row.get("turns", ()) if not turn["user"].startswith("~"))


def talk() -> list[str]:
    """What the examples of the dialogue say: greetings, thanks, projects, short answers and follow-ups."""
    texts: list[str] = []
    for name in TALK:
        for intent in yaml.safe_load((NLU / name).read_text(encoding="utf-8"))["nlu"]:
            texts += [_MARKS.sub(r"\1", line[2:]) for line in intent.get("examples", "").splitlines()]
    for path in sorted(READINGS.glob("*.yaml")):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]:
            texts += [text for text in group["texts"] if isinstance(text, str)]
    return texts


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


def held_aside(learner: Learner, learned: Learning) -> Numbers:
    """For each piece, its score had nothing of its author been learned from."""
    of_piece = learned.authors[learned.owner]
    taught = of_piece[learned.learned_from()]
    scores = np.zeros(len(of_piece))
    for author in np.unique(learned.authors):
        mine = of_piece == author
        scores[mine] = learner.without(taught == author, learned.rows[mine])
    return scores


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
    for recall in (0.92, 0.93, 0.94, 0.95, 0.96):
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
    messages = [*written, *with_a_stray_word(written), *usual, *told_at_length]
    told = learning(messages, encoder)
    asked = np.array([one.author.startswith(NONE) for one in messages])
    of_stories = np.array([one.author.startswith(STORY) for one in messages])
    taught = told.learned_from()
    learner = Learner(told.rows[taught], told.piece_labels()[taught])
    pieces_scored = held_aside(learner, told)
    print_margins(told, pieces_scored, ~asked)
    scores = told.strongest(pieces_scored)
    threshold, plausible = thresholds(scores[~asked], told.danger[~asked])
    _print_levels(scores, told.danger, ~asked, of_stories)
    print(f"{told.danger.sum()} dangerous, {(~told.danger & ~asked).sum()} harmless, {asked.sum()} ordinary")
    for name, level in (("sure", threshold), ("plausible", plausible)):
        taken = [np.mean(scores[some] >= level) for some in (asked & ~of_stories, of_stories)]
        print(f"other hands, {name} ({level:.2f}): questions {taken[0]:.4f}, stories {taken[1]:.4f}")
        for author in (None, *np.unique(told.authors[~asked])):
            mine = ~asked if author is None else told.authors == author
            recall = np.mean(scores[mine & told.danger] >= level)
            alarms = np.mean(scores[mine & ~told.danger] >= level)
            print(f"  {author or 'all'}: met {recall:.3f}, look-alikes taken {alarms:.3f}")
    weights, landmark_weights, constant = learner.weights()
    dangerous = told.whole & told.piece_labels()
    kinds = LogisticRegression(C=1.0, max_iter=200).fit(
        told.rows[dangerous], [told.kinds[index] for index in told.owner[dangerous]]
    )
    return Model(
        weights=weights,
        projection=learner.projection,
        landmarks=learner.landmarks,
        landmark_weights=landmark_weights,
        constant=constant,
        threshold=threshold,
        plausible=plausible,
        kinds=tuple(kinds.classes_),
        kind_weights=kinds.coef_,
        kind_constants=kinds.intercept_,
    )


def main() -> None:
    """Learn."""
    train(EncodedTexts(var_dir() / "safety.npz")).save()


if __name__ == "__main__":
    main()
