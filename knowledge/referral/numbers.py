"""Ages and amounts as other rooms ask for them: from a text, from a field, from a short reply."""

from __future__ import annotations

import datetime as dt
import re

from knowledge.referral import ages, money
from knowledge.referral.line import line_of
from knowledge.referral.money import MAX_AMOUNT, MIN_AMOUNT
from knowledge.referral.profile import MAX_AGE, MIN_AGE

__all__ = [
    "MAX_AMOUNT",
    "MIN_AMOUNT",
    "age_alone",
    "age_changed",
    "age_given",
    "amount_changed",
    "amount_given",
    "find_age",
    "price_asked",
]

_CHANGED = re.compile(
    r" (?:j ai|(?:il|elle|y|qui|lui|s il|moi) (?:a|avait|aurait)|avais|avait|aurait) #(\d{2}) (?:ans )?\| $"
)
_ALONE = re.compile(r" \| (?:environ |autour de |a peu pres |genre |dans les |comme )?(#\S+ (?:[$k] )?)\| ")
_NUMBERS = re.compile(r"(?<= )#(\d+) ")


THOUSAND = 1_000


def find_age(text: str, today: dt.date | None = None) -> int | None:
    """The age that a person gives in a text, in whole years."""
    return ages.find_age(line_of(text), today)


def find_amount(text: str) -> int | None:
    """The amount looked for in a text, in whole dollars. A round number alone is one."""
    line = line_of(text)
    alone = re.fullmatch(
        r" \| (?:environ |autour de |a peu pres |genre |dans les |comme )?(#\S+ (?:[$k] )?)\| ", line
    )
    if alone:
        amount, told = money.amount_in(line), alone[1].endswith(("$ ", "k "))
        grouped = amount is not None and amount % money.ROUND == 0 and amount >= 10 * money.ROUND
        return amount if told or grouped else None
    return money.find_amount(line)


def amount_given(text: str) -> int | None:
    """The amount in a field meant for one: «25 000 $», «25k», «vingt-cinq mille», «5000,00»."""
    if "-" in text.strip()[:1]:
        return None
    return money.amount_in(line_of(re.sub(r"[.,]00\b(?!\d)", "", text)))


def amount_changed(text: str, known: int | None = None) -> int | None:
    """The amount in «non, plutôt 90 000», once an amount was told: a round number too big to be of anything
    else. Of several numbers, the one that is not the amount `known`, in whole or in thousands."""
    line = line_of(text)
    amount = money.amount_in(line)
    if amount in (None, known):
        of_known = (known, (known or 0) // THOUSAND)
        others = {int(one) for one in _NUMBERS.findall(line)} - set(of_known)
        amount = others.pop() if len(others) == 1 else None
    return amount if amount is not None and amount >= 10 * money.ROUND and amount % money.ROUND == 0 else None


def price_asked(text: str) -> int | None:
    """What an owner asks for what is taken over: «la propriétaire veut 340 000 $»; None when no sum, or
    several, are told so."""
    return money.asked_by_owner(line_of(text))


def age_given(text: str) -> int | None:
    """The age in a field meant for one: «35», «35 ans», «trente-cinq ans», «né en 1990»."""
    whole = [int(found) for found in _NUMBERS.findall(line_of(text))]
    if len(whole) == 1 and MIN_AGE <= whole[0] <= MAX_AGE and not text.strip().startswith("-"):
        return whole[0]
    return find_age(text)


def age_alone(text: str) -> int | None:
    """The age in the answer to «Quel âge avez-vous?»: its first number that can be one."""
    numbers = (int(found) for found in _NUMBERS.findall(line_of(text)))
    return next((age for age in numbers if MIN_AGE <= age <= MAX_AGE), None) or find_age(text)


def age_changed(text: str) -> int | None:
    """The age in «pis si j'ai 40?», once an age was told: a number that somebody has, of nothing else."""
    found = _CHANGED.search(line_of(text))
    age = int(found[1]) if found else None
    return age if age is not None and MIN_AGE <= age <= MAX_AGE else None
