"""Registers of persons and households."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.declarations import Column, Filter, Panel, Preset, Register, RowAction
from apps.core.registries import registers
from apps.pages.filters import region_choices
from apps.people import panels
from apps.people.models import HouseholdMember, Person
from apps.people.registers_identity import CORRECTIONS, LOOKS, MERGES


def towns(actor: Actor) -> list[tuple[str, str]]:
    """Towns to choose from; only the district has several."""
    return region_choices(actor) if actor.level == "district" else []


def communities(actor: Actor) -> list[tuple[str, str]]:
    """Communities to choose from, for a town."""
    return region_choices(actor) if actor.level == "town" else []


def persons(rows: Any) -> Any:
    return rows.select_related("home_region__parent")


def households(rows: Any) -> Any:
    """With the number of present members, counted for the rows of the page only and not for all that are sorted."""
    members = HouseholdMember.objects.filter(household=OuterRef("pk"), left_on=None).order_by()
    counted = members.values("household").annotate(n=Count("pk")).values("n")
    present = Coalesce(Subquery(counted), 0)
    return rows.select_related("head", "region__parent").annotate(present=present)


def age(person: Person) -> int | None:
    """In whole years on the business date; nothing for the dead."""
    return None if person.death_date else person.age_on(clock.today())


def is_open(household: Any) -> bool:
    return household.closed_on is None


PERSONS = Register(
    name="persons",
    label="人员档案",
    model="people.Person",
    permission="people.view_person",
    unit="人",
    columns=(
        Column("name", "姓名", kind="name", sort="name_sort"),
        Column("number", "证件号码", path="number_hint", kind="resident_number"),
        Column("sex", "性别", path="sex"),
        Column("birth", "出生日期", path="birth_date", kind="date", sort="birth_date"),
        Column("age", "年龄", kind="number", value=age),
        Column("home", "户籍地", kind="region", value=lambda person: person.home_region.full_name),
        Column("phone", "联系电话", path="phone_hint", kind="code"),
        Column("disability", "残疾类别和等级", path="disability"),
        Column("death", "死亡日期", path="death_date", kind="date", default=False),
    ),
    filters=(
        Filter("town", "户籍镇街", "choice", "home_region__parent", choices=towns),
        Filter("community", "户籍村（社区）", "choice", "home_region", choices=communities),
        Filter("sex", "性别", "choice", "sex", choices=lambda actor: Person.Sex.choices),
    ),
    presets=(
        Preset("alive", "在册人员", lambda rows: rows.filter(death_date__isnull=True)),
        Preset("dead", "已故人员", lambda rows: rows.filter(death_date__isnull=False)),
        Preset("numberless", "尚无证件号", lambda rows: rows.filter(number_digest__isnull=True)),
    ),
    panels=(
        Panel("person", "基本信息", template="people/person_facts.html", context=panels.facts),
        Panel("household", "家庭", template="people/person_households.html", context=panels.households),
        Panel("names", "曾用身份信息", template="people/person_aliases.html", context=panels.aliases),
        Panel("accounts", "银行账户", template="people/person_accounts.html", context=panels.accounts),
    ),
    actions=(
        RowAction("修改资料", "people:edit", "people.edit_person", "pencil"),
        RowAction("更正身份信息", "people:correct", "people.correct_identity", "id"),
        RowAction("合并档案", "people:find_other", "people.merge_person", "users"),
        RowAction(
            "登记死亡",
            "people:death",
            "people.register_death",
            "candle",
            when=lambda row: row.death_date is None,
        ),
        RowAction(
            "撤销死亡登记",
            "people:revoke_death",
            "people.revoke_death",
            "arrow-back-up",
            when=lambda row: row.death_date is not None,
        ),
    ),
    queryset=persons,
    order=("name_sort",),
    search=lambda rows, text: rows.named(text),
    search_hint="姓名、曾用名、拼音",
    title=lambda person: person.name,
    note="列表中的姓名和证件号码已隐去部分内容；查看完整证件号须写明理由，并留下记录。",
    lead="people/find.html",
    empty="管辖范围内还没有人员档案",
)

HOUSEHOLDS = Register(
    name="households",
    label="家庭档案",
    model="people.Household",
    permission="people.view_person",
    unit="户",
    columns=(
        Column("head", "户主", path="head__name", kind="name", sort="head__name_sort"),
        Column("present", "现有人数", kind="number"),
        Column(
            "town",
            "镇街",
            kind="region",
            value=lambda row: row.region.parent if row.region.parent_id else "—",
        ),
        Column("region", "村（社区）", path="region", kind="region"),
        Column("address", "住址"),
        Column("opened", "建档日期", path="opened_on", kind="date", sort="opened_on"),
        Column("closed", "销档日期", path="closed_on", kind="date"),
    ),
    filters=(
        Filter("region", "镇街、村（社区）", "region"),
        Filter("opened", "建档日期", "date_range", "opened_on"),
    ),
    presets=(
        Preset("open", "在册家庭", lambda rows: rows.filter(closed_on__isnull=True)),
        Preset("closed", "已销档", lambda rows: rows.filter(closed_on__isnull=False)),
    ),
    panels=(
        Panel("household", "基本信息", template="people/household_facts.html"),
        Panel("members", "家庭成员", template="people/household_members.html", context=panels.members),
    ),
    actions=(
        RowAction("变更户主", "people:household_head", "people.edit_person", "user-check", when=is_open),
        RowAction("变更住址", "people:household_home", "people.edit_person", "map-pin", when=is_open),
        RowAction("登记成员", "people:household_join", "people.edit_person", "user-plus", when=is_open),
        RowAction("销档", "people:household_close", "people.edit_person", "ban", when=is_open),
    ),
    queryset=households,
    order=("-id",),
    search=lambda rows, text: rows.filter(head__in=Person.objects.named(text)),
    search_hint="户主姓名或拼音首字母",
    title=lambda row: f"{row.head.name}家庭",
    empty="管辖范围内还没有家庭档案",
)

registers.register(PERSONS, HOUSEHOLDS, CORRECTIONS, MERGES, LOOKS)
