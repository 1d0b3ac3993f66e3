"""Times told in any words are read by their kind: how long something has run, how soon it comes."""

from __future__ import annotations

import datetime as dt

import pytest

from knowledge.referral.line import line_of
from knowledge.referral.moments import with_kinds

TODAY = dt.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("ça fait quatorze mois qu'on roule", "lasts-little"),
        ("14 mois qu'on roule le minibus", "lasts-little"),
        ("depuis mars on offre le service", "lasts-little"),
        ("ouvert depuis la Saint-Jean", "lasts-little"),
        ("ouverture l'automne dernier", "lasts-little"),
        ("depuis juillet 2025", "lasts-little"),
        ("ça fait quatre ans qu'on vend", "lasts-long"),
        ("ouverte depuis 2011", "lasts-long"),
        ("fondée en 1998", "lasts-long"),
        ("on ouvre dans deux mois", "comes-soon"),
        ("l'ouverture est le 9 janvier", "comes-soon"),
        ("ouverture prévue le 15 janvier 2027", "comes-soon"),
        ("on part en mai prochain", "comes-soon"),
        ("on ouvre l'hiver 2028", "comes-later"),
        ("on ouvre dans un an", "comes-later"),
        ("on commence l'automne prochain", "comes-later"),
    ],
)
def test_a_time_is_told_by_its_kind(text: str, kind: str) -> None:
    assert kind in with_kinds(line_of(text), TODAY).split()


@pytest.mark.parametrize("text", ["deux trucks et cinq employés", "j'ai 47 ans", "on cherche 18 000 $"])
def test_what_is_no_time_is_left_as_it_is(text: str) -> None:
    assert with_kinds(line_of(text), TODAY) == line_of(text)
