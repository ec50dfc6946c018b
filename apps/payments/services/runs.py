"""A run from making to sending: who may do what with it, and in which order."""

from datetime import date

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import Forbidden, NotVisible, Refused, StaleVersion
from apps.core.periods import first_of, month_label
from apps.payments.models import BankFile, Run, RunState, Transfer, TransferState
from apps.payments.services import inbox, stages, summary
from apps.payments.services.bankfile import write_bank_file
from apps.payments.services.generation import Generated, clear, generate, outdated
from apps.payments.services.programmes import pays_once, programme_label
from apps.policy import services as policy

MAKE, CHECK, SEND = "payments.make_run", "payments.check_run", "payments.send_run"


def run_title(run: Run) -> str:
    """`2022 年 1 月低保发放`; of several runs of a month also which one."""
    which = f"（第 {run.sequence} 批）" if run.pays_once else ""
    return f"{month_label(run.month)}{programme_label(run.programme)}发放{which}"


@transaction.atomic(durable=True)
def make_run(programme: str, month: date, *, actor: Actor, version: int = 0) -> Run:
    """Make the run of ``programme`` for ``month`` in the actor's district, or make the same draft anew.

    However often it is made, every benefit month and every stage is owed once. A programme that pays once has another
    run as soon as the last one is past 草稿. A draft belongs to whoever made it; ``version`` is
    that of the draft which was shown (0: none). Raises ``Forbidden``, ``StaleVersion``, ``PeriodClosed``, or
    ``Refused``: a month that has not begun, nothing to pay, a run that is past 草稿, another's draft.
    """
    month, day = first_of(month), clock.today()
    require(actor, MAKE, "生成发放批次")
    if actor.level != "district":
        raise Forbidden("发放批次由区民政局生成。", hint="请切换到区级岗位。")
    if month > first_of(day):
        raise Refused(f"{month_label(month)}还没有到，不能生成发放。", hint="到当月再办理。", code="ahead")
    policy.ensure_open(month)
    # Two makers of one programme queue here: the second one finds what the first has booked.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"run:{programme}:{actor.region_code}"]
        )
    run, is_new = _draft(programme, month, actor)
    if version and version != run.version:
        raise StaleVersion("本页打开之后，这个批次又重新生成或退回过。")
    clear(run.pk)
    generation = stages.generate if run.pays_once else generate
    made = generation(run.pk, programme, actor.region_code, month, day)
    if not (made.lines or made.reissued or made.excluded):
        raise Refused(
            f"{month_label(month)}没有{'到期应发的款项' if run.pays_once else '要发放的待遇'}。",
            hint="请核对在享名册和发放月份。",
            code="empty",
        )
    if not is_new:
        run.version, run.comment, run.made_on, run.made_at = run.version + 1, "", day, timezone.now()
        run.save(update_fields=["version", "comment", "made_on", "made_at"])
    inbox.close(run, actor=actor, outcome="made")
    inbox.open_check(run)
    _record_made(run, made, is_new, actor)
    return run


def _draft(programme: str, month: date, actor: Actor) -> tuple[Run, bool]:
    runs = Run.objects.exclude(state=RunState.VOID).select_related("made_by")
    runs = runs.filter(programme=programme, month=month, region_id=actor.region_code)
    once, sequence = pays_once(programme), 1
    if once:
        sequence += runs.aggregate(last=Max("sequence"))["last"] or 0
        runs = runs.filter(state=RunState.DRAFT)
    run = runs.first()
    if run is None:
        fresh = Run.objects.create(
            programme=programme,
            month=month,
            pays_once=once,
            sequence=sequence,
            region_id=actor.region_code,
            made_by_id=actor.account,
            maker_key=actor.person_key,
            made_on=clock.today(),
        )
        return fresh, True
    run = Run.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=run.pk)
    if run.state != RunState.DRAFT:
        raise Refused(
            f"{run_title(run)}{RunState(run.state).label}，不能重新生成。",
            hint="新增和补发会列入下个月的批次。",
            code="state",
        )
    if run.made_by_id != actor.user_id:
        raise Refused(
            f"这个批次由{run.made_by.name}生成。",
            hint=f"请由{run.made_by.name}重新生成，或先作废再生成。",
            code="maker",
        )
    return run, False


def _record_made(run: Run, made: Generated, is_new: bool, actor: Actor) -> None:
    record(
        "payments.make_run",
        "生成发放批次" if is_new else "重新生成发放批次",
        actor=actor,
        subject=run,
        detail={
            "month": run.month.isoformat(),
            "programme": run.programme,
            "version": run.version,
            "lines": made.lines,
            "reissued": made.reissued,
            "excluded": made.excluded,
        },
    )


