"""The intent classifier: words, characters and meaning together, in two linear models that vote.

On the features of `bot/features.py`. `python -m benchmarks.intents` measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.features import TextFeatures
from bot.linear_models import Vote, fit_vote
from bot.sentence_encoder import sentence_vector

FILE_NAME = "classifier.joblib"
RANKED = 10  # intents reported for a message


@dataclass
class Trained:
    """What training leaves: the features and the vote, or the only intent there is."""

    features: TextFeatures
    intents: list[str]
    vote: Vote | None = None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Trains in seconds; its confidences over all intents sum to one."""

    @classmethod
    def required_components(cls) -> list[type]:
        return []

    @staticmethod
    def required_packages() -> list[str]:
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "C": 20.0,  # of the logistic regression; flat from 8 to 50
            "svm_C": 1.0,
            "svm_sharpness": 2.5,  # margins to probabilities, so that both models weigh alike
            "meaning_weight": 2.0,  # of the sentence vector beside the TF-IDF blocks; flat from 2 to 3
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._trained: Trained | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples that have an intent."""
        examples = [e for e in training_data.intent_examples if e.get(TEXT) and e.get(INTENT)]
        if examples:
            self._trained = self._fit(examples)
            with self._storage.write_to(self._resource) as folder:
                joblib.dump(self._trained, folder / FILE_NAME)
        return self._resource

    def _fit(self, examples: list[Message]) -> Trained:
        texts = [str(example.get(TEXT)) for example in examples]
        intents = [str(example.get(INTENT)) for example in examples]
        features = TextFeatures.fit(texts, self._config["meaning_weight"])
        trained = Trained(features, sorted(set(intents)))
        if len(trained.intents) > 1:
            trained.vote = fit_vote(
                self._table(trained, examples),
                intents,
                self._config["C"],
                self._config["svm_C"],
                self._config["svm_sharpness"],
            )
        return trained

    def _table(self, trained: Trained, messages: list[Message]) -> csr_matrix:
        texts = [str(message.get(TEXT) or "") for message in messages]
        return trained.features.table(texts, np.vstack([sentence_vector(message) for message in messages]))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> LinearIntentClassifier:
        """The trained classifier of a model; an untrained one when the model holds none."""
        component = cls(config, model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                if (folder / FILE_NAME).exists():
                    # Only models trained by this project are ever loaded (see design: the wall).
                    component._trained = joblib.load(folder / FILE_NAME)
        except ValueError:
            pass  # Rasa's way to say that nothing was stored: no example had an intent
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent and the ranking of each message."""
        for message in messages:
            ranking = self._rank(message)
            best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set(INTENT, best, add_to_output=True)
            message.set("intent_ranking", ranking[:RANKED], add_to_output=True)
        return messages

    def _rank(self, message: Message) -> list[dict[str, Any]]:
        trained = self._trained
        if trained is None or not message.get(TEXT):
            return []
        if trained.vote is None:
            return [{"name": trained.intents[0], "confidence": 1.0}]
        row = trained.features.row(str(message.get(TEXT)), sentence_vector(message))
        confidence = trained.vote.confidences_of(row)
        order = np.argsort(-confidence, kind="stable")
        return [{"name": trained.intents[i], "confidence": float(confidence[i])} for i in order]
