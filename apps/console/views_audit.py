"""The trail, for the auditor."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from apps.audit.models import Event
from apps.audit.services import record
from apps.casework.models import Case
from apps.console.trail import changes, facts, name_subjects, others, subject_label
from apps.core.declarations import Filter
from apps.core.errors import Refused
from apps.files import xlsx_out
from apps.pages.views import DetailPage, ListPage
from apps.regions.models import Region

AREAS = (
    ("accounts.", "账号与登录"),
    ("case.", "办件"),
    ("casework.", "待办与移交"),
    ("people.", "人员"),
    ("household.", "家庭"),
    ("entitlement.", "待遇"),
    ("payments.", "发放"),
    ("overpayment.", "多发追回"),
    ("dibao.", "低保"),
    ("standard_change.", "标准调整"),
    ("complaint.", "投诉举报"),
    ("imports.", "数据导入"),
    ("statistics.", "统计与关账"),
    ("reports.", "报告"),
    ("policy.", "标准、参数与日历"),
    ("pages.", "台账与导出"),
    ("files.", "文件"),
    ("jobs.", "后台任务"),
    ("audit.", "审计记录"),
)
# What can be asked for by kind of object.
SUBJECTS = (
    "accounts.user",
    "casework.case",
    "casework.workitem",
    "casework.complaint",
    "people.person",
    "people.household",
    "payments.entitlement",
    "payments.run",
    "payments.overpayment",
    "accounts.substitutionrequest",
    "policy.parameter",
    "policy.calendaryear",
    "policy.businessday",
    "policy.period",
    "imports.batch",
    "jobs.job",
    "register",
)


HEADS = ("时间", "姓名", "岗位", "事项", "对象", "对象编号", "区划", "理由", "业务日期", "地址")
EXPORT_LIMIT = 100_000


def _subjects(actor: Any) -> tuple[tuple[str, str], ...]:
    return tuple((subject, subject_label(subject)) for subject in SUBJECTS)


def _towns(actor: Any) -> list[tuple[str, str]]:
    towns = Region.objects.filter(level=Region.Level.TOWN).order_by("code")
    return list(towns.values_list("code", "name"))


def _areas(actor: Any) -> tuple[tuple[str, str], ...]:
    return AREAS


class Trail(ListPage):
    """Who did what to which object, when and why; newest first."""

    permission = "audit.view_event"
    model = Event
    template_name = "console/audit.html"
    order = ("-at",)
    filters = (
        Filter("who", "姓名", "text", "actor_name"),
        Filter("area", "范围", "choice", "action__startswith", choices=_areas),
        Filter("type", "对象", "choice", "subject_type", choices=_subjects),
        Filter("place", "区划", "choice", "region_code__startswith", choices=_towns),
        Filter("on", "业务日期", "date_range", "business_date"),
    )

    @staticmethod
    def search(rows: QuerySet[Event], text: str) -> QuerySet[Event]:
        """By what was said, or everything about the case of this number."""
        cases = [str(pk) for pk in Case.objects.filter(number=text.upper()).values_list("pk", flat=True)]
        of_case = Q(subject_type="casework.case", subject_id__in=cases)
        return rows.filter(of_case if cases else Q(label__contains=text) | Q(reason__contains=text))

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = super().context(**kwargs)
        name_subjects(found["page"].rows)
        return {**found, "export_url": f"{reverse('console:audit_export')}?{self.request.GET.urlencode()}"}


class EventPage(DetailPage):
    """One event: everything said of it, the row's fields before and after, and what went with it."""

    permission = "audit.view_event"
    model = Event
    template_name = "console/event.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        event = self.object
        return {
            **super().context(**kwargs),
            "event": event,
            "facts": facts(event),
            "changes": changes(event),
            "others": others(event, self.actor),
        }


class TrailExport(Trail):
    """The events of the same conditions as CSV, at most a hundred thousand; itself an event."""

    def get(self, request: Any, **kwargs: Any) -> HttpResponseBase:
        rows, _bar = self.filtered()
        count = rows.order_by()[: EXPORT_LIMIT + 1].count()
        if count > EXPORT_LIMIT:
            raise Refused(f"符合条件的超过 {EXPORT_LIMIT:,} 条，不能一次导出。", hint="请先缩小条件。")
        record(
            "audit.exported", f"导出审计记录 {count} 条", actor=self.actor,
            subject_type="audit.event", subject_id="", detail={"rows": count},
        )  # fmt: skip
        values = (_cells(event) for event in rows.order_by(*self.order).iterator(chunk_size=2000))
        answer = StreamingHttpResponse(
            xlsx_out.csv_lines(HEADS, values), content_type="text/csv; charset=utf-8"
        )
        answer.headers["Content-Disposition"] = content_disposition_header(True, "审计记录.csv") or ""
        return answer


def _cells(event: Event) -> list[Any]:
    return [
        f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}",
        event.actor_name,
        event.post_label,
        event.label,
        subject_label(event.subject_type),
        event.subject_id,
        event.region_code,
        event.reason,
        event.business_date.isoformat(),
        event.address or "",
    ]
