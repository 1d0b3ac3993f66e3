"""The records of the base, as they stand in the content pack and in the database's JSON columns.

One pydantic model for each kind of entry. Unknown keys are refused, so that a typing mistake in a
YAML file is named instead of lost. `None` always means «not found», never «none».
"""

from knowledge.records.answers import MAX_ANSWER_WORDS as MAX_ANSWER_WORDS
from knowledge.records.answers import MIN_PHRASINGS as MIN_PHRASINGS
from knowledge.records.answers import AnswerRecord as AnswerRecord
from knowledge.records.answers import FactRecord as FactRecord
from knowledge.records.answers import TopicRecord as TopicRecord
from knowledge.records.base import PURPOSES as PURPOSES
from knowledge.records.base import UNWRITTEN as UNWRITTEN
from knowledge.records.base import AnswerStatus as AnswerStatus
from knowledge.records.base import Confidence as Confidence
from knowledge.records.base import Criterion as Criterion
from knowledge.records.base import PartialDate as PartialDate
from knowledge.records.base import ProjectKind as ProjectKind
from knowledge.records.base import Purpose as Purpose
from knowledge.records.base import Record as Record
from knowledge.records.base import Regime as Regime
from knowledge.records.base import Reservation as Reservation
from knowledge.records.base import ResourceStatus as ResourceStatus
from knowledge.records.base import ResourceType as ResourceType
from knowledge.records.base import Role as Role
from knowledge.records.base import Slug as Slug
from knowledge.records.base import Source as Source
from knowledge.records.base import Text as Text
from knowledge.records.base import Theme as Theme
from knowledge.records.base import WebAddress as WebAddress
from knowledge.records.base import YearMonth as YearMonth
from knowledge.records.eligibility import AgeRule as AgeRule
from knowledge.records.eligibility import CallRule as CallRule
from knowledge.records.eligibility import Eligibility as Eligibility
from knowledge.records.eligibility import LegalFormRule as LegalFormRule
from knowledge.records.eligibility import SectorRule as SectorRule
from knowledge.records.eligibility import StageRule as StageRule
from knowledge.records.eligibility import TerritoryRule as TerritoryRule
from knowledge.records.resources import RECORD_TYPES as RECORD_TYPES
from knowledge.records.resources import ActivityRecord as ActivityRecord
from knowledge.records.resources import ActivitySession as ActivitySession
from knowledge.records.resources import AnyResource as AnyResource
from knowledge.records.resources import Contact as Contact
from knowledge.records.resources import FundRecord as FundRecord
from knowledge.records.resources import OrganizationRecord as OrganizationRecord
from knowledge.records.resources import RecordType as RecordType
from knowledge.records.resources import ResourceRecord as ResourceRecord
from knowledge.records.resources import TrainingRecord as TrainingRecord
from knowledge.records.resources import identifier as identifier
from knowledge.records.resources import resource_type as resource_type
