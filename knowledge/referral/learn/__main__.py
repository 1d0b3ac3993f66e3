"""`python -m knowledge.referral.learn`: learn from descriptions, say how well, write the models.

Each fifth of the descriptions by other hands (`descriptions.yaml`) is judged in turn by a model that has not
seen it; on those the limits are chosen: from which belief an answer is told where no cue tells one. For a
stage and a kind, where most fields come out right, what is left unknown included; for a need, where those too
many (each counted as four) and those missed are fewest beside those found. What descriptions tell in other
words than the cues (`telling.py`) is judged on writers that it has not heard. Named after the command
(`telling naming`), only these models are learned anew.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from knowledge.referral.extraction import cued, read
from knowledge.referral.learn.carrier import MODEL_FILE as AGE_FILE
from knowledge.referral.learn.carrier_fit import fit_age
from knowledge.referral.learn.clauses_fit import Spoken
from knowledge.referral.learn.features import Described, Numbers, counts, features, rarity
from knowledge.referral.learn.model import NOTHING, YES, Model, Side, decide
from knowledge.referral.learn.naming import MODEL_FILE as NAMING_FILE
from knowledge.referral.learn.naming_fit import fit_naming
from knowledge.referral.learn.saying_fit import Said
from knowledge.referral.learn.sought import MODEL_FILE as SOUGHT_FILE
from knowledge.referral.learn.sought_fit import fit_sought
from knowledge.referral.learn.telling import MODEL_FILE as TELLING_FILE
from knowledge.referral.learn.telling_fit import Noted, fit_telling
from knowledge.referral.line import line_of, own_words
from knowledge.search.encoder import EncodedTexts
from knowledge.settings import PROJECT_DIR, content_dir, var_dir
from knowledge.territory import Gazetteer
from knowledge.vocabulary import NEEDS

OURS = Path(__file__).with_name("descriptions.yaml")
TOLD = Path(__file__).with_name("told.yaml")
VARIED = Path(__file__).with_name("varied.yaml")
REGISTERS = Path(__file__).with_name("registers.yaml")
STRANGERS = Path(__file__).with_name("strangers.yaml")
DATA = PROJECT_DIR / "tests" / "data"
# The texts for which advisers named doors, each once: two sets are of the same projects, by another adviser.
ADVISED = ("", "_2", "_3", "_5", "_6", "_8", "_9")
# Other texts that say something of a project, and what they may teach: in some a stage that is only implied
# is left out, and in none is the kind always given.
OTHERS = (
    (DATA / "profiles.yaml", "profile", ("stage", "need")),
    *((DATA / f"ideal_doors{number}.yaml", "query", ("stage", "need")) for number in ADVISED),
    (DATA / "descriptions.yaml", "profile", ("need", "sector", "age")),
    (TOLD, "profile", ("need", "sector", "age")),
    (VARIED, "profile", ("sector", "age")),
    (REGISTERS, "profile", ("sector", "age")),
    (STRANGERS, "profile", ("sector", "age")),
)
AS_TOLD = (
    DATA / "descriptions.yaml",
    TOLD,
    VARIED,
    REGISTERS,
    STRANGERS,
)  # of which all that is told is noted, and nothing else
PARTS = ("age", "sought", "inferred", "telling", "naming")
NEEDED = "need:"
FOLDS, ROUNDS = 5, 1
VOICE = 40  # descriptions in a row that are taken for those of one writer, where none is told
WRITTEN = dt.date(2026, 11, 29)  # the day of the descriptions: an age told by a year of birth depends on it
C = 3.0
LIMITS = tuple(step / 50 for step in range(1, 50))
NEVER = 1.01


@dataclass(frozen=True)
class Written:
    """A description as it was noted: its text, what is right, what it may teach, whether it is judged,
    whose voice it is and in which file it stands."""

    text: str
    right: dict[str, Any]
    teaches: tuple[str, ...]
    judged: bool
    writer: str
    path: Path


@dataclass(frozen=True)
class Example:
    """A description, what the cues tell, what is right, and what it may teach."""

    described: Described
    cued: dict[str, str | None]
    right: dict[str, Any]
    teaches: tuple[str, ...]
    judged: bool
    writer: str

    def answer(self, side: str) -> str:
        """The right answer to a side."""
        if side.startswith(NEEDED):
            return YES if side.removeprefix(NEEDED) in (self.right.get("need") or ()) else NOTHING
        return self.right.get(side) or NOTHING


def descriptions() -> list[Written]:
    """All the descriptions, those by other hands first."""
    made = []
    ours = yaml.safe_load(OURS.read_text(encoding="utf-8"))
    for number, entry in enumerate(ours):
        # Of a kind that is left out, nothing is known: it teaches none.
        kind = ("project_kind",) if "project_kind" in entry["profile"] else ()
        teaches = ("stage", "need", "sector", "age", *kind)
        writer = f"one of many, {number // VOICE}"
        made.append(Written(entry["text"], entry["profile"], teaches, True, writer, OURS))
    known = {entry["text"] for entry in ours}
    for path, field, teaches in OTHERS:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        entries = loaded if isinstance(loaded, list) else next(iter(loaded.values()))
        made += [
            Written(entry["text"], entry[field] or {}, teaches, False, entry.get("writer", path.name), path)
            for entry in entries
            if entry["text"] not in known
        ]
    return made


def example(one: Written, gazetteer: Gazetteer) -> Example:
    """A description read."""
    said, described = read(one.text, gazetteer, WRITTEN)
    return Example(described, cued(said.profile), one.right, one.teaches, one.judged, one.writer)


@dataclass(frozen=True)
class Rows:
    """The descriptions as numbers: turned so that there are no more columns than descriptions, which changes
    no linear model of them; `back` turns a model's weights to those of the features."""

    turned: Numbers
    back: Numbers

    @classmethod
    def of(cls, rows: Any) -> Rows:
        values, vectors = np.linalg.eigh(np.asarray((rows @ rows.T).todense()))
        kept = values > 1e-8 * values.max()
        scale = np.sqrt(values[kept])
        return cls(vectors[:, kept] * scale, np.asarray(rows.T @ (vectors[:, kept] / scale)))


