"""`python -m bot.relearn MODEL OUT`: readings trained with the team's examples beside the house's own.

Input: the model in service, the file to write the new readings to, and on standard input a JSON object:
`taught`, the ways of asking that the team added, and `kept`, the questions to compare on. On standard output
what each reads wrong: `kept`, for each question the labels that are wrong before and after; `wrong`, how many
labels of the house's own examples are, before and after; `target`, the file that would put them in service.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from bot.reading_examples import Example, annotated, from_files, label_names, merged, metadata_of
from bot.reading_model import HOLDS, ReadingModel, fit
from bot.taught import taught_file

DATA = Path(__file__).resolve().parent.parent / "data"
OWN_READINGS = "readings.joblib"
ASKS = "ask_question"  # the intent whose metadata says what a way of asking does


def relearn(
    own: Sequence[Example],
    asks: dict[str, list[str]],
    current: ReadingModel,
    taught: Sequence[str],
    kept: Sequence[str],
    encode: Callable[[list[str]], np.ndarray],
) -> tuple[ReadingModel, dict[str, Any]]:
    """The candidate, and what it and the current one read wrong (see above).

    Input: the house's examples, what a question does, the readings in service, the team's ways of asking,
    the questions to compare on, and what gives the vectors of texts.
    """
    examples = merged([*own, *(annotated(text, asks) for text in taught)])
    texts = list(dict.fromkeys([*(one.text for one in examples), *kept]))
    vectors = dict(zip(texts, encode(texts)))
    table = _stacked(vectors, [one.text for one in examples])
    candidate, _ = fit(examples, table, label_names(own))

    def wrong(model: ReadingModel, asked: Sequence[Example]) -> list[list[str]]:
        read = model.read([one.text for one in asked], _stacked(vectors, [one.text for one in asked]))
        return [_wrong(one, labels) for one, labels in zip(asked, read)]

    questions = [annotated(text, asks) for text in kept]
    pairs = zip(wrong(current, questions), wrong(candidate, questions))
    told = {
        "kept": [list(pair) for pair in pairs],
        "wrong": [sum(map(len, wrong(model, own))) for model in (current, candidate)],
    }
    return candidate, told


def _stacked(vectors: dict[str, Any], texts: Sequence[str]) -> Any:
    return np.vstack([vectors[text] for text in texts])


def _wrong(example: Example, labels: dict[str, float]) -> list[str]:
    """The labels that are read wrong, of those about which something is known."""
    return sorted(
        name
        for name, value in labels.items()
        if name not in example.unsure and (value >= HOLDS) != (name in example.labels)
    )


def main(model: Path, out: Path) -> None:
    """Train, compare, write."""
    from bot.sentence_encoder import encode  # Rasa's packages, which nothing else here needs

    asked = json.load(sys.stdin)
    nlu = DATA / "nlu"
    with tempfile.TemporaryDirectory() as folder:
        own_file = _extracted(model, Path(folder))
        target = taught_file(own_file)
        # Only what this project trained is ever loaded (see design: the wall).
        current = joblib.load(target if target.exists() else own_file)
    own = from_files(nlu, DATA / "readings")
    asks = metadata_of(nlu, ASKS)
    candidate, told = relearn(own, asks, current, asked["taught"], asked["kept"], encode)
    joblib.dump(candidate, out)
    print(json.dumps({**told, "target": str(target)}))


def _extracted(model: Path, folder: Path) -> Path:
    """The readings that a trained model holds."""
    with tarfile.open(model, "r:gz") as archive:
        member = next(one for one in archive if Path(one.name).name == OWN_READINGS)
        member.name = OWN_READINGS
        archive.extract(member, folder)
    return folder / OWN_READINGS


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
