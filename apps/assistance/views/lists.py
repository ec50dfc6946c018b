"""Steps over entitlement lists: issue, print, deliver."""

from collections.abc import Mapping
from typing import Any

from django import forms as plain
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from apps.assistance.models import EntitlementList
from apps.assistance.registers_lists import ENTITLEMENT_LISTS
from apps.assistance.services import list_papers, lists
from apps.assistance.views.standard_letters import PAPER_POLICY
from apps.core import clock
from apps.core.errors import Refused
from apps.files.responses import harmless
from apps.pages.forms import DateField, Form
from apps.pages.rowforms import ReasonStep
from apps.pages.views import DetailPage, PageView


class Issue(PageView):
    """Issue to whoever's benefits have changed."""

    permission = lists.ISSUE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        count = lists.issue_lists(actor=self.actor)
        said = f"出具 {count} 份幸福清单，请打印送达。" if count else "各户清单与现有待遇一致，没有要出具的。"
        messages.success(request, said)
        return redirect("assistance:entitlement_lists")


class PrintWaiting(PageView):
    """Ask for the print file of all that wait to be brought."""

    permission = list_papers.VIEW
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            job = list_papers.ask_papers(actor=self.actor)
        except Refused as error:
            messages.warning(request, error.message + error.hint)
            return redirect("assistance:entitlement_lists")
        return redirect("jobs:detail", job.pk)


class ListPage(DetailPage):
    permission = list_papers.VIEW
    model = EntitlementList

    def queryset(self) -> Any:
        return list_papers.with_content(self.visible())


class PrintPage(ListPage):
    """The list as a sheet in the browser."""

    template_name = "assistance/lists/print.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"sheet": list_papers.content(self.object), "back": "../"}


class Paper(ListPage):
    """The list as PDF."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        data = list_papers.paper(self.object, actor=self.actor)
        response = HttpResponse(data, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(False, f"{list_papers.TITLE}.pdf")
        harmless(response, policy=PAPER_POLICY)
        return response


class DeliveryForm(Form):
    """Who brought it, who took it."""

    on = DateField(label="送达日期", not_after_today=True)
    by = plain.CharField(label="送达人", max_length=100, help_text="几个人的，用顿号分开")
    receipt = plain.ChoiceField(
        label="签收方式", choices=EntitlementList.Receipt.choices, widget=plain.RadioSelect
    )
    signer = plain.CharField(label="签收人", max_length=50)
    upload = plain.FileField(label="签收单", required=False, help_text="PDF、JPG、PNG，可以不交")


class Deliver(ReasonStep):
    """登记送达."""

    register, model = ENTITLEMENT_LISTS, EntitlementList
    permission = lists.DELIVER
    form_class = DeliveryForm
    heading, label, said = "登记送达", "登记送达", "送达已登记。"
    consequence = "登记后计入送达率，不能再改；请按签收单填写。"

    def initial(self) -> dict[str, Any]:
        return {"on": clock.today(), "receipt": "signed", "signer": self.object.household.head.name}

    def step(self, values: Mapping[str, Any]) -> None:
        delivery = lists.Delivery(
            values["on"], values["by"], values["receipt"], values["signer"], values["upload"]
        )
        lists.deliver_list(self.object, delivery, actor=self.actor)
