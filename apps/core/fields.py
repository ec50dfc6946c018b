"""Model fields of the kernel."""

from typing import Any

from django.db import models

from apps.core import crypto


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text encrypted at rest with AEAD; the associated data is ``table.column``. Empty stays empty."""

    def _context(self) -> str:
        # A history row holds the ciphertext of the row it was copied from, so it is read as that table's.
        owner = getattr(self.model, "pgh_tracked_model", self.model)
        return f"{owner._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return crypto.encrypt(value, self._context()) if value else value

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return crypto.decrypt(value, self._context()) if value else value


class MonthField(models.DateField):  # type: ignore[type-arg]
    """A month, held as the date of its first day; the owning model adds ``month_constraint``."""


def month_constraint(field: str, *, name: str) -> models.CheckConstraint:
    """A named check that ``field`` is the first day of a month (or null)."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__day": 1}) | models.Q(**{f"{field}__isnull": True}), name=name
    )
