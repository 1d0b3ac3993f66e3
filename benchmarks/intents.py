"""`python -m benchmarks.intents --train FILE --test FILE [--stock]`, with the Python of `.venv-rasa`.

How well, how fast and at what cost in memory the pipeline of `config.yml` tells intents apart, on any
Rasa NLU YAML files. `--stock` adds Rasa's own default pipeline (DIET) and TF-IDF with a linear SVM.
Each one is trained and tried in a process of its own, from nothing: no cache, no library loaded
by another. Training time is that of the whole training call, once libraries are imported.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

PROJECT_DIR = Path(__file__).resolve().parent.parent
REPORT = PROJECT_DIR / "var" / "benchmarks" / "intents.json"
PIPELINES = {
    "ours": "Notre chaîne (config.yml)",
    "diet": "Rasa par défaut (DIET)",
    "tfidf": "TF-IDF + SVM linéaire",
}
MEGABYTE_IN_RSS = 1024  # Linux counts the peak in kilobytes
Example = tuple[str, str]  # text, intent
Predict = Callable[[str], str]


def read_examples(path: Path) -> list[Example]:
    """The examples of a Rasa NLU file, entity annotations taken off, as Rasa itself reads them."""
    from rasa.shared.nlu.constants import INTENT, TEXT
    from rasa.shared.nlu.training_data.loading import load_data

    return [(str(e.get(TEXT)), str(e.get(INTENT))) for e in load_data(str(path)).intent_examples]


def default_pipeline(folder: Path) -> Path:
    """Rasa's own default pipeline, for French, as a configuration file."""
    import rasa

    source = Path(rasa.__file__).parent / "engine" / "recipes" / "config_files" / "default_config.yml"
    config = yaml.safe_load(source.read_text(encoding="utf-8"))
    path = folder / "config.yml"
    stock = {
        "recipe": "default.v1",
        "assistant_id": "stock",
        "language": "fr",
        "pipeline": config["pipeline"],
    }
    path.write_text(yaml.safe_dump(stock), encoding="utf-8")
    return path


def train_rasa(config: Path, train: Path, folder: Path) -> tuple[float, Predict]:
    """Train with Rasa: seconds taken, and what predicts the intent of a text."""
    from rasa.core.agent import Agent
    from rasa.model_training import train_nlu
    from rasa.nlu.classifiers.fallback_classifier import (
        is_fallback_classifier_prediction,
        undo_fallback_prediction,
    )

    started = time.perf_counter()
    model = train_nlu(str(config), str(train), str(folder))
    seconds = time.perf_counter() - started
    if model is None:
        sys.exit("Training gave no model.")
    agent = Agent.load(model)
    loop = asyncio.new_event_loop()

    def predict(text: str) -> str:
        parsed: dict[str, Any] = loop.run_until_complete(agent.parse_message(text))
        if is_fallback_classifier_prediction(parsed):  # as `rasa test nlu` does: judge the guess itself
            parsed = undo_fallback_prediction(parsed)
        return str(parsed["intent"]["name"])

    return seconds, predict


