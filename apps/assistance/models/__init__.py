from apps.assistance.models.dibao import DibaoApplication, DibaoIncome, DibaoMember

__all__ = ["DibaoApplication", "DibaoIncome", "DibaoMember"]
