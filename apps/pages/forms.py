"""Base forms: our wording, our look. Write ``class MyForm(Form)`` and in the template ``{{ form.field.as_field_group }}``.

``Form`` and ``ModelForm`` word every error themselves (apps/pages/wording.py) and draw every field with
templates/components/field.html. ``Submission`` adds the hidden submit token, ``Versioned`` the hidden version
of the row that was shown. Errors go on top with ``{% error_summary form %}`` and beside the field.
"""

import uuid
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from apps.pages.fields import (
    DateField,
    MoneyField,
    MonthField,
    ResidentNumberField,
    SubmitTokenField,
)
from apps.pages.wording import FORMSET_SENTENCES, sentences_for

__all__ = [
    "DateField",
    "Form",
    "FormSet",
    "ModelForm",
    "MoneyField",
    "MonthField",
    "Renderer",
    "ResidentNumberField",
    "Submission",
    "SubmitTokenField",
    "Versioned",
    "formset_factory",
]


class BoundField(forms.BoundField):
    """A field as drawn: the classes of its control, and what field.html asks for."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        css = [str(shown.attrs.get("class", "")), built.pop("class", ""), self._control_class(shown)]
        if self.errors:
            css.append("is-invalid")
        joined = " ".join(dict.fromkeys(" ".join(css).split()))
        if joined and not shown.is_hidden:
            built["class"] = joined
        return built

    @staticmethod
    def _control_class(widget: forms.Widget) -> str:
        if isinstance(widget, (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return "form-check-input"
        if isinstance(widget, forms.MultiWidget):
            return ""
        return "form-select" if isinstance(widget, forms.Select) else "form-control"

    @property
    def is_group(self) -> bool:
        """Several controls under one label: drawn as a fieldset."""
        return bool(self.field.widget.use_fieldset) or isinstance(self.field.widget, forms.MultiWidget)

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def unit(self) -> str:
        """The word after the control (元, 平方米): ``field.unit = "元"`` or the widget attribute data-unit."""
        return str(getattr(self.field, "unit", "") or self.field.widget.attrs.get("data-unit", ""))


class Renderer(TemplatesSetting):
    """FORM_RENDERER = "apps.pages.forms.Renderer"; needs django.forms among the installed apps."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = BoundField


class _OwnWords:
    """Words every field's errors. Mixed into every base form."""

    fields: dict[str, forms.Field]
    # Errors are worded and shown by us; the browser's own bubbles would come first, one at a time.
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = str(field.label or name).removesuffix("（元）")
            field.error_messages.update(sentences_for(field, label))


class Form(_OwnWords, forms.Form):
    """Base of every plain form."""


class ModelForm(_OwnWords, forms.ModelForm):  # type: ignore[type-arg]
    """Base of every model form. Choices of foreign keys must be scoped by the view: ``scope(form, actor)``."""


class Submission(forms.Form):
    """Mix in before ``Form``: a hidden token, new for every blank form and kept when the form comes back."""

    submit_token = SubmitTokenField(label="提交标识", initial=uuid.uuid4, required=True)


class Versioned(forms.Form):
    """Mix in before ``Form``: the version of the row that the page showed."""

    version = forms.IntegerField(label="页面版本", widget=forms.HiddenInput, min_value=0)


class FormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of one form, with our wording."""

    default_error_messages = {**forms.BaseFormSet.default_error_messages, **FORMSET_SENTENCES}


def formset_factory(form: type[forms.Form], **options: Any) -> type[FormSet]:
    """``django.forms.formset_factory`` over ``FormSet``; no extra rows unless asked."""
    options.setdefault("extra", 0)
    options.setdefault("formset", FormSet)
    made: type[FormSet] = forms.formset_factory(form, **options)
    return made


def scope(form: forms.BaseForm, actor: Any) -> None:
    """Narrow every model choice of ``form`` to what ``actor`` may see; a queryset without a scope is refused."""
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField):
            narrowed = getattr(field.queryset, "visible_to", None)
            if narrowed is None:
                raise TypeError(f"{type(form).__name__}.{name}: its choices have no visible_to(actor)")
            field.queryset = narrowed(actor)
