"""`python -m knowledge.safety.train`: learn from `examples/*.yaml`, say how well, write `model.npz`.

    python -m knowledge.safety.train                     learn and write
    python -m knowledge.safety.train --check FILE …      only judge the present model on files of {yes, no}

The threshold is chosen on messages held aside in turn, never on a file that is judged.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from knowledge.safety.detector import danger_in
from knowledge.safety.features import features, pieces
from knowledge.safety.model import Model, Numbers
from knowledge.search.encoder import EncodedTexts
from knowledge.search.text import fold
from knowledge.settings import PROJECT_DIR, var_dir

EXAMPLES = Path(__file__).with_name("examples")
QUESTIONS = PROJECT_DIR / "tests" / "data" / "questions.yaml"  # what people ask when all is well
NLU = PROJECT_DIR / "data" / "nlu"
TALK = ("conversation.yml", "person.yml", "reactions.yml", "referral.yml")  # greetings, thanks, projects…
_MARKS = re.compile(r"\[([^\]]*)\][({][^)}]*[)}]")  # an entity in an example
NONE = "none"
FOLDS = 10
C = 10.0
RECALL = 0.99  # sought on messages held aside


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
    for name in TALK:
        for intent in yaml.safe_load((NLU / name).read_text(encoding="utf-8"))["nlu"]:
            texts += [_MARKS.sub(r"\1", line[2:]) for line in intent.get("examples", "").splitlines()]
    return list(dict.fromkeys(texts))


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
    model = LogisticRegression(C=C, max_iter=500, class_weight="balanced")
    return model.fit(vstack([told.rows[chosen], background]), labels)


def held_aside(told: Learning, background: Learning) -> tuple[Numbers, Numbers]:
    """For each message, and for each ordinary question, the score of a model that has not seen it."""
    scores, usual = np.full(len(told.danger), -np.inf), np.full(len(background.danger), -np.inf)
    fold_of = np.arange(len(background.danger)) % FOLDS
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for number, (kept, aside) in enumerate(folds.split(told.danger, told.danger)):
        apart = fold_of[background.owner] == number
        model = fit(told, background.rows[~apart & background.whole], kept)
        seen = np.isin(told.owner, aside)
        np.maximum.at(scores, told.owner[seen], model.decision_function(told.rows[seen]))
        np.maximum.at(usual, background.owner[apart], model.decision_function(background.rows[apart]))
    return scores, usual


def threshold_for(scores: Numbers, danger: Numbers) -> float:
    """The highest threshold that meets `RECALL` of the dangerous messages."""
    return float(np.quantile(scores[danger], 1 - RECALL, method="lower"))


def train(encoder: EncodedTexts) -> Model:
    """Learn, print what was measured, and give the model."""
    messages = [(text, kind) for kind, texts in read_examples().items() for text in texts]
    told = learning(messages, encoder)
    background = learning([(text, NONE) for text in ordinary()], encoder)
    scores, usual = held_aside(told, background)
    threshold = threshold_for(scores, told.danger)
    met, alarmed = scores[told.danger] >= threshold, scores[~told.danger] >= threshold
    precision = met.sum() / (met.sum() + alarmed.sum())
    print(f"{len(met)} dangerous, {len(alarmed)} harmless, {len(usual)} ordinary questions")
    print(
        f"held aside: recall {met.mean():.3f}, precision {precision:.3f}, false alarms {alarmed.mean():.3f}, "
        f"of ordinary questions {np.mean(usual >= threshold):.4f}"
    )
    for recall in (0.9, 0.93, 0.95, 0.97, 0.98, 0.99):
        level = float(np.quantile(scores[told.danger], 1 - recall, method="lower"))
        hard, easy = np.mean(scores[~told.danger] >= level), np.mean(usual >= level)
        print(
            f"  at recall {recall:.2f}: threshold {level:5.2f}, false alarms {hard:.3f}, ordinary {easy:.4f}"
        )
    model = fit(told, background.rows, np.arange(len(messages)))
    dangerous = told.whole & told.piece_labels()
    kinds = LogisticRegression(C=C, max_iter=500).fit(
        told.rows[dangerous], [told.kinds[index] for index in told.owner[dangerous]]
    )
    return Model(
        weights=model.coef_[0],
        constant=float(model.intercept_[0]),
        threshold=threshold,
        kinds=tuple(kinds.classes_),
        kind_weights=kinds.coef_,
        kind_constants=kinds.intercept_,
    )


def check(path: Path) -> tuple[float, float]:
    """The shares of `yes` and of `no` of a file in which a danger is met."""
    lists = yaml.safe_load(path.read_text(encoding="utf-8"))
    shares = [
        float(np.mean([danger_in(text) is not None for text in lists[name]])) if lists.get(name) else 0.0
        for name in ("yes", "no")
    ]
    print(f"{path.name}: met {shares[0]:.3f} of yes, {shares[1]:.3f} of no")
    return shares[0], shares[1]


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
