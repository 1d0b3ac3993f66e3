"""Numbers as people write or dictate them, turned into figures inside the text that holds them.

Numbers in letters are read by text2num; what it leaves (scales after figures, halves and quarters,
«une centaine de mille», thousands grouped by spaces) is put together here.
"""

from __future__ import annotations

import re

from text_to_num import alpha2digit

MILLION, THOUSAND = 1_000_000, 1_000
ABOUT = {
    "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40,
    "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
}  # fmt: skip
PARTS = {"demi": 0.5, "demie": 0.5, "quart": 0.25, "quarts": 0.25, "tiers": 1 / 3}
SCALES = {
    "mil": THOUSAND,
    "k": THOUSAND,
    "mille": THOUSAND,
    "milles": THOUSAND,
    "milliers": THOUSAND,
    "millier": THOUSAND,
}
SCALES |= dict.fromkeys(("m", "million", "millions"), MILLION)
SMALL = {"un": 1, "une": 1, "deux": 2, "trois": 3}

# A million is kept in letters, so that what is said before and after it can be put together.
_MILLIONS = re.compile(r"\bmillions?\b")
_FRACTIONS = {"1/2": "demi", "1/4": "quart de", "3/4": "trois quarts de"}
_FRACTION = re.compile(r"\b([13])[/⁄]([24]) ?(?:de )?(?=million)")
_SCALED = re.compile(r"(\d) ?(milles?|mil|milliers)\b")
_GROUPED = re.compile(r"\b\d{1,3}(?:[ .,]\d{3})+\b(?![.,]?\d)")
_GLUED = re.compile(r"(\d)(k|m|milles?|millions?)\b")
_AGE_WORDS = re.compile(r"(\d)(ans?)\b")
_SEPARATED = re.compile(r"[ .,]")
_THOUSANDS = re.compile(r"\b([a-z]+)[ -]mille\b(?: +([a-z]+))?")
IN_LETTERS = "xk"  # behind thousands that were told in letters, which are a sum as «60 k» is


BEYOND = 1e15  # no amount and no age; hundreds of figures in a row would be infinite


def with_figures(folded: str) -> str:
    """A folded text whose numbers are figures, each by itself: «vingt-cinq mille» gives «25000», «25 000»
    too, «1,5 M» stays «1,5 m» (see `value_of`)."""
    text = _MILLIONS.sub("million", folded)
    text = _FRACTION.sub(lambda found: f"{_FRACTIONS.get('/'.join(found.groups()), found[0])} ", text)
    text = _SCALED.sub(r"\1 k", text)
    text = alpha2digit(text.replace(" million", " xmillion"), "fr").replace("xmillion", "million")
    text = _GROUPED.sub(lambda found: _SEPARATED.sub("", found[0]), text)
    return _AGE_WORDS.sub(r"\1 \2", _GLUED.sub(r"\1 \2", text))


def thousands_marked(folded: str) -> str:
    """A folded text where thousands told in letters are followed by a mark: they are a sum, like «60 k»."""
    return _THOUSANDS.sub(_thousands, folded)


def _thousands(found: re.Match[str]) -> str:
    """«Mille» at the end of a number in letters, marked so; as it is where the number goes on."""
    before, after = (bool(word) and alpha2digit(word, "fr") != word for word in found.groups())
    if not before or after:
        return found[0]
    return f"{found[1]} mille {IN_LETTERS} {found[2] or ''}".rstrip()


def value_of(figures: str) -> float:
    """The value of figures as they are written: «1,5», «1.5», «25000». Finite beyond measure."""
    return min(float(figures.replace(",", ".")), BEYOND)


def joined(tokens: list[str]) -> list[str]:
    """Tokens in which what says one number together is one token, marked «#»: «2», «million», «et»,
    «demi» give «#2500000». A number told by its scale alone («300 k») is followed by «k»."""
    found: list[str] = []
    place = 0
    while place < len(tokens):
        taken, value, scaled = _number_at(tokens, place)
        if taken:
            found.append("#" + _written(value))
            if scaled:
                found.append("k")
            place += taken
        elif tokens[place] == IN_LETTERS:
            place += 1
        else:
            found.append(tokens[place])
            place += 1
    return found


def _number_at(tokens: list[str], place: int) -> tuple[int, float, bool]:
    """How many tokens the number at a place takes (0: none), its value, and whether a scale is among them."""
    rest = tokens[place:]
    part = _part_of_scale(rest)
    if part:
        return part
    first = rest[0]
    figures = first[:1].isdigit()
    if not figures and not (first in SMALL and rest[1:2] == ["million"]):
        return 0, 0, False
    value, taken, scale = (value_of(first) if figures else SMALL[first]), 1, 0
    if rest[1:2] == [IN_LETTERS]:
        return (2, value, True) if value >= THOUSAND else (2, value, False)
    if rest[1:2] and rest[1] in ("virgule", "point") and rest[2:3] and rest[2].isdigit():
        value, taken = float(f"{int(value)}.{rest[2]}"), 3
    if len(rest) > taken and rest[taken] in SCALES:
        scale = SCALES[rest[taken]]
        value, taken = value * scale, taken + 1
    if rest[taken : taken + 2] in (["et", "demi"], ["et", "demie"]) and value >= THOUSAND:
        value += 0.5 * (scale or (MILLION if value >= MILLION else THOUSAND))
        return taken + 2, value, True
    if scale == MILLION and len(rest) > taken and rest[taken].isdigit() and int(rest[taken]) < MILLION:
        more = int(rest[taken])
        value, taken = value + more, taken + 1
        if rest[taken : taken + 1] == ["k"] and more < THOUSAND:
            value, taken = value - more + more * THOUSAND, taken + 1
    return taken, value, bool(scale)


def _part_of_scale(rest: list[str]) -> tuple[int, float, bool] | None:
    """«Un demi million», «trois quarts de million», «une centaine de mille»."""
    number = rest[0]
    times = SMALL.get(number, value_of(number) if number.isdigit() else 0)
    start = 1 if times else 0
    if rest[start : start + 1] and rest[start] in PARTS | ABOUT:
        unit = PARTS.get(rest[start], ABOUT.get(rest[start], 0))
        after = start + 1 + (rest[start + 1 : start + 2] == ["de"])
        scale = rest[after] if len(rest) > after else ""
        size = {"1000": THOUSAND, "1000000": MILLION}.get(scale, SCALES.get(scale, 0))
        if size:
            return after + 1, (times or 1) * unit * size, True
    return None


def _written(value: float) -> str:
    return str(round(value)) if value == round(value) or value >= THOUSAND else f"{value:g}"
