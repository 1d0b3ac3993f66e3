"""The tables of the base (SQLAlchemy 2, typed)."""

from knowledge.clock import now
from knowledge.models.advisers import (
    Adviser,
    AdviserSession,
    ClientSheet,
    ExpertCase,
    ExpertReply,
    KeptSearch,
    TableMeeting,
)
from knowledge.models.base import Base
from knowledge.models.bulletin import (
    Bulletin,
    MemberCount,
    PoleSetting,
    SelfTest,
    Subscriber,
)
from knowledge.models.content import (
    CONTENT_TABLES,
    Answer,
    ContentVersion,
    Fact,
    Mrc,
    Municipality,
    Resource,
    Revision,
    Topic,
)
from knowledge.models.desk import AnswerReview, DeskDraft, Undoable, WatchNote
from knowledge.models.erasures import ErasureNote
from knowledge.models.exchange import ContactRequest, DailyCount, OpenQuestion, SharedPage
from knowledge.models.lease import Lease
from knowledge.models.network import (
    FollowedReferral,
    OrganizationContact,
    OrganizationLetter,
    PrivateLink,
    SheetProposal,
    Watching,
)
from knowledge.models.outgoing import OutgoingMail
from knowledge.models.packs import PackChange, PackState
from knowledge.models.staff import (
    AuditEntry,
    DigestSent,
    ErrorReport,
    LinkCheck,
    LoginFailure,
    StaffInvitation,
    StaffSession,
    StaffUser,
)

__all__ = [
    "Adviser",
    "AdviserSession",
    "ClientSheet",
    "ExpertCase",
    "ExpertReply",
    "TableMeeting",
    "KeptSearch",
    "Subscriber",
    "SelfTest",
    "PoleSetting",
    "MemberCount",
    "OutgoingMail",
    "FollowedReferral",
    "OrganizationContact",
    "OrganizationLetter",
    "PrivateLink",
    "SheetProposal",
    "Bulletin",
    "CONTENT_TABLES",
    "Answer",
    "AnswerReview",
    "AuditEntry",
    "Base",
    "ContactRequest",
    "ContentVersion",
    "DailyCount",
    "DeskDraft",
    "DigestSent",
    "ErasureNote",
    "ErrorReport",
    "Fact",
    "Lease",
    "LinkCheck",
    "LoginFailure",
    "Mrc",
    "Municipality",
    "OpenQuestion",
    "PackChange",
    "PackState",
    "Resource",
    "Revision",
    "SharedPage",
    "StaffInvitation",
    "StaffSession",
    "StaffUser",
    "Topic",
    "Undoable",
    "WatchNote",
    "Watching",
    "now",
]
