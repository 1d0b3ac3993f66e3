"""An answer told more simply: its first sentences, or what its first list says."""

from __future__ import annotations

from actions.acts.brief import first_sentences


def test_a_heading_is_told_with_what_stands_under_it() -> None:
    told = "**À qui est le besoin?**\n\n- **Coop:** aux membres. Bien.\n- **OBNL:** à la communauté\n\nFin."
    assert first_sentences(told) == (
        "**À qui est le besoin?**\n\n- **Coop:** aux membres.\n- **OBNL:** à la communauté."
    )


def test_an_answer_without_a_heading_is_told_by_its_first_sentences() -> None:
    assert first_sentences("Un. Deux. Trois.\n\nAprès.") == "Un. Deux."


def test_what_is_only_a_heading_is_told() -> None:
    assert first_sentences("**Oui**") == "**Oui**."


def test_the_items_of_a_list_that_is_one_sentence_go_on_as_one() -> None:
    told = "Deux effets:\n\n- il perçoit les taxes;\n- il les remet;\n- il en récupère. Voilà;\n- il écrit."
    assert first_sentences(told) == (
        "Deux effets:\n\n- il perçoit les taxes;\n- il les remet;\n- il en récupère."
    )
    assert first_sentences("- un;\n- deux;\n- trois;\n- quatre.") == "- un;\n- deux;\n- trois."
