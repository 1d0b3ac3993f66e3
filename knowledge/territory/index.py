"""Every name, word by word, so that a sentence is compared with all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.territory.atlas import Atlas, Name
from knowledge.territory.places import Place
from knowledge.territory.spelling import Speller, distance
from knowledge.territory.tokens import LINKS, Token, content
from knowledge.territory.vocabulary import Vocabulary

SAINTS = ("saint", "sainte")
# Words that say little by themselves: a typo beside one of these is not carried by it.
_GENERIC = frozenset(
    {"saint", "sainte", "saints", "notredame", "lac", "riviere", "pointe", "ile", "mont", "val"}
)
_SAINT_SWAP = 0.6  # «Sainte-Rémi»: nearer than a typo in the name itself
_JOINED = 0.3  # «Valley field»
_LONGEST_LINK = 3  # «sur le», «de la», «de l»


_LOOKS_FROM = 6


def looks_limit(word: str) -> int:
    """The typos forgiven in a text that is supposed to be a place: one letter in four, three at most."""
    return min(3, len(word) // 4)


@dataclass(frozen=True)
class Entry:
    """A name in the index, with what a sentence must offer before it is taken for a place."""

    name: Name
    demand: str
    inside: bool  # of the territory (a reserve or an MRC too)
    article: str | None  # «la», «les», «l»: part of the official name
    links: tuple[tuple[str, ...], ...]  # the sorts of small words before each word but the first


@dataclass(frozen=True)
class Reading:
    """Words `first` to `last` of the text read as one name, `cost` typos away."""

    first: int
    last: int
    entry: Entry
    cost: float
    anchored: bool  # at least one telling word is spelled exactly
    cut: bool = False  # one word written as two or three


@dataclass
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


def _entry(name: Name, inside: bool, demand: str) -> Entry:
    links: list[tuple[str, ...]] = []
    run: list[str] = []
    article = None
    for position, word in enumerate(name.words):
        if word in LINKS:
            run.append(LINKS[word])
            if position == 0:
                article = word
            continue
        links.append(tuple(run))
        run = []
    return Entry(name, demand, inside, article, tuple(links[1:]))


class Index:
    """The names of an atlas as a tree of words, with the words near each one."""

    def __init__(self, atlas: Atlas, vocabulary: Vocabulary) -> None:
        self._root = _Node()
        self._glued: dict[str, list[Entry]] = {}
        self._vocabulary = vocabulary
        self._short_saints: set[str] = set()  # «stzotique»: not to be read into «Zotique»
        tokens: set[str] = set()
        people = set(atlas.inhabitants)
        for name in [*atlas.names, *atlas.inhabitants]:
            inside = name.places[0].kind != "outside"
            demand = self._demand(name)
            entry = _entry(name, inside, demand)
            key = content(name.words)
            self._put(key, entry)
            if name in people or (demand and not inside) or name.demand == "common":
                continue  # no typo is worth it: these would catch ordinary words
            tokens.update(word for word in key if word not in SAINTS)
            if inside:
                for form in self._one_word(name, key):
                    if (form,) == key:  # a single word already: only cutting it in two is new
                        self._glued.setdefault(form, []).append(entry)
                        continue
                    plain = Entry(name, "", inside, None, ())
                    self._put((form,), plain)
                    self._glued.setdefault(form, []).append(plain)
                    if key[0] in SAINTS:
                        self._short_saints.add(form)
                    if len(form) > 6:
                        tokens.add(form)
        self._speller = Speller(token for token in tokens if len(token) > 3)

    def _demand(self, name: Name) -> str:
        if name.county:
            return "county"
        if name.demand:
            return name.demand
        demands = self._vocabulary.demands
        spelled = " ".join(name.words)
        return demands.get(spelled) or demands.get(" ".join(content(name.words)), "")

    @staticmethod
    def _one_word(name: Name, key: tuple[str, ...]) -> Iterator[str]:
        """«laprairie», «stzotique», «coteaudulac», and a one-word name that may be cut in two."""
        spelled = "".join(name.words)
        if key[0] in SAINTS:
            short = "st" if key[0] == "saint" else "ste"
            yield short + spelled[len(key[0]) :]
        if len(spelled) > 5:
            yield spelled

    def _put(self, key: tuple[str, ...], entry: Entry) -> None:
        node = self._root
        for word in key:
            node = node.children.setdefault(word, _Node())
        node.entries.append(entry)

    def _alternatives(self, word: str, opening: bool) -> list[tuple[str, float]]:
        found: list[tuple[str, float]] = [(word, 0.0)]
        if word == "saint":
            found.append(("sainte", _SAINT_SWAP))
        elif word == "sainte":
            found.append(("saint", _SAINT_SWAP))
        elif (
            len(word) > 3 and word not in LINKS and not (opening and word in self._vocabulary.everyday_words)
        ):
            found.extend(
                n for n in self._speller.near(word) if n[0] not in self._short_saints or word.startswith("st")
            )
        return found

    def readings(self, tokens: Sequence[Token]) -> Iterator[Reading]:
        """Every way to read a run of words as a name."""
        for first, token in enumerate(tokens):
            if token.norm not in LINKS:
                yield from self._walk(tokens, first, first, self._root, 0.0, False, ())
            yield from self._cut(tokens, first)

    def nearest(self, written: str) -> tuple[Place, ...]:
        """The territory's places whose whole name looks most like `written`; none when nothing is near."""
        if len(written) < _LOOKS_FROM or written in self._vocabulary.everyday_words:
            return ()
        best = looks_limit(written)
        places: list[Place] = []
        for form, entries in self._glued.items():
            typos = distance(written, form, min(best, looks_limit(form)))
            if typos > looks_limit(form) or typos > best:
                continue
            places = (places if typos == best else []) + [p for entry in entries for p in entry.name.places]
            best = typos
        return tuple(dict.fromkeys(places))

    def _walk(
        self,
        tokens: Sequence[Token],
        first: int,
        at: int,
        node: _Node,
        cost: float,
        anchored: bool,
        links: tuple[tuple[str, ...], ...],
    ) -> Iterator[Reading]:
        word = tokens[at].norm
        for written, typos in self._alternatives(word, node is self._root):
            child = node.children.get(written)
            if child is None:
                continue
            total = cost + typos
            exact = anchored or (typos == 0 and written not in _GENERIC)
            for entry in child.entries:
                if _links_agree(links, entry.links):
                    yield Reading(first, at, entry, total, exact)
            if child.children and total <= 2:
                after = at + 1
                run: list[str] = []
                while after < len(tokens) and tokens[after].joined and len(run) <= _LONGEST_LINK:
                    if tokens[after].norm not in child.children and tokens[after].norm in LINKS:
                        run.append(LINKS[tokens[after].norm])
                        after += 1
                        continue
                    yield from self._walk(tokens, first, after, child, total, exact, (*links, tuple(run)))
                    break

    def _cut(self, tokens: Sequence[Token], first: int) -> Iterator[Reading]:
        """A one-word name written in two or three («Valley field», «Kahnawà:ke»)."""
        glued = tokens[first].norm
        for last in range(first + 1, min(first + 3, len(tokens))):
            token = tokens[last]
            if not token.joined or (last == first + 1 and tokens[first].norm in LINKS):
                return
            glued += token.norm
            for entry in self._glued.get(glued, ()):
                yield Reading(first, last, entry, _JOINED, True, cut=True)


def _links_agree(written: tuple[tuple[str, ...], ...], named: tuple[tuple[str, ...], ...]) -> bool:
    """Small words may be left out or be another article, but none may appear that the name does not have."""
    for run, own in zip(written, named, strict=True):
        if run and not own:
            return False
        if run and "on" in run and "on" not in own:
            return False
        if run and "on" in own and "on" not in run:
            return False
    return True
