"""/payments/overpayments/<pk>/: one overpayment, its months, what came back, and the steps a post may take."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from apps.audit.models import Event
from apps.core import clock
from apps.core.periods import first_of
from apps.files.responses import serve
from apps.pages.steps import StepMixin
from apps.pages.views import DetailPage
from apps.payments import recovered
from apps.payments.forms_overpayment import (
    AgreeForm,
    DecideForm,
    NotifyForm,
    ProposeForm,
    RepayForm,
    ReverseForm,
    equal_parts,
)
from apps.payments.models import Overpayment, WriteOff
from apps.payments.panels import OVERPAYMENT_TONES
from apps.payments.services import notices, overpayments, reversals
from apps.payments.services.generation import offset_share
from apps.payments.services.programmes import programme_label

VIEW = "payments.view_run"
State = Overpayment.State


class OverpaymentPage(DetailPage):
    """What was too much month by month, what came back, and at the right what the actor may do."""

    permission = VIEW
    model = Overpayment
    template_name = "payments/overpayment.html"
    object: Overpayment

    def queryset(self) -> QuerySet[Overpayment]:
        rows: QuerySet[Overpayment] = self.visible().select_related(
            "entitlement__payee", "entitlement__region__parent", "found_by", "case"
        )
        return rows

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        sums, book = overpayments.balance(row), recovered.book_of(row)
        parts, is_short = recovered.instalments(row, sums)
        return {
            **super().context(**kwargs),
            "row": row,
            "title": f"{row.entitlement.payee.name}户多发追回",
            "tone": OVERPAYMENT_TONES[State(row.state)],
            "sums": sums,
            "open_rest": sums.rest - sums.on_its_way,
            "facts": _facts(row),
            "share": f"{offset_share(first_of(clock.today())) * 100:.0f}%",
            "months": list(row.months.all()),
            "back": self.back,
            "received": recovered.received(row, book),
            "instalments": parts,
            "plan_is_short": is_short,
            "proposal": row.write_offs.select_related("proposed_by", "decided_by").first(),
            "entries": _history(row),
            "wrong_form": None,
            **self.desk(sums, book),
        }

    def reversal_desk(self, book: recovered.Book) -> dict[str, Any]:
        """What the actor may do about a mistyped receipt; also when all seems to have come back."""
        row, actor, reversal = self.object, self.actor, book.waiting
        concerned = reversal is not None and reversals.is_concerned(reversal, actor)
        may_ask = actor.has(overpayments.MANAGE) and row.state not in (State.WRITTEN_OFF, State.CANCELLED)
        return {
            "reversal": reversal,
            "reversal_refused": book.refused,
            "reversal_concerns": concerned,
            "may_reverse": may_ask and reversal is None and bool(book.standing),
            "may_decide_reversal": reversal is not None and actor.has(reversals.APPROVE) and not concerned,
            "reverse_form": ReverseForm(initial={"version": row.version}, receipts=book.standing),
            "decide_reversal_form": DecideForm(initial={"version": row.version}),
        }

    def desk(self, sums: overpayments.Balance, book: recovered.Book) -> dict[str, Any]:
        """What the actor may do now."""
        row, actor = self.object, self.actor
        is_open, told = row.closed_on is None, row.state in (State.NOTIFIED, State.INSTALMENTS)
        manages = is_open and actor.has(overpayments.MANAGE)
        waiting = row.write_offs.filter(state=WriteOff.State.PROPOSED).first() if is_open else None
        mine = waiting is not None and (
            waiting.proposed_by_id == actor.user_id or waiting.proposer_key == actor.person_key
        )
        version = {"version": row.version}
        settled = waiting is None and book.waiting is None and not sums.on_its_way
        desk = self.reversal_desk(book)
        return {
            **desk,
            "may_reverse": desk["may_reverse"] and waiting is None,
            "may_notify": manages and row.state == State.FOUND,
            "may_agree": manages and told and settled,
            "may_repay": manages and told and sums.rest > sums.on_its_way,
            "may_propose": manages and told and settled,
            "may_decide": waiting is not None and actor.has(overpayments.APPROVE) and not mine,
            "waiting": waiting,
            "is_mine": mine,
            "has_later_months": row.entitlement.last_month is None,
            "notify_form": NotifyForm(initial={**version, "cause": row.cause, "note": row.note}),
            "agree_form": AgreeForm(initial=version),
            "repay_form": RepayForm(initial={**version, "received_on": clock.today()}),
            "propose_form": ProposeForm(initial=version),
            "decide_form": DecideForm(initial=version),
        }


def _facts(row: Overpayment) -> list[tuple[Any, ...]]:
    return [
        ("项目", programme_label(row.entitlement.programme)),
        ("领款人", row.entitlement.payee.name),
        ("镇街、村居", row.entitlement.region.full_name),
        ("多发原因", row.get_cause_display() if row.cause else "待确定"),
        ("发现日期", row.found_on, "no"),
        ("告知日期", row.notified_on, "no"),
        ("说明", row.note),
    ]


def _history(row: Overpayment) -> list[dict[str, Any]]:
    events = Event.objects.about(row._meta.label_lower, row.pk)[:50]
    return [
        {"at": e.at, "text": f"{e.actor_name} {e.label}", "hint": e.reason or e.post_label} for e in events
    ]


class OverpaymentStep(StepMixin, OverpaymentPage):
    def row_url(self) -> str:
        return reverse("payments:overpayments_row", args=[self.object.pk])


class Notify(OverpaymentStep):
    permission = overpayments.MANAGE
    form_class = NotifyForm
    form_name = "notify_form"

    def take(self, data: dict[str, Any]) -> str:
        notices.notify(
            self.object, version=data["version"], cause=data["cause"], note=data["note"], actor=self.actor
        )
        return "已登记告知，告知书生成后显示在本页。下一步：约定追回方式。"


class Agree(OverpaymentStep):
    permission = overpayments.MANAGE
    form_class = AgreeForm
    form_name = "agree_form"

    def take(self, data: dict[str, Any]) -> str:
        by_offset = data["way"] == "offset"
        sums = overpayments.balance(self.object)
        rest = sums.rest - sums.on_its_way
        parts = [] if by_offset else equal_parts(rest, data["count"], data["first_on"])
        overpayments.agree(
            self.object, version=data["version"], instalments=parts, by_offset=by_offset, actor=self.actor
        )
        return "已约定从以后月份冲抵，下一批次起执行。" if by_offset else f"已约定分 {len(parts)} 期缴回。"


class Repay(OverpaymentStep):
    permission = overpayments.MANAGE
    form_class = RepayForm
    form_name = "repay_form"

    def take(self, data: dict[str, Any]) -> str:
        row = overpayments.repay(
            self.object,
            version=data["version"],
            amount=data["amount"],
            received_on=data["received_on"],
            receipt_no=data["receipt_no"],
            actor=self.actor,
        )
        return "已登记缴款，这笔多发已全部追回。" if row.state == State.RECOVERED else "已登记缴款。"


class Propose(OverpaymentStep):
    permission = overpayments.MANAGE
    form_class = ProposeForm
    form_name = "propose_form"

    def take(self, data: dict[str, Any]) -> str:
        overpayments.propose_write_off(
            self.object, version=data["version"], reason=data["reason"], actor=self.actor
        )
        return "已提出核销。下一步：由第二人批准。"


class Decide(OverpaymentStep):
    permission = overpayments.APPROVE
    form_class = DecideForm
    form_name = "decide_form"

    def take(self, data: dict[str, Any]) -> str:
        accept = data["decision"] == "accept"
        overpayments.decide_write_off(
            self.object, version=data["version"], accept=accept, comment=data["comment"], actor=self.actor
        )
        return "已批准核销。" if accept else "未批准核销，由经办人继续追回。"


class Notice(DetailPage):
    """The notice as PDF."""

    permission = VIEW
    model = Overpayment
    http_method_names = ("get", "head")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        stored = self.object.notice
        if stored is None:
            raise Http404
        return serve(stored, inline=True)  # type: ignore[return-value]
