"""Pages on which a household file is changed outside a case."""

from typing import Any, ClassVar

from django.http import Http404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from apps.core import crypto
from apps.core.errors import Refused
from apps.pages.views import DetailPage, FormPage
from apps.people import services
from apps.people.forms import CloseForm, HeadForm, HomeForm, JoinForm, LeaveForm
from apps.people.models import Household, Person


class HouseholdForm(DetailPage, FormPage):
    """A form about one household; says what ties its members to a running benefit."""

    model = Household
    permission = "people.edit_person"
    template_name = "people/household_form.html"
    title: ClassVar[str] = ""
    button: ClassVar[str] = "保存"
    note: ClassVar[str] = ""
    is_tied: ClassVar[bool] = False

    def queryset(self) -> Any:
        return super().queryset().select_related("head", "region__parent")

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "object": self.object,
            "form": self.form(),
            "cancel": self.page(),
            "ties": services.ties_of(self.object, self.actor) if self.is_tied else [],
        }

    def page(self) -> str:
        return reverse("people:households_row", args=[self.object.pk])


class Head(HouseholdForm):
    form_class = HeadForm
    title, button = "变更户主", "变更户主"
    note = "原户主去世、迁出或全户商定时办理。"
    success = "户主已变更。"

    def form_options(self) -> dict[str, Any]:
        return {"household": self.object}

    def save(self, form: Any) -> str:
        head = Person.objects.get(pk=form.cleaned_data["head"])
        services.change_head(self.object, head, form.relations(), actor=self.actor)
        return self.page()


class Home(HouseholdForm):
    form_class = HomeForm
    title, button = "变更住址", "保存住址"
    note = "迁到另一个村（社区）的，正在享受待遇的家庭请发起“区内迁移”变更。"
    success = "住址已保存。"

    def form_options(self) -> dict[str, Any]:
        return {"household": self.object}

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        services.change_address(self.object, data["region"].pk, data["address"], actor=self.actor)
        return self.page()


@method_decorator(sensitive_post_parameters("number"), name="dispatch")
class Join(HouseholdForm):
    form_class = JoinForm
    title, button = "登记成员", "登记成员"
    success = "成员已登记。"
    is_tied = True

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        rows = Person.objects.visible_to(self.actor).with_digest(crypto.digest(data["number"].value))
        person = rows.first()
        if person is None:
            raise Refused(
                "管辖范围内没有这个证件号码的人员档案。",
                hint="请核对号码；尚无档案的，提交申请时自动建立。",
                code="person",
            )
        services.add_member(self.object, person, data["relation"], data["day"], actor=self.actor)
        return self.page()


class Leave(HouseholdForm):
    form_class = LeaveForm
    title, button = "登记成员离开", "登记离开"
    note = "婚嫁、分户、迁出等离开本户时办理；死亡请在人员档案中登记。"
    success = "成员离开已登记。"
    is_tied = True

    def find(self, **kwargs: Any) -> Household:
        household: Household = super().find(**kwargs)
        self.member = household.members.select_related("person").filter(pk=kwargs["member"]).first()
        if self.member is None:
            raise Http404
        return household

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().context(**kwargs), "member": self.member}

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        services.remove_member(self.member, data["day"], data["reason"], actor=self.actor)
        return self.page()


class Close(HouseholdForm):
    form_class = CloseForm
    title, button = "家庭档案销档", "销档"
    note = "销档以后不能再变更；全部成员自销档日期起不再属于这一户。"
    success = "家庭档案已销档。"
    is_tied = True

    def save(self, form: Any) -> str:
        data = form.cleaned_data
        services.close_household(self.object, data["day"], data["reason"], actor=self.actor)
        return self.page()
