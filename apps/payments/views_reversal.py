"""/payments/overpayments/<pk>/reverse/ and …/reversal/: a mistyped receipt is taken back by two persons."""

from functools import partial
from typing import Any

from apps.payments import recovered
from apps.payments.forms_overpayment import DecideForm, ReverseForm
from apps.payments.services import overpayments, reversals
from apps.payments.views_overpayment import OverpaymentStep


class Reverse(OverpaymentStep):
    permission = overpayments.MANAGE
    form_name = "reverse_form"

    @property
    def form_class(self) -> Any:
        """The form offers the receipts of this overpayment."""
        return partial(ReverseForm, receipts=recovered.book_of(self.object).standing)

    def take(self, data: dict[str, Any]) -> str:
        reversals.propose_reversal(
            self.object,
            version=data["version"],
            recovery_id=data["recovery"],
            reason=data["mistake"],
            actor=self.actor,
        )
        return "已提出冲正。下一步：由第二人批准。"


class DecideReversal(OverpaymentStep):
    permission = reversals.APPROVE
    form_class = DecideForm
    form_name = "decide_reversal_form"

    def take(self, data: dict[str, Any]) -> str:
        accept = data["decision"] == "accept"
        reversals.decide_reversal(
            self.object, version=data["version"], accept=accept, comment=data["comment"], actor=self.actor
        )
        return "已批准冲正，余额已恢复。" if accept else "未批准冲正，缴款不变。"
