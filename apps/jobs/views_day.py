"""The demo's button that moves the business date on, and does what falls due on the new day."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from apps.accounts.views import safe_next
from apps.core import clock
from apps.core.errors import Refused
from apps.core.periods import day_label
from apps.core.permissions import SIGNED_IN, permission
from apps.jobs.services.daily import run_ticks
from apps.policy.businessdate import is_movable, move_business_date


@permission(SIGNED_IN)
@require_POST
def next_day(request: Any) -> HttpResponse:
    """Move the business date on by a day and do what falls due on it; 404 where the date cannot be moved."""
    if not is_movable():
        raise Http404
    day = move_business_date(1, actor=request.actor)
    with clock.held(day):
        try:
            ticked = run_ticks(day, after=day - timedelta(days=1))
        except Refused as error:
            messages.warning(request, f"现在是 {day_label(day)}。{error.message}{error.hint}")
            return HttpResponseRedirect(safe_next(request))
    if ticked.failed:
        names = "、".join(label for label, _ in ticked.failed)
        messages.warning(request, f"现在是 {day_label(day)}。没有完成的日常任务：{names}，请数据管理员查看。")
    else:
        messages.success(request, f"现在是 {day_label(day)}，当天到期的事已办理。")
    return HttpResponseRedirect(safe_next(request))
