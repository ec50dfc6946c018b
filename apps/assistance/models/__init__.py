from apps.assistance.models.changes import DibaoChange
from apps.assistance.models.children import ChildApplication, ChildParent, OrphanApplication
from apps.assistance.models.dibao import DibaoApplication, DibaoIncome, DibaoMember
from apps.assistance.models.disability import DisabilityLivingApplication, DisabilityNursingApplication
from apps.assistance.models.homes import ChildHome, ServedCommunity
from apps.assistance.models.lists import EntitlementList, EntitlementListLine
from apps.assistance.models.standards import StandardChange, StandardChangeRow
from apps.assistance.models.tekun import TekunApplication, TekunClaimant, TekunSupporter
from apps.assistance.models.visits import CareVisit, VisitPhoto

__all__ = [
    "CareVisit",
    "ChildApplication",
    "ChildHome",
    "ChildParent",
    "DibaoApplication",
    "DibaoChange",
    "DibaoIncome",
    "DibaoMember",
    "DisabilityLivingApplication",
    "DisabilityNursingApplication",
    "EntitlementList",
    "EntitlementListLine",
    "OrphanApplication",
    "ServedCommunity",
    "StandardChange",
    "StandardChangeRow",
    "TekunApplication",
    "TekunClaimant",
    "TekunSupporter",
    "VisitPhoto",
]
