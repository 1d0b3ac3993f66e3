"""`python -m knowledge.safety.train`: learn from `examples/*.yaml`, say how well, write `model.npz`.

    python -m knowledge.safety.train                     learn and write
    python -m knowledge.safety.train --check FILE …      only judge the present model on files of {yes, no}

The threshold is chosen on messages held aside in turn, never on a file that is judged.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from knowledge.pack.files import read_pack
from knowledge.safety.detector import weigh
from knowledge.safety.features import features, pieces
from knowledge.safety.model import PART_MARGIN, Model, Numbers
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
FOLDS = 5
C = 10.0
RECALL = 0.96  # sought on messages held aside, by what is sure and what is plausible together
SURE_ALARMS = 0.05  # of the harmless messages that sound like danger, at most, set the rest aside
MAX_USUAL = 7_000  # ordinary questions learned from: more take long and change little


@dataclass(frozen=True)
class Learning:
    """The pieces of the messages: the features of each, the message it is of, whether it is the whole of it;
    and of each message, whether it tells of a danger and which."""

    rows: csr_matrix
    owner: Numbers
    whole: Numbers
    danger: Numbers
    kinds: list[str]

    def piece_labels(self) -> Numbers:
        return self.danger[self.owner]

    def weighed(self, model: LogisticRegression, chosen: Numbers) -> Numbers:
        """The score of each chosen piece, a clause weighing less than the whole."""
        scores: Numbers = model.decision_function(self.rows[chosen])
        return scores - np.where(self.whole[chosen], 0.0, PART_MARGIN)

    def teaches(self, messages: Numbers) -> Numbers:
        """The pieces to learn from: a part of a dangerous message may be harmless, of a harmless one never
        dangerous."""
        mask: Numbers = np.isin(self.owner, messages) & (self.whole | ~self.piece_labels())
        return mask


def read_examples() -> dict[str, list[str]]:
    """The messages by kind, each once."""
    examples: dict[str, list[str]] = {}
    seen: set[str] = set()
    for path in sorted(EXAMPLES.glob("*.yaml")):
        for kind, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            examples.setdefault(kind, []).extend(text for text in texts if fold(text) not in seen)
            seen.update(map(fold, texts))
    return examples


def ordinary() -> list[str]:
    """Questions on the subject (the half that may be learned from), all harmless."""
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
    for name in TALK:
        for intent in yaml.safe_load((NLU / name).read_text(encoding="utf-8"))["nlu"]:
            texts += [_MARKS.sub(r"\1", line[2:]) for line in intent.get("examples", "").splitlines()]
    distinct = list(dict.fromkeys(texts))
    return random.Random(0).sample(distinct, min(MAX_USUAL, len(distinct)))  # noqa: S311


def learning(messages: Sequence[tuple[str, str]], encoder: EncodedTexts) -> Learning:
    """Messages with their kind, as numbers."""
    parts = [pieces(text) for text, _ in messages]
    flat = [piece for group in parts for piece in group]
    return Learning(
        rows=features(flat, encoder.encode),
        owner=np.array([index for index, group in enumerate(parts) for _ in group]),
        whole=np.array([place == 0 for group in parts for place in range(len(group))]),
        danger=np.array([kind != NONE for _, kind in messages]),
        kinds=[kind for _, kind in messages],
    )


def fit(told: Learning, background: csr_matrix, messages: Numbers) -> LogisticRegression:
    """Danger or not, from these messages and ordinary questions."""
    chosen = told.teaches(messages)
    labels = np.r_[told.piece_labels()[chosen], np.zeros(background.shape[0], dtype=bool)]
    model = LogisticRegression(C=C, max_iter=300, class_weight="balanced", solver="liblinear")
    return model.fit(vstack([told.rows[chosen], background]), labels)


def held_aside(told: Learning, background: Learning) -> tuple[Numbers, Numbers]:
    """For each message, and for each ordinary question, the score of a model that has not seen it."""
    scores, usual = np.full(len(told.danger), -np.inf), np.full(len(background.danger), -np.inf)
    fold_of = np.arange(len(background.danger)) % FOLDS
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for number, (kept, aside) in enumerate(folds.split(told.danger, told.danger)):
        apart = fold_of[background.owner] == number
        model = fit(told, background.rows[~apart], kept)
        seen = np.isin(told.owner, aside)
        np.maximum.at(scores, told.owner[seen], told.weighed(model, seen))
        np.maximum.at(usual, background.owner[apart], background.weighed(model, apart))
    return scores, usual


def thresholds(scores: Numbers, danger: Numbers) -> tuple[float, float]:
    """From where a danger is sure (few harmless messages reach it), and from where it is plausible (`RECALL`
    of the dangerous messages do)."""
    plausible = float(np.quantile(scores[danger], 1 - RECALL, method="lower"))
    sure = float(np.quantile(scores[~danger], 1 - SURE_ALARMS, method="higher"))
    return max(sure, plausible), plausible


def train(encoder: EncodedTexts) -> Model:
    """Learn, print what was measured, and give the model."""
    messages = [(text, kind) for kind, texts in read_examples().items() for text in texts]
    told = learning(messages, encoder)
    background = learning([(text, NONE) for text in ordinary()], encoder)
    scores, usual = held_aside(told, background)
    threshold, plausible = thresholds(scores, told.danger)
    print(f"{told.danger.sum()} dangerous, {(~told.danger).sum()} harmless, {len(usual)} ordinary questions")
    for name, level in (("sure", threshold), ("plausible", plausible)):
        recall, alarms = np.mean(scores[told.danger] >= level), np.mean(scores[~told.danger] >= level)
        print(f"held aside, {name} ({level:.2f}): recall {recall:.3f}, false alarms {alarms:.3f},")
        print(f"  of ordinary questions {np.mean(usual >= level):.4f}")
    model = fit(told, background.rows, np.arange(len(messages)))
    dangerous = told.whole & told.piece_labels()
    kinds = LogisticRegression(C=C, max_iter=500).fit(
        told.rows[dangerous], [told.kinds[index] for index in told.owner[dangerous]]
    )
    return Model(
        weights=model.coef_[0],
        constant=float(model.intercept_[0]),
        threshold=threshold,
        plausible=plausible,
        kinds=tuple(kinds.classes_),
        kind_weights=kinds.coef_,
        kind_constants=kinds.intercept_,
    )


def check(path: Path) -> None:
    """Print, for `yes` and `no` of a file, in how many a danger is sure, and in how many it is met at all."""
    lists = yaml.safe_load(path.read_text(encoding="utf-8"))
    for name in ("yes", "no"):
        weighed = [weigh(text) for text in lists.get(name, [])]
        sure = sum(one is not None and one.sure for one in weighed) / max(1, len(weighed))
        met = sum(one is not None for one in weighed) / max(1, len(weighed))
        print(f"{path.name}: {name}: sure {sure:.3f}, sure or plausible {met:.3f}")


def main() -> None:
    """Learn, or judge."""
    parser = argparse.ArgumentParser(prog="python -m knowledge.safety.train", description=__doc__)
    parser.add_argument("--check", nargs="+", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    if arguments.check:
        for path in arguments.check:
            check(path)
        return
    train(EncodedTexts(var_dir() / "safety.npz")).save()


if __name__ == "__main__":
    main()
