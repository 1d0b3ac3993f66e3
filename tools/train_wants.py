"""`python -m tools.train_wants`: learn whether a message wants an answer, doors, both or neither.

From messages by strangers with what each wants (tests/data/wants_*.yaml), the questions from the world
(world/), the texts for which advisers named doors (ideal_doors*.yaml, profiles.yaml), descriptions, questions
of the base and others, and the frozen turns of data/turns. Only turns that no row of the table takes before
count. Prints what each file gets from what is learned of the others, chooses the limits on that, and writes
`actions/wants.yaml` and `actions/wants.npz`, learned from all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml
from sklearn.linear_model import LogisticRegression

from actions.decide import reaches_wants
from actions.reading import Reading
from actions.state import State
from actions.turn import Turn
from actions.wants import MEANING, MEANING_FILE, SETTINGS_FILE, SIDES, Signs, Vector, meaning_of, signs_of
from bot.reading_examples import from_files, label_names
from bot.reading_model import ReadingModel, fit
from bot.spelling import quiet
from knowledge.database import migrate, sessions
from knowledge.pack.importer import import_folder
from knowledge.search.encoder import encode
from knowledge.search.questions import DATA
from knowledge.settings import PROJECT_DIR, content_dir

STRENGTH = 0.3  # of the regularization's inverse; flat from .1 to 1. All signs are of one size, 0 to 1
MEANING_WEIGHT = 4.0  # of the meaning beside the signs: flat from 3 to 6
# How much a message of a kind counts: what was written to tell short kinds apart most, then what says both
# things for sure, the many of one kind least.
WORTH = {
    "ours": 5.0,
    "wants": 3.0,
    "advisers": 2.0,
    "world": 1.0,
    "descriptions": 1.0,
    "turns": 3.0,
    "questions": 0.4,
}
EVERY = 4  # of the many questions that the base answers, one in so many
# Of the advisers' texts, all of which want doors: those that get none, and those that are not even offered
# any. Of the messages that want an answer: those that get doors in its place.
MAX_DOORLESS, MAX_UNOFFERED, MAX_UNANSWERED = 0.03, 0.01, 0.02
OURS = ("wants_3",)  # by those who wrote the house: what is got of it is no promise for the words of others
# What each mark says is wanted: doors, an answer; None where it does not say.
MARKS: Mapping[str, tuple[bool | None, bool | None]] = {
    **{"answer": (False, True), "doors": (True, False), "both": (True, True), "neither": (False, False)},
    **{"door": (True, None), "decline": (False, None)},
}
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Told:
    """A message in a state, the file and the kind of file it is of, and whether it wants doors and an answer
    (None: nothing is known of that)."""

    file: str
    kind: str
    message: str
    doors: bool | None
    answer: bool | None
    state: Mapping[str, Any]


@dataclass(frozen=True)
class Learned:
    """One output: the model of all, and what was foreseen of each row by what was learned of other files."""

    model: LogisticRegression
    foreseen: Numbers


def told() -> Iterator[Told]:
    """All that is learned from."""
    for path in sorted(DATA.glob("wants_*.yaml")):
        for row in _rows(path):
            kind = "ours" if path.stem in OURS else "wants"
            yield Told(path.stem, kind, row["text"], *MARKS[row["wants"]], row.get("state") or {})
    for path in sorted((DATA / "world").glob("*.yaml")):
        for row in _rows(path):
            if "expects" in row:
                yield Told(path.stem, "world", row["text"], *MARKS[row["expects"]], {})
    for path in (*sorted(DATA.glob("ideal_doors*.yaml")), DATA / "profiles.yaml"):
        for row in _rows(path):
            yield Told(path.stem, "advisers", row["text"], True, None, {})
    for path in sorted(DATA.glob("descriptions*.yaml")):
        for row in _rows(path):
            yield Told(path.stem, "descriptions", row["text"], True, None, {})
    asked = [
        row for row in _rows(DATA / "questions.yaml") if row["split"] == "tune" and "clean_of" not in row
    ]
    for row in asked[::EVERY]:
        yield Told("questions", "questions", row["text"], False, True, {})
    for row in _rows(DATA / "unanswerable.yaml"):
        if row["split"] == "tune":
            yield Told("unanswerable", "questions", row["text"], False, None, {})
    for path in sorted((PROJECT_DIR / "data" / "turns").glob("*.yaml")):
        for row in _rows(path):
            yield Told(f"turns/{path.stem}", "turns", row["message"], *_of_row(row), row.get("state") or {})


def _rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file: a list, or what stands under its first name."""
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = read if isinstance(read, list) else next(iter(read.values()))
    return found


