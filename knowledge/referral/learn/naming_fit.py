"""Learn which word of a description names what the project does, and say how well."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from knowledge.referral.learn.features import Numbers
from knowledge.referral.learn.naming import Naming, Word, candidates, likeliest, rows_of
from knowledge.referral.sectors import named_sector, same_sector, sectors_of
from knowledge.search.language import stem
from knowledge.search.text import words as words_of
from knowledge.territory import Gazetteer

FOLDS = 8
C = 1.0
NEARLY = 0.004  # of limits that are as good but for that, the highest: a wrong word is worse than none
LIMITS = tuple(step / 20 for step in range(2, 11))
Described = tuple[str, str | None]  # a text, and the sector that its annotation tells


def names_it(word: Word, sector: str | None) -> bool:
    """Whether a word is one of those of the sector."""
    return sector is not None and bool(_stems(word.folded) & _stems(sector))


def marks(words: Sequence[Word], sector: str | None) -> list[bool]:
    """Which words name the sector: those that are in it; if none is, those of the same sectors."""
    exact = [names_it(word, sector) for word in words]
    if sector is None or any(exact):
        return exact
    return [bool(sectors_of(word.folded) & sectors_of(sector)) for word in words]


def fit_naming(described: Sequence[Described], writers: Sequence[str], gazetteer: Gazetteer) -> Naming:
    """The model; prints how often a sector is right by rule, and by models that have not seen the writer."""
    words = [candidates(text, gazetteer) for text, _ in described]
    owner = np.repeat(np.arange(len(words)), [len(one) for one in words])
    rows = rows_of([word for one in words for word in one])
    marked = [marks(one, sector) for one, (_, sector) in zip(words, described, strict=True)]
    right = np.array([mark for one in marked for mark in one])
    beliefs = np.zeros(len(owner))
    for kept, aside in GroupKFold(FOLDS).split(np.arange(len(words)), groups=writers):
        learned, judged = np.isin(owner, kept), np.isin(owner, aside)
        beliefs[judged] = _fitted(rows[learned], right[learned], 0).beliefs(rows[judged])
    starts = np.r_[0, np.cumsum([len(one) for one in words])]

    def share(least: float) -> float:
        found = [
            likeliest(one, beliefs[starts[place] : starts[place + 1]], least) if one else None
            for place, one in enumerate(words)
        ]
        return _share(found, described)

    shares = {limit: share(limit) for limit in LIMITS}
    least = max(limit for limit in LIMITS if shares[limit] >= max(shares.values()) - NEARLY)
    best = shares[least]
    by_rule = _share([named_sector(text, gazetteer) for text, _ in described], described)
    print(f"sector: right {by_rule:.3f} by rule, {best:.3f} with the model\n    told from {least}")
    return _fitted(rows, right, least)


def _fitted(rows: Numbers, right: Numbers, least: float) -> Naming:
    fitted = LogisticRegression(C=C, max_iter=300).fit(rows, right)
    return Naming(fitted.coef_[0], float(fitted.intercept_[0]), least)


def _share(found: Sequence[str | None], described: Sequence[Described]) -> float:
    pairs = zip(found, described, strict=True)
    return sum(same_sector(sector, one) for one, (_, sector) in pairs) / len(described)


def _stems(text: str) -> set[str]:
    return {stem(word) for word in words_of(text)}
