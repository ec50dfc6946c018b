"""The forms of steps. A kind may bring its own for an ``Action.form`` code (``CaseKind.forms``)."""

from typing import Any, ClassVar

from django import forms

from apps.accounts.actor import Actor
from apps.casework.models import Case, Verification, Visit
from apps.casework.steps import investigators_for
from apps.core.declarations import Action
from apps.pages.fields import DateField
from apps.pages.forms import Form

OPINION_LENGTH = 500
OPINION_WORDS = {
    "accept": "受理意见",
    "opinion": "意见",
    "supplement": "所缺材料和补正要求",
    "countersign": "复核意见",
    "verification": "备注",
    "visit": "备注",
}


class ActionForm(Form):
    """Base of every form of a step: an opinion, which is required where the action asks for a reason.

    A subclass adds fields and names them in ``payload()``, the ``data`` of ``workflow.perform``. ``layout`` is the
    template that draws the form, with ``form`` in its context; without one all fields follow each other.
    Controls are found by ``id`` ``<action>-<field>``, since the page shows the forms of several actions.
    """

    layout: ClassVar[str] = "casework/forms/plain.html"
    opinion_label: ClassVar[str] = ""
    # Who reads the reason where one must be given.
    reason_hint: ClassVar[str] = "理由会写入文书并告知申请人"

    comment = forms.CharField(
        required=False, max_length=OPINION_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        case: Case,
        action: Action,
        actor: Actor,
        **options: Any,
    ) -> None:
        options.setdefault("auto_id", f"{action.code}-%s")
        self.case, self.action, self.actor = case, action, actor
        super().__init__(data, files, **options)
        field = self.fields["comment"]
        label = self.opinion_label or OPINION_WORDS.get(action.form, "意见")
        field.label = "理由" if action.needs_reason and label == "意见" else label
        field.required = action.needs_reason
        field.help_text = self.reason_hint if action.needs_reason else ""
        field.error_messages["required"] = f"请填写{field.label}。"

    @property
    def comment_text(self) -> str:
        return str(self.cleaned_data.get("comment", ""))

    def payload(self) -> dict[str, Any]:
        """What the step's apply functions get, beside the comment: every other field."""
        return {name: value for name, value in self.cleaned_data.items() if name != "comment"}

    def ordered(self) -> list[forms.BoundField]:
        """The fields to draw one after another, the opinion last."""
        names = [name for name in self.fields if name != "comment"]
        return [self[name] for name in [*names, "comment"]]


class StartForm(ActionForm):
    """Two investigators of the town, neither of whom has handled the case."""

    lead = forms.TypedChoiceField(label="调查人", coerce=int, empty_value=None)
    second = forms.TypedChoiceField(label="另一名调查人", coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", "请选择"), *((str(user.pk), user.name) for user in investigators_for(self.case))]
        for name in ("lead", "second"):
            self.fields[name].choices = offered
        if len(offered) < 3:
            self.fields["lead"].help_text = "本镇（街道）在岗的调查人不足两名，请联系安全管理员授权。"
        else:
            self.fields["lead"].help_text = "主办，登记调查结果"
            self.fields["second"].help_text = "复核签名"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("lead") and cleaned.get("lead") == cleaned.get("second"):
            self.add_error("second", "入户调查须由两名不同的调查人进行，请另选一名。")
        return cleaned


SOURCES = ("社保", "税务", "公积金", "不动产", "车管", "市场监管", "银行", "证券", "保险", "殡葬")


class VerificationForm(ActionForm):
    """The bureau's report: where it looked, what it found, and how that differs from what was declared."""

    sources = forms.MultipleChoiceField(
        label="核对来源",
        choices=[(word, word) for word in SOURCES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选已经核对的数据来源。"},
    )
    result = forms.ChoiceField(
        label="核对结果", choices=Verification.Result, widget=forms.RadioSelect, initial="consistent"
    )
    differences = forms.CharField(
        label="不一致说明",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="与申报不一致时填写",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("result") == Verification.Result.DIFFERS and not cleaned.get("differences"):
            self.add_error("differences", "核对结果与申报不一致的，请写明哪一项不一致。")
        return cleaned


class VisitForm(ActionForm):
    """What two investigators found at home and among neighbours (民发〔2021〕57号 §16)."""

    visited_on = DateField(label="入户日期", not_after_today=True)
    finding = forms.ChoiceField(
        label="调查结果", choices=Visit.Finding, widget=forms.RadioSelect, initial="consistent"
    )
    present_text = forms.CharField(label="在场人员", max_length=200)
    living_text = forms.CharField(
        label="居住和生活情况", max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    neighbour_count = forms.IntegerField(
        label="邻里访问户数",
        min_value=0,
        max_value=50,
        initial=2,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    neighbour_text = forms.CharField(
        label="邻里访问情况", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("neighbour_count") and not cleaned.get("neighbour_text"):
            self.add_error("neighbour_text", "请写明邻里访问了解到的情况。")
        return cleaned