def _of_row(turn: Mapping[str, Any]) -> tuple[bool | None, bool | None]:
    """What a frozen turn says: doors where the project goes on, an answer and no doors where one is given."""
    if turn["act"] == "wants doors":
        return True, None
    if turn["act"] == "said in passing":
        return False, False
    return (False, True) if turn.get("ids") else (None, None)


def reader() -> ReadingModel:
    """The readings of messages, as Rasa learns them."""
    examples = from_files(PROJECT_DIR / "data" / "nlu", PROJECT_DIR / "data" / "readings")
    model, _ = fit(examples, np.asarray(encode([one.text for one in examples])), label_names(examples))
    return model


def turn_of(one: Told, model: ReadingModel) -> Turn:
    """The turn of a message in its state."""
    said = quiet(one.message)
    (labels,) = model.read([said], np.asarray(encode([said])))
    asked = model.asked(said, lambda parts: np.asarray(encode(parts)))
    reading = Reading(labels, tuple(asked.questions), tuple(asked.beside))
    return Turn(one.message, Turn.command(one.message), reading, State.of(one.state.get), list)


@dataclass(frozen=True)
class Seen:
    """A turn that comes to this decision: what it was told as, its signs, its meaning."""

    told: Told
    signs: Signs
    meaning: Vector


def seen_of(rows: Sequence[Told], model: ReadingModel) -> list[Seen]:
    """The turns that come to this decision, each message once but where states differ."""
    seen: set[str] = set()
    found = []
    for one in rows:
        if one.message in seen and not one.state:
            continue
        seen.add(one.message)
        turn = turn_of(one, model)
        if (one.doors, one.answer) != (None, None) and reaches_wants(turn):
            found.append(Seen(one, signs_of(turn), meaning_of(turn)))
    return found


def learn(rows: Sequence[Told], values: Numbers, right: Sequence[bool | None]) -> Learned:
    """One output, learned from the rows that tell it."""
    known = np.array([one is not None for one in right])
    truth = np.array([bool(one) for one in right])
    files = np.array([one.file for one in rows])
    worth = np.array([WORTH[one.kind] for one in rows])

    def fitted(kept: npt.NDArray[np.bool_]) -> LogisticRegression:
        model = LogisticRegression(C=STRENGTH, max_iter=3000)
        return model.fit(values[kept], truth[kept], sample_weight=worth[kept])

    foreseen = np.zeros(len(rows))
    for name in sorted({*files}):
        aside = files == name
        foreseen[aside] = fitted(known & ~aside).predict_proba(values[aside])[:, 1]
    return Learned(fitted(known), foreseen)


def least(foreseen: Numbers, lost: float) -> float:
    """The highest limit below which stands no more than that share."""
    return round(float(np.quantile(foreseen, lost)), 3)


def limits_of(rows: Sequence[Told], doors: Numbers, answer: Numbers) -> dict[str, float]:
    """The limits of what was foreseen: of doors, of what is at least offered, of an answer."""
    of_advisers = doors[[one.kind == "advisers" for one in rows]]
    at = least(of_advisers, MAX_DOORLESS)
    asking = np.array([bool(one.answer) and one.kind in ("wants", "world") for one in rows])
    # Who is shown no doors is answered whatever was foreseen of that.
    in_place = np.where(doors >= at, answer, 1.0)[asking]
    return {
        "doors": at,
        "offered": least(of_advisers, MAX_UNOFFERED),
        "answer": least(in_place, MAX_UNANSWERED),
    }


