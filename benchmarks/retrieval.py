"""`python -m benchmarks.retrieval [--docs FILE --queries FILE --qrels FILE] [--text-only]`: our search, BM25
and each part alone, on any set of documents and questions.

Documents are JSON lines {doc_id, title, text}, questions {query_id, text}, and the judgements lines of
query_id, doc_id, relevance. The most relevant documents of each question are the right ones. A title is
indexed as a phrasing, unless `--text-only`: for sets whose questions were the titles. Without files, the
set is our own: the published answers, by their titles and texts alone, and the questions that figures are
reported on, which others wrote.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.search.bm25 import Scores
from knowledge.search.index import Document, Index
from knowledge.search.memory import Memory
from knowledge.search.model import resemblance
from knowledge.search.questions import pack_search, read_questions
from knowledge.search.service import MAX_QUESTION
from knowledge.settings import content_dir

Query = tuple[str, frozenset[str]]  # a question and its right documents
DEPTH = 10
LABELS = {
    "search": "notre recherche",
    "words": "BM25 (mots)",
    "terms": "BM25 (radicaux, synonymes)",
    "characters": "caractères, document entier",
    "phrasing_characters": "caractères, titre",
    "meaning": "sens (encodeur)",
    "nearest": "sens, titre seul",
}


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_judgements(path: Path) -> dict[str, frozenset[str]]:
    """For each question, its most relevant documents. A header line is passed over."""
    relevance: dict[str, dict[str, float]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) == 4:  # TREC's form has a column for nothing
            parts = [parts[0], parts[2], parts[3]]
        if len(parts) == 3 and parts[2].replace(".", "", 1).isdigit():
            relevance.setdefault(parts[0], {})[parts[1]] = float(parts[2])
    return {
        query: frozenset(doc for doc, value in values.items() if value == max(values.values()) > 0)
        for query, values in relevance.items()
    }


def documents_of(rows: Sequence[Mapping[str, Any]], *, text_only: bool) -> list[Document]:
    """The documents to index."""
    documents = []
    for row in rows:
        title = "" if text_only else str(row.get("title") or "").strip()
        documents.append(Document(str(row["doc_id"]), (title,) if title else (), str(row["text"])))
    return documents


def measure(orders: Sequence[Sequence[str]], right: Sequence[frozenset[str]]) -> dict[str, float]:
    """R@1, R@3 (a right document among the first) and MRR@10, 0 to 1, of documents best first."""
    ranks = [
        next((place for place, name in enumerate(order[:DEPTH], 1) if name in wanted), 0)
        for order, wanted in zip(orders, right, strict=True)
    ]
    total = max(len(ranks), 1)
    return {
        "R@1": sum(rank == 1 for rank in ranks) / total,
        "R@3": sum(1 <= rank <= 3 for rank in ranks) / total,
        "MRR@10": sum(1 / rank for rank in ranks if rank) / total,
    }


def run(
    documents: Sequence[Document], queries: Sequence[Query], memory: Memory
) -> tuple[dict[str, dict[str, float]], float]:
    """The figures of the search and of each part alone, and the milliseconds a question takes."""
    index = Index(documents, memory=memory)
    ids = [document.id for document in documents]
    orders: dict[str, list[list[str]]] = {}
    started = time.perf_counter()
    for text, _ in queries:
        parts = index.parts(text[:MAX_QUESTION])
        total = resemblance(parts)
        for name, scores in {"search": total, **parts}.items():
            orders.setdefault(name, []).append(_best(scores, ids))
    spent = 1000 * (time.perf_counter() - started) / max(len(queries), 1)
    right = [wanted for _, wanted in queries]
    return {name: measure(orders.get(name, []), right) for name in LABELS}, spent


def _best(scores: Scores, ids: Sequence[str]) -> list[str]:
    return [ids[row] for row in np.argsort(-scores, kind="stable")[:DEPTH]]


def read_queries(queries: Path, judgements: Mapping[str, frozenset[str]]) -> list[Query]:
    """The questions that have a right document, with those documents."""
    return [
        (str(row["text"]), judgements[str(row["query_id"])])
        for row in read_lines(queries)
        if judgements.get(str(row["query_id"]))
    ]


def own_set() -> tuple[list[dict[str, Any]], list[Query]]:
    """Our answers, as they are read, and the report questions with the answers that are right."""
    with pack_search(content_dir()) as search:
        answers = search.snapshot().answers
    rows = [
        {"doc_id": name, "title": answer.question, "text": answer.text} for name, answer in answers.items()
    ]
    queries = []
    for question in read_questions("questions.yaml"):
        wanted = set(question["expect"])
        right = frozenset(name for name, answer in answers.items() if wanted & {name, *answer.facts})
        if right and question["split"] == "report":
            queries.append((str(question["text"]), right))
    return rows, queries


def main() -> None:
    """The command's entry."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval")
    for name in ("docs", "queries", "qrels"):
        parser.add_argument(f"--{name}", type=Path)
    parser.add_argument("--text-only", action="store_true", help="ne pas indexer les titres")
    arguments = parser.parse_args()
    given = [arguments.docs, arguments.queries, arguments.qrels]
    if all(given):
        rows = read_lines(arguments.docs)
        queries = read_queries(arguments.queries, read_judgements(arguments.qrels))
    elif any(given):
        parser.error("--docs, --queries et --qrels vont ensemble")
    else:
        rows, queries = own_set()
    documents = documents_of(rows, text_only=arguments.text_only)
    figures, spent = run(documents, queries, Memory())
    print(
        f"# Recherche\n\n{len(documents)} documents, {len(queries)} questions, {spent:.1f} ms par question.\n"
    )
    print("| méthode | R@1 | R@3 | MRR@10 |\n|---|---|---|---|")
    for name, row in figures.items():
        print(f"| {LABELS[name]} | {row['R@1']:.3f} | {row['R@3']:.3f} | {row['MRR@10']:.3f} |")


if __name__ == "__main__":
    main()
