"""Names in a question: which organizations, funds, trainings or MRC it mentions, and what else it says.

A long name is recognised by most of its words, said in one piece («Fonds d'emprunt»): those that a sentence
scatters, one alone, or only words that everybody says are words like any other («parts sociales à acheter»
is not «L'économie sociale, j'achète»). An acronym or a one-word name is recognised by itself. A name that is
also an ordinary word («clé», «chantier») counts in full only when written with its capitals.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.search.language import language, stem
from knowledge.search.text import REMEMBERED, fold

MIN_SHARE = 0.75  # of the weight of a name's words: «Fonds d'emprunt» is most of «Fonds d'emprunt Montérégie»
GAP = 1  # other words between those of a name said whole
PIECE = 2  # words at least, side by side, of a name that is not said whole
ORDINARY = (
    1 / 12
)  # of the subjects that the base answers: a word asked of more of them tells no name by itself
WEAK = 0.3  # an ordinary word in small letters that happens to be a name
_TOKENS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Mention:
    """A document named in a question: how surely, 0 to 1, and the stems of the words that name it."""

    strength: float
    words: frozenset[str]


@dataclass(frozen=True)
class _Name:
    document: str
    stems: tuple[str, ...]
    spoken: str  # as written in the record: tells an acronym's capitals


def name_stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a name that tell it from another."""
    found = [stem(token) for token in _TOKENS.findall(fold(text)) if len(token) > 1]
    kept = [token for token in found if token not in language().function_words]
    return tuple(dict.fromkeys(kept or found))


@lru_cache(maxsize=1)
def ordinary_names() -> frozenset[frozenset[str]]:
    """The stems of each name, or part of a name, that is also an ordinary expression."""
    listed = yaml.safe_load((Path(__file__).parent / "spelling.yaml").read_text(encoding="utf-8"))
    return frozenset(frozenset(name_stems(name)) for name in listed["ordinary_names"].split())


class Names:
    """The names of the documents of one base. `asked`: the ways of asking each subject that it answers, which
    tell what words are ordinary there."""

    def __init__(self, names: Mapping[str, Iterable[str]], asked: Sequence[Iterable[str]] = ()) -> None:
        self._names = [
            _Name(document, stems, name)
            for document, called in names.items()
            for name in called
            if (stems := name_stems(name))
        ]
        counts: dict[str, set[str]] = defaultdict(set)
        for name in self._names:
            for word in name.stems:
                counts[word].add(name.document)
        self._weight = {word: 1 / len(documents) ** 0.5 for word, documents in counts.items()}
        self._by_word: dict[str, list[_Name]] = defaultdict(list)
        for name in self._names:
            for word in name.stems:
                self._by_word[word].append(name)

        said = Counter(
            word
            for ways in asked
            for word in {stem(one) for one in {one for way in ways for one in _TOKENS.findall(fold(way))}}
        )
        self._ordinary = {word for word, times in said.items() if times > ORDINARY * len(asked)}

        self.find = lru_cache(maxsize=REMEMBERED)(self._find)

    def _find(self, question: str, corrected: str) -> Mapping[str, Mention]:
        """The documents that a question names.

        Input: the question as typed, and folded with its spelling set right. A name inside a longer
        one that is named too («RISQ» in «RISQ Capitalisation») keeps half its strength.
        """
        asked = _positions(corrected)
        for word, places in _positions(fold(question)).items():
            asked.setdefault(word, places)
        candidates = {id(name): name for word in asked for name in self._by_word.get(word, ())}
        best: dict[str, Mention] = {}
        for name in candidates.values():
            strength, matched = self._match(name, asked, question)
            if strength and (name.document not in best or strength > best[name.document].strength):
                best[name.document] = Mention(strength, matched)
        return {
            document: Mention(mention.strength / 2, mention.words)
            if any(mention.words < other.words and other.strength > WEAK for other in best.values())
            else mention
            for document, mention in best.items()
        }

    def _match(
        self, name: _Name, asked: Mapping[str, list[int]], question: str
    ) -> tuple[float, frozenset[str]]:
        matched = frozenset(word for word in name.stems if word in asked)
        share = sum(self._weight[word] for word in matched) / sum(self._weight[word] for word in name.stems)
        whole = len(matched) == len(name.stems)
        if share < MIN_SHARE or not (whole or (len(matched) >= PIECE and matched - self._ordinary)):
            return 0.0, frozenset()
        if not _together([asked[word] for word in matched], GAP if whole else 0):
            return 0.0, frozenset()
        if matched in ordinary_names():
            return (1.0 if _capitalised(name.spoken, question) else WEAK), matched
        return share, matched


def _positions(text: str) -> dict[str, list[int]]:
    """Where each stem of a folded text stands, function words not counted."""
    found: dict[str, list[int]] = defaultdict(list)
    place = 0
    for token in _TOKENS.findall(text):
        word = stem(token)
        found[word].append(place)
        place += word not in language().function_words and len(word) > 1
    return dict(found)


def _together(positions: list[list[int]], gap: int) -> bool:
    """Whether the words of a name stand near each other, `gap` other words between them at most."""
    for start in positions[0]:
        nearest = [min(places, key=lambda place: abs(place - start)) for places in positions]
        if max(nearest) - min(nearest) <= len(positions) - 1 + gap:
            return True
    return False


def _capitalised(name: str, question: str) -> bool:
    """Whether the question writes a name as a name: «DEV» in capitals, «Chantier» with one."""
    if question.isupper():
        return False
    wanted = name if name.isupper() else name[:1].upper() + name[1:]
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", question) is not None
