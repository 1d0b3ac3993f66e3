"""A kept search: the same when it is taken up again, without anybody's age, and silent on everybody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.records import RECORD_TYPES, ResourceType
from knowledge.referral.profile import Profile
from knowledge.referral.saved_search import MAX_TITLE, SavedSearch, tells_of_somebody
from knowledge.territory.area import Area
from knowledge.vocabulary import LEGAL_FORMS, NEEDS, STAGES

maybe = st.none() | st.text(min_size=1, max_size=60)
profiles = st.builds(
    Profile,
    mrc=maybe,
    stage=st.none() | st.sampled_from(STAGES),
    need=st.lists(st.sampled_from(NEEDS), unique=True, max_size=3).map(tuple),
    need_given=st.booleans(),
    legal_form=st.none() | st.sampled_from(LEGAL_FORMS),
    sector=maybe,
    age=st.none() | st.integers(10, 110),
    amount=st.none() | st.integers(0, 10**9),
)
types: st.SearchStrategy[tuple[ResourceType, ...]] = st.lists(
    st.sampled_from(sorted(RECORD_TYPES)), unique=True, max_size=2
).map(tuple)


@given(profile=profiles, types=types, text=maybe)
def test_a_search_is_the_same_once_kept_and_knows_no_age(
    profile: Profile, types: tuple[ResourceType, ...], text: str | None
) -> None:
    search = SavedSearch.of(profile, types, text)
    again = SavedSearch.restored(search.stored())
    assert again == search and again.digest == search.digest and again.address() == search.address()
    assert again.profile.age is None and not any(name == "age" for name, _ in again.pairs())
    assert len(search.title(Area({}))) <= MAX_TITLE
    assert search.empty == (search.address() == "/ressources")


def test_words_that_name_or_reach_somebody_are_told_from_a_resource_s_own_name() -> None:
    assert tells_of_somebody(SavedSearch(text="Jeanne Tremblay 514 555-0199"), frozenset())
    assert tells_of_somebody(SavedSearch(Profile(sector="serre, jeanne@example.org")), frozenset())
    assert not tells_of_somebody(
        SavedSearch(text="serre", profile=Profile(sector="petite enfance")), frozenset()
    )
    assert not tells_of_somebody(SavedSearch(text="Fonds Marie Gérin"), frozenset({"fonds marie gérin"}))
