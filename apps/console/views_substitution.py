"""Substitutions: asked for by the absent person or his superior, given or declined by a security administrator."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.accounts import substitution
from apps.accounts.models import Grant, SubstitutionRequest, User
from apps.accounts.services import MANAGE
from apps.console.forms import ReasonForm
from apps.core import clock
from apps.core.errors import DomainError
from apps.core.permissions import SIGNED_IN, permission
from apps.pages.forms import DateField, Form
from apps.pages.views import FormPage, ListPage


class SubstitutionForm(Form):
    """Whose post, who stands in, from when to when, and why."""

    grant = forms.ChoiceField(label="被代岗位", error_messages={"invalid_choice": "请从列出的岗位中选择。"})
    substitute = forms.ChoiceField(
        label="代岗人", error_messages={"invalid_choice": "请从列出的人员中选择。"}
    )
    valid_from = DateField(label="起始日")
    valid_to = DateField(label="截止日", help_text="含当日，到期自动结束。")
    reason = forms.CharField(label="事由", max_length=200, help_text="例如“年休假”“外出培训”。")

    def __init__(self, *args: Any, grants: list[Grant], people: list[Grant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blank = ("", "请选择")
        self.fields["grant"].choices = [blank] + [(str(g.pk), f"{g.user.name}（{g}）") for g in grants]
        self.fields["substitute"].choices = [blank] + [
            (str(g.user_id), f"{g.user.name}（{g}）") for g in people
        ]
        self.fields["valid_from"].initial = clock.today()


class AskSubstitution(FormPage):
    """Ask for somebody to stand in; below, what one has asked for."""

    permission = SIGNED_IN
    template_name = "console/substitution.html"
    form_class = SubstitutionForm
    success = "已提出申请，由安全管理员办理。"

    def form_options(self) -> dict[str, Any]:
        return {
            "grants": substitution.replaceable(self.actor),
            "people": [g for g in substitution.colleagues(self.actor) if g.user_id != self.actor.user_id]
            if not self.actor.has(substitution.SUPERVISE)
            else substitution.colleagues(self.actor),
        }

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        substitution.ask(
            Grant.objects.with_parts().select_related("user").get(pk=data["grant"]),
            User.objects.get(pk=data["substitute"]),
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            reason=data["reason"],
            actor=self.actor,
        )
        return reverse("console:substitution")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        rows = SubstitutionRequest.objects.visible_to(self.actor).select_related(
            "grant__post", "grant__region", "grant__user", "substitute", "decided_by"
        )
        return {**super().context(**kwargs), "requests": rows[:20]}


class Substitutions(ListPage):
    """What waits for a security administrator, and what was decided."""

    permission = MANAGE
    model = SubstitutionRequest
    template_name = "console/substitutions.html"
    order = ("-id",)
    unit = "项申请"

    def queryset(self) -> QuerySet[SubstitutionRequest]:
        self.tab = "all" if self.request.GET.get("view") == "all" else ""
        rows = self.visible().select_related(
            "grant__post", "grant__region__parent", "grant__user", "substitute", "asked_by", "decided_by"
        )
        return rows if self.tab else rows.open()  # type: ignore[no-any-return]

    def context(self, **kwargs: Any) -> dict[str, Any]:
        found = super().context(**kwargs)
        tabs = [
            {"label": label, "url": f"?view={name}" if name else "?", "current": name == self.tab}
            for name, label in (("", "待办理"), ("all", "全部"))
        ]
        return {**found, "tabs": tabs, "tab": self.tab}


@permission(MANAGE)
@require_POST
def decide(request: Any, pk: int, answer: str) -> HttpResponse:
    """Give or decline."""
    try:
        if answer == "give":
            substitution.give(pk, actor=request.actor)
            messages.success(request, "已授予代岗，对方须重新登录。")
        else:
            form = ReasonForm(request.POST)
            if not form.is_valid():
                messages.error(request, "请填写不同意的理由。")
                return redirect("console:substitutions")
            substitution.decline(pk, note=form.cleaned_data["reason"], actor=request.actor)
            messages.success(request, "已答复申请人。")
    except DomainError as error:
        if error.status_code == 404:
            raise
        messages.error(request, error.message + error.hint)
    return redirect("console:substitutions")
