"""The form of a declared application: the page itself, one form a named person, one a row of a table.

Every form is bound to what was typed. ``quiet`` forms show it without judging it; a check judges all of them
together (``EntryForms``), so that the summary lists every error of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from apps.accounts.actor import Actor
from apps.casework.entry.typed import APPLICANT, Row, Typed
from apps.casework.models import Case
from apps.core import clock
from apps.core.declarations import Answers, Entry, EntryTable, FormSection, NamedPerson
from apps.core.registries import case_kinds
from apps.pages.fields import DateField, ResidentNumberField
from apps.pages.forms import Form
from apps.pages.makeforms import controls
from apps.people.models import Person
from apps.regions.models import Region

RELATIVE = [("", "请选择"), ("no", "没有近亲属关系"), ("yes", "有，按规定单独登记备案")]
OWN = (
    "region", "channel", "phone", "address", "bank", "account", "holder_name", "relative", "is_true", "is_authorised",
)  # fmt: skip


class TypedForm(Form):
    """A form over text as typed. ``quiet()`` keeps what is valid in ``cleaned_data`` and shows no error."""

    # Of a row: its table, where it stands, and the columns that are declared.
    table: EntryTable
    line: int
    declared_names: Sequence[str] = ()

    def quiet(self) -> None:
        self.full_clean()
        self._errors = ErrorDict()

    @property
    def columns(self) -> list[Any]:
        return [self[name] for name in self.declared_names]

    @property
    def row_key(self) -> str:
        return str(self["key"].value() or "")


class PageForm(TypedForm):
    """All of an application that is neither a person nor a row; the declared columns are put in by ``page_form``."""

    region = forms.ChoiceField(label="所属村（社区）")
    channel = forms.ChoiceField(label="申请方式", choices=Case.Channel.choices)
    phone = forms.RegexField(
        label="联系电话",
        regex=r"^[0-9][0-9 -]{6,18}$",
        error_messages={"invalid": "联系电话应为 7 至 12 位数字，请核对。"},
    )
    address = forms.CharField(label="现住址", max_length=200)
    is_by_proxy = forms.BooleanField(label="由他人代为申请", required=False)
    proxy_name = forms.CharField(
        label="受托人姓名", max_length=50, required=False, help_text="代为申请时填写"
    )
    duplicate_note = forms.CharField(label="关联记录核实情况", max_length=300, required=False)
    bank = forms.CharField(label="开户行", max_length=60)
    account = forms.RegexField(
        label="银行账号",
        regex=r"^[0-9 ]{8,40}$",
        error_messages={"invalid": "银行账号应为 8 至 30 位数字，请核对。"},
    )
    holder_name = forms.CharField(label="户名", max_length=50, required=False, help_text="不填即本人")
    is_true = forms.BooleanField(label="已在申请书上签字，承诺所填情况真实、完整")
    is_authorised = forms.BooleanField(label="已书面授权核对家庭经济状况")
    relative = forms.ChoiceField(label="与经办人员、村（居）委成员的近亲属关系", choices=RELATIVE)

    def __init__(self, data: Row, *, entry: Entry, actor: Actor, **options: Any) -> None:
        super().__init__(data, **options)
        self.entry = entry
        places = Region.objects.communities().visible_to(actor).select_related("parent")
        self.fields["region"].choices = [("", "请选择"), *((place.code, place.full_name) for place in places)]  # type: ignore[attr-defined]
        if not self.data.get("region") and len(actor.region_code) == 12:
            self.data = {**self.data, "region": actor.region_code}
        if not entry.holder:
            for name in ("bank", "account", "holder_name"):
                del self.fields[name]
        if not entry.asks_authorisation:
            del self.fields["is_authorised"]
        for name in ("phone", "account"):
            if name in self.fields:
                self.fields[name].widget.attrs |= {"inputmode": "numeric", "class": "no"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_by_proxy") and not cleaned.get("proxy_name"):
            self.add_error("proxy_name", "由他人代为申请的，请填写受托人姓名。")
        return cleaned

    @property
    def sections(self) -> list[tuple[FormSection, list[Any]]]:
        return [(section, [self[f.name] for f in section.fields]) for section in self.entry.sections]

    @property
    def declared(self) -> dict[str, Any]:
        """The valid columns of the detail."""
        return {name: value for name, value in self.cleaned_data.items() if name not in OWN}


class PersonForm(TypedForm):
    """Name and number; birth date and sex only for who has no number yet."""

    name = forms.CharField(label="姓名", max_length=50)
    number = ResidentNumberField(label="身份证号", required=False)
    birth_date = DateField(
        label="出生日期", required=False, not_after_today=True, help_text="还没有身份证号的填写"
    )
    sex = forms.ChoiceField(
        label="性别",
        choices=[("", "请选择"), *Person.Sex.choices],
        required=False,
        help_text="还没有身份证号的填写",
    )

    def __init__(self, data: Row, *, prefix: str, needed: bool = True, **options: Any) -> None:
        super().__init__(data, prefix=prefix, **options)
        self.needed = needed
        self.fields["number"].widget.attrs["class"] = "w-id no"

    def full_clean(self) -> None:
        self.empty_permitted = not self.needed
        super().full_clean()

    def has_changed(self) -> bool:
        return any(str(self.data.get(self.add_prefix(name), "")).strip() for name in ("name", "number"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "number" in cleaned and not cleaned["number"]:
            if not self.data.get(self.add_prefix("birth_date")):
                self.add_error("number", "请填写身份证号；还没有的，填写出生日期和性别。")
            elif not cleaned.get("sex"):
                self.add_error("sex", "没有身份证号的，请选择性别。")
        return cleaned

    @property
    def person(self) -> NamedPerson:
        """As far as typed and valid."""
        cleaned = self.cleaned_data
        number = cleaned.get("number")
        return NamedPerson(
            name=cleaned.get("name", ""),
            number=number.value if number else "",
            birth_date=number.birth_date if number else cleaned.get("birth_date"),
            sex=number.sex if number else cleaned.get("sex", ""),
        )

    @property
    def is_typed(self) -> bool:
        return self.needed or self.has_changed()


class RowForm(TypedForm):
    """A row of a table that is no person."""

    key = forms.RegexField(regex=r"^m\d{1,3}$", widget=forms.HiddenInput)


class PersonRowForm(PersonForm):
    """A row of a table of persons."""

    key = forms.RegexField(regex=r"^m\d{1,3}$", widget=forms.HiddenInput)


@dataclass(frozen=True)
class FilledRow:
    """A valid row: its key, columns, and the person it names."""

    key: str
    values: dict[str, Any]
    person: NamedPerson | None = None


@dataclass(frozen=True)
class Filled:
    """A valid application, as the submission takes it."""

    region_id: str
    channel: str
    phone: str
    address: str
    bank: str
    account: str
    holder_name: str
    relative_registered: bool
    values: dict[str, Any]
    persons: dict[str, NamedPerson]
    rows: dict[str, tuple[FilledRow, ...]] = field(default_factory=dict)


def detail_of_kind(entry: Entry) -> Any:
    return apps.get_model(case_kinds.get(entry.kind).detail)


def page_form(entry: Entry, data: Row, actor: Actor) -> PageForm:
    made = type("EntryPage", (PageForm,), controls(detail_of_kind(entry), entry.sections, actor))
    return made(data, entry=entry, actor=actor)  # type: ignore[no-any-return]


def row_forms(table: EntryTable, rows: Sequence[Row], flat: Row, actor: Actor) -> list[Any]:
    base: type[TypedForm] = PersonRowForm if table.is_person else RowForm
    shell = type("EntryRow", (base,), controls(apps.get_model(table.model), table.sections, actor))
    made = []
    for number in range(len(rows)):
        form: Any = shell(flat, prefix=f"{table.name}-{number}")
        form.line, form.table = number + 1, table
        form.declared_names = [f.name for section in table.sections for f in section.fields]
        made.append(form)
    return made


class EntryForms:
    """All forms of the page over one ``Typed``."""

    def __init__(
        self, entry: Entry, typed: Typed, *, actor: Actor, checked: bool = False, fresh: str = ""
    ) -> None:
        flat = typed.flat()
        self.entry, self.typed, self.actor = entry, typed, actor
        self.main = page_form(entry, flat, actor)
        self.applicant = PersonForm(flat, prefix=APPLICANT)
        self.persons = {
            person.key: PersonForm(flat, prefix=person.key, needed=person.needed) for person in entry.persons
        }
        self.tables = {
            table.name: row_forms(table, typed.rows.get(table.name, []), flat, actor)
            for table in entry.tables
        }
        self._focus(fresh)
        for form in self.all:
            if checked:
                form.full_clean()
            else:
                form.quiet()
        if checked:
            self._check_together()

    def _focus(self, fresh: str) -> None:
        """A row just added is where typing goes on."""
        table, _, key = fresh.partition(":")
        for row, form in zip(self.typed.rows.get(table, []), self.tables.get(table, []), strict=True):
            if key and row.get("key") == key:
                first = next(name for name in form.fields if name != "key")
                form.fields[first].widget.attrs["autofocus"] = True

    @property
    def all(self) -> list[Any]:
        rows = [form for forms_ in self.tables.values() for form in forms_]
        return [self.main, self.applicant, *self.persons.values(), *rows]

    def is_valid(self) -> bool:
        return not any(form.errors for form in self.all)

    @property
    def errors(self) -> list[dict[str, str]]:
        """Every error in the order of the page: text with where it is, and the id of its field."""
        found = []
        for form, where in self._placed():
            for name, messages in form.errors.items():
                target = form[name].auto_id if name in form.fields and not form[name].is_hidden else ""
                found += [{"text": f"{where}{text}", "target": target} for text in messages]
        return found

    def _placed(self) -> list[tuple[Any, str]]:
        labels = {person.key: person.label for person in self.entry.persons}
        rows = [
            (form, f"{form.table.label}第 {form.line} 行：")
            for forms_ in self.tables.values()
            for form in forms_
        ]
        return [
            (self.applicant, f"{self.entry.who}："),
            *((form, f"{labels[key]}：") for key, form in self.persons.items()),
            (self.main, ""),
            *rows,
        ]

    def _check_together(self) -> None:
        """What only the whole shows: nobody twice, rows enough, the model's own constraints, the declared check."""
        seen: dict[str, str] = {}
        for form, where in self._placed():
            number = form.cleaned_data.get("number") if hasattr(form, "person") else None
            if number and number.value in seen and form.prefix not in self.persons:
                form.add_error("number", f"与“{seen[number.value]}”的身份证号相同，请核对。")
            elif number:
                seen[number.value] = where.rstrip("：")
        for table in self.entry.tables:
            if len(self.tables[table.name]) < table.least:
                self.main.add_error(None, f"{table.label}至少填写 {table.least} {table.unit}。")
            if len(self.tables[table.name]) > table.most:
                self.main.add_error(None, f"{table.label}最多填写 {table.most} {table.unit}。")
        self._check_constraints()
        if self.entry.check and self.is_valid():
            for name, sentence in self.entry.check(self.answers()):
                self.main.add_error(name if name in self.main.fields else None, sentence)

    def _check_constraints(self) -> None:
        """Promises of the columns, in the words of their constraints."""
        for form, model in (
            (self.main, detail_of_kind(self.entry)),
            *((f, apps.get_model(f.table.model)) for rows in self.tables.values() for f in rows),
        ):
            columns = {column.name for column in model._meta.fields}
            kept = {name: value for name, value in form.cleaned_data.items() if name in columns}
            try:
                model(**kept).validate_constraints(exclude=columns - set(kept))
            except ValidationError as error:
                form.add_error(None, error.messages)

    def add_bars(self) -> None:
        """Somebody who may not apply is an error at the number; what has to be cleared up asks for words."""
        for form in self.all:
            number = form.cleaned_data.get("number") if hasattr(form, "person") else None
            for finding in self.typed.related.get(number.value, ()) if number else ():
                if finding["tone"] == "bar":
                    form.add_error("number", finding["text"])
                elif (
                    finding["tone"] == "warn" and not self.main.cleaned_data.get("duplicate_note", "").strip()
                ):
                    self.main.add_error("duplicate_note", f"{finding['text']}请写明向申请人核实的情况。")

    def answers(self) -> Answers:
        """What is typed and valid so far, as the rules take it."""
        return Answers(
            values=self.main.declared,
            persons={
                APPLICANT: self.applicant.person,
                **{key: form.person for key, form in self.persons.items() if form.is_typed},
            },
            rows={
                name: [_told(form, table_forms_person=hasattr(form, "person")) for form in forms_]
                for name, forms_ in self.tables.items()
            },
            on=clock.today(),
            region_id=self.main.cleaned_data.get("region", ""),
        )

    def filled(self) -> Filled:
        """The valid application; call after ``is_valid``."""
        cleaned = self.main.cleaned_data
        persons = {APPLICANT: self.applicant.person}
        persons |= {key: form.person for key, form in self.persons.items() if form.is_typed}
        holder = persons.get(self.entry.holder)
        return Filled(
            region_id=cleaned["region"],
            channel=cleaned["channel"],
            phone=cleaned["phone"],
            address=cleaned["address"],
            bank=cleaned.get("bank", ""),
            account=cleaned.get("account", "").replace(" ", ""),
            holder_name=cleaned.get("holder_name") or (holder.name if holder else ""),
            relative_registered=cleaned["relative"] == "yes",
            values=self.main.declared,
            persons=persons,
            rows={
                name: tuple(
                    FilledRow(
                        form.cleaned_data["key"],
                        {n: form.cleaned_data[n] for n in form.declared_names},
                        form.person if form.table.is_person else None,
                    )
                    for form in forms_
                )
                for name, forms_ in self.tables.items()
            },
        )


def _told(form: Any, *, table_forms_person: bool) -> dict[str, Any]:
    told = {name: form.cleaned_data[name] for name in form.declared_names if name in form.cleaned_data}
    return {**told, "person": form.person} if table_forms_person else told
