from apps.payments.models.entitlements import Coverage, Entitlement, EntitlementStatus, EntitlementTerm
from apps.payments.models.runs import (
    BankFile,
    PaymentLine,
    Run,
    RunExclusion,
    RunState,
    Transfer,
    TransferState,
)

__all__ = [
    "BankFile",
    "Coverage",
    "Entitlement",
    "EntitlementStatus",
    "EntitlementTerm",
    "PaymentLine",
    "Run",
    "RunExclusion",
    "RunState",
    "Transfer",
    "TransferState",
]