def train_tfidf(examples: Sequence[Example]) -> tuple[float, Predict]:
    """The usual strong baseline: words 1-2 and characters 1-5, linear SVM."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    started = time.perf_counter()
    words = TfidfVectorizer(
        ngram_range=(1, 2),
        sublinear_tf=True,
        strip_accents="unicode",
        token_pattern=r"\b\w+\b",  # noqa: S106
    )
    characters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(1, 5), sublinear_tf=True, strip_accents="unicode"
    )
    model = make_pipeline(make_union(words, characters), LinearSVC(random_state=0))
    model.fit([text for text, _ in examples], [intent for _, intent in examples])
    return time.perf_counter() - started, lambda text: str(model.predict([text])[0])


def measure(pipeline: str, train: Path, test: Path) -> dict[str, Any]:
    """Train one pipeline in this process and try it on the test examples, one message at a time."""
    from sklearn.metrics import accuracy_score, f1_score

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if pipeline == "tfidf":
            seconds, predict = train_tfidf(read_examples(train))
        else:
            config = PROJECT_DIR / "config.yml" if pipeline == "ours" else default_pipeline(folder)
            seconds, predict = train_rasa(config, train, folder)
        examples = read_examples(test)
        predict(examples[0][0])  # what is loaded on first use is not the time of a message
        right = [intent for _, intent in examples]
        guessed, times = [], []
        for text, _ in examples:
            started = time.perf_counter()
            guessed.append(predict(text))
            times.append(time.perf_counter() - started)
    return {
        "pipeline": pipeline,
        "examples": len(right),
        "accuracy": accuracy_score(right, guessed),
        "macro_f1": f1_score(right, guessed, average="macro", zero_division=0),
        "training_seconds": seconds,
        "message_ms": statistics.median(times) * 1_000,
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE_IN_RSS,
        "errors": [
            {"text": text, "intent": intent, "guessed": guess}
            for (text, intent), guess in zip(examples, guessed, strict=True)
            if intent != guess
        ],
    }


def measure_apart(pipeline: str, train: Path, test: Path) -> dict[str, Any]:
    """The same in a fresh process, with an empty training cache."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {
            **os.environ,
            "PYTHONPATH": str(PROJECT_DIR),
            "RASA_TELEMETRY_ENABLED": "false",
            "RASA_CACHE_DIRECTORY": cache,
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "PYTHONWARNINGS": "ignore",
        }
        out = Path(cache) / "measured.json"
        command = [
            sys.executable, "-m", "benchmarks.intents",
            "--train", str(train), "--test", str(test), "--json", str(out), "--only", pipeline,
        ]  # fmt: skip
        done = subprocess.run(  # noqa: S603
            command, cwd=PROJECT_DIR, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            sys.exit(f"{PIPELINES[pipeline]}:\n{done.stdout[-2_000:]}{done.stderr[-2_000:]}")
        measured: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return measured


def table(results: Sequence[dict[str, Any]]) -> str:
    """The results as a Markdown table, in French."""
    lines = [
        "| chaîne | exactitude | macro-F1 | entraînement | par message (médiane) | mémoire (pointe) |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {PIPELINES[r['pipeline']]} | {r['accuracy']:.3f} | {r['macro_f1']:.3f} "
        f"| {r['training_seconds']:.1f} s | {r['message_ms']:.1f} ms | {r['peak_rss_mb']:.0f} Mo |"
        for r in results
    ]
    return "\n".join(lines)


def main() -> None:
    """Read the command line, measure, print the table and write the JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[1])
    parser.add_argument("--train", type=Path, required=True, help="Rasa NLU YAML")
    parser.add_argument("--test", type=Path, required=True, help="Rasa NLU YAML")
    parser.add_argument("--stock", action="store_true", help="also measure Rasa's default and TF-IDF")
    parser.add_argument("--json", type=Path, default=REPORT)
    parser.add_argument("--only", choices=PIPELINES, help=argparse.SUPPRESS)  # in the process of one pipeline
    options = parser.parse_args()
    train, test = options.train.resolve(), options.test.resolve()
    for path in (train, test):
        if not path.is_file():
            sys.exit(f"{path}: no such file.")
    if options.only:
        with contextlib.redirect_stdout(sys.stderr):
            options.json.write_text(json.dumps(measure(options.only, train, test)), encoding="utf-8")
        return
    wanted = list(PIPELINES) if options.stock else ["ours"]
    results = [measure_apart(pipeline, train, test) for pipeline in wanted]
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(
        json.dumps(
            {"train": train.name, "test": test.name, "results": results}, ensure_ascii=False, indent=2
        ),
        encoding="utf-8",
    )
    print(table(results))


if __name__ == "__main__":
    main()
