"""The files of a fixture set, as docs/decisions/0002-import-files.md has them."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from apps.demo.generator.identities import Human
from apps.demo.generator.lives import Life
from apps.demo.generator.months import text_of
from apps.demo.generator.payouts import FAILED, PAID
from apps.demo.generator.year import DemoYear

Row = Sequence[object]

HEADERS = {
    "people.persons": "姓名 身份证号 民族 户籍区划代码 住址 联系电话 残疾类别和等级 死亡日期 开户行 银行账号",
    "people.households": "家庭编号 户主身份证号 区划代码 住址 建档日期 销档日期",
    "people.members": "家庭编号 身份证号 与户主关系 加入日期 离开日期",
    "casework.delegations": "区划代码 项目 起始日 截止日 文号",
    "assistance.dibao_cases": "办件编号 家庭编号 申请人身份证号 区划代码 提交日期 受理日期 决定日期 结果 确认层级 "
    "原确认单位 申请事由 起始月 最后月 终止原因 领款人身份证号 复核类别 上次复核日期",
    "assistance.dibao_terms": "办件编号 起始月 最后月 区划代码 月金额 适用标准 月收入 变动原因",
    "assistance.dibao_coverage": "办件编号 身份证号 起始月 最后月 终止原因",
    "assistance.child_homes": "名称 所在区划代码 地址 面积（平方米） 服务的区划代码 服务内容 开放时间 负责人 联系电话 星级 "
    "启用日期 提升建设完成日期",
    "assistance.care_visits": "家庭编号 探访日期 探访方式 探访人员 探访情况 需求和处理 下次探访日期",
    "assistance.entitlement_lists": "家庭编号 年度 版次 出具原因 出具日期 送达日期 送达人 签收方式 签收人",
    "payments.payments": "办件编号 所属月 发放月 金额 类别 事由 人数 到账日期 状态 失败原因",
}


def write_year(year: DemoYear, folder: Path) -> dict[str, int]:
    """Write CSV files and manifest into ``folder``; answers the rows of each data set."""
    folder.mkdir(parents=True, exist_ok=True)
    contents: dict[str, Iterable[Row]] = {
        "people.persons": _persons(year),
        "people.households": _households(year),
        "people.members": _members(year),
        "casework.delegations": _delegations(year),
        "assistance.dibao_cases": (_case(life, year) for life in year.lives),
        "assistance.dibao_terms": _terms(year),
        "assistance.dibao_coverage": _coverage(year),
        "assistance.child_homes": _homes(year),
        "assistance.care_visits": _calls(year),
        "assistance.entitlement_lists": _lists(year),
        "payments.payments": _payments(year),
    }
    files = {name: f"{name.split('.')[1]}.csv" for name in HEADERS}
    counts = {}
    for name, rows in contents.items():
        with (folder / files[name]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADERS[name].split())
            counts[name] = 0
            for row in rows:
                writer.writerow(row)
                counts[name] += 1
    manifest = {"name": year.aims.name, "datasets": files}
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / "manifest.json").write_text(text, "utf-8")
    return counts


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _yuan(fen: int) -> str:
    return str(fen // 100) if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}"


def _persons(year: DemoYear) -> Iterator[Row]:
    def row(human: Human) -> Row:
        return (
            human.name,
            human.number,
            human.ethnicity,
            human.place.code,
            human.address,
            human.phone,
            human.disability,
            _day(human.died),
            human.bank,
            human.account,
        )

    return (row(human) for human in sorted(year.people.humans, key=lambda human: human.number))


def _households(year: DemoYear) -> Iterator[Row]:
    for life in sorted(year.lives, key=lambda life: life.family.number):
        family = life.family
        yield (
            family.number,
            family.head.number,
            family.place.code,
            family.head.address,
            _day(family.opened),
            _day(family.closed),
        )


def _members(year: DemoYear) -> Iterator[Row]:
    for life in sorted(year.lives, key=lambda life: life.family.number):
        for member in life.family.members:
            yield (
                life.family.number,
                member.human.number,
                member.relation,
                _day(member.joined),
                _day(member.left),
            )


def _delegations(year: DemoYear) -> Iterator[Row]:
    aims = year.aims
    for town in sorted(aims.delegated_towns):
        yield (town, "低保", _day(aims.delegated_from), "", aims.delegation_document)


def _case(life: Life, year: DemoYear) -> Row:
    is_confirmed = life.first is not None
    head = life.family.head.number
    return (
        life.number,
        life.family.number,
        head,
        life.place.code,
        _day(life.submitted),
        _day(life.accepted),
        _day(life.decided),
        "确认" if is_confirmed else "不予确认",
        "镇街" if life.by_town else "区",
        _office(year.reference.towns[life.place.town]) if life.by_town else year.aims.bureau,
        life.reason,
        text_of(life.first),
        text_of(life.last),
        life.end_reason,
        head if is_confirmed else "",
        life.recheck,
        _day(life.looked),
    )


def _office(town: str) -> str:
    """The authority of a town by its name: 街道办事处 or 镇人民政府."""
    return f"{town}办事处" if town.endswith("街道") else f"{town}人民政府"


def _terms(year: DemoYear) -> Iterator[Row]:
    for life in year.lives:
        for term in life.terms:
            yield (
                life.number,
                text_of(term.first),
                text_of(term.last),
                term.place.code,
                term.amount,
                _yuan(term.standard),
                _yuan(term.stage.fen),
                term.cause,
            )


def _coverage(year: DemoYear) -> Iterator[Row]:
    for life in year.lives:
        for cover in sorted(life.covers, key=lambda cover: (cover.first, cover.human.number)):
            yield life.number, cover.human.number, text_of(cover.first), text_of(cover.last), cover.reason


def _payments(year: DemoYear) -> Iterator[Row]:
    for payout in year.payouts:
        yield (
            payout.life.number,
            text_of(payout.month),
            text_of(payout.paid_in),
            payout.term.amount,
            payout.kind,
            payout.cause,
            payout.heads,
            _day(payout.paid_on),
            PAID if payout.paid_on else FAILED,
            payout.failure,
        )


def _homes(year: DemoYear) -> Iterator[Row]:
    for home in year.homes:
        place = home.served[0]
        yield (
            home.name,
            place.code,
            f"{place.name}文化礼堂一楼" if place.is_village else f"{place.name}服务中心二楼",
            home.area,
            "、".join(served.code for served in home.served),
            "、".join(home.services),
            home.hours,
            home.keeper,
            home.phone,
            home.rating,
            _day(home.opened),
            _day(home.upgraded),
        )


def _calls(year: DemoYear) -> Iterator[Row]:
    for call in sorted(year.calls, key=lambda call: (call.day, call.household)):
        yield (
            call.household,
            _day(call.day),
            call.mode,
            call.visitors,
            call.finding,
            call.needs,
            _day(call.again),
        )


def _lists(year: DemoYear) -> Iterator[Row]:
    for sheet in sorted(year.lists, key=lambda sheet: (sheet.household, sheet.edition)):
        yield (
            sheet.household,
            sheet.year,
            sheet.edition,
            sheet.cause,
            _day(sheet.issued),
            _day(sheet.delivered),
            sheet.carrier,
            sheet.receipt,
            sheet.signer,
        )
