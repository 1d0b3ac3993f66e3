"""The benchmarks of the search measure the index that other tests use: it is of the same pack."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks import answers, retrieval
from knowledge.search.questions import pack_search
from knowledge.search.service import AnswerSearch
from knowledge.settings import DEFAULT_CONTENT_DIR


@pytest.fixture(scope="session", autouse=True)
def _one_index(request: pytest.FixtureRequest) -> Iterator[None]:
    @contextmanager
    def found(folder: Path) -> Iterator[AnswerSearch]:
        if folder == DEFAULT_CONTENT_DIR:
            yield request.getfixturevalue("search")
            return
        with pack_search(folder) as search:
            yield search

    with pytest.MonkeyPatch.context() as patch:
        for measured in (answers, retrieval):
            patch.setattr(measured, "pack_search", found)
        yield
