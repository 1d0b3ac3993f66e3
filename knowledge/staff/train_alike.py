"""Learn which questions ask the same thing: `python -m knowledge.staff.train_alike` writes `alike.yaml`.

Examples are published ways of asking, as an inbox would hold them: mostly one or two of a wish. They are
written to differ as much as they can, so that real questions are grouped better than what is measured here.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from knowledge.pack.files import read_pack
from knowledge.settings import content_dir
from knowledge.staff.alike import FEATURES, FILE, Settings, Table, cut, features, tree_of, weighed

SEED = 5
INBOXES = 5  # as many to learn from as to measure on
WISHES = 90  # of one inbox
ASKED = (1, 1, 1, 2, 2, 3, 4, 6)  # how many ways a wish is asked
SURE_PRECISION, PERHAPS_PRECISION = 0.93, 0.8  # of a group: the share of its questions that belong to it
STEPS = np.arange(0.05, 0.95, 0.05)

Inbox = tuple[list[Table], list[str]]


def inboxes(number: int, rnd: random.Random) -> list[Inbox]:
    """Inboxes made of published ways of asking: their features, and the answer of each question."""
    records = read_pack(content_dir()).answers.values()
    asked = [(one.id, list(one.phrasings)) for one in records if len(one.phrasings) >= max(ASKED)]
    made = []
    for _ in range(number):
        drawn = [
            (text, name)
            for name, phrasings in rnd.sample(asked, WISHES)
            for text in rnd.sample(phrasings, rnd.choice(ASKED))
        ]
        rnd.shuffle(drawn)
        made.append((features([text for text, _ in drawn]), [name for _, name in drawn]))
    return made


def learn(given: Sequence[Inbox]) -> Settings:
    """The weights, and the lowest likeness at which groups are right often enough."""
    rows, same = [], []
    for tables, names in given:
        first, second = np.triu_indices(len(names), 1)
        rows.append(np.stack([table[first, second] for table in tables], axis=1))
        labels = np.array(names)
        same.append(labels[first] == labels[second])
    model = LogisticRegression(C=10, max_iter=1000).fit(np.concatenate(rows), np.concatenate(same))
    weights = tuple(float(one) for one in model.coef_[0])
    learned = Settings(weights, float(model.intercept_[0]), 1, 1)

    def lowest(precision: float) -> float:
        good = (step for step in STEPS if measure(given, learned, float(step))[0] >= precision)
        return round(float(next(good, 1)), 2)

    return Settings(weights, learned.constant, lowest(SURE_PRECISION), lowest(PERHAPS_PRECISION))


def measure(given: Sequence[Inbox], learned: Settings, alike: float) -> tuple[float, float]:
    """Precision and recall (B³) of the groups joined down to a likeness."""
    right: list[float] = []
    found: list[float] = []
    for tables, names in given:
        groups = cut(tree_of(weighed(tables, learned)), alike)
        sizes, wishes, both = Counter(groups), Counter(names), Counter(zip(groups, names, strict=True))
        for group, name in zip(groups, names, strict=True):
            right.append(both[group, name] / sizes[group])
            found.append(both[group, name] / wishes[name])
    return float(np.mean(right)), float(np.mean(found))


def main() -> None:
    """Learn, measure on other inboxes, write."""
    rnd = random.Random(SEED)  # noqa: S311 (draws examples)
    learned = learn(inboxes(INBOXES, rnd))
    others = inboxes(INBOXES, rnd)
    written = {
        "weights": {name: round(one, 2) for name, one in zip(FEATURES, learned.weights, strict=True)},
        "constant": round(learned.constant, 2),
        "surely": learned.surely,
        "perhaps": learned.perhaps,
        "measured": {
            name: dict(zip(("precision", "recall"), (round(one, 3) for one in result), strict=True))
            for name, result in (
                ("surely", measure(others, learned, learned.surely)),
                ("perhaps", measure(others, learned, learned.perhaps)),
            )
        },
    }
    head = "# Written by `python -m knowledge.staff.train_alike`: which questions ask the same thing.\n"
    FILE.write_text(head + yaml.safe_dump(written, sort_keys=False), encoding="utf-8")
    print(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
