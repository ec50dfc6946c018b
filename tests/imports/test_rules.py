"""Every rule of docs/decisions/0002: one bad row is told by row, column, value and reason, and nothing is loaded."""

from datetime import date

import pytest
from django.db import transaction

from apps.accounts.actors import system_actor
from apps.imports.services import import_plans
from apps.imports.sources import plan_of_folder
from apps.payments.models import PaymentLine
from apps.people.models import Person
from apps.policy.services import lock_period, mark_closed
from tests.imports.sets import (
    CASES,
    COMMUNITY,
    COVERAGE,
    DELEGATIONS,
    HOUSEHOLDS,
    MEMBERS,
    PAYMENTS,
    PERSONS,
    TERMS,
    ImportSet,
    number,
)
from tests.support.accounts import DISTRICT, actor

pytestmark = pytest.mark.django_db

CONFIRMED, REFUSED, ENDED = "C00000", "C00009", "C00001"
HEAD, OTHER = number(0), number(1)


def masked(value):
    return f"{value[:6]}********{value[-4:]}"


def errors_of(changed, folder, dry_run=False):
    """(data set, row, column, value, reason) of every error."""
    result = import_plans(
        [plan_of_folder(changed.write(folder))],
        actor=system_actor("system_import"),
        dry_run=dry_run,
        progress=lambda *_: None,
        witness=lambda *_: None,
    )
    assert not (result.loaded and result.faults)
    return [(e.dataset, e.row, e.column, e.value, e.reason) for e in result.first_errors]


def ended(made):
    """A set in which one entitlement ended in October."""
    made.find(CASES, 办件编号=ENDED).update(最后月="2021-10", 终止原因="自愿放弃")
    made.find(TERMS, 办件编号=ENDED, 起始月="2021-07")["最后月"] = "2021-10"
    for row in made.rows[COVERAGE]:
        if row["办件编号"] == ENDED:
            row.update(最后月="2021-10", 终止原因="自愿放弃")
    made.rows[PAYMENTS] = [
        row for row in made.rows[PAYMENTS] if row["办件编号"] != ENDED or row["所属月"] <= "2021-10"
    ]
    return made


