"""The inbox and what leads into it: preview, claim, release, next, what is done, drafts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from apps.casework import queue
from apps.casework.models import Draft, WorkItem
from apps.casework.preview import preview_of
from apps.casework.services.drafts import discard_draft
from apps.casework.services.work import claim, release
from apps.casework.views_new import enterable
from apps.core.declarations import Filter
from apps.core.errors import DomainError
from apps.core.registries import case_kinds
from apps.pages.returning import back_url, from_here
from apps.pages.views import DetailPage, ListPage, PageView, ScopedPage

DRAFTS_SHOWN, DRAFTS_LISTED = 3, 100
PICK_LIMIT = 100
# How items end without an action of their kind.
OTHER_OUTCOMES = {"recall": "撤回上一步", "answered": "已答复"}


class Inbox(ListPage):
    """What waits for the actor, by due date: the overdue first."""

    permission = "casework.view_inbox"
    model = WorkItem
    template_name = "casework/inbox.html"
    order = queue.ORDER
    unit = "件"
    filters = (
        Filter("kind", "事项", "choice", "case__kind", choices=queue.kind_choices),
        Filter("task", "环节", "choice", "task", choices=queue.task_choices),
        Filter("place", "区域", "region", ""),
        Filter("due", "到期", "date_range", "due_on"),
    )

    def queryset(self) -> Any:
        self.days = queue.Days.now()
        self.tab = self.request.GET.get("view", "")
        return queue.narrowed(queue.items_of(self.actor), self.tab, self.actor, self.days)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        context = super().context(**kwargs)
        page = context["page"]
        rows = [queue.row(item, self.days, self.actor) for item in page.rows]
        picked = self.request.GET.get("item", "")
        chosen = next((row for row in rows if str(row["item"].pk) == picked), None)
        return {
            **context,
            "rows": rows,
            "tabs": self.tabs(),
            "tab": self.tab,
            "picked": chosen or (rows[0] if rows else None),
            "preview": preview_of(chosen["item"], self.days) if chosen else None,
            "drafts": draft_rows(Draft.objects.visible_to(self.actor), DRAFTS_SHOWN),
            "arrived": from_here(self.request),
            "entries": entries(self.actor),
        }

    def tabs(self) -> list[dict[str, Any]]:
        counts = queue.counts(self.actor, self.days)
        return [
            {
                "label": label,
                "url": f"?view={name}" if name else "?",
                "current": name == self.tab,
                "count": counts[name],
                "tone": "soon" if name in ("soon", "late") and counts[name] else "",
            }
            for name, label in queue.VIEWS.items()
        ]


def entries(actor: Any) -> list[tuple[str, str]]:
    """Where the actor may enter something new: words of the button and address.

    Several applications share one button, which leads to the page of all of them. A change is begun, not added.
    """
    found = enterable(actor)
    asked = [kind for kind in found if kind.code == kind.programme]
    begun = [(f"发起{kind.label}", reverse(kind.entry_url)) for kind in found if kind not in asked]
    if len(asked) > 1:
        return [("新增申请", reverse("casework:new")), *begun]
    return [(f"新增{kind.label}申请", reverse(kind.entry_url)) for kind in asked] + begun


def draft_rows(drafts: Any, count: int) -> list[dict[str, Any]]:
    """The drafts saved last, each with its kind and where to go on."""
    return [
        {"draft": draft, "kind": kind.label, "url": f"{reverse(kind.entry_url)}{draft.pk}/"}
        for draft in drafts.order_by("-updated_at")[:count]
        if (kind := case_kinds.find(draft.kind)) and kind.entry_url
    ]


class Preview(DetailPage):
    """One item beside the list (htmx), or as a page of its own."""

    permission = "casework.view_inbox"
    model = WorkItem
    template_name = "casework/preview.html"
    partial_name = "casework/inbox/preview.html"

    def queryset(self) -> Any:
        return queue.items_of(self.actor)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().context(**kwargs), "preview": preview_of(self.object, queue.Days.now())}


class ItemsPost(ScopedPage):
    """Claim or release the picked items; each by itself, and what could not be done is said."""

    permission = "casework.view_inbox"
    model = WorkItem
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        service, said = (release, "已退回待办池") if kwargs["what"] == "release" else (claim, "已承办")
        keys = [int(key) for key in request.POST.getlist("item") if key.isdecimal() and len(key) < 19]
        done, problems = 0, []
        for key in keys[:PICK_LIMIT]:
            try:
                service(key, actor=self.actor)
                done += 1
            except DomainError as error:
                problems.append(f"{error.message}{error.hint}")
        if done:
            messages.success(request, f"{said} {done} 件。")
        for text in dict.fromkeys(problems):
            messages.error(request, text)
        if not keys:
            messages.warning(request, "还没有选中待办。请先勾选，再承办或退回。")
        return redirect(back_url(request) or "casework:inbox")


class NextItem(PageView):
    """To the page of the most urgent item; back to the inbox when nothing waits."""

    permission = "casework.view_inbox"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        address = queue.next_address(self.actor)
        if not address:
            messages.info(request, "今天没有待办了。")
        return redirect(address or "casework:inbox")


class Done(ListPage):
    """What the actor has closed, newest first."""

    permission = "casework.view_inbox"
    model = WorkItem
    template_name = "casework/done.html"
    order = ("-closed_on", "-id")
    unit = "件"
    filters = (
        Filter("kind", "事项", "choice", "case__kind", choices=queue.kind_choices),
        Filter("task", "环节", "choice", "task", choices=queue.task_choices),
        Filter("closed", "办理日期", "date_range", "closed_on"),
    )

    def queryset(self) -> Any:
        mine = self.visible().filter(closed_by_id=self.actor.user_id)
        return mine.select_related("case__applicant", "case__created_by", "region__parent", "holder")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        context, days = super().context(**kwargs), queue.Days.now()
        rows = [
            {**queue.row(item, days, self.actor), "outcome": outcome_of(item)}
            for item in context["page"].rows
        ]
        return {**context, "rows": rows, "arrived": from_here(self.request)}


def outcome_of(item: WorkItem) -> str:
    """What the step ended with, in the words of its action."""
    if item.outcome in OTHER_OUTCOMES:
        return OTHER_OUTCOMES[item.outcome]
    kind = case_kinds.find(item.case.kind) if item.case is not None else None
    if kind is None:
        return ""
    return next((action.label for action in kind.actions if action.code == item.outcome), "")


class Drafts(ScopedPage):
    """One's own half-typed forms."""

    permission = "casework.create_case"
    model = Draft
    template_name = "casework/drafts.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        rows = draft_rows(self.visible().select_related("region__parent"), DRAFTS_LISTED)
        return {"rows": rows, "entries": entries(self.actor)}


class Discard(ScopedPage):
    """Throw one's own draft away."""

    permission = "casework.create_case"
    model = Draft
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        discard_draft(kwargs["pk"], actor=self.actor)
        messages.success(request, "草稿已删除。")
        return redirect("casework:drafts")
