"""`python -m knowledge.areas.train`: learn the areas from examples, say how well, write `model.npz`.

It learns from the declined topics of the pack, each of one area, and from questions by other hands
(`examples.yaml`), of which each fifth is judged in turn by a model that has not seen it. On those the
threshold is chosen: the lowest lead at which the area named is right as often as `PRECISION`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix, vstack
from sklearn.model_selection import KFold
from sklearn.svm import LinearSVC

from knowledge.areas.areas import areas
from knowledge.areas.judge import Judged, Model, Numbers, features
from knowledge.pack.files import read_pack
from knowledge.search.encoder import EncodedTexts
from knowledge.settings import content_dir, var_dir

EXAMPLES = Path(__file__).with_name("examples.yaml")
PRECISION = 0.95
FOLDS = 5
C = 0.3
WEIGHT = 3.0  # of a question by other hands, beside one of our topics'


def examples() -> list[tuple[str, list[str]]]:
    """Questions by other hands, each with the areas that are right for it, the best first."""
    groups = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))
    return [(text, group["areas"]) for group in groups for text in group["questions"]]


def fit(ours: csr_matrix, labels: list[str], others: csr_matrix, theirs: list[str]) -> Model:
    """A linear model of both, all areas weighing alike, whatever is named for sure."""
    weights = np.r_[np.ones(len(labels)), WEIGHT * np.ones(len(theirs))]
    fitted = LinearSVC(C=C, class_weight="balanced", random_state=0)
    fitted.fit(vstack([ours, others]), labels + theirs, sample_weight=weights)
    return Model(tuple(fitted.classes_), fitted.coef_, fitted.intercept_, 0.0)


def threshold_for(leads: Numbers, right: Numbers) -> float:
    """The lowest lead from which as many as `PRECISION` are right; infinite when none is."""
    order = np.argsort(-leads)
    kept = right[order].cumsum() / np.arange(1, len(order) + 1)
    good = np.flatnonzero(kept >= PRECISION)
    return float(leads[order][good[-1]]) if len(good) else float("inf")


def main() -> None:
    """Learn, print what was measured, write the model."""
    encoder = EncodedTexts(var_dir() / "areas-encoded.npz")
    topics = read_pack(content_dir()).topics.values()
    ours = [(text, topic.area) for topic in topics for text in topic.phrasings]
    asked = examples()
    rows = features([text for text, _ in ours], encoder.encode)
    others = features([text for text, _ in asked], encoder.encode)
    labels, theirs = [area for _, area in ours], [fine[0] for _, fine in asked]
    judged: dict[int, Judged] = {}
    for kept, aside in KFold(FOLDS, shuffle=True, random_state=0).split(theirs):
        model = fit(rows, labels, others[kept], [theirs[place] for place in kept])
        judged |= dict(zip(aside.tolist(), model.judge(others[aside]), strict=True))
    right = np.array([judged[place].area in fine for place, (_, fine) in enumerate(asked)])
    leads = np.array([judged[place].lead for place in range(len(asked))])
    named = {name for name, area in areas().items() if area.named}
    may_name = np.array([judged[place].area in named for place in range(len(asked))])
    threshold = threshold_for(leads[may_name], right[may_name])
    told = may_name & (leads >= threshold)
    print(f"{len(ours)} examples of {len(set(labels))} areas, {len(asked)} questions by other hands")
    print(f"right area: {right.mean():.3f}; from a lead of {threshold:.2f}: named {told.mean():.3f}", end="")
    print(f", right {right[told].mean():.3f}")
    final = fit(rows, labels, others, theirs)
    Model(final.areas, final.weights, final.constants, threshold).save()


if __name__ == "__main__":
    main()
