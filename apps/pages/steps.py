"""A step by POST, taken from the page of the row it is about."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from apps.core.errors import DomainError, Forbidden, NotVisible, StaleVersion


class StepMixin:
    """Before a page of one row: ``take`` calls the service and says what has been done, then the row is shown again.

    A refusal comes back on the same page with what was typed; the page finds the form under ``form_name`` and as ``wrong_form``.
    """

    http_method_names = ("post",)
    form_class: ClassVar[type[BaseForm]]
    form_name: ClassVar[str]

    def take(self, data: dict[str, Any]) -> str:
        """Take the step with the cleaned data; the sentence that tells of it."""
        raise ImproperlyConfigured(f"{type(self).__name__} must say what its step does")

    def row_url(self) -> str:
        """The page of the row."""
        raise ImproperlyConfigured(f"{type(self).__name__} must say where its row is shown")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form: Any = self.form_class(request.POST)
        if form.is_valid():
            try:
                said = self.take(form.cleaned_data)
            except (NotVisible, StaleVersion, Forbidden):
                raise
            except DomainError as error:
                form.add_error(None, error.message + error.hint)
            else:
                messages.success(request, said)
                return redirect(self.row_url())
        page: Any = self
        return page.render(status=422, **{**page.context(**kwargs), self.form_name: form, "wrong_form": form})
