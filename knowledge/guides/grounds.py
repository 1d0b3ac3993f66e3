"""On what the lines of the tools rest: the facts' sources with their dates, as the base holds them now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import Fact
from knowledge.records import UNWRITTEN, FactRecord, Source


@dataclass(frozen=True)
class Grounds:
    """The facts of a page, by id."""

    facts: dict[str, FactRecord]

    def sources(self, ids: Iterable[str]) -> list[Source]:
        """The sources of some facts, each once; empty when nobody wrote them."""
        found: dict[str, Source] = {}
        for name in ids:
            for source in self.facts[name].sources if name in self.facts else ():
                if source.title != UNWRITTEN:
                    found.setdefault(source.title, source)
        return list(found.values())

    def doubtful(self, ids: Iterable[str]) -> bool:
        """Whether a line is to be checked: one of its facts is unsure, gone, or waits for the new law."""
        return any(
            (fact := self.facts.get(name)) is None
            or fact.confidence == "low"
            or fact.status == "to_verify"
            or fact.reservation is not None
            for name in ids
        ) or not self.sources(ids)

    @property
    def law_changed(self) -> bool:
        """Whether a fact of the page rests on the act on cooperatives, which was changed."""
        return any(fact.reservation == "coop_law" for fact in self.facts.values())


def grounds(session: Session, ids: Iterable[str]) -> Grounds:
    """The grounds of some facts."""
    rows = session.scalars(select(Fact).where(Fact.id.in_(list(ids))))
    return Grounds({row.id: FactRecord.model_validate(row.content) for row in rows})
