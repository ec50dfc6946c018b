"""Whoever edits the records changes the figures, by exactly what can be said beforehand."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from apps.accounts.demo import create_demo_accounts
from tests.demo.checker import Row, in_month, read_set
from tests.demo.conftest import write

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

YEAR, END = 2021, "2021-12"
LEFT, REACHED, REACHED_PLACE = "330212110", "330212013", "330212013001"
CASES, TERMS, COVERS, MONEY = (
    "assistance.dibao_cases",
    "assistance.dibao_terms",
    "assistance.dibao_coverage",
    "payments.payments",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_demo_accounts("correct horse battery")
    return write(tmp_path)


def test_dropped_households_leave_households_persons_and_money(folder: Path) -> None:
    data = read_set(folder)
    before, gone = expected(data), alone(data)[:3]
    drop(data, gone)
    after = counted(folder, data)
    assert after["dibao_households"] == before["dibao_households"] - 3
    assert after["dibao_persons"] == before["dibao_persons"] - 3
    assert after["dibao_amount"] == to_wan(total_paid(data))


def test_moved_households_count_where_they_live_now(folder: Path) -> None:
    data = read_set(folder)
    movers = [row for row in alone(data) if row["区划代码"].startswith(LEFT)][:2]
    before_left, before_reached = households_in(data, LEFT), households_in(data, REACHED)
    move(data, movers, REACHED_PLACE)
    assert counted(folder, data, LEFT)["dibao_households"] == before_left - 2
    assert figures_of(REACHED)["dibao_households"] == before_reached + 2


def test_a_death_dated_back_ends_benefit_and_payments(folder: Path) -> None:
    data = read_set(folder)
    before, case = expected(data), alone(data)[0]
    money = total_paid(data)
    die(data, case, "2021-09-15")
    assert money > total_paid(data)
    after = counted(folder, data)
    assert after["dibao_households"] == before["dibao_households"] - 1
    assert after["dibao_persons"] == before["dibao_persons"] - 1
    assert after["dibao_amount"] == to_wan(total_paid(data))


# --- what is in the set ----------------------------------------------------------------------------------


def alone(data: dict[str, list[Row]]) -> list[Row]:
    """Old cases of one person who lives alone and has been paid every month of the year."""
    sizes: dict[str, int] = {}
    for row in data["people.members"]:
        sizes[row["家庭编号"]] = sizes.get(row["家庭编号"], 0) + 1
    return [
        row
        for row in data[CASES]
        if row["结果"] == "确认"
        and row["起始月"] < "2020-12"
        and not row["最后月"]
        and sizes[row["家庭编号"]] == 1
        and sum(p["办件编号"] == row["办件编号"] and p["到账日期"][:4] == str(YEAR) for p in data[MONEY])
        == 12
    ]


def total_paid(data: dict[str, list[Row]]) -> Decimal:
    return sum((Decimal(row["金额"]) for row in data[MONEY] if row["到账日期"][:4] == str(YEAR)), Decimal(0))


def to_wan(yuan: Decimal) -> float:
    return float((yuan / 10000).quantize(Decimal("0.1"), "ROUND_HALF_UP"))


def expected(data: dict[str, list[Row]]) -> dict[str, int]:
    rows = [row for row in data[COVERS] if in_month(row, END)]
    return {
        "dibao_households": len({row["办件编号"] for row in rows}),
        "dibao_persons": len({row["身份证号"] for row in rows}),
    }


def households_in(data: dict[str, list[Row]], town: str) -> int:
    return sum(row["区划代码"].startswith(town) and in_month(row, END) for row in data[TERMS])


# --- edits -----------------------------------------------------------------------------------------------


def drop(data: dict[str, list[Row]], cases: list[Row]) -> None:
    numbers, homes = {row["办件编号"] for row in cases}, {row["家庭编号"] for row in cases}
    for name, rows in data.items():
        data[name] = [
            row for row in rows if row.get("办件编号") not in numbers and row.get("家庭编号") not in homes
        ]


def move(data: dict[str, list[Row]], cases: list[Row], place: str) -> None:
    numbers, homes = {row["办件编号"] for row in cases}, {row["家庭编号"] for row in cases}
    for name in (CASES, TERMS, "people.households"):
        for row in data[name]:
            if row.get("办件编号") in numbers or row.get("家庭编号") in homes:
                row["区划代码"] = place


def die(data: dict[str, list[Row]], case: Row, day: str) -> None:
    number, month, why = case["办件编号"], day[:7], "保障对象死亡"
    next(p for p in data["people.persons"] if p["身份证号"] == case["申请人身份证号"])["死亡日期"] = day
    for name in (CASES, COVERS):
        for row in data[name]:
            if row["办件编号"] == number:
                row["最后月"], row["终止原因"] = month, why
    data[TERMS] = [row for row in data[TERMS] if row["办件编号"] != number or row["起始月"] <= month]
    next(row for row in data[TERMS] if row["办件编号"] == number and in_month(row, month))["最后月"] = month
    data[MONEY] = [row for row in data[MONEY] if row["办件编号"] != number or row["所属月"] <= month]


# --- the commands ----------------------------------------------------------------------------------------


def counted(folder: Path, data: dict[str, list[Row]], region: str = "") -> dict[str, float]:
    """The year's figures of the edited set, loaded and asked by command."""
    for name, rows in data.items():
        file = folder / json.loads((folder / "manifest.json").read_text("utf-8"))["datasets"][name]
        with file.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    call_command("import_data", str(folder), stdout=io.StringIO())
    return figures_of(region)


def figures_of(region: str = "") -> dict[str, float]:
    out = io.StringIO()
    place = {"region": region} if region else {}
    call_command("figures", year=YEAR, live=True, stdout=out, **place)
    return {key.removeprefix("assistance."): value for key, value in json.loads(out.getvalue()).items()}
