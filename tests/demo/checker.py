"""Reads a fixture set with nothing but ``csv`` and says which rules of 0002-import-files.md it breaks.

Written without the importer and without the generator, so that neither can hide a mistake of the other.
"""

import csv
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from apps.core.numbers import NumberError, parse_resident_number

WORDS = {
    "与户主关系": "本人 配偶 儿子 女儿 父亲 母亲 孙子女 祖父母 兄弟姐妹 其他",
    "项目": "低保",
    "结果": "确认 不予确认",
    "确认层级": "镇街 区",
    "申请事由": "因病 因残 失业 年老 就学 缺少劳动力 其他",
    "变动原因": "新增 标准调整 情况变化 区内迁移",
    "终止原因": "收入超过标准 财产超过标准 保障对象死亡 迁出本区 转为特困 服刑 拒绝核查 申报不实 骗取待遇 自愿放弃 "
    "渐退期满 并入其他家庭 其他",
    "复核类别": "A B C",
    "类别": "当月 补发 冲抵 一次性",
    "状态": "已发放 发放失败",
}
REQUIRED = {
    "people.persons": "姓名 身份证号 户籍区划代码",
    "people.households": "家庭编号 户主身份证号 区划代码 建档日期",
    "people.members": "家庭编号 身份证号 与户主关系 加入日期",
    "casework.delegations": "区划代码 项目 起始日 文号",
    "assistance.dibao_cases": "办件编号 家庭编号 申请人身份证号 区划代码 提交日期 受理日期 决定日期 结果 确认层级 原确认单位 申请事由",
    "assistance.dibao_terms": "办件编号 起始月 区划代码 月金额 适用标准 月收入 变动原因",
    "assistance.dibao_coverage": "办件编号 身份证号 起始月",
    "assistance.child_homes": "名称 所在区划代码 地址 面积（平方米） 服务的区划代码 开放时间 负责人 联系电话 启用日期",
    "assistance.care_visits": "家庭编号 探访日期 探访方式 探访人员 探访情况",
    "assistance.entitlement_lists": "家庭编号 年度 版次 出具原因 出具日期",
    "payments.payments": "办件编号 所属月 发放月 金额 类别 人数 状态",
}
KEYS = {
    "people.persons": "身份证号",
    "people.households": "家庭编号",
    "people.members": "家庭编号 身份证号 加入日期",
    "casework.delegations": "区划代码 项目 起始日",
    "assistance.dibao_cases": "办件编号",
    "assistance.dibao_terms": "办件编号 起始月",
    "assistance.dibao_coverage": "办件编号 身份证号 起始月",
    "assistance.child_homes": "所在区划代码 名称",
    "assistance.care_visits": "家庭编号 探访日期",
    "assistance.entitlement_lists": "家庭编号 年度 版次",
    "payments.payments": "办件编号 所属月 类别 事由 发放月",
}
Row = dict[str, str]


def read_set(folder: Path) -> dict[str, list[Row]]:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    data = {}
    for name, file in manifest["datasets"].items():
        with (folder / file).open(encoding="utf-8", newline="") as handle:
            data[name] = list(csv.DictReader(handle))
    return data


def faults(folder: Path, business_date: str = "2022-01-12") -> list[str]:
    """Every broken rule in words; nothing when the set is as the document wants it."""
    data = read_set(folder)
    found = [*_cells(data), *_people(data), *_cases(data, business_date), *_lists(data)]
    by_case = {row["办件编号"]: row for row in data["assistance.dibao_cases"]}
    terms, covers = _by_case(data["assistance.dibao_terms"]), _by_case(data["assistance.dibao_coverage"])
    found += [*_refused(data), *_terms(by_case, terms, covers), *_coverage(data, by_case)]
    return found + list(_payments(data, by_case, terms, covers))


def months(first: str, last: str) -> Iterator[str]:
    year, month = map(int, first.split("-"))
    while f"{year}-{month:02d}" <= last:
        yield f"{year}-{month:02d}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def in_month(row: Row, month: str) -> bool:
    return row["起始月"] <= month and (not row["最后月"] or month <= row["最后月"])


def _by_case(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["办件编号"]].append(row)
    return found


def _cells(data: dict[str, list[Row]]) -> Iterator[str]:
    for name, rows in data.items():
        keys = Counter(tuple(row[header] for header in KEYS[name].split()) for row in rows)
        yield from (f"{name} twice {key}" for key, count in keys.items() if count > 1)
        for row in rows:
            for header in REQUIRED[name].split():
                if not row[header]:
                    yield f"{name} {header} empty {row}"
            for header, value in row.items():
                if header in WORDS and value and value not in WORDS[header].split():
                    yield f"{name} {header} {value}"


