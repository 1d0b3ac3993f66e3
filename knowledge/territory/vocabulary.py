"""Reads `vocabulary.yaml` and `everyday_words.txt`, the two files that say what is ordinary French."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.pack.layers import mapping

_HERE = Path(__file__).parent


WORDS_FILE, PLACES = "words.yaml", "places"


@dataclass(frozen=True)
class Vocabulary:
    """The hand-written lists of `vocabulary.yaml`, ready to look words up in."""

    demands: dict[str, str]  # folded name -> the list it is in («common», «surname»…)
    prepositions: dict[str, str]  # word -> «at», «of» or «in»
    place_nouns: frozenset[str]
    dwelling: frozenset[str]
    activity: frozenset[str]
    ventures: frozenset[str]
    determiners: frozenset[str]
    code_words: frozenset[str]
    subjects: frozenset[str]
    being: frozenset[str]
    not_places_after: frozenset[str]
    not_places: frozenset[tuple[str, ...]]
    fillers: frozenset[str]
    joining: frozenset[str]
    negations: frozenset[tuple[str, ...]]
    not_inhabitants: frozenset[str]
    elsewhere: dict[str, str | None]
    everyday_words: frozenset[str]


@lru_cache(maxsize=32)  # packs
def vocabulary(folder: Path | None = None) -> Vocabulary:
    """The vocabulary, read once: that of every Pôle, with the words of the pack in `folder` on top.

    A pack's `words.yaml` may hold, under `places`, any of the lists here: `names` by class, `not_places`…
    """
    return vocabulary_with(_own_words(folder) if folder else {})


@lru_cache(maxsize=1)
def common_lists() -> dict[str, Any]:
    """The lists of `vocabulary.yaml`, which hold for every Pôle. Nobody changes them."""
    loaded: dict[str, Any] = yaml.safe_load((_HERE / "vocabulary.yaml").read_text(encoding="utf-8"))
    return loaded


def vocabulary_with(own: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary of every Pôle, with words of one on top: lists as `places` of `words.yaml` has them."""
    data = dict(common_lists())
    for key, value in own.items():
        data[key] = _joined(data[key], value)
    lines = (_HERE / "everyday_words.txt").read_text(encoding="utf-8").splitlines()
    return Vocabulary(
        demands={name: demand for demand, names in data["names"].items() for name in names},
        prepositions={word: sort for sort, words in data["prepositions"].items() for word in words},
        place_nouns=frozenset(data["place_nouns"]),
        dwelling=frozenset(data["dwelling"]),
        activity=frozenset(data["activity"]),
        ventures=frozenset(data["ventures"]),
        code_words=frozenset(data["code_words"]),
        subjects=frozenset(data["subjects"]),
        determiners=frozenset(data["determiners"]),
        being=frozenset(data["being"]),
        not_places_after=frozenset(data["not_places_after"]),
        not_places=frozenset(tuple(phrase.split()) for phrase in data["not_places"]),
        fillers=frozenset(data["fillers"]),
        joining=frozenset(data["joining"]),
        negations=frozenset(tuple(phrase.split()) for phrase in data["negations"]),
        not_inhabitants=frozenset(data["not_inhabitants"]),
        elsewhere=data["elsewhere"],
        everyday_words=frozenset(w for line in lines if not line.startswith("#") for w in line.split())
        | frozenset(data["slang"]),
    )


def _own_words(folder: Path) -> dict[str, Any]:
    try:
        return dict(mapping(folder, WORDS_FILE).get(PLACES) or {})
    except FileNotFoundError:
        return {}


def _joined(common: Any, own: Any) -> Any:
    """A list with more words, or a mapping whose values are joined one by one."""
    if isinstance(common, dict):
        return common | {
            key: _joined(common[key], value) if isinstance(common.get(key), list) else value
            for key, value in own.items()
        }
    return [*common, *own]
