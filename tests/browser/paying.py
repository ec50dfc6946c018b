"""A month's payment in the pages: made by one, checked by another, sent, answered by the bank."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db import DatabaseError, transaction
from django.utils import timezone
from playwright.sync_api import Page

from apps.accounts.demo import ACCOUNTS
from apps.accounts.models import User
from apps.core import clock
from apps.files.models import StoredFile
from apps.payments.models import BankFile, PaymentLine, Run, RunState
from tests.browser.journey import REFUSALS, Journey
from tests.factories import DISTRICT
from tests.payments.factories import return_text

MAKER, CHECKER = "keshi", "fuhe"


def pay_month(journey: Journey, month: date, *, others_try: bool) -> Run:
    """Take ``month`` from making to completion; with ``others_try`` all others are refused at every step.

    Returns the run.
    """
    maker, checker = journey.page(MAKER), journey.page(CHECKER)
    if others_try:
        _refused(journey, "/payments/make/", {"programme": "dibao", "month": f"{month:%Y-%m}"}, {MAKER})
        _refused_by_sql(MAKER, _make_as(month))
    assert not Run.objects.filter(month=month).exists()
    maker.goto("/payments/")
    maker.get_by_role("button", name=f"生成 {month.month} 月低保发放").click()
    maker.get_by_role("heading", level=1).wait_for()
    run = Run.objects.get(month=month)

    if others_try:
        version = {"version": run.version, "decision": "accept"}
        _refused(journey, f"/payments/runs/{run.pk}/check/", version, {CHECKER})
        _refused_by_sql(CHECKER, _check_as(run))
    checker.goto(f"/payments/runs/{run.pk}/")
    checker.get_by_role("button", name="复核通过").click()
    _wait(run, RunState.CHECKED, checker)

    run.refresh_from_db()
    if others_try:
        _refused(journey, f"/payments/runs/{run.pk}/send/", {"version": run.version}, {MAKER})
        _refused_by_sql(MAKER, _send_as(run))
    maker.goto(f"/payments/runs/{run.pk}/")
    maker.get_by_role("button", name="送出银行").click()
    _wait(run, RunState.SENT, maker)
    run.refresh_from_db()
    if others_try:
        _refused(journey, f"/payments/runs/{run.pk}/return/", {}, {MAKER})
        _refused_by_sql(MAKER, _book_as(run))
    _answer(run, maker)
    _wait(run, RunState.DONE, maker)
    _nothing_twice(run)
    return run


def _answer(run: Run, maker: Page) -> None:
    """The bank's return file, uploaded, compared, taken over."""
    maker.get_by_role("link", name="导入回盘结果").click()
    maker.set_input_files(
        "input[type=file]",
        {"name": "回盘.csv", "mimeType": "text/csv", "buffer": return_text(run).encode("gb18030")},
    )
    maker.get_by_role("button", name="上传并核对").click()
    maker.get_by_role("button", name="确认记入").click()


def _wait(run: Run, state: str, page: Page) -> None:
    page.wait_for_load_state()
    run.refresh_from_db()
    assert run.state == state, page.locator("main").inner_text()[:500]


def _refused(journey: Journey, url: str, values: dict[str, object], allowed: set[str]) -> None:
    for account in ACCOUNTS:
        if account.username not in allowed:
            answer = journey.client(account.username).post(url, values)
            assert answer.status_code in REFUSALS, f"{account.username} {url}: {answer.status_code}"


def _refused_by_sql(allowed: str, write: Callable[[User], None]) -> None:
    """What the application's role may write in the name of one account, and of no other.

    Both ways, so that a refusal is one of the account and not of a slip in what is written.
    """
    with transaction.atomic():
        write(User.objects.get(username=allowed))
        transaction.set_rollback(True)
    for account in ACCOUNTS:
        if account.username == allowed:
            continue
        try:
            with transaction.atomic():
                write(User.objects.get(username=account.username))
        except DatabaseError:
            continue
        raise AssertionError(f"SQL let {account.username} do what only {allowed} may")


def _make_as(month: date) -> Callable[[User], None]:
    def write(user: User) -> None:
        Run.objects.create(
            programme="dibao",
            month=month,
            region_id=DISTRICT,
            made_by=user,
            maker_key=user.person_key,
            made_on=clock.today(),
        )

    return write


def _check_as(run: Run) -> Callable[[User], None]:
    def write(user: User) -> None:
        Run.objects.filter(pk=run.pk).update(
            state=RunState.CHECKED,
            checked_by=user,
            checker_key=user.person_key,
            checked_at=timezone.now(),
            checked_on=clock.today(),
            version=run.version + 1,
        )

    return write


def _send_as(run: Run) -> Callable[[User], None]:
    def write(user: User) -> None:
        _file(run, user, "out")
        run.transfers.filter(state="open").update(state="sent")
        Run.objects.filter(pk=run.pk).update(state=RunState.SENT, sent_on=clock.today())

    return write


def _book_as(run: Run) -> Callable[[User], None]:
    def write(user: User) -> None:
        _file(run, user, "return")
        run.transfers.filter(state="sent").update(state="paid", paid_on=clock.today())
        Run.objects.filter(pk=run.pk).update(state=RunState.DONE, completed_on=clock.today())

    return write


def _file(run: Run, user: User, direction: str) -> None:
    BankFile.objects.create(
        run=run, direction=direction, file=StoredFile.objects.first(), row_count=1, total=1, made_by=user
    )


def _nothing_twice(run: Run) -> None:
    """A second line for the same entitlement and month is refused, whatever its amount."""
    line = run.lines.first()
    try:
        with transaction.atomic():
            PaymentLine.objects.create(
                run=run,
                run_month=run.month,
                entitlement_id=line.entitlement_id,
                benefit_month=line.benefit_month,
                amount=Decimal("1.00"),
                head_count=1,
                region_id=line.region_id,
            )
    except DatabaseError:
        return
    raise AssertionError("SQL let a month be owed twice")
