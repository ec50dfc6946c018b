"""Work items of payments: a run waits for its check, a handed-back draft for its maker, an overpayment for a decision."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from apps.accounts.actor import Actor
from apps.casework.models import WorkItem
from apps.core import clock
from apps.core.errors import Refused
from apps.core.periods import last_day
from apps.payments.models import Entitlement, Overpayment, Run, Stage, Way
from apps.payments.services.programmes import programme_line
from apps.policy import services as policy

SUBJECT = "payments.run"
CHECK_TASK, REMAKE_TASK = "check_run", "remake_run"
OVERPAYMENT = "payments.overpayment"
WRITE_OFF_TASK, REVERSAL_TASK = "decide_write_off", "decide_reversal"
DECISIONS = {
    WRITE_OFF_TASK: ("多发核销", "payments.approve_write_off"),
    REVERSAL_TASK: ("缴款冲正", "payments.approve_reversal"),
}
STAGE, GIVE_TASK, GIVE = "payments.stage", "give_stage", "payments.give_once"
CUTOFF_KEY = "payment.cutoff_day"


def cutoff(month: date) -> date | None:
    """The day of ``month`` by which money should be on its way; None when no day has been set (rulebook §5.7)."""
    day = policy.parameters(CUTOFF_KEY, last_day(month)).get(CUTOFF_KEY)
    return None if day is None else min(month.replace(day=int(day)), last_day(month))


def run_cutoff(run: Run) -> date | None:
    """The day by which the money of ``run`` should be on its way; what is given once goes out when it is due."""
    return None if run.pays_once else cutoff(run.month)


def open_check(run: Run) -> WorkItem:
    """Put the check of ``run`` into the inbox of those who may check."""
    return _open(run, CHECK_TASK, "发放复核", "payments.check_run", None)


def open_remake(run: Run) -> WorkItem:
    """Tell the maker that the draft came back."""
    return _open(run, REMAKE_TASK, "重新生成发放", "payments.make_run", run.made_by_id)


def _open(run: Run, task: str, label: str, permission: str, holder: int | None) -> WorkItem:
    today = clock.today()
    return WorkItem.objects.create(
        subject_type=SUBJECT,
        subject_id=str(run.pk),
        region_id=run.region_id,
        task=task,
        label=label,
        permission=permission,
        level="district",
        line=programme_line(run.programme),
        holder_id=holder,
        opened_on=today,
        due_on=max(today, run_cutoff(run) or today),
    )


def close(run: Run, *, actor: Actor, outcome: str) -> None:
    """Close whatever waits on ``run``."""
    WorkItem.objects.filter(subject_type=SUBJECT, subject_id=str(run.pk), closed_at__isnull=True).update(
        closed_at=timezone.now(), closed_on=clock.today(), closed_by_id=actor.user_id, outcome=outcome
    )


def refuse_other_holder(run: Run, actor: Actor) -> None:
    """Raise ``Refused`` when somebody else has claimed the check."""
    items = WorkItem.objects.open().filter(subject_type=SUBJECT, subject_id=str(run.pk), task=CHECK_TASK)
    item = items.exclude(holder=None).exclude(holder_id=actor.user_id).select_related("holder").first()
    if item is not None and item.holder is not None:
        raise Refused(
            f"本批的复核由{item.holder.name}承办。", hint="如需换人，请由承办人退回待办池。", code="holder"
        )


def open_gifts(stages: Iterable[Stage], entitlement: Entitlement) -> None:
    """Put cash and goods that are to be given into the inbox of the town, by their days."""
    today = clock.today()
    WorkItem.objects.bulk_create(
        WorkItem(
            subject_type=STAGE,
            subject_id=str(stage.pk),
            region_id=entitlement.region_id,
            task=GIVE_TASK,
            label=f"发放{stage.get_way_display()}",
            permission=GIVE,
            level="town",
            line=programme_line(entitlement.programme),
            opened_on=today,
            due_on=max(today, stage.due_on),
        )
        for stage in stages
        if stage.way != Way.TRANSFER
    )


def close_gifts(stage_ids: Iterable[int], *, actor: Actor, outcome: str) -> None:
    """Close the items of stages that were given or are not given any more."""
    items = WorkItem.objects.open().filter(subject_type=STAGE, subject_id__in=[str(pk) for pk in stage_ids])
    items.update(
        closed_at=timezone.now(), closed_on=clock.today(), closed_by_id=actor.user_id, outcome=outcome
    )


def open_decision(overpayment: Overpayment, task: str) -> WorkItem:
    """Put a decision on an overpayment (one of ``DECISIONS``) into the inbox of those who may take it."""
    today = clock.today()
    label, permission = DECISIONS[task]
    return WorkItem.objects.create(
        subject_type=OVERPAYMENT,
        subject_id=str(overpayment.pk),
        region_id=overpayment.entitlement.district_code,
        task=task,
        label=label,
        permission=permission,
        level="district",
        line=programme_line(overpayment.entitlement.programme),
        opened_on=today,
        due_on=today,
    )


def close_decision(overpayment: Overpayment, task: str, *, actor: Actor, outcome: str) -> None:
    """Close the decision that waited."""
    WorkItem.objects.filter(
        subject_type=OVERPAYMENT, subject_id=str(overpayment.pk), task=task, closed_at__isnull=True
    ).update(closed_at=timezone.now(), closed_on=clock.today(), closed_by_id=actor.user_id, outcome=outcome)
