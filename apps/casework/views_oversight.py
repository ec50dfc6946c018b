"""The bureau's pages beside the cases: delegations with a preview of what they touch, complaints."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from apps.casework.models import Case, Complaint, Delegation
from apps.casework.services import complaints, delegating
from apps.core import clock
from apps.core.errors import DomainError, Forbidden, NotVisible
from apps.pages.fields import DateField
from apps.pages.forms import Form
from apps.pages.views import DetailPage, FormPage
from apps.regions.models import Region

SHOWN = 50
COMPLAINT_LIST = "casework:complaints"


class PreviewedForm(FormPage):
    """A form that is looked at with its effect before it is saved: ``do=save`` saves, anything else shows."""

    def effect(self, cleaned: dict[str, Any]) -> delegating.Effect:
        raise ImproperlyConfigured(f"{type(self).__name__} must say what its form would change")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.POST.get("do") == "save":
            return super().post(request, **kwargs)
        form = self.form(request.POST)
        context = {**self.context(**kwargs), "form": form}
        if not form.is_valid():
            return self.render(status=422, **context)
        return self.render(**{**context, "effect": self.effect(form.cleaned_data)})

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"form": self.form(), "effect": None, "shown": SHOWN}


class DelegationForm(Form):
    town = forms.ChoiceField(label="镇（街道）")
    programme = forms.ChoiceField(label="项目")
    valid_from = DateField(label="起始日", help_text="从这一天受理的办件起，由镇（街道）确认")
    valid_to = DateField(label="截止日", required=False, help_text="没有期限的不填")
    document = forms.CharField(label="文号", max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = Region.objects.towns().open_on(clock.today()).values_list("code", "name")
        self.fields["town"].choices = [("", "请选择"), *towns]
        self.fields["programme"].choices = list(delegating.programmes().items())


class DelegationNew(PreviewedForm):
    """Delegate the authority to confirm to a town."""

    permission = delegating.SUPERVISE
    template_name = "casework/oversight/delegation_new.html"
    form_class = DelegationForm

    def effect(self, cleaned: dict[str, Any]) -> delegating.Effect:
        return delegating.effect_of_grant(cleaned["town"], cleaned["programme"])

    def save(self, form: DelegationForm) -> str:
        made = delegating.delegate(**form.cleaned_data, actor=self.actor)
        messages.success(
            self.request, f"已登记下放，{made.valid_from:%Y-%m-%d} 起受理的办件由镇（街道）确认。"
        )
        return reverse("casework:delegations")


class EndForm(Form):
    last_day = DateField(label="最后一天", help_text="这一天受理的办件仍由镇（街道）确认")
    document = forms.CharField(label="文号", max_length=100)


class DelegationEnd(PreviewedForm, DetailPage):
    """End a delegation; shows which unfinished cases go back to the bureau."""

    permission = delegating.SUPERVISE
    model = Delegation
    template_name = "casework/oversight/delegation_end.html"
    form_class = EndForm

    def queryset(self) -> Any:
        return self.visible().select_related("region")

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"last_day": clock.today()}}

    def effect(self, cleaned: dict[str, Any]) -> delegating.Effect:
        return delegating.effect_of_end(self.object)

    def context(self, **kwargs: Any) -> dict[str, Any]:
        words = delegating.programmes().get(self.object.programme, self.object.programme)
        return {**super().context(**kwargs), "object": self.object, "programme": words}

    def save(self, form: EndForm) -> str:
        ended = delegating.end_delegation(self.object.pk, **form.cleaned_data, actor=self.actor)
        messages.success(self.request, f"已登记结束下放，最后一天 {ended.valid_to:%Y-%m-%d}。")
        return reverse("casework:delegations")


class ComplaintForm(Form):
    channel = forms.ChoiceField(label="来源", choices=Complaint.Channel)
    received_on = DateField(label="收到日期", not_after_today=True)
    case_number = forms.CharField(
        label="被反映的办件编号", required=False, max_length=40, help_text="反映具体办件的填写"
    )
    about = forms.CharField(label="反映对象", required=False, max_length=100, help_text="没有办件编号时填写")
    name = forms.CharField(
        label="反映人", required=False, max_length=50, help_text="匿名的不填；只对承办人显示"
    )
    phone = forms.CharField(label="联系电话", required=False, max_length=30)
    content = forms.CharField(label="反映内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("case_number") and not cleaned.get("about"):
            self.add_error("about", "请填写被反映的办件编号，或反映对象。")
        return cleaned


class ComplaintNew(FormPage):
    """Register a complaint."""

    permission = complaints.REGISTER
    template_name = "casework/oversight/complaint_new.html"
    form_class = ComplaintForm

    def form_options(self) -> dict[str, Any]:
        number = self.request.GET.get("case", "")[:40]
        return {"initial": {"received_on": clock.today(), "case_number": number}}

    def save(self, form: ComplaintForm) -> str:
        values = dict(form.cleaned_data)
        number, case = values.pop("case_number").strip().upper(), None
        if number:
            case = Case.objects.visible_to(self.actor).filter(number=number).first()
            if case is None:
                form.add_error("case_number", "没有找到这个编号的办件，请核对。")
                raise DomainError("没有找到被反映的办件。", code="case")
        made = complaints.register_complaint(complaints.Told(case=case, **values), actor=self.actor)
        messages.success(self.request, f"已登记，编号 {made.number}。{made.due_on:%Y-%m-%d} 前答复。")
        return reverse("casework:complaints_row", args=[made.pk])


class AnswerForm(Form):
    outcome = forms.ChoiceField(
        label="办理结果",
        choices=[(value, label) for value, label in Complaint.Outcome.choices if value],
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(label="调查情况", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    text = forms.CharField(
        label="给反映人的答复",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="实名反映的必填，写入答复书",
    )


class ComplaintPage(DetailPage):
    """One complaint: taken on, answered. Who complained is shown to its handler only."""

    permission = complaints.REGISTER
    model = Complaint
    template_name = "casework/oversight/complaint.html"

    def queryset(self) -> Any:
        return self.visible().select_related("case", "region__parent", "registered_by", "answered_by")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        row, actor = self.object, self.actor
        item, handles = complaints.item_of(row), complaints.is_handler(row, actor)
        is_open = not row.outcome
        return {
            **super().context(**kwargs),
            "item": item,
            "handles": handles,
            "may_take": is_open and actor.has(complaints.HANDLE) and (item is None or item.holder is None),
            "form": AnswerForm() if is_open and handles else None,
            "back": self.back or reverse(COMPLAINT_LIST),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not self.actor.has(complaints.HANDLE):
            raise Forbidden("当前岗位不能办理投诉举报。", hint="请由区民政局业务科室办理。")
        form = AnswerForm(request.POST)
        try:
            if request.POST.get("do") == "take":
                complaints.take_on(self.object.pk, actor=self.actor)
                messages.success(request, f"已承办 {self.object.number}。")
                return redirect("casework:complaints_row", self.object.pk)
            if form.is_valid():
                complaints.answer(self.object.pk, **form.cleaned_data, actor=self.actor)
                messages.success(request, f"{self.object.number} 已答复。")
                return redirect("casework:complaints_row", self.object.pk)
        except NotVisible:
            raise
        except DomainError as error:
            return self.render(status=error.status_code, **{**self.context(), "problem": error, "form": form})
        return self.render(status=422, **{**self.context(), "form": form})
