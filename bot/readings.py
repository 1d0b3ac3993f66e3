"""What a message does, as labels with how surely: a component that reads every message once.

It learns from the examples of data/nlu whose intents say what they do (metadata), and from data/readings.
Each message then carries `readings` (for each label, a number from 0 to 1, which holds from .5) and
`questions` (those of a message that asks several). The action server finds them in the latest message.
`python -m benchmarks.readings` measures them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.reading_examples import annotated, label_names, merged, of_readings
from bot.reading_model import ReadingModel, fit
from bot.sentence_encoder import encode, sentence_vector
from bot.spelling import quiet
from bot.taught import Taught, taught_file

FILE_NAME = "readings.joblib"
READINGS, QUESTIONS, BESIDE = "readings", "questions", "beside"
FOLDER = Path(__file__).resolve().parent.parent / "data" / "readings"
NEXT_TO_NOTHING = 0.05  # below, a label is left out of what is passed on


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MessageReadings(GraphComponent):
    """Adds the readings of each message that has a text."""

    @staticmethod
    def required_packages() -> list[str]:
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa trains a component anew when this changes: the examples that it reads by itself."""
        state = hashlib.sha256()
        for path in sorted(FOLDER.glob("*.yaml")):
            state.update(path.read_bytes())
        return state.hexdigest()

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        self._storage = storage
        self._resource = resource
        self._model: ReadingModel | None = None
        self._taught: Taught | None = None  # once loaded: what the team taught since comes first

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReadings:
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the annotated examples; nothing from files that annotate none."""
        told = [
            annotated(str(message.get(TEXT)), metadata)
            for message in training_data.intent_examples
            if message.get(TEXT) and (metadata := (message.get("metadata") or {}).get("intent"))
        ]
        if told:
            examples = merged([*told, *of_readings(FOLDER)])
            vectors = encode([example.text for example in examples])
            self._model, _ = fit(examples, vectors, label_names(examples))
            with self._storage.write_to(self._resource) as folder:
                joblib.dump(self._model, folder / FILE_NAME)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> MessageReadings:
        """The trained readings of a model; none when the model holds none."""
        component = cls(model_storage, resource)
        try:
            with model_storage.read_from(resource) as folder:
                if (folder / FILE_NAME).exists():
                    # Only models trained by this project are ever loaded (see design: the wall).
                    component._model = joblib.load(folder / FILE_NAME)
                    component._taught = Taught(component._model, taught_file(folder / FILE_NAME))
        except ValueError:
            pass  # Rasa's way to say that nothing was stored
        return component

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing to add: readings are no features of other components."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the readings of each message that has a text."""
        for message in messages:
            text = str(message.get(TEXT) or "")
            model = self._taught.model() if self._taught is not None else self._model
            if model is not None and text and not text.startswith("/"):
                said = quiet(text)
                meaning = sentence_vector(message) if said == text else encode([said])[0]
                (read,) = model.read([said], np.vstack([meaning]))
                sure = {name: value for name, value in read.items() if value >= NEXT_TO_NOTHING}
                message.set(READINGS, sure, add_to_output=True)
                asked = model.asked(said, encode)
                message.set(QUESTIONS, asked.questions, add_to_output=True)
                message.set(BESIDE, asked.beside, add_to_output=True)
        return messages
