"""A look at one work item beside the list: the case as its kind sums it up, with names masked."""

from typing import Any

from apps.casework import queue
from apps.casework.models import Case, CaseState, WorkItem
from apps.core.registries import case_kinds
from apps.pages import formats


def preview_of(item: WorkItem, days: queue.Days) -> dict[str, Any]:
    """What ``casework/inbox/preview.html`` shows; an item about another subject has title and limits only."""
    shown: dict[str, Any] = {"item": item, "days": days.left(item.due_on), "due_on": item.due_on}
    case = item.case
    if case is None:
        link = queue.other_subject(item)
        return {**shown, "title": link["title"], "url": link["url"], "facts": _limits(item, days)}
    kind = case_kinds.find(case.kind)
    summary = kind.summary(case) if kind and kind.summary else {}
    return {
        **shown,
        "title": queue.short_number(case.number),
        "kind": kind.label if kind else "",
        "url": queue.case_address(case),
        "facts": [*_facts(case, summary), *_limits(item, days)],
        "amount": summary.get("amount"),
        "lines": [_line(step) for step in summary.get("steps", ())],
        "failed": summary.get("failed", ()),
        "checks": checks_of(case),
        "last": case.actions.order_by("-version").first(),
    }


def _line(step: Any) -> dict[str, Any]:
    """A step of the kind's computation as a line of the component ``why``."""
    return {
        "label": step.label,
        "value": f"{formats.money(step.value)} 元",
        "total": getattr(step, "kind", "") == "sum",
    }


def _facts(case: Case, summary: dict[str, Any]) -> list[tuple[str, Any, str]]:
    person = case.applicant
    heads = summary.get("heads")
    rows = [
        (
            "申请人",
            f"{person.masked_name}，{person.get_sex_display()}，{person.age_on(case.submitted_on)} 岁",
            "",
        ),
        ("证件号码", person.number_hint, "no"),
        ("申请地", case.region.full_name, ""),
    ]
    if heads:
        rows.insert(2, ("保障对象", f"{heads} 人", ""))
    return rows


def _limits(item: WorkItem, days: queue.Days) -> list[tuple[str, Any, str]]:
    case = item.case
    rows = [("当前环节", f"{item.label}，{item.opened_on:%Y-%m-%d} 送达", "")]
    if item.holder is not None:
        rows.append(("承办人", item.holder.name, ""))
    rows.append(("环节时限", _limit(item.due_on, days), ""))
    if case is not None and case.due_on:
        rows.append(("全程时限", _limit(case.due_on, days), ""))
    return rows


def _limit(day: Any, days: queue.Days) -> str:
    left = days.left(day)
    return f"{day:%Y-%m-%d}" if left is None else f"{day:%Y-%m-%d}，{formats.time_left(left)}"


def checks_of(case: Case) -> list[dict[str, Any]]:
    """What has been established about a case so far: verification, visit, notice, registered relatives."""
    if not case.accepted_on:
        return []
    report, visit, notice = (
        case.verifications.standing().first(),
        case.visits.standing().first(),
        case.notices.first(),
    )
    rows = [
        {
            "state": "yes" if report else "no",
            "text": "收入财产核对",
            "right": f"{report.reported_on:%m-%d} {report.get_result_display()}" if report else "还没有报告",
        },
        {
            "state": "yes" if visit and visit.second_signed_at else "no",
            "text": "入户调查，两人签名",
            "right": _visit_words(visit),
        },
    ]
    if notice or case.state in (CaseState.NOTICE, CaseState.CONFIRMATION):
        rows.append(
            {
                "state": "yes" if notice and case.state != CaseState.NOTICE else "opt",
                "text": "公示",
                "right": f"{notice.posted_on:%m-%d} 至 {notice.ends_on:%m-%d}" if notice else "未公示",
            }
        )
    rows.append(
        {"state": "opt", "text": "近亲属备案", "right": "已备案" if case.relative_registered else "无"}
    )
    rows.append({"state": "opt", "text": "确认权限", "right": case.get_decision_level_display()})
    return rows


def _visit_words(visit: Any) -> str:
    if visit is None:
        return "还没有指派"
    if visit.visited_on is None:
        return "还没有登记"
    return f"{visit.visited_on:%m-%d}" if visit.second_signed_at else "等待复核签名"
