"""The register of entitlements (在享名册)."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, DecimalField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from apps.accounts.actor import Actor
from apps.core import clock
from apps.core.declarations import Column, Filter, Panel, Preset, Register
from apps.core.money import ZERO
from apps.core.periods import first_of
from apps.core.registries import registers
from apps.payments import panels
from apps.payments.models import (
    Coverage,
    Entitlement,
    EntitlementStatus,
    EntitlementTerm,
    Overpayment,
    OverpaymentMonth,
    PaymentLine,
    Recovery,
)
from apps.payments.registers_once import STAGES
from apps.payments.services.programmes import paid_programmes, programme_label


def _with_present(rows: QuerySet[Entitlement]) -> QuerySet[Entitlement]:
    """With the amount and the number of persons of the present month; nothing in a month that is not covered."""
    month = first_of(clock.today())
    runs = Q(first_month__lte=month) & (Q(last_month__isnull=True) | Q(last_month__gte=month))
    of_this = Q(entitlement=OuterRef("pk"))
    terms = EntitlementTerm.objects.filter(of_this, runs).order_by().values("amount")[:1]
    heads = Coverage.objects.filter(of_this, runs).order_by().values("entitlement").annotate(n=Count("pk"))
    return rows.select_related("payee", "region__parent", "case", "account").annotate(
        amount_now=Subquery(terms),
        heads=Subquery(heads.values("n"), output_field=IntegerField()),
    )


def _status(*states: EntitlementStatus) -> Callable[[Any], Any]:
    return lambda rows: rows.filter(status__in=states)


def _search(rows: QuerySet[Entitlement], text: str) -> QuerySet[Entitlement]:
    return rows.filter(Q(number__startswith=text.upper()) | Q(payee__name__startswith=text))


def _programmes(actor: Actor) -> list[tuple[str, str]]:
    return paid_programmes()


def _months(actor: Actor) -> list[tuple[str, str]]:
    months = (
        Entitlement.objects.visible_to(actor).order_by("-from_month").values_list("from_month", flat=True)
    )
    return [(f"{month:%Y-%m}", f"{month:%Y-%m} 起") for month in months.distinct()]


def _with_sums(rows: QuerySet[Overpayment]) -> QuerySet[Overpayment]:
    """With what was too much and what has come back, in yuan."""
    of_this = Q(overpayment=OuterRef("pk"))
    total = (
        OverpaymentMonth.objects.filter(of_this).order_by().values("overpayment").annotate(n=Sum("amount"))
    )
    received = Recovery.objects.filter(of_this).order_by().values("overpayment").annotate(n=Sum("amount"))
    offset = (
        PaymentLine.objects.filter(of_this, transfers__state="paid")
        .order_by()
        .values("overpayment")
        .annotate(n=-Sum("amount"))
    )
    money = DecimalField(max_digits=14, decimal_places=2)
    return rows.select_related("entitlement__payee", "entitlement__region__parent").annotate(
        overpaid=Subquery(total.values("n"), output_field=money),
        back=Coalesce(Subquery(received.values("n"), output_field=money), ZERO)
        + Coalesce(Subquery(offset.values("n"), output_field=money), ZERO),
    )


def _search_overpayments(rows: QuerySet[Overpayment], text: str) -> QuerySet[Overpayment]:
    return rows.filter(
        Q(entitlement__number__startswith=text.upper()) | Q(entitlement__payee__name__startswith=text)
    )


def _causes(actor: Actor) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in Overpayment.Cause.choices]


registers.register(STAGES)
registers.register(
    Register(
        name="overpayments",
        label="多发追回",
        model="payments.Overpayment",
        permission="payments.view_run",
        unit="笔",
        queryset=_with_sums,
        order=("-id",),
        search=_search_overpayments,
        search_hint="待遇编号、领款人姓名",
        columns=(
            Column("number", "追回编号", kind="code", value=lambda row: row.number),
            Column("payee", "领款人", path="entitlement__payee__name", kind="name"),
            Column("region", "镇街、村居", path="entitlement__region__full_name", kind="region"),
            Column("cause", "多发原因", kind="text", value=lambda row: row.get_cause_display() if row.cause else "待确定"),
            Column("total", "多发金额（元）", path="overpaid", kind="money"),
            Column("come_back", "已追回（元）", path="back", kind="money"),
            Column("found_on", "发现日期", kind="date"),
            Column("state", "状态", kind="status", tones=panels.OVERPAYMENT_TONES),
        ),
        filters=(
            Filter("region", "镇街", "region", "entitlement__"),
            Filter("cause", "多发原因", "choice", "cause", choices=_causes),
        ),
        presets=(
            Preset("open", "追回中", lambda rows: rows.filter(closed_on=None)),
            Preset("found", "待告知", lambda rows: rows.filter(state="found"), tone="soon"),
            Preset("closed", "已办结", lambda rows: rows.exclude(closed_on=None)),
        ),
        totals={"total": Sum(F("overpaid")), "come_back": Sum(F("back"))},
        title=lambda row: row.number,
        empty="没有需要追回的多发款",
        note="待遇变更、终止后，已发放的月份多于应发的，自动列入本台账。",
    )
)  # fmt: skip


registers.register(
    Register(
        name="entitlements",
        label="在享名册",
        model="payments.Entitlement",
        permission="payments.view_entitlement",
        unit="户",
        queryset=_with_present,
        order=("-from_month", "-id"),
        search=_search,
        search_hint="待遇编号、领款人姓名",
        columns=(
            Column("number", "待遇编号", kind="code"),
            Column("payee", "领款人", path="payee__name", kind="name"),
            Column("programme", "项目", kind="code", value=lambda row: programme_label(row.programme)),
            Column("region", "镇街、村居", path="region__full_name", kind="region"),
            Column("persons", "保障人数", path="heads", kind="number"),
            Column("amount", "本月金额（元）", path="amount_now", kind="money"),
            Column("from_month", "起始月", kind="month", sort="from_month"),
            Column("last_month", "最后月", kind="month"),
            Column("status", "状态", kind="status", tones=panels.STATUS_TONES),
            Column("next_recheck_on", "下次复核", kind="date"),
        ),
        filters=(
            Filter("region", "镇街", "region"),
            Filter("programme", "项目", "choice", "programme", choices=_programmes),
            Filter("month", "起始月", "month", "from_month", choices=_months),
        ),
        presets=(
            Preset("active", "在享", _status(EntitlementStatus.ACTIVE)),
            Preset("phase_out", "渐退", _status(EntitlementStatus.PHASE_OUT)),
            Preset("suspended", "暂停", _status(EntitlementStatus.SUSPENDED), tone="soon"),
            Preset("ended", "已终止", _status(EntitlementStatus.ENDED)),
            Preset("all", "全部", lambda rows: rows),
        ),
        totals={"persons": Sum(F("heads")), "amount": Sum(F("amount_now"))},
        panels=(
            Panel("overview", "基本情况", template="payments/entitlement_facts.html", context=panels.overview),
            Panel("terms", "各期金额", template="payments/entitlement_terms.html", context=panels.terms),
            Panel("additions", "补发、多发和暂停", template="payments/entitlement_additions.html", context=panels.additions),
            Panel("decisions", "待遇变更", template="payments/entitlement_decisions.html", context=panels.decisions),
            Panel("payments", "发放记录", template="payments/entitlement_payments.html", context=panels.payments),
            Panel("why", "保障金额怎么算", template="payments/entitlement_why.html", context=panels.why, aside=True),
            Panel(
                "coverage", "保障人员", template="payments/entitlement_coverage.html", context=panels.coverage,
                aside=True,
            ),
        ),
        title=lambda row: f"{row.payee.name}户{programme_label(row.programme)}",
        empty="还没有在享的待遇",
        history=False,
        note="本月金额和保障人数按当前业务日期所在月份计算。办件确认后自动列入名册。",
    )
)  # fmt: skip
