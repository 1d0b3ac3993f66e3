"""A question typed without accents is heard as if it had them."""

from __future__ import annotations

from knowledge.search.accents import Accents
from knowledge.search.memory import Memory

BASE = ["La coopérative de solidarité, à l'étape de l'idée", "une idée de coopérative"]
ACCENTS = Accents(Memory().written.total(BASE))


def test_accents_come_back_as_the_base_writes_them() -> None:
    assert ACCENTS.restored("une ider de coperative", "une idee de cooperative") == "une idée de coopérative"


def test_accents_that_were_typed_are_kept() -> None:
    assert ACCENTS.restored("où est le prêt", "ou est le pret") == "où est le prêt"


def test_a_word_the_base_does_not_hold_stays_as_it_is() -> None:
    assert ACCENTS.restored("un zeppelin", "un zeppelin") == "un zeppelin"
