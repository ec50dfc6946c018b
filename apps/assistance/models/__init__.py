from apps.assistance.models.changes import DibaoChange
from apps.assistance.models.dibao import DibaoApplication, DibaoIncome, DibaoMember
from apps.assistance.models.homes import ChildHome, ServedCommunity
from apps.assistance.models.standards import StandardChange, StandardChangeRow
from apps.assistance.models.visits import CareVisit, VisitPhoto

__all__ = [
    "CareVisit",
    "ChildHome",
    "DibaoApplication",
    "DibaoChange",
    "DibaoIncome",
    "DibaoMember",
    "ServedCommunity",
    "StandardChange",
    "StandardChangeRow",
    "VisitPhoto",
]
