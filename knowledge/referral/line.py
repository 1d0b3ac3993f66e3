"""A message as a line of plain words, in which phrases are looked for.

The words are folded, numbers are figures marked «#», elisions are opened («j'ai» gives «j ai»), what ends a
sentence is «|», a comma is «,». Phrases are written in a small language, read by `compiled`:

    word        that word                       word*, *er  a word that begins so, that ends so
    a|b|c*      one of these words              (a|b)       one of these, or nothing
    {name}      one of a named list             ...         up to eight words of the same sentence
    ....        up to sixteen
    ..3         up to three words               #           a number
                (none of these goes past «ni»)
    ^           the beginning of a sentence     $$          its end, or a comma
    /           the end of a sentence, crossed
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from knowledge.referral.numerals import joined, thousands_marked, with_figures
from knowledge.search.text import fold

LEAST_OWN = 6  # words; with fewer, a mail is only passed on
GAP = 8  # words that «...» may skip
# Before a vowel these words lose their own: a phrase that has one has both.
ELIDED = {one: f"(?:{one}|{one[0]})" for one in ("de", "se", "me", "te", "ne", "je", "le", "la")}
ELIDED["que"] = "(?:que|qu)"
STRONG = frozenset(".;!?\n…/")
WEAK = frozenset(':()"')
SPOKEN = {
    "jai": "j ai", "jsuis": "je suis", "jsui": "je suis", "chu": "je suis", "chui": "je suis",
    "chus": "je suis", "cest": "c est", "jveux": "je veux", "jveu": "je veut", "jvoudrais": "je voudrais",
    "ya": "y a", "yatu": "y a tu", "daide": "d aide", "dargent": "d argent", "laide": "l aide",
    "jaimerais": "j aimerais", "jcherche": "je cherche", "jfais": "je fais", "jpense": "je pense",
    "laccompagnement": "l accompagnement", "daccompagnement": "d accompagnement",
    "piasses": "$", "piasse": "$", "dollars": "$", "dollar": "$", "cad": "$", "douilles": "$",
    "bidous": "$", "bacs": "$", "can": "$", "veu": "veut", "obln": "obnl", "onbl": "obnl", "obsl": "obnl",
    "lidee": "l idee", "ide": "idee", "lide": "l idee", "didee": "d idee", "quon": "qu on",
    "accomp": "accompagnement",
    "dobnl": "d obnl", "lobnl": "l obnl", "dosbl": "d obnl", "losbl": "l obnl",
}  # fmt: skip

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[a-z]+|\$|%|[,.;:!?()\"/…\n]")
_POSTAL_CODE = re.compile(r"\b[a-z]\d[a-z](?:[ -]?\d[a-z]\d)?\b")
# «Demande: 32 000 $», «Besoin: un local»
_LABEL = re.compile(
    r" ?: ?(?=\d)|(?:(?<=\bbesoin)|(?<=\bbesoins)|(?<=cherche)|(?<=demande)|(?<=question)) ?: ?"
)
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}[a-z]?(?![a-z])")  # «o.b.n.l.», «s.e.n.c.»
_QUOTED_LINE = re.compile(r"^\s*(?:>|\|)")
_MAIL_HEAD = re.compile(
    r"^\s*(?:-{2,}\s*)?(?:le .{4,60} a [ée]crit\s*:|on .{4,60} wrote:"
    r"|(?:message|courriel) (?:d'origine|original)|message transf[ée]r[ée]|forwarded message|original message"
    r"|(?:de|from|exp[ée]diteur)\s*:.*@)",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^\s*(?:fwd?|tr|re|objet|subject|sujet|date|[àa]|to|cc|envoy[ée]|sent)\s*:", re.IGNORECASE
)
_QUOTE_MARK = re.compile(r"^\s*(?:[>|]\s*)+")


def own_words(text: str) -> str:
    """What a person wrote themselves: without the mails that they answer or pass on.

    When next to nothing else is left, the whole text, marks of quotation aside: it is all there is to read.
    Words between guillemets are kept: more often than not they tell the project.
    """
    rows = text.splitlines()
    kept: list[str] = []
    for row in rows:
        if _MAIL_HEAD.match(row):
            break
        if not _QUOTED_LINE.match(row):
            kept.append(row)
    telling = [word for row in kept if not _HEADER.match(row) for word in row.split()]
    if len(telling) >= LEAST_OWN or len(kept) == len(rows):
        return "\n".join(kept)
    return "\n".join(_QUOTE_MARK.sub("", row) for row in rows)


def line_of(text: str) -> str:
    """A text as a line of words, each between spaces."""
    rows = [with_figures(thousands_marked(_cleared(row))) for row in text.splitlines() if row.strip()]
    tokens: list[str] = []
    for token in joined(_TOKEN.findall(_LABEL.sub(" ", "\n".join(rows)))):
        if token in STRONG:
            tokens.append("|")
        elif token in WEAK:
            tokens.append(",")
        else:
            tokens += SPOKEN.get(token, token).split()
    line = f" | {' '.join(tokens)} | "
    line = re.sub(r" \$ (#\S+) (?!\$)", r" \1 $ ", line)  # «$25,000»
    line = line.replace(" co op ", " coop ").replace(" co ops ", " coops ")
    line = re.sub(r" k (?:de )?\$ ", " $ ", line)
    return re.sub(r"(?: \|)+ ", " | ", line)


def _cleared(row: str) -> str:
    """A row folded, dotted initials in one word, postal codes left out."""
    return _POSTAL_CODE.sub(" ", _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", fold(row)))


def compiled(phrases: Iterable[str], lists: Mapping[str, list[str]]) -> re.Pattern[str]:
    """The phrases as one expression over a line. Raises `ValueError` for a phrase that asks for no word."""
    written = {phrase: _phrase(phrase, lists) for phrase in phrases}
    together = re.compile(r"(?<= )(?:" + "|".join(written.values()) + ")")
    if together.search(" "):  # looked for in one only then: to compile each takes as long as all of them
        for phrase, expression in written.items():
            if re.fullmatch(expression, ""):
                raise ValueError(f"the phrase asks for no word: {phrase}")
    return together


def compiled_before(phrases: Iterable[str], lists: Mapping[str, list[str]]) -> re.Pattern[str]:
    """The phrases as an expression that matches a line ending with one of them: the shortest, as group 1."""
    return re.compile(r".*(?<= )(" + "|".join(_phrase(phrase, lists) for phrase in phrases) + ")$", re.DOTALL)


def _phrase(phrase: str, lists: Mapping[str, list[str]]) -> str:
    return "".join(_item(item, lists) for item in _items(phrase))


@lru_cache(maxsize=4_096)
def _items(phrase: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\([^)]*\)|\S+", phrase))


def _item(item: str, lists: Mapping[str, list[str]]) -> str:
    if item == "...":
        return rf"(?:(?!\||ni )\S+ ){{0,{GAP}}}?"
    if item == "....":
        return rf"(?:(?!\||ni )\S+ ){{0,{2 * GAP}}}?"
    if re.fullmatch(r"\.\.\d+", item):
        return rf"(?:(?![|,]|ni )\S+ ){{0,{item[2:]}}}?"
    if item == "/":
        return r"\| "
    if item == "^":
        return r"(?<=\| )"
    if item == "$$":
        return r"(?=[|,] )"
    if item.startswith("("):
        return f"(?:{_item(item[1:-1].replace(' ', '_'), lists)})?"
    return "(?:" + "|".join(_word(word, lists) for word in item.split("|")) + ")"


def _word(word: str, lists: Mapping[str, list[str]]) -> str:
    if word.startswith("{"):
        return "|".join(_phrase(entry, lists) for entry in lists[word[1:-1]])
    if word == "#":
        return r"#\S+ "
    if word == ",":
        return ", "
    return "".join(
        ELIDED.get(part, re.escape(part).replace(r"\*", r"[^\s|,#]*")) + " " for part in word.split("_")
    )
