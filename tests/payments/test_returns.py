"""Taking over the bank's answer: whole or not at all, and once."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from apps.core import clock
from apps.core.errors import Forbidden, Refused
from apps.files.services import store_bytes
from apps.payments.models import RunState, Transfer
from apps.payments.services import returns, summary
from apps.payments.services.bankfile import RETURN_KIND
from tests.payments.factories import (
    close_month,
    make_benefit,
    make_checked_run,
    make_desk,
    make_sent_run,
    return_text,
    take_return,
)

pytestmark = pytest.mark.django_db


def errors_of(run, text, desk):
    """The errors that the preview shows, as (row, column)."""
    stored, read = returns.preview_return(run, ContentFile(text.encode(), "回盘.csv"), actor=desk.maker)
    assert (stored is None) == bool(read.errors)
    return [(error.row, error.column) for error in read.errors]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def run(desk):
    make_benefit()
    make_benefit(amount="300.00")
    return make_sent_run(desk)


def test_paid_and_failed_are_told_apart_and_the_run_is_complete(run, desk):
    first = run.transfers.order_by("pk").first()
    done = take_return(run, return_text(run, failed=(first.pk,)), desk)
    totals = summary.totals(done)
    assert (done.state, totals.paid_count, totals.failed_count) == (RunState.DONE, 1, 1)
    assert totals.paid_amount + totals.failed_amount == Decimal("1005.00")
    first.refresh_from_db()
    assert (first.state, first.failure, first.paid_on) == ("failed", "户名不符", None)


def test_the_same_file_again_changes_nothing(run, desk):
    text = return_text(run)
    done = take_return(run, text, desk)
    stored = store_bytes(
        text.encode("gb18030"),
        kind=RETURN_KIND,
        name="再来一次.csv",
        content_type="text/csv",
        actor=desk.maker,
    )
    again = returns.import_return(run, stored, actor=desk.maker)
    assert (again.version, done.bank_files.count()) == (done.version, 2)


@pytest.mark.parametrize("name", ["笔数", "成功笔数", "成功金额", "失败笔数", "失败金额"])
def test_wrong_control_totals_are_refused(run, desk, name):
    assert errors_of(run, return_text(run, **{name: "7"}), desk) == [(1, name)]
    assert not Transfer.objects.exclude(state="sent").exists()


def test_every_bad_row_is_told_at_once(run, desk):
    lines = return_text(run).split("\r\n")
    lines[2] = lines[2].replace("成功", "不详")
    lines[3] = lines[3].replace("300.00", "301.00")
    found = errors_of(run, "\r\n".join(lines), desk)
    assert (3, "状态") in found and (4, "金额") in found and (1, "笔数") in found


def test_a_payment_answered_twice_or_not_at_all_is_told(run, desk):
    lines = return_text(run).split("\r\n")
    lines[3] = lines[2]
    found = errors_of(run, "\r\n".join(lines), desk)
    assert (4, "流水号") in found and (1, "笔数") in found


def test_a_payment_of_another_run_is_told(run, desk):
    text = return_text(run).replace(f"{run.transfers.order_by('pk').first().pk:012d}", "000999999999")
    assert (3, "流水号") in errors_of(run, text, desk)


@pytest.mark.parametrize(
    ("day", "why"), [(date(2022, 1, 11), "早于送出日期"), (date(2022, 1, 13), "晚于今天")]
)
def test_the_day_of_payment_must_be_possible(run, desk, day, why):
    _, read = returns.preview_return(
        run, ContentFile(return_text(run, paid_on=day).encode(), "回盘.csv"), actor=desk.maker
    )
    assert any(error.reason.startswith(why) for error in read.errors)


def test_money_does_not_land_in_a_closed_month(run, desk):
    close_month(date(2022, 1, 31))
    with clock.held(date(2022, 2, 3)):
        assert (3, "到账日期") in errors_of(run, return_text(run), desk)


def test_the_file_of_another_batch_is_refused(run, desk):
    assert errors_of(run, return_text(run, 批次号="FF202112-9"), desk) == [(1, "批次号")]


def test_bytes_that_are_no_text_are_refused(run, desk):
    with pytest.raises(Refused, match="不是文本文件"):
        returns.preview_return(run, ContentFile(b"PK\x03\x04\x00\x00\xff\xff", "x.xlsx"), actor=desk.maker)


def test_only_a_sent_run_waits_for_a_return(desk):
    make_benefit()
    run = make_checked_run(desk)
    with pytest.raises(Refused, match="不等回盘"):
        returns.preview_return(run, ContentFile(b"x", "x.csv"), actor=desk.maker)


def test_the_checker_does_not_import(run, desk):
    with pytest.raises(Forbidden):
        returns.preview_return(run, ContentFile(b"x", "x.csv"), actor=desk.checker)
