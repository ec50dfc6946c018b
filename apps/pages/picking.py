"""A field that asks for a row by what is typed: one that fits is taken, of several one is chosen in place.

It works with the keyboard alone and without scripts; only rows in the actor's scope are looked at.
"""

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError

from apps.accounts.actor import Actor
from apps.core.declarations import Pick

MANY = 12


class PickWidget(forms.Widget):
    """The typed text, and below it the rows that fit when there are several."""

    template_name = "components/widgets/pick.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "spellcheck": "false", "maxlength": "60", **(attrs or {})})
        self.found: list[tuple[str, str]] = []

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        text, key = value if isinstance(value, tuple) else ("", "")
        context["widget"] |= {"text": text, "key": key, "found": self.found}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        text = str(data.get(name, "")).strip()
        # What was chosen counts only for the words for which it was offered.
        chosen = str(data.get(f"{name}_row", "")) if data.get(f"{name}_for", "").strip() == text else ""
        return text, chosen

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class PickField(forms.Field):
    """Cleans to a visible row of ``pick.model`` or None."""

    widget = PickWidget

    def __init__(self, pick: Pick, actor: Actor, **options: Any) -> None:
        super().__init__(**options)
        self.pick = pick
        self.rows = apps.get_model(pick.model)._default_manager.visible_to(actor)  # type: ignore[attr-defined]

    def prepare_value(self, value: Any) -> Any:
        """A row, or its key, as (words, key); what was typed stays as it is."""
        if isinstance(value, tuple) or value is None:
            return value
        row = value if hasattr(value, "pk") else self.rows.filter(pk=int(value)).first()
        return (self.pick.label(row), str(row.pk)) if row is not None else ("", "")

    def clean(self, value: Any) -> Any:
        text, key = value if isinstance(value, tuple) else ("", "")
        if key.isdigit():
            row = self.rows.filter(pk=key).first()
            if row is not None:
                return row
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        found = list(self.pick.find(self.rows, text)[: MANY + 1])
        if not found:
            raise ValidationError(self.pick.none, code="none")
        if len(found) == 1:
            return found[0]
        if len(found) > MANY:
            raise ValidationError(f"符合的超过 {MANY} 条，请多填几个字。", code="many")
        self.widget.found = [(str(row.pk), self.pick.label(row)) for row in found]  # type: ignore[attr-defined]
        raise ValidationError(f"符合的有 {len(found)} 条，请选一条。", code="several")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)
