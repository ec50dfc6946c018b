"""What the pages of one register share: its rows and its addresses."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from apps.core.declarations import Register


class RegisterPart:
    """Mixed in before a page over the model of ``register``."""

    register: ClassVar[Register]
    request: HttpRequest

    def base_rows(self) -> QuerySet[Any]:
        rows = self.visible()  # type: ignore[attr-defined]
        return self.register.queryset(rows) if self.register.queryset else rows

    def url(self, suffix: str = "", *args: Any) -> str:
        namespace = self.request.resolver_match.namespace if self.request.resolver_match else ""
        name = f"{self.register.name}{suffix}"
        return reverse(f"{namespace}:{name}" if namespace else name, args=args)

    def row_url(self, suffix: str, row: Any) -> str:
        """The address of a page of ``row``, by the register's lookup."""
        return self.url(suffix, getattr(row, self.register.lookup))

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        return [(label, reverse(name) if name else "") for label, name in self.register.crumbs]
