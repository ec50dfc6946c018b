"""The trail, for the auditor."""

from typing import Any

from apps.audit.models import Event
from apps.core.declarations import Filter
from apps.pages.views import ListPage

AREAS = (
    ("accounts.", "账号与登录"),
    ("casework.", "办件"),
    ("people.", "人员"),
    ("payments.", "发放"),
    ("imports.", "数据导入"),
    ("statistics.", "统计与关账"),
    ("reports.", "报告"),
    ("policy.", "标准与日期"),
    ("files.", "文件"),
    ("jobs.", "后台任务"),
)
SUBJECTS = {
    "accounts.user": "账号",
    "casework.case": "办件",
    "people.person": "人员",
    "people.household": "家庭",
    "payments.run": "发放批次",
    "payments.entitlement": "待遇",
    "policy.businessday": "业务日期",
    "policy.period": "账期",
}


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
        Filter("subject", "对象编号", "text", "subject_id"),
        Filter("on", "业务日期", "date_range", "business_date"),
    )

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = super().context(**kwargs)
        for event in found["page"].rows:
            event.subject_label = SUBJECTS.get(event.subject_type, "其他")
        return found
