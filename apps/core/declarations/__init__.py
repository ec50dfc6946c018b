"""What an app declares about itself: plain data, collected by the engines at start-up.

A lower app never imports an upper one. What it needs from above is declared with these types beside the
upper app's models (``kinds.py``, ``registers.py``, ``datasets.py``, ``indicators.py``, ``jobkinds.py``,
``ticks.py``, ``menu.py``, ``sections.py``) and collected by autodiscovery.
"""

from apps.core.declarations.alarms import Alarm
from apps.core.declarations.applications import Action, CaseKind, DocumentSlot, LetterDef, Task
from apps.core.declarations.entries import (
    Answers,
    Entry,
    EntryPerson,
    EntryTable,
    Ground,
    NamedPerson,
    Paper,
    Verdict,
)
from apps.core.declarations.figures import Bounds, ChartDef, Indicator, ReportSection
from apps.core.declarations.frame import FirstStep, JobKind, MenuEntry, MenuGroup, Tick
from apps.core.declarations.lookups import (
    Benefit,
    BenefitLookup,
    DeathFollowup,
    HouseholdTie,
    MergeCheck,
    ParameterWords,
    PersonHandler,
    PersonPanel,
    SearchGroup,
    SearchHit,
    SubjectLink,
    Tie,
)
from apps.core.declarations.registers import (
    AddedAction,
    Column,
    Filter,
    FormField,
    FormSection,
    Panel,
    Pick,
    Preset,
    Register,
    RegisterForm,
    RowAction,
)

__all__ = [
    "Action",
    "AddedAction",
    "Alarm",
    "Answers",
    "Benefit",
    "BenefitLookup",
    "Bounds",
    "CaseKind",
    "ChartDef",
    "Column",
    "DeathFollowup",
    "DocumentSlot",
    "Entry",
    "EntryPerson",
    "EntryTable",
    "Filter",
    "FirstStep",
    "FormField",
    "FormSection",
    "Ground",
    "HouseholdTie",
    "Indicator",
    "JobKind",
    "LetterDef",
    "MenuEntry",
    "MenuGroup",
    "MergeCheck",
    "NamedPerson",
    "Panel",
    "Paper",
    "ParameterWords",
    "PersonHandler",
    "PersonPanel",
    "Pick",
    "Preset",
    "Register",
    "RegisterForm",
    "ReportSection",
    "RowAction",
    "SearchGroup",
    "SearchHit",
    "SubjectLink",
    "Task",
    "Tick",
    "Tie",
    "Verdict",
]
