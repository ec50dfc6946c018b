"""A month's payment in the pages: made by one, checked by another, sent, answered by the bank."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db import DatabaseError, transaction
from django.utils import timezone
from playwright.sync_api import Page

from apps.accounts.demo import ACCOUNTS
from apps.accounts.models import User
from apps.payments.models import PaymentLine, Run, RunState
from tests.browser.journey import REFUSALS
from tests.payments.factories import return_text
from tests.support.accounts import browser as signed_in_client

MAKER, CHECKER = "keshi", "fuhe"


def pay_month(page_of: Callable[[str], Page], month: date) -> Run:
    """Take ``month`` from making to completion; others are refused at every step. Returns the run."""
    maker, checker = page_of(MAKER), page_of(CHECKER)
    _refused("/payments/make/", {"programme": "dibao", "month": f"{month:%Y-%m}"}, {MAKER})
    assert not Run.objects.filter(month=month).exists()
    maker.goto("/payments/")
    maker.get_by_role("button", name=f"生成 {month.month} 月低保发放").click()
    maker.get_by_role("heading", level=1).wait_for()
    run = Run.objects.get(month=month)

    version = {"version": run.version, "decision": "accept"}
    _refused(f"/payments/runs/{run.pk}/check/", version, {CHECKER})
    _refused_by_sql(run, RunState.CHECKED)
    checker.goto(f"/payments/runs/{run.pk}/")
    checker.get_by_role("button", name="复核通过").click()
    _wait(run, RunState.CHECKED, checker)

    run.refresh_from_db()
    _refused(f"/payments/runs/{run.pk}/send/", {"version": run.version}, {MAKER})
    maker.goto(f"/payments/runs/{run.pk}/")
    maker.get_by_role("button", name="送出银行").click()
    _wait(run, RunState.SENT, maker)
    run.refresh_from_db()
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


def _refused(url: str, values: dict[str, object], allowed: set[str]) -> None:
    for account in ACCOUNTS:
        if account.username not in allowed:
            client = signed_in_client(User.objects.get(username=account.username))
            answer = client.post(url, values)
            assert answer.status_code in REFUSALS, f"{account.username} {url}: {answer.status_code}"


def _refused_by_sql(run: Run, state: str) -> None:
    """The application's role cannot call a run checked by its maker."""
    columns = {
        "state": state,
        "checked_by_id": run.made_by_id,
        "checker_key": run.maker_key,
        "checked_at": timezone.now(),
        "checked_on": run.made_on,
        "version": run.version + 1,
    }
    try:
        with transaction.atomic():
            Run.objects.filter(pk=run.pk).update(**columns)
    except DatabaseError:
        return
    raise AssertionError("SQL let the maker check his own run")


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
