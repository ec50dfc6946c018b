from apps.casework.models.cases import (
    ActionRule,
    Case,
    CaseAction,
    CaseState,
    DecisionLevel,
    ExtensionGround,
    NumberSequence,
)
from apps.casework.models.delegation import Delegation
from apps.casework.models.drafts import Draft
from apps.casework.models.objections import Objection
from apps.casework.models.oversight import Complaint, SampleCheck, SampleDraw
from apps.casework.models.papers import CaseDocument, Letter
from apps.casework.models.steps import PublicNotice, Verification, Visit
from apps.casework.models.work import WorkItem

__all__ = [
    "ActionRule",
    "Case",
    "CaseAction",
    "CaseDocument",
    "CaseState",
    "Complaint",
    "DecisionLevel",
    "Delegation",
    "Draft",
    "ExtensionGround",
    "Letter",
    "NumberSequence",
    "Objection",
    "PublicNotice",
    "SampleCheck",
    "SampleDraw",
    "Verification",
    "Visit",
    "WorkItem",
]
