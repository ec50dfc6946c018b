"""The bank's return file (回盘): read, compared with what was sent, and taken over whole or not at all."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.files.base import File
from django.db import connection, transaction

from apps.accounts.actor import Actor
from apps.audit.services import record
from apps.core import clock
from apps.core.errors import NotVisible, Refused, StaleVersion
from apps.core.money import ZERO, MoneyError, parse_money
from apps.core.periods import first_of, month_label
from apps.files.models import StoredFile
from apps.files.services import open_verified, store_bytes
from apps.payments.models import BankFile, Run, RunState, TransferState
from apps.payments.services import once, overpayments
from apps.payments.services.bankfile import RETURN_KIND, batch_number, serial, sums
from apps.payments.services.runs import lock, require
from apps.policy import services as policy

IMPORT: Final = "payments.import_return"
HEADERS: Final = ("流水号", "金额", "状态", "失败原因", "到账日期")
PAID, FAILED = "成功", "失败"
LARGEST_FILE: Final = 20 * 1024 * 1024


@dataclass(frozen=True)
class RowError:
    """What is wrong in one row of the file: its number (from 1), the column, the value, and a sentence."""

    row: int
    column: str
    value: str
    reason: str


class ReturnRefused(Refused):
    """The return file was not taken over; ``errors`` says why, row by row."""

    def __init__(self, errors: list[RowError]) -> None:
        super().__init__(
            f"回盘文件有 {len(errors)} 处问题，没有导入。",
            hint="请按下列各行核对后重新导入。",
            code="return_file",
        )
        self.errors = errors


@dataclass(frozen=True)
class Result:
    """What the bank says about one payment, named by its first transfer."""

    row: int
    transfer_id: int
    amount: Decimal
    is_paid: bool
    failure: str
    paid_on: date | None


@dataclass
class ReturnFile:
    """A return file as read: the control line, results, and all errors."""

    control: dict[str, str] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    row_count: int = 0

    @property
    def paid(self) -> list[Result]:
        return [result for result in self.results if result.is_paid]

    @property
    def failed(self) -> list[Result]:
        return [result for result in self.results if not result.is_paid]

    @property
    def paid_amount(self) -> Decimal:
        return sum((result.amount for result in self.paid), ZERO)

    @property
    def failed_amount(self) -> Decimal:
        return sum((result.amount for result in self.failed), ZERO)


def preview_return(
    run: Run, uploaded: "File[bytes]", *, actor: Actor
) -> tuple[StoredFile | None, ReturnFile]:
    """Read an uploaded return file and compare it with the run; changes nothing but stores a good file.

    Returns the stored file (None when there are errors) and what was read. Raises ``Forbidden``, ``Refused``
    (not a text file, too large, or the run is not waiting for a return).
    """
    require(actor, IMPORT, "导入回盘结果")
    run = _visible(run, actor)
    if run.state != RunState.SENT:
        raise _not_waiting(run)
    if (uploaded.size or 0) > LARGEST_FILE:
        raise Refused("文件超过 20 MB，没有接收。", hint="请核对是不是本批的回盘文件。", code="file_size")
    data = uploaded.read()
    read = read_return(data, run)
    if read.errors:
        return None, read
    stored = store_bytes(
        data, kind=RETURN_KIND, name=uploaded.name or "回盘文件.csv", content_type="text/csv", actor=actor
    )
    return stored, read


def read_stored(run: Run, stored: StoredFile, *, actor: Actor) -> ReturnFile:
    """What an uploaded return file says, read again for whoever uploaded it before it is taken over."""
    require(actor, IMPORT, "导入回盘结果")
    if stored.kind != RETURN_KIND or stored.uploaded_by_id != actor.user_id:
        raise NotVisible("没有找到这份回盘文件。")
    with open_verified(stored) as stream:
        return read_return(stream.read(), run)


@transaction.atomic(durable=True)
def import_return(run: Run, stored: StoredFile, *, actor: Actor, version: int = 0) -> Run:
    """Take over a return file: transfers become paid or failed, and the run is complete.

    All or nothing; the same file again changes nothing and answers with the same run. ``version`` is that of the
    run which was shown (0: whatever it is). Raises ``ReturnRefused`` with every error, ``PeriodClosed`` when money
    would land in a closed month, ``StaleVersion``, ``Refused``, ``Forbidden``.
    """
    run = lock(run.pk, actor)
    require(actor, IMPORT, "导入回盘结果")
    if stored.kind != RETURN_KIND:
        raise NotVisible("没有找到这份回盘文件。")
    if run.state == RunState.DONE and _is_taken_over(run, stored):
        return run
    if run.state != RunState.SENT:
        raise _not_waiting(run)
    if version and version != run.version:
        raise StaleVersion("本页打开之后，这个批次有了变化。")
    with open_verified(stored) as stream:
        read = read_return(stream.read(), run)
    if read.errors:
        raise ReturnRefused(read.errors)
    for month in {first_of(result.paid_on) for result in read.paid if result.paid_on}:
        policy.ensure_open(month)
    _write(read.results)
    overpayments.take_return(run, actor=actor)
    _complete(run, stored, read, actor)
    if run.pays_once:
        once.finish(list(run.transfers.values_list("line__entitlement", flat=True).distinct()))
    return run


def _complete(run: Run, stored: StoredFile, read: ReturnFile, actor: Actor) -> None:
    BankFile.objects.create(
        run=run,
        direction=BankFile.Direction.RETURN,
        file=stored,
        row_count=len(read.results),
        total=read.paid_amount,
        made_by_id=actor.account,
        notes=[f"发放失败 {len(read.failed)} 笔，随{run.next_one}重发"] if read.failed else [],
    )
    # The file first: the database lets the run end only by one.
    run.state, run.completed_on, run.version = RunState.DONE, clock.today(), run.version + 1
    run.save(update_fields=["state", "completed_on", "version"])
    record(
        "payments.import_return",
        f"导入回盘结果 {len(read.results)} 笔",
        actor=actor,
        subject=run,
        detail={
            "file": str(stored.pk),
            "paid": len(read.paid),
            "paid_amount": str(read.paid_amount),
            "failed": len(read.failed),
            "failed_amount": str(read.failed_amount),
        },
    )


def _write(results: Iterable[Result]) -> None:
    """The bank answers by family: what it says of the numbered transfer holds for all that went with it."""
    rows = list(results)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payments_transfer t SET state = r.state, paid_on = r.paid_on, failure = r.failure"
            " FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::text[]) AS r(id, state, paid_on, failure)"
            " JOIN payments_transfer first ON first.id = r.id"
            " JOIN payments_paymentline named ON named.id = first.line_id"
            " JOIN payments_paymentline l ON l.entitlement_id = named.entitlement_id"
            " WHERE t.line_id = l.id AND t.run_id = first.run_id AND t.state = 'sent'",
            [
                [row.transfer_id for row in rows],
                [str(TransferState.PAID if row.is_paid else TransferState.FAILED) for row in rows],
                [row.paid_on for row in rows],
                [row.failure for row in rows],
            ],
        )


def _is_taken_over(run: Run, stored: StoredFile) -> bool:
    return run.bank_files.filter(direction=BankFile.Direction.RETURN, file__sha256=stored.sha256).exists()


def _not_waiting(run: Run) -> Refused:
    return Refused(
        f"当前状态是“{RunState(run.state).label}”，不等回盘结果。",
        hint="只有已送出的批次可以导入回盘结果。",
        code="state",
    )


def _visible(run: Run, actor: Actor) -> Run:
    found: Run | None = Run.objects.visible_to(actor).filter(pk=run.pk).first()
    if found is None:
        raise NotVisible("没有找到这个发放批次。")
    return found


# --- reading ---------------------------------------------------------------------------------------------


def read_return(data: bytes, run: Run) -> ReturnFile:
    """Read the file (汇总 line, headers, rows; UTF-8 or GB18030) and compare it with what ``run`` has sent.

    Never raises for what stands in the rows: every error is in ``errors``. Raises ``Refused`` for bytes that
    are no text at all.
    """
    rows = list(csv.reader(io.StringIO(_text(data))))
    read = ReturnFile()
    head = [cell.strip() for cell in rows[0]] if rows else []
    if not head or head[0] != "汇总":
        read.errors.append(
            RowError(1, "汇总", head[0] if head else "", "第一行应为汇总行，请确认是本批的回盘文件。")
        )
        return read
    read.control = dict(zip(head[1::2], head[2::2], strict=False))
    if read.control.get("批次号") != batch_number(run):
        shown = read.control.get("批次号", "")
        read.errors.append(RowError(1, "批次号", shown, f"不是本批的文件，本批是 {batch_number(run)}。"))
        return read
    headers = [cell.strip() for cell in rows[1]] if len(rows) > 1 else []
    missing = [header for header in HEADERS if header not in headers]
    if missing:
        read.errors.append(RowError(2, "表头", "、".join(headers)[:80], f"缺少列：{'、'.join(missing)}。"))
        return read
    places = {header: headers.index(header) for header in HEADERS}
    for number, cells in enumerate(rows[2:], start=3):
        if any(cell.strip() for cell in cells):
            values = {h: cells[p].strip() if p < len(cells) else "" for h, p in places.items()}
            _read_row(number, values, read)
            read.row_count += 1
    _compare(read, run)
    return read


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("这不是文本文件，没有接收。", hint="请选择银行返回的 CSV 文件。", code="file_type")


def _read_row(number: int, values: dict[str, str], read: ReturnFile) -> None:
    problems: list[tuple[str, str]] = []
    key = values["流水号"].lstrip("'")
    if not (key.isascii() and key.isdigit() and len(key) <= 18):
        problems.append(("流水号", "应为数字，请与送出的文件核对。"))
    amount, paid_on = ZERO, None
    try:
        amount = parse_money(values["金额"])
    except MoneyError as error:
        problems.append(("金额", str(error)))
    status = values["状态"]
    if status not in (PAID, FAILED):
        problems.append(("状态", f"应为“{PAID}”或“{FAILED}”。"))
    if status == PAID:
        paid_on = _day(values["到账日期"])
        if paid_on is None:
            problems.append(("到账日期", "成功的要有到账日期，例如 2021-12-31。"))
    if status == FAILED and not values["失败原因"]:
        problems.append(("失败原因", "失败的要写原因。"))
    read.errors += [RowError(number, column, values[column][:60], reason) for column, reason in problems]
    if not problems:
        failure = "" if status == PAID else values["失败原因"][:100]
        read.results.append(Result(number, int(key), amount, status == PAID, failure, paid_on))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None


# --- comparing -------------------------------------------------------------------------------------------


def _compare(read: ReturnFile, run: Run) -> None:
    """Every payment sent is answered once, with its amount and a possible day; the control totals agree."""
    sent = {each.transfer_id: each.amount for each in sums(run, TransferState.SENT)}
    today, closed, answered = clock.today(), _closed_months(read), set[int]()
    for result in read.results:
        shown, wrong = serial(result.transfer_id), ""
        if result.transfer_id not in sent:
            wrong = "本批没有送出这一笔。"
        elif result.transfer_id in answered:
            wrong = "同一笔出现了两次。"
        if wrong:
            read.errors.append(RowError(result.row, "流水号", shown, wrong))
            continue
        answered.add(result.transfer_id)
        if result.amount != sent[result.transfer_id]:
            expected = f"与送出的金额不一致（送出 {sent[result.transfer_id]:.2f} 元）。"
            read.errors.append(RowError(result.row, "金额", f"{result.amount:.2f}", expected))
        if result.paid_on is not None:
            reason = _day_problem(result.paid_on, run, today, closed)
            if reason:
                read.errors.append(RowError(result.row, "到账日期", result.paid_on.isoformat(), reason))
    missing = len(sent) - len(answered)
    if missing:
        read.errors.append(
            RowError(1, "笔数", str(read.row_count), f"少了 {missing} 笔，本批送出 {len(sent)} 笔。")
        )
    _compare_totals(read)
    read.errors.sort(key=lambda error: error.row)


def _closed_months(read: ReturnFile) -> set[date]:
    months = {first_of(result.paid_on) for result in read.paid if result.paid_on}
    return {month for month in months if policy.is_closed(month)}


def _day_problem(paid_on: date, run: Run, today: date, closed: set[date]) -> str:
    if run.sent_on and paid_on < run.sent_on:
        return f"早于送出日期（{run.sent_on.isoformat()}）。"
    if paid_on > today:
        return "晚于今天。"
    if first_of(paid_on) in closed:
        return f"{month_label(first_of(paid_on))}已关账。"
    return ""


def _compare_totals(read: ReturnFile) -> None:
    expected: dict[str, Any] = {
        "笔数": read.row_count,
        "成功笔数": len(read.paid),
        "成功金额": read.paid_amount,
        "失败笔数": len(read.failed),
        "失败金额": read.failed_amount,
    }
    for name, value in expected.items():
        told = read.control.get(name, "")
        try:
            agrees = parse_money(told) == value
        except MoneyError:
            agrees = False
        if not agrees:
            shown = f"{value:.2f}" if isinstance(value, Decimal) else str(value)
            read.errors.append(RowError(1, name, told, f"与各行合计不一致（各行合计 {shown}）。"))
