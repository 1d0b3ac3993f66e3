"""Rasa's spaCy component with no more of the French model than is used here: its words.

The stock component loads the whole model once to fingerprint the training and once more to train, and runs
its tagger, its lemmatizer and its entity recogniser on each message. Nothing in this pipeline reads them.
"""

from __future__ import annotations

from functools import lru_cache

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP


@lru_cache(maxsize=1)
def words_of(name: str) -> SpacyModel:
    """The model of that name, without what comes after its tokenizer; loaded once a process."""
    import spacy

    package = spacy.util.get_package_path(name)
    config = spacy.util.load_config(next(package.glob("*/config.cfg")))
    words_alone = [*config["nlp"]["pipeline"], "vocab"]  # nor the vectors of its words
    return SpacyModel(model=spacy.load(name, exclude=words_alone), model_name=name)


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="SpacyWords",
)
class SpacyWords(SpacyNLP):
    """Cuts messages in words as spaCy's French model does."""

    @staticmethod
    def load_model(spacy_model_name: str) -> SpacyModel:
        """The model of that name. Raises OSError when it is not installed."""
        return words_of(spacy_model_name)
