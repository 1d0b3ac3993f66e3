"""The form of `words.yaml`, a Pôle's own words, and what would have them read wrongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import Field, ValidationError, field_validator

from knowledge.pack.faults import Fault, french_message
from knowledge.pack.files import Pack
from knowledge.pack.layers import mapping
from knowledge.records import Record, Text
from knowledge.referral.sectors import LONGEST as LONGEST_NAME
from knowledge.referral.sectors import SECTORS, common_sectors
from knowledge.search.language import language, stem
from knowledge.search.own_words import SPELLINGS, SYNONYMS, Key, key_of
from knowledge.territory.vocabulary import WORDS_FILE, common_lists

LONGEST = 6  # words of an expression

Pairs = list[tuple[str, str, str]]  # the part of the file, what is written, what is read


class WordsForm(Record):
    """The whole file."""

    places: dict[str, Any] | None = None
    spellings: dict[Text, Text] = Field(default_factory=dict)
    synonyms: list[list[Text]] = Field(default_factory=list)
    sectors: dict[str, list[Text]] = Field(default_factory=dict)

    @field_validator("synonyms")
    @classmethod
    def _several(cls, groups: list[list[str]]) -> list[list[str]]:
        for group in groups:
            if len(group) < 2:
                raise ValueError(
                    f"«{', '.join(group)}»: il faut au moins deux mots qui veulent dire la même chose"
                )
        return groups


def words_faults(words: Mapping[str, Any], ways: Iterable[str] = ()) -> list[Fault]:
    """What is wrong with a Pôle's own words. `ways`: all the ways of asking that its base holds."""
    try:
        form = WordsForm.model_validate(words)
    except ValidationError as error:
        return [_fault(str(one["loc"][0]), french_message(one)) for one in error.errors()]
    unknown = sorted(set(form.places or ()) - set(common_lists()))
    faults = [_fault("places", f"«{name}» n'est pas une liste de mots connue") for name in unknown]
    faults += [_fault(SECTORS, message) for message in _of_sectors(form.sectors)]
    pairs: Pairs = [(SPELLINGS, written, read) for written, read in form.spellings.items()]
    pairs += [(SYNONYMS, other, first) for first, *others in form.synonyms for other in others]
    faults += [_fault(part, message) for part, message in _of_pairs(pairs)]
    return faults or [_fault(part, message) for part, message in _turned(pairs, ways)]


def check_words(pack: Pack) -> list[Fault]:
    """The faults of the `words.yaml` of a pack, which need not have one."""
    try:
        words = mapping(pack.folder, WORDS_FILE) if pack.folder else {}
    except FileNotFoundError:
        return []
    asked = [way for one in pack.answers.values() for way in (one.question, *one.phrasings)]
    return words_faults(words, [*asked, *(way for topic in pack.topics.values() for way in topic.phrasings)])


def _of_sectors(sectors: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for sector, listed in sectors.items():
        if sector not in common_sectors():
            yield f"«{sector}» n'est pas un secteur; ceux qui le sont: {', '.join(common_sectors())}"
        for word in listed:
            key = key_of(word)
            if not key or len(key) > LONGEST_NAME:
                yield f"«{word}»: un à {LONGEST_NAME} mots"
            elif all(stem(part) in language().function_words for part in key):
                yield f"«{word}» est un mot de tous les jours: il ne dit aucun secteur"


def _of_pairs(pairs: Pairs) -> Iterator[tuple[str, str]]:
    keys = [key_of(written) for _, written, _ in pairs]
    times = Counter(keys)
    for (part, written, read), key in zip(pairs, keys, strict=True):
        target = key_of(read)
        if not key or not target:
            yield part, f"«{written if not key else read}» n'a ni lettre ni chiffre"
        elif len(key) > LONGEST or len(target) > LONGEST:
            yield part, f"«{written if len(key) > LONGEST else read}»: {LONGEST} mots au plus"
        elif all(stem(word) in language().function_words for word in key):
            yield part, f"«{written}» est un mot de tous les jours: il ne peut pas être lu autrement"
        elif key == target:
            yield part, f"«{written}» est déjà lu ainsi"
        elif target in times:
            yield part, f"«{written}» se lirait «{read}», qui se lit lui-même autrement"
        elif times[key] > 1:
            yield part, f"«{written}» est là deux fois"


def _turned(pairs: Pairs, ways: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The word of the answers is the one that they use most: read otherwise, they would all be."""
    wanted = {key for _, written, read in pairs for key in (key_of(written), key_of(read))}
    if not wanted:
        return
    sizes = {len(key) for key in wanted}
    used: Counter[Key] = Counter()
    for way in ways:
        words = key_of(way)
        held = {words[at : at + size] for size in sizes for at in range(len(words) - size + 1)}
        used.update(held & wanted)
    for part, written, read in pairs:
        own, other = used[key_of(written)], used[key_of(read)]
        if own > other:
            yield (
                part,
                f"«{written}» est dans {own} façons de demander, «{read}» dans {other}: "
                f"c'est «{read}» qui devrait se lire «{written}»",
            )


def _fault(part: str, message: str) -> Fault:
    return Fault(WORDS_FILE, part, message)
