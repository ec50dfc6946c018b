from apps.payments.models.arrears import CAUSE_LENGTH, Arrear
from apps.payments.models.compatibility import Compatibility, Verdict
from apps.payments.models.entitlements import (
    Coverage,
    Entitlement,
    EntitlementStatus,
    EntitlementTerm,
    Suspension,
)
from apps.payments.models.once import Stage, Way
from apps.payments.models.overpayments import (
    Instalment,
    Overpayment,
    OverpaymentMonth,
    Recovery,
    Reversal,
    WriteOff,
)
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
    "CAUSE_LENGTH",
    "Arrear",
    "BankFile",
    "Compatibility",
    "Coverage",
    "Entitlement",
    "EntitlementStatus",
    "EntitlementTerm",
    "Instalment",
    "Overpayment",
    "OverpaymentMonth",
    "PaymentLine",
    "Recovery",
    "Reversal",
    "Run",
    "RunExclusion",
    "RunState",
    "Stage",
    "Suspension",
    "Transfer",
    "TransferState",
    "Verdict",
    "Way",
    "WriteOff",
]
