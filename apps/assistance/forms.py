"""The entry form of a dibao application: the household, a row per member, a row per income.

Every form is bound to what was typed. ``quiet`` forms show it without judging it; a check judges all of them
together (``EntryForms``), so that the summary lists every error of the page.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from apps.accounts.actor import Actor
from apps.assistance.rules import facts
from apps.assistance.services.dibao_entry import DibaoEntry, IncomeEntry, MemberEntry
from apps.assistance.services.dibao_typed import Row, Typed
from apps.casework.models import Case
from apps.core.money import ZERO
from apps.core.periods import first_of
from apps.pages.fields import DateField, MoneyField, ResidentNumberField
from apps.pages.forms import Form
from apps.people.models import Person
from apps.regions.models import Region

Choices = list[tuple[str, str]]

RELATIVE = [("", "请选择"), ("no", "没有近亲属关系"), ("yes", "有，按规定单独登记备案")]
DWELLINGS = [
    ("", "请选择"),
    ("0", "无住房"),
    ("1", "自有 1 套"),
    ("2", "自有 2 套"),
    ("3", "自有 3 套及以上"),
]


DECLARED_ABSENCES = {code: word for code, word in facts.ABSENCES.items() if code not in facts.DEPARTURES}


def options(vocabulary: Mapping[str, str], blank: str = "请选择") -> Choices:
    """Choices of a select; a vocabulary with an empty code has its own word for it."""
    chosen = list(vocabulary.items())
    return chosen if "" in vocabulary else [("", blank), *chosen]


class _Typed(Form):
    """A form over text as typed. ``quiet()`` shows it without errors."""

    def quiet(self) -> None:
        self._errors = ErrorDict()
        self.cleaned_data = {}


class MemberSelect(forms.Select):
    """Members by name; each option can be found by id, so that a name typed later reaches it."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["id"] = f"{name}-{value}"
        return option


class SearchForm(Form):
    """Search first."""

    number = ResidentNumberField(label="申请人身份证号", help_text="18 位；可带空格，末位 x 大小写均可")

    def __init__(self, *args: Any, **options_: Any) -> None:
        super().__init__(*args, **options_)
        self.fields["number"].widget.attrs["autofocus"] = not self.is_bound


