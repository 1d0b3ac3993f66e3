"""Which sectors a free text names, so that a project and a resource can be compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from rapidfuzz.distance import OSA

from knowledge.pole import WORDS, made_of
from knowledge.referral.line import line_of
from knowledge.referral.signs import phrases, phrases_before, table
from knowledge.search.language import stem
from knowledge.search.lexicon import frequencies
from knowledge.search.text import fold, words
from knowledge.territory import Gazetteer, retold

VOCABULARY_FILE = Path(__file__).parent / "sectors.yaml"
SECTORS = "sectors"  # of a Pôle's `words.yaml`
KEPT = 32  # Pôles
# The weight of a word that stands where a project is named; the least that is taken where something else
# tells of a project, and where nothing does.
NAMED, LEAST, ALONE = 4, 1, 2
DENIED = -10  # the weight of a word that names nothing of it: a verb, what they say that they are not
MIN_WORD = 5  # letters: shorter ones join words rather than name a sector
LONG = 7  # letters from which a word with one typing mistake is still recognised


Own = tuple[tuple[str, tuple[str, ...]], ...]  # the words that a Pôle adds, by sector


@lru_cache(maxsize=1)
def common_sectors() -> dict[str, list[str]]:
    """The words of each sector, for every Pôle."""
    loaded: dict[str, list[str]] = yaml.safe_load(VOCABULARY_FILE.read_text(encoding="utf-8"))
    return loaded


def _own() -> Own:
    """The words that the Pôle served adds, as they stand now."""
    try:
        return made_of(WORDS, _listed_in)
    except FileNotFoundError:
        return ()


def _listed_in(words_file: Mapping[str, Any]) -> Own:
    own: Mapping[str, list[str]] = words_file.get(SECTORS) or {}
    return tuple((sector, tuple(map(str, listed))) for sector, listed in own.items() if listed)


@lru_cache(maxsize=KEPT)
def _vocabulary(own: Own) -> dict[str, list[str]]:
    return common_sectors() | {sector: [*common_sectors().get(sector, ()), *listed] for sector, listed in own}


@lru_cache(maxsize=KEPT)
def _patterns(own: Own) -> dict[str, re.Pattern[str]]:
    return {
        sector: re.compile(r"\b(?:" + "|".join(_pattern(word) for word in sorted(set(listed))) + ")")
        for sector, listed in _vocabulary(own).items()
    }


def _pattern(word: str) -> str:
    """A listed word as an expression: the beginning of a word, or the whole of one that ends with «=»."""
    return rf"{re.escape(word[:-1])}s?\b" if word.endswith("=") else re.escape(word)


def sectors_of(text: str) -> frozenset[str]:
    """The sectors that a text names; empty when none is recognised, which is not «no sector»."""
    return _sectors_of(text, _own())


@lru_cache(maxsize=2_000)
def _sectors_of(text: str, own: Own) -> frozenset[str]:
    folded = fold(text)
    return frozenset(sector for sector, pattern in _patterns(own).items() if pattern.search(folded))


# Works on a building, unless said of an enterprise: «une coop de rénovation», not «pour les rénovations».
ACTIVITY_ONLY = ("renov", "construction", "livraison", "loyer", "communication", "formation", "logement")
# «Le patron ferme dans trois mois»: a verb, unless something says that it is a farm.
ALSO_VERBS = frozenset(["ferme", "cours", "livre", "usage", "voile", "peche", "part"])
_OF_NOUN = re.compile(
    r"\b(?:l[ae]|les?|une?|des?|du|d|en|sur|ma|mon|ta|ton|sa|son|[nv]otre|leur|cette?|quelle|petite|vieille"
    r"|ancienne|grande|belle|premiere|\d+)[ -]$"
)
CLAUSE_ENDS = ",.;:!?()"
_WORD = re.compile(r"[^\W\d_][\w-]*['’]?")
LONGEST = 5  # words of a listed phrase
_COMPLEMENT = re.compile(
    r"(?:[ -](?:de |d['’]|des |à |en )?[^\W\d_][\w-]{2,}(?:aires?|ives?|ifs?|al|ales?|aux|elle|el|iques?"
    r"|ables?|bio|ier|ière|rural|mobile|écoute)\b|[ ](?:de |d['’])[^\W\d_][\w-]{3,})"
)
_NOT_COMPLEMENT = re.compile(r"(?:travail|solidarite|producteurs|coop\w*|obnl|plus|notre|cette|demarrage)\b")


@dataclass(frozen=True)
class Named:
    """Words that may name what the project does: as `said`, and with what completes them."""

    said: str
    text: str
    weight: int
    start: int


Fit = Literal["own", "near", "other"]


def sector_fit(sector: str, names: Sequence[str]) -> Fit:
    """How well what a door serves, by its names, is what a project does: `own` when a word or a whole sector
    is the same, `near` when it serves one trade of that sector («aide à domicile» is not all of health)."""
    ours = sectors_of(sector)
    near = False
    for name in names:
        if _share_a_word(sector, name):
            return "own"
        if ours & sectors_of(name):
            if _whole_sector().search(fold(name)):
                return "own"
            near = True
    return "near" if near else "other"


def _share_a_word(one: str, other: str) -> bool:
    theirs = {word.rstrip("s") for word in words(other) if len(word) >= MIN_WORD}
    return any(word.rstrip("s") in theirs - _of_any_trade() for word in words(one))


@lru_cache(maxsize=1)
def _of_any_trade() -> frozenset[str]:
    """Words of the names of sectors that alone tell no trade."""
    return frozenset(word.rstrip("s") for word in table("sector").rest["of_any_trade"])


@lru_cache(maxsize=1)
def _whole_sector() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, table("sector").rest["whole"])) + ")")


def named_sector(text: str, gazetteer: Gazetteer | None = None, *, least: int = LEAST) -> str | None:
    """The words of a text that name what the project does, in the person's own words; None if none do.
    `least`: the weight of a listed word from which it counts.

    «Une coop de vélos à Vaudreuil» gives «vélos». A clientele («pour les femmes»), a thing to buy or a
    subject to learn is none. With a gazetteer, the names of places are left out.
    """
    if gazetteer is not None:
        text = without_places(text, gazetteer)
    best = max(listed_in(text), key=lambda one: (one.weight, -one.start), default=None)
    if best is not None and best.weight >= least:
        return best.text
    return _unlisted(text) or _misspelt(text)


def without_places(text: str, gazetteer: Gazetteer) -> str:
    """A text of the same length whose names of places are stops."""
    return retold(text, gazetteer.find(text), lambda place: ", " + " " * (place.end - place.start - 2))


def listed_in(text: str) -> list[Named]:
    """The words of the vocabulary in a text, weighed by what stands around them."""
    named = [_weighed(text, start, end) for start, end in _listed(text)]
    return [_with_means(text, before, one) for before, one in zip([None, *named], named, strict=False)]


def _with_means(text: str, before: Named | None, one: Named) -> Named:
    """A name with the one that it carries out: «insertion en menuiserie» is both."""
    if before is None or before.weight < LEAST or text[before.start + len(before.said) : one.start] != " en ":
        return one
    return replace(one, text=text[before.start : one.start] + one.text)


def same_sector(expected: str | None, understood: str | None) -> bool:
    """Whether two namings of what a project does have a sector, or a word, in common."""
    if expected is None or understood is None:
        return expected == understood
    if sectors_of(expected) & sectors_of(understood):
        return True
    return bool({stem(word) for word in words(expected)} & {stem(word) for word in words(understood)})


def _listed(text: str) -> list[tuple[int, int]]:
    """The spans of the words of the vocabulary, the longest where they overlap."""
    spans: list[tuple[int, int]] = []
    own, found = _own(), list(_WORD.finditer(text))
    for number, word in enumerate(found):
        for last in range(LONGEST - 1, -1, -1):
            group = found[number : number + last + 1]
            if len(group) <= last:
                continue
            said = text[word.start() : group[-1].end()]
            if last and re.search(r"[,.;:!?()\n]", said):
                continue
            if _begins_listed(fold(said), own, whole=last + 1):
                spans.append((word.start(), group[-1].end()))
                break
    return [span for span in spans if not any(a < span[0] < b for a, b in spans)]


@lru_cache(maxsize=4_096)
def _begins_listed(said: str, own: Own, *, whole: int) -> bool:
    """Whether words, as many as a listed phrase has, begin with it."""
    listed = _listed_of(own).get(whole)
    return listed is not None and listed.match(said) is not None


@lru_cache(maxsize=KEPT)
def _listed_of(own: Own) -> dict[int, re.Pattern[str]]:
    """The listed phrases by how many words they have, each group one expression."""
    groups: dict[int, set[str]] = {}
    for several in _vocabulary(own).values():
        for listed in several:
            groups.setdefault(len(_WORD.findall(listed)), set()).add(_pattern(listed))
    return {count: re.compile("|".join(sorted(patterns))) for count, patterns in groups.items()}


def _weighed(text: str, start: int, end: int) -> Named:
    said = text[start:end]
    folded = fold(said)
    rows = table("sector").rest
    before, after = line_of(text[:start])[:-2], line_of(text[end:])[2:]
    weight = 2 if before.endswith(("| ", ", ")) else 1
    weight += sum(int(row) for row, pattern in _around("before") if pattern.match(before))
    weight += sum(int(row) for row, pattern in _around("after") if pattern.match(after))
    alone = " " not in folded
    weight += not alone
    if any(folded.startswith(word) for word in rows["things"]) and weight < NAMED:
        weight -= 2
    if alone and named_people(said):
        weight -= NAMED
    if folded in ALSO_VERBS and not (_OF_NOUN.search(fold(text[:start]) + " ") or _is_noun(text, start, end)):
        weight = DENIED
    if folded.startswith(ACTIVITY_ONLY) and weight < NAMED:
        weight = 0
    return Named(said, said + _complement(text, end), weight, start)


def _is_noun(text: str, start: int, end: int) -> bool:
    """Whether a word that may be a verb names something: what begins a clause and is told of which kind it is
    («ferme florale»), for a verb has its subject before it."""
    begins = text[:start].rstrip(" \n\t")[-1:] in ("", *CLAUSE_ENDS)
    return begins and bool(_complement(text, end))


def named_people(said: str) -> bool:
    """Whether words name people who are served, or who carry the project."""
    return fold(said).startswith(tuple(table("sector").rest["people"]))


def names_something(name: str) -> bool:
    """Whether a name tells what a project does: «entreprise d'économie» does not, nor does a thing that any
    project may buy."""
    rows = table("sector").rest
    empty = vague_words() | _of_any_trade()
    return any(
        not ({word, word.rstrip("s")} & empty or word.startswith(tuple(rows["things"])))
        for word in words(name)
    )


def with_complement(text: str, start: int, end: int) -> str:
    """The words that stand there, and what completes them."""
    return text[start:end] + _complement(text, end)


def _complement(text: str, end: int) -> str:
    """What completes the words that end there: «friperie communautaire», «réparation de vélos»."""
    found = _COMPLEMENT.match(text, end)
    if not found or _NOT_COMPLEMENT.search(fold(found[0])):
        return ""
    return found[0]


@lru_cache(maxsize=2)
def _around(side: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    made = phrases_before if side == "before" else phrases
    return tuple((row["weight"], made(row["phrases"])) for row in table("sector").rest[side])


def _unlisted(text: str) -> str | None:
    """A word that is in no list, where a project is named: «une coop de skate», «ouvrir un planétarium»."""
    vague = vague_words()
    named = _unlisted_before()
    for word in _WORD.finditer(text):
        folded = fold(word[0])
        if len(folded) < 4 or folded in vague or folded.startswith(ACTIVITY_ONLY):
            continue
        if named.match(line_of(text[: word.start()])[:-2]):
            return word[0] + _complement(text, word.end())
    return None


@lru_cache(maxsize=1)
def vague_words() -> frozenset[str]:
    """Words that name nothing of what a project does, wherever they stand."""
    return frozenset(table("sector").rest["vague"])


@lru_cache(maxsize=1)
def _unlisted_before() -> re.Pattern[str]:
    return phrases_before(table("sector").rest["unlisted"])


def _misspelt(text: str) -> str | None:
    """The word meant by a long one with a letter wrong: «friprie» is «friperie»."""
    for word in _WORD.finditer(text):
        folded = fold(word[0])
        if len(folded) < LONG or sectors_of(folded) or {folded, folded[1:]} & frequencies().keys():
            continue
        near = next(
            (one for one in _long_words(_own()) if OSA.distance(folded, one, score_cutoff=1) <= 1), None
        )
        if near is not None:
            return near
    return None


@lru_cache(maxsize=KEPT)
def _long_words(own: Own) -> tuple[str, ...]:
    listed = {word.rstrip("=") for several in _vocabulary(own).values() for word in several}
    return tuple(sorted(word for word in listed if len(word) >= LONG and " " not in word))
