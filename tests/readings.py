"""What messages do, read by the model that `rasa train` trains, fitted here on the same examples: without
Rasa.

Kept by the content of the examples beside the other models, so that only a change of them costs a training.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from functools import cache
from pathlib import Path
from typing import Any

import joblib
import numpy as np

from bot.reading_examples import from_files, label_names
from bot.reading_model import ReadingModel, fit
from bot.spelling import quiet
from knowledge.search.encoder import EncodedTexts, encode

ROOT = Path(__file__).resolve().parents[1]
CODE = ("features.py", "reading_examples.py", "reading_model.py", "spelling.py")


@cache
def model() -> ReadingModel:
    """The model of the examples as they stand."""
    state = hashlib.sha256()
    paths = [*(ROOT / "data" / "nlu").glob("*.yml"), *(ROOT / "data" / "readings").glob("*.yaml")]
    for path in [*sorted(paths), *(ROOT / "bot" / name for name in CODE)]:
        state.update(path.read_bytes())
    kept = ROOT / "models" / f"readings-{state.hexdigest()[:16]}.joblib"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        with (kept.parent / "readings.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes: one trains, the others wait
            if not kept.exists():
                _train(kept)
    kept_model: ReadingModel = joblib.load(kept)
    return kept_model


def _train(kept: Path) -> None:
    examples = from_files(ROOT / "data" / "nlu", ROOT / "data" / "readings")
    vectors = EncodedTexts(kept.parent / "readings_encoded.npz").encode([one.text for one in examples])
    fitted, _ = fit(examples, vectors, label_names(examples))
    written = kept.with_suffix(f".{os.getpid()}")
    joblib.dump(fitted, written)
    written.replace(kept)


@cache
def read(text: str) -> dict[str, Any]:
    """What Rasa puts in the latest message beside its intent."""
    said = quiet(text)
    asked = model().asked(said, lambda parts: np.asarray(encode(parts)))
    (labels,) = model().read([said], np.asarray(encode([said])))
    return {
        "readings": {name: value for name, value in labels.items() if value >= 0.05},
        "questions": asked.questions,
        "beside": asked.beside,
    }