def _lists(data: dict[str, list[Row]]) -> Iterator[str]:
    households = {row["家庭编号"] for row in data["people.households"]}
    for row in data["assistance.entitlement_lists"]:
        if row["家庭编号"] not in households:
            yield f"list of no household {row}"
        if row["送达日期"] and not (row["出具日期"] <= row["送达日期"] and row["送达人"] and row["签收人"]):
            yield f"list brought before it was issued, by nobody or to nobody {row}"


def _people(data: dict[str, list[Row]]) -> Iterator[str]:
    persons = {row["身份证号"]: row for row in data["people.persons"]}
    for number, row in persons.items():
        try:
            parsed = parse_resident_number(number)
        except NumberError as error:
            yield f"{number}: {error}"
            continue
        if not number.startswith("330299"):
            yield f"{number} may belong to somebody"
        if row["死亡日期"] and row["死亡日期"] < parsed.birth_date.isoformat():
            yield f"{number} died before birth"
        if bool(row["开户行"]) != bool(row["银行账号"]):
            yield f"{number} half an account"
    households = {row["家庭编号"]: row for row in data["people.households"]}
    stays: dict[str, list[Row]] = defaultdict(list)
    heads = set()
    for row in data["people.members"]:
        if row["身份证号"] not in persons or row["家庭编号"] not in households:
            yield f"unknown member {row}"
        if row["离开日期"] and row["离开日期"] < row["加入日期"]:
            yield f"member leaves before joining {row}"
        stays[row["身份证号"]].append(row)
        heads.add((row["家庭编号"], row["身份证号"]))
    for number, rows in stays.items():
        rows.sort(key=lambda row: row["加入日期"])
        for earlier, later in pairwise(rows):
            if not earlier["离开日期"] or earlier["离开日期"] >= later["加入日期"]:
                yield f"{number} in two households"
    for number, row in households.items():
        if (number, row["户主身份证号"]) not in heads:
            yield f"{number} head is no member"
        if row["销档日期"] and row["销档日期"] < row["建档日期"]:
            yield f"{number} closed before opened"


def _cases(data: dict[str, list[Row]], business_date: str) -> Iterator[str]:
    persons = {row["身份证号"] for row in data["people.persons"]}
    households = {row["家庭编号"] for row in data["people.households"]}
    delegations = data["casework.delegations"]
    for row in data["assistance.dibao_cases"]:
        number = row["办件编号"]
        if row["家庭编号"] not in households or row["申请人身份证号"] not in persons:
            yield f"{number} of nobody"
        if row["上次复核日期"] and not row["决定日期"] <= row["上次复核日期"] <= business_date:
            yield f"{number} was rechecked out of its time"
        if not row["提交日期"] <= row["受理日期"] <= row["决定日期"] <= business_date:
            yield f"{number} dates"
        filled = [bool(row[header]) for header in ("起始月", "领款人身份证号", "复核类别")]
        if row["结果"] == "确认":
            if (
                not all(filled)
                or row["起始月"] < row["决定日期"][:7]
                or bool(row["最后月"]) != bool(row["终止原因"])
            ):
                yield f"{number} confirmed but incomplete"
        elif any(filled) or row["最后月"] or row["终止原因"]:
            yield f"{number} refused but with a benefit"
        if row["确认层级"] == "镇街" and not any(
            row["区划代码"].startswith(d["区划代码"])
            and d["起始日"] <= row["受理日期"]
            and (not d["截止日"] or row["受理日期"] <= d["截止日"])
            for d in delegations
        ):
            yield f"{number} confirmed by a town without delegation"


def _refused(data: dict[str, list[Row]]) -> Iterator[str]:
    confirmed = {row["办件编号"] for row in data["assistance.dibao_cases"] if row["结果"] == "确认"}
    for name in ("assistance.dibao_terms", "assistance.dibao_coverage", "payments.payments"):
        for number in {row["办件编号"] for row in data[name]} - confirmed:
            yield f"{name} of {number}, which was not confirmed"


def _terms(
    by_case: dict[str, Row], terms: dict[str, list[Row]], covers: dict[str, list[Row]]
) -> Iterator[str]:
    for number, case in by_case.items():
        if case["结果"] != "确认":
            continue
        rows = sorted(terms[number], key=lambda row: row["起始月"])
        if not rows or rows[0]["起始月"] != case["起始月"] or rows[-1]["最后月"] != case["最后月"]:
            yield f"{number} terms do not span the entitlement"
            continue
        for earlier, later in pairwise(rows):
            if not earlier["最后月"] or list(months(earlier["最后月"], later["起始月"]))[1:] != [
                later["起始月"]
            ]:
                yield f"{number} gap or overlap before {later['起始月']}"
        for row in rows:
            for month in months(row["起始月"], row["最后月"] or max("2022-01", row["起始月"])):
                heads = sum(in_month(cover, month) for cover in covers[number])
                due = math.ceil(Decimal(row["适用标准"]) * heads - Decimal(row["月收入"]))
                if not heads or Decimal(row["月金额"]) != due or due <= 0 or Decimal(row["月收入"]) < 0:
                    yield f"{number} {month} pays {row['月金额']} for {heads}, due {due}"


