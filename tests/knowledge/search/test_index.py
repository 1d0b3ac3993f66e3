"""What is asked of one document is what is said of it among all; what is read at once is read the same."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.search import encoder
from knowledge.search.index import Document, Index

DOCUMENTS = (
    Document("somme", ("combien coûte un OBNL", "le prix pour partir un OBNL"), "Les frais sont publics."),
    Document("lieu", ("qui peut aider dans ma MRC", "de l'aide près de chez nous"), "Votre MRC vous aide."),
)
ASKED = (
    "qui peut m'aider à Huntingdon",
    "On est quatre et on veut ouvrir un café. On a trouvé un local. Qui peut nous aider dans notre MRC?",
)


@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("asked", [None, "et le prix?"])
def test_one_document_is_as_near_alone_as_among_all(question: str, asked: str | None) -> None:
    index = Index(DOCUMENTS)
    for document in DOCUMENTS:
        among_all = index.parts(question, asked)["near"][index.row(document.id)]
        assert index.near(question, document.id, asked) == pytest.approx(among_all, abs=1e-5)


def test_questions_read_at_once_mean_what_each_means_alone() -> None:
    index = Index(DOCUMENTS)
    alone = [index.meaning(question) for question in ASKED]
    encoder._recent.clear()
    index.read_at_once(ASKED)
    for question, before in zip(ASKED, alone, strict=True):
        now = encoder.remembered(index.restored(question))
        assert now is not None
        assert np.allclose(now, before, atol=1e-5)


def test_what_one_sentence_of_a_story_says_is_not_drowned_by_the_others() -> None:
    index = Index(DOCUMENTS)
    story = "On voulait savoir combien coûte un OBNL. Ma MRC aide près de chez nous, mais qui peut aider?"
    of_whole, of_sentence = index.parts(story)["words"], index.of_a_sentence(story)
    assert of_sentence is not None
    somme, lieu = index.row("somme"), index.row("lieu")
    assert of_whole[lieu] > of_whole[somme]
    assert of_sentence[somme] == pytest.approx(of_sentence[lieu])
    assert index.of_a_sentence("combien coûte un OBNL?") is None, "what is one sentence is told by the whole"
