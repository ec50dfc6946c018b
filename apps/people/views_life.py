"""Pages on which a death is registered and what may be changed by hand is changed."""

from typing import Any

from django.contrib import messages
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from apps.people import services
from apps.people.forms import AccountForm, CustodyForm, DeathForm, EditForm, ReasonForm
from apps.people.views_identity import PersonForm


class Death(PersonForm):
    """登记死亡"""

    permission = "people.register_death"
    form_class = DeathForm
    title, button = "登记死亡", "登记死亡"
    note = "登记后按规定发起待遇变更，死亡当月照常发放，次月起停发。"
    success = "死亡已登记，请核对待遇和家庭情况。"

    def form_options(self) -> dict[str, Any]:
        return {}

    def save(self, form: Any) -> str:
        services.register_death(self.object, actor=self.actor, **form.cleaned_data)
        return self.cancel_url()


class RevokeDeath(PersonForm):
    """撤销死亡登记"""

    permission = "people.revoke_death"
    form_class = ReasonForm
    title, button = "撤销死亡登记", "撤销登记"
    note = "用于登记有误的情形，原登记保留在档案中。因登记而发起的待遇变更不会自动撤销，请另行办理。"
    success = "死亡登记已撤销，请核对已发起的待遇变更。"

    def form_options(self) -> dict[str, Any]:
        return {}

    def save(self, form: Any) -> str:
        services.revoke_death(self.object, form.cleaned_data["reason"], actor=self.actor)
        return self.cancel_url()


@method_decorator(sensitive_post_parameters("phone"), name="dispatch")
class Edit(PersonForm):
    """修改资料"""

    permission = "people.edit_person"
    form_class = EditForm
    title, button = "修改资料", "保存"
    note = "姓名和身份证号请办理“更正身份信息”。"
    success = "资料已保存。"

    def save(self, form: Any) -> str:
        services.edit_person(self.object, actor=self.actor, **form.cleaned_data)
        return self.cancel_url()


@method_decorator(sensitive_post_parameters("account"), name="dispatch")
class Account(PersonForm):
    """变更银行账户"""

    permission = "people.edit_person"
    form_class = AccountForm
    title, button = "变更银行账户", "保存账户"
    note = "原账户自启用日期的前一天停用，保留在档案中。正在发放的待遇改用新账户，须在待遇中变更领款账户。"
    success = "银行账户已保存。"

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        services.set_account(
            self.object, data["bank"], data["account"], data["holder_name"], data["day"], actor=self.actor
        )
        messages.info(self.request, "有在享待遇的，请到待遇中变更领款账户。")
        return self.cancel_url()


class Custody(PersonForm):
    """登记银行卡代管"""

    permission = "people.edit_person"
    form_class = CustodyForm
    title, button = "登记银行卡代管", "保存"
    note = "镇街、村（社区）工作人员代为保管银行卡的，须与家庭签订书面协议，并报区民政局备案。收回自管的，各项都不填。"
    success = "银行卡代管情况已保存。"

    def save(self, form: Any) -> str:
        services.set_custody(self.object, services.Custody(**form.cleaned_data), actor=self.actor)
        return self.cancel_url()