@transaction.atomic(durable=True)
def check_run(run: Run, *, version: int, accept: bool, actor: Actor, comment: str = "") -> Run:
    """The second person's check of a draft: accept it, or hand it back to its maker with a ``comment``.

    ``version`` is the one that was shown. Raises ``Forbidden`` (permission, four eyes by person),
    ``StaleVersion``, or ``Refused`` (state; money that meanwhile must not be paid; no reason given).
    """
    run = lock(run.pk, actor)
    require(actor, CHECK, "复核")
    if actor.user_id == run.made_by_id or actor.person_key == run.maker_key:
        raise Forbidden("这个批次由本人生成，不能复核。", hint="请由其他发放复核人办理。", code="four_eyes")
    _expect(run, RunState.DRAFT, version, "复核")
    inbox.refuse_other_holder(run, actor)
    if accept:
        _refuse_unpayable(run)
        run.state, run.checked_by_id, run.checker_key = RunState.CHECKED, actor.user_id, actor.person_key
        run.checked_at, run.checked_on = timezone.now(), clock.today()
    elif not comment.strip():
        raise Refused("请写明退回的理由。", hint="理由会告知生成人。", code="reason")
    run.comment, run.version = comment.strip()[:300], run.version + 1
    run.save()
    inbox.close(run, actor=actor, outcome="accepted" if accept else "returned")
    if not accept:
        inbox.open_remake(run)
    totals = summary.totals(run)
    record(
        "payments.check_run",
        "复核通过发放批次" if accept else "退回发放批次",
        actor=actor,
        subject=run,
        reason=run.comment,
        detail={"version": version, "count": totals.count, "amount": str(totals.amount)},
    )
    return run


def _refuse_unpayable(run: Run) -> None:
    if not run.transfers.exists():
        raise Refused("本批没有可发放的款项。", hint="请退回，处理未发明细后重新生成。", code="empty")
    changed = outdated(run.pk, clock.today())
    if changed:
        raise Refused(
            f"生成之后有 {changed} 笔情况有变（去世、暂停、账户或金额），不能按原数复核。",
            hint="请退回，由生成人重新生成。",
            code="outdated",
        )


@transaction.atomic(durable=True)
def send_run(run: Run, *, version: int, actor: Actor) -> BankFile:
    """Write the bank file of a checked run and mark its transfers as sent.

    Account numbers are decrypted only while the file is written; the event says how many rows left. Raises
    ``Forbidden``, ``StaleVersion`` or ``Refused``.
    """
    run = lock(run.pk, actor)
    require(actor, SEND, "送出")
    _expect(run, RunState.CHECKED, version, "送出")
    file = write_bank_file(run, actor=actor)
    Transfer.objects.filter(run=run, state=TransferState.OPEN).update(state=TransferState.SENT)
    run.state, run.sent_on, run.version = RunState.SENT, clock.today(), run.version + 1
    run.save(update_fields=["state", "sent_on", "version"])
    if not file.row_count:
        # Everything was held back: no bank will answer, and the money is tried again with the next run.
        run.state, run.completed_on = RunState.DONE, run.sent_on
        run.save(update_fields=["state", "completed_on"])
    record(
        "payments.send_run",
        f"送出发放批次，导出 {file.row_count} 笔",
        actor=actor,
        subject=run,
        detail={"file": str(file.file_id), "count": file.row_count, "amount": str(file.total)},
    )
    return file


@transaction.atomic(durable=True)
def void_run(run: Run, *, version: int, reason: str, actor: Actor) -> Run:
    """Void a draft: what it would have owed is taken out, so that another run can owe it."""
    run = lock(run.pk, actor)
    require(actor, MAKE, "作废")
    _expect(run, RunState.DRAFT, version, "作废")
    if not reason.strip():
        raise Refused("请写明作废的理由。", code="reason")
    totals = summary.totals(run)
    clear(run.pk)
    run.state, run.comment, run.version = RunState.VOID, reason.strip()[:300], run.version + 1
    run.save(update_fields=["state", "comment", "version"])
    inbox.close(run, actor=actor, outcome="void")
    record(
        "payments.void_run",
        "作废发放批次",
        actor=actor,
        subject=run,
        reason=run.comment,
        detail={"count": totals.count, "amount": str(totals.amount)},
    )
    return run


def lock(run_id: int, actor: Actor) -> Run:
    """The run, locked; ``NotVisible`` when it is not there or not the actor's."""
    runs = (
        Run.objects.visible_to(actor).select_for_update(of=("self",)).select_related("made_by", "checked_by")
    )
    run: Run | None = runs.filter(pk=run_id).first()
    if run is None:
        raise NotVisible("没有找到这个发放批次。")
    return run


def require(actor: Actor, permission: str, what: str) -> None:
    """Raise ``Forbidden`` unless the actor's post holds ``permission``."""
    if not actor.has(permission):
        raise Forbidden(f"当前岗位不能{what}。", hint="请由有此权限的岗位办理。", code="permission")


def _expect(run: Run, state: RunState, version: int, what: str) -> None:
    if run.state != state:
        raise Refused(
            f"当前状态是“{RunState(run.state).label}”，不能{what}。",
            hint="请刷新本页查看最新情况。",
            code="state",
        )
    if run.version != version:
        raise StaleVersion("本页打开之后，这个批次又重新生成或退回过。")