class ApplicationForm(_Typed):
    """All of the household that is not a row."""

    region = forms.ChoiceField(label="所属村（社区）")
    phone = forms.RegexField(
        label="联系电话",
        regex=r"^[0-9][0-9 -]{6,18}$",
        error_messages={"invalid": "联系电话应为 7 至 12 位数字，请核对。"},
    )
    address = forms.CharField(label="现住址", max_length=200)
    channel = forms.ChoiceField(label="申请方式", choices=Case.Channel.choices)
    reason = forms.ChoiceField(label="申请事由", choices=options(facts.REASONS))
    reason_text = forms.CharField(label="事由说明", max_length=300, required=False)
    unit = forms.ChoiceField(label="申请单位", choices=options(facts.UNITS))
    single_member_key = forms.ChoiceField(
        label="单列人员", required=False, help_text="单列户填写", widget=MemberSelect
    )
    bank = forms.CharField(label="开户行", max_length=60)
    account = forms.RegexField(
        label="银行账号",
        regex=r"^[0-9 ]{8,40}$",
        error_messages={"invalid": "银行账号应为 8 至 30 位数字，请核对。"},
    )
    holder_name = forms.CharField(label="户名", max_length=50, required=False, help_text="不填即申请人本人")
    is_by_proxy = forms.BooleanField(label="由他人代为申请", required=False)
    proxy_name = forms.CharField(
        label="受托人姓名", max_length=50, required=False, help_text="代为申请时填写"
    )
    duplicate_note = forms.CharField(label="关联记录核实情况", max_length=300, required=False)

    no_income = forms.BooleanField(label="全家没有收入", required=False)
    has_stable_income = forms.BooleanField(label="收入稳定", required=False)
    receives_support = forms.BooleanField(label="有应付的赡养、抚养、扶养费", required=False)
    household_deductions = MoneyField(label="家庭刚性支出扣减（元/月）", required=False)

    deposits = MoneyField(label="存款、理财、证券（元）")
    insurance = MoneyField(label="商业保险现金价值（元）")
    dwellings = forms.TypedChoiceField(label="住房", choices=DWELLINGS, coerce=int, empty_value=None)
    area = MoneyField(label="建筑面积（平方米）", required=False, max_value=Decimal("2000"))
    vehicle = forms.ChoiceField(label="机动车辆", choices=[("", "请选择"), *facts.VEHICLES.items()])
    business = forms.ChoiceField(label="工商登记", choices=[("", "请选择"), *facts.BUSINESSES.items()])
    housing_text = forms.CharField(label="住房说明", max_length=100, required=False)

    is_true = forms.BooleanField(label="申请人已在申请书上签字，承诺所填情况真实、完整")
    is_authorised = forms.BooleanField(label="全体成员已书面授权核对家庭经济状况")
    relative = forms.ChoiceField(label="与低保经办人员、村（居）委成员的近亲属关系", choices=RELATIVE)

    def __init__(self, data: Row, *, actor: Actor, members: list[Row], **options_: Any) -> None:
        super().__init__(data, **options_)
        places = Region.objects.communities().visible_to(actor).select_related("parent")
        self.fields["region"].choices = [("", "请选择"), *((place.code, place.full_name) for place in places)]  # type: ignore[attr-defined]
        named = [(row.get("key", ""), row.get("name") or "未填姓名") for row in members]
        self.fields["single_member_key"].choices = [("", "全户申请不用选"), *named]  # type: ignore[attr-defined]
        if len(self.data.get("region", "")) == 0 and len(actor.region_code) == 12:
            self.data = {**self.data, "region": actor.region_code}
        for name in ("deposits", "insurance", "area", "household_deductions", "account"):
            self.fields[name].widget.attrs["class"] = "no" if name == "account" else "money no"
        for name in ("phone", "account"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_by_proxy") and not cleaned.get("proxy_name"):
            self.add_error("proxy_name", "由他人代为申请的，请填写受托人姓名。")
        if cleaned.get("unit") == "single" and not cleaned.get("single_member_key"):
            self.add_error("single_member_key", "单列户请选择单列的是哪一位成员。")
        return cleaned


class MemberForm(_Typed):
    """A member of the family. Birth date and sex are typed only for who has no number yet."""

    key = forms.RegexField(regex=r"^m\d{1,3}$", widget=forms.HiddenInput)
    name = forms.CharField(label="姓名", max_length=50)
    relation = forms.ChoiceField(label="与申请人关系", choices=options(facts.RELATIONS))
    number = ResidentNumberField(label="身份证号", required=False)
    labour_capacity = forms.ChoiceField(label="劳动能力", choices=options(facts.LABOUR_CAPACITIES))
    birth_date = DateField(
        label="出生日期", required=False, not_after_today=True, help_text="还没有身份证号的填写"
    )
    sex = forms.ChoiceField(
        label="性别",
        choices=[("", "请选择"), *Person.Sex.choices],
        required=False,
        help_text="还没有身份证号的填写",
    )
    ethnicity = forms.CharField(label="民族", max_length=20, required=False)
    schooling = forms.ChoiceField(label="就学", choices=list(facts.SCHOOLINGS.items()), required=False)
    disability = forms.ChoiceField(label="残疾类别", choices=options(facts.DISABILITIES), required=False)
    disability_level = forms.TypedChoiceField(
        label="残疾等级",
        choices=[("", "无"), ("1", "一级"), ("2", "二级"), ("3", "三级"), ("4", "四级")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    has_serious_illness = forms.BooleanField(label="重病", required=False)
    marital_status = forms.ChoiceField(label="婚姻", choices=options(facts.MARITAL_STATES), required=False)
    divorced_on = DateField(
        label="离婚日期", required=False, not_after_today=True, help_text="婚姻为离婚的填写，按离婚证或判决书"
    )
    lives_together = forms.BooleanField(label="共同生活", required=False)
    absence = forms.ChoiceField(label="不计入情形", choices=options(DECLARED_ABSENCES), required=False)
    has_local_hukou = forms.BooleanField(label="户籍在本区", required=False)
    # Asked for only while the family is on the roll, in a change.
    work_since = DateField(
        label="在享期间就业日期",
        required=False,
        not_after_today=True,
        help_text="享受低保以后才开始工作的填写，按规定期限豁免部分工资，每人一次",
    )

    in_row = ("name", "relation", "number", "labour_capacity")

    def __init__(self, data: Row, *, number: int, **options_: Any) -> None:
        super().__init__(data, prefix=f"members-{number}", **options_)
        self.line = number + 1
        for name in self.in_row:
            self.fields[name].widget.attrs["aria-label"] = f"第 {self.line} 行{self.fields[name].label}"
        for name, css in (("name", "w-name"), ("relation", "w-rel"), ("number", "w-id no")):
            self.fields[name].widget.attrs["class"] = css

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "number" in cleaned and not cleaned["number"]:
            if not self.data.get(self.add_prefix("birth_date")):
                self.add_error("number", "请填写身份证号；还没有的，在“其他情况”中填出生日期和性别。")
            elif not cleaned.get("sex"):
                self.add_error("sex", "没有身份证号的，请选择性别。")
        if cleaned.get("disability") and not cleaned.get("disability_level"):
            self.add_error("disability_level", "请选择残疾等级。")
        if not cleaned.get("disability"):
            cleaned["disability_level"] = None
        if cleaned.get("marital_status") != "divorced":
            cleaned["divorced_on"] = None
        elif "divorced_on" in cleaned and not cleaned["divorced_on"]:
            self.add_error("divorced_on", "请填写离婚日期，在离婚证或判决书上。")
        return cleaned

    def entry(self) -> MemberEntry:
        cleaned = self.cleaned_data
        number = cleaned["number"]
        typed_birth = {} if number else {"birth_date": cleaned["birth_date"], "sex": cleaned["sex"]}
        kept = {
            name: value
            for name, value in cleaned.items()
            if name not in ("number", "birth_date", "sex", "schooling", "work_since")
        }
        since = cleaned.get("work_since")
        return MemberEntry(
            number=number.value if number else "",
            schooling=cleaned["schooling"] or "none",
            work_since=first_of(since) if since else None,
            **kept,
            **typed_birth,
        )


class IncomeForm(_Typed):
    """A line of income of one member."""

    key = forms.RegexField(regex=r"^i\d{1,3}$", widget=forms.HiddenInput)
    member = forms.ChoiceField(label="成员", widget=MemberSelect)
    source = forms.ChoiceField(
        label="收入来源",
        choices=[
            ("", "请选择"),
            *(
                (
                    kind_label,
                    [(code, s.label) for code, s in facts.INCOME_SOURCES.items() if s.kind == kind],
                )
                for kind, kind_label in facts.INCOME_KINDS.items()
            ),
        ],
    )
    note = forms.CharField(label="来源说明", max_length=100, required=False)
    monthly = MoneyField(label="申报月均")
    deduction_kind = forms.ChoiceField(label="扣减事由", choices=options(facts.DEDUCTIONS), required=False)
    deduction = MoneyField(label="扣减（元/月）", required=False)

    in_row = ("member", "source", "note", "monthly")

    def __init__(self, data: Row, *, number: int, members: list[Row], **options_: Any) -> None:
        super().__init__(data, prefix=f"incomes-{number}", **options_)
        self.line = number + 1
        named = [(row.get("key", ""), row.get("name") or "未填姓名") for row in members]
        self.fields["member"].choices = [("", "请选择"), *named]  # type: ignore[attr-defined]
        for name in self.in_row:
            self.fields[name].widget.attrs["aria-label"] = f"收入第 {self.line} 行{self.fields[name].label}"
        self.fields["monthly"].widget.attrs |= {"class": "money no", "size": "8"}
        self.fields["deduction"].widget.attrs["class"] = "money no"
        self.fields["member"].widget.attrs["class"] = "w-name"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("deduction") and not cleaned.get("deduction_kind"):
            self.add_error("deduction_kind", "请选择扣减事由。")
        return cleaned

    def entry(self) -> IncomeEntry:
        kept = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "deduction")}
        return IncomeEntry(deduction=self.cleaned_data["deduction"] or ZERO, **kept)


class EntryForms:
    """All forms of the page over one ``Typed``; iterates for the error summary."""

    def __init__(self, typed: Typed, *, actor: Actor, checked: bool = False, fresh: str = "") -> None:
        flat = typed.flat()
        self.typed = typed
        self.main = ApplicationForm(flat, actor=actor, members=typed.members)
        self.members = [MemberForm(flat, number=number) for number in range(len(typed.members))]
        self.incomes = [
            IncomeForm(flat, number=number, members=typed.members) for number in range(len(typed.incomes))
        ]
        self._focus(fresh)
        if not checked:
            for form in self.all:
                form.quiet()
        else:
            self._check_together()

    def _focus(self, fresh: str) -> None:
        """A row just added is where typing goes on."""
        for rows, forms_, name in (
            (self.typed.members, self.members, "name"),
            (self.typed.incomes, self.incomes, "member"),
        ):
            for row, form in zip(rows, forms_, strict=True):
                if fresh and row.get("key") == fresh:
                    form.fields[name].widget.attrs["autofocus"] = True

    @property
    def income_boxes(self) -> list[forms.BoundField]:
        return [self.main[name] for name in ("no_income", "has_stable_income", "receives_support")]

    @property
    def all(self) -> list[_Typed]:
        return [self.main, *self.members, *self.incomes]

    def is_valid(self) -> bool:
        return not any(form.errors for form in self.all)

    @property
    def errors(self) -> list[dict[str, str]]:
        """Every error in the order of the page: text with its row, and the id of its field."""
        found = []
        for form, where in self._placed():
            for name, messages in form.errors.items():
                target = form[name].auto_id if name in form.fields and not form[name].is_hidden else ""
                found += [{"text": f"{where}{text}", "target": target} for text in messages]
        return found

    def _placed(self) -> list[tuple[_Typed, str]]:
        placed: list[tuple[_Typed, str]] = []
        for form in self.members:
            name = form.data.get(form.add_prefix("name"), "")
            placed.append((form, f"家庭成员第 {form.line} 行{f'，{name}' if name else ''}："))
        placed += [(form, f"收入第 {form.line} 行：") for form in self.incomes]
        return [(self.main, ""), *placed]

    def _check_together(self) -> None:
        """What only the rows together show: one applicant, nobody twice, incomes said one way or the other."""
        for form in self.all:
            form.full_clean()
        applicants = [form for form in self.members if form.data.get(form.add_prefix("relation")) == "self"]
        if not self.members:
            self.main.add_error(None, "还没有家庭成员，请添加成员。")
        elif len(applicants) != 1:
            self.members[0].add_error("relation", "有且只能有一位成员是“本人”（申请人）。")
        seen: dict[str, int] = {}
        for form in self.members:
            number = form.cleaned_data.get("number")
            if number and number.value in seen:
                form.add_error("number", f"与第 {seen[number.value]} 行的身份证号相同，请核对。")
            elif number:
                seen[number.value] = form.line
        if not self.incomes and not self.typed.fields.get("no_income"):
            self.main.add_error("no_income", "请填写收入；没有收入的，请勾选“全家没有收入”。")
        if self.incomes and self.typed.fields.get("no_income"):
            self.main.add_error("no_income", "已填写收入，请取消勾选“全家没有收入”，或删除收入行。")

    def add_bars(self) -> None:
        """Somebody who may not apply is an error at the row."""
        for form in self.members:
            number = form.cleaned_data.get("number")
            for finding in self.typed.related.get(number.value, ()) if number else ():
                if finding["tone"] == "bar":
                    form.add_error("number", finding["text"])
                elif finding["tone"] == "warn" and not self.typed.fields.get("duplicate_note", "").strip():
                    self.main.add_error("duplicate_note", f"{finding['text']}请写明向申请人核实的情况。")

    def entry(self) -> DibaoEntry:
        """The valid application; call after ``is_valid``."""
        cleaned = dict(self.main.cleaned_data)
        own = ("region", "address", "phone", "bank", "account", "holder_name", "channel", "relative")
        spoken = ("no_income", "is_true", "is_authorised")
        members = tuple(form.entry() for form in self.members)
        applicant = next(member for member in members if member.relation == "self")
        declared = {name: value for name, value in cleaned.items() if name not in own + spoken}
        declared["household_deductions"] = cleaned["household_deductions"] or ZERO
        declared["single_member_key"] = cleaned["single_member_key"] if cleaned["unit"] == "single" else ""
        return DibaoEntry(
            region_id=cleaned["region"],
            address=cleaned["address"],
            phone=cleaned["phone"],
            bank=cleaned["bank"],
            account=cleaned["account"].replace(" ", ""),
            holder_name=cleaned["holder_name"] or applicant.name,
            channel=cleaned["channel"],
            relative_registered=cleaned["relative"] == "yes",
            declared=declared,
            members=members,
            incomes=tuple(form.entry() for form in self.incomes),
        )
