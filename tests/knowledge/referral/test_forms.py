"""The form aimed at and the one of today, whichever is named first; a form that is set aside is neither."""

from __future__ import annotations

import pytest

from knowledge.referral.forms import denied_forms, find_forms, form_taken_over
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
        ("on est pu une coop, on est un OBNL depuis deux ans", "nonprofit", None),
        ("pas une compagnie, pas non plus une coop, un OBNL", "nonprofit", None),
    ],
)
def test_the_form_aimed_at_is_told_from_that_of_today(text: str, aimed: str, today: str | None) -> None:
    assert find_forms(line_of(text)) == (aimed, today)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("la différence entre une coop de travail et une coop de solidarité", "cooperative"),
        ("on n'hésite pas, une coop", "cooperative"),
        ("quelle forme de coop conviendrait", "cooperative"),
        ("quelle forme juridique conviendrait", "undecided"),
        ("coop? compagnie? on le sait pas", "undecided"),
        ("on hésite entre une coop et un OBNL", "undecided"),
        ("en coop ou en OBNL, on verra", "undecided"),
        ("ma voisine dit coop, mon frère dit OBNL", "undecided"),
        ("le comptable conseille l'OBNL, ma sœur la coop", "undecided"),
        ("coopérative? société? aucune idée", "undecided"),
        ("la différence entre une coop et un OBNL", "undecided"),
    ],
)
def test_to_choose_among_the_kinds_of_one_form_is_no_hesitation_on_the_form(text: str, form: str) -> None:
    assert find_forms(line_of(text))[0] == form


@pytest.mark.parametrize(
    ("text", "today"),
    [
        ("le patron vend la scierie, les gars la prendraient en coop", "private"),
        ("je veux laisser mon salon de toilettage à mes trois filles de plancher", "private"),
        ("reprise du magasin général par les gens de la place, en coop", "private"),
        ("notre coop de taxi cherche qui prendrait la suite du propriétaire de l'auberge", None),
        ("la paroisse laisse la chapelle à un comité", None),
        ("une société privée de vitraux passe à ses artisans, qui choisissent la coop", "private"),
        ("les sept serveuses rachètent le bistro en coop", "private"),
    ],
)
def test_an_enterprise_that_its_owner_lets_go_is_private_today(text: str, today: str | None) -> None:
    assert form_taken_over(line_of(text), "takeover", None) == today


def test_what_does_not_change_hands_and_a_firm_that_is_told_have_no_other_form_today() -> None:
    line = line_of("le patron vend la scierie")
    assert form_taken_over(line, "growth", None) is None
    assert form_taken_over(line, "takeover", "private") is None


@pytest.mark.parametrize(
    "text", ["nous avons une association, non enregistrée", "notre association n'est pas incorporée"]
)
def test_an_association_that_is_not_incorporated_has_no_legal_form(text: str) -> None:
    assert find_forms(line_of(text)) == (None, None)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("est-ce qu'on devrait faire un obnl", "undecided"),
        ("devrait-on plutôt fonder une coopérative?", "undecided"),
        ("c'est-tu une coop ça?", "undecided"),
        ("faut-il absolument être un obnl pour ça", "undecided"),
        ("est-ce que ça prend un notaire pour une coop", "cooperative"),
        ("on est une coop", "cooperative"),
    ],
)
def test_whether_to_be_of_a_form_tells_none(text: str, form: str) -> None:
    assert find_forms(line_of(text))[0] == form


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("on est pas une coop, on loue nos logements", {"cooperative"}),
        ("nous ne sommes pas un OBNL", {"nonprofit"}),
        ("on n'est pas encore une coop", set()),
        ("pas une coop, un OBNL", {"cooperative"}),
        ("on veut pas une coop de travail, une coop de solidarité", set()),
    ],
)
def test_the_form_that_they_say_they_are_not_is_read(text: str, denied: set[str]) -> None:
    assert denied_forms(line_of(text)) == denied


@pytest.mark.parametrize(
    "wavers", ["on arrive pas à trancher", "je balance entre les deux", "on hésite encore"]
)
@pytest.mark.parametrize("named", ["un OBNL et une coop de solidarité", "une coop, une compagnie"])
def test_who_wavers_between_two_forms_named_has_chosen_none(wavers: str, named: str) -> None:
    assert find_forms(line_of(f"deux scénarios, {named}, et {wavers}"))[0] == "undecided"


def test_the_form_that_is_told_to_be_it_at_last_is_the_one() -> None:
    told = line_of("adieu l'idée de la coop, finalement ça sera un OBNL")
    assert find_forms(told) == ("nonprofit", None)
