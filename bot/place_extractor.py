"""An entity extractor: the places of the territory and of Québec, as people write them."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from knowledge.territory import Gazetteer

ENTITY = "place"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(EntityExtractorMixin, GraphComponent):
    """Adds a `place` entity for each place; its value is the official code, or the name of one without."""

    @staticmethod
    def required_packages() -> list[str]:
        return []

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    def __init__(self) -> None:
        self._gazetteer = Gazetteer.from_content()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PlaceExtractor:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to each message that has a text."""
        for message in messages:
            found = [
                {
                    "entity": ENTITY,
                    "start": match.start,
                    "end": match.end,
                    "value": match.code or match.mrc or match.text,
                    "confidence_entity": match.score,
                    "extractor": "PlaceExtractor",
                }
                for match in self._gazetteer.find(str(message.get(TEXT) or ""))
                if not match.negated
            ]
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
