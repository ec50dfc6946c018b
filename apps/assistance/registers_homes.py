"""The register of children's homes (儿童之家)."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, Sum

from apps.accounts.actor import Actor
from apps.assistance.models import ChildHome, ServedCommunity
from apps.core import clock
from apps.core.declarations import (
    Column,
    Filter,
    FormField,
    FormSection,
    Panel,
    Preset,
    Register,
    RegisterForm,
)
from apps.pages.makeforms import PlacesField
from apps.regions.models import Region

PHONE = re.compile(r"\+?[0-9-]{7,20}")


def _rows(rows: Any) -> Any:
    now = Count("served", filter=Q(served__last_day__isnull=True))
    return rows.select_related("region__parent", "created_by").annotate(serves_now=now)


def _in_use(rows: Any) -> Any:
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today()))


def _communities(actor: Actor) -> Any:
    return PlacesField(
        queryset=Region.objects.communities(),
        label="服务的村（社区）",
        help_text="可选多个；一个村（社区）也可由多个儿童之家服务",
    )


def _now_served(home: ChildHome | None, actor: Actor) -> list[str]:
    if home is None:
        return []
    return list(home.served.filter(last_day=None).values_list("community_id", flat=True))


def _check(values: Mapping[str, Any], home: ChildHome, actor: Actor) -> Mapping[str, str]:
    if not PHONE.fullmatch(values["phone"]):
        return {"phone": "电话号码应为 7—20 位数字，请核对。"}
    upgraded = values.get("upgraded_on")
    if upgraded and upgraded > clock.today():
        return {"upgraded_on": "提升建设完成日期不能晚于今天，请核对。"}
    return {}


def _serve(home: ChildHome, values: Mapping[str, Any], actor: Actor) -> None:
    """Begin and end what the home serves from today on. A community outside the actor's region stays as it is."""
    today = clock.today()
    wanted = {region.pk for region in values["communities"]}
    current = {row.community_id: row for row in home.served.filter(last_day=None)}
    first = home.opened_on if home.version == 1 else today
    ServedCommunity.objects.bulk_create(
        ServedCommunity(home=home, community_id=code, first_day=first)
        for code in sorted(wanted - set(current))
    )
    for code, row in current.items():
        if code not in wanted and actor.covers(code):
            row.last_day = max(row.first_day, today - timedelta(days=1))
            row.save(update_fields=["last_day"])


def _served(home: ChildHome, actor: Actor) -> dict[str, Any]:
    return {"served": list(home.served.select_related("community__parent").order_by("last_day", "community"))}


CHILD_HOMES = Register(
    name="child_homes",
    label="儿童之家",
    model="assistance.ChildHome",
    permission="assistance.view_home",
    unit="家",
    columns=(
        Column("name", "名称"),
        Column("region", "所在村（社区）", path="region__full_name", kind="region"),
        Column("serves", "服务村（社区）", path="serves_now", kind="number"),
        Column("area", "面积（平方米）", kind="number", decimals=1),
        Column("in_charge", "负责人", kind="name"),
        Column("phone", "联系电话", path="phone_hint", kind="code"),
        Column("rating", "星级"),
        Column("opened_on", "启用日期", kind="date", sort="opened_on"),
        Column("upgraded_on", "提升建设完成", kind="date"),
        Column("closed_on", "停用日期", kind="date", default=False),
        Column("hours", "开放时间", default=False),
        Column("address", "地址", default=False),
    ),
    filters=(
        Filter("region", "镇街、村（社区）", "region"),
        Filter("rating", "星级", "choice", "rating", choices=lambda actor: ChildHome.Rating.choices[1:]),
        Filter("opened", "启用日期", "date_range", "opened_on"),
        Filter("upgraded", "提升完成", "date_range", "upgraded_on"),
    ),
    presets=(
        Preset("open", "在用", _in_use),
        Preset("plain", "未提升", lambda rows: _in_use(rows).filter(upgraded_on__isnull=True), tone="soon"),
        Preset("closed", "已停用", lambda rows: rows.filter(closed_on__lte=clock.today())),
        Preset("all", "全部", lambda rows: rows),
    ),
    totals={"serves": Sum(F("serves_now"))},
    panels=(
        Panel(
            "facts",
            "基本信息",
            fields=(
                ("所在村（社区）", "region__full_name"),
                ("地址", "address"),
                ("面积", "area_words"),
                ("负责人", "in_charge"),
                ("联系电话", "phone"),
                ("开放时间", "hours"),
                ("服务内容", "services_words"),
                ("星级", "rating"),
                ("启用日期", "opened_on"),
                ("提升建设完成日期", "upgraded_on"),
                ("登记人", "created_by__name"),
            ),
        ),
        Panel(
            "served",
            "服务的村（社区）",
            template="assistance/registers/served.html",
            context=_served,
            aside=True,
        ),
    ),
    form=RegisterForm(
        permission="assistance.edit_home",
        create_label="新增儿童之家",
        sections=(
            FormSection(
                "基本信息",
                (
                    FormField("name"),
                    FormField(
                        "region",
                        "所在村（社区）",
                        look="long",
                        choices=lambda rows, actor: rows.communities().select_related("parent"),
                    ),
                    FormField("address"),
                    FormField("area", "面积", unit="平方米"),
                    FormField("opened_on"),
                    FormField("upgraded_on", help="提升建设验收完成后填写"),
                ),
            ),
            FormSection(
                "服务",
                (
                    FormField("communities", make=_communities, initial=_now_served),
                    FormField("services"),
                    FormField("hours", help="例如 周六、周日 9:00—16:30"),
                    FormField("in_charge"),
                    FormField("phone"),
                    FormField("rating"),
                ),
            ),
        ),
        check=_check,
        after=_serve,
    ),
    queryset=_rows,
    order=("-opened_on", "-id"),
    search=lambda rows, text: rows.filter(name__contains=text),
    search_hint="名称",
    title=lambda home: home.name,
    note="一个村（社区）由一家或几家在用的儿童之家服务，即算覆盖。",
    empty="还没有登记儿童之家",
)