def fit(rows: Numbers, labels: Sequence[str]) -> Side:
    """A linear model of the answers, its limits still open."""
    fitted = LogisticRegression(C=C, max_iter=300).fit(rows, labels)
    weights, constants = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:  # one row: that of the second answer against the first
        weights, constants = np.vstack([0 * weights, weights]), np.r_[0.0, constants]
    return Side(tuple(fitted.classes_), weights, constants, NEVER)


def held_aside(rows: Numbers, labels: Sequence[str], judged: Numbers) -> tuple[tuple[str, ...], Numbers]:
    """The answers and, of each judged description, what models that have not seen it believe."""
    answers = tuple(sorted(set(labels)))
    beliefs = np.zeros((len(labels), len(answers)))
    others = np.flatnonzero(~judged)
    places = np.flatnonzero(judged)
    for number in range(ROUNDS):
        for kept, aside in KFold(FOLDS, shuffle=True, random_state=number).split(places):
            learned = np.r_[places[kept], others]
            side = fit(rows[learned], [labels[place] for place in learned])
            columns = [answers.index(answer) for answer in side.answers]
            beliefs[np.ix_(places[aside], columns)] += side.beliefs(rows[places[aside]]) / ROUNDS
    return answers, beliefs[places]


def worth(side: str, told: Sequence[str | None], right: Sequence[str]) -> float:
    """How good the answers are; see the module."""
    pairs = [(one or NOTHING, fine) for one, fine in zip(told, right, strict=True)]
    if not side.startswith(NEEDED):
        return sum(one == fine for one, fine in pairs) / len(pairs)
    good = sum(one == fine == YES for one, fine in pairs)
    missed = sum(fine == YES for _, fine in pairs) - good
    extra = sum(one == YES for one, _ in pairs) - good
    return 5 * good / max(1, 5 * good + missed + 4 * extra)


def limit_for(
    side: str, answers: tuple[str, ...], beliefs: Numbers, cues: Sequence[str | None], right: Sequence[str]
) -> float:
    """The limit at which the answers are worth most, the highest of those that are worth as much."""

    def value(told: float) -> float:
        answered = [decide(answers, one, cue, told) for one, cue in zip(beliefs, cues, strict=True)]
        return worth(side, answered, right)

    _, best = max((value(told), told) for told in (*LIMITS, NEVER))
    return best


def report(side: str, told: Sequence[str | None], cues: Sequence[str | None], right: Sequence[str]) -> None:
    """Print how right each answer is, by the cues alone and with the model."""
    exact = [
        sum((a or NOTHING) == b for a, b in zip(one, right, strict=True)) / len(right) for one in (cues, told)
    ]
    print(f"{side}: right {exact[0]:.3f} by cues, {exact[1]:.3f} with the model")
    for answer in sorted({*right} - {NOTHING}):
        row = f"    {answer:14} {sum(fine == answer for fine in right):4}"
        for one in (cues, told):
            good = sum(a == b == answer for a, b in zip(one, right, strict=True))
            said, fine = sum(a == answer for a in one), sum(b == answer for b in right)
            row += f"   precision {good / max(1, said):.2f} recall {good / max(1, fine):.2f}"
        print(row)


