"""The forms of the crooked ways: hand-back, objection, relatives of staff, the bureau's visit, limits, correction."""

from typing import Any

from django import forms

from apps.casework.crooked import inspectors
from apps.casework.forms import ActionForm, StartForm, VisitForm
from apps.casework.models import CaseState, ExtensionGround, Objection
from apps.core import clock
from apps.pages.fields import DateField

REDO = (("verify", "重新信息核对"), ("visit", "重新入户调查"))


class HandBackForm(StartForm):
    """What is to be done again; for a new visit the two investigators, those of the last one offered."""

    redo = forms.MultipleChoiceField(
        label="重新办理",
        choices=REDO,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择需要重新办理的环节。"},
    )
    field_order = ("redo", "lead", "second")
    reason_hint = "重新办理的人会看到"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_last_pair(self)
        report = self.case.verifications.standing().first()
        if report is not None and report.valid_until < clock.today():
            self.fields["redo"].initial = ["verify"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "visit" in cleaned.get("redo", ()):
            for name in ("lead", "second"):
                if not cleaned.get(name):
                    self.add_error(name, "重新入户调查的，请选择两名调查人。")
        return cleaned


def offer_last_pair(form: StartForm) -> None:
    """The pair of the last visit as a first choice; another pair may be better, and may be chosen."""
    visit = form.case.visits.standing().filter(by_bureau=False).order_by("-id").first()
    for name in ("lead", "second"):
        form.fields[name].required = False
        if visit is not None:
            form.fields[name].initial = getattr(visit, f"{name}_id")


class ObjectionForm(StartForm):
    """Who objects (kept confidential), when it came in, what it says, evidence; and who investigates anew."""

    received_on = DateField(label="收到日期", not_after_today=True)
    received_time = forms.TimeField(
        label="收到时间",
        required=False,
        input_formats=("%H:%M", "%H：%M"),
        help_text="例如 16:30；公示最后一天 24 时前收到的有效",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label="反映人", required=False, max_length=50, help_text="只对复查人员显示，匿名的不填"
    )
    phone = forms.CharField(label="联系电话", required=False, max_length=30)
    content = forms.CharField(label="反映内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="证明材料", required=False, help_text="PDF、JPG、PNG，可以不交")
    field_order = ("received_on", "received_time", "name", "phone", "content", "file", "lead", "second")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["comment"]
        self.fields["received_on"].initial = clock.today()
        offer_last_pair(self)
        if self.case.state == CaseState.OBJECTION:  # it joins the review that runs
            del self.fields["lead"], self.fields["second"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("lead", "second"):
            if name in self.fields and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "复查须重新调查，请选择两名调查人。")
        return cleaned

    def ordered(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields]


class ObjectionOutcomeForm(ActionForm):
    """What the review has found."""

    outcome = forms.ChoiceField(
        label="复查结果",
        choices=[(value, label) for value, label in Objection.Outcome.choices if value],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择复查结果。"},
    )
    opinion_label = "复查情况"
    reason_hint = "写入告知书，不要写明反映人"


class RelativeForm(ActionForm):
    """Whose relative, and what the relative is."""

    opinion_label = "近亲属姓名、单位和关系"
    reason_hint = "留在办理记录中，不写入文书"


class BureauVisitForm(VisitForm):
    """The bureau's own visit: the same findings, and who came along."""

    second = forms.TypedChoiceField(label="同行人员", coerce=int, empty_value=None)
    field_order = ("second", "visited_on", "finding", "present_text", "living_text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [user for user in inspectors() if user.person_key != self.actor.person_key]
        self.fields["second"].choices = [("", "请选择"), *((str(user.pk), user.name) for user in others)]
        self.fields["second"].help_text = (
            "由其复核签名" if others else "区民政局没有其他可以入户的人员，请联系安全管理员授权。"
        )


class ExtendForm(ActionForm):
    """The ground on which the limit is extended."""

    ground = forms.ChoiceField(
        label="延长事由",
        choices=ExtensionGround,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择延长事由。"},
    )
    opinion_label = "具体情况"


TERMINATION_GROUNDS = {
    "refused_check": "不配合信息核对或不签署授权",
    "refused_visit": "不配合入户调查",
    "untruthful": "不如实提供情况",
    "unreachable": "无法联系",
}


class TerminateForm(ActionForm):
    """In what the family did not cooperate."""

    ground = forms.ChoiceField(
        label="终止事由",
        choices=list(TERMINATION_GROUNDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "请选择终止事由。"},
    )
    opinion_label = "具体情况"

    @property
    def comment_text(self) -> str:
        """The letter gives the ground in words, then what happened."""
        ground = TERMINATION_GROUNDS.get(self.cleaned_data.get("ground", ""), "")
        return "。".join(filter(None, (ground, super().comment_text.strip())))


class CorrectionForm(ActionForm):
    """What was wrong with a decision."""

    opinion_label = "更正理由"
    reason_hint = "重新办理的人会看到"


class SampleForm(ActionForm):
    """What the sample check has found."""

    opinion_label = "抽查情况"


class RecallForm(ActionForm):
    """Why the last step is taken back."""

    opinion_label = "撤回理由"
    reason_hint = "留在办理记录中"
