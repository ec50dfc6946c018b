"""The form of a change: what its ground needs, beside the rows of the family where it changes them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from apps.accounts.actor import Actor
from apps.assistance.forms import EntryForms, options
from apps.assistance.rules.changes import (
    END_REASONS,
    EVENT_REASONS,
    GROUNDS,
    LEAVE_REASONS,
)
from apps.assistance.services.dibao_typed import Typed
from apps.core.money import ZERO
from apps.pages.fields import DateField, MonthField
from apps.pages.forms import Form
from apps.people.models import Person
from apps.regions.models import Region

PREFIX = "change"
SECTION_FIELDS = {
    "incomes": ("no_income", "has_stable_income", "receives_support", "household_deductions"),
    "assets": ("deposits", "insurance", "dwellings", "area", "vehicle", "business", "housing_text"),
    "members": ("duplicate_note",),
}
# A stop that the officer or the family states; the others follow from a computation.
STATED_STOPS = (
    "voluntary",
    "moved_out",
    "to_extreme_poverty",
    "imprisoned",
    "refused_check",
    "untruthful",
    "fraud",
)
EVENT_LABELS = {
    "member_death": "去世日期",
    "member_leave": "离开日期",
    "split": "分户日期",
    "stop": "发生日期",
}
MONTH_LABELS = {
    "suspend": "暂停起始月",
    "resume": "恢复起始月",
    "correction": "从哪个月起更正",
    "income": "追溯到（月）",
    "recheck": "追溯到（月）",
    "stop": "停发起始月",
}
MONTH_HELP = {
    "income": "按期申报的不填，确认次月起执行；没有及时申报的，填情况发生的次月",
    "recheck": "没有及时申报变化的，填情况发生的次月",
    "stop": "不填的，由发生日期或确认日期推算",
}


class ChangeForm(Form):
    """The fields of one ground over the text that is typed."""

    def __init__(
        self, data: dict[str, str], *, ground: str, persons: Iterable[Person], **options_: Any
    ) -> None:
        super().__init__(data, prefix=PREFIX, **options_)
        self.ground, self.rule = ground, GROUNDS[ground]
        self.persons = list(persons)
        for make in (self._event, self._members, self._stop, self._month, self._payee, self._place):
            make()
        needs_words = ground in {"suspend", "correction", "stop"}
        self.fields["reason_text"] = forms.CharField(
            label="情况说明",
            max_length=300,
            required=needs_words,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def quiet(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def _event(self) -> None:
        if self.ground in EVENT_LABELS:
            self.fields["event_on"] = DateField(
                label=EVENT_LABELS[self.ground], not_after_today=True, required=self.ground != "stop"
            )

    def _members(self) -> None:
        if self.ground in {"member_leave", "split"}:
            self.fields["leave_reason"] = forms.ChoiceField(label="原因", choices=options(LEAVE_REASONS))
        if self.rule.names_members:
            for person in self.persons:
                self.fields[f"gone_{person.pk}"] = forms.BooleanField(label=person.name, required=False)

    def _stop(self) -> None:
        if self.ground == "stop":
            reasons = {code: END_REASONS[code] for code in STATED_STOPS}
            self.fields["end_reason"] = forms.ChoiceField(label="终止原因", choices=options(reasons))
        if self.ground == "resume":
            self.fields["pay_held"] = forms.ChoiceField(
                label="暂停的月份",
                choices=[("yes", "随下一批次补发"), ("no", "不补发")],
                widget=forms.RadioSelect,
            )
        if self.ground == "merge":
            self.fields["other_number"] = forms.CharField(
                label="并入的待遇编号", max_length=40, help_text="并入后那一户终止，成员和收入带入本户"
            )

    def _month(self) -> None:
        if self.ground in MONTH_LABELS:
            required = self.rule.timing == "chosen"
            self.fields["chosen_month"] = MonthField(
                label=MONTH_LABELS[self.ground], required=required, help_text=MONTH_HELP.get(self.ground, "")
            )

    def _payee(self) -> None:
        if self.ground != "payee":
            return
        named = [(str(person.pk), person.name) for person in self.persons if person.death_date is None]
        self.fields["payee"] = forms.ChoiceField(label="领款人", choices=[("", "请选择"), *named])
        self.fields["bank"] = forms.CharField(label="开户行", max_length=60)
        self.fields["account"] = forms.RegexField(
            label="银行账号",
            regex=r"^[0-9 ]{8,40}$",
            error_messages={"invalid": "银行账号应为 8 至 30 位数字，请核对。"},
        )

    def _place(self) -> None:
        if self.ground != "move":
            return
        places = Region.objects.communities().select_related("parent").order_by("code")
        self.fields["region"] = forms.ChoiceField(
            label="迁入村（社区）",
            choices=[("", "请选择"), *((place.code, place.full_name) for place in places)],
        )
        self.fields["address"] = forms.CharField(label="新住址", max_length=200)

    @property
    def gone_boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("gone_")]

    @property
    def plain(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if not name.startswith("gone_")]

    @property
    def gone(self) -> tuple[int, ...]:
        """The ids of the persons that are ticked, as typed."""
        return tuple(person.pk for person in self.persons if self.data.get(f"{PREFIX}-gone_{person.pk}"))

    def readable(self) -> dict[str, Any]:
        """What can be read of it while it is being typed."""
        judged = ChangeForm(self.data, ground=self.ground, persons=self.persons)
        judged.full_clean()
        return judged.cleaned_data

    def words(self) -> list[tuple[str, Any, str]]:
        """What is stated, in words, for the page on which it is checked."""
        rows: list[tuple[str, Any, str]] = []
        gone = [person.name for person in self.persons if person.pk in self.gone]
        if gone:
            rows.append(("成员", "、".join(gone), ""))
        for bound in self.plain:
            value = self.cleaned_data.get(bound.name)
            if hasattr(bound.field, "choices"):
                value = dict(bound.field.choices).get(value, value)
            if isinstance(bound.field, MonthField) and value:
                value = f"{value:%Y-%m}"
            if value:
                rows.append((str(bound.label), value, ""))
        return rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.rule.names_members and not self.gone:
            self.add_error(None, "请勾选是哪几位成员。")
        if cleaned.get("end_reason") in EVENT_REASONS and not cleaned.get("event_on"):
            self.add_error("event_on", "请填写发生日期，次月起停发。")
        return cleaned


class ChangeForms(EntryForms):
    """All forms of the page of a change: its own, and those sections of the family that its ground may change."""

    def __init__(
        self,
        typed: Typed,
        *,
        actor: Actor,
        ground: str,
        persons: Iterable[Person],
        needs_all: bool = False,
        checked: bool = False,
        fresh: str = "",
    ) -> None:
        self.change = ChangeForm(typed.fields, ground=ground, persons=persons)
        rule = GROUNDS[ground]
        self.sections = ("members", "incomes", "assets") if needs_all and rule.recomputes else rule.sections
        super().__init__(typed, actor=actor, checked=checked, fresh=fresh)

    def _check_together(self) -> None:
        shown = {name for section in self.sections for name in SECTION_FIELDS[section]}
        for name in set(self.main.fields) - shown:
            del self.main.fields[name]
        if "incomes" in self.sections:
            super()._check_together()
            if "members" not in self.sections and any(form.errors for form in self.members):
                self.sections = ("members", *self.sections)
        elif self.sections:
            super()._check_together()
        else:
            self.quiet()
        self.change.full_clean()

    def quiet(self) -> None:
        """No section of the family is shown, so nothing of it is judged."""
        for form in super().all:
            form.quiet()

    @property
    def all(self) -> list[Any]:
        return [self.change, *super().all]

    def _placed(self) -> list[tuple[Any, str]]:
        return [(self.change, ""), *super()._placed()]

    def declared(self) -> dict[str, Any]:
        """The columns of the application that the shown sections state."""
        cleaned = self.main.cleaned_data
        names = [name for section in self.sections for name in SECTION_FIELDS[section] if name != "no_income"]
        values = {name: cleaned[name] for name in names if name in cleaned}
        if "household_deductions" in values:
            values["household_deductions"] = values["household_deductions"] or ZERO
        return values
