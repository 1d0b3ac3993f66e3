from __future__ import annotations

import pytest

from knowledge.territory import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return Gazetteer.from_content()
