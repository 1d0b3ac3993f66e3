"""A theme is shown in French and comes back as its identifier."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from knowledge.models import Answer, Fact
from knowledge.staff.themes import theme_name, theme_of


def test_every_theme_of_the_content_comes_back_from_its_name_and_has_no_underscore(
    pack_sessions: sessionmaker[Session],
) -> None:
    with pack_sessions() as session:
        themes = {*session.scalars(select(Answer.theme)), *session.scalars(select(Fact.theme))}
    assert themes
    for theme in themes:
        assert "_" not in theme_name(theme)
        assert theme_of(theme_name(theme)) == theme


@given(st.text(max_size=40))
def test_a_theme_of_the_team_stays_as_typed(typed: str) -> None:
    assert (
        theme_of(typed) == typed.strip() or theme_name(theme_of(typed)).casefold() == typed.strip().casefold()
    )
