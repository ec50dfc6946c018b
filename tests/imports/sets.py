"""A small fixture set written row by row: families with cases, terms, coverage and payments, as an old system had them.

Persons are invented, under area code 330299, which is not in use.
"""

import csv
import io
import json
import zipfile
from datetime import date
from decimal import ROUND_CEILING, Decimal
from pathlib import Path

from apps.core import numbers
from apps.core.periods import add_months, each_month
from apps.core.registries import datasets

TOWN, COMMUNITY = "330212009", "330212009007"
UNDELEGATED = "330212005001"
PERSONS, HOUSEHOLDS, MEMBERS = "people.persons", "people.households", "people.members"
DELEGATIONS = "casework.delegations"
CASES, TERMS, COVERAGE = "assistance.dibao_cases", "assistance.dibao_terms", "assistance.dibao_coverage"
PAYMENTS = "payments.payments"
NAMES = (PERSONS, HOUSEHOLDS, MEMBERS, DELEGATIONS, CASES, TERMS, COVERAGE, PAYMENTS)
STANDARDS = ((date(2020, 1, 1), Decimal(800)), (date(2021, 7, 1), Decimal(900)))
UNTIL = date(2021, 12, 1)


def number(serial: int, *, birth: str = "") -> str:
    """A valid number that nobody has; another for every serial."""
    stem = f"330299{birth or f'19{40 + serial % 50}0315'}{serial // 50 % 1000:03}"
    return stem + numbers.check_digit(stem)


def text(month: date) -> str:
    return f"{month:%Y-%m}"


class ImportSet:
    """Rows by data set, each a dict by header. Change rows, then ``write`` or ``zipped``."""

    def __init__(self, households: int = 20, *, since: date = date(2021, 1, 1)) -> None:
        self.rows: dict[str, list[dict[str, str]]] = {name: [] for name in NAMES}
        self.rows[DELEGATIONS].append(
            {
                "区划代码": TOWN,
                "项目": "低保",
                "起始日": "2019-01-01",
                "截止日": "",
                "文号": "测试〔2019〕1号",
            }
        )
        for index in range(households):
            self._family(index, since)

    def row(self, name: str, index: int = 0, **values: str) -> dict[str, str]:
        """A row of a file, with ``values`` put in."""
        row = self.rows[name][index]
        row.update(values)
        return row

    def find(self, name: str, **values: str) -> dict[str, str]:
        """The first row that has these values."""
        return next(r for r in self.rows[name] if all(r[key] == value for key, value in values.items()))

    def _family(self, index: int, since: date) -> None:
        """Two persons; every fifth family lives in a town without delegation, every tenth was refused."""
        head, other = number(2 * index), number(2 * index + 1)
        region = UNDELEGATED if index % 5 == 4 else COMMUNITY
        household, case = f"H{index:05}", f"C{index:05}"
        for person, name in ((head, "陈秀芳"), (other, "严明")):
            self._add(PERSONS, name, person, "", region, "测试路 1 号", "13800000127", "", "",
                      "鄞州银行", f"62284800000{index:08}")  # fmt: skip
        self._add(HOUSEHOLDS, household, head, region, "测试路 1 号", "2020-01-01", "")
        self._add(MEMBERS, household, head, "本人", "2020-01-01", "")
        self._add(MEMBERS, household, other, "其他", "2020-01-01", "")
        decided = add_months(since, -1)
        level = ("区", "鄞州区民政局") if region == UNDELEGATED else ("镇街", "东胜街道")
        days = [f"{decided:%Y-%m}-{day}" for day in ("02", "05", "20")]
        if index % 10 == 9:
            self._add(CASES, case, household, head, region, *days, "不予确认", *level, "因病", *[""] * 6)
            return
        self._add(
            CASES,
            case,
            household,
            head,
            region,
            *days,
            "确认",
            *level,
            "因病",
            text(since),
            "",
            "",
            head,
            "A",
            "",
        )
        for person in (head, other):
            self._add(COVERAGE, case, person, text(since), "", "")
        self._terms(case, region, since, Decimal("300.50"))

    def _terms(self, case: str, region: str, since: date, income: Decimal) -> None:
        changes = [max(start, since) for start, _ in STANDARDS]
        for position, (_, standard) in enumerate(STANDARDS):
            first = changes[position]
            last = add_months(changes[position + 1], -1) if position + 1 < len(changes) else None
            if last is not None and last < since:
                continue
            amount = (2 * standard - income).to_integral_value(ROUND_CEILING)
            cause = "新增" if first == since else "标准调整"
            self._add(TERMS, case, text(first), text(last) if last else "", region, f"{amount}", f"{standard}",
                      f"{income}", cause)  # fmt: skip
            for month in each_month(first, last or UNTIL):
                self._add(PAYMENTS, case, text(month), text(month), f"{amount}", "当月", "", "2",
                          f"{month:%Y-%m}-10", "已发放", "")  # fmt: skip

    def _add(self, name: str, *values: str) -> None:
        self.rows[name].append(dict(zip(datasets.get(name).headers, values, strict=True)))

    def csv(self, name: str, encoding: str = "utf-8") -> bytes:
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, datasets.get(name).headers)
        writer.writeheader()
        writer.writerows(self.rows[name])
        return buffer.getvalue().encode(encoding)

    def files(self, *names: str) -> dict[str, bytes]:
        """File name → bytes of the whole set, or of the named data sets."""
        chosen = {name: f"{name.partition('.')[2]}.csv" for name in names or NAMES}
        manifest = {"name": "测试数据集", "datasets": chosen}
        files = {file: self.csv(name) for name, file in chosen.items()}
        return {"manifest.json": json.dumps(manifest, ensure_ascii=False).encode(), **files}

    def write(self, folder: Path, *names: str) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for file, data in self.files(*names).items():
            (folder / file).write_bytes(data)
        return folder

    def zipped(self, *names: str) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for file, data in self.files(*names).items():
                archive.writestr(file, data)
        return buffer.getvalue()
