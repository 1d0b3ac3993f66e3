"""What the words and numbers of a message are told by: their form, the lists with them, what stands near.

For what is learned of masking: nothing here decides that anything is somebody's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.masking.name_words import Word, given, municipalities, surname, unknown, words_of_the_base
from knowledge.masking.text import PERSON, Found
from knowledge.masking.vocabulary import listed, names
from knowledge.search.lexicon import frequencies, is_english

# The lists of `words.yaml` that say something of a word by itself.
LISTS = (
    *("never_names", "relations", "titles", "strong_titles", "institutions", "trades", "things", "nicknames"),
    *("families", "months", "units", "streets", "units_of_address", "labels", "networks", "births"),
    *(
        "particles",
        "digits",
        "place_links",
        "before_places",
        "articles",
        "articles_too",
        "doings",
        "closings",
    ),
    *("telling", "named", "joints", "public_numbers", "of_institutions", "works", "offices", "surnames_too"),
    "capital_names",
)
SIDES = (-2, -1, 1, 2)  # tokens away whose form, lists and marks count
FARTHER = (-5, -4, -3, 3, 4)  # and whose word does
NEAR = 8  # tokens from a name that was found
ADULTS, NOW = range(1900, 2012), range(2012, 2031)  # years of birth, and of projects
DAYS = range(1, 32)
MOST_COMMON, STEPS = 1e-3, 6  # of the frequency of words: a step for each power of ten
SHORT = 2  # letters

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]|_|\n")


@dataclass(frozen=True)
class Token:
    """A word, a number or a mark of the text, as typed and folded, where it is; what it is told by alone
    (`flags`, their `form` in short) and the mark of what was found there, or ''."""

    typed: str
    plain: str
    start: int
    end: int
    flags: tuple[str, ...]
    form: str
    mark: str

    @property
    def written(self) -> bool:
        """Whether it is a word or a number."""
        return self.plain[0].isalnum()


def tokens_of(text: str, plain: str, found: Sequence[Found]) -> list[Token]:
    """The tokens of a text. Input: the text, the same folded, and what was found in it."""
    tokens = []
    for one in _TOKEN.finditer(text):
        start, end = one.span()
        mark = next((known.mark for known in found if known.start <= start < known.end), "")
        flags = _flags(text[start:end], plain[start:end])
        form = _form(text[start:end], plain[start:end], flags)
        tokens.append(Token(one[0], plain[start:end], start, end, flags, form, mark))
    return tokens


def _flags(typed: str, plain: str) -> tuple[str, ...]:
    if plain.isdecimal():
        return tuple(_of_a_number(plain))
    return tuple(_of_a_word(typed, plain)) if plain[0].isalpha() else (plain,)


def _of_a_number(plain: str) -> Iterator[str]:
    yield f"digits {len(plain)}"
    if len(plain) == len(str(NOW.start)) and int(plain) in ADULTS:
        yield "adult"
    elif len(plain) == len(str(NOW.start)) and int(plain) in NOW:
        yield "year"
    elif len(plain) <= len(str(DAYS.stop)) and int(plain) in DAYS:
        yield "day"


def _of_a_word(typed: str, plain: str) -> Iterator[str]:
    word = Word(typed, plain, 0, len(plain))
    bare = word.bare or plain
    told = {
        "given": given(word),
        "also": plain in names("given_or_word"),
        "surname": surname(word),
        "unknown": unknown(word),
        "town": plain in municipalities(),
        "base": plain in words_of_the_base(),
        "english": is_english(plain),
        "figure": plain in names("figures"),
        "joined": "-" in plain,
        "short": len(plain) <= SHORT,
    }
    yield from (name for name, true in told.items() if true)
    share = frequencies().get(bare, 0.0)
    step = max(1, STEPS + math.floor(math.log10(share / MOST_COMMON))) if share else 0
    yield f"common {min(step, STEPS)}"
    yield from sorted({*_lists_of().get(bare, ()), *_lists_of().get(plain, ())})


@lru_cache(maxsize=1)
def _lists_of() -> dict[str, list[str]]:
    """The lists that hold each word, told."""
    held: dict[str, list[str]] = {}
    for name in LISTS:
        for word in listed(name):
            held.setdefault(word, []).append(f"in {name}")
    return held


def _case(typed: str) -> str:
    if not typed[0].isalpha():
        return "-"
    return "A" if len(typed) > 1 and typed.isupper() else "a" if typed[0].islower() else "Aa"


def _form(typed: str, plain: str, flags: Sequence[str]) -> str:
    """What sets a token apart from the others, in short: «Aa given surname»."""
    if not plain[0].isalpha():
        return " ".join(flags)
    telling = ("given", "also", "surname", "unknown", "town", "in relations", "in months", "in never_names")
    return " ".join([_case(typed), *(flag for flag in telling if flag in flags)])


def cues(tokens: Sequence[Token], text: str) -> list[list[str]]:
    """Of each token, all that it is told by."""
    one_case = text.isupper() or not any(token.typed[0].isupper() for token in tokens[1:])
    kinds = sorted({token.mark for token in tokens if token.mark})
    named = [place for place, token in enumerate(tokens) if token.mark == PERSON]
    return [
        [
            *_own(tokens, place, one_case=one_case),
            *_beside(tokens, place),
            *(f"has {kind}" for kind in kinds),
            *((f"has|{tokens[place].form}",) if kinds else ()),
            *(
                (f"near|{tokens[place].form}",)
                if any(0 < abs(place - other) <= NEAR for other in named)
                else ()
            ),
        ]
        for place in range(len(tokens))
    ]


def _own(tokens: Sequence[Token], place: int, *, one_case: bool) -> Iterator[str]:
    token = tokens[place]
    starts = place == 0 or tokens[place - 1].plain in ".!?\n"
    case = f"{_case(token.typed)}{'^' if starts else ''}{' one' if one_case else ''}"
    yield f"case {case}"
    for flag in token.flags:
        yield from (f"is {flag}", f"is {flag}|{case}")
    yield f"form {token.form}|{case}"
    if token.plain[0].isalpha():
        bounded = f"^{token.plain}$"
        yield f"word {token.plain}"
        yield from (f"ends {bounded[-size:]}" for size in (3, 4))
        yield from (f"begins {bounded[:size]}" for size in (3, 4))


def _beside(tokens: Sequence[Token], place: int) -> Iterator[str]:
    own = tokens[place]
    for away in SIDES:
        other = tokens[place + away] if 0 <= place + away < len(tokens) else None
        yield f"{away} word {_word(tokens, place + away)}"
        if other is None:
            continue
        yield f"{away} form {other.form}"
        yield from (f"{away} is {flag}" for flag in other.flags)
        if other.mark:
            yield f"{away} mark {other.mark}"
        if other.end == own.start or own.end == other.start:
            yield f"{away} touches"
    for away in FARTHER:
        if 0 <= place + away < len(tokens) and tokens[place + away].plain[0].isalpha():
            yield f"{'before' if away < 0 else 'after'} {tokens[place + away].plain}"
    before, after = _word(tokens, place - 1), _word(tokens, place + 1)
    yield f"{before}|{own.form}"
    yield f"{own.form}|{after}"
    yield f"{_word(tokens, place - 2)} {before}|{_case(own.typed)}"
    yield f"{tokens[place - 1].form if place else '^'}||{own.form}"
    yield f"{own.form}||{tokens[place + 1].form if place + 1 < len(tokens) else '$'}"


def _word(tokens: Sequence[Token], place: int) -> str:
    return "^" if place < 0 else "$" if place >= len(tokens) else tokens[place].plain
