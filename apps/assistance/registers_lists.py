"""The register of entitlement lists (幸福清单)."""

from typing import Any

from django.db.models import QuerySet

from apps.accounts.actor import Actor
from apps.assistance.models import EntitlementList
from apps.assistance.services.list_papers import VIEW, content, with_content
from apps.assistance.services.lists import DELIVER
from apps.core import clock
from apps.core.declarations import Column, Filter, Panel, Preset, Register, RowAction
from apps.people.models import Person


def _rows(rows: Any) -> QuerySet[EntitlementList]:
    return with_content(rows).select_related("receipt_file", "created_by")


def _this_year(rows: Any) -> Any:
    return rows.filter(year=clock.today().year)


def _content(row: EntitlementList, actor: Actor) -> dict[str, Any]:
    newest = EntitlementList.objects.visible_to(actor).newest().filter(household=row.household_id).first()
    return {"sheet": content(row), "newer": newest if newest and newest.pk != row.pk else None}


def _editions(row: EntitlementList, actor: Actor) -> dict[str, Any]:
    rows = EntitlementList.objects.visible_to(actor).filter(household=row.household_id)
    return {"editions": list(rows.order_by("-year", "-edition")[:24]), "household": row.household}


ENTITLEMENT_LISTS = Register(
    name="entitlement_lists",
    label="幸福清单",
    model="assistance.EntitlementList",
    permission=VIEW,
    unit="份",
    columns=(
        Column("head", "户主", path="household__head__name", kind="name"),
        Column("edition", "清单", value=str),
        Column("region", "村（社区）", path="region__full_name", kind="region"),
        Column("cause", "出具原因"),
        Column("issued_on", "出具日期", kind="date", sort="issued_on"),
        Column("delivered_on", "送达日期", kind="date"),
        Column("delivered_by", "送达人"),
        Column("receipt", "签收方式"),
        Column("signer", "签收人", kind="name", default=False),
    ),
    filters=(
        Filter("region", "镇街、村（社区）", "region"),
        Filter("cause", "出具原因", "choice", "cause", choices=lambda actor: EntitlementList.Cause.choices),
        Filter("issued", "出具日期", "date_range", "issued_on"),
        Filter("delivered", "送达日期", "date_range", "delivered_on"),
    ),
    presets=(
        Preset("waiting", "待送达", lambda rows: rows.waiting(), tone="soon"),
        Preset("delivered", "本年已送达", lambda rows: _this_year(rows).filter(delivered_on__isnull=False)),
        Preset("year", "本年出具", _this_year),
        Preset("all", "全部", lambda rows: rows),
    ),
    panels=(
        Panel("content", "清单内容", template="assistance/lists/panel.html", context=_content),
        Panel(
            "delivery",
            "出具和送达",
            fields=(
                ("户主", "household__head__name"),
                ("村（社区）", "region__full_name"),
                ("出具日期", "issued_on"),
                ("出具原因", "cause"),
                ("送达日期", "delivered_on"),
                ("送达人", "delivered_by"),
                ("签收方式", "receipt"),
                ("签收人", "signer"),
            ),
            template="assistance/lists/receipt.html",
            context=lambda row, actor: {"file": row.receipt_file},
        ),
        Panel(
            "editions",
            "这一户的清单",
            template="assistance/lists/editions.html",
            context=_editions,
            aside=True,
        ),
    ),
    actions=(
        RowAction(
            "登记送达",
            "assistance:list_deliver",
            DELIVER,
            icon="circle-check",
            primary=True,
            when=lambda row: row.delivered_on is None,
        ),
        RowAction("打印页", "assistance:list_print", VIEW, icon="printer"),
        RowAction("下载 PDF", "assistance:list_pdf", VIEW, icon="download"),
    ),
    queryset=_rows,
    order=("-issued_on", "-id"),
    search=lambda rows, text: rows.filter(household__head__in=Person.objects.named(text)),
    search_hint="户主姓名或拼音首字母",
    title=lambda row: f"{row.household.head.name}家 {row}",
    lead="assistance/lists/acts.html",
    note="每年出具一次；待遇有变动的，每月发放结束后另出一版。新的一版出具后，旧的不再送达。",
    empty="没有幸福清单",
)
