"""A cue that is denied never tells what it says; what is not managed is told still."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.referral.extraction import find_money, find_needs
from knowledge.referral.forms import find_forms
from knowledge.referral.line import line_of
from knowledge.referral.stages import find_stage

# Something that is asked for, by a verb of one's own, and the need that it tells.
ASKED = {
    "embauche": "workforce",
    "recrute": "workforce",
    "cherche du personnel": "workforce",
    "cherche un local": "premises",
    "achète la bâtisse": "premises",
    "demande une subvention": "funding",
    "veux de l'argent": "funding",
    "demande un prêt": "funding",
    "reprends une entreprise": "takeover",
    "rachète le garage": "takeover",
    "vends mon commerce": "takeover",
    "veux une formation": "training",
    "cherche un mentor": "support",
    "cherche des clients": "market",
}
DENIALS = (
    "je {verb} pas {rest}",
    "je ne {verb} pas {rest}",
    "non, je {verb} jamais {rest}",
    "je ne {verb} plus {rest}",
)


@pytest.mark.parametrize(("asked", "need"), ASKED.items())
def test_what_is_asked_is_a_need(asked: str, need: str) -> None:
    assert need in find_needs(line_of(f"je {asked}"))


@given(asked=st.sampled_from(sorted(ASKED)), denial=st.sampled_from(DENIALS))
def test_a_cue_denied_never_tells_its_need(asked: str, denial: str) -> None:
    verb, _, rest = asked.partition(" ")
    line = line_of(denial.format(verb=verb, rest=rest))
    assert ASKED[asked] not in find_needs(line), line
    assert find_stage(line) is None, line


@given(
    verb=st.sampled_from(["embauche", "recrute", "engage", "cherche", "rachète", "vends", "demande"]),
    who=st.sampled_from(["on", "je", "nous on"]),
    none=st.sampled_from(["personne", "rien", "aucun commerce", "aucune subvention", "aucun employé"]),
)
def test_who_asks_for_none_needs_none(verb: str, who: str, none: str) -> None:
    assert find_needs(line_of(f"{who} {verb} {none}")) == ()


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("on trouve pas de local", "premises"),
        ("on a pas trouvé de local", "premises"),
        ("on a pas d'argent", "funding"),
        ("on arrive pas à recruter", "workforce"),
        ("on réussit pas à embaucher", "workforce"),
        ("on peut pas embaucher", "workforce"),
        ("on a pas les moyens d'embaucher", "workforce"),
        ("c'est pas facile de recruter", "workforce"),
        ("on sait pas qui décide", "governance"),
        ("on cherche pas de subvention, seulement des partenaires", "networking"),
        ("la banque veut pas nous financer", "funding"),
    ],
)
def test_what_is_not_managed_stays_a_need(text: str, need: str) -> None:
    assert need in find_needs(line_of(text))


@pytest.mark.parametrize(
    "text", ["on agrandit pas", "nous ne cherchons pas à agrandir", "on veut pas grandir"]
)
def test_growth_denied_is_no_growth(text: str) -> None:
    assert find_stage(line_of(text)) is None


def test_a_form_or_a_loan_denied_is_none() -> None:
    assert find_forms(line_of("on veut pas une coop")) == (None, None)
    assert find_money(line_of("on demande pas de subvention")) is None
