"""Where a person is: places as people write them, turned into official codes and MRC ids."""

from knowledge.territory.gazetteer import Gazetteer
from knowledge.territory.places import Place, PlaceMatch, retold

__all__ = ["Gazetteer", "Place", "PlaceMatch", "retold"]
