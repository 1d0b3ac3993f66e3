"""Messages are cut in words as spaCy's French model cuts them, without the rest of the model."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from bot.spacy_model import SpacyWords, words_of

NAME = "fr_core_news_md"
MESSAGES = (
    "C'est quoi une coop de travail, pis ça prend-tu cinq personnes?",
    "j'ai 22 ans, jveux partir qqchose à Saint-Zotique… aujourd'hui!",
    "L'OBNL «Les p'tits vélos» a-t-il droit à 10 000 $?",
    "🙂",
)


@pytest.fixture(scope="module")
def whole() -> Language:
    """The model with all that comes in it: seconds to load."""
    return spacy.load(NAME)


@pytest.mark.parametrize("message", MESSAGES)
def test_words_are_those_of_the_whole_model(whole: Language, message: str) -> None:
    assert [token.text for token in words_of(NAME).model(message)] == [token.text for token in whole(message)]


def test_the_model_is_loaded_once_and_nothing_else_runs() -> None:
    model = SpacyWords.load_model(NAME)
    assert SpacyWords.load_model(NAME) is model
    assert model.model.pipe_names == []


def test_a_model_that_is_not_installed_says_so() -> None:
    with pytest.raises(Exception, match="xx_nowhere"):
        SpacyWords.load_model("xx_nowhere")