def table(rows: Sequence[Told], doors: Numbers, answer: Numbers, at: Mapping[str, float]) -> Iterator[str]:
    """What each file gets, from what was learned of the others: of those that want doors, how many get or are
    offered some; of those that want none, how many get some; the same of answers, where doors are given."""
    columns = (
        "portes|données|offertes|sans porte|données|réponses|portes à la place|sans réponse|une quand même"
    )
    yield f"| fichier | {columns.replace('|', ' | ')} |"
    yield "|---" * (columns.count("|") + 2) + "|"
    given, offered, read = doors >= at["doors"], doors >= at["offered"], answer >= at["answer"]
    for name in dict.fromkeys(one.file for one in rows):
        mine = np.array([one.file == name for one in rows])

        def share(
            value: bool, field: str, got: npt.NDArray[np.bool_], mine: npt.NDArray[np.bool_] = mine
        ) -> str:
            of_those = got[mine & np.array([getattr(one, field) is value for one in rows])]
            return f"{of_those.mean():.0%}" if len(of_those) else ""

        counts = [
            str(sum(one.file == name and getattr(one, field) is value for one in rows))
            for field in ("doors", "answer")
            for value in (True, False)
        ]
        cells = [counts[0], share(True, "doors", given), share(True, "doors", offered)]
        cells += [counts[1], share(False, "doors", given)]
        cells += [counts[2], share(True, "answer", given & ~read)]
        cells += [counts[3], share(False, "answer", given & read)]
        yield f"| {name} | {' | '.join(cells)} |"


def settings_of(model: LogisticRegression, names: Sequence[str], limit: float) -> dict[str, Any]:
    """A model as it is written: the weights of its signs, of which what the meaning comes to is one."""
    weights = {name: round(float(one), 3) for name, one in zip(names, model.coef_[0], strict=False)}
    return {
        "intercept": round(float(model.intercept_[0]), 3),
        "weights": {**weights, MEANING: 1.0},
        "answer_at": limit,
    }


def table_of(found: Sequence[Seen]) -> Numbers:
    """One row a turn: its signs, then its meaning."""
    names = [*found[0].signs]
    signs = np.array([[one.signs[name] for name in names] for one in found])
    return np.hstack([signs, MEANING_WEIGHT * np.array([one.meaning for one in found])])


def write(
    models: Mapping[str, LogisticRegression], names: Sequence[str], limits: Mapping[str, float]
) -> None:
    """What was learned, as `actions/wants.py` reads it."""
    written = {side: settings_of(models[side], names, limits[side]) for side in SIDES}
    header = "# Written by `python -m tools.train_wants`; see actions/wants.py.\n"
    told = yaml.safe_dump({**written, "offered_at": limits["offered"]}, sort_keys=False)
    SETTINGS_FILE.write_text(header + told, encoding="utf-8")
    meanings = {
        side: (MEANING_WEIGHT * models[side].coef_[0, len(names) :]).astype(np.float16) for side in SIDES
    }
    np.savez_compressed(MEANING_FILE, **meanings)


def main() -> None:
    """Learn, print what was measured, write."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'base.sqlite3'}"
        os.environ["DATABASE_URL"] = url  # the actions read the base of the pack, and nothing else
        migrate(url)
        with sessions(url)() as session, session.begin():
            import_folder(session, content_dir())
        found = seen_of([*told()], reader())
    rows, values = [one.told for one in found], table_of(found)
    learned = {side: learn(rows, values, [getattr(one, side) for one in rows]) for side in SIDES}
    doors, answer = (learned[side].foreseen for side in SIDES)
    limits = limits_of(rows, doors, answer)
    print(*table(rows, doors, answer, limits), limits, sep="\n", flush=True)
    write({side: learned[side].model for side in SIDES}, [*found[0].signs], limits)


if __name__ == "__main__":
    main()