def learn_inferred(made: list[Example], rows: Any, rare: Numbers) -> None:
    """Learn what an adviser infers, print what was measured, write it."""
    turned = Rows.of(rows)
    sides = {}
    for name in ("stage", "project_kind", *(f"{NEEDED}{need}" for need in NEEDS)):
        field = "need" if name.startswith(NEEDED) else name
        taught = np.flatnonzero([field in one.teaches for one in made])
        right = [made[place].answer(name) for place in taught]
        judged = np.array([made[place].judged for place in taught])
        answers, beliefs = held_aside(turned.turned[taught], right, judged)
        aside = [made[place] for place in taught if made[place].judged]
        cues, fine = [one.cued.get(name) for one in aside], [one.answer(name) for one in aside]
        told = limit_for(name, answers, beliefs, cues, fine)
        answered = [decide(answers, one, cue, told) for one, cue in zip(beliefs, cues, strict=True)]
        report(name, answered, cues, fine)
        side = fit(turned.turned[taught], right)
        sides[name] = Side(side.answers, side.weights @ turned.back.T, side.constants, told)
        print(f"    told from {told}")
    Model(sides, rare).save()


def learn_telling(
    written: list[Written],
    made: list[Example],
    rows: Any,
    rare: Numbers,
    encoded: Callable[[Sequence[str]], Numbers],
) -> None:
    """Learn what descriptions tell in other words than the cues, print what was measured, write it."""
    places = [place for place, one in enumerate(written) if one.path in (OURS, *AS_TOLD)]
    inferred = Model.load()  # its stages are learned of other descriptions than those that are judged here
    stage = inferred.sides["stage"]
    described = [made[place].described for place in places]
    believed = stage.beliefs(features(described, inferred.rare, encoded)).tolist()
    noted = [
        Noted(
            made[place].cued,
            one.right,
            one.path in AS_TOLD,
            one.writer,
            one.path.name,
            made[place].described.signs,
            dict(zip(stage.answers, beliefs, strict=True)),
        )
        for place, beliefs in zip(places, believed, strict=True)
        for one in (written[place],)
    ]
    spoken = Spoken.of(
        [one.text for one in described],
        [one.stage() for one in noted],
        [one.right.get("need") or () for one in noted],
        encoded,
    )
    said = Said.of([one.text for one in described], [one.stage() for one in noted], WRITTEN, encoded)
    told, decided = fit_telling(rows[places], noted, rare, spoken, said)
    told.save(TELLING_FILE)
    decided.save()
    spoken.fit(np.arange(len(noted))).save()
    said.fit(np.flatnonzero([one.teaches_stage() for one in noted])).save()


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn, print what was measured, write the models."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "models", nargs="*", metavar="model", help=f"among {', '.join(PARTS)}; all by default"
    )
    parts = parser.parse_args(arguments).models or PARTS
    if unknown := set(parts) - set(PARTS):
        parser.error(f"no such model: {', '.join(sorted(unknown))}")
    gazetteer = Gazetteer.from_content(content_dir())
    written = descriptions()
    if "age" in parts:  # First, for an age is among the features of the rest.
        aged = [one for one in written if "age" in one.teaches]
        told_ages = [(line_of(own_words(one.text)), one.right.get("age")) for one in aged]
        fit_age(told_ages, [one.writer for one in aged], WRITTEN).save(AGE_FILE)
    if "sought" in parts:  # So is the sum looked for.
        summed = [one for one in written if one.path in (OURS, *AS_TOLD)]
        told_sums = [(own_words(one.text), one.right.get("amount")) for one in summed]
        fit_sought(told_sums, [one.writer for one in summed]).save(SOUGHT_FILE)
    made = [example(one, gazetteer) for one in written]
    found = [one.described for one in made]
    rare = rarity(counts(found))
    encoded = EncodedTexts(var_dir() / "descriptions-encoded.npz").encode
    rows = features(found, rare, encoded)
    print(f"{len(made)} descriptions, {sum(one.judged for one in made)} judged")
    if "inferred" in parts:
        learn_inferred(made, rows, rare)
    if "telling" in parts:
        learn_telling(written, made, rows, rare, encoded)
    if "naming" in parts:
        taught_sector = [one for one in made if "sector" in one.teaches]
        named = [(one.described.text, one.right.get("sector")) for one in taught_sector]
        fit_naming(named, [one.writer for one in taught_sector], gazetteer).save(NAMING_FILE)


if __name__ == "__main__":
    main()
