from apps.assistance.models.changes import DibaoChange
from apps.assistance.models.dibao import DibaoApplication, DibaoIncome, DibaoMember

__all__ = ["DibaoApplication", "DibaoChange", "DibaoIncome", "DibaoMember"]
