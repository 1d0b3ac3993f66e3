"""A saying tells its field, and nothing when it is not about it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from knowledge.referral.extraction import extract
from tests.invented_pack import BOREAL, places

GAZETTEER = places(BOREAL)
TODAY = dt.date(2026, 11, 29)
SAYINGS = yaml.safe_load((Path(__file__).parents[2] / "data" / "sayings.yaml").read_text(encoding="utf-8"))
LEAST = 0.95


@pytest.mark.parametrize("field", SAYINGS)
def test_nearly_all_sayings_are_understood(field: str) -> None:
    wrong, total = [], 0
    for value, texts in SAYINGS[field].items():
        for text in texts:
            total += 1
            known = getattr(extract(text, GAZETTEER, TODAY).profile, field)
            right = value in known if field == "need" else known == (None if value == "nothing" else value)
            if not right:
                wrong.append(f"{text}: {known} for {value}")
    assert len(wrong) <= (1 - LEAST) * total, "\n".join(wrong)
