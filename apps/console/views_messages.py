"""/messages/: what one was told, unread first to see, each with the page it leads to."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from apps.accounts.messages import mark_read
from apps.accounts.models import Message
from apps.core.permissions import SIGNED_IN, permission
from apps.pages.views import ListPage

TABS = {"": "未读", "all": "全部"}


class Messages(ListPage):
    permission = SIGNED_IN
    model = Message
    template_name = "console/messages.html"
    order = ("-id",)
    unit = "条消息"

    def queryset(self) -> QuerySet[Message]:
        self.tab = "all" if self.request.GET.get("view") == "all" else ""
        rows = Message.objects.visible_to(self.actor)
        return (rows if self.tab else rows.unread()).select_related("sender")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = super().context(**kwargs)
        tabs = [
            {"label": label, "url": f"?view={name}" if name else "?", "current": name == self.tab}
            for name, label in TABS.items()
        ]
        return {**found, "tabs": tabs, "tab": self.tab}


@permission(SIGNED_IN)
@require_POST
def read(request: Any) -> HttpResponse:
    """Mark all as read."""
    count = mark_read(None, actor=request.actor)
    messages.success(request, f"已把 {count} 条消息标为已读。")
    return redirect("console:messages")


@permission(SIGNED_IN)
@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one message as read and go to the page it leads to."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(Message.objects.visible_to(actor), pk=pk)
    mark_read([found.pk], actor=actor)
    return redirect(found.link or "console:messages")