# (data set, which row, what is put in, column, shown value, part of the reason)
BAD = [
    (PERSONS, {"身份证号": HEAD}, {"死亡日期": "1900-01-01"}, "死亡日期", "1900-01-01", "早于出生日期"),
    (PERSONS, {"身份证号": HEAD}, {"开户行": ""}, "开户行", "", "补上开户行"),
    (PERSONS, {"身份证号": HEAD}, {"银行账号": ""}, "银行账号", "", "补上银行账号"),
    (PERSONS, {"身份证号": OTHER}, {"身份证号": HEAD}, "身份证号", masked(HEAD), "与第 2 行重复"),
    (HOUSEHOLDS, {"家庭编号": "H00000"}, {"销档日期": "2019-12-31"}, "销档日期", "2019-12-31", "早于建档日期"),
    (HOUSEHOLDS, {"家庭编号": "H00000"}, {"户主身份证号": number(2)}, "户主身份证号", masked(number(2)), "户主不在"),
    (HOUSEHOLDS, {"家庭编号": "H00000"}, {"户主身份证号": number(900)}, "户主身份证号", masked(number(900)), "没有这个身份证号"),
    (MEMBERS, {"身份证号": OTHER}, {"离开日期": "2019-12-31"}, "离开日期", "2019-12-31", "早于加入日期"),
    (MEMBERS, {"身份证号": OTHER}, {"家庭编号": "H9"}, "家庭编号", "H9", "没有这个家庭编号"),
    (MEMBERS, {"身份证号": OTHER}, {"身份证号": number(2)}, "身份证号", masked(number(2)), "只能属于一个家庭"),
    (DELEGATIONS, {"项目": "低保"}, {"截止日": "2018-12-31"}, "截止日", "2018-12-31", "早于起始日"),
    (DELEGATIONS, {"项目": "低保"}, {"区划代码": COMMUNITY}, "区划代码", COMMUNITY, "9 位代码"),
    (CASES, {"办件编号": CONFIRMED}, {"受理日期": "2020-12-01"}, "受理日期", "2020-12-01", "早于提交日期"),
    (CASES, {"办件编号": CONFIRMED}, {"决定日期": "2020-12-03"}, "决定日期", "2020-12-03", "早于受理日期"),
    (CASES, {"办件编号": REFUSED}, {"决定日期": "2022-01-13"}, "决定日期", "2022-01-13", "晚于今天"),
    (CASES, {"办件编号": CONFIRMED}, {"家庭编号": "H9"}, "家庭编号", "H9", "没有这个家庭编号"),
    (CASES, {"办件编号": CONFIRMED}, {"领款人身份证号": ""}, "领款人身份证号", "", "补上领款人身份证号"),
    (CASES, {"办件编号": CONFIRMED}, {"复核类别": ""}, "复核类别", "", "补上复核类别"),
    (CASES, {"办件编号": CONFIRMED}, {"决定日期": "2021-02-01"}, "起始月", "2021-01", "早于决定日期"),
    (CASES, {"办件编号": CONFIRMED}, {"终止原因": "自愿放弃"}, "终止原因", "自愿放弃", "没有最后月"),
    (CASES, {"办件编号": ENDED}, {"终止原因": ""}, "终止原因", "", "补上终止原因"),
    (CASES, {"办件编号": REFUSED}, {"复核类别": "A"}, "复核类别", "A", "请清空复核类别"),
    (CASES, {"办件编号": CONFIRMED}, {"上次复核日期": "2022-01-13"}, "上次复核日期", "2022-01-13", "晚于今天"),
    (CASES, {"办件编号": CONFIRMED}, {"上次复核日期": "2020-01-13"}, "上次复核日期", "2020-01-13", "早于决定日期"),
    (CASES, {"办件编号": REFUSED}, {"上次复核日期": "2021-12-13"}, "上次复核日期", "2021-12-13", "请清空"),
    (CASES, {"办件编号": "C00004"}, {"确认层级": "镇街"}, "确认层级", "镇街", "没有下放审批权"),
    (TERMS, {"办件编号": CONFIRMED}, {"办件编号": "C9"}, "办件编号", "C9", "没有这个办件编号"),
    (TERMS, {"办件编号": CONFIRMED}, {"最后月": "2020-12"}, "最后月", "2020-12", "早于起始月"),
    (TERMS, {"办件编号": CONFIRMED, "起始月": "2021-07"}, {"起始月": "2021-08"}, "起始月", "2021-08", "没有相接"),
    (TERMS, {"办件编号": CONFIRMED}, {"最后月": "2021-07"}, "起始月", "2021-07", "重叠"),
    (TERMS, {"办件编号": CONFIRMED, "起始月": "2021-07"}, {"最后月": "2021-11"}, "最后月", "2021-11", "没有终止"),
    (TERMS, {"办件编号": ENDED, "起始月": "2021-07"}, {"最后月": "2021-09"}, "最后月", "2021-09", "应到待遇的最后月"),
    (TERMS, {"办件编号": CONFIRMED}, {"月收入": "301.50"}, "月金额", "1300.00", "应为 1299 元"),
    (COVERAGE, {"办件编号": CONFIRMED, "身份证号": OTHER}, {"起始月": "2021-03"}, "月金额", "1300.00", "2021-01 应为"),
    (COVERAGE, {"办件编号": CONFIRMED}, {"起始月": "2020-12"}, "起始月", "2020-12", "之内"),
    (COVERAGE, {"办件编号": ENDED}, {"最后月": "2021-11"}, "最后月", "2021-11", "之内"),
    (PERSONS, {"身份证号": HEAD}, {"死亡日期": "2021-11-20"}, "最后月", "", "已于 2021-11-20 去世"),
    (COVERAGE, {"办件编号": ENDED}, {"身份证号": HEAD}, "身份证号", masked(HEAD), "已保障这个人"),
    (PAYMENTS, {"办件编号": ENDED}, {"所属月": "2020-12"}, "所属月", "2020-12", "之内"),
    (PAYMENTS, {"办件编号": CONFIRMED, "所属月": "2021-12"}, {"发放月": "2021-11"}, "发放月", "2021-11", "早于所属月"),
    (PAYMENTS, {"办件编号": CONFIRMED}, {"金额": "1301"}, "金额", "1301.00", "当月应发 1300.00 元"),
    (PAYMENTS, {"办件编号": CONFIRMED}, {"人数": "3"}, "人数", "3", "保障人员是 2 人"),
    (PAYMENTS, {"办件编号": CONFIRMED}, {"事由": "补足"}, "事由", "补足", "当月发放不写事由"),
    (PAYMENTS, {"办件编号": CONFIRMED}, {"到账日期": ""}, "到账日期", "", "要有到账日期"),
    (PAYMENTS, {"办件编号": CONFIRMED}, {"到账日期": "2020-12-31"}, "到账日期", "2020-12-31", "早于发放月"),
    (PAYMENTS, {"办件编号": CONFIRMED}, {"状态": "发放失败", "失败原因": "账户异常"}, "到账日期", "2021-01-10", "没有到账日期"),
    (PAYMENTS, {"办件编号": CONFIRMED}, {"状态": "发放失败", "到账日期": ""}, "失败原因", "", "要写失败原因"),
]  # fmt: skip


