"""Pages on which a person's identity is corrected or two files are merged, and a second person decides."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from apps.accounts.actor import Actor
from apps.core import crypto
from apps.core.errors import DomainError, NotVisible, Refused
from apps.files.models import StoredFile
from apps.files.services import store_upload
from apps.pages.engine import RegisterRow
from apps.pages.views import DetailPage, FormPage
from apps.people import services
from apps.people.forms import CorrectionForm, MergeForm, OtherFileForm
from apps.people.models import IdentityChange, Person, PersonMerge
from apps.people.registers_identity import CORRECTIONS, MERGES
from apps.people.services.aliases import numbers_of
from apps.people.services.proposals import FILE_KIND
from apps.people.services.telling import CONFIRM


class PersonForm(DetailPage, FormPage):
    """A form about one person."""

    model = Person
    template_name = "people/form.html"
    title: ClassVar[str] = ""
    button: ClassVar[str] = "保存"
    note: ClassVar[str] = ""

    def queryset(self) -> Any:
        return super().queryset().select_related("home_region__parent")

    def form_options(self) -> dict[str, Any]:
        return {"person": self.object}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"object": self.object, "form": self.form(), "cancel": self.cancel_url()}

    def cancel_url(self) -> str:
        return reverse("people:persons_row", args=[self.object.pk])


def evidence(form: Any, actor: Actor) -> StoredFile | None:
    uploaded = form.cleaned_data.get("evidence")
    return store_upload(uploaded, kind=FILE_KIND, actor=actor) if uploaded else None


@method_decorator(sensitive_post_parameters("number"), name="dispatch")
class Correct(PersonForm):
    """更正身份信息"""

    permission = "people.correct_identity"
    form_class = CorrectionForm
    title, button = "更正身份信息", "提交更正"
    note = "更正姓名立即生效；更换身份证号须由区民政局业务科室另一人复核。原姓名和原号码仍可查到这份档案。"

    def save(self, form: Any) -> str:
        number = form.cleaned_data["number"]
        with transaction.atomic():
            change = services.correct_identity(
                self.object,
                name=form.cleaned_data["name"],
                number=number.value if number else "",
                reason=form.cleaned_data["reason"],
                evidence=evidence(form, self.actor),
                actor=self.actor,
            )
        done = change.state == IdentityChange.State.DONE
        messages.success(self.request, "身份信息已更正。" if done else "更正已提交，等待业务科室复核。")
        return self.cancel_url()


@method_decorator(sensitive_post_parameters("other"), name="dispatch")
class FindOther(PersonForm):
    """The second file of the person: named by number, then compared."""

    permission = "people.merge_person"
    form_class = OtherFileForm
    title, button = "合并档案", "查找并比较"
    note = (
        "这份档案将保留，另一份并入它。两份档案都要在管辖范围内；仅姓名和出生日期相同，不能作为合并的依据。"
    )

    def form_options(self) -> dict[str, Any]:
        return {}

    def save(self, form: Any) -> str:
        typed = form.cleaned_data["other"]
        rows = Person.objects.visible_to(self.actor).exclude(pk=self.object.pk)
        if typed.startswith("LS"):
            other = rows.filter(temporary_code=typed).first()
        else:
            other = rows.with_digest(crypto.digest(typed)).first()
        if other is None:
            raise Refused(
                "管辖范围内没有另一份这个号码的档案。",
                hint="请核对号码；在其他镇街的，请由区民政局业务科室办理。",
                code="other",
            )
        return reverse("people:merge", args=[self.object.pk, other.pk])


class Merge(PersonForm):
    """Both files side by side, why they are one person, and by which paper."""

    permission = "people.merge_person"
    template_name = "people/merge.html"
    form_class = MergeForm
    title, button = "合并档案", "提交合并"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = self.queryset().exclude(pk=kwargs["pk"])
        self.other = rows.filter(pk=kwargs["other"]).first()
        if self.other is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form_options(self) -> dict[str, Any]:
        return {}

    def context(self, **kwargs: Any) -> dict[str, Any]:
        shared = bool(numbers_of(self.object) & numbers_of(self.other))
        return {**super().context(**kwargs), "other": self.other, "shared": shared}

    def save(self, form: Any) -> str:
        done = services.merge(
            self.object,
            self.other,
            reason=form.cleaned_data["reason"],
            evidence=evidence(form, self.actor),
            actor=self.actor,
        )
        merged = done.state == PersonMerge.State.DONE
        messages.success(self.request, "两份档案已合并。" if merged else "合并已提交，等待业务科室复核。")
        return self.cancel_url() if merged else reverse("people:merges_row", args=[done.pk])


Step = Callable[..., object]


class ProposalStep(RegisterRow):
    """One step on a correction or merge, by POST, back to its page."""

    http_method_names = ("post",)
    # What the step calls, what its text is called there, and what is said when it went through.
    steps: ClassVar[dict[str, tuple[Step, str, str]]]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        step = kwargs.get("step", "withdraw")
        if step not in self.steps:
            raise Http404
        service, text, said = self.steps[step]
        given = {text: request.POST.get("answer", "")} if text else {}
        try:
            service(self.object, actor=self.actor, **given)
        except NotVisible:
            raise
        except DomainError as error:
            messages.error(request, f"{error.message}{error.hint}")
        else:
            messages.success(request, said)
        return redirect(f"people:{self.register.name}_row", pk=self.object.pk)


class WithdrawCorrection(ProposalStep):
    register, model = CORRECTIONS, IdentityChange
    permission = "people.correct_identity"
    steps: ClassVar[dict[str, tuple[Step, str, str]]] = {
        "withdraw": (services.withdraw_identity, "", "更正已撤回。")
    }


class DecideCorrection(ProposalStep):
    register, model = CORRECTIONS, IdentityChange
    permission = CONFIRM
    steps: ClassVar[dict[str, tuple[Step, str, str]]] = {
        "confirm": (services.confirm_identity, "answer", "更正已生效。"),
        "refuse": (services.refuse_identity, "answer", "已退回提出人。"),
    }


class WithdrawMerge(ProposalStep):
    register, model = MERGES, PersonMerge
    permission = "people.merge_person"
    steps: ClassVar[dict[str, tuple[Step, str, str]]] = {
        "withdraw": (services.withdraw_merge, "", "合并申请已撤回。")
    }


class DecideMerge(ProposalStep):
    register, model = MERGES, PersonMerge
    permission = CONFIRM
    steps: ClassVar[dict[str, tuple[Step, str, str]]] = {
        "confirm": (services.confirm_merge, "answer", "两份档案已合并。"),
        "refuse": (services.refuse_merge, "answer", "已退回提出人。"),
        "undo": (services.undo_merge, "reason", "合并已撤销，两份档案恢复原样。"),
    }
