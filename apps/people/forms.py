"""Forms about persons and households."""

from typing import Any

from django import forms

from apps.core import clock, numbers
from apps.pages.forms import DateField, Form, ResidentNumberField, Versioned
from apps.people.models import DeathRecord, Household, HouseholdMember, Person
from apps.regions.models import Region

PAPERS = "户口簿、身份证或公安机关证明，PDF、JPG 或 PNG。"


class RegionChoice(forms.ModelChoiceField):
    def label_from_instance(self, region: Region) -> str:
        return region.full_name


class CorrectionForm(Form):
    """Another name or number, why, and by which paper."""

    name = forms.CharField(label="更正后的姓名", max_length=50)
    number = ResidentNumberField(
        label="更正后的身份证号", required=False, help_text="没有变化的不填；出生日期和性别随号码更正。"
    )
    reason = forms.CharField(label="更正理由", max_length=200)
    evidence = forms.FileField(label="证明材料", help_text=PAPERS)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = person.name
        if not person.number:
            self.fields["number"].label = "身份证号"
            self.fields["number"].help_text = "已办出身份证号的填写；出生日期和性别随号码更正。"


class OtherFileForm(Form):
    """The second file of a person, by its number or temporary code. By POST: a number stands in no address."""

    other = forms.CharField(
        label="另一份档案的证件号或临时编号",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_other(self) -> str:
        text = numbers.normalise_resident_number(self.cleaned_data["other"])
        if text.startswith("LS"):
            return text
        try:
            return numbers.read_any_number(text).value
        except numbers.NumberError as error:
            raise forms.ValidationError(str(error)) from error


class MergeForm(Form):
    reason = forms.CharField(label="合并理由", max_length=200)
    evidence = forms.FileField(label="证明材料", required=False, help_text=PAPERS)


class AnswerForm(Form):
    """The answer to another's proposal."""

    answer = forms.CharField(
        label="复核意见", max_length=200, required=False, help_text="不同意的必须写明理由。"
    )


class ReasonForm(Form):
    reason = forms.CharField(label="撤销理由", max_length=200)


class DeathForm(Form):
    day = DateField(label="死亡日期", not_after_today=True)
    source = forms.ChoiceField(label="信息来源", choices=[("", "请选择"), *DeathRecord.Source.choices])
    certificate = forms.CharField(
        label="证明编号", max_length=60, required=False, help_text="死亡证明、火化证明等的编号，没有的不填。"
    )


class EditForm(Versioned, Form):
    """What may be changed by hand. Birth date and sex only of whoever has no number."""

    phone = forms.CharField(label="联系电话", max_length=30, required=False)
    address = forms.CharField(label="住址", max_length=200, required=False)
    ethnicity = forms.CharField(label="民族", max_length=20, required=False)
    disability = forms.CharField(
        label="残疾类别和等级", max_length=40, required=False, help_text="例如：肢体二级。"
    )
    birth_date = DateField(label="出生日期", not_after_today=True)
    sex = forms.ChoiceField(label="性别", choices=Person.Sex.choices)
    field_order = ("phone", "address", "ethnicity", "disability", "birth_date", "sex", "version")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            self.fields[name].initial = getattr(person, name)
        if person.number:
            del self.fields["birth_date"], self.fields["sex"]


class AccountForm(Form):
    bank = forms.CharField(label="开户行", max_length=60)
    account = forms.CharField(
        label="账号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    holder_name = forms.CharField(label="户名", max_length=50)
    day = DateField(label="启用日期")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder_name"].initial = person.name
        self.fields["day"].initial = clock.today()


class CustodyForm(Form):
    """Who keeps the card of the present account, and by which agreement with the family."""

    keeper = forms.CharField(
        label="代管人", max_length=60, required=False, help_text="单位和姓名，例如：某某社区 王某。"
    )
    agreement = forms.CharField(label="代管协议编号", max_length=40, required=False)
    agreed_on = DateField(label="协议签订日期", not_after_today=True, required=False)
    filed_on = DateField(
        label="报备日期",
        not_after_today=True,
        required=False,
        help_text="报区民政局备案的日期，还没有报备的不填。",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = person.accounts.filter(valid_to=None).first()
        if account is not None:
            self.initial = {
                "keeper": account.keeper,
                "agreement": account.keeper_agreement,
                "agreed_on": account.agreed_on,
                "filed_on": account.filed_on,
                **self.initial,
            }


class HeadForm(Form):
    """The new head, and what everybody else is to him."""

    head = forms.ChoiceField(label="新户主")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = list(
            household.members.filter(left_on=None).select_related("person").order_by("joined_on", "pk")
        )
        others = [row for row in members if row.person_id != household.head_id]
        self.fields["head"].choices = [("", "请选择"), *((str(r.person_id), r.person.name) for r in others)]
        relations = [("", "是新户主，不选"), *(c for c in HouseholdMember.Relation.choices if c[0] != "self")]
        for row in members:
            self.fields[f"relation_{row.person_id}"] = forms.ChoiceField(
                label=f"{row.person.name}与新户主的关系", choices=relations, required=False
            )

    def relations(self) -> dict[int, str]:
        """Relation to the new head by person id."""
        return {
            int(name.removeprefix("relation_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("relation_") and value
        }


class HomeForm(Form):
    region = RegionChoice(Region.objects.none(), label="所在村（社区）")
    address = forms.CharField(label="住址", max_length=200, required=False)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = (
            Region.objects.communities().select_related("parent").order_by("code")
        )
        self.fields["region"].initial = household.region_id
        self.fields["address"].initial = household.address


class JoinForm(Form):
    number = ResidentNumberField(label="身份证号", help_text="先建立人员档案，再登记为家庭成员。")
    relation = forms.ChoiceField(
        label="与户主关系",
        choices=[("", "请选择"), *(c for c in HouseholdMember.Relation.choices if c[0] != "self")],
    )
    day = DateField(label="加入日期", not_after_today=True)


class LeaveForm(Form):
    day = DateField(label="离开日期", not_after_today=True, help_text="在户的最后一天。")
    reason = forms.CharField(label="离开原因", max_length=200)


class CloseForm(Form):
    day = DateField(label="销档日期", not_after_today=True)
    reason = forms.CharField(label="销档原因", max_length=200, help_text="例如：全户迁出、全户死亡。")
