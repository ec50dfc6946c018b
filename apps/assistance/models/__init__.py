from apps.assistance.models.changes import DibaoChange
from apps.assistance.models.dibao import DibaoApplication, DibaoIncome, DibaoMember
from apps.assistance.models.standards import StandardChange, StandardChangeRow

__all__ = [
    "DibaoApplication",
    "DibaoChange",
    "DibaoIncome",
    "DibaoMember",
    "StandardChange",
    "StandardChangeRow",
]