@pytest.mark.parametrize(("dataset", "which", "change", "column", "value", "reason"), BAD)
def test_a_row_that_breaks_a_rule_is_told(tmp_path, dataset, which, change, column, value, reason):
    made = ended(ImportSet(10))
    made.find(dataset, **which).update(change)
    found = errors_of(made, tmp_path / "set")
    assert any((c, v) == (column, value) and reason in r for _, _, c, v, r in found), found
    assert not Person.objects.exists()


def test_one_bad_cell_is_one_error(tmp_path):
    made = ImportSet(10)
    made.find(TERMS, 办件编号=CONFIRMED)["起始月"] = "2021-13"
    found = errors_of(made, tmp_path / "set")
    assert [(name, row, column) for name, row, column, _, _ in found] == [(TERMS, 2, "起始月")]


def test_several_errors_of_one_row_are_all_told(tmp_path):
    made = ImportSet(2)
    made.row(CASES, 0, 提交日期="20211301", 结果="通过", 家庭编号="H9", 原确认单位="")
    found = errors_of(made, tmp_path / "set")
    assert {column for name, row, column, _, _ in found if (name, row) == (CASES, 2)} == {
        "提交日期", "结果", "家庭编号", "原确认单位",
    }  # fmt: skip


def test_a_refused_case_has_neither_terms_nor_coverage_nor_payments(tmp_path):
    made = ImportSet(10)
    for name in (TERMS, COVERAGE, PAYMENTS):
        made.find(name, 办件编号=CONFIRMED)["办件编号"] = REFUSED
    told = {name for name, _, column, value, reason in errors_of(made, tmp_path / "s") if value == REFUSED}
    assert told == {TERMS, COVERAGE, PAYMENTS}


def test_nothing_is_paid_twice_for_one_month(tmp_path):
    made = ImportSet(2)
    first = made.find(PAYMENTS, 办件编号=CONFIRMED, 所属月="2021-01")
    again = first | {"发放月": "2021-02", "到账日期": "2021-02-10"}
    late = first | {"类别": "补发", "事由": "确认较晚", "发放月": "2021-03", "到账日期": "2021-03-10"}
    made.rows[PAYMENTS] += [again, late]
    told = [reason for *_, reason in errors_of(made, tmp_path / "s")]
    assert len(told) == 2 and "已发放同一笔" in told[0] and "已发放这个月" in told[1]


def test_a_payment_that_failed_and_was_paid_later_is_one_line_with_two_transfers(tmp_path):
    made = ended(ImportSet(10))
    paid = made.find(PAYMENTS, 办件编号=CONFIRMED, 所属月="2021-05")
    made.rows[PAYMENTS].append(paid | {"发放月": "2021-06", "到账日期": "2021-06-10"})
    paid.update(状态="发放失败", 失败原因="账户异常", 到账日期="")
    assert errors_of(made, tmp_path / "s") == []
    line = PaymentLine.objects.get(entitlement__number=CONFIRMED, benefit_month="2021-05-01")
    assert [(t.attempt, t.state, t.run.month.month) for t in line.transfers.order_by("attempt")] == [
        (1, "failed", 5),
        (2, "paid", 6),
    ]
    assert line.run_month.month == 5


def test_money_of_a_month_that_is_closed_or_has_its_run_is_not_added(tmp_path):
    made = ImportSet(3)
    kept = made.rows[PAYMENTS]
    made.rows[PAYMENTS] = [row for row in kept if row["所属月"] != "2021-12"]
    skipped = [row for row in kept if row["所属月"] == "2021-12"]
    left_out = made.rows[PAYMENTS].pop(0)  # January of the first family
    assert errors_of(made, tmp_path / "first") == []
    with transaction.atomic():
        mark_closed(lock_period("month", date(2021, 12, 1)), actor=actor("section_officer", DISTRICT))
    made.rows[PAYMENTS] += [*skipped, left_out]
    told = {(column, value): reason for _, _, column, value, reason in errors_of(made, tmp_path / "again")}
    assert "已关账" in told["到账日期", "2021-12-10"] and "已有发放批次" in told["发放月", "2021-01"]
    assert len(told) == 2


def test_what_was_granted_is_not_added_to_later_by_file(tmp_path):
    made = ImportSet(3)
    assert errors_of(made, tmp_path / "first") == []
    made.rows[TERMS].append(made.rows[TERMS][-1] | {"起始月": "2022-01"})
    made.rows[COVERAGE].append(made.rows[COVERAGE][0] | {"身份证号": number(5)})
    told = [
        (name, value)
        for name, _, _, value, reason in errors_of(made, tmp_path / "again")
        if "办理变更" in reason
    ]
    assert told == [(COVERAGE, CONFIRMED), (TERMS, "C00002")]
