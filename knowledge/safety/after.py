"""What is written after somebody was given a number to call: does it lean on the danger, say that it is over,
take note, or stand by itself? Learned from what people wrote there (`after/*.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.safety.classes import Classes, Numbers
from knowledge.safety.detector import REMEMBERED, danger_in, detector, weigh
from knowledge.safety.features import features, pieces, weighed
from knowledge.safety.model import from_bytes, in_bytes, nearness

STILL, EASED, NOD, OTHER = "still", "eased", "nod", "other"
TOLD = "told"  # a danger by itself, as it is told for the first time
FILE = Path(__file__).with_name("after.npz")


@dataclass(frozen=True)
class AfterModel:
    """`readings`, by nearness to the `landmarks`. It is over with the likelihood `eased`, or, of words that
    tell of a danger by themselves, `sure_eased`; a clause surely asks something else with that of `asks`."""

    readings: Classes
    landmarks: Numbers
    eased: float
    sure_eased: float
    asks: float

    def likelihoods(self, texts: list[str]) -> Numbers:
        """How likely each reading is of each text. The detector's own way of reading is used."""
        rows, known = features(texts), detector()
        near = nearness(rows, self.landmarks, known.projection)
        return self.readings.likelihoods(weighed(rows, known.rarity), near)

    def chosen(self, likelihoods: Numbers, dangerous: Numbers) -> list[str]:
        """The likeliest reading of each row; that it is over only when that is likely enough. Words that tell
        of a danger, which are marked so, say that, or that it goes on, or tell one for the first time."""
        names = self.readings.names
        eased, still = names.index(EASED), names.index(STILL)
        over = likelihoods[:, eased] >= np.where(dangerous, self.sure_eased, self.eased)
        rest = np.delete(likelihoods, eased, axis=1).argmax(1)
        goes_on = np.where(
            likelihoods[:, names.index(TOLD)] > likelihoods[:, still], names.index(TOLD), still
        )
        rest = np.where(dangerous, goes_on, rest + (rest >= eased))
        return [names[one] for one in np.where(over, eased, rest)]

    def save(self, path: Path = FILE) -> None:
        """Write it, in numbers only."""
        np.savez_compressed(
            path,
            landmarks=in_bytes(self.landmarks),
            levels=np.array([self.eased, self.sure_eased, self.asks]),
            **self.readings.arrays(""),  # type: ignore[arg-type]
        )

    @classmethod
    def load(cls, path: Path = FILE) -> AfterModel:
        """Read it back. Nothing in the file is run."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                readings=Classes.from_arrays(stored, ""),
                landmarks=from_bytes(stored["landmarks"]),
                eased=float(stored["levels"][0]),
                sure_eased=float(stored["levels"][1]),
                asks=float(stored["levels"][2]),
            )


@dataclass(frozen=True)
class After:
    """What a message does after a danger was told: its `reading`, and, where it says that the danger is over
    and asks something else as well, that `question`."""

    reading: str
    question: str | None = None


@lru_cache(maxsize=1)
def _model() -> AfterModel:
    return AfterModel.load()


@lru_cache(maxsize=REMEMBERED)
def read_after(message: str) -> After:
    """What a message does that comes just after a danger was told."""
    texts = pieces(message)
    danger = weigh(message)
    dangerous = np.array([bool(danger and danger.sure), *[False] * (len(texts) - 1)])
    whole, *parts = _model().chosen(_model().likelihoods(texts), dangerous)
    asked = [text for text, reading in zip(texts[1:], parts, strict=True) if reading == OTHER]
    if asked and EASED in parts and not dangerous[0]:
        whole = EASED  # one clause says that it is over, another goes on to something else
    return After(whole, _together(asked, message) if whole == EASED else None)


@lru_cache(maxsize=REMEMBERED)
def question_in(message: str) -> str | None:
    """What a message surely asks that leans on no danger, though it tells of one beside: its clauses that do,
    else the whole where that does; or None."""
    texts, known = pieces(message), _model()
    likely = known.likelihoods(texts)[:, known.readings.names.index(OTHER)]
    surely = [text for text, share in zip(texts, likely, strict=True) if share >= known.asks]
    clauses = [text for text in surely if text != texts[0] and danger_in(text) is None]
    return _together(clauses, message) or (message if texts[0] in surely else None)


def _together(asked: list[str], message: str) -> str | None:
    """The clauses that ask something, as a message of their own."""
    if not asked:
        return None
    return " ".join(asked) + "?" * message.rstrip().endswith(asked[-1] + "?")
