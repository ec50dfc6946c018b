"""/payments/stages/<pk>/give/: cash or goods are registered as given, with who signed for them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from apps.core import clock
from apps.pages.views import DetailPage, FormPage
from apps.payments.forms import GiveForm
from apps.payments.models import Stage, Way
from apps.payments.services import once
from apps.payments.services.programmes import programme_label


class Give(FormPage, DetailPage):
    """The form beside what is to be given to whom."""

    permission = once.GIVE
    model = Stage
    template_name = "payments/give.html"
    form_class = GiveForm
    success = "已登记发放，计入发放日期当月。"
    object: Stage

    def queryset(self) -> QuerySet[Stage]:
        rows: QuerySet[Stage] = self.visible().by_hand()
        return rows.select_related("entitlement__payee", "entitlement__region__parent")

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"given_on": clock.today()}, "is_goods": self.object.way == Way.GOODS}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        stage = self.object
        return {
            **super().context(**kwargs),
            "stage": stage,
            "row_url": reverse("payments:stages_row", args=[stage.pk]),
            "facts": [
                ("待遇编号", stage.entitlement.number, "no"),
                ("项目", programme_label(stage.entitlement.programme)),
                ("领款人", stage.entitlement.payee.name),
                ("镇街、村居", stage.entitlement.region.full_name),
                ("期次", f"第 {stage.position} 期"),
                ("应发日期", stage.due_on, "no"),
                ("发放方式", stage.get_way_display()),
            ],
        }

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        once.give(
            self.object,
            given_on=data["given_on"],
            signed_by=data["signed_by"],
            goods=data.get("goods", ""),
            actor=self.actor,
        )
        return reverse("payments:stages_row", args=[self.object.pk])
