"""The legal forms that a text names."""

from __future__ import annotations

from knowledge.search.forms import names_only_a_form


def test_only_another_form_is_told_from_a_question_on_it() -> None:
    assert names_only_a_form("pis pour un OBNL?")
    assert not names_only_a_form("pis un OBNL, ça paie de l'impôt?")
    assert not names_only_a_form("c'est quoi un OBNL?")
    assert not names_only_a_form("ça coûte combien?")
