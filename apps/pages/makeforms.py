"""The form of a register, made from its declaration and its model."""

from collections.abc import Sequence
from typing import Any

from django import forms as plain
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.accounts.actor import Actor
from apps.core.declarations import FormField, FormSection, Register
from apps.core.fields import EncryptedTextField, MonthField
from apps.pages import forms
from apps.pages.keeping import form_of
from apps.pages.picking import PickField


class RowForm(forms.ModelForm):
    """A form over a row of a register; ``sections`` are its fields under their headings, ``check`` the declared one."""

    def __init__(self, *args: Any, register: Register, actor: Actor, **kwargs: Any) -> None:
        self.register, self.actor = register, actor
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        check = form_of(self.register).check
        if check and not self.errors:
            for name, sentence in check(values, self.instance, self.actor).items():
                self.add_error(name or None, sentence)
        return values

    def _get_validation_exclusions(self) -> set[str]:
        """Fields of picked rows are the form's own, but the model's constraints ask for them."""
        return {name for name in super()._get_validation_exclusions() if name not in self.cleaned_data}

    def _post_clean(self) -> None:
        for field in form_of(self.register).fields:
            if field.pick and self.cleaned_data.get(field.name) is not None:
                setattr(self.instance, field.name, self.cleaned_data[field.name])
        super()._post_clean()

    @property
    def sections(self) -> list[tuple[FormSection, list[Any]]]:
        return [
            (section, [self[field.name] for field in section.fields])
            for section in form_of(self.register).sections
        ]


class NewRowForm(RowForm):
    """For a row that is added."""

    submit_token = forms.SubmitTokenField(label="提交标识", widget=plain.HiddenInput)


class ChangeRowForm(RowForm):
    """For a row that is changed."""

    version = plain.IntegerField(label="页面版本", widget=plain.HiddenInput, min_value=1)
    reason = plain.CharField(label="变更原因", max_length=100, help_text="写进变更记录")


class ReasonForm(forms.Form):
    """Why something is taken back or declared void."""

    reason = plain.CharField(label="原因", max_length=200)


class CloseForm(ReasonForm):
    """When and why something ends."""

    on = forms.DateField(label="停用日期", not_after_today=True)

    field_order = ("on", "reason")


class PlaceField(plain.ModelChoiceField):
    """A region to choose, with the town before the community: names of communities repeat."""

    def __init__(self, queryset: Any, **options: Any) -> None:
        options.setdefault("empty_label", "请选择")
        super().__init__(queryset.select_related("parent"), **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class PlacesField(plain.ModelMultipleChoiceField):
    """Several regions, ticked in a box that scrolls."""

    widget = plain.CheckboxSelectMultiple
    css = "w2 places"  # of the field as drawn

    def __init__(self, queryset: Any, **options: Any) -> None:
        super().__init__(queryset.select_related("parent"), **options)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


def form_class(register: Register, base: type[RowForm], actor: Actor) -> type[RowForm]:
    """The form of ``register`` for ``actor``, over ``base``."""
    model = apps.get_model(register.model)
    declared = form_of(register).fields
    own = {field.name: _own(field, model, actor) for field in declared if field.make or field.pick}
    shell = type("RegisterRowForm", (base,), own)
    names = [field.name for field in declared if field.name not in own]
    by_name = {field.name: field for field in declared}
    made: type[RowForm] = plain.modelform_factory(
        model,
        form=shell,
        fields=names,
        formfield_callback=lambda field, **options: _of_model(field, by_name[field.name], options),
    )
    for field in declared:
        if field.choices:
            control: Any = made.base_fields[field.name]
            control.queryset = field.choices(control.queryset.visible_to(actor), actor)
    return made


def controls(model: Any, sections: Sequence[FormSection], actor: Actor) -> dict[str, plain.Field]:
    """The controls of declared fields over ``model``, for a form that is not bound to a row of it."""
    made: dict[str, plain.Field] = {}
    for section in sections:
        for field in section.fields:
            if field.make or field.pick:
                made[field.name] = _own(field, model, actor)
                continue
            control = _of_model(model._meta.get_field(field.name), field, {})
            if field.choices:
                control.queryset = field.choices(control.queryset.visible_to(actor), actor)
            made[field.name] = control
    return made


def _own(field: FormField, model: Any, actor: Actor) -> plain.Field:
    if field.pick:
        column = model._meta.get_field(field.name)
        label = field.label or str(column.verbose_name)
        return PickField(
            field.pick, actor, label=label, help_text=field.help, required=not column.null, **_words(label)
        )
    assert field.make is not None
    control: plain.Field = field.make(actor)
    control.label = field.label or control.label
    control.help_text = field.help or control.help_text
    return control


def _words(label: str) -> dict[str, Any]:
    return {"error_messages": {"required": f"请填写{label}。"}}


def _of_model(column: Any, field: FormField, options: dict[str, Any]) -> Any:
    """The control of a model's column: our forgiving ones for days, months and amounts."""
    label = field.label or str(column.verbose_name)
    common: dict[str, Any] = {"label": label, "help_text": field.help, "required": not column.blank}
    if isinstance(column, MonthField):
        made: Any = forms.MonthField(**common)
    elif isinstance(column, models.DateField):
        made = forms.DateField(**common)
    elif isinstance(column, models.DecimalField) and column.decimal_places == 2:
        made = forms.MoneyField(**common)
    elif isinstance(column, ArrayField) and column.base_field.choices:
        made = plain.MultipleChoiceField(
            choices=column.base_field.choices, widget=plain.CheckboxSelectMultiple, **common
        )
    elif column.choices and not isinstance(column, models.BooleanField):
        made = plain.TypedChoiceField(
            choices=_choices(column, field),
            coerce=column.to_python,
            empty_value=None if column.null else "",
            widget=_chooser(field),
            initial=column.get_default() if column.has_default() else None,
            **common,
        )
    elif isinstance(column, EncryptedTextField):
        made = plain.CharField(
            max_length=100, widget=plain.TextInput(attrs={"autocomplete": "off"}), **common
        )
    elif column.is_relation and hasattr(column.related_model, "full_name"):
        made = PlaceField(queryset=column.related_model._default_manager.all(), **common)
        _looks(made, field)
    else:
        made = column.formfield(**{**options, **common})
        _looks(made, field)
    made.unit = field.unit
    return made


def _choices(column: Any, field: FormField) -> list[tuple[Any, str]]:
    blank = [] if field.look == "radio" or "" in dict(column.flatchoices) else [("", "请选择")]
    return [*blank, *column.flatchoices]


def _chooser(field: FormField) -> type[plain.Widget]:
    return plain.RadioSelect if field.look == "radio" else plain.Select


def _looks(made: Any, field: FormField) -> None:
    if field.look == "textarea":
        made.widget = plain.Textarea(attrs={"rows": 2, **made.widget.attrs})
    if field.look == "long":
        made.widget.attrs["data-long"] = ""
