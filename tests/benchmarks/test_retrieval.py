"""The retrieval measurement reads any set of its form, and counts ranks right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.retrieval import documents_of, measure, own_set, read_judgements, read_lines, run
from knowledge.search import build
from knowledge.search.memory import Memory
from tests import prepared


def test_ranks_are_counted() -> None:
    figures = measure([["a", "b"], ["a", "b"], ["a"]], [frozenset("a"), frozenset("b"), frozenset("z")])
    assert figures == {"R@1": 1 / 3, "R@3": 2 / 3, "MRR@10": 0.5}


def test_only_the_most_relevant_documents_are_right(tmp_path: Path) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_text("query_id\tdoc_id\trelevance\nq1\td1\t2\nq1\td2\t1\nq2\td3\t0\n", encoding="utf-8")
    assert read_judgements(path) == {"q1": frozenset({"d1"}), "q2": frozenset()}


def test_a_small_set_is_searched_with_and_without_titles(tmp_path: Path) -> None:
    rows = [
        {"doc_id": "1", "title": "Comment payer un pain?", "text": "On le paie à la caisse du boulanger."},
        {"doc_id": "2", "title": "Qui tient la mairie?", "text": "Le conseil municipal se réunit en soirée."},
        {"doc_id": "3", "text": "La bibliothèque prête des livres pour trois semaines."},
    ]
    path = tmp_path / "docs.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    queries = [("payer le boulanger", frozenset("1")), ("emprunter un livre", frozenset("3"))]
    for text_only in (False, True):
        figures, spent = run(documents_of(read_lines(path), text_only=text_only), queries, Memory())
        assert figures["search"]["R@1"] == 1
        assert set(figures) >= {"search", "words", "characters", "meaning"}
        assert spent > 0


@pytest.mark.slow  # half a minute of computing
def test_our_own_answers_are_found_more_often_than_by_their_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    rows, queries = own_set()
    prepared.remember()  # what is searched was read and counted before
    figures, _ = run(documents_of(rows, text_only=False), queries, build._memory())
    assert figures["search"]["R@3"] >= figures["words"]["R@3"] + 0.14
