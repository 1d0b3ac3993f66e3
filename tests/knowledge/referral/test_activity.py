"""What a project does is told by all that names it, the church that it gives another life among that."""

import pytest

from knowledge.referral.activity import activity
from knowledge.referral.sectors import sectors_of
from knowledge.settings import DEFAULT_CONTENT_DIR
from knowledge.territory import Gazetteer

GAZETTEER = Gazetteer.from_content(DEFAULT_CONTENT_DIR)
HERITAGE = "patrimoine religieux"


@pytest.mark.parametrize(
    "text",
    [
        "l'église est à vendre, on en ferait une salle",
        "l'église d'Alma ferme",
        "la fabrique veut se départir de la chapelle",
        "le couvent va fermer pis on veut le garder pour le monde",
        "racheter le vieux presbytère avant qu'il tombe",
    ],
)
def test_a_church_that_is_to_have_another_life_is_of_the_heritage(text: str) -> None:
    assert activity(text, GAZETTEER, None, None) == HERITAGE
    assert activity(text, GAZETTEER, "salle communautaire", None) == f"salle communautaire, {HERITAGE}"
    assert "culture" in sectors_of(HERITAGE)


@pytest.mark.parametrize(
    "text",
    [
        "notre dépanneur ferme. On a fait une assemblée au sous-sol de l'église",
        "on répète dans l'église du village",
    ],
)
def test_a_church_where_people_only_meet_is_not(text: str) -> None:
    assert HERITAGE not in (activity(text, GAZETTEER, "dépanneur", None) or "")


def test_what_is_of_no_sector_gives_way_to_listed_words_that_tell_one() -> None:
    named = activity("on rêve de 24 logements abordables pour aînés", GAZETTEER, "abordables", None)
    assert sectors_of(named or "") == {"housing"}
    assert activity("une coop de planétarium", GAZETTEER, "planétarium", None) == "planétarium"
