"""The form aimed at and the one of today, whichever is named first; a form that is set aside is neither."""

from __future__ import annotations

import pytest

from knowledge.referral.forms import find_forms
from knowledge.referral.line import line_of


@pytest.mark.parametrize(
    ("text", "aimed", "today"),
    [
        ("comment on devient une coop quand on est un OBNL?", "cooperative", "nonprofit"),
        ("on devient un OBNL, nous qui étions une coop", "nonprofit", None),
        ("on n'est plus une coop, on est un OBNL", "nonprofit", None),
        ("avant on était une coop, aujourd'hui on est un OBNL", "nonprofit", None),
        ("pas une coop, un OBNL", "nonprofit", None),
        ("notre coop ferait mieux d'être un OBNL", "nonprofit", "cooperative"),
        ("forme retenue: OBNL (coop écartée)", "nonprofit", None),
        ("notre OBNL veut devenir une coop", "cooperative", "nonprofit"),
    ],
)
def test_the_form_aimed_at_is_told_from_that_of_today(text: str, aimed: str, today: str | None) -> None:
    assert find_forms(line_of(text)) == (aimed, today)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("la différence entre une coop de travail et une coop de solidarité", "cooperative"),
        ("on n'hésite pas, une coop", "cooperative"),
        ("coop? compagnie? on le sait pas", "undecided"),
        ("on hésite entre une coop et un OBNL", "undecided"),
        ("la différence entre une coop et un OBNL", "undecided"),
    ],
)
def test_to_choose_among_the_kinds_of_one_form_is_no_hesitation_on_the_form(text: str, form: str) -> None:
    assert find_forms(line_of(text))[0] == form
