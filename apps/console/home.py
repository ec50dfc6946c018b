"""What a day begins with for those who have no queue: figures, and what needs a look, by what the post may see."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from apps.accounts.actor import Actor
from apps.accounts.models import Grant, SubstitutionRequest, User
from apps.accounts.services import MANAGE
from apps.accounts.signin import locked_accounts
from apps.audit.models import Event
from apps.casework.models import WorkItem
from apps.core import clock
from apps.core.registries import indicators
from apps.imports.models import Batch
from apps.jobs.services.alarms import raised
from apps.policy.models import Period
from apps.regions.models import Region
from apps.statistics.services.reading import figures

FIGURES_SHOWN = 4
DAYS_LOOKED_BACK = 7
ENDING_WITHIN = 14
# What an auditor looks at first: full numbers shown, rows taken out, looks across scope, sign-ins refused.
LOOKS: tuple[tuple[str, str, Q], ...] = (
    ("查看完整证件号", "people.", Q(action__contains="reveal")),
    ("跨区查询", "people.", Q(action__contains="match")),
    ("导出", "", Q(action__endswith="exported") | Q(action__endswith="export")),
    ("登录未成功", "accounts.", Q(action__in=("accounts.sign_in_failed", "accounts.locked"))),
)

Item = dict[str, Any]


def panels(actor: Actor, day: date) -> list[dict[str, Any]]:
    """The panels the actor may see: title, hint, items (text, hint, url, tone), and what is said when there is none."""
    made = [build(actor, day) for permission, build in PANELS if actor.has(permission)]
    return [panel for panel in made if panel is not None]


def headline(actor: Actor) -> tuple[str, list[Item]]:
    """The first figures of the last closed month, each leading to its records; nothing before the first closing."""
    if not actor.has("statistics.view_figure"):
        return "", []
    closed = (
        Period.objects.filter(kind=Period.Kind.MONTH, state=Period.State.CLOSED).order_by("-start").first()
    )
    if closed is None:
        return "", []
    keys = [indicator.key for indicator in indicators][:FIGURES_SHOWN]
    found = figures(Period.Kind.MONTH, closed.start, keys=keys)
    shown = [
        {
            "label": figure.indicator.label,
            "value": figure.text,
            "unit": figure.indicator.unit,
            "compare": f"上年同期 {figure.previous_text}",
            "url": reverse("statistics:figure_month", args=[closed.start, key]),
        }
        for key, figure in found.items()
    ]
    return f"{closed.start.year} 年 {closed.start.month} 月（已关账）", shown


def _overdue(actor: Actor, day: date) -> dict[str, Any]:
    rows = (
        WorkItem.objects.open()
        .visible_to(actor)
        .filter(due_on__lt=day)
        .values("town_code")
        .annotate(count=Count("pk"))
        .order_by("-count", "town_code")
    )
    names = Region.objects.in_bulk([row["town_code"] for row in rows if row["town_code"]])
    items = [
        {
            "text": names[row["town_code"]].name if row["town_code"] in names else "区民政局",
            "hint": f"{row['count']} 件超期",
            "tone": "late",
        }
        for row in rows[:10]
    ]
    return _panel("超期办件", "按镇（街道）", items, "没有超期的办件", "各镇（街道）都在时限内办理。")


def _alarms(actor: Actor, day: date) -> dict[str, Any]:
    items = [
        {"text": alarm.text, "hint": alarm.label, "url": alarm.url, "tone": "late"}
        for alarm in raised(day, actor)
    ]
    return _panel(
        "需要处理", "后台任务、日历、系统状态", items, "没有需要处理的事", "任务出错、日历缺年时显示在这里。"
    )


def _imports(actor: Actor, day: date) -> dict[str, Any]:
    rows = Batch.objects.visible_to(actor).filter(state__in=Batch.UNFINISHED).order_by("-pk")[:10]
    items = [
        {
            "text": batch.name,
            "hint": batch.get_state_display(),
            "url": reverse("imports:batch", args=[batch.pk]),
            "tone": "late" if batch.state == Batch.State.ERRORS else "now",
        }
        for batch in rows
    ]
    return _panel("未完成的导入", "", items, "没有未完成的导入", "从“数据导入”上传文件，校验通过后确认。")


def _accounts(actor: Actor, day: date) -> dict[str, Any]:
    asked = SubstitutionRequest.objects.visible_to(actor).open().count()
    items: list[Item] = []
    if asked:
        url = reverse("console:substitutions")
        items.append({"text": f"{asked} 项代岗申请", "hint": "待办理", "url": url, "tone": "now"})
    locked = locked_accounts()
    for user in User.objects.visible_to(actor).filter(username__in=list(locked)).order_by("username"):
        hint = f"暂停登录到 {locked[user.username]:%H:%M}"
        items.append(
            {
                "text": user.name,
                "hint": hint,
                "url": reverse("console:account", args=[user.pk]),
                "tone": "late",
            }
        )
    bare = (
        User.objects.visible_to(actor)
        .filter(is_active=True)
        .exclude(pk__in=Grant.objects.in_force(day).values("user_id"))
    )
    for user in bare.order_by("username")[:10]:
        url = reverse("console:account", args=[user.pk])
        items.append({"text": user.name, "hint": "没有生效的岗位", "url": url, "tone": "soon"})
    return _panel(
        "待处理的账号",
        "代岗申请、锁定、没有岗位",
        items,
        "没有待处理的账号",
        "锁定、代岗申请和没有岗位的账号显示在这里。",
    )


def _ending(actor: Actor, day: date) -> dict[str, Any]:
    rows = (
        Grant.objects.visible_to(actor)
        .in_force(day)
        .filter(valid_to__lte=day + timedelta(days=ENDING_WITHIN))
    )
    items = [
        {
            "text": f"{grant.user.name}，{grant}",
            "hint": f"到 {grant.valid_to:%Y-%m-%d}",
            "url": reverse("console:account", args=[grant.user_id]),
            "tone": "soon",
        }
        for grant in rows.with_parts().select_related("user").order_by("valid_to", "id")[:20]
    ]
    return _panel(
        "即将到期的授权",
        f"{ENDING_WITHIN} 天内",
        items,
        "没有即将到期的授权",
        "有截止日的授权到期前显示在这里。",
    )


def _looks(actor: Actor, day: date) -> dict[str, Any]:
    since = timezone.make_aware(
        datetime.combine(timezone.localdate() - timedelta(days=DAYS_LOOKED_BACK), time.min)
    )
    items = []
    for label, area, which in LOOKS:
        rows = Event.objects.visible_to(actor).filter(which, at__gte=since).values("actor_name")
        for row in rows.annotate(count=Count("pk")).order_by("-count", "actor_name")[:5]:
            url = f"{reverse('console:audit')}?area={area}&who={row['actor_name'].partition('（')[0]}"
            items.append(
                {"text": row["actor_name"], "hint": f"{label} {row['count']} 次", "url": url, "tone": "plain"}
            )
    return _panel(
        "近期查看和导出",
        f"近 {DAYS_LOOKED_BACK} 天，次数多的在前",
        items,
        "近期没有查看和导出",
        "查看完整证件号、跨区查询、导出和登录未成功显示在这里。",
    )


def _panel(title: str, hint: str, items: list[Item], empty: str, empty_hint: str) -> dict[str, Any]:
    return {"title": title, "hint": hint, "rows": items, "empty": empty, "empty_hint": empty_hint}


PANELS: tuple[tuple[str, Callable[[Actor, date], dict[str, Any] | None]], ...] = (
    ("statistics.view_figure", _overdue),
    ("jobs.view_all", _alarms),
    ("imports.view_import", _imports),
    (MANAGE, _accounts),
    (MANAGE, _ending),
    ("audit.view_event", _looks),
)


def today_of(actor: Actor) -> dict[str, Any]:
    """Everything of the page."""
    month, shown = headline(actor)
    return {"month": month, "figures": shown, "panels": panels(actor, clock.today())}
