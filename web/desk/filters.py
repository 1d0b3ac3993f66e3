"""A search as its address says it: read from the query string, and written back into one.

The names are those of `/api/resources`, read by the same functions. A value that is not known is left
out and told to the person, where a program would be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from starlette.datastructures import FormData, QueryParams

from knowledge.records import ResourceType
from knowledge.referral.profile import EMPTY, PLACE_FIELDS, SAID_FIELDS, Profile
from knowledge.referral.saved_search import UNDERSTOOD, SavedSearch, Value, search_pairs
from knowledge.referral.words import asked_words
from knowledge.territory import Gazetteer, Place
from knowledge.vocabulary import LEGAL_FORMS, NEEDS, PROJECT_KINDS, STAGES
from web.errors import ApiError
from web.messages import clean
from web.resources import TYPES, allowed, parse_age, parse_amount, place_profile

MAX_CHOSEN = 12  # resources of a reference sheet: more is no longer a choice
MAX_PLACES = 6  # offered when a name may mean several
MAX_VALUE = 200  # characters of a field


@dataclass(frozen=True)
class Filters:
    """A search: the project, the types, the words, and the resources already chosen, in order.

    `problems`: what was not understood, in French. `places`: the places that a name may mean.
    """

    profile: Profile = EMPTY
    types: tuple[ResourceType, ...] = ()
    text: str | None = None
    chosen: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing narrows the search."""
        return self.profile == Profile() and not self.types and not self.text

    @property
    def names(self) -> str:
        """The filters in force, by name only."""
        known = {"place": self.profile.place_kind, "type": self.types, "text": self.text}
        known |= {name: getattr(self.profile, name) for name in SAID_FIELDS}
        return ",".join(sorted(name for name, value in known.items() if value not in (None, (), "")))

    def pairs(self) -> list[Value]:
        """The search as pairs of a query string, the choices left out."""
        return search_pairs(self.profile, self.types, self.text)

    @property
    def saved(self) -> SavedSearch:
        """What may be kept of it."""
        return SavedSearch.of(self.profile, self.types, self.text)

    def query(self, path: str = "/ressources", *, chosen: bool = True, more: Iterable[Value] = ()) -> str:
        """The address of this search on a page."""
        pairs = [*self.pairs(), *((("choix", name) for name in self.chosen) if chosen else ()), *more]
        return f"{path}?{urlencode(pairs)}" if pairs else path


def read_filters(request: Request, given: QueryParams | FormData | None = None) -> Filters:
    """The search of a request's query string, or of a form."""
    values = request.query_params if given is None else given
    reader = _Reader(request.app.state.gazetteer, values)
    profile = reader.profile()
    types = tuple(dict.fromkeys(reader.many("type", TYPES)))
    text = reader.one("q")
    if text and not asked_words(text):
        reader.problems.append(f"«{text[:60]}» ne contient aucun mot à chercher.")
        text = ""
    chosen = dict.fromkeys(reader.texts("choix"))
    return Filters(
        profile,
        types,
        text or None,
        tuple(chosen)[:MAX_CHOSEN],
        tuple(reader.problems),
        tuple(reader.places),
    )


class _Reader:
    def __init__(self, gazetteer: Gazetteer, values: QueryParams | FormData) -> None:
        self._gazetteer = gazetteer
        self._values = values
        self.problems: list[str] = []
        self.places: list[tuple[str, str]] = []

    def texts(self, name: str) -> list[str]:
        return [
            cleaned
            for value in self._values.getlist(name)
            if isinstance(value, str) and (cleaned := _cleaned(value))
        ]

    def one(self, name: str) -> str:
        return next(iter(self.texts(name)), "")

    def many(self, name: str, vocabulary: tuple[Any, ...]) -> list[Any]:
        found = [self._try(name, value, lambda v: allowed(name, v, vocabulary)) for value in self.texts(name)]
        return [value for value in found if value is not None]

    def profile(self) -> Profile:
        profile = Profile()
        for name in ("mrc", "municipality"):
            if value := self.one(name):
                profile = self._place(profile, name, value)
        maybe = [place for code in self.texts("lieu") if (place := self._gazetteer.by_code(code))]
        if maybe and profile.municipality is None:
            self._offer(maybe, "Plusieurs endroits ont ce nom")
        needs = tuple(dict.fromkeys(self.many("need", NEEDS)))
        sector, age, amount = self.one("sector"), self.one("age"), self.one("amount")
        return replace(
            profile,
            stage=next(iter(self.many("stage", STAGES)), None),
            need=needs,
            need_given=bool(needs) and not self.one(UNDERSTOOD),
            legal_form=next(iter(self.many("legal_form", LEGAL_FORMS)), None),
            current_form=next(iter(self.many("current_form", LEGAL_FORMS)), None),
            project_kind=next(iter(self.many("project_kind", PROJECT_KINDS)), None),
            sector=sector[:100] or None,
            age=self._try("age", age, parse_age) if age else None,
            amount=self._try("amount", amount, parse_amount) if amount else None,
        )

    def _place(self, profile: Profile, name: str, value: str) -> Profile:
        """The profile with a place; one outside the MRC already chosen replaces it."""
        found = self._gazetteer.resolve(value)
        if found is not None and found.place is None and found.mrc is None and found.candidates:
            self._offer(found.candidates, f"«{value}» peut désigner plusieurs endroits")
            return profile
        bare = replace(profile, **dict.fromkeys(PLACE_FIELDS))  # type: ignore[arg-type]
        return self._try(name, value, lambda v: place_profile(self._gazetteer, bare, name, v)) or profile

    def _offer(self, places: Sequence[Place], said: str) -> None:
        self.places = [(place.code or place.name, place.name) for place in places[:MAX_PLACES]]
        self.problems.append(f"{said}: choisissez le bon.")

    def _try(self, name: str, value: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(value)
        except ApiError:
            self.problems.append(
                f"{FIELD_NAMES[name]}: «{value[:60]}» n'est pas reconnu; ce filtre est retiré."
            )
            return None


FIELD_NAMES = {
    "mrc": "MRC",
    "municipality": "Lieu",
    "stage": "Étape",
    "need": "Besoin",
    "legal_form": "Forme juridique",
    "current_form": "Forme actuelle",
    "project_kind": "Nature du projet",
    "type": "Type",
    "age": "Âge",
    "amount": "Montant",
}


def _cleaned(value: str) -> str:
    try:
        return clean(value[:MAX_VALUE]) if value.strip() else ""
    except ApiError:
        return ""
