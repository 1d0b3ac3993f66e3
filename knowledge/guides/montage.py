"""«Mon montage»: what a project costs, who pays which share, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.records import FundRecord

Public = Literal["yes", "no", "unknown"]
Kind = Literal["grant", "loan", "other"]
Limit = Literal["under", "over", "maybe"]


@dataclass(frozen=True)
class Asked:
    """What is asked of a fund; None: of somebody who is not in the base (a campaign, an aunt, a bank).

    `public`: whether it counts as help of a government.
    """

    fund: FundRecord | None
    amount: int
    public: Public = "unknown"

    @property
    def name(self) -> str:
        """Of whom it is asked, as people read it."""
        return self.fund.name if self.fund else "Une autre source"


@dataclass(frozen=True)
class Row:
    """A fund in the plan: the share it would pay, and the most it pays as far as that is known (dollars)."""

    asked: Asked
    share: float
    most: int | None
    too_much: bool

    @property
    def kind(self) -> Kind:
        """Whether the money is kept or paid back."""
        paid_back = self.asked.fund.repayable if self.asked.fund else None
        return "other" if paid_back is None else "loan" if paid_back else "grant"


@dataclass(frozen=True)
class Plan:
    """The plan. Shares are in percent of the cost; `missing` is negative when there is too much."""

    cost: int
    own: int
    rows: tuple[Row, ...]
    limit: int

    @property
    def found(self) -> int:
        """All the money named, own contribution included."""
        return self.own + sum(row.asked.amount for row in self.rows)

    @property
    def missing(self) -> int:
        """What is still to be found."""
        return self.cost - self.found

    @property
    def own_share(self) -> float:
        """The share of the own contribution."""
        return percent(self.own, self.cost)

    def public_share(self, *, with_unknown: bool) -> float:
        """The share of public help; with what nobody said is public or not, or without."""
        counted = ("yes", "unknown") if with_unknown else ("yes",)
        return percent(sum(r.asked.amount for r in self.rows if r.asked.public in counted), self.cost)

    @property
    def over_limit(self) -> Limit:
        """Whether public help goes over the usual limit; «maybe» when it depends on what was not said."""
        if self.public_share(with_unknown=False) > self.limit:
            return "over"
        return "maybe" if self.public_share(with_unknown=True) > self.limit else "under"


def plan(cost: int, own: int, asked: Sequence[Asked], limit: int) -> Plan:
    """The plan of a project. Input: whole dollars, the cost above zero."""
    rows = []
    for one in asked:
        most = most_of(one.fund, cost) if one.fund else None
        rows.append(Row(one, percent(one.amount, cost), most, most is not None and one.amount > most))
    return Plan(cost, own, tuple(rows), limit)


def most_of(fund: FundRecord, cost: int) -> int | None:
    """The most that a fund pays of a cost: its share or its ceiling, whichever is less; None: not known."""
    known = [fund.amount_max] if fund.amount_max is not None else []
    if fund.share_percent is not None:
        known.append(cost * fund.share_percent // 100)
    return min(known) if known else None


def percent(part: int, whole: int) -> float:
    """A share in percent."""
    return 100 * part / whole if whole else 0.0
