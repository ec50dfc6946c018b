"""Accounts, for the security administrator: who there is, who holds which post, who is locked out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from apps.accounts import factors, services
from apps.accounts.models import Grant, User
from apps.accounts.services import Appointment
from apps.accounts.signin import locked_accounts
from apps.audit.models import Event
from apps.casework.services.handover import hand_over, held_by
from apps.console.forms import AccountForm, AppointForm, HandOverForm, ReasonForm
from apps.core import clock
from apps.core.declarations import Filter
from apps.core.errors import DomainError
from apps.core.permissions import permission
from apps.pages.views import DetailPage, FormPage, ListPage
from apps.payments.models import Run, RunState

MANAGE = services.MANAGE
SIGN_INS_SHOWN = 20
OPEN_RUNS = (RunState.DRAFT, RunState.CHECKED, RunState.SENT)


def _states(actor: Any) -> tuple[tuple[str, str], ...]:
    return (("true", "启用"), ("false", "停用"))


class Accounts(ListPage):
    permission = MANAGE
    model = User
    template_name = "console/accounts.html"
    order = ("username",)
    unit = "个账号"
    filters = (Filter("active", "状态", "choice", "is_active", choices=_states),)

    @staticmethod
    def search(rows: QuerySet[User], text: str) -> QuerySet[User]:
        return rows.filter(Q(username__startswith=text) | Q(name__startswith=text))

    def queryset(self) -> QuerySet[User]:
        current = Grant.objects.in_force(clock.today()).with_parts()
        rows: QuerySet[User] = self.visible().prefetch_related(Prefetch("grants", current, to_attr="current"))
        return rows

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().context(**kwargs), "locked": locked_accounts()}


class Account(DetailPage):
    permission = MANAGE
    model = User
    template_name = "console/account.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        grants = list(
            self.object.grants.with_parts().select_related("given_by").order_by("-valid_from", "-id")
        )
        for grant in grants:
            grant.is_over = grant.valid_to is not None and grant.valid_to < today
            grant.is_ahead = grant.valid_from > today
        return {
            **super().context(**kwargs),
            "grants": grants,
            "locked_until": locked_accounts().get(self.object.username),
            "reason_form": ReasonForm(),
            "has_factor": factors.has_factor(self.object),
            "held": held_by(self.object),
            "runs": Run.objects.filter(made_by=self.object, state__in=OPEN_RUNS).order_by("-month"),
            "hand_over_form": HandOverForm(for_user=self.object),
            "sign_ins": Event.objects.sign_ins_of(self.object.pk)[:SIGN_INS_SHOWN],
            "is_self": services.is_same_person(self.object, self.actor),
        }


class NewAccount(FormPage):
    permission = MANAGE
    template_name = "console/account_new.html"
    form_class = AccountForm

    @sensitive_variables("password")
    def post(self, request: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            try:
                user, password = services.create_account(
                    data["username"], data["name"], data["resident_number"], actor=self.actor
                )
            except DomainError as error:
                form.add_error(None, error.message + error.hint)
            else:
                return first_password(request, user, password)
        return self.render(status=422, form=form)


class Appoint(FormPage):
    permission = MANAGE
    template_name = "console/appoint.html"
    form_class = AppointForm
    success = "已授予岗位，对方须重新登录。"

    @property
    def user(self) -> User:
        return get_object_or_404(User.objects.visible_to(self.actor), pk=self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        return {"for_user": self.user}

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        given = Appointment(
            user=self.user,
            post=data["post"],
            region=data["region"],
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            substitutes=data["substitutes"],
        )
        services.give_grant(given, actor=self.actor)
        return reverse("console:account", args=[given.user.pk])

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().context(**kwargs), "holder": self.user}


class EndGrant(FormPage):
    permission = MANAGE
    template_name = "console/grant_end.html"
    form_class = ReasonForm
    success = "已结束授权，对方须重新登录。"

    @property
    def grant(self) -> Grant:
        rows = (
            Grant.objects.visible_to(self.actor)
            .filter(user__is_system=False)
            .with_parts()
            .select_related("user")
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def save(self, form: Any) -> str:
        grant = services.end_grant(self.grant, reason=form.cleaned_data["reason"], actor=self.actor)
        return reverse("console:account", args=[grant.user_id])

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().context(**kwargs), "grant": self.grant}


@permission(MANAGE)
@require_POST
def hand_over_items(request: Any, pk: int) -> HttpResponse:
    """Give what an account holds to a colleague, or back to the pool."""
    user = get_object_or_404(User.objects.visible_to(request.actor), pk=pk)
    form = HandOverForm(request.POST, for_user=user)
    if not form.is_valid():
        messages.error(request, "请填写移交理由，并从列出的人员中选择接办人。")
        return redirect("console:account", pk=pk)
    try:
        done = hand_over(
            user, form.cleaned_data["to"], reason=form.cleaned_data["reason"], actor=request.actor
        )
    except DomainError as error:
        messages.error(request, error.message + error.hint)
    else:
        messages.success(request, f"已移交：{done.moved} 件转交，{done.pooled} 件退回待办池。")
    return redirect("console:account", pk=pk)


def _disable(user: User, request: Any, reason: str) -> str:
    services.disable_account(user, reason=reason, actor=request.actor)
    return "已停用，对方的登录立即失效。"


def _enable(user: User, request: Any, reason: str) -> str:
    services.enable_account(user, reason=reason, actor=request.actor)
    return "已启用。"


def _unlock(user: User, request: Any, reason: str) -> str:
    services.unlock_account(user, actor=request.actor)
    return "已解除登录锁定。"


def _reset_factor(user: User, request: Any, reason: str) -> str:
    factors.remove(user, actor=request.actor, reason=reason)
    return "已停用动态验证码，对方下次登录后可重新启用。"


# Step → what it does, and whether a reason is asked for.
STEPS: dict[str, tuple[Callable[[User, Any, str], str], bool]] = {
    "disable": (_disable, True),
    "enable": (_enable, True),
    "unlock": (_unlock, False),
    "reset-factor": (_reset_factor, True),
}


@permission(MANAGE)
@require_POST
def steer(request: Any, pk: int, step: str) -> HttpResponse:
    """Disable, enable or unlock an account, or give it a new first password."""
    user = get_object_or_404(User.objects.visible_to(request.actor), pk=pk)
    if step == "reset-password":
        return first_password(request, user, services.reset_password(user, actor=request.actor))
    if step not in STEPS:
        raise Http404
    act, needs_reason = STEPS[step]
    form = ReasonForm(request.POST)
    if needs_reason and not form.is_valid():
        messages.error(request, "请填写理由，然后再办理。")
        return redirect("console:account", pk=pk)
    try:
        said = act(user, request, form.cleaned_data["reason"] if needs_reason else "")
    except DomainError as error:
        messages.error(request, error.message + error.hint)
    else:
        messages.success(request, said)
    return redirect("console:account", pk=pk)


def first_password(request: Any, user: User, password: str) -> HttpResponse:
    """Show a first password, once: it is stored nowhere, and the page is not kept by the browser."""
    return render(request, "console/first_password.html", {"holder": user, "password": password})