def _coverage(data: dict[str, list[Row]], by_case: dict[str, Row]) -> Iterator[str]:
    died = {row["身份证号"]: row["死亡日期"] for row in data["people.persons"]}
    spans: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in data["assistance.dibao_coverage"]:
        number, case = row["身份证号"], by_case[row["办件编号"]]
        last = row["最后月"] or "9999-12"
        if number not in died:
            yield f"{row['办件编号']} covers nobody known"
        if row["起始月"] > last or row["起始月"] < case["起始月"] or last > (case["最后月"] or "9999-12"):
            yield f"{row['办件编号']} coverage outside its months"
        if bool(row["最后月"]) != bool(row["终止原因"]):
            yield f"{row['办件编号']} coverage ends without reason"
        if died.get(number) and last > died[number][:7]:
            yield f"{number} covered after death"
        spans[number].append((row["起始月"], last))
    for number, rows in spans.items():
        rows.sort()
        if any(earlier[1] >= later[0] for earlier, later in pairwise(rows)):
            yield f"{number} covered twice"


def _payments(
    data: dict[str, list[Row]],
    by_case: dict[str, Row],
    terms: dict[str, list[Row]],
    covers: dict[str, list[Row]],
) -> Iterator[str]:
    paid: Counter[tuple[str, str]] = Counter()
    for row in data["payments.payments"]:
        number, month = row["办件编号"], row["所属月"]
        what = f"{number} {month}"
        if not in_month(by_case[number], month) or row["发放月"] < month:
            yield f"{what} outside the entitlement"
            continue
        if row["类别"] in ("当月", "补发"):
            term = next(term for term in terms[number] if in_month(term, month))
            heads = sum(in_month(cover, month) for cover in covers[number])
            if row["金额"] != term["月金额"] or row["人数"] != str(heads):
                yield f"{what} pays another amount than its term"
        if row["状态"] == "已发放":
            paid[number, month] += 1
            if row["到账日期"][:7] < row["发放月"] or row["失败原因"]:
                yield f"{what} paid, but when"
        elif row["到账日期"] or not row["失败原因"]:
            yield f"{what} failed, but why"
    yield from (f"{key} paid {count} times" for key, count in paid.items() if count > 1)
    paid_cases = Counter(number for number, _ in paid)
    for number, case in by_case.items():
        if case["结果"] == "确认" and case["起始月"] <= "2021-11" and not paid_cases[number]:
            yield f"{number} never paid"


def figures(folder: Path, year: int) -> dict[str, Decimal]:
    """The year's figures by their definition, counted from the rows; keys without ``assistance.``."""
    data = read_set(folder)
    end, day = f"{year}-12", f"{year}-12-31"
    cases = {row["办件编号"]: row for row in data["assistance.dibao_cases"]}
    covers = data["assistance.dibao_coverage"]
    town_cases = {
        number
        for number, row in cases.items()
        if row["结果"] == "确认" and row["确认层级"] == "镇街" and row["决定日期"][:4] == str(year)
    }
    delegated = {
        row["区划代码"]
        for row in data["casework.delegations"]
        if row["起始日"] <= day and (not row["截止日"] or day <= row["截止日"])
    }
    in_force = [row for row in covers if in_month(row, end)]
    paid = sum(Decimal(row["金额"]) for row in data["payments.payments"] if row["到账日期"][:4] == str(year))
    return {
        "dibao_households": Decimal(len({row["办件编号"] for row in in_force})),
        "dibao_persons": Decimal(len({row["身份证号"] for row in in_force})),
        "dibao_amount": (Decimal(paid) / 10000).quantize(Decimal("0.1")),
        "delegated_towns": Decimal(len(delegated)),
        "delegated_pilot_towns": Decimal(
            len({cases[number]["区划代码"][:9] for number in town_cases} & delegated)
        ),
        "delegated_dibao_persons": Decimal(
            len(
                {
                    row["身份证号"]
                    for row in covers
                    if row["办件编号"] in town_cases and row["起始月"] == cases[row["办件编号"]]["起始月"]
                }
            )
        ),
    }
